"""Who reads: chats with their choices and their wishes."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


class ChatKind(StrEnum):
    """Where a subscriber reads."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class SubscriberState(StrEnum):
    """Whether messages go out: wanted, stopped by the reader, or asleep because refused."""

    ACTIVE = "active"
    STOPPED = "stopped"
    PAUSED = "paused"


class Rhythm(StrEnum):
    """When digests come: each at once, as editions at set hours, or not at all."""

    AT_ONCE = "at_once"
    EDITIONS = "editions"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes, without a word of how: the network's name, the chat, its topic.

    ``chat`` and ``topic`` are the network's own identities as text ("-1001234", "7").
    """

    network: str
    chat: str
    topic: str | None = None


FIRST_NETWORK = "telegram"
"""The network of a bot without a name, and of all that was stored before bots had names.

A bot with a name is a network of its own: nothing that one knows of a chat is known to another.
"""


def network_of(bot: str | None) -> str:
    """Give the network of a bot by its name; that of the one without where there is none."""
    return FIRST_NETWORK if bot is None else f"{FIRST_NETWORK}:{bot}"


def bot_of(network: str) -> str:
    """Give the name of the bot whose network it is; empty for the one without."""
    return network.partition(":")[2]


EVERY_DAY = tuple(range(7))
"""The days of a week, Monday first."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat with its choices. ``hours`` are local times of editions in ``time_zone``.

    ``days`` are those on which editions come, Monday being 0; the week's comes on Sundays anyway.
    ``weekly`` and ``breaking`` are ``None`` until chosen: the rhythm decides then.

    Attributes:
        quiet: local times from when to when nothing is sent; ``None`` for never.
        muted_until: nothing is sent before.
        daily_limit: messages with news on one local day at most; ``None`` for any number.
        silent: whether messages come without a sound.
        photos: whether digests come with their photos.
        short: whether digests are headline, first sentence and source only.
        preview: whether the link of a digest without photo is shown with its preview.
        held_until: what is owed waits until then and becomes one round-up; ``None`` when nothing
            waits.
    """

    id: int
    address: Address
    kind: ChatKind = ChatKind.PRIVATE
    title: str | None = None
    language: str = "vi"
    time_zone: str = "Asia/Ho_Chi_Minh"
    rhythm: Rhythm = Rhythm.AT_ONCE
    hours: tuple[time, ...] = (time(7), time(18))
    edition_size: int = 8
    state: SubscriberState = SubscriberState.ACTIVE
    pause_reason: str | None = None
    created_at: datetime | None = None
    weekly: bool | None = None
    breaking: bool | None = None
    quiet: tuple[time, time] | None = None
    muted_until: datetime | None = None
    daily_limit: int | None = None
    silent: bool = False
    photos: bool = True
    short: bool = False
    preview: bool = False
    held_until: datetime | None = None
    days: tuple[int, ...] = EVERY_DAY

    @property
    def wants_weekly(self) -> bool:
        """Whether the round-up of the week comes; by itself to readers of editions only."""
        return self.rhythm is Rhythm.EDITIONS if self.weekly is None else self.weekly

    @property
    def wants_breaking(self) -> bool:
        """Whether breaking news comes at once; whoever gets all news at once gets it anyway."""
        return self.rhythm is Rhythm.AT_ONCE or self.breaking is not False


class SubscriptionKind(StrEnum):
    """What a subscription follows, or keeps away.

    FEED is one feed that a reader brought along. An ALERT is a keyword that is told at once,
    whatever the reader's rhythm. What EXCLUDED words stand in never comes; what is
    FEWER, a section of a source, comes only when a keyword asks for it or as breaking news.
    """

    ALL = "all"
    SOURCE = "source"
    SECTION = "section"
    KEYWORD = "keyword"
    ALERT = "alert"
    FEED = "feed"
    EXCLUDED = "excluded"
    FEWER = "fewer"

    @property
    def asks_for_words(self) -> bool:
        """Whether it makes news come in which its words stand."""
        return self in {SubscriptionKind.KEYWORD, SubscriptionKind.ALERT}

    @property
    def brings(self) -> bool:
        """Whether it makes news come, and does not keep it away."""
        return self not in {SubscriptionKind.EXCLUDED, SubscriptionKind.FEWER}


@dataclass(frozen=True, slots=True)
class Subscription:
    """One wish of a subscriber.

    ``value`` is the row id of the source or feed as text, the folded section, or the keyword as
    typed; ``""`` for ALL, what ``fewer_of`` gives for FEWER. ``label`` is what a person is shown.
    One that is ``off`` is remembered and has no effect.
    """

    kind: SubscriptionKind
    value: str = ""
    label: str = ""
    off: bool = False


def fewer_of(source: int | str | None, section: str | None) -> str:
    """Give the value of a FEWER wish: the source's row id and the folded section."""
    return f"{'' if source is None else source}:{section or ''}"
