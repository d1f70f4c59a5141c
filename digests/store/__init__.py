"""The store: the tables, the queries, the migrations, the search index."""

from digests.store.copying import copy_store
from digests.store.notes import Act
from digests.store.numbers import Stats
from digests.store.outbox import Sent
from digests.store.publication import Owe, Publication, Published, ReadyArticle
from digests.store.round_ups import EditionSlot, ReaderPast, SlotDecision
from digests.store.slots import next_slot, next_week
from digests.store.store import Store, open_store

__all__ = [
    "Act",
    "EditionSlot",
    "Owe",
    "Publication",
    "Published",
    "ReaderPast",
    "ReadyArticle",
    "Sent",
    "SlotDecision",
    "Stats",
    "Store",
    "copy_store",
    "next_slot",
    "next_week",
    "open_store",
]
