"""Throw bytes at the judge of addresses, guided by coverage.

usage: python -m tools.fuzz_addresses [SECONDS]

Needs ``atheris``, which is no dependency: ``uv pip install atheris`` in a throw-away environment.
What is judged public must be public however the system reads it: that is the property.
"""

import contextlib
import socket
import sys
from ipaddress import ip_address
from urllib.parse import urlsplit

from digests.errors import AddressRefused
from digests.fetch import FetchSettings
from digests.fetch.addresses import check_url, is_public, without_secrets

SETTINGS = FetchSettings()


def judged(data: bytes) -> None:
    """Judge one address made of ``data``; raise where a private one is let through."""
    text = data.decode("utf-8", "ignore")
    for url in (text, f"http://{text}/", f"https://a:b@{text}:8080/x"):
        shown = without_secrets(url)
        if "a:b@" in shown:
            raise AssertionError(f"the login is shown: {shown!r}")
        with contextlib.suppress(AddressRefused):
            host, port = check_url(url, SETTINGS)
            if port not in SETTINGS.ports or urlsplit(url).scheme.lower() not in {"http", "https"}:
                raise AssertionError(f"let through: {url!r}")
            if (numeric := _as_the_system_reads(host)) and not is_public(numeric):
                raise AssertionError(f"{url!r} is {numeric}")


def _as_the_system_reads(host: str) -> str | None:
    """Give the address that the system's resolver takes a host for without asking anybody."""
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError, ValueError):
        return None
    return str(ip_address(str(found[0][4][0]).partition("%")[0]))


def main() -> None:
    """Fuzz for the seconds of the first argument, a minute without one."""
    import atheris  # noqa: PLC0415 - not installed unless somebody wants to fuzz

    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}"], judged)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
