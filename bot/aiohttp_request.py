"""The requests of python-telegram-bot, made by aiohttp itself.

``BaseRequest`` is the place that python-telegram-bot keeps for another HTTP client. What its own
one spends on a message, in httpx and its pool, is more than all that we do for it.
"""

import json
import ssl
from collections.abc import Callable
from time import monotonic
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

OnAnswer = Callable[[str, str, float], None]

_CONNECT = 10.0
_PLACE = 10.0
_WRITE = 20.0
_KEPT_ALIVE = 30.0
_JSON = {"Content-Type": "application/json"}


class AiohttpRequest(BaseRequest):
    """Makes the requests of one bot; at most ``connections`` at the same time."""

    def __init__(
        self,
        connections: int,
        read_timeout: float,
        *,
        tls: ssl.SSLContext,
        on_answer: OnAnswer,
    ) -> None:
        """Keep what sessions are opened with.

        Args:
            connections: how many requests may be under way.
            read_timeout: seconds without a byte of the answer, where a call says nothing else.
            tls: the certificates to trust.
            on_answer: hears the method, the status (``none`` without an answer) and the seconds.
        """
        self._on_answer = on_answer
        self._connections = connections
        self._read_timeout = read_timeout
        self._tls = tls
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Give the seconds that an answer may be silent."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session, if it is not open."""
        if self._session is None or self._session.closed:
            connector = TCPConnector(
                limit=self._connections, ssl=self._tls, keepalive_timeout=_KEPT_ALIVE
            )
            self._session = ClientSession(
                connector=connector,
                cookie_jar=DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Give the object that was answered.

        python-telegram-bot would write what it cannot read into the log: a proxy's page, whole.

        Raises:
            TelegramError: it is no JSON.
        """
        try:
            answer: dict[str, Any] = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise TelegramError("an answer that is no JSON") from None
        return answer

    async def do_request(  # noqa: PLR0917 - python-telegram-bot's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request; give the status and the body.

        Raises:
            TimedOut: something took too long; its cause says what.
            NetworkError: there was no answer; its cause says why.
        """
        if self._session is None:
            raise RuntimeError("The request is not initialized.")
        read = _seconds(read_timeout, self._read_timeout)
        write = _seconds(write_timeout, _WRITE)
        connect = _seconds(connect_timeout, _CONNECT)
        place = _seconds(pool_timeout, _PLACE)
        timeout = ClientTimeout(
            total=place + connect + write + read,
            connect=place + connect,
            sock_connect=connect,
            sock_read=read,
        )
        body, headers = _body(request_data)
        began, status = monotonic(), "none"
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                content = await answer.read()
                status = str(answer.status)
                return answer.status, content
        except TimeoutError as error:
            raise TimedOut(f"Timed out ({type(error).__name__})") from error
        except ClientError as error:
            raise NetworkError(_words(error)) from error
        finally:
            self._on_answer(_named(url), status, monotonic() - began)


def _named(url: str) -> str:
    """Give the method that an address names, in small letters, and never the token in it."""
    return "file" if "/file/bot" in url else url.rpartition("/")[2].lower()


def _words(error: ClientError) -> str:
    """Give what failed; most other errors would tell the address, and with it the token."""
    return str(error) if isinstance(error, ClientConnectorError) else type(error).__name__


def _seconds(given: object, otherwise: float) -> float:
    return float(given) if isinstance(given, int | float) else otherwise


def _body(request_data: RequestData | None) -> tuple[FormData | bytes | None, dict[str, str]]:
    if request_data is None:
        return None, {}
    if not request_data.contains_files:
        return json.dumps(request_data.parameters, ensure_ascii=False).encode(), _JSON
    form = FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}
