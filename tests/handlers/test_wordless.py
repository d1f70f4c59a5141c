"""What people send that is no question: voices, stickers, files, albums, addresses of articles."""

import asyncio
from typing import Any

import httpx
import pytest

from bot.playground import LocalBotApi
from bot.texts import VIETNAMESE
from digests.model import Article, Digest
from digests.store import Publication
from tests.handlers.conftest import Chat as Room
from tests.handlers.test_photo_posts import PostingRoom

Chat = Any
Publish = Any

OWN = VIETNAMESE.own
FILE = {"file_id": "f", "file_unique_id": "u"}
SIZES = {**FILE, "width": 9, "height": 9}
WORDLESS: dict[str, Any] = {
    "voice": {**FILE, "duration": 3},
    "sticker": {**SIZES, "type": "regular", "is_animated": False, "is_video": False},
    "video": {**SIZES, "duration": 3},
    "video_note": {**FILE, "length": 9, "duration": 3},
    "audio": {**FILE, "duration": 3},
    "location": {"latitude": 21.0, "longitude": 105.8},
    "contact": {"phone_number": "1", "first_name": "An"},
    "dice": {"emoji": "🎲", "value": 1},
    "photo": [SIZES],
    "story": {"id": 1, "chat": {"id": 5, "type": "private"}},
}
PDF = {"document": {**FILE, "file_name": "bao.pdf", "mime_type": "application/pdf"}}


async def test_what_has_no_words_is_answered_with_what_is_read(
    chat: Chat, api: LocalBotApi
) -> None:
    """A file that is no list of feeds has its own sentence; service messages have none."""
    people, before = api.world.people, len(await chat.messages())
    for kind, content in WORDLESS.items():
        sent = people.post(chat.id, {kind: content})["message_id"]
        (answer,) = await chat.answers(sent, 1, to=kind)
        assert chat.words(answer) == OWN.only_words
    (answer,) = await chat.answers(people.post(chat.id, dict(PDF))["message_id"], 1)
    assert chat.words(answer) == OWN.file_not_read
    pinned = {"message_id": 1, "date": 0, "chat": {"id": chat.id, "type": "private"}}
    people.post(chat.id, {"pinned_message": pinned})
    await chat.ask("/trogiup")
    assert len(await chat.messages()) == before + len(WORDLESS) + 2


async def test_admins_are_told_too_and_groups_are_left_alone(
    admin: Chat, group: Chat, api: LocalBotApi
) -> None:
    """What people of a group send one another is none of the bot's business."""
    for content in ({"voice": WORDLESS["voice"]}, PDF):
        sent = api.world.people.post(admin.id, dict(content))["message_id"]
        assert len(await admin.answers(sent, 1)) == 1
        api.world.people.post(group.id, dict(content))
    before = len(await group.messages())
    await group.ask("/moi")
    assert len(await group.messages()) == before + 1


async def test_an_album_is_answered_once(page: httpx.AsyncClient, chat: Chat) -> None:
    """Whether it has words or not, and a second album anew."""
    room = PostingRoom(page, chat.id, chat.user)
    for album, words in (("1", {}), ("2", {"caption": "giá vàng"})):
        before = len(await chat.messages())
        first = await room.send_file("photo", media_group_id=album, **words)
        for _other in range(3):
            await room.send_file("photo", media_group_id=album)
        await chat.answers(first, 1)
        await chat.ask("/trogiup", answers=1)
        assert len(await chat.messages()) == before + 2, album


@pytest.mark.parametrize(
    "typed",
    [
        "https://bao.example/kinh-te/gia-vang-12.html",
        "http://bao.example/kinh-te/gia-vang-12.html?utm_source=zalo#binh-luan",
        "https://m.bao.example/kinh-te/gia-vang-12.html?chia-se=1",
        "Mọi người xem nhé https://bao.example/kinh-te/gia-vang-12.html.",
        "/tim https://bao.example/kinh-te/gia-vang-12.html",
    ],
)
async def test_the_address_of_an_article_opens_its_digest(
    chat: Chat, publish: Publish, typed: str
) -> None:
    """As it stands in the browser, in the middle of words, and behind the search command."""
    number = await publish(
        "Giá vàng tăng mạnh", url="https://bao.example/kinh-te/gia-vang-12.html", lead="Sáng nay."
    )
    (answer,) = await chat.ask(typed)
    assert chat.words(answer).startswith("Giá vàng tăng mạnh\nSáng nay.")
    assert chat.buttons(answer)["Lưu"] == f"s:{number}"


async def test_a_forwarded_digest_opens_again(
    chat: Chat, publish: Publish, api: LocalBotApi
) -> None:
    """Its address stands behind the headline."""
    url = "https://bao.example/mua-lu.html"
    await publish("Mưa lũ ở miền Trung", url=url)
    link = {"type": "text_link", "offset": 0, "length": 19, "url": url}
    sent = api.world.people.post(
        chat.id, {"photo": [SIZES], "caption": "Mưa lũ ở miền Trung", "caption_entities": [link]}
    )
    (answer,) = await chat.answers(sent["message_id"], 1)
    assert "Lưu" in chat.buttons(answer)


async def test_an_address_that_is_not_known_is_answered_with_what_can_be_done(chat: Chat) -> None:
    """It may be a paper to follow."""
    (answer,) = await chat.ask("vnexpress.net/bai-123.html")
    said = chat.words(answer)
    assert said.startswith("Tôi chưa có bài nào ở vnexpress.net/bai-123.html.")
    assert "/theodoi vnexpress.net/bai-123.html" in said


async def test_an_article_of_somebodys_own_feed_is_not_opened_by_its_address(
    chat: Chat, store: Any, clock: Any
) -> None:
    """Only those who follow that feed read it."""
    url = "https://rieng.example/bai.html"
    feed = await store.feeds.add(
        "https://rieng.example/rss", source="Riêng", now=clock(), shared=False
    )
    told = Article(title="Tin của riêng ai", url=url), Digest(title="Tin của riêng ai", url=url)
    await store.articles.publish(Publication(*told, feed_id=feed.id), clock())
    (answer,) = await chat.ask(url)
    assert chat.words(answer).startswith("Tôi chưa có bài nào")


async def test_a_command_for_another_bot_is_heard_in_private_only(
    chat: Chat, group: Chat, publish: Publish
) -> None:
    """In a private chat there is no other bot; in a group there may be one."""
    await publish("Giá vàng tăng mạnh")
    (answer,) = await chat.ask("/tim@BotKhacBot vàng")
    assert "Giá vàng tăng mạnh" in chat.words(answer)
    before = len(await group.messages())
    await group.say("/tim@BotKhacBot vàng")
    await asyncio.sleep(0)
    await group.ask("/moi")
    assert len(await group.messages()) == before + 1


async def test_slips_and_greetings_are_understood(chat: Room) -> None:
    """Letters that changed places, the opposite of a command, a greeting, words for the newest."""
    for typed, begins in (
        ("/tmi giá vàng", "Tôi không biết lệnh /tmi. Ý bạn là /tim giá vàng?"),
        ("/unsubscribe vàng", "Bạn không theo dõi “vàng”."),
        ("Xin chào!", "Tôi làm được gì"),
        ("hủy đăng ký", OWN.slash_missing[:20]),
        ("tin mới nhất", OWN.slash_missing[:20]),
    ):
        (answer,) = await chat.ask(typed)
        assert chat.words(answer).startswith(begins), typed
