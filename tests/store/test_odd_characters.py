"""NUL and halves of surrogate pairs, which no database keeps, take nothing else along."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from digests.model import Address, ChatKind, Photo, Subscription, SubscriptionKind
from digests.store import ReadyArticle, Store
from digests.store.days import day_of
from digests.vietnamese.cleaning import storable, storable_json
from tests.store.conftest import NOON, Newsroom

ODD = "\x00\ud800"
TEXTS = st.text(st.characters(codec=None))


@given(TEXTS)
def test_only_what_cannot_be_kept_is_taken_out(text: str) -> None:
    """What is left is UTF-8 without NUL, and everything else is there in its order."""
    kept = storable(text)
    assert "\x00" not in kept
    assert kept.encode().decode() == kept
    assert kept == "".join(c for c in text if c != "\x00" and not "\ud800" <= c <= "\udfff")


@given(st.recursive(TEXTS, lambda one: st.lists(one) | st.dictionaries(TEXTS, one)))
def test_a_json_value_keeps_its_form(value: object) -> None:
    """Lists stay lists, and every text in them can be kept."""
    kept = storable_json(value)
    assert json.loads(json.dumps(kept, ensure_ascii=False).encode()) == kept
    assert type(kept) is type(value)


async def test_an_article_is_kept_told_and_found(store: Store, newsroom: Newsroom) -> None:
    """All of its texts, its entry and its feed may hold them."""
    reader = await newsroom.reader("1")
    made = newsroom.publication(
        "một",
        await newsroom.feed(f"Báo{ODD} Mới"),
        title=f"Bão{ODD} lớn",
        lead=f"Mưa{ODD} rất to.",
        paragraphs=(f"Gió{ODD} giật cấp mười.",),
        photos=(Photo("https://bao.example/a.jpg", caption=f"Ảnh{ODD} bão"),),
        section=f"Thời{ODD} sự",
    )
    made = replace(made, entry_id=f"a{ODD}", words=f"x{ODD}", keywords=frozenset({f"bão{ODD}"}))
    published = await store.articles.publish(made, NOON)
    assert published.deliveries == 1
    assert (await store.articles.publish(made, NOON)).known
    kept = (await store.articles.get(published.number)).article
    assert (kept.title, kept.lead, kept.paragraphs) == (
        "Bão lớn",
        "Mưa rất to.",
        ("Gió giật cấp mười.",),
    )
    assert kept.photos[0].caption == "Ảnh bão"
    for asked in ("bao lon", f"gio giat{ODD}", "báo mới"):
        found = await store.search.search(asked, now=NOON)
        assert [hit.number for hit in found.hits] == [published.number]
    await store.outbox.owe_notice(reader.id, {"html": f"Chào{ODD}"}, NOON)
    assert (await store.outbox.get(2)).payload == {"html": "Chào"}


async def test_people_may_be_called_and_wish_for_anything(store: Store) -> None:
    """A name, a wish, a search, a value: kept without them, found again with or without."""
    address = Address("telegram", "1")
    met = await store.subscribers.meet(address, ChatKind.PRIVATE, f"An{ODD}", "vi", NOON)
    assert met.title == "An"
    wish = Subscription(SubscriptionKind.KEYWORD, f"giá{ODD} vàng", f"giá{ODD} vàng")
    await store.subscribers.follow(met.id, wish)
    assert await store.articles.keywords() == {"giá vàng"}
    await store.subscribers.unfollow(met.id, wish)
    assert await store.articles.keywords() == set()
    for _time in range(2):
        await store.search.count(f"bão{ODD}", NOON)
    assert await store.search.popular(5) == [("bão", 2)]
    await store.meta.set(f"k{ODD}", f"v{ODD}")
    assert await store.meta.get("k") == "v"
    await store.audit.record("1", f"x{ODD}", NOON, name=f"Báo{ODD}")
    assert (await store.audit.last(1))[0].facts == {"name": "Báo"}


async def test_an_import_takes_them_in_one_batch_with_others(
    store: Store, newsroom: Newsroom
) -> None:
    """Importing again is harmless, as ever."""
    batch = [
        ReadyArticle(f"a{ODD}", newsroom.article("một", title=f"Lũ{ODD} quét")),
        ReadyArticle("b", newsroom.article("hai")),
    ]
    assert await store.articles.import_ready(batch, NOON) == 2
    assert await store.articles.import_ready(batch, NOON) == 0
    assert (await store.search.search("lu quet", now=NOON)).total == 1


async def test_two_may_be_the_first_to_count_on_a_day(store: Store) -> None:
    """Numbers of a day are added in one statement, whoever is first."""
    day = day_of(NOON)
    await store.daily_numbers.set(day, readers=3)
    await store.daily_numbers.set(day, readers=5)
    for _search in range(3):
        await store.search.count("bão", NOON, found=False)
    (today,) = (await store.days.last(1, NOON)).days
    assert (today.searches, today.nothing) == (3, 3)
