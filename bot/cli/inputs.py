"""What the reading commands are given: files and addresses."""

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from bot.errors import BotError
from digests.vietnamese.cleaning import storable_json

if TYPE_CHECKING:
    from bot.settings import Settings

MAX_FILE_BYTES = 200_000_000


class InputError(BotError):
    """A file or address that was given cannot be read."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file or answer: its name as given, its bytes, and where it stands."""

    name: str
    body: bytes
    url: str
    content_type: str | None = None

    @property
    def is_text(self) -> bool:
        """Whether this is a copied text and not a page."""
        return self.name.lower().endswith(".txt")


def is_address(name: str) -> bool:
    """Say whether ``name`` is an address rather than a file."""
    return name.startswith(("http://", "https://"))


def is_ready(name: str) -> bool:
    """Say whether ``name`` is a file of ready articles (JSON lines)."""
    return name.endswith((".jsonl", ".jsonl.gz"))


def read_file(name: str, *, base_url: str | None = None) -> Input:
    """Read a file whole; raises ``InputError`` with one sentence."""
    path = Path(name)
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(f"{name} is larger than {MAX_FILE_BYTES // 1_000_000} MB.")
        return Input(name, path.read_bytes(), base_url or "")
    except FileNotFoundError as error:
        raise InputError(f"There is no file {name}.") from error
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.") from error


class Inputs:
    """Reads files and addresses; the HTTP client starts with the first address."""

    def __init__(self, settings: "Settings", *, base_url: str | None = None) -> None:
        """Keep what is needed; nothing is read yet."""
        self._settings = settings
        self._base_url = base_url
        self._stack = AsyncExitStack()
        self._fetcher: Any = None

    async def __aenter__(self) -> Self:
        """Give the reader."""
        return self

    async def __aexit__(self, *_details: object) -> None:
        """Close the HTTP client when there is one."""
        await self._stack.aclose()

    async def read(self, name: str) -> Input:
        """Give the bytes of a file or address; raises ``InputError`` or ``FetchError``."""
        if not is_address(name):
            return read_file(name, base_url=self._base_url)
        if self._fetcher is None:
            from bot.cli.options import opened_fetcher  # noqa: PLC0415 - HTTP loads slowly

            self._fetcher = await self._stack.enter_async_context(opened_fetcher(self._settings))
        answer = await self._fetcher.get(name)
        return Input(name, answer.body, self._base_url or answer.url, answer.content_type)


def require_readable(name: str) -> None:
    """Raise ``InputError`` when there is no file of that name, or it may not be read."""
    try:
        with Path(name).open("rb"):
            return
    except FileNotFoundError as error:
        raise InputError(f"There is no file {name}.") from error
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.") from error


def json_lines(name: str) -> Iterator[dict[str, Any]]:
    """Give the objects of a ``.jsonl`` or ``.jsonl.gz`` file, one at a time.

    Raises:
        InputError: the file is not there, is cut off, or a line is not a JSON object.
    """
    try:
        with (
            gzip.open(name, "rt", encoding="utf-8")
            if name.endswith(".gz")
            else Path(name).open(encoding="utf-8") as lines
        ):
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _json_object(name, number, line)
    except FileNotFoundError as error:
        raise InputError(f"There is no file {name}.") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{name} is not a whole gzip file: {error}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8 text.") from error
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.") from error


def _json_object(name: str, number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"{name}, line {number}: this is not JSON ({error}).") from error
    if not isinstance(value, dict):
        raise InputError(f"{name}, line {number}: a JSON object was expected.")
    return storable_json(value) if "\\u" in line else value
