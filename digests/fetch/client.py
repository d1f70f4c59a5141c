"""The one place where aiohttp is built and where its errors become ours.

aiohttp's connections cost 0.1 ms to look up, however many hosts are kept alive, and let a resolver
judge addresses. httpx on top of them would build each request and answer once more, which costs as
much again as the exchange.
"""

import socket
import ssl
from urllib.parse import unquote, urlsplit
from zlib import crc32

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from digests.errors import AddressRefused, FetchError, FetchTimeout
from digests.fetch.bodies import ACCEPTED_ENCODINGS
from digests.fetch.idle import KEEP_ALIVE
from digests.fetch.resolver import GuardedResolver, ThreadResolver
from digests.fetch.settings import FetchSettings

CLIENT_ERRORS = (aiohttp.ClientError, OSError, ValueError)
_DNS_FRESH = 120
_SESSIONS = 8
_APART = 1.2


def build_resolver(settings: FetchSettings, inner: AbstractResolver | None) -> AbstractResolver:
    """Give the resolver that judges what names resolve to."""
    inner = inner or ThreadResolver()
    if settings.allow_private:
        return inner
    proxy_host = urlsplit(settings.proxy).hostname if settings.proxy else None
    return GuardedResolver(inner, proxy_host=proxy_host)


class Client:
    """Sends single requests; it follows nothing, keeps no cookies and unpacks nothing.

    aiohttp closes the connections of a session that grew old all at once, which takes 0.1 ms for
    each. The hosts are therefore parted among several sessions that do so at different times: five
    hundred idle connections never hold up the event loop together.
    """

    def __init__(self, settings: FetchSettings, resolver: AbstractResolver) -> None:
        """Open the sessions; the event loop must be running. Nothing is connected yet."""
        from httpx import create_ssl_context  # noqa: PLC0415 - slow to import

        context = create_ssl_context()
        self._proxy, self._proxy_login = _proxy_of(settings)
        self._sessions = [
            _session(settings, resolver, context, keep_alive=KEEP_ALIVE - n * _APART)
            for n in range(_SESSIONS)
        ]

    async def get(self, url: URL, headers: dict[str, str]) -> aiohttp.ClientResponse:
        """Give the answer of ``url``, whose body is not read yet; the caller releases it."""
        session = self._sessions[crc32((url.raw_host or "").encode()) % _SESSIONS]
        return await session.get(
            url,
            headers=headers,
            allow_redirects=False,
            proxy=self._proxy,
            proxy_auth=self._proxy_login,
        )

    async def close(self) -> None:
        """Close every connection."""
        for session in self._sessions:
            await session.close()


def _session(
    settings: FetchSettings,
    resolver: AbstractResolver,
    context: ssl.SSLContext,
    *,
    keep_alive: float,
) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(
        resolver=resolver,
        ssl=context,
        limit=settings.max_connections,
        limit_per_host=0,
        ttl_dns_cache=_DNS_FRESH,
        keepalive_timeout=keep_alive,
        timeout_ceil_threshold=2 * KEEP_ALIVE,  # or all would close theirs on the full second
    )
    return aiohttp.ClientSession(
        connector=connector,
        connector_owner=True,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": settings.user_agent, "Accept-Encoding": ACCEPTED_ENCODINGS},
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),  # the caller has its own
        auto_decompress=False,
    )


def _proxy_of(settings: FetchSettings) -> tuple[URL | None, aiohttp.BasicAuth | None]:
    """Give the proxy's address without a login, and the login."""
    if settings.proxy is None:
        return None, None
    parts = urlsplit(settings.proxy)
    address = URL(settings.proxy).with_user(None)
    if parts.username is None:
        return address, None
    login = aiohttp.BasicAuth(unquote(parts.username), unquote(parts.password or ""))
    return address, login


_DNS = (socket.gaierror, aiohttp.ClientConnectorDNSError)
_TLS = (ssl.SSLError, aiohttp.ClientSSLError)
_NO_ADDRESS = (aiohttp.InvalidURL,)
_NO_HTTP = (aiohttp.ClientResponseError, aiohttp.ClientPayloadError)
_REASONS: tuple[tuple[tuple[type[BaseException], ...], type[FetchError], str], ...] = (
    ((TimeoutError,), FetchTimeout, "no answer in the time allowed"),
    (_DNS, FetchError, "the host name is not known"),
    (_TLS, FetchError, "no secure connection: the certificate or protocol is not valid"),
    (_NO_ADDRESS, AddressRefused, "the address cannot be read"),
    ((ConnectionRefusedError,), FetchError, "the connection was refused"),
    (_NO_HTTP, FetchError, "the answer is not valid HTTP"),
)


def as_fetch_error(error: BaseException, shown: str) -> FetchError:
    """Say in our own words what went wrong; what the libraries say may hold credentials."""
    chain = _chain(error)
    refused = next((e for e in chain if isinstance(e, AddressRefused)), None)
    if refused is not None:
        return AddressRefused(shown, refused.reason)
    for kinds, ours, reason in _REASONS:
        if any(isinstance(e, kinds) for e in chain):
            return ours(shown, reason)
    return FetchError(shown, "the connection failed")


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in found:
        found.append(current)
        current = current.__cause__ or current.__context__
    return found
