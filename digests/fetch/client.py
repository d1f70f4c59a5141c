"""The one place where httpx and aiohttp are built and where their errors become ours.

httpx over aiohttp's connections: httpx's own pool is searched through at every request, which costs
22 ms with 500 hosts kept alive; aiohttp's takes 0.1 ms, and lets a resolver judge addresses.
"""

import socket
import ssl
from functools import cache
from urllib.parse import urlsplit
from zlib import crc32

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver
from httpx_aiohttp import AiohttpTransport

from digests.errors import AddressRefused, FetchError, FetchTimeout
from digests.fetch.bodies import ACCEPTED_ENCODINGS
from digests.fetch.idle import KEEP_ALIVE
from digests.fetch.resolver import GuardedResolver, ThreadResolver
from digests.fetch.settings import FetchSettings

CLIENT_ERRORS = (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError, ValueError)
_DNS_FRESH = 120
_SESSIONS = 8
_APART = 1.2


@cache
def trusted() -> ssl.SSLContext:
    """Give the certificates to trust; reading them takes longer than all else at the beginning."""
    return httpx.create_ssl_context()


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

    httpx's own client on top would merge headers, keep cookies and try logins at every request.
    """

    def __init__(self, settings: FetchSettings, resolver: AbstractResolver) -> None:
        """Open the sessions; the event loop must be running. Nothing is connected yet."""
        context = trusted()
        proxy = httpx.Proxy(settings.proxy) if settings.proxy else None
        self._usual = {"User-Agent": settings.user_agent, "Accept-Encoding": ACCEPTED_ENCODINGS}
        sessions = [
            _session(settings, resolver, context, keep_alive=KEEP_ALIVE - n * _APART)
            for n in range(_SESSIONS)
        ]
        self._transports = [
            AiohttpTransport(verify=context, proxy=proxy, client=session, trust_env=False)
            for session in sessions
        ]

    def request(self, url: str, headers: dict[str, str]) -> httpx.Request:
        """Give the request for ``url``, with the headers that every request has.

        Raises:
            httpx.InvalidURL: the address cannot be read.
        """
        return httpx.Request("GET", url, headers=self._usual | headers)

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Give the answer, whose body is not read yet; the caller closes it."""
        transport = self._transports[crc32(request.url.raw_host) % _SESSIONS]
        return await transport.handle_async_request(request)

    async def close(self) -> None:
        """Close every connection."""
        for transport in self._transports:
            await transport.aclose()


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
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())


_DNS = (socket.gaierror, aiohttp.ClientConnectorDNSError)
_TLS = (ssl.SSLError, aiohttp.ClientSSLError)
_NO_ADDRESS = (httpx.InvalidURL, aiohttp.InvalidURL)
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
