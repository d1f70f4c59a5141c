"""What can be followed, and what a person means who asks for it. Pure."""

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from bot.messages.markup import clean
from bot.texts import Texts
from digests.model import Feed, Subscription, SubscriptionKind
from digests.vietnamese.folding import exact_form, fold

LONGEST_KEYWORD = 100
MOST_WISHES = 100
EVERYTHING = Subscription(SubscriptionKind.ALL)

_PREFIXED = re.compile(r"(nguon|bao|source|chuyenmuc|muc|section|tukhoa|keyword)\s*:\s*(.+)")
_SOURCE_WORDS = frozenset({"nguon", "bao", "source"})
_SECTION_WORDS = frozenset({"chuyenmuc", "muc", "section"})
_ALL_WORDS = frozenset({"tat ca", "tat ca tin", "het", "moi tin", "all", "all news", "everything"})


def slug(text: str) -> str:
    """Give the letters and digits of ``text``, folded: "Tuổi Trẻ" is "tuoitre"."""
    return "".join(filter(str.isalnum, fold(text)))


def source_wish(feed: Feed) -> Subscription:
    """Give the wish for everything of a feed's source."""
    return Subscription(SubscriptionKind.SOURCE, str(feed.source.id), feed.source.name)


def section_wish(name: str) -> Subscription:
    """Give the wish for a section."""
    return Subscription(SubscriptionKind.SECTION, fold(name), clean(name))


def keyword_wish(words: str) -> Subscription:
    """Give the wish for a keyword as typed."""
    return Subscription(SubscriptionKind.KEYWORD, words, words)


def choices(feeds: Iterable[Feed], sections_told: Iterable[str]) -> tuple[Subscription, ...]:
    """Give what can be chosen by buttons: everything, the sections, the sources.

    Sections are those of the feeds and ``sections_told`` by the articles.
    """
    known = tuple(feeds)
    names = [*sections_told, *(feed.section for feed in known if feed.section)]
    sections = {fold(name): section_wish(name) for name in names}
    sources = {feed.source.id: source_wish(feed) for feed in known}
    by_name = sorted(sources.values(), key=lambda wish: fold(wish.label))
    return (EVERYTHING, *(sections[key] for key in sorted(sections)), *by_name)


def meant(words: str, among: Sequence[Subscription]) -> Subscription:
    """Give the wish that ``words`` name: a section or source of ``among``, else a keyword.

    "nguon:", "chuyenmuc:" and "tukhoa:" before the words say which of them is meant.
    """
    text = clean(words)
    prefix = _PREFIXED.fullmatch(fold(text))
    name = prefix[1] if prefix else None
    if prefix:
        text = text.partition(":")[2].strip()
    if name is None and fold(text) in _ALL_WORDS:
        return EVERYTHING
    kinds = {SubscriptionKind.SOURCE, SubscriptionKind.SECTION}
    if name in _SOURCE_WORDS:
        kinds = {SubscriptionKind.SOURCE}
    elif name in _SECTION_WORDS:
        kinds = {SubscriptionKind.SECTION}
    elif name is not None:
        return keyword_wish(text)
    for wish in among:
        if wish.kind in kinds and slug(wish.label) == slug(text):
            return wish
    return keyword_wish(text)


def followed(words: str, following: Sequence[Subscription]) -> Subscription | None:
    """Give the wish of ``following`` that ``words`` name; ``None`` when there is none."""
    text = clean(words)
    for wish in following:
        if wish.kind is SubscriptionKind.KEYWORD and exact_form(wish.value) == exact_form(text):
            return wish
    wish = meant(text, following)
    if wish.kind is not SubscriptionKind.KEYWORD:
        return next((one for one in following if same(one, wish)), None)
    alike = (one for one in following if fold(one.label or one.value) == fold(wish.value))
    return next(alike, None)


def same(one: Subscription, other: Subscription) -> bool:
    """Say whether two wishes ask for the same, whatever they are called."""
    return (one.kind, one.value) == (other.kind, other.value)


def token(wish: Subscription) -> str:
    """Give 16 characters by which a button names a wish among those of one chat."""
    return blake2b(f"{wish.kind}\0{wish.value}".encode(), digest_size=8).hexdigest()


def named(key: str, among: Iterable[Subscription]) -> Subscription | None:
    """Give the wish that a button names; ``None`` when it is gone."""
    return next((wish for wish in among if token(wish) == key), None)


def label(wish: Subscription, texts: Texts) -> str:
    """Give the wish in words, as plain text."""
    words = texts.follow
    if wish.kind is SubscriptionKind.ALL:
        return words.everything
    if wish.kind is SubscriptionKind.SOURCE:
        return words.source.format(name=wish.label or wish.value)
    if wish.kind is SubscriptionKind.SECTION:
        return words.section.format(name=wish.label or wish.value)
    return words.keyword.format(words=wish.label or wish.value)


def after_choosing(
    wish: Subscription, following: Sequence[Subscription]
) -> tuple[Subscription, ...]:
    """Give what choosing ``wish`` ends: everything ends by a narrower choice, and the reverse."""
    if wish.kind is SubscriptionKind.KEYWORD:
        return ()
    if wish.kind is SubscriptionKind.ALL:
        narrower = {SubscriptionKind.SOURCE, SubscriptionKind.SECTION}
        return tuple(one for one in following if one.kind in narrower)
    return tuple(one for one in following if one.kind is SubscriptionKind.ALL)
