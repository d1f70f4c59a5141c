"""What may or may not have arrived in a channel waits for an admin's button."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.alarms import Alarms
from bot.connection import make_sending_bot
from bot.delivery import Pace, Sender
from bot.handlers.context import Services
from bot.playground import ADMIN, CHANNEL, LocalBotApi
from bot.settings import Settings
from digests.model import (
    Address,
    Article,
    ChatKind,
    DeliveryState,
    Digest,
    Subscription,
    SubscriptionKind,
)
from digests.store import Publication, Store
from tests.handlers.conftest import Chat, Clock


@pytest.fixture
async def sender(
    api: LocalBotApi, settings: Settings, store: Store, clock: Clock
) -> AsyncIterator[Sender]:
    """A sender in a hurry."""
    pace = Pace(per_second=1000, chat_pause=0.001, group_pause=0.001)
    async with make_sending_bot(settings, api.token) as sending:
        yield Sender(store, sending, pace, now=clock)


@pytest.fixture
async def held(store: Store, api: LocalBotApi, sender: Sender, clock: Clock) -> LocalBotApi:
    """Two digests that were sent to a channel; the answers to both are lost."""
    address = Address("telegram", str(CHANNEL))
    reader = await store.subscribers.meet(address, ChatKind.CHANNEL, "Kênh Lúa", "vi", clock())
    await store.subscribers.follow(reader.id, Subscription(SubscriptionKind.ALL))
    for title in ("Gặt sớm", "Mưa muộn"):
        article = Article(title=title, url=f"https://bao.example/{title[0]}", lead="Mở đầu.")
        digest = Digest(title=title, url=article.url, lead=article.lead)
        await store.articles.publish(Publication(article, digest), clock())
    fault = {"fault": "lost_answer", "method": "sendmessage", "chat": CHANNEL, "times": 2}
    api.world.faults.add(fault, api.world.seconds())
    await sender.deliver_all()
    assert len(await store.outbox.held(9)) == 2
    return api


def in_the_channel(api: LocalBotApi, title: str) -> int:
    """Give how often an article stands in the channel."""
    every = api.world.messages(CHANNEL)
    return sum((one.get("text") or "").startswith(title) for one in every)


async def test_an_admin_decides_by_a_button(
    admin: Chat, store: Store, held: LocalBotApi, sender: Sender, clock: Clock
) -> None:
    """One goes again, although it is two days old by now; the other is dropped; both on record."""
    clock.forward(timedelta(days=2))
    (asked,) = await admin.ask("/treo")
    assert "Gặt sớm" in admin.words(asked)
    assert "Kênh Lúa" in admin.words(asked)
    buttons = admin.buttons(asked)
    await admin.press(asked, buttons["🔁 Gửi lại tin 1"])
    await admin.press(asked, buttons["✖️ Bỏ tin 2"])
    assert "Không có tin nào" in admin.words(await admin.now(asked))
    await sender.deliver_all()
    assert (in_the_channel(held, "Gặt sớm"), in_the_channel(held, "Mưa muộn")) == (2, 1)
    waiting = await store.outbox.waiting()
    assert not any(waiting.values())
    (acts,) = await admin.ask("/nhatky quantri")
    assert "gửi lại tin treo số 1" in admin.words(acts)
    assert "bỏ tin treo số 2" in admin.words(acts)


async def test_pressed_again_or_by_somebody_else_nothing_is_sent(
    admin: Chat, chat: Chat, store: Store, held: LocalBotApi
) -> None:
    """The second press is told so; a reader is refused; a number that is none is harmless."""
    assert in_the_channel(held, "Gặt sớm") == 1
    (asked,) = await admin.ask("/treo")
    first = admin.buttons(asked)["🔁 Gửi lại tin 1"]
    (theirs,) = await chat.ask("/trogiup")
    assert "quản trị viên" in await chat.press(theirs, first)
    (refused,) = await chat.ask("/treo")
    assert "quản trị viên" in chat.words(refused)
    assert await admin.press(asked, first) == ""
    assert "đã quyết định" in await admin.press(asked, first)
    assert "đã quyết định" in await admin.press(asked, "qhr:999")
    assert "đã quyết định" in await admin.press(asked, "qhd:x")
    states = await store.outbox.waiting()
    assert (states[DeliveryState.OWED], states[DeliveryState.UNCERTAIN]) == (1, 1)


async def test_all_at_once(admin: Chat, held: LocalBotApi, sender: Sender) -> None:
    """One press for everything that is held."""
    (asked,) = await admin.ask("/treo")
    await admin.press(asked, admin.buttons(asked)["🔁 Gửi lại cả 2"])
    await sender.deliver_all()
    assert (in_the_channel(held, "Gặt sớm"), in_the_channel(held, "Mưa muộn")) == (2, 2)


async def test_admins_hear_of_it_once(
    admin: Chat, bot: Services, held: LocalBotApi, sender: Sender
) -> None:
    """When something is held, and when nothing is any more."""
    assert in_the_channel(held, "Gặt sớm") == 1
    address = Address("telegram", str(ADMIN))
    await bot.store.subscribers.meet(address, ChatKind.PRIVATE, "An", "vi", bot.now())
    alarms = Alarms(bot.store, bot.admins, now=bot.now, running=bot.running)
    for _look in range(2):
        await alarms.look()
    await sender.deliver_all()
    told = [admin.words(one) for one in await admin.messages()]
    assert sum("2 tin gửi vào nhóm hay kênh" in words for words in told) == 1
    (asked,) = await admin.ask("/treo")
    await admin.press(asked, admin.buttons(asked)["✖️ Bỏ cả 2"])
    await alarms.look()
    await sender.deliver_all()
    assert "Không còn tin nào treo" in admin.words((await admin.messages())[-1])
