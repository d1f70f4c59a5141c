"""What can be followed, and what a person means who asks for it. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from hashlib import blake2b

from bot.messages.cutting import cut_words
from bot.messages.markup import clean
from bot.texts import Texts
from digests.model import Feed, Subscription, SubscriptionKind
from digests.vietnamese.folding import exact_form, fold

LONGEST_KEYWORD = 100
MOST_WISHES = 100
LONGEST_LINK = 64
"""Characters behind "start=" (https://core.telegram.org/bots/features#deep-linking)."""
EVERYTHING = Subscription(SubscriptionKind.ALL)

_PREFIXED = re.compile(r"(nguon|bao|source|chuyenmuc|muc|section|tukhoa|keyword)\s*:\s*(.+)")
_PART = re.compile(r'(?:"[^"]*"|“[^”]*”|(?<=\d),(?=\d)|[^,;\n])+')
_NEXT_MINUS = re.compile(r"\s+(?=-)")
_FIRST = re.compile(r'("[^"]*"|\S+)(?=\s)')
_NEARLY, _LONG_ENOUGH = 0.85, 5
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


def alert_wish(words: str) -> Subscription:
    """Give the wish to be told of a keyword at once."""
    return Subscription(SubscriptionKind.ALERT, words, words)


def excluded_wish(words: str) -> Subscription:
    """Give the wish never to read of something."""
    return Subscription(SubscriptionKind.EXCLUDED, words, words)


def feed_wish(feed: Feed) -> Subscription:
    """Give the wish for one feed."""
    parts = (clean(feed.source.name), clean(feed.section or feed.title))
    name = " · ".join(dict.fromkeys(part for part in parts if part))
    return Subscription(SubscriptionKind.FEED, str(feed.id), cut_words(name, LONGEST_KEYWORD))


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

    "nguon:", "chuyenmuc:" and "tukhoa:" before the words say which of them is meant; with more
    words behind a source or section they are a keyword narrowed to it. A minus before all of them
    keeps away what they stand in.
    """
    text = clean(words)
    prefix = _PREFIXED.fullmatch(fold(text))
    name = prefix[1] if prefix else None
    if prefix:
        text = text.partition(":")[2].strip()
    if name is None and fold(text) in _ALL_WORDS:
        return EVERYTHING
    if name is None and text.startswith("-") and text.strip("- "):
        return excluded_wish(text.strip("- "))
    kinds = {SubscriptionKind.SOURCE, SubscriptionKind.SECTION}
    if name in _SOURCE_WORDS:
        kinds = {SubscriptionKind.SOURCE}
    elif name in _SECTION_WORDS:
        kinds = {SubscriptionKind.SECTION}
    elif name is not None:
        return keyword_wish(text)
    known = {slug(wish.label): wish for wish in reversed(among) if wish.kind in kinds}
    if slug(text) in known:
        return known[slug(text)]
    first = _FIRST.match(text)
    if name is None or first is None or slug(first[0]) not in known:
        return keyword_wish(text)
    return keyword_wish(f"{'nguon' if name in _SOURCE_WORDS else 'chuyenmuc'}:{text}")


def parted(words: str, among: Sequence[Subscription]) -> list[str]:
    """Give the wishes that people write with commas or on lines of their own, each once.

    What is the name of something to choose is one wish; so is what stands in quotation marks, and
    a number with a decimal comma. Words that are all kept away are kept away one by one.
    """
    if meant(words, among).kind is not SubscriptionKind.KEYWORD and not words.startswith("-"):
        return [words]
    parts = [part.strip() for part in _PART.findall(words)]
    each = (_NEXT_MINUS.split(part) if part.startswith("-") else [part] for part in parts)
    return [*dict.fromkeys(one for part in each for one in part if one)]


def unknown_name(words: str, among: Sequence[Subscription]) -> Subscription | None:
    """Give the source or section that ``words`` ask for by name and that nobody knows."""
    prefix = _PREFIXED.fullmatch(fold(clean(words)))
    if prefix is None or prefix[1] not in _SOURCE_WORDS | _SECTION_WORDS:
        return None
    name = clean(words).partition(":")[2].strip()
    wish = meant(words, among)
    if wish.kind is not SubscriptionKind.KEYWORD or wish.value != name:
        return None
    is_source = prefix[1] in _SOURCE_WORDS
    kind = SubscriptionKind.SOURCE if is_source else SubscriptionKind.SECTION
    return Subscription(kind, "", name)


def nearly(words: str, among: Sequence[Subscription]) -> Subscription | None:
    """Give the section or source that a keyword nearly names ("thể thoa"), ``None`` if none."""
    typed = slug(words)
    by_name = {slug(one.label): one for one in among if one.label}
    alike = get_close_matches(typed, by_name, n=1, cutoff=_NEARLY)
    return by_name[alike[0]] if alike and len(typed) >= _LONG_ENOUGH else None


def is_everything(words: str) -> bool:
    """Say whether words mean all that there is."""
    return fold(clean(words)) in _ALL_WORDS


def followed(words: str, following: Sequence[Subscription]) -> Subscription | None:
    """Give the wish of ``following`` that ``words`` name; ``None`` when there is none."""
    text = clean(words)
    for wish in following:
        if wish.kind.asks_for_words and exact_form(wish.value) == exact_form(text):
            return wish
    wish = meant(text, following)
    if wish.kind is SubscriptionKind.EXCLUDED:
        away = (one for one in following if one.kind is wish.kind)
        return next((one for one in away if exact_form(one.value) == exact_form(wish.value)), None)
    if wish.kind is not SubscriptionKind.KEYWORD:
        return next((one for one in following if same(one, wish)), None)
    alike = (one for one in following if fold(one.label or one.value) == fold(wish.value))
    return next(alike, None)


def same(one: Subscription, other: Subscription) -> bool:
    """Say whether two wishes ask for the same, whatever they are called."""
    return (one.kind, one.value) == (other.kind, other.value)


def alike(one: Subscription, other: Subscription) -> bool:
    """Say whether two wishes ask for the same, in capitals or not."""
    return one.kind is other.kind and exact_form(one.value) == exact_form(other.value)


def same_as(wish: Subscription, live: Collection[tuple[SubscriptionKind, str]]) -> bool:
    """Say whether a wish is among those named by kind and value."""
    return (wish.kind, wish.value) in live


def token(wish: Subscription) -> str:
    """Give 16 characters by which a button names a wish among those of one chat."""
    return blake2b(f"{wish.kind}\0{wish.value}".encode(), digest_size=8).hexdigest()


def named(key: str, among: Iterable[Subscription]) -> Subscription | None:
    """Give the wish that a button names; ``None`` when it is gone."""
    return next((wish for wish in among if token(wish) == key), None)


_LINKED = {SubscriptionKind.SOURCE: "s", SubscriptionKind.SECTION: "m"}


def link_words(wish: Subscription) -> str | None:
    """Give what a deep link says that offers a wish to others; ``None`` for one's own words."""
    kind, name = _LINKED.get(wish.kind), slug(wish.label)
    words = f"{kind}_{name}"
    return words if kind and name.isascii() and 0 < len(words) <= LONGEST_LINK else None


def linked(kind: str, name: str, among: Iterable[Subscription]) -> Subscription | None:
    """Give the wish of ``among`` that a deep link offers; ``None`` when there is none."""
    return next((wish for wish in among if link_words(wish) == f"{kind}_{name}"), None)


def label(wish: Subscription, texts: Texts) -> str:
    """Give the wish in words, as plain text."""
    words = texts.follow
    if wish.kind is SubscriptionKind.ALL:
        return words.everything
    if wish.kind is SubscriptionKind.SOURCE:
        return words.source.format(name=wish.label or wish.value)
    if wish.kind is SubscriptionKind.SECTION:
        return words.section.format(name=wish.label or wish.value)
    own = {
        SubscriptionKind.ALERT: words.alert.format(words=wish.value),
        SubscriptionKind.EXCLUDED: texts.own.excluded.format(words=wish.value),
        SubscriptionKind.FEWER: texts.own.fewer.format(what=wish.label),
        SubscriptionKind.FEED: texts.own.feed.format(name=wish.label or wish.value),
    }
    said = wish.label or wish.value
    quoted = said if '"' in said or "“" in said else words.keyword.format(words=said)
    return own.get(wish.kind) or quoted


def after_choosing(
    wish: Subscription, following: Sequence[Subscription]
) -> tuple[Subscription, ...]:
    """Give what choosing ``wish`` ends: everything ends by a narrower choice, and the reverse."""
    if wish.kind not in {SubscriptionKind.ALL, SubscriptionKind.SOURCE, SubscriptionKind.SECTION}:
        return ()
    if wish.kind is SubscriptionKind.ALL:
        narrower = {SubscriptionKind.SOURCE, SubscriptionKind.SECTION}
        return tuple(one for one in following if one.kind in narrower)
    return tuple(one for one in following if one.kind is SubscriptionKind.ALL)
