"""The one place where httpx and aiohttp are built and where their errors become ours.

httpx over aiohttp's connections: httpx's own pool is searched through on every request, which costs
22 ms with 500 hosts kept alive; aiohttp's takes 0.1 ms, and lets a resolver judge addresses.
"""

import socket
import ssl
from urllib.parse import urlsplit

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


def build_resolver(settings: FetchSettings, inner: AbstractResolver | None) -> AbstractResolver:
    """Give the resolver that judges what names resolve to."""
    inner = inner or ThreadResolver()
    if settings.allow_private:
        return inner
    proxy_host = urlsplit(settings.proxy).hostname if settings.proxy else None
    return GuardedResolver(inner, proxy_host=proxy_host)


def build_transport(
    settings: FetchSettings, resolver: AbstractResolver
) -> httpx.AsyncBaseTransport:
    """Give the transport that everything is asked with; it follows nothing and keeps no cookies.

    httpx's client on top of it would merge headers, keep cookies and try logins on every request,
    which costs as much again as the request.
    """
    context = httpx.create_ssl_context()

    def session() -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=resolver,
            ssl=context,
            limit=settings.max_connections,
            limit_per_host=0,
            ttl_dns_cache=_DNS_FRESH,
            keepalive_timeout=KEEP_ALIVE,
        )
        return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    proxy = httpx.Proxy(settings.proxy) if settings.proxy else None
    return AiohttpTransport(verify=context, proxy=proxy, client=session, trust_env=False)


def request_for(url: str, headers: dict[str, str], settings: FetchSettings) -> httpx.Request:
    """Give the request for ``url`` with the headers that every request has."""
    usual = {"User-Agent": settings.user_agent, "Accept-Encoding": ACCEPTED_ENCODINGS}
    limits = {"connect": settings.timeout, "read": settings.timeout, "pool": settings.timeout}
    return httpx.Request("GET", url, headers=usual | headers, extensions={"timeout": limits})


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
