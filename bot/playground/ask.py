"""One call of the Bot API: its parameters as Telegram reads them, from JSON, forms or multipart."""

import json
import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from urllib.parse import parse_qsl

from bot.playground.refusals import Json, bad_request

NOT_UTF8 = "strings must be encoded in UTF-8"
_WHOLE = re.compile(r"-?[0-9]{1,18}")


def whole(value: object, default: int = 0) -> int:
    """Give a whole number out of a number or its digits; what is none counts as ``default``."""
    if isinstance(value, int):
        return int(value)
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if _WHOLE.fullmatch(text) else default


def loads(text: str | bytes) -> object:
    """Give what JSON says.

    Raises:
        ValueError: for what is no JSON, is nested too deep, or holds half of a surrogate pair.
    """
    try:
        told = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if (b"\\ud" if isinstance(text, bytes) else "\\ud") in text.lower():  # type: ignore[operator]
        json.dumps(told, ensure_ascii=False).encode()
    return told


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str | None
    body: bytes


@dataclass(slots=True)
class Ask:
    """A call: the method's name in small letters, its parameters and files.

    Parameters come as text (forms, query) or as JSON values; each getter reads both.
    """

    method: str
    values: Json = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Give a parameter as text."""
        value = self.values.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def number(self, name: str, default: int = 0) -> int:
        """Give a parameter as a whole number; what is none counts as ``default``."""
        return whole(self.values.get(name), default)

    def flag(self, name: str) -> bool:
        """Give a parameter as yes or no."""
        return self.text(name).strip().lower() in ("true", "yes", "1", "t", "y")

    def has(self, name: str) -> bool:
        """Say whether a parameter was given and is not empty."""
        return self.values.get(name) not in (None, "")

    def value(self, name: str, kind: str) -> object:
        """Give a parameter that is JSON itself, ``None`` when it was not given.

        Raises:
            Refused: 400 when it is not JSON; ``kind`` is the word for it.
        """
        given = self.values.get(name)
        if not isinstance(given, str):
            return given
        if not given.strip():
            return None
        try:
            return loads(given)
        except UnicodeEncodeError as error:
            raise bad_request(NOT_UTF8) from error
        except ValueError as error:
            raise bad_request(f"can't parse {kind} JSON object") from error

    def mapping(self, name: str, kind: str) -> Json | None:
        """Give a parameter that is a JSON object.

        Raises:
            Refused: 400 when it is something else.
        """
        given = self.value(name, kind)
        if given is not None and not isinstance(given, dict):
            raise bad_request(f"can't parse {kind}: expected an Object")
        return given

    def chat_id(self) -> int | None:
        """Give ``chat_id`` when it is a number, for faults that hit one chat."""
        text = self.text("chat_id").strip()
        return int(text) if _WHOLE.fullmatch(text) else None


def read_ask(method: str, query: str, content_type: str, body: bytes) -> Ask:
    """Read a call out of its query, its body and the body's type.

    Raises:
        Refused: 400 for a body that is not what its type says.
    """
    ask = Ask(method.lower(), dict(parse_qsl(query, keep_blank_values=True)))
    kind = content_type.partition(";")[0].strip().lower()
    if not body:
        return ask
    if kind == "application/json":
        _read_json(ask, body)
    elif kind == "multipart/form-data":
        _read_multipart(ask, content_type, body)
    elif kind in ("application/x-www-form-urlencoded", ""):
        ask.values |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return ask


def _read_json(ask: Ask, body: bytes) -> None:
    try:
        given = loads(body)
    except UnicodeEncodeError as error:
        raise bad_request(NOT_UTF8) from error
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(given, dict):
        raise bad_request("expected an Object")
    ask.values |= given


def _read_multipart(ask: Ask, content_type: str, body: bytes) -> None:
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = message_from_bytes(head + body, policy=HTTP)
    if not message.is_multipart():
        raise bad_request("can't parse multipart form data")
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            continue
        file_name = part.get_filename()
        if file_name is None:
            ask.values[name] = content.decode("utf-8", "replace")
        else:
            ask.files[name] = Upload(file_name, content)
