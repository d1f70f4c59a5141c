"""Stories as the bot finds them: in the store, whatever else fills the window."""

from datetime import UTC, datetime, timedelta

from digests.model import Article, Digest
from digests.store import Publication, Store, open_store
from digests.stories import signature
from tests.stories.test_stories import FLOOD_HERE, FLOOD_THERE, NOON

BULLETIN = (
    "Đài Khí tượng Thủy văn khu vực Bắc Trung Kỳ phát bản tin thời tiết thường kỳ cho tàu "
    "thuyền, kèm số điện thoại trực ban và lời nhắc mặc áo phao khi ra khơi đánh bắt. "
)


async def publish(store: Store, article: Article, at: datetime = NOON) -> int:
    """Publish an article; give the number of its story."""
    publication = Publication(article, Digest(article.title, None), signature=signature(article))
    number = (await store.articles.publish(publication, at)).number
    story = (await store.articles.get(number)).story
    assert story is not None
    return story


def bulletin(number: int) -> Article:
    """Give one of many articles that share most of their words."""
    own = f"Vùng biển số {number} có gió cấp {number % 7}, sóng cao {number * 13} phân."
    return Article(title=f"Bản tin số {number}", lead=BULLETIN, paragraphs=(own, BULLETIN))


async def test_an_event_is_found_among_bulletins_that_all_sound_alike(any_store_url: str) -> None:
    """Words that hundreds of articles share hide no event, told with those words around it."""
    store = await open_store(any_store_url, now=lambda: NOON)
    for number in range(130):
        await publish(store, bulletin(number))
    padded = [
        Article(title=one.title, lead=one.lead, paragraphs=(*one.paragraphs, BULLETIN))
        for one in (FLOOD_HERE, FLOOD_THERE)
    ]
    first = await publish(store, padded[0])
    assert await publish(store, padded[1], NOON + timedelta(hours=1)) == first
    await store.close()


async def test_last_weeks_reports_do_not_hide_todays(any_store_url: str) -> None:
    """However many old reports of a like event are still there, the new ones find each other."""
    now = datetime(2026, 11, 24, 5, tzinfo=UTC)
    store = await open_store(any_store_url, now=lambda: now)
    old = {await publish(store, FLOOD_HERE, now - timedelta(days=7)) for _ in range(12)}
    first = await publish(store, FLOOD_HERE, now)
    assert first not in old
    assert await publish(store, FLOOD_THERE, now + timedelta(hours=2)) == first
    await store.close()
