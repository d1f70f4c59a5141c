"""Each outcome of the table, met over HTTP: what becomes of the delivery and of the reader."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.connection import make_sending_bot
from bot.delivery import Pace, outcomes
from bot.delivery.outcomes import TABLE
from bot.settings import Settings
from digests.model import Address, ChatKind, DeliveryState, Photo, SubscriberState
from tests.delivery.conftest import Office

CHAT = 2001
CHANNEL = -1002001
DOC = Path(__file__).resolve().parents[2] / "docs" / "delivery.md"
EXAMPLES = {
    r"bot was (blocked|kicked)": "bot was blocked by the user",
    r"CHAT_SEND_(PHOTOS|MEDIA)_FORBIDDEN": "CHAT_SEND_PHOTOS_FORBIDDEN",
    r"not enough rights to (send|post)": "not enough rights to send text messages to the chat",
    r"CHAT_(GUEST_)?SEND_(\w+_)?FORBIDDEN": "CHAT_GUEST_SEND_FORBIDDEN",
    r"have no (write )?access to the chat": "have no write access to the chat",
    r"(wrong|invalid file) HTTP URL specified": "wrong HTTP URL specified",
    r"MEDIA_(EMPTY|INVALID)": "MEDIA_EMPTY",
    r"WEBPAGE_\w+": "WEBPAGE_CURL_FAILED",
    r"(RICH_MESSAGE_)?PHOTO_\w+": "PHOTO_INVALID_DIMENSIONS",
    r"RICH_MESSAGE_\w+": "RICH_MESSAGE_EMAIL_INVALID",
    r"ENTITY_\w+": "ENTITY_BOUNDS_INVALID",
    r"(message|caption|text) is too long": "message is too long",
    r"MEDIA_CAPTION_TOO_LONG|MESSAGE_TOO_LONG": "MESSAGE_TOO_LONG",
    r"BALANCE_TOO_LOW|PAYMENT_UNSUPPORTED|not enough (Telegram )?Stars": "BALANCE_TOO_LOW",
    r"BUTTON_DATA_INVALID|BUTTON_URL_INVALID|wrong HTTP URL": "BUTTON_DATA_INVALID",
}
SENT, REFUSED = DeliveryState.SENT, DeliveryState.REFUSED
ENDS = {
    "AlreadySo": SENT,
    "EditRefused": REFUSED,
    "Gone": REFUSED,
    "NoPhotos": SENT,
    "PhotoRefused": SENT,
    "MarkupRefused": SENT,
    "TooLong": SENT,
    "RichRefused": REFUSED,
    "PaymentRefused": REFUSED,
    "Refused": REFUSED,
}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.words)
async def test_a_refusal_ends_as_the_table_says(
    office: Office, row: outcomes.Row, picture: bytes
) -> None:
    """Met once, on the first attempt: the message in another form, or its end on record."""
    office.pictures["a.jpg"] = picture
    reader = await office.reader(CHAT)
    await office.publish("một", photo=f"{office.api.url}/anh/a.jpg")
    said = EXAMPLES.get(row.words, row.words)
    office.fault(fault="refuse", code=400, description=f"Bad Request: {said}", times=1,
                 method="sendphoto")  # fmt: skip
    await office.send()
    assert await office.states() == [ENDS[row.kind.__name__]]
    now = await office.store.subscribers.get(reader.id)
    gone = row.kind is outcomes.Gone
    assert now.state is (SubscriberState.PAUSED if gone else SubscriberState.ACTIVE)
    arrived = ENDS[row.kind.__name__] is SENT and row.kind is not outcomes.AlreadySo
    assert office.words(CHAT) == (["Tin một"] if arrived else [])


async def test_the_documents_show_the_table() -> None:
    """Every row of the code stands in docs/delivery.md, and every kind of outcome."""
    text = DOC.read_text(encoding="utf-8")
    for row in TABLE:
        assert f"`{row.words.replace('|', chr(92) + '|')}`" in text, row.words
    for kind in outcomes.Outcome.__subclasses__():
        assert f"`{kind.__name__}`" in text, kind


@pytest.mark.parametrize(
    "fault", ["blocked", "deactivated", "kicked", "never_started", "chat_not_found", "no_rights",
              "need_admin", "write_forbidden", "topic_closed", "topic_deleted", "thread_not_found"]
)  # fmt: skip
async def test_a_closed_chat_sleeps_and_the_others_are_served(office: Office, fault: str) -> None:
    """Its words are on record, nothing more is owed to it, and its neighbour gets everything."""
    closed = await office.reader(CHAT)
    await office.reader(CHAT + 1)
    await office.publish("một")
    await office.publish("hai")
    office.fault(fault=fault, chat=CHAT)
    await office.send()
    assert office.words(CHAT) == []
    assert office.words(CHAT + 1) == ["Tin một", "Tin hai"]
    sleeping = await office.store.subscribers.get(closed.id)
    assert sleeping.state is SubscriberState.PAUSED
    assert sleeping.pause_reason
    assert set(await office.states()) == {SENT, REFUSED, DeliveryState.CANCELLED}


async def test_a_flood_is_waited_out_to_the_second(office: Office) -> None:
    """Nobody overtakes in that chat, others are served, and a restart changes nothing."""
    await office.reader(CHAT)
    await office.reader(CHAT + 1)
    await office.publish("một")
    await office.publish("hai")
    office.fault(fault="flood", chat=CHAT, seconds=5000)
    await office.send()
    assert (office.words(CHAT), office.words(CHAT + 1)) == ([], ["Tin một", "Tin hai"])
    calls = office.world.calls
    office.clock.forward(timedelta(seconds=4999))
    await office.send()
    assert office.world.calls == calls, "asked before the time was over"
    office.clock.forward(timedelta(seconds=2))
    office.pace = replace_pace()
    await office.send()
    assert office.words(CHAT) == ["Tin một", "Tin hai"]


def replace_pace() -> Pace:
    """Give the pace of a fresh process."""
    return Pace(per_second=1000, chat_pause=0.001, group_pause=0.001)


async def test_a_flood_of_the_whole_bot_stops_everything_and_outlives_a_restart(
    office: Office,
) -> None:
    """After three chats in a row nobody else is asked; the next process knows it too."""
    for place in range(30):
        await office.reader(CHAT + place)
    await office.publish("một")
    office.pace = replace_pace()
    office.fault(fault="flood", seconds=600)
    await office.sender(batch=4, reserve=1).deliver_all()
    assert office.world.calls <= 1 + 8
    assert await office.store.meta.get("telegram_held_until") is not None
    calls, office.pace = office.world.calls, replace_pace()
    sender = office.sender()
    await sender._go_on_waiting()
    office.clock.forward(timedelta(seconds=1))
    await sender.deliver_all()
    assert office.world.calls == calls


async def test_a_group_that_moved_keeps_its_news(office: Office) -> None:
    """The delivery goes to the supergroup, and so does everything after."""
    group = -2001
    await office.reader(group, ChatKind.GROUP)
    await office.publish("một")
    office.fault(fault="migrate", chat=group, times=1)
    await office.send()
    moved = next(chat for chat, room in office.world.rooms.items() if room.title == "An"
                 and chat != group)  # fmt: skip
    assert office.words(moved) == ["Tin một"]
    assert await office.store.subscribers.find(Address("telegram", str(moved))) is not None
    assert await office.store.subscribers.find(Address("telegram", str(group))) is None


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [({"fault": "server_error"}, 1), ({"fault": "server_error", "status": 502}, 1),
     ({"fault": "cut"}, 1), ({"fault": "lost_answer"}, 2)],
)  # fmt: skip
async def test_after_an_uncertain_end_the_same_form_is_sent_again_in_private(
    office: Office, fault: dict[str, Any], arrived: int, picture: bytes
) -> None:
    """A pause first, and never another form of it: the photo stays where a photo was."""
    office.pictures["a.jpg"] = picture
    await office.reader(CHAT)
    await office.publish("một", photo=f"{office.api.url}/anh/a.jpg")
    office.fault(**fault, method="sendphoto", times=1)
    await office.send()
    assert await office.states() == [DeliveryState.OWED]
    office.clock.forward(timedelta(seconds=6))
    await office.send()
    messages = office.world.messages(CHAT)
    assert [("photo" in one) for one in messages] == [True] * arrived
    assert await office.states() == [SENT]


@pytest.mark.parametrize("fault", ["cut", "lost_answer", "server_error"])
async def test_in_a_channel_an_uncertain_message_waits_for_a_person(
    office: Office, fault: str
) -> None:
    """It is on record as uncertain, the next article comes all the same."""
    await office.reader(CHANNEL, ChatKind.CHANNEL)
    await office.publish("một")
    await office.publish("hai")
    office.fault(fault=fault, method="sendmessage", times=1)
    await office.send()
    assert await office.states() == [DeliveryState.UNCERTAIN, SENT]
    assert office.words(CHANNEL)[-1] == "Tin hai"


async def test_no_connection_is_no_doubt_even_in_a_channel(office: Office) -> None:
    """Where nothing was listening nothing arrived: it is simply tried again."""
    await office.reader(CHANNEL, ChatKind.CHANNEL)
    await office.publish("một")
    nowhere = Settings(api_url="http://127.0.0.1:9", _env_file=None)  # type: ignore[call-arg]
    bot, office.bot = office.bot, make_sending_bot(nowhere, office.api.token)
    await office.bot.request.initialize()
    await office.send()
    await office.bot.request.shutdown()
    assert await office.states() == [DeliveryState.OWED]
    office.bot = bot
    office.clock.forward(timedelta(seconds=6))
    await office.send()
    assert office.words(CHANNEL) == ["Tin một"]


async def test_a_lost_token_ends_nothing(office: Office) -> None:
    """While the operator changes the token everything waits, and then it comes."""
    await office.reader(CHAT)
    await office.publish("một")
    office.fault(fault="unauthorized", times=1)
    await office.send()
    assert await office.states() == [DeliveryState.OWED]
    office.clock.forward(timedelta(minutes=2))
    office.pace = replace_pace()
    await office.send()
    assert office.words(CHAT) == ["Tin một"]


async def test_a_photo_is_given_once_and_sent_on_by_its_identity(
    office: Office, picture: bytes
) -> None:
    """Of five readers at the same time one brings the photo."""
    office.pictures["a.jpg"] = picture
    for place in range(5):
        await office.reader(CHAT + place)
    await office.publish("một", photo=f"{office.api.url}/anh/a.jpg")
    await office.send()
    ids = {office.world.messages(CHAT + place)[0]["photo"][-1]["file_id"] for place in range(5)}
    assert len(ids) == 1
    assert set(await office.states()) == {SENT}


async def test_a_photo_that_may_not_be_linked_is_uploaded_once(
    office: Office, picture: bytes
) -> None:
    """Telegram is refused by the paper, we are not: the photo arrives all the same."""
    office.pictures["a.jpg"] = picture
    for place in range(3):
        await office.reader(CHAT + place)
    await office.publish("một", photo=f"{office.api.url}/anh/a.jpg")
    office.fault(fault="photo_refused")
    await office.send()
    shown = [office.world.messages(CHAT + place)[0] for place in range(3)]
    assert all("photo" in one for one in shown)
    assert len({one["photo"][-1]["file_id"] for one in shown}) == 1
    assert shown[0]["photo_url"] is None, "uploaded, not linked"


async def test_a_photo_for_readers_of_the_paper_is_asked_for_as_one(
    office: Office, picture: bytes
) -> None:
    """Telegram gets none, and neither does who does not name the article that shows it."""
    office.pictures["a.jpg"] = picture
    await office.reader(CHAT)
    await office.publish("một", photo=f"{office.api.url}/kin/a.jpg")
    office.fault(fault="photo_refused")
    await office.send()
    (shown,) = office.world.messages(CHAT)
    assert "photo" in shown
    assert shown["photo_url"] is None, "uploaded, not linked"


async def test_of_a_photo_that_cannot_be_had_the_next_size_is_taken(
    office: Office, picture: bytes
) -> None:
    """Telegram cannot fetch the large one; the smaller one is linked, nothing is uploaded."""
    office.pictures["nho.jpg"] = picture
    await office.reader(CHAT)
    small = f"{office.api.url}/anh/nho.jpg"
    await office.publish("một", photo=f"{office.api.url}/anh/to.jpg", smaller=small)
    await office.send()
    (shown,) = office.world.messages(CHAT)
    assert shown["photo_url"] == small
    assert await office.states() == [SENT]


async def test_a_photo_that_nobody_takes_is_left_out(office: Office, picture: bytes) -> None:
    """Refused by address and as an upload: the text comes, and the photo is not tried again."""
    office.pictures["a.jpg"] = picture
    for place in range(3):
        await office.reader(CHAT + place)
    await office.publish("một", photo=f"{office.api.url}/anh/a.jpg")
    office.fault(fault="photo_refused", uploads=True)
    calls = office.world.calls
    await office.send()
    assert [office.words(CHAT + place) for place in range(3)] == [["Tin một"]] * 3
    assert office.world.calls - calls == 5


@pytest.mark.parametrize(
    ("status", "state"),
    [(403, DeliveryState.OWED), (413, REFUSED), (429, DeliveryState.OWED),
     (502, DeliveryState.UNCERTAIN), (200, DeliveryState.UNCERTAIN)],
)  # fmt: skip
async def test_an_answer_that_is_not_telegrams_ends_nobodys_subscription(
    office: Office, status: int, state: DeliveryState, caplog: pytest.LogCaptureFixture
) -> None:
    """A proxy's page in HTML: what it certainly kept back is tried again, else a person decides."""
    channel = await office.reader(CHANNEL, ChatKind.CHANNEL)
    await office.publish("một")
    wall = f"{office.api.url}/proxy/{status}"
    settings = Settings(api_url=wall, _env_file=None)  # type: ignore[call-arg]
    office.bot = make_sending_bot(settings, office.api.token)
    await office.bot.request.initialize()
    await office.send()
    await office.bot.request.shutdown()
    assert await office.states() == [state]
    _state, words = await office.store.outbox.outcome(1)
    assert "<p>" not in f"{words} {caplog.text}", "the page is nobody's to read"
    active = await office.store.subscribers.get(channel.id)
    assert active.state is SubscriberState.ACTIVE


async def _change(office: Office, number: int, **changed: object) -> None:
    """Have the publisher change an article, and the change go out."""
    stored = await office.store.articles.get(number)
    digest = replace(stored.digest, **changed)  # type: ignore[arg-type]
    article = replace(stored.article, lead=digest.lead, photos=())
    assert await office.store.articles.replace(number, article, digest, office.clock())
    await office.send()


async def test_an_article_that_lost_its_photo_and_grew_is_still_changed(
    office: Office, picture: bytes
) -> None:
    """The message that was sent keeps its photo, so its words have the room of a caption."""
    office.pictures["a.jpg"] = picture
    await office.reader(CHAT)
    number = await office.publish("một", photo=f"{office.api.url}/anh/a.jpg")
    await office.send()
    await _change(office, number, photo=None, lead="Nước sông lên rất cao. " * 90)
    (message,) = office.world.messages(CHAT)
    assert "Nước sông lên rất cao." in message["caption"]
    assert await office.states() == [SENT, SENT]


async def test_a_change_shows_no_more_than_the_chat_chose(office: Office, picture: bytes) -> None:
    """Who wants no photos is told nothing of one, and keeps the preview of the link."""
    office.pictures["a.jpg"] = picture
    reader = await office.reader(CHAT)
    await office.store.subscribers.change(reader.id, photos=False, preview=True)
    number = await office.publish("một", photo=f"{office.api.url}/anh/a.jpg")
    await office.send()
    shown = Photo(f"{office.api.url}/anh/a.jpg", "Nước tràn qua cầu")
    await _change(office, number, photo=shown, lead="Nước đã rút.")
    (message,) = office.world.messages(CHAT)
    assert "Nước đã rút." in message["text"]
    assert "Nước tràn qua cầu" not in message["text"]
    assert not message.get("link_preview_options", {}).get("is_disabled")
    assert await office.states() == [SENT, SENT]


@pytest.mark.parametrize("words", ["message to edit not found", "message can't be edited"])
async def test_an_edit_that_is_refused_ends_quietly(office: Office, words: str) -> None:
    """The reader deleted the message, or it is too old: the reader stays awake."""
    reader = await office.reader(CHAT)
    number = await office.publish("một")
    await office.send()
    stored = await office.store.articles.get(number)
    lead = "Sáu người đã được cứu."
    article, digest = replace(stored.article, lead=lead), replace(stored.digest, lead=lead)
    assert await office.store.articles.replace(number, article, digest, office.clock())
    office.fault(fault="refuse", code=400, description=f"Bad Request: {words}", times=1,
                 method="editmessagecaption")  # fmt: skip
    await office.send()
    assert await office.states() == [SENT, REFUSED]
    assert (await office.store.subscribers.get(reader.id)).state is SubscriberState.ACTIVE
