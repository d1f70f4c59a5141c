"""A real store, a clock to turn, papers that tell the same event, readers of editions."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from digests.ingest import EditionMaker
from digests.model import (
    Address,
    Article,
    ChatKind,
    Delivery,
    Digest,
    Feed,
    Photo,
    Rhythm,
    StoredArticle,
    Subscriber,
    Subscription,
    SubscriptionKind,
)
from digests.store import Owe, Publication, Published, Store, open_store
from digests.stories import signature
from tests.e2e.conftest import house, picture  # noqa: F401 - fixtures

TUESDAY_NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
"""Noon in Hanoi."""
EVERYTHING = Subscription(SubscriptionKind.ALL)

EVENTS = {
    "cầu": (
        "Sáng nay cầu Vân Giang nối hai huyện Kim Thành và Lạc Sơn chính thức thông xe.",
        "Cầu dài 840 mét, có bốn làn xe, vốn đầu tư 1.250 tỷ đồng từ ngân sách tỉnh.",
        "Giám đốc ban quản lý dự án Trịnh Công Bảo cho biết công trình về đích sớm 45 ngày.",
    ),
    "bão": (
        "Bão số 14 giật cấp 12 đổ bộ vào Quảng Hòa, hơn 3.000 hộ dân phải sơ tán trong đêm.",
        "Đài khí tượng ghi nhận lượng mưa 412 mm tại trạm Nam Lĩnh, cao nhất trong 20 năm.",
        "Chủ tịch tỉnh Đỗ Hữu Thắng yêu cầu cắt điện toàn bộ vùng ven biển từ 20 giờ.",
    ),
    "lúa": (
        "Nông dân xã Phú Lâm gặt sớm 412 ha lúa để tránh đợt mưa lớn sắp tới.",
        "Ông Nguyễn Đăng Khoa nói gặt sớm ba ngày còn hơn mất cả vụ.",
        "Xã huy động thêm 14 máy gặt và mở sân trường làm nơi phơi thóc.",
    ),
}


@dataclass
class Clock:
    """A clock that stands still until it is turned."""

    moment: datetime = TUESDAY_NOON

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **length: float) -> None:
        self.moment += timedelta(**length)


@dataclass
class Press:
    """Some papers, their readers, and who makes the round-ups."""

    store: Store
    clock: Clock
    maker: EditionMaker
    feeds: dict[str, Feed] = field(default_factory=dict)

    async def feed(self, paper: str) -> Feed:
        if paper not in self.feeds:
            url = f"https://bao{len(self.feeds)}.example/rss"
            self.feeds[paper] = await self.store.feeds.add(url, source=paper, now=self.clock())
        return self.feeds[paper]

    async def publish(
        self,
        paper: str,
        title: str,
        *,
        event: str | None = None,
        section: str | None = None,
        keywords: tuple[str, ...] = (),
        photo: bool = False,
        lead: str | None = "Mở đầu.",
        owe: Owe = Owe.EVERYONE,
        published: datetime | None = None,
    ) -> Published:
        """Publish an article; reports of one ``event`` have the same text."""
        feed, text = await self.feed(paper), EVENTS.get(event or "", ())
        article = Article(
            title=title,
            url=f"https://{feed.id}.example/{title.replace(' ', '-')}",
            lead=text[0] if text else lead,
            paragraphs=text[1:],
            source=paper,
            section=section,
            published=published or self.clock(),
        )
        shot = Photo("https://a.example/a.jpg", "Cảnh ở đó", "An") if photo else None
        digest = Digest(
            article.title, article.url, lead=article.lead, lead_is_own=lead is not None,
            photo=shot, source=paper, section=section, published=article.published,
        )  # fmt: skip
        publication = Publication(
            article,
            digest,
            feed_id=feed.id,
            entry_id=title,
            keywords=frozenset(keywords),
            signature=signature(article) if text else None,
            owe=owe,
        )
        return await self.store.articles.publish(publication, self.clock())

    async def reader(
        self, chat: str, *wishes: Subscription, rhythm: Rhythm = Rhythm.EDITIONS, **choices: object
    ) -> Subscriber:
        """Have somebody read editions (07:00 and 18:00 in Hanoi, unless they choose others)."""
        address = Address("telegram", chat)
        meet = self.store.subscribers.meet
        reader = await meet(address, ChatKind.PRIVATE, "An", "vi", self.clock())
        for wish in wishes or (EVERYTHING,):
            await self.store.subscribers.follow(reader.id, wish)
        return await self.store.subscribers.change(reader.id, rhythm=rhythm, **choices)

    async def source(self, paper: str) -> Subscription:
        """Give the wish for everything of one paper."""
        number = (await self.feed(paper)).source.id
        return Subscription(SubscriptionKind.SOURCE, str(number), paper)

    async def owed(self) -> list[Delivery]:
        """Give what is owed, and call it sent."""
        found = await self.store.outbox.claim(self.clock(), limit=99, lease=timedelta(minutes=1))
        for one in found:
            await self.store.outbox.in_flight([one.id], self.clock())
            await self.store.outbox.sent(one.id, one.id, self.clock())
        return found

    async def told(self, delivery: Delivery) -> list[str]:
        """Give the titles that an edition tells, in their order."""
        assert delivery.edition is not None
        contents = await self.store.editions.contents([delivery.edition])
        return [one.digest.title for one in contents[delivery.edition].articles]

    async def article(self, number: int) -> StoredArticle:
        return await self.store.articles.get(number)

    async def round(self) -> list[list[str]]:
        """Make what is due; give the titles that each edition tells."""
        await self.maker.make_due()
        return [await self.told(one) for one in await self.owed()]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(any_store_url: str, clock: Clock) -> AsyncIterator[Store]:
    opened = await open_store(any_store_url, now=clock)
    yield opened
    await opened.close()


@pytest.fixture
def press(store: Store, clock: Clock) -> Press:
    return Press(store, clock, EditionMaker(store, now=clock))


Json = dict[str, Any]
