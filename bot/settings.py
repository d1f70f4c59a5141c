"""Every option of the program: read once, validated, documented.

Options come from the environment (``DIEMTIN_…``), then from a file ``.env`` in the working folder.
The table in ``docs/settings.md`` is made from the descriptions here.
"""

import os
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError
from digests.model import network_of

PREFIX = "DIEMTIN_"
TEST_PREFIX = "DIEMTIN_TEST_"
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_BOT = re.compile(r"[a-z0-9_-]{1,32}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_SIGNS = "16 to 256 letters, digits, _ or -"
DEFAULT_DATABASE = "sqlite+aiosqlite:///diemtin.db"


def store_url(text: str) -> str:
    """Give the SQLAlchemy URL for ``text``: a URL of either database, or an SQLite file's path.

    Raises:
        ValueError: for an address that is neither.
    """
    text = text.strip()
    if not text or ":memory:" in text:
        raise ValueError("a database address names a file: sqlite+aiosqlite:///diemtin.db")
    if "://" not in text:
        return f"sqlite+aiosqlite:///{text}"
    scheme, rest = text.split("://", 1)
    schemes = {
        "sqlite": "sqlite+aiosqlite",
        "sqlite+aiosqlite": "sqlite+aiosqlite",
        "postgresql": "postgresql+psycopg",
        "postgresql+psycopg": "postgresql+psycopg",
        "postgres": "postgresql+psycopg",
    }
    if scheme not in schemes:
        raise ValueError(
            "a database address begins with sqlite+aiosqlite:/// or postgresql+psycopg://"
        )
    if schemes[scheme] == "postgresql+psycopg":
        return f"{schemes[scheme]}://{rest}"
    if not rest.startswith("/") or rest == "/":
        raise ValueError("a database address names a file: sqlite+aiosqlite:///diemtin.db")
    return f"{schemes[scheme]}://{rest}"


def http_url(text: str) -> str:
    """Give ``text`` without its last slash when it is an http(s) address, else ``ValueError``."""
    if not text.startswith(("http://", "https://")):
        raise ValueError("an address begins with http:// or https://")
    parts = urlsplit(text)
    _port = parts.port  # raises for one that there is not
    if not parts.hostname or not text.isprintable() or " " in text:
        raise ValueError("an address names a host, as https://api.telegram.org does")
    return text.rstrip("/")


def one_line(text: str) -> str:
    """Give ``text`` when it may stand in a header, else ``ValueError``."""
    if not text.isprintable():
        raise ValueError("this is one line without control characters")
    return text


def one_line_path(path: Path) -> Path:
    """Give ``path`` when its name can stand in a sentence, else ``ValueError``."""
    one_line(str(path))
    return path


OneLine = Annotated[str, AfterValidator(one_line)]
OneLinePath = Annotated[Path, AfterValidator(one_line_path)]
HttpUrl = Annotated[str, AfterValidator(http_url)]


class Settings(BaseSettings):
    """What an operator can choose. Every field is an environment variable with ``DIEMTIN_``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    token: SecretStr | None = Field(None, description="The bot's token, from @BotFather.")
    token_file: OneLinePath | None = Field(
        None, description="A file that holds the token (a Docker secret, say)."
    )
    admins: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(), description="Telegram ids of the admins, with commas between them."
    )
    editors: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(),
        description="Telegram ids of the editors: they publish articles and see the numbers.",
    )
    bot: str | None = Field(
        None,
        description="The name of this bot, where several share one store (docs/scaling.md): "
        "1 to 32 of `a-z`, `0-9`, `_` and `-`.",
    )
    language: Literal["vi", "en"] = Field(
        "vi", description="The language of new readers whose Telegram speaks neither of the two."
    )
    database_url: Annotated[str, AfterValidator(store_url)] = Field(
        DEFAULT_DATABASE,
        description="Where the store is: `sqlite+aiosqlite:///FILE` or "
        "`postgresql+psycopg://USER:PASSWORD@HOST/NAME`.",
    )
    api_url: HttpUrl = Field(
        "https://api.telegram.org", description="The Bot API server (another one, if you run it)."
    )
    webhook_url: HttpUrl | None = Field(
        None,
        description="An https address to which Telegram brings what people write; without one it "
        "is fetched.",
    )
    webhook_secret: SecretStr | None = Field(
        None,
        description="The secret that must come along: 16 to 256 of `A-Z a-z 0-9 _ -`. Needed "
        "with that address.",
    )
    webhook_secret_file: OneLinePath | None = Field(
        None, description="A file that holds that secret (a Docker secret, say)."
    )
    webhook_host: OneLine = Field(
        "127.0.0.1", description="The address that is listened on for it: this machine by default."
    )
    webhook_port: int = Field(
        8443, ge=0, le=65535, description="The port that is listened on for it."
    )
    contact: OneLine = Field(
        "https://github.com/diemtin/diemtin",
        description="An address where publishers reach you; it stands in the User-Agent.",
    )
    proxy: HttpUrl | None = Field(None, description="An HTTP proxy for feeds and pages.")
    obey_robots: bool = Field(default=True, description="Keep to robots.txt when pages are read.")
    allow_private_addresses: bool = Field(
        default=False,
        description="Let feeds on private and loopback addresses in (for trying out only).",
    )
    fetch_timeout: float = Field(
        20.0, gt=0, le=300, description="Seconds that one address may take, all in all."
    )
    fetch_max_bytes: int = Field(
        10_000_000, ge=10_000, description="The largest body that is read, after decompression."
    )
    host_pause: float = Field(
        1.0, ge=0, le=60, description="Seconds between two requests to one host."
    )
    poll_concurrency: int = Field(
        20, ge=1, le=1000, description="Feeds that are read at the same time at most."
    )
    first_poll_announces: int = Field(
        3, ge=0, le=50, description="Articles of a new feed that readers are told of at once."
    )
    own_feeds: int = Field(
        5, ge=0, le=1000, description="Feeds that one reader may bring along; 0 for none."
    )
    edition_grace: timedelta = Field(
        timedelta(hours=6),
        gt=timedelta(0),
        description="How late a missed edition may still go out (ISO 8601).",
    )
    digest_expires: timedelta = Field(
        timedelta(hours=12),
        gt=timedelta(0),
        description="How late a single digest may still go out (ISO 8601).",
    )
    breaking_expires: timedelta = Field(
        timedelta(hours=2),
        gt=timedelta(0),
        description="How late breaking news may still go out (ISO 8601).",
    )
    edition_expires: timedelta = Field(
        timedelta(hours=6),
        gt=timedelta(0),
        description="How late an edition may still go out (ISO 8601).",
    )
    keep: timedelta = Field(
        timedelta(days=90),
        gt=timedelta(0),
        description="How long finished deliveries are kept (ISO 8601).",
    )
    keep_articles: timedelta | None = Field(
        None,
        ge=timedelta(days=14),
        description="How long articles stay in the archive (ISO 8601), saved ones longer; for good "
        "by default.",
    )
    keep_searches: timedelta | None = Field(
        timedelta(days=180),
        ge=timedelta(days=1),
        description="How long words are counted that nobody searches for any more (ISO 8601).",
    )
    allow_paid_broadcast: bool = Field(
        default=False,
        description="Pay a tenth of a Telegram Star a message to send up to 1,000 a second "
        "where 30 would take long.",
    )
    paid_broadcast_stars: int = Field(
        100, ge=1, description="Stars that may be spent on that in one day (in Vietnam) at most."
    )
    resend_uncertain: bool = Field(
        default=True,
        description="Send again, in private chats, what may or may not have arrived in a crash.",
    )
    rewrite_url: HttpUrl | None = Field(
        None, description="An OpenAI-compatible service that words digests; none by default."
    )
    rewrite_key: SecretStr | None = Field(None, description="The key of that service.")
    rewrite_model: OneLine | None = Field(None, description="The model of that service.")
    rewrite_daily_budget: int = Field(
        500, ge=0, description="Digests a day that the service may word."
    )
    backup_folder: OneLinePath | None = Field(
        None,
        description="Where an SQLite store is backed up every night at 4 (Vietnam time); nowhere "
        "by default.",
    )
    backup_keep: int = Field(7, ge=1, le=1000, description="How many of those backups are kept.")
    metrics_port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="A port for `/metrics`, `/healthz` and `/readyz`; nothing is served without.",
    )
    metrics_host: OneLine = Field(
        "127.0.0.1", description="The address that port is opened on: this machine by default."
    )
    watchdog_patience: timedelta = Field(
        timedelta(minutes=15),
        gt=timedelta(0),
        description="How long nothing may be read or sent, although it is due, before admins are "
        "told and `/healthz` says so (ISO 8601).",
    )
    log_format: Literal["text", "json"] = Field("text", description="How log lines look.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least important events that are logged."
    )

    @field_validator("admins", "editors", mode="before")
    @classmethod
    def _numbers(cls, value: object) -> object:
        if isinstance(value, str):
            parts = [part.strip() for part in value.split(",") if part.strip()]
            if not all(part.isascii() and part.removeprefix("-").isdecimal() for part in parts):
                raise ValueError("ids are whole numbers with commas between them")
            return frozenset(int(part) for part in parts)
        return value

    @field_validator("bot")
    @classmethod
    def _is_name(cls, value: str | None) -> str | None:
        if value is not None and not _BOT.fullmatch(value):
            raise ValueError("a bot's name is 1 to 32 of a-z, 0-9, _ and -")
        return value

    @model_validator(mode="after")
    def _webhook_has_secret(self) -> Self:
        secret = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
        in_file = not secret and self.webhook_secret_file is not None
        if self.webhook_url is not None and not in_file and not _SECRET.fullmatch(secret):
            raise ValueError(
                f"{PREFIX}WEBHOOK_SECRET: with {PREFIX}WEBHOOK_URL there must be a secret of "
                f"{_SIGNS}"
            )
        return self

    @model_validator(mode="after")
    def _rewriting_is_whole(self) -> Self:
        if (self.rewrite_url is None) != (self.rewrite_model is None):
            raise ValueError(
                f"{PREFIX}REWRITE_URL and {PREFIX}REWRITE_MODEL: one without the other does nothing"
            )
        return self

    @property
    def network(self) -> str:
        """What tells this bot's readers from those of others on the same store."""
        return network_of(self.bot)

    def bot_token(self) -> str | None:
        """Give the token from its setting or its file; ``None`` when there is neither.

        Raises:
            SettingsError: the file cannot be read or is empty, or what there is is no token.
        """
        name = "TOKEN" if self.token is not None else "TOKEN_FILE"
        text = _given(self.token, self.token_file, name)
        if text and not _TOKEN.fullmatch(text):
            raise SettingsError(
                f"{PREFIX}{name}: this is no bot token; one looks like 123456789:AAE4xS… "
                "Copy it again from @BotFather."
            )
        return text or None

    def secret_of_webhook(self) -> str | None:
        """Give the webhook's secret from its setting or its file; ``None`` without a webhook.

        Raises:
            SettingsError: the file cannot be read or is empty, or what it has is no such secret.
        """
        if self.webhook_url is None:
            return None
        name = "WEBHOOK_SECRET" if self.webhook_secret is not None else "WEBHOOK_SECRET_FILE"
        text = _given(self.webhook_secret, self.webhook_secret_file, name) or ""
        if not _SECRET.fullmatch(text):
            raise SettingsError(f"{PREFIX}{name}: there must be a secret of {_SIGNS}.")
        return text


def _given(value: SecretStr | None, file: Path | None, name: str) -> str | None:
    """Give a secret from its setting, or else from its file; ``name`` is that of the one meant."""
    if value is not None:
        return value.get_secret_value().strip()
    if file is None:
        return None
    try:
        text = file.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError as error:
        raise SettingsError(f"{PREFIX}{name}: the file {file} is not text.") from error
    except OSError as error:
        raise SettingsError(
            f"{PREFIX}{name}: the file {file} cannot be read "
            f"({error.strerror}); check its path and its permissions."
        ) from error
    if not text:
        raise SettingsError(f"{PREFIX}{name}: the file {file} is empty.")
    return text


def _refuse_unknown(names: Mapping[str, str]) -> None:
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    unknown = sorted(
        name
        for name in names
        if name.upper().startswith(PREFIX)
        and not name.upper().startswith(TEST_PREFIX)
        and name.upper() not in known
    )
    if unknown:
        raise SettingsError(
            f"Unknown setting {', '.join(unknown)}; the known ones are in docs/settings.md."
        )


def _sentence(error: ValidationError) -> str:
    parts = []
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        name = ".".join(str(part) for part in problem["loc"]).upper()
        message = problem["msg"].removeprefix("Value error, ")
        if not name:
            parts.append(message)
            continue
        parts.append(f"{name if name.startswith(PREFIX) else PREFIX + name}: {message}")
    return "Impossible setting " + "; ".join(parts) + "."


def load_settings(*, database: str | None = None) -> Settings:
    """Read all settings; ``database`` (from ``--database``) wins over the environment.

    Raises:
        SettingsError: one sentence that names every setting that is unknown or impossible.
    """
    from dotenv import dotenv_values  # noqa: PLC0415 - only the program's own start reads the file

    _refuse_unknown(os.environ)
    _refuse_unknown({name: value or "" for name, value in dotenv_values(".env").items()})
    try:
        return Settings(**({"database_url": database} if database is not None else {}))  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from error
