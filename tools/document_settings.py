"""Write docs/settings.md from the settings themselves.

usage: python -m tools.document_settings
"""

from pathlib import Path

from pydantic_core import PydanticUndefined

from bot.settings import PREFIX, Settings

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "settings.md"

HEAD = """# Settings

Every option is an environment variable; a file `.env` in the working folder may hold them too (the
environment wins). A name that is not in this table, or a value that cannot be, stops the start with
one sentence that names it. Durations are ISO 8601 (`PT6H` is six hours, `P90D` ninety days).

| setting | default | what it does |
| --- | --- | --- |
"""


def default_of(value: object) -> str:
    """Give a default as it would be written in the environment."""
    if value is None or value is PydanticUndefined or value == frozenset():
        return "–"
    if hasattr(value, "total_seconds"):
        hours = value.total_seconds() / 3600
        if hours < 1:
            return f"`PT{hours * 60:.0f}M`"
        return f"`P{hours / 24:.0f}D`" if hours > 24 else f"`PT{hours:.0f}H`"  # noqa: PLR2004
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def table() -> str:
    """Give the whole document."""
    rows = [
        f"| `{PREFIX}{name.upper()}` | {default_of(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(table(), encoding="utf-8")
