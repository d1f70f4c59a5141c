"""What the headers of an answer say about time (RFC 9110, RFC 9111)."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE)
_NO_STORE = re.compile(r"(?:^|[\s,])(?:no-cache|no-store)(?:$|[\s,])", re.IGNORECASE)


def cache_for(
    cache_control: str | None, expires: str | None, age: str | None, now: datetime
) -> float | None:
    """Give the seconds for which an answer is fresh; ``None`` where the server does not say."""
    if cache_control:
        if _NO_STORE.search(cache_control):
            return None
        match = _MAX_AGE.search(cache_control)
        if match:
            spent = int(age) if age and age.strip().isdigit() else 0
            return float(max(int(match[1]) - spent, 0)) or None
    until = http_date(expires)
    return max((until - now).total_seconds(), 0.0) or None if until else None


def retry_at(value: str | None, now: datetime) -> datetime | None:
    """Read Retry-After (RFC 9110, 10.2.3): seconds or a date, given as an aware UTC instant."""
    if not value:
        return None
    text = value.strip()
    if re.fullmatch(r"\d{1,9}(?:\.\d+)?", text):
        return now + timedelta(seconds=float(text))
    until = http_date(text)
    return until if until and until > now else None


def http_date(value: str | None) -> datetime | None:
    """Read a date of HTTP in any of its three forms."""
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
