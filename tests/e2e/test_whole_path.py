"""From a feed to the chat, through the real HTTP of the local Bot API."""

from dataclasses import replace
from datetime import timedelta

from bot.lifecycle import Program
from bot.texts import VIETNAMESE
from digests.model import Address, Rhythm
from tests.e2e.conftest import House, until
from tests.e2e.papers import BRIDGE, BRIDGE_THERE, RICE, SCHOOL, Told, publish


def of_article(house: House, told: Told) -> list[str]:
    """Give what the reader was sent of one article."""
    return [words for words in house.chat.words() if words.startswith(told.title)]


async def add_feed(
    house: House, program: Program, url: str, *, source: str = "Báo Phú Lâm"
) -> None:
    """Have a feed polled, and poll it once."""
    await program.store.feeds.add(url, source=source, section="Thời sự", now=house.clock())
    await poll(program)


async def poll(program: Program) -> None:
    """Poll what is due, to the end."""
    await program.poll()
    await program.poll.finish()


async def follow_everything(house: House, program: Program, rhythm: Rhythm) -> None:
    """Have the reader of the house follow all news."""
    await house.chat.answer("/start")
    found = await program.store.subscribers.find(Address("telegram", str(house.chat.number)))
    assert found is not None
    await program.store.subscribers.change(found.id, rhythm=rhythm)


async def test_an_article_becomes_a_photo_message(house: House, picture: bytes) -> None:
    """Headline, lead without its prefix, caption once, credit, source and time, in one photo."""
    house.paper.put("/bao/anh.jpg", picture, "image/jpeg")
    url = publish(house, [RICE])
    async with house.running() as program:
        await follow_everything(house, program, Rhythm.AT_ONCE)
        await add_feed(house, program, url)
        await until(lambda: bool(of_article(house, RICE)), within=15)
    (message,) = [m for m in house.chat.messages() if RICE.title in m.get("caption", "")]
    caption = message["caption"]
    assert message["photo_url"].endswith("/bao/anh.jpg")
    assert RICE.lead in caption
    assert "BPL" not in caption
    assert caption.count(RICE.caption) == 1
    assert "Thu Hằng" in caption
    assert "Báo Phú Lâm" in caption
    assert "Thứ Ba 24/11/2026 07:30" in caption


async def test_search_without_diacritics_finds_it(house: House) -> None:
    """/tim nong dan finds what is printed "nông dân"."""
    url = publish(house, [SCHOOL, RICE])
    async with house.running() as program:
        await add_feed(house, program, url)
        answer = await house.chat.answer("/tim nong dan phu lam")
    assert RICE.title in answer["text"]
    assert SCHOOL.title not in answer["text"]


async def test_an_alert_made_from_a_search_brings_the_news_that_it_names(house: House) -> None:
    """Who follows nothing else is told at once of what a poll brings, of the asked paper only."""
    url = publish(house, [RICE])
    async with house.running() as program:
        await add_feed(house, program, url)
        answer = await house.chat.answer("/tim cho biết nguon:phulam")
        assert RICE.title in answer["text"]
        said = await house.chat.press(answer, "🔔 Theo dõi")
        assert '“cho biết nguon:"phulam"”' in said
        house.clock.forward(timedelta(hours=2))
        publish(house, [BRIDGE, SCHOOL, RICE])
        there = replace(SCHOOL, title="Trăng rằm", body=("Đài khí tượng cho biết trời trong.",))
        elsewhere = publish(house, [there], feed="khac.xml")
        await add_feed(house, program, elsewhere, source="Tin Biển Xanh")
        await until(lambda: bool(of_article(house, BRIDGE)), within=15)
        await program.sender.deliver_all()
    assert not of_article(house, SCHOOL)
    assert not of_article(house, there)


async def test_a_restart_sends_nothing_twice(house: House) -> None:
    """What was sent before the restart is not sent after it; what is new is."""
    url = publish(house, [RICE])
    async with house.running() as program:
        await follow_everything(house, program, Rhythm.AT_ONCE)
        await add_feed(house, program, url)
        await until(lambda: bool(of_article(house, RICE)), within=15)
    house.clock.forward(timedelta(hours=2))
    publish(house, [SCHOOL, RICE])
    async with house.running() as program:
        await poll(program)
        await until(lambda: bool(of_article(house, SCHOOL)), within=15)
    assert len(of_article(house, RICE)) == 1
    assert len(of_article(house, SCHOOL)) == 1


async def test_an_edition_missed_while_down_arrives_once(house: House) -> None:
    """The bot sleeps through 18:00 and wakes at 20:00: the edition comes then, and only once."""
    url = publish(house, [RICE, SCHOOL])
    async with house.running() as program:
        await follow_everything(house, program, Rhythm.EDITIONS)
        await add_feed(house, program, url)
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
    url = publish(house, [RICE])
    async with house.running() as program:
        await follow_everything(house, program, Rhythm.EDITIONS)
        await add_feed(house, program, url)
    before = len(house.chat.messages())
    house.clock.forward(timedelta(hours=17))
    async with house.running() as program:
        await program.editions.make_due()
        await program.sender.deliver_all()
    assert len(house.chat.messages()) == before


async def test_one_bad_page_does_not_stop_the_others(house: House) -> None:
    """An article whose page is gone comes with the feed's words; its neighbours come whole."""
    url = publish(house, [RICE, SCHOOL])
    del house.paper.bodies[f"/bao/{SCHOOL.slug}.html"]
    async with house.running() as program:
        await add_feed(house, program, url)
        stored = {one.article.title: one for one in await program.store.articles.latest(limit=5)}
    assert stored[RICE.title].article.paragraphs == RICE.body
    assert stored[SCHOOL.title].article.lead == SCHOOL.lead
    assert stored[SCHOOL.title].article.paragraphs == ()


async def test_an_admin_adds_a_feed_in_the_chat(house: House) -> None:
    """/nguon them with the address of a home page finds its feed; a press adds it."""
    publish(house, [RICE])
    house.paper.put(
        "/bao/",
        "<html><head><title>Báo Phú Lâm</title><link rel='alternate' type='application/rss+xml' "
        "href='rss.xml'></head><body><a href='/bao/x'>Tin</a></body></html>",
    )
    async with house.running() as program:
        admin = replace(house.chat, number=1)
        offer = await admin.answer(f"/nguon them {house.paper.url}/", within=15)
        await admin.press(offer, VIETNAMESE.desk.feeds.add_this)

        async def added() -> bool:
            feeds = await program.store.feeds.all()
            return [feed.url for feed in feeds] == [f"{house.paper.url}/rss.xml"]

        await until(added, within=15)


PASTED = f"""{SCHOOL.title}

Thứ Ba, 24/11/2026, 06:05 (GMT+7)

BPL - {SCHOOL.lead}

{SCHOOL.caption}.
{SCHOOL.caption}.

{SCHOOL.body[0]}

{SCHOOL.body[1]}

{SCHOOL.body[2]}

Bài, ảnh: Hạ Vi
"""


async def test_an_article_that_an_admin_pastes_is_shown_as_its_digest(house: House) -> None:
    """A reader's long text is a question; an admin's is an article."""
    async with house.running():
        shown = await replace(house.chat, number=1).answer(PASTED)
        asked = await house.chat.answer(PASTED)
    assert shown["text"].startswith(SCHOOL.title)
    assert "BPL" not in shown["text"]
    assert shown["text"].count(SCHOOL.caption) == 1
    assert "Hạ Vi" in shown["text"]
    assert "Thứ Ba 24/11/2026 06:05" in shown["text"]
    assert not asked["text"].startswith(SCHOOL.title)


async def test_an_address_that_cannot_be_read_is_said_in_the_persons_language(house: House) -> None:
    """No English sentence of a library reaches a Vietnamese chat."""
    async with house.running():
        admin = replace(house.chat, number=1)
        gone = await admin.answer(f"/nguon them {house.paper.url}/khong-co.xml")
        silent = await admin.answer("/nguon them http://127.0.0.1:9/rss")
    assert "máy chủ trả lời mã lỗi 404" in gone["text"]
    assert "không kết nối được" in silent["text"]


async def test_an_event_told_by_two_papers_arrives_once(house: House) -> None:
    """The second paper's report is added to the message as a link, by an edit."""
    first = publish(house, [BRIDGE])
    async with house.running() as program:
        await follow_everything(house, program, Rhythm.AT_ONCE)
        await add_feed(house, program, first, source="Báo Phú Lâm")
        await until(lambda: bool(of_article(house, BRIDGE)), within=15)
        second = publish(house, [BRIDGE_THERE], feed="khac.xml")
        await add_feed(house, program, second, source="Báo Lạc Sơn")
        await until(lambda: "Báo Lạc Sơn" in of_article(house, BRIDGE)[0], within=15)
    assert len(of_article(house, BRIDGE)) == 1
    assert not of_article(house, BRIDGE_THERE)
    assert "Cùng tin" in of_article(house, BRIDGE)[0]


async def test_a_changed_article_is_edited_not_sent_again(house: House) -> None:
    """The publisher corrects a number: the message says so, and no second one comes."""
    url = publish(house, [RICE])
    async with house.running() as program:
        await follow_everything(house, program, Rhythm.AT_ONCE)
        await add_feed(house, program, url)
        await until(lambda: bool(of_article(house, RICE)), within=15)
        corrected = replace(RICE, lead=RICE.lead.replace("300", "450"))
        publish(house, [corrected])
        house.clock.forward(timedelta(hours=1))
        await poll(program)
        await until(lambda: "450 nông dân" in of_article(house, RICE)[0], within=15)
    assert len(of_article(house, RICE)) == 1
    assert "09:" in of_article(house, RICE)[0].splitlines()[-1]


async def test_admins_hear_once_of_a_feed_that_fails_and_once_of_its_return(house: House) -> None:
    """Neither silence nor a message at every poll."""
    url = publish(house, [RICE])
    admin = replace(house.chat, number=1)
    async with house.running() as program:
        await admin.answer("/start")
        await add_feed(house, program, url)
        feed = house.paper.bodies.pop("/bao/rss.xml")
        for _poll in range(5):
            house.clock.forward(timedelta(hours=25))
            await poll(program)
        await until(lambda: any("🔴" in words for words in admin.words()))
        house.paper.bodies["/bao/rss.xml"] = feed
        house.clock.forward(timedelta(hours=25))
        await poll(program)
        await until(lambda: any("🟢" in words for words in admin.words()))
    assert sum("🔴" in words for words in admin.words()) == 1
    assert sum("🟢" in words for words in admin.words()) == 1
