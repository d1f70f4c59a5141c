"""Which addresses may be asked, and their spelling in messages.

An address that stands in the URL itself, in any spelling, is judged here before a connection is
opened; a name is judged by what it resolves to (:mod:`digests.fetch.resolver`).
"""

import ipaddress
import re
import socket
import unicodedata
from urllib.parse import urlsplit, urlunsplit

from digests.errors import AddressRefused
from digests.fetch.settings import FetchSettings

_Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
_DEFAULT_PORTS = {"http": 80, "https": 443}
_NUMERIC = re.compile(r"(?i)^(?:(?:0x[0-9a-f]*|\d+)\.){0,3}(?:0x[0-9a-f]*|\d+)\.?$")
_LOCAL_NAMES = re.compile(
    r"(?i)(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa|localdomain)\.?$"
)
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_OTHERS = tuple(
    ipaddress.ip_network(net)
    for net in (
        "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4", "100::/64", "2001::/23",
        "2001:db8::/32", "3fff::/20", "5f00::/16", "fec0::/10",
    )
)  # fmt: skip
_SECRET = re.compile(
    r"(?i)([?&;](?:[\w.-]*(?:token|secret|password|passwd|apikey|api_key|auth|signature)|key|sig|pwd)=)[^&#;]*"
)

_DOTS = dict.fromkeys(map(ord, "\u3002\uff0e\uff61"), ".")


def is_public(address: str) -> bool:
    """Say whether an IP address in its usual spelling belongs to the open internet.

    Follows the IANA special-purpose registries; addresses that carry an IPv4 address (mapped,
    compatible, 6to4, Teredo, NAT64) are judged by both.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return _is_open(ip) and all(_is_open(inner) for inner in _carried(ip))


def _is_open(ip: _Ip) -> bool:
    if any(ip.version == net.version and ip in net for net in _OTHERS):
        return False
    return ip.is_global and not (
        ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved
        or ip.is_unspecified
    )  # fmt: skip


def _carried(ip: _Ip) -> list[ipaddress.IPv4Address]:
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    found = [inner for inner in (ip.ipv4_mapped, ip.sixtofour) if inner is not None]
    found += list(ip.teredo or ())
    if any(ip in net for net in _NAT64) or int(ip) >> 32 == 0:
        found.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return found


def as_resolvers_read(host: str) -> str:
    """Give a host as those read it who turn names into ASCII before they ask for them.

    ``①②⑦.⓪.⓪.①`` and ``127。0。0。1`` are numbers for them (RFC 3490, section 3.1).
    """
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:  # a label that is empty or too long
        return unicodedata.normalize("NFKC", host).translate(_DOTS).lower()


def literal_address(host: str) -> str | None:
    """Give the usual spelling of a host that is an IP address in any spelling, else ``None``.

    Decimal, octal, hexadecimal and shortened forms are read as C's ``inet_aton`` reads them, since
    resolvers do so too.
    """
    bare = host.strip("[]").partition("%")[0]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    if not _NUMERIC.match(bare):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(bare.rstrip(".")))
    except OSError:
        return "0.0.0.0"  # noqa: S104 - a number that is no address: refused like an unspecified one


def check_url(url: str, settings: FetchSettings) -> tuple[str, int]:
    """Give host and port of an address that may be asked.

    Raises:
        AddressRefused: scheme, port or host are not allowed.
    """
    shown = without_secrets(url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused(shown, "the address cannot be read") from error
    if parts.scheme.lower() not in _DEFAULT_PORTS:
        raise AddressRefused(shown, "only http and https addresses are asked")
    host = parts.hostname
    if not host or re.search(r"[\s\\<>^`{|}\x00-\x1f\x7f]", parts.netloc):
        raise AddressRefused(shown, "the address names no host")
    port = _DEFAULT_PORTS[parts.scheme.lower()] if port is None else port
    if settings.allow_private:
        return host, port
    if port not in settings.ports:
        raise AddressRefused(shown, f"port {port} is not one of the web's")
    read = as_resolvers_read(host)
    literal = literal_address(read)
    if (literal is not None and not is_public(literal)) or _LOCAL_NAMES.search(read):
        raise AddressRefused(shown, "the host is not on the open internet")
    return host, port


def without_secrets(url: str) -> str:
    """Give an address as it may be shown: no user, no password, no key among its parameters."""
    try:
        parts = urlsplit(url)
        shown = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))
    except ValueError:
        shown = re.sub(r"//[^/@]*@", "//", url)
    return _SECRET.sub(r"\1***", shown)[:500]
