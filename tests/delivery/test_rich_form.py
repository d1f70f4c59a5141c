"""Editions as rich messages, and what is remembered of those that Telegram refuses."""

from typing import Any

import pytest

from bot.delivery.rich import RichForm
from tests.delivery.conftest import Office

CHAT = 4001


def edition(*urls: str) -> str:
    """Give a rich message with a figure and a paragraph for each picture."""
    figures = (
        f'<figure><img src="{url}"/><figcaption>Ảnh {place}</figcaption></figure><p>Tin {place}</p>'
        for place, url in enumerate(urls)
    )
    return f"<h1>Điểm tin</h1>{''.join(figures)}"


def blocks(message: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [block for block in message["rich_message"]["blocks"] if block["type"] == kind]


async def send(office: Office, form: RichForm, *urls: str) -> tuple[dict[str, Any], int]:
    """Send an edition; give the message that came (empty: none), and how many calls it took."""
    before = office.world.calls
    posted = await form.send(edition(*urls), chat=str(CHAT))
    calls = office.world.calls - before
    if posted is None:
        return {}, calls
    (message,) = (
        one for one in office.world.messages(CHAT) if one["message_id"] == posted.message_id
    )
    return message, calls


@pytest.mark.parametrize("bad", range(5))
async def test_a_picture_that_telegram_cannot_have_is_found_out(
    office: Office, picture: bytes, bad: int
) -> None:
    """All words come each time; soon only that picture is missing, and it costs no more calls."""
    await office.reader(CHAT)
    names = [f"{place}.jpg" for place in range(5)]
    office.pictures |= {name: picture for place, name in enumerate(names) if place != bad}
    urls = [f"{office.api.url}/anh/{name}?a=1&amp;b=2" for name in names]
    form = RichForm(office.bot)
    for _edition in range(5):
        message, calls = await send(office, form, *urls)
        assert message
        assert len(blocks(message, "paragraph")) == 5
    assert len(blocks(message, "photo")) == 4
    assert calls == 1


@pytest.mark.parametrize(
    ("missing", "left"),
    [((), ("slideshow", 3)), ((1,), ("slideshow", 2)), ((0, 2), ("photo", 1)), ((0, 1, 2), None)],
)
async def test_slides_lose_only_what_telegram_cannot_have(
    office: Office, picture: bytes, missing: tuple[int, ...], left: tuple[str, int] | None
) -> None:
    """One that is left stands alone, and no empty frame is sent; the words always come."""
    await office.reader(CHAT)
    names = [f"{place}.jpg" for place in range(3)]
    office.pictures |= {name: picture for place, name in enumerate(names) if place not in missing}
    slides = "".join(f'<img src="{office.api.url}/anh/{name}"/>' for name in names)
    caption = "<figcaption>Cảnh<cite>Ảnh: An</cite></figcaption>"
    html = f"<tg-slideshow>{slides}{caption}</tg-slideshow><h1>Điểm tin</h1>"
    form = RichForm(office.bot)
    for _edition in range(4):
        assert await form.send(html, chat=str(CHAT)) is not None
    last = office.world.messages(CHAT)[-1]["rich_message"]["blocks"]
    found = [block for block in last if block["type"] in {"slideshow", "photo"}]
    assert len(found) == (left is not None)
    for block in found:
        assert (block["type"], len(block.get("blocks", [1]))) == left
        assert block["caption"]["credit"] == "Ảnh: An"
    assert last[-1]["type"] == "heading"


async def test_one_bad_picture_leaves_the_next_editions_alone(
    office: Office, picture: bytes
) -> None:
    """Once known it is left out at the first attempt, and others keep theirs."""
    await office.reader(CHAT)
    office.pictures["tốt.jpg"] = picture
    good, bad = (f"{office.api.url}/anh/{name}.jpg" for name in ("tốt", "hỏng"))
    form = RichForm(office.bot)
    assert (await send(office, form, bad))[1] == 2
    message, calls = await send(office, form, good, bad)
    assert len(blocks(message, "photo")) == 1
    assert calls == 1


async def test_a_server_without_rich_messages_is_asked_once_an_hour(office: Office) -> None:
    """Meanwhile the plain form goes at once; a server that knows them by then gets them again."""
    await office.reader(CHAT)
    office.fault(fault="no_rich")
    seconds = [0.0]
    form = RichForm(office.bot, clock=lambda: seconds[0])
    assert await send(office, form) == ({}, 1)
    seconds[0] = 3599
    assert await send(office, form) == ({}, 0)
    seconds[0] = 3600
    assert await send(office, form) == ({}, 1)
    office.world.faults.clear()
    assert await send(office, form) == ({}, 0)
    seconds[0] = 7200
    message, calls = await send(office, form)
    assert message
    assert calls == 1


@pytest.mark.parametrize(
    "words",
    ["RICH_MESSAGE_BLOCK_INVALID", "can't parse InputRichMessage: unknown tag", "something new"],
)
async def test_a_refused_message_is_one_messages_matter(office: Office, words: str) -> None:
    """The plain form may do; the next edition is tried as a rich one again."""
    await office.reader(CHAT)
    office.fault(fault="refuse", code=400, description=f"Bad Request: {words}", times=1)
    form = RichForm(office.bot)
    assert await send(office, form) == ({}, 1)
    message, _calls = await send(office, form)
    assert message
