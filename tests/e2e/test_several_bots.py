"""Two bots with tokens of their own on one store: each person, word and picture is one bot's."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.delivery.bot_name import BotName
from bot.errors import NameTaken
from bot.lifecycle import Program
from bot.playground import READER
from bot.texts import ENGLISH, VIETNAMESE
from digests.store import open_store, tables
from tests.e2e.conftest import TOKENS, Clock, House, follow, until
from tests.e2e.papers import RICE, SCHOOL, publish
from tests.e2e.test_whole_path import add_feed, of_article, poll

POST = """Từ 1/12 bến đò Phú Lâm có thêm hai chuyến lúc 19:00 và 20:00 cho công nhân tan ca.

Vé vẫn 5.000 đồng một lượt, học sinh đi miễn phí."""


@pytest.mark.timeout(120)
async def test_each_bot_serves_the_same_person_in_its_own_way(
    houses: list[House], picture: bytes
) -> None:
    """One article, two messages, two languages, two identities of its picture."""
    vietnamese, english = houses
    vietnamese.paper.put("/bao/anh.jpg", picture, "image/jpeg")
    url = publish(vietnamese, [RICE])
    async with vietnamese.running() as one, english.running() as two:
        here = await follow(vietnamese, one.store)
        there = await follow(english, two.store)
        assert here.id != there.id
        await add_feed(vietnamese, one, url)
        for house, texts in zip(houses, (VIETNAMESE, ENGLISH), strict=True):
            await until(lambda house=house: bool(of_article(house, RICE)), within=20)
            assert len(of_article(house, RICE)) == 1
            (message,) = [m for m in house.chat.messages() if RICE.title in m.get("caption", "")]
            keys = [
                key["text"] for row in message["reply_markup"]["inline_keyboard"] for key in row
            ]
            assert any(texts.buttons.read_on in key for key in keys)
        await _same_picture_again(houses, one)
        async with one.store.database.reading() as connection:
            row = tables.updates.c
            seen = (await connection.execute(select(row.network, row.number))).all()
        numbers = [{number for network, number in seen if network == one_.settings.network}
                   for one_ in houses]  # fmt: skip
        assert numbers[0] & numbers[1], "both bots were to have an update of the same number"
        english.chat.say("/trangthai")
        await until(lambda: any("• en: 1 readers, 0 " in one for one in english.chat.words()))
        await _picture_of_an_editor(houses, picture)


async def _same_picture_again(houses: list[House], program: Program) -> None:
    """Have another article with the picture that both bots know by now: by its own identity."""
    known = [set(house.world.files.ids()) for house in houses]
    assert known[0].isdisjoint(known[1])
    publish(houses[0], [replace(SCHOOL, caption="Ảnh cũ"), RICE])
    houses[0].clock.forward(timedelta(hours=2))
    await poll(program)
    for house, before in zip(houses, known, strict=True):
        await until(lambda house=house: bool(of_article(house, SCHOOL)), within=20)
        (message,) = [m for m in house.chat.messages() if SCHOOL.title in m.get("caption", "")]
        assert {size["file_id"].removesuffix("-s") for size in message["photo"]} <= before


async def _picture_of_an_editor(houses: list[House], body: bytes) -> None:
    """Publish what an editor sent to one bot: each sends the picture by an identity of its own."""
    english = houses[1]
    title = "Bến đò mở thêm chuyến tối"
    url = f"{english.settings.api_url}/api/chats/{READER}/messages"
    async with httpx.AsyncClient(trust_env=False) as page:
        files = {"photo": ("anh.jpg", body, "image/jpeg")}
        sent = await page.post(url, files=files, data={"caption": f"{title}\n\n{POST}"})
    assert sent.status_code == 201, sent.text
    await english.chat.press_when_there(ENGLISH.desk.article.send)
    for house in houses:
        await until(lambda house=house: bool(_with_photo(house, title)), within=20)
        (picture,) = {message["photo"][-1]["file_id"] for message in _with_photo(house, title)}
        assert house.world.files.get(picture) is not None


def _with_photo(house: House, title: str) -> list[dict[str, Any]]:
    messages = [one for one in house.chat.messages() if title in one.get("caption", "")]
    return [one for one in messages if "photo" in one]


@pytest.mark.timeout(120)
async def test_an_announcement_reaches_the_readers_of_its_bot(houses: list[House]) -> None:
    """It is shown, sent and ended by the bot at which an admin wrote it."""
    vietnamese, english = houses
    async with vietnamese.running() as one, english.running() as two:
        for house, program in ((vietnamese, one), (english, two)):
            await follow(house, program.store)
        english.chat.say("/phat Tối nay bảo trì")
        words = ENGLISH.desk.announcement
        await english.chat.press_when_there(words.go_on.format(count=1))
        await english.chat.press_when_there(words.send)
        done = ENGLISH.desk.announcement.done.partition(" {")[0]
        await until(lambda: english.chat.words().count("Tối nay bảo trì") == 2, within=20)
        await until(
            lambda: any(words.startswith(done) for words in english.chat.words()), within=20
        )
        await one.sender.deliver_all()
    assert "Tối nay bảo trì" not in vietnamese.chat.words()


@pytest.mark.timeout(120)
async def test_another_token_under_the_same_name_is_refused(houses: list[House]) -> None:
    """In one sentence that says what to do; the bot that works goes on."""
    first, other = houses
    same = replace(other, settings=other.settings.model_copy(update={"bot": None}))
    async with first.running():
        with pytest.raises(NameTaken) as refused:
            async with same.running():
                pytest.fail("both worked")
        assert str(refused.value).count(". ") == 0
        assert "The bot 7001" in str(refused.value)
        assert "set DIEMTIN_BOT" in str(refused.value)
        assert await first.chat.answer("/start")
    assert other.chat.words() == []


@pytest.mark.parametrize("network", ["telegram", "telegram:en"])
async def test_a_name_is_free_when_its_bot_lives_no_more(any_store_url: str, network: str) -> None:
    """Who comes with another token then goes on with the readers that are there."""
    seconds = 0.0

    def clock() -> float:
        nonlocal seconds
        seconds += 15
        return seconds

    store = await open_store(any_store_url, now=Clock(), network=network)
    await BotName(store, TOKENS[None]).take(asyncio.Event())
    new = BotName(store, TOKENS["en"], clock=clock)
    await new.take(asyncio.Event())
    with pytest.raises(NameTaken):
        await _lost(BotName(store, TOKENS[None]), new)
    await store.close()


async def _lost(old: BotName, new: BotName) -> None:
    """Have a bot ask for its name while another gives signs of life."""
    asking = asyncio.create_task(old.take(asyncio.Event()))
    while not asking.done():
        await new.take(asyncio.Event())
        await asyncio.sleep(0.05)
    await asking


async def test_a_file_serves_one_bot_at_a_time(tmp_path: Path) -> None:
    """Whatever their names; the next one may come when it was left in order."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'news.db'}"
    stores = [
        await open_store(url, now=Clock(), network=network)
        for network in ("telegram", "telegram:en")
    ]
    first, other = (
        BotName(store, token) for store, token in zip(stores, TOKENS.values(), strict=True)
    )
    await first.take(asyncio.Event())
    async with first.keeping(lambda _error: None):
        with pytest.raises(NameTaken, match="serves one bot at a time"):
            await _lost(other, first)
    await asyncio.wait_for(other.take(asyncio.Event()), 5)
    for store in stores:
        await store.close()
