"""What is owed to whom, and what came of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from digests.model.readers import Subscriber


class DeliveryKind(StrEnum):
    """What a delivery carries."""

    DIGEST = "digest"
    BREAKING = "breaking"
    EDITION = "edition"
    CHANGE = "change"
    NOTICE = "notice"
    ALARM = "alarm"


SINGLE_DIGESTS = (DeliveryKind.DIGEST, DeliveryKind.BREAKING)
"""The kinds that carry the digest of one article; a reader is owed at most one of an article."""


class DeliveryState(StrEnum):
    """Where a delivery stands; every one ends in one of the last five."""

    OWED = "owed"
    IN_FLIGHT = "in_flight"
    SENT = "sent"
    REFUSED = "refused"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message owed to one chat: the outbox row.

    ``article`` or ``edition`` name what is sent; NOTICE and ALARM carry their text in ``payload``;
    a CHANGE edits message ``message_id``.
    """

    id: int
    subscriber: Subscriber
    kind: DeliveryKind
    due_at: datetime
    state: DeliveryState = DeliveryState.OWED
    article: int | None = None
    edition: int | None = None
    payload: dict[str, str] = field(default_factory=dict)
    attempts: int = 0
    message_id: int | None = None
