"""Addresses of entries: made absolute, and freed of what only tracks the reader."""

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"""(?ix) ^(?:
      (?:utm|itm|pk|mtm|hsa|vn|oly|at|ga|piwik|matomo|vero)_\w+   # campaign families
    | (?:fb|g|gb|d|ms|y|tw|tt|sc)clid | gclsrc | gidzl | wbraid | gbraid | zarsrc | zanpid
    | igshid | igsh | mc_[ce]id | _ga | _gl | _hsenc | _hsmi | hsctatracking | __twitter_impression
    | s_cid | cmpid | ncid | xtor | wt\.?_?mc(?:_id)? | mkt_tok | yclid | rss_?id | feedname | ocid
    | traffic_source | trafficsource | spm | scm | share_?id | amp_js_v | usqp | zalo_?\w*
    )$"""
)
_WHENCE = re.compile(
    r"(?i)^(?:ref|refer|referrer|source|src|from|via)=(?:rss|feed|atom|rssfeed|rss-feed)$"
)
_FRAGMENT = re.compile(r"(?i)^(?:$|(?:utm|vn|xtor|ref|rss|at|itm)[_=-]?.*|fbclid=.*|tk-rss.*)$")
_BREAKS = re.compile(r"[\x00-\x20\x7f]+")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def clean_link(url: str) -> str:
    """Give ``url`` without tracking parameters; everything else stays as the publisher wrote it.

    Scheme and host come out in small letters without the default port. A text that is no address
    comes back stripped.
    """
    url = url.strip().replace("&amp;", "&")
    try:
        parts = urlsplit(url)
        netloc = _plain_netloc(parts.scheme.lower(), parts.netloc)
    except ValueError:
        return url
    kept = [p for p in parts.query.split("&") if p and not _tracks(p)]
    query = parts.query if "&" not in parts.query and kept else "&".join(kept)
    fragment = "" if _FRAGMENT.match(parts.fragment) else parts.fragment
    cleaned = urlunsplit((parts.scheme.lower(), netloc, parts.path, query, fragment))
    return _BREAKS.sub("%20", cleaned)


def _tracks(parameter: str) -> bool:
    name = parameter.partition("=")[0]
    return bool(_TRACKING.match(name) or _WHENCE.match(parameter))


def _plain_netloc(scheme: str, netloc: str) -> str:
    userinfo, at, host = netloc.rpartition("@")
    host = host.lower()
    default = _DEFAULT_PORTS.get(scheme)
    if default is not None:
        host = host.removesuffix(f":{default}").removesuffix(":")
    return userinfo + at + host


def is_web(url: str | None) -> bool:
    """Say whether ``url`` is an absolute http or https address with a host."""
    if not url:
        return False
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in _DEFAULT_PORTS and bool(parts.hostname)


def absolute(url: str | None, base: str | None) -> str | None:
    """Give ``url`` as an http(s) address, taken from ``base`` where relative, else ``None``."""
    if not url or not url.strip():
        return None
    text = url.strip().replace("\n", "").replace("\r", "").replace("\t", "")
    if text.startswith("//") and not is_web(base):
        text = "https:" + text
    try:
        joined = urljoin(base, text) if is_web(base) and base else text
    except ValueError:
        return None
    return _BREAKS.sub("%20", joined) if is_web(joined) else None
