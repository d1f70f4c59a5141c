"""Two bots on one store: whose numbers, alarms and log are shown where."""

import asyncio
import json
import os
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.checks import run_checks
from bot.lifecycle import Program
from bot.playground import READER
from bot.texts import ENGLISH, VIETNAMESE
from digests.model import DeliveryState
from tests.e2e.conftest import TOKENS, House, follow, until
from tests.e2e.papers import RICE, publish
from tests.e2e.test_monitoring import ask, values
from tests.e2e.test_whole_path import add_feed, of_article

pytestmark = pytest.mark.timeout(300)

TEXTS = (VIETNAMESE, ENGLISH)


async def said(house: House, command: str) -> str:
    """Give what the bot answers a command."""
    answer = await house.chat.answer(command, within=20)
    return str(answer.get("text") or answer.get("caption"))


async def one_waits(house: House, program: Program) -> None:
    """Have one of two readers of a bot want nothing before tomorrow."""
    store, now = program.store, house.clock()
    reader = await store.subscribers.find(store.address(READER))
    assert reader is not None
    await store.subscribers.change(reader.id, muted_until=now + timedelta(days=1))


def with_metrics(houses: list[House]) -> list[House]:
    """Have both serve their metrics on a free port."""
    return [
        replace(one, settings=one.settings.model_copy(update={"metrics_port": 0})) for one in houses
    ]


async def stats(house: House) -> dict[str, Any]:
    """Give what ``diemtin stats`` says of a bot's store."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("DIEMTIN_")}
    env |= {"DIEMTIN_DATABASE_URL": house.settings.database_url}
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("diemtin"), "stats", "--json",
        env=env, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, _nothing = await process.communicate()
    numbers: dict[str, Any] = json.loads(said)
    return numbers


async def checks(house: House, name: str | None) -> dict[str, str]:
    """Give what ``diemtin check`` says to the token of a bot under a name."""
    token = SecretStr(str(house.world.settings.token))
    settings = house.settings.model_copy(update={"bot": name, "token": token})
    return {one.what: one.words for one in await run_checks(settings, now=house.clock)}


async def test_numbers_are_those_of_the_bot_that_is_asked(houses: list[House]) -> None:
    """The others stand beside them by their names; metrics carry the bot as a label."""
    houses = with_metrics(houses)
    vietnamese, english = houses
    url = publish(vietnamese, [RICE])
    async with vietnamese.running() as one, english.running() as two:
        for house, program in zip(houses, (one, two), strict=True):
            await follow(house, program.store)
        await one_waits(english, two)
        await add_feed(vietnamese, one, url)
        await until(lambda: bool(of_article(vietnamese, RICE)), within=20)
        await _written_down(one)
        await _in_the_chat(houses)
        await _in_metrics(one, two)
        await _on_the_command_line(english)


async def _written_down(program: Program) -> None:
    """Wait until it is on record that what arrived was sent."""
    for _look in range(400):
        if not (await program.store.outbox.waiting())[DeliveryState.IN_FLIGHT]:
            return
        await asyncio.sleep(0.05)
    pytest.fail("still in flight")


async def _in_the_chat(houses: list[House]) -> None:
    queues = VIETNAMESE.desk.running.queue_empty, "📨 Waiting: 1"
    for house, texts, queue, sent in zip(houses, TEXTS, queues, (1, 0), strict=True):
        words = texts.desk.running
        names = words.unnamed_bot, "en"
        bots = [
            words.bot.format(name=name, readers=1, owed=owed)
            for name, owed in zip(names, (0, 1), strict=True)
        ]
        status = await said(house, "/trangthai")
        readers = _plain(words.readers.format(active=1, stopped=0, asleep=0))
        assert all(line in status for line in (queue, *bots, readers)), status
        numbers = await said(house, "/thongke")
        in_words = texts.desk.numbers.sent.format(sent=sent, failed=0)
        assert all(line in numbers for line in (_plain(in_words), *bots)), numbers


def _plain(html: str) -> str:
    return html.replace("<b>", "").replace("</b>", "")


async def _in_metrics(one: Program, two: Program) -> None:
    for program, bot, sent in ((one, "", 1), (two, "en", 0)):
        found = values((await ask(program, "/metrics")).text)
        assert found["diemtin_deliveries{bot=,state=sent}"] == 1
        assert found["diemtin_deliveries{bot=en,state=owed}"] == 1
        assert found["diemtin_deliveries{bot=,state=owed}"] == 0
        assert found["diemtin_subscribers{bot=en,state=active}"] == 1
        assert found["diemtin_oldest_owed_seconds{bot=}"] == 0
        assert found["diemtin_oldest_owed_seconds{bot=en}"] > 0
        assert found["diemtin_delivery_seconds_count{kind=digest}"] == sent
        infos = [name for name in found if name.startswith("diemtin_info{")]
        assert len(infos) == 1
        assert infos[0].startswith(f"diemtin_info{{bot={bot},")


async def _on_the_command_line(english: House) -> None:
    numbers = await stats(english)
    assert numbers["subscribers_active"] == 2
    assert (numbers["owed"], numbers["bot_(no name)_owed"], numbers["bot_en_owed"]) == (1, 0, 1)
    assert numbers["bot_en_oldest_owed_at"] == numbers["oldest_owed_at"]
    assert numbers["bot_(no name)_oldest_owed_at"] is None
    known = await checks(english, "en")
    assert "2 bots: no name (1 readers), en (1 readers)" in known["store"]
    assert "name" not in known
    number = TOKENS[None].partition(":")[0]
    assert f"knows the bot {number} by the name (none)" in (await checks(english, None))["name"]


async def test_alarms_and_the_log_say_at_which_bot(
    houses: list[House], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An alarm comes from the bot it is about; what happened at another one carries its name."""
    vietnamese, english = houses
    async with vietnamese.running() as one, english.running() as two:
        for house, program in zip(houses, (one, two), strict=True):
            await follow(house, program.store)
        await _one_is_uncertain(english, two)
        for program in (one, two):
            await program.watching.get_job("watch").func()
        raised = [_plain(texts.desk.alarms.raised["held"].format(count=1)) for texts in TEXTS]
        await until(lambda: any(raised[1] in words for words in english.chat.words()), within=20)
        assert not any(raised[0] in words for words in vietnamese.chat.words())
        await _fails(english, two, monkeypatch)
        english.chat.say("/phat Tối nay bảo trì")
        await english.chat.press_when_there(ENGLISH.desk.announcement.go_on.format(count=1))
        await english.chat.press_when_there(ENGLISH.desk.announcement.send)
        await _in_the_logs(houses)


async def _one_is_uncertain(house: House, program: Program) -> None:
    await one_waits(house, program)
    store = program.store
    reader = await store.subscribers.find(store.address(READER))
    assert reader is not None
    number = await store.outbox.owe_notice(reader.id, {"html": "tin"}, house.clock())
    await store.outbox.uncertain(number, "timed out", house.clock())


async def _fails(house: House, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_args: object, **_facts: object) -> None:
        raise KeyError("hỏng")

    monkeypatch.setattr(program.store.search, "search", broken)
    await house.chat.answer("/tim giá gạo", within=20)


async def _in_the_logs(houses: list[House]) -> None:
    for house, texts in zip(houses, TEXTS, strict=True):
        words = texts.desk.logbook
        here = house is houses[1]
        log = await said(house, "/nhatky")
        assert (words.reasons["timed out"] in log) is here, "what is undelivered is a bot's own"
        assert "KeyError" in log
        assert ("🤖 en" in log) is not here
        acts = await said(house, "/nhatky quantri")
        assert ("🤖 en" in acts) is not here
        assert _name_of_the_reader(house) in acts, acts


def _name_of_the_reader(house: House) -> str:
    return str(house.world.user(READER)["first_name"])
