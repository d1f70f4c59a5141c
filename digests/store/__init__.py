"""The store: the tables, the queries, the migrations, the search index."""

from digests.store.announcing import PARTS, Progress
from digests.store.arriving import Sent
from digests.store.backing_up import back_up, restore
from digests.store.copying import copy_store
from digests.store.database import shown
from digests.store.days import Day, Period, day_of
from digests.store.drafts import IN_HAND, Draft, DraftKind, DraftState
from digests.store.history import Told
from digests.store.moderation import ClosedChat
from digests.store.newest import Newest
from digests.store.notes import Act
from digests.store.numbers import BotNumbers, Stats
from digests.store.publication import Origin, Owe, Publication, Published, ReadyArticle
from digests.store.records import Incident, Trouble
from digests.store.retention import Retention
from digests.store.round_ups import EditionSlot, ReaderPast, SlotDecision
from digests.store.slots import next_slot, next_week
from digests.store.store import Store, open_store
from digests.store.values import article_in, article_out, digest_in, digest_out

__all__ = [
    "IN_HAND",
    "PARTS",
    "Act",
    "BotNumbers",
    "ClosedChat",
    "Day",
    "Draft",
    "DraftKind",
    "DraftState",
    "EditionSlot",
    "Incident",
    "Newest",
    "Origin",
    "Owe",
    "Period",
    "Progress",
    "Publication",
    "Published",
    "ReaderPast",
    "ReadyArticle",
    "Retention",
    "Sent",
    "SlotDecision",
    "Stats",
    "Store",
    "Told",
    "Trouble",
    "article_in",
    "article_out",
    "back_up",
    "copy_store",
    "day_of",
    "digest_in",
    "digest_out",
    "next_slot",
    "next_week",
    "open_store",
    "restore",
    "shown",
]
