"""Weekly and breaking, from the button in the chat to the message that comes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.lifecycle import Program
from digests.model import Address, Rhythm, Subscriber
from tests.e2e.conftest import House, until
from tests.e2e.papers import BRIDGE, RICE, SCHOOL, publish

TO_SUNDAY_MORNING = timedelta(days=4, hours=23, minutes=30)
"""From Tuesday 08:00, when the house's clock begins."""


def buttons(message: dict[str, Any]) -> dict[str, str]:
    rows = message["reply_markup"]["inline_keyboard"]
    return {one["text"]: one["callback_data"] for row in rows for one in row}


async def reader(house: House, program: Program) -> Subscriber:
    found = await program.store.subscribers.find(Address("telegram", str(house.chat.number)))
    assert found is not None
    return found


async def begin(house: House, program: Program, rhythm: Rhythm) -> dict[str, Any]:
    """Say /start, choose a rhythm and ask for the schedule."""
    await house.chat.answer("/start")
    number = (await reader(house, program)).id
    await program.store.subscribers.change(number, rhythm=rhythm)
    house.chat.say("/lich")
    await until(lambda: bool(schedules(house)))
    return schedules(house)[0]


def schedules(house: House) -> list[dict[str, Any]]:
    return [one for one in house.chat.messages() if "Lịch nhận tin\nBấm" in one.get("text", "")]


async def press(house: House, message: dict[str, Any], name: str) -> None:
    """Press a button; its message then shows another state."""
    number = message["message_id"]
    assert await house.world.people.press(house.chat.number, number, buttons(message)[name])
    (now,) = [one for one in house.chat.messages() if one["message_id"] == number]
    assert name not in buttons(now)


async def poll(house: House, program: Program, address: str, source: str) -> None:
    await program.store.feeds.add(address, source=source, now=house.clock())
    await program.poll()
    await program.poll.finish()


async def round_up(program: Program) -> None:
    await program.editions.make_due()
    await program.sender.deliver_all()


def rich(house: House) -> list[str]:
    """Give what the rich messages say, as one text each."""
    return [str(m["rich_message"]) for m in house.chat.messages() if "rich_message" in m]


async def test_a_reader_of_single_messages_presses_for_the_week(house: House) -> None:
    """Off by itself; one press, and on Sunday it comes with its own heading."""
    url = publish(house, [RICE, SCHOOL])
    async with house.running() as program:
        schedule = await begin(house, program, Rhythm.AT_ONCE)
        assert "✅ Tin nóng" not in buttons(schedule)
        await press(house, schedule, "▫️ Tuần qua")
        await poll(house, program, url, "Báo Phú Lâm")
        await program.sender.deliver_all()
        house.clock.forward(TO_SUNDAY_MORNING)
        await round_up(program)
        await until(lambda: len(rich(house)) == 1)
    (week,) = rich(house)
    assert "Tuần qua · " in week
    assert "Chủ Nhật 29/11/2026 07:00" in week
    assert RICE.title in week


async def test_the_week_is_turned_off_by_a_button(house: House) -> None:
    """On Sunday there is the round-up of the day and no other."""
    url = publish(house, [RICE])
    async with house.running() as program:
        schedule = await begin(house, program, Rhythm.EDITIONS)
        await press(house, schedule, "✅ Tuần qua")
        assert (await reader(house, program)).wants_weekly is False
        house.clock.forward(timedelta(days=4, hours=12))
        await poll(house, program, url, "Báo Phú Lâm")
        house.clock.forward(timedelta(hours=11, minutes=30))
        await round_up(program)
        await until(lambda: len(rich(house)) == 1)
        await round_up(program)
    (day,) = rich(house)
    assert "Điểm tin" in day


def told_by(house: House, papers: range) -> list[str]:
    """Have papers tell of the bridge, each in words of its own headline; give their feeds."""
    told = [replace(BRIDGE, title=f"{BRIDGE.title}, tin của báo {n}") for n in papers]
    return [publish(house, [one], feed=f"{n}.xml") for n, one in zip(papers, told, strict=True)]


def of_the_bridge(house: House) -> list[str]:
    return [words for words in house.chat.words() if words.startswith(BRIDGE.title)]


async def test_breaking_news_comes_at_once_to_readers_of_editions(house: House) -> None:
    """Three papers are not enough; with the fourth one message comes, which names the others."""
    async with house.running() as program:
        await begin(house, program, Rhythm.EDITIONS)
        for n, url in enumerate(told_by(house, range(3))):
            await poll(house, program, url, f"Báo {n}")
        await program.sender.deliver_all()
        assert of_the_bridge(house) == []
        for url in told_by(house, range(3, 4)):
            await poll(house, program, url, "Báo 3")
        await until(lambda: len(of_the_bridge(house)) == 1)
    (message,) = of_the_bridge(house)
    assert "Cùng tin: Báo 1, Báo 2, Báo 3" in message


async def test_breaking_news_is_turned_off_by_a_button(house: House) -> None:
    """Then four papers may tell what they like: it waits for the round-up."""
    async with house.running() as program:
        schedule = await begin(house, program, Rhythm.EDITIONS)
        await press(house, schedule, "✅ Tin nóng")
        for n, url in enumerate(told_by(house, range(4))):
            await poll(house, program, url, f"Báo {n}")
        await program.sender.deliver_all()
        assert of_the_bridge(house) == []
        house.clock.forward(timedelta(hours=10, minutes=30))
        await round_up(program)
        await until(lambda: len(rich(house)) == 1)
    assert "Báo 3" in rich(house)[0]
