"""Bodies of addresses, asked for politely and within limits."""

import asyncio
import base64
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from digests.errors import AddressRefused, FetchError, FetchTimeout, HttpStatusError
from digests.fetch.addresses import check_url, literal_address, without_secrets
from digests.fetch.answers import Fetched, NotModified
from digests.fetch.bodies import read_body
from digests.fetch.headers import cache_for, retry_at
from digests.fetch.idle import IdleConnections, idle_budget
from digests.fetch.manners import HostTurns
from digests.fetch.robots import Robots
from digests.fetch.settings import FetchSettings

if TYPE_CHECKING:
    from aiohttp.abc import AbstractResolver

    from digests.fetch.client import Client

_NOT_MODIFIED = 304
_IN_ADDRESSES = "%/:=&?~#+!$,;'@()*[]"
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WAIT = frozenset({429, 503})


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Answer:
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class _Time:
    """What is left of the seconds allowed for a chain of redirects; standing in line is free."""

    left: float


class Fetcher:
    """Asks addresses; an async context manager, one for the process.

    A host is asked one thing at a time, with a pause between; hosts do not wait for one another.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        now: Callable[[], datetime] = _utc_now,
        monotonic: Callable[[], float] = time.monotonic,
        resolver: "AbstractResolver | None" = None,
    ) -> None:
        """Take the clocks and the resolver of names (the system's by default) from outside."""
        self._settings = settings
        self._now = now
        self._monotonic = monotonic
        self._resolver = resolver
        self._turns = HostTurns(settings.host_pause, monotonic)
        agent = settings.user_agent.partition("/")[0].split()[0]
        self._robots = Robots(agent, self._robots_txt, monotonic)
        self._names: AbstractResolver | None = None
        self._idle = IdleConnections(idle_budget(), monotonic)
        self._client: Client | None = None

    async def __aenter__(self) -> Self:
        """Build the client; nothing is connected yet."""
        from digests.fetch.client import Client, build_resolver  # noqa: PLC0415 - slow to import

        self._names = build_resolver(self._settings, self._resolver)
        self._client = Client(self._settings, self._names)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        if self._client is not None:
            await self._client.close()
            self._client = None
        if self._names is not None:
            await self._names.close()
            self._names = None

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str | None = None,
        referer: str | None = None,
        robots: bool = False,
    ) -> Fetched | NotModified:
        """Give what stands at ``url``, or say that it is what ``etag`` or ``last_modified`` name.

        ``referer`` is the page that shows what stands there: papers keep pictures from others.
        With ``robots`` the site's robots.txt is asked before: for pages; feeds are for programs.

        Raises:
            FetchError: or one of its kinds, and nothing else.
        """
        headers = {"Accept": accept or "*/*"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        if referer:
            headers["Referer"] = quote(_without_login(referer)[0], safe=_IN_ADDRESSES)
        ask_robots = robots and self._settings.obey_robots
        answer, moved_to = await self._follow(url, headers, ask_robots=ask_robots)
        return self._told(answer, moved_to)

    def _told(self, answer: _Answer, moved_to: str | None) -> Fetched | NotModified:
        said = answer.headers
        fresh = cache_for(
            said.get("cache-control"), said.get("expires"), said.get("age"), self._now()
        )
        if answer.status == _NOT_MODIFIED:
            return NotModified(fresh, answer.url, moved_to)
        return Fetched(
            url=answer.url,
            moved_to=moved_to,
            status=answer.status,
            body=answer.body,
            content_type=said.get("content-type"),
            etag=said.get("etag"),
            last_modified=said.get("last-modified"),
            cache_for=fresh,
        )

    async def _follow(
        self, url: str, headers: dict[str, str], *, ask_robots: bool
    ) -> tuple[_Answer, str | None]:
        """Ask ``url`` and where it redirects to; give the answer and where permanent ones lead."""
        current, login = _without_login(url)
        first = _origin(current)
        time_left = _Time(self._settings.timeout)
        moved_to, lasting = None, True
        seen = {current}
        for _ in range(self._settings.max_redirects + 1):
            here = headers | login if _origin(current) == first else headers
            answer = await self._one(current, here, time_left, ask_robots=ask_robots)
            target = _target(answer)
            if target is None:
                return self._success(answer), moved_to
            lasting = lasting and answer.status in _PERMANENT
            current, _ = _without_login(target)
            moved_to = current if lasting else moved_to
            if current in seen:
                raise FetchError(without_secrets(url), "the redirects go round in a circle")
            seen.add(current)
        raise FetchError(without_secrets(url), "there are too many redirects")

    async def _one(
        self, url: str, headers: dict[str, str], time_left: _Time, *, ask_robots: bool
    ) -> _Answer:
        host, port = check_url(url, self._settings)
        if self._settings.proxy and literal_address(host) is None:
            await self._judge(url, host, port)
        if ask_robots:
            delay = await self._robots.check(url)
            if delay is not None:
                self._turns.slow_down(host, delay)
        async with self._turns.turn(host):
            held = self._turns.held(host, self._now())
            if held is not None:
                raise HttpStatusError(without_secrets(url), held[1], retry_at=held[0])
            if not self._idle.may_stay(host):
                headers = headers | {"Connection": "close"}
            return await self._ask(url, headers, time_left)

    async def _judge(self, url: str, host: str, port: int) -> None:
        """Judge a name that a proxy will resolve by what it resolves to here, where it does."""
        try:
            if self._names is not None:
                await self._names.resolve(host, port)
        except AddressRefused as error:
            raise AddressRefused(without_secrets(url), error.reason) from error
        except (OSError, UnicodeError):
            return  # only the proxy knows the name

    async def _ask(self, url: str, headers: dict[str, str], time_left: _Time) -> _Answer:
        """Send one request and read its answer, within the time allowed for both."""
        from digests.fetch.client import CLIENT_ERRORS, as_fetch_error  # noqa: PLC0415

        began = self._monotonic()
        try:
            async with asyncio.timeout(time_left.left):
                return await self._exchange(url, headers)
        except AddressRefused as error:
            raise AddressRefused(without_secrets(url), error.reason) from error
        except FetchError:
            raise
        except TimeoutError as error:
            limit = f"not all of it came in {self._settings.timeout:g} s"
            raise FetchTimeout(without_secrets(url), limit) from error
        except CLIENT_ERRORS as error:
            raise as_fetch_error(error, without_secrets(url)) from error
        finally:
            time_left.left -= self._monotonic() - began

    async def _exchange(self, url: str, headers: dict[str, str]) -> _Answer:
        if self._client is None:
            raise RuntimeError("the fetcher is used outside its context")
        request = self._client.request(url, headers)
        if str(request.url) != url:
            check_url(str(request.url), self._settings)  # as the client understood it
        response = await self._client.send(request)
        try:
            said, body = response.headers, b""
            if response.is_success:
                body = await read_body(
                    response.aiter_raw(),
                    url=without_secrets(url),
                    encoding=said.get("content-encoding"),
                    length=said.get("content-length"),
                    limit=self._settings.max_bytes,
                )
            return _Answer(url, response.status_code, said, body)
        finally:
            await response.aclose()

    def _success(self, answer: _Answer) -> _Answer:
        if _is_success(answer.status) or answer.status == _NOT_MODIFIED:
            return answer
        until = retry_at(answer.headers.get("retry-after"), self._now())
        if until is not None:
            until = min(until, self._now() + timedelta(seconds=self._settings.max_hold))
            host = _host(answer.url)
            if host and answer.status in _WAIT:
                self._turns.hold(host, until, answer.status)
        raise HttpStatusError(without_secrets(answer.url), answer.status, retry_at=until)

    async def _robots_txt(self, url: str) -> bytes:
        answer, _ = await self._follow(url, {"Accept": "text/plain, */*;q=0.5"}, ask_robots=False)
        return answer.body


def _is_success(status: int) -> bool:
    return 200 <= status < 300  # noqa: PLR2004


def _origin(url: str) -> str:
    """Give what a login is meant for: scheme, host and port."""
    return (
        url.partition("://")[0].lower() + "://" + url.partition("://")[2].partition("/")[0].lower()
    )


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _target(answer: _Answer) -> str | None:
    location = answer.headers.get("location") if answer.status in _REDIRECTS else None
    if not location:
        return None
    try:
        target = urljoin(answer.url, location.strip())
    except ValueError:
        return location.strip()
    return urlunsplit(urlsplit(target)._replace(fragment=""))


def _without_login(url: str) -> tuple[str, dict[str, str]]:
    """Take user and password out of an address; they go in a header, and never into a message."""
    try:
        parts = urlsplit(url.strip())
        userinfo, at, host = parts.netloc.rpartition("@")
    except ValueError:
        return url.strip(), {}
    if not at:
        return url.strip(), {}
    user, _, password = userinfo.partition(":")
    secret = base64.b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode("ascii")
    return urlunsplit(parts._replace(netloc=host)), {"Authorization": f"Basic {secret}"}
