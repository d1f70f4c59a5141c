"""Throw bytes at the settings, guided by coverage.

usage: python -m tools.fuzz_settings [SECONDS]

Needs ``atheris``, as ``make fuzz`` brings it. Whatever stands in the environment, the answer is a
set of settings or one sentence; what was given for a secret never stands in it.
"""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator

from bot.errors import SettingsError
from bot.settings import PREFIX, Settings, load_settings

SECRETS = ("TOKEN", "REWRITE_KEY", "WEBHOOK_SECRET")
NAMES = sorted(name.upper() for name in Settings.model_fields)
_TELLING = 12
"""Letters of a secret that cannot stand in a sentence by accident."""


def configured(data: bytes) -> None:
    """Read settings of which some are made of ``data``: ``number, text`` and again, by zeros."""
    given: dict[str, str] = {}
    for piece in data.split(b"\0")[:6]:
        if piece:
            name = NAMES[piece[0] % len(NAMES)]
            given[name] = piece[1:].decode("utf-8", "ignore")
    with _environment(given):
        try:
            load_settings().bot_token()
        except SettingsError as error:
            _judge(str(error), given)


def _judge(sentence: str, given: dict[str, str]) -> None:
    if "\n" in sentence or not sentence:
        raise AssertionError(f"no sentence: {sentence!r}")
    for name in SECRETS:
        if len(secret := given.get(name, "")) >= _TELLING and secret in sentence:
            raise AssertionError(f"{name} is shown: {sentence!r}")


@contextlib.contextmanager
def _environment(given: dict[str, str]) -> Iterator[None]:
    names = [f"{PREFIX}{name}" for name in given]
    os.environ.update(zip(names, given.values(), strict=True))
    try:
        yield
    finally:
        for name in names:
            del os.environ[name]


def main() -> None:
    """Fuzz for the seconds of the first argument, a minute without one."""
    import atheris  # noqa: PLC0415 - not installed unless somebody wants to fuzz

    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # no file of settings stands there
        atheris.instrument_all()
        atheris.Setup([sys.argv[0], f"-max_total_time={seconds}"], configured)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
