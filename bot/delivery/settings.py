"""How the sender behaves."""

from dataclasses import dataclass
from datetime import timedelta

from digests.model import DeliveryKind


@dataclass(frozen=True, slots=True)
class SenderSettings:
    """How the sender behaves.

    Attributes:
        batch: deliveries in hand at once.
        reserve: of those, how many announcements may never take.
        lease: how long claimed ones belong to this process.
        idle: seconds between two looks at an empty outbox.
        retry_pause: the first pause after a failure that is not Telegram's wish; it doubles.
        resend_uncertain: whether private chats get again what may have arrived.
        digest_expires: after which a single digest (or a change of one) is not sent any more.
        breaking_expires: the same of breaking news.
        edition_expires: the same of an edition.
        notice_expires: the same of an announcement, and of an alarm for admins.
        round_up_above: a reader with more single digests owed than this, all older than
            ``round_up_after``, gets one round-up of the newest ``round_up_size`` instead.
        last_words: seconds that what is in flight has when the program ends.
    """

    batch: int = 200
    reserve: int = 100
    lease: timedelta = timedelta(minutes=10)
    idle: float = 1.0
    retry_pause: timedelta = timedelta(seconds=5)
    resend_uncertain: bool = True
    digest_expires: timedelta = timedelta(hours=12)
    breaking_expires: timedelta = timedelta(hours=2)
    edition_expires: timedelta = timedelta(hours=6)
    notice_expires: timedelta = timedelta(days=3)
    round_up_above: int = 20
    round_up_after: timedelta = timedelta(minutes=30)
    round_up_size: int = 20
    last_words: float = 10.0

    def expires(self, kind: DeliveryKind) -> timedelta:
        """Give how long after it was due a delivery is still worth sending."""
        own = {
            DeliveryKind.BREAKING: self.breaking_expires,
            DeliveryKind.EDITION: self.edition_expires,
            DeliveryKind.NOTICE: self.notice_expires,
            DeliveryKind.ALARM: self.notice_expires,
        }
        return own.get(kind, self.digest_expires)


def retry_pause(attempts: int, first: timedelta) -> timedelta:
    """Give how long to wait after ``attempts`` failures: doubling, at most ten minutes."""
    return min(first * 2.0 ** min(max(attempts - 1, 0), 10), timedelta(minutes=10))
