"""An editor's post with a photo: its picture is in the preview and in what readers get."""

from importlib.resources import files
from typing import Any

import httpx
import pytest

from bot.messages.pictures import kept_by_telegram
from bot.playground import LocalBotApi
from bot.texts import VIETNAMESE
from digests.model import Photo
from tests.handlers.conftest import EDITOR
from tests.handlers.conftest import Chat as Room

Chat = Any
Deliver = Any

VI = VIETNAMESE.desk.article
PICTURE = (files("bot.playground.newspaper") / "pictures" / "ben-do.jpg").read_bytes()
POST = """Bến đò Phú Lâm mở thêm chuyến tối

Từ 1/12 bến đò Phú Lâm có thêm hai chuyến lúc 19:00 và 20:00 cho công nhân tan ca.

Vé vẫn 5.000 đồng một lượt, học sinh đi miễn phí."""


class PostingRoom(Room):
    """A chat in which a person sends files too."""

    async def attach(self, kind: str, answers: int, **fields: object) -> list[dict[str, Any]]:
        """Send a photo or document; give the bot's answers once there are so many."""
        said = await self.send_file(kind, **fields)
        return await self.answers(said, answers)

    async def send_file(self, kind: str, **fields: object) -> int:
        """Send a photo or document; give its number."""
        sent = await self.page.post(
            f"/api/chats/{self.id}/messages",
            files={kind: ("ben-do.jpg", PICTURE, "image/jpeg")},
            data={name: str(value) for name, value in fields.items()},
        )
        assert sent.status_code == 201, sent.text
        return int(sent.json()["message_id"])

    async def every(self) -> list[dict[str, Any]]:
        """Give all messages of the chat, the person's own too."""
        return list((await self.page.get(f"/api/chats/{self.id}/messages")).json())

    async def file_of(self, number: int) -> str:
        """Give Telegram's id of the photo of a message."""
        message = next(one for one in await self.every() if one["message_id"] == number)
        return str(message["photo"][-1]["file_id"])


@pytest.fixture
async def editor(page: httpx.AsyncClient) -> PostingRoom:
    """The private chat of one of the bot's editors."""
    await page.post("/api/chats", json={"type": "private", "title": "Biên tập", "id": EDITOR})
    return PostingRoom(page, EDITOR)


def picture(message: dict[str, Any]) -> str | None:
    """Give Telegram's id of a message's photo."""
    return str(message["photo"][-1]["file_id"]) if "photo" in message else None


async def test_the_photo_of_a_post_is_previewed_and_reaches_readers(
    editor: PostingRoom, chat: Chat, deliver: Deliver
) -> None:
    """With a caption that was corrected; also where the article is opened and found by caption."""
    await chat.ask("/start", answers=2)
    await chat.ask("/theodoi tất cả")
    sent = await editor.send_file("photo", caption=POST)
    preview, card = await editor.answers(sent, 2)
    own = await editor.file_of(sent)
    assert picture(preview) == own
    assert editor.words(preview).startswith("Bến đò Phú Lâm mở thêm chuyến tối\n")
    await editor.press(card, editor.buttons(card)[VI.caption])
    preview, card = await editor.ask("Khách chờ đò lúc chiều muộn", answers=2)
    assert picture(preview) == own
    assert "📷 Khách chờ đò lúc chiều muộn" in editor.words(preview)
    await editor.press(card, editor.buttons(card)[VI.send])
    before = (await chat.messages())[-1]["message_id"]
    await deliver()
    (got,) = await chat.messages(after=before)
    assert (picture(got), chat.words(got)) == (own, chat.words(preview))
    (found,) = await chat.ask("/anh cho do")
    assert picture(found) == own


async def test_a_draft_gets_a_photo_another_one_and_none(
    editor: PostingRoom, chat: Chat, deliver: Deliver, store: Any
) -> None:
    """What is written under it is its caption; the one before it goes with its own."""
    await chat.ask("/start", answers=2)
    await chat.ask("/theodoi tất cả")
    _preview, card = await editor.ask(f"/dang {POST}", answers=2)
    photo = editor.buttons(card)[VI.photo]
    said = (await editor.messages())[-1]["message_id"]
    assert await editor.press(card, "qaw:1") == VI.no_photo
    await editor.press(card, photo)
    (asked,) = await editor.answers(said, 1)
    assert editor.buttons(asked) == {VI.back: "qa:1"}
    (again,) = await editor.ask("khoan đã")
    assert editor.words(again) == editor.words(asked), "it is still waited for"
    (as_file,) = await editor.attach("document", 1)
    assert editor.words(as_file).startswith("Ảnh gửi ở dạng tệp")
    for caption in ("Bến đò lúc sáng", ""):
        sent = await editor.send_file("photo", caption=caption)
        preview, card = await editor.answers(sent, 2)
        assert picture(preview) == await editor.file_of(sent)
        assert ("📷 Bến đò lúc sáng." in editor.words(preview)) == bool(caption)
        await editor.press(card, photo)
    (asked,) = (await editor.messages())[-1:]
    said = asked["message_id"]
    await editor.press(asked, editor.buttons(asked)[VI.without_photo])
    preview, card = await editor.answers(said, 2)
    assert picture(preview) is None
    await editor.press(card, editor.buttons(card)[VI.send])
    before = (await chat.messages())[-1]["message_id"]
    await deliver()
    (got,) = await chat.messages(after=before)
    assert picture(got) is None
    (stored,) = await store.articles.latest(limit=1)
    assert stored.article.photos == ()


async def test_what_is_asked_for_can_be_left_as_it_is(editor: PostingRoom) -> None:
    """The card stands in the place of the question, and words are a search again."""
    _preview, card = await editor.ask(f"/dang {POST}", answers=2)
    for part in (VI.photo, VI.title):
        said = (await editor.messages())[-1]["message_id"]
        await editor.press(card, editor.buttons(card)[part])
        (asked,) = await editor.answers(said, 1)
        await editor.press(asked, editor.buttons(asked)[VI.back])
        assert VI.send in editor.buttons(await editor.now(asked))
        (found,) = await editor.ask("lúa")
        assert "Không tìm thấy" in editor.words(found)
    await editor.press(card, editor.buttons(card)[VI.photo])
    preview, _card = await editor.attach("photo", 2, caption=POST * 2)
    assert editor.words(preview).startswith("Bến đò Phú Lâm mở thêm"), "another article"


async def test_a_picture_of_another_bot_leaves_the_article_to_be_read(
    chat: Chat, publish: Any, deliver: Deliver
) -> None:
    """After a change of the token Telegram knows the old ids no more."""
    await chat.ask("/start", answers=2)
    (followed,) = await chat.ask("/theodoi tất cả")
    await publish("Lúa chín sớm", photos=(Photo(kept_by_telegram("AgACOfAnother"), "Lúa vàng"),))
    await deliver()
    (got,) = await chat.messages(after=followed["message_id"])
    assert picture(got) is None
    assert chat.words(got).startswith("Lúa chín sớm\n")


async def test_an_inline_result_of_a_kept_photo_is_the_photo(
    editor: PostingRoom, publish: Any
) -> None:
    """With a thumbnail on the page and the digest as its caption; beside results by address."""
    sent = await editor.send_file("photo", caption=POST)
    file = await editor.file_of(sent)
    await publish("Bến đò mở chuyến tối", photos=(Photo(kept_by_telegram(file), "Bến đò"),))
    await publish("Bến đò đông khách", photos=(Photo("https://bao.example/anh/do.jpg"),))
    answer = (await editor.page.post("/api/inline", json={"query": "ben do"})).json()
    by_kind = {one["type"]: one for one in answer["results"]}
    assert set(by_kind) == {"photo", "article"}
    kept = by_kind["photo"]
    assert kept["content"]["caption"].startswith("Bến đò mở chuyến tối\n")
    assert (await editor.page.get(kept["thumbnail_src"])).content == PICTURE
    chosen = {"query_id": answer["query_id"], "result_id": kept["id"]}
    message = (await editor.page.post(f"/api/chats/{EDITOR}/choose", json=chosen)).json()
    assert picture(message) == file


async def test_inline_results_stay_whole_with_a_picture_of_another_bot(
    page: httpx.AsyncClient, publish: Any
) -> None:
    """What Telegram does not know is told in words; the other results are there too."""
    await publish("Bến đò mở chuyến tối", photos=(Photo(kept_by_telegram("AgACOfAnother")),))
    await publish("Bến đò đông khách")
    answer = (await page.post("/api/inline", json={"query": "ben do"})).json()
    assert [one["type"] for one in answer["results"]] == ["article", "article"]


async def test_a_long_article_answers_its_photo(editor: PostingRoom, api: LocalBotApi) -> None:
    """/dang behind a photo without words: a text of any length, or an address."""
    (asked,) = await editor.attach("photo", 1)
    assert editor.words(asked).startswith("Ảnh này chưa có bài đi kèm.")
    sent = (await editor.every())[0]["message_id"]
    preview, _card = await editor.ask(f"/dang {POST}", answers=2, reply_to=sent)
    assert picture(preview) == await editor.file_of(sent)
    front = (await editor.page.get("/bao/song-hong/rss.xml")).text
    link = front.split("<item>")[1].split("<link>")[1].split("</link>")[0]
    url = f"{api.url}/bao{link.partition('/bao')[2]}"
    _reading, preview, _card = await editor.ask(f"/dang {url}", answers=3, reply_to=sent)
    assert picture(preview) == await editor.file_of(sent)


async def test_the_command_may_stand_in_the_caption(editor: PostingRoom) -> None:
    """It is no part of the headline; with nothing behind it the photo has no article."""
    preview, _card = await editor.attach("photo", 2, caption=f"/dang {POST}")
    assert editor.words(preview).startswith("Bến đò Phú Lâm mở thêm chuyến tối\n")
    (asked,) = await editor.attach("photo", 1, caption="/post")
    assert editor.words(asked).startswith("Ảnh này chưa có bài đi kèm.")


async def test_an_album_is_one_article(editor: PostingRoom) -> None:
    """Its words stand under one of its photos; the others are answered nothing."""
    first = await editor.send_file("photo", caption=POST, media_group_id="7")
    await editor.send_file("photo", media_group_id="7")
    _preview, card = await editor.answers(first, 2)
    await editor.press(card, editor.buttons(card)[VI.drop])
    await editor.ask("/dang")
    said = await editor.messages(after=first)
    assert len(said) == 3, "the preview, the card, and the answer to the last command"


async def test_a_picture_that_is_a_file_is_left_out_and_told(editor: PostingRoom) -> None:
    """Its words are in hand all the same."""
    told, preview, card = await editor.attach("document", 3, caption=POST)
    assert editor.words(told).startswith("Ảnh gửi ở dạng tệp")
    assert picture(preview) is None
    assert VI.send in editor.buttons(card)


async def test_a_photo_that_is_no_post_is_what_it_was(editor: PostingRoom, page: Any) -> None:
    """A line under it is searched; too little is no article; a reader's post is none either."""
    (found,) = await editor.attach("photo", 1, caption="lúa")
    assert "Không tìm thấy" in editor.words(found)
    (nothing,) = await editor.attach("photo", 1, caption="Lúa\nchín")
    assert editor.words(nothing) == VI.no_article
    reader = PostingRoom(page, Room(page, EDITOR + 5000).id)
    await page.post("/api/chats", json={"type": "private", "title": "Người đọc", "id": reader.id})
    (searched, *_more) = await reader.attach("photo", 1, caption=POST)
    assert VI.send not in reader.buttons(searched)
