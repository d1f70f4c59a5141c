"""From a feed to the chat, through the real HTTP of the local Bot API."""

from datetime import timedelta
from email.utils import format_datetime
from html import escape

from bot.app import Program
from digests.model import Address, Rhythm
from tests.e2e.conftest import House, until

LEAD = "Chiều 23/11, hơn 300 nông dân xã Phú Lâm xuống đồng gặt sớm để tránh đợt mưa lớn sắp tới."
CAPTION = "Bà con thôn Đoài gặt lúa bằng máy trong chiều 23/11"
BODY = (
    "Trạm khuyến nông huyện cho biết toàn xã có 412 ha lúa đã chín trên 85 phần trăm.",
    "Ông Nguyễn Đăng Khoa, Chủ nhiệm hợp tác xã, nói: “Gặt sớm ba ngày còn hơn mất cả vụ”.",
    "Xã huy động thêm 14 máy gặt từ các huyện bên và mở sân trường làm nơi phơi thóc.",
)


def page(house: House, title: str, *, picture: str = "/bao/anh.jpg") -> str:
    """Give a newspaper's page with headline, lead, photo with caption and credit, and text."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in BODY)
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8">
    <title>{title} - Báo</title>
    <meta property="og:type" content="article"></head>
    <body><nav><a href="/">Trang chủ</a></nav>
    <article><h1>{title}</h1>
    <time datetime="2026-11-24T07:30:00+07:00">24/11/2026 07:30</time>
    <p class="sapo"><b>BPL - {LEAD}</b></p>
    <figure><img src="{house.paper.url}{picture.removeprefix("/bao")}" width="900" height="600">
    <figcaption>{CAPTION}. Ảnh: Thu Hằng</figcaption></figure>{paragraphs}
    </article></body></html>"""


def publish(house: House, *titles: str) -> None:
    """Have the paper's feed name these articles, newest first, and serve their pages."""
    items = ""
    for place, title in enumerate(titles):
        path = f"/bao/bai-{title.lower().replace(' ', '-')}.html"
        house.paper.put(path, page(house, title))
        moment = format_datetime(house.clock() - timedelta(minutes=5 * place))
        link = f"{house.paper.url}{path.removeprefix('/bao')}"
        items += (
            f"<item><title>{title}</title><link>{link}</link><pubDate>{moment}</pubDate></item>"
        )
    feed = f"<rss version='2.0'><channel><title>Báo Phú Lâm</title>{items}</channel></rss>"
    house.paper.put("/bao/rss.xml", feed, "application/rss+xml")


def of_article(house: House, title: str) -> list[str]:
    """Give what the reader was sent of one article."""
    return [words for words in house.chat.words() if words.startswith(title)]


async def reader_of(house: House, program: Program) -> int:
    """Give the row of the reader's subscriber."""
    found = await program.store.subscribers.find(Address("telegram", str(house.chat.number)))
    assert found is not None
    return found.id


async def test_an_article_becomes_a_photo_message(house: House, picture: bytes) -> None:
    """Headline, lead without its prefix, caption once, credit, source and time: all in a photo."""
    house.paper.put("/bao/anh.jpg", picture, "image/jpeg")
    publish(house, "Nông dân Phú Lâm gặt chạy mưa")
    async with house.running() as program:
        await house.chat.answer("/start")
        await house.chat.answer("/theodoi")
        await program.store.feeds.add(
            f"{house.paper.url}/rss.xml", source="Báo Phú Lâm", section="Thời sự", now=house.clock()
        )
        await program.poll()
        await until(lambda: bool(of_article(house, "Nông dân Phú Lâm")), within=15)
    messages = [
        one for one in house.chat.messages() if "Nông dân Phú Lâm" in one.get("caption", "")
    ]
    assert len(messages) == 1
    caption = messages[0]["caption"]
    assert messages[0]["photo_url"].endswith("/bao/anh.jpg")
    assert LEAD in caption
    assert "BPL" not in caption
    assert caption.count(CAPTION) == 1
    assert "Thu Hằng" in caption
    assert "Báo Phú Lâm" in caption
    assert "Thứ Ba 24/11/2026 07:30" in caption


async def test_search_without_diacritics_finds_it(house: House) -> None:
    """/tim nong dan finds what is printed "nông dân"."""
    publish(house, "Nông dân Phú Lâm gặt chạy mưa")
    async with house.running() as program:
        await program.store.feeds.add(
            f"{house.paper.url}/rss.xml", source="Báo Phú Lâm", now=house.clock()
        )
        await program.poll()
        await program.poll.finish()
        answer = await house.chat.answer("/tim nong dan phu lam")
    assert "Nông dân Phú Lâm gặt chạy mưa" in answer["text"]


async def test_a_restart_sends_nothing_twice(house: House) -> None:
    """What was sent before the restart is not sent after it; what is new is."""
    publish(house, "Bài thứ nhất của ngày")
    async with house.running() as program:
        await house.chat.answer("/start")
        await house.chat.answer("/theodoi")
        await program.store.feeds.add(
            f"{house.paper.url}/rss.xml", source="Báo Phú Lâm", now=house.clock()
        )
        await program.poll()
        await until(lambda: bool(of_article(house, "Bài thứ nhất")), within=15)
    house.clock.forward(timedelta(hours=2))
    publish(house, "Bài thứ hai của ngày", "Bài thứ nhất của ngày")
    async with house.running() as program:
        await program.poll()
        await until(lambda: bool(of_article(house, "Bài thứ hai")), within=15)
    assert len(of_article(house, "Bài thứ nhất")) == 1
    assert len(of_article(house, "Bài thứ hai")) == 1


async def test_an_edition_missed_while_down_arrives_once(house: House) -> None:
    """The bot sleeps through 18:00 and wakes at 20:00: the edition comes then, and only once."""
    publish(house, "Tin buổi sáng ở Phú Lâm", "Tin thứ hai ở Phú Lâm")
    async with house.running() as program:
        await house.chat.answer("/start")
        await house.chat.answer("/theodoi")
        reader = await reader_of(house, program)
        await program.store.subscribers.change(reader, rhythm=Rhythm.EDITIONS)
        await program.store.feeds.add(
            f"{house.paper.url}/rss.xml", source="Báo Phú Lâm", now=house.clock()
        )
        await program.poll()
        await program.poll.finish()
    before = len(house.chat.messages())
    house.clock.forward(timedelta(hours=12))
    for _start in range(2):
        async with house.running() as program:
            await program.editions.make_due()
            await program.sender.deliver_all()
        house.clock.forward(timedelta(minutes=30))
    assert len(house.chat.messages()) == before + 1


async def test_an_edition_missed_for_too_long_does_not_come(house: House) -> None:
    """More than six hours late, yesterday's evening edition is no news any more."""
    publish(house, "Tin buổi sáng ở Phú Lâm")
    async with house.running() as program:
        await house.chat.answer("/start")
        await house.chat.answer("/theodoi")
        reader = await reader_of(house, program)
        await program.store.subscribers.change(reader, rhythm=Rhythm.EDITIONS)
        await program.store.feeds.add(
            f"{house.paper.url}/rss.xml", source="Báo Phú Lâm", now=house.clock()
        )
        await program.poll()
        await program.poll.finish()
    before = len(house.chat.messages())
    house.clock.forward(timedelta(hours=17))
    async with house.running() as program:
        await program.editions.make_due()
        await program.sender.deliver_all()
    assert len(house.chat.messages()) == before


async def test_one_bad_page_does_not_stop_the_others(house: House) -> None:
    """An article whose page is gone comes with the feed's words; its neighbours come whole."""
    publish(house, "Bài có trang", "Bài mất trang")
    del house.paper.bodies["/bao/bai-bài-mất-trang.html"]
    async with house.running() as program:
        await program.store.feeds.add(
            f"{house.paper.url}/rss.xml", source="Báo Phú Lâm", now=house.clock()
        )
        await program.poll()
        await program.poll.finish()
        stored = await program.store.articles.latest(limit=5)
    titles = {one.article.title: one.article.lead for one in stored}
    assert titles["Bài có trang"] == LEAD
    assert titles["Bài mất trang"] is None


async def test_an_admin_adds_a_feed_in_the_chat(house: House) -> None:
    """/nguon them with the address of a home page finds its feed."""
    publish(house, "Tin đầu tiên")
    house.paper.put(
        "/bao/",
        "<html><head><title>Báo Phú Lâm</title><link rel='alternate' type='application/rss+xml' "
        "href='rss.xml'></head><body></body></html>",
    )
    async with house.running() as program:
        house.world.person_writes(1, f"/nguon them {house.paper.url}/")
        await until(lambda: "/bao/rss.xml" in house.paper.asked)

        async def added() -> bool:
            return bool(await program.store.feeds.all())

        house.world.person_writes(1, f"/nguon them {house.paper.url}/rss.xml")
        await until(added, within=15)
