"""Faults that one can throw in: everything that goes wrong between a bot and Telegram.

The package's docstring lists them all with their fields. Each can be limited to a ``method``, a
``chat`` and a number of ``times``; without ``times`` it stays until it is taken away or over.
"""

import itertools
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.playground.refusals import (
    Json,
    Refused,
    bad_request,
    conflict,
    forbidden,
    method_not_found,
    too_many,
    unauthorized,
)

SENDING = frozenset(
    {
        "sendmessage", "sendphoto", "senddocument", "sendmediagroup", "sendrichmessage",
        "copymessage", "forwardmessage", "editmessagetext", "editmessagecaption",
        "editmessagemedia", "editmessagereplymarkup",
    }
)  # fmt: skip

FAILED_PHOTO = "failed to get HTTP URL content"
REFUSALS: dict[str, Callable[[], Refused]] = {
    "blocked": lambda: forbidden("bot was blocked by the user"),
    "deactivated": lambda: forbidden("user is deactivated"),
    "kicked": lambda: forbidden("bot was kicked from the supergroup chat"),
    "never_started": lambda: forbidden("bot can't initiate conversation with a user"),
    "chat_not_found": lambda: bad_request("chat not found"),
    "no_rights": lambda: bad_request("not enough rights to send text messages to the chat"),
    "no_photo_rights": lambda: bad_request("not enough rights to send photos to the chat"),
    "need_admin": lambda: bad_request("need administrator rights in the channel chat"),
    "write_forbidden": lambda: bad_request("CHAT_WRITE_FORBIDDEN"),
    "topic_closed": lambda: bad_request("TOPIC_CLOSED"),
    "topic_deleted": lambda: bad_request("TOPIC_DELETED"),
    "thread_not_found": lambda: bad_request("message thread not found"),
    "too_long": lambda: bad_request("message is too long"),
    "markup_refused": lambda: bad_request(
        "can't parse entities: Can't find end tag corresponding to start tag \"b\""
    ),
    "unauthorized": unauthorized,
    "conflict": lambda: conflict(
        "terminated by other getUpdates request; make sure that only one bot instance is running"
    ),
}
ANY_METHOD = frozenset(
    {"server_error", "cut", "lost_answer", "drop_share", "slow", "unauthorized", "refuse"}
)
KINDS = frozenset({*REFUSALS, *ANY_METHOD, "flood", "photo_refused", "no_rich", "migrate"})


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What faults look at in a call.

    ``photos`` are the pictures it names (addresses, ids), ``uploads`` whether files came along,
    ``rich`` whether it carries a rich message.
    """

    method: str
    chat: int | None = None
    photos: tuple[str, ...] = ()
    uploads: bool = False
    rich: bool = False


@dataclass(slots=True)
class Fault:
    """One fault; ``times`` counts down, ``until`` is seconds of the world's clock."""

    id: int
    kind: str
    method: str | None = None
    chat: int | None = None
    times: int | None = None
    until: float | None = None
    seconds: float = 0.0
    share: float = 1.0
    extra: Json = field(default_factory=dict)

    def describe(self, now: float) -> Json:
        """Give the fault as the page shows it."""
        told: Json = {"id": self.id, "fault": self.kind, **self.extra}
        for name in ("method", "chat", "times"):
            if getattr(self, name) is not None:
                told[name] = getattr(self, name)
        if self.until is not None:
            told["seconds_left"] = max(0.0, round(self.until - now, 1))
        elif self.seconds:
            told["seconds"] = self.seconds
        if self.share < 1:
            told["share"] = self.share
        return told


def _number(given: Json, name: str, default: float) -> float:
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError(f"{name} must be a number that is not negative")
    return float(value)


_TYPES: dict[str, type] = {
    "code": int, "status": int, "description": str, "parameters": dict, "url": str,
    "after": bool, "uploads": bool,
}  # fmt: skip


def _extra(given: Json) -> Json:
    extra = {name: given[name] for name in _TYPES if given.get(name) is not None}
    wrong = [name for name, value in extra.items() if not isinstance(value, _TYPES[name])]
    if wrong:
        raise ValueError(f"{wrong[0]} must be of the type {_TYPES[wrong[0]].__name__}")
    return extra


def _whole(given: Json, name: str) -> int | None:
    value = given.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise ValueError(f"{name} must be a whole number")
    return value


class FaultBook:
    """The faults that are in force."""

    def __init__(self, *, seed: int = 0) -> None:
        """Start without faults; ``seed`` decides what ``drop_share`` drops."""
        self._faults: dict[int, Fault] = {}
        self._ids = itertools.count(1)
        self._chance = random.Random(seed)  # noqa: S311 - which answer is lost is no secret

    def add(self, given: Json, now: float) -> Fault:
        """Put a fault in force.

        Raises:
            ValueError: one sentence about an unknown fault or an impossible field.
        """
        kind = given.get("fault")
        if not isinstance(kind, str) or kind not in KINDS:
            raise ValueError(f"unknown fault {kind!r}; known are {', '.join(sorted(KINDS))}")
        method = given.get("method")
        if method is not None and not isinstance(method, str):
            raise ValueError("method must be the name of a method")
        share = _number(given, "share", 1.0)
        if share > 1:
            raise ValueError("share must be between 0 and 1")
        fault = Fault(
            id=next(self._ids),
            kind=kind,
            method=method.lower() if method else None,
            chat=_whole(given, "chat"),
            times=_whole(given, "times"),
            seconds=_number(given, "seconds", 30.0 if kind in ("flood", "slow") else 0.0),
            share=share,
            extra=_extra(given),
        )
        if fault.seconds and kind != "slow":
            fault.until = now + fault.seconds
        self._faults[fault.id] = fault
        return fault

    def all(self, now: float) -> list[Json]:
        """Give the faults in force."""
        self._forget_old(now)
        return [fault.describe(now) for fault in self._faults.values()]

    def clear(self, fault_id: int | None = None) -> int:
        """Take one fault away, or all; give how many went."""
        if fault_id is not None:
            return 1 if self._faults.pop(fault_id, None) else 0
        count = len(self._faults)
        self._faults.clear()
        return count

    def matching(self, facts: CallFacts, now: float) -> list[Fault]:
        """Give the faults that hit a call; each of them has one time less afterwards."""
        if not self._faults:
            return []
        self._forget_old(now)
        hit = [fault for fault in self._faults.values() if self._hits(fault, facts)]
        for fault in hit:
            self._use(fault)
        return hit

    def _use(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._faults.pop(fault.id, None)

    def _forget_old(self, now: float) -> None:
        over = [one.id for one in self._faults.values() if one.until and one.until <= now]
        for fault_id in over:
            del self._faults[fault_id]

    def _hits(self, fault: Fault, facts: CallFacts) -> bool:
        if fault.chat is not None and fault.chat != facts.chat:
            return False
        if fault.method is not None and fault.method != facts.method:
            return False
        if not _concerns(fault, facts):
            return False
        return fault.share >= 1 or self._chance.random() < fault.share


def _concerns(fault: Fault, facts: CallFacts) -> bool:
    """Say whether a fault has to do with a call of this kind."""
    if fault.kind in ANY_METHOD:
        return True
    if fault.kind == "photo_refused":
        return _names_photo(fault, facts)
    if fault.kind == "no_rich":
        return facts.rich
    if fault.kind == "conflict":
        return facts.method == "getupdates"
    return fault.method is not None or facts.method in SENDING


def _names_photo(fault: Fault, facts: CallFacts) -> bool:
    """Say whether a call names a picture that is refused: by address, or any with ``uploads``."""
    if fault.extra.get("uploads") and (facts.uploads or facts.photos):
        return True
    part = str(fault.extra.get("url", "://"))
    return any(part in one for one in facts.photos if "://" in one)


def refusal_of(fault: Fault, facts: CallFacts, now: float) -> Refused | None:
    """Give the refusal that a fault makes of a call, or ``None`` where it makes none."""
    if fault.kind == "flood":
        return too_many(max(1, round((fault.until or now) - now)))
    if fault.kind == "refuse":
        code = int(fault.extra.get("code", 400))
        words = str(fault.extra.get("description", "Bad Request"))
        return Refused(code, words, fault.extra.get("parameters"))
    if fault.kind == "photo_refused":
        usual = "RICH_MESSAGE_PHOTO_NO_MEDIA_FOUND" if facts.rich else FAILED_PHOTO
        return bad_request(str(fault.extra.get("description", usual)))
    if fault.kind == "no_rich":
        old = facts.method == "editmessagetext"
        return bad_request("message text is empty") if old else method_not_found()
    make = REFUSALS.get(fault.kind)
    return make() if make else None


def first(faults: Iterable[Fault], *kinds: str) -> Fault | None:
    """Give the first fault of one of ``kinds``."""
    return next((fault for fault in faults if fault.kind in kinds), None)
