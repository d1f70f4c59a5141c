"""What a fetcher may do, and how politely."""

from dataclasses import dataclass
from urllib.parse import urlsplit

DEFAULT_USER_AGENT = "diemtin/0.1 (a news digest bot; no contact address configured)"


def user_agent(contact: str, version: str = "0.1") -> str:
    """Give the User-Agent that names the program and where its operator can be reached."""
    return f"diemtin/{version} (+{contact})"


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """The limits and manners of a fetcher.

    Attributes:
        user_agent: names the program and a contact address (see :func:`user_agent`).
        timeout: seconds for all requests of one ``get``, standing in line not counted.
        max_bytes: of a body, counted before and after decompression.
        max_redirects: in one chain.
        allow_private: lets private addresses in, on any port; for the playground and tests only.
        host_pause: seconds between the end of a request to a host and the start of the next.
        obey_robots: whether ``get(robots=True)`` asks robots.txt.
        proxy: an http(s) proxy's URL that everything goes through.
        ports: that may be asked; the usual ones of the web.
        max_hold: seconds that a Retry-After can keep a host from being asked.
    """

    user_agent: str = DEFAULT_USER_AGENT
    timeout: float = 30.0
    max_bytes: int = 10 * 1024 * 1024
    max_redirects: int = 8
    allow_private: bool = False
    host_pause: float = 1.0
    obey_robots: bool = True
    proxy: str | None = None
    ports: frozenset[int] = frozenset({80, 443, 8000, 8008, 8080, 8443, 8888})
    max_hold: float = 86_400.0
    max_connections: int = 200

    def __post_init__(self) -> None:
        """Refuse what could never work, with a sentence that names it."""
        for name in ("timeout", "max_bytes", "max_connections"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be more than zero")
        if min(self.host_pause, self.max_redirects, self.max_hold) < 0:
            raise ValueError("host_pause, max_redirects and max_hold cannot be negative")
        if "\n" in self.user_agent or "\r" in self.user_agent or not self.user_agent.strip():
            raise ValueError("user_agent must be one line of text")
        if self.proxy is not None:
            parts = urlsplit(self.proxy)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise ValueError("proxy must be the URL of an http or https proxy")
