"""Instants: always aware, always UTC."""

from datetime import UTC, datetime


def require_aware(moment: datetime) -> datetime:
    """Give ``moment`` in UTC; raise ``ValueError`` for one without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {moment!r}")
    return moment.astimezone(UTC)
