"""One of several senders: what it has in hand stays its own while chats are dealt out anew."""

import asyncio

import pytest

from bot.delivery import Pace, Sender, membership
from bot.delivery.membership import Membership
from digests.model import Address, ChatKind, DeliveryState
from digests.store import open_store
from digests.store.database import Turn
from tests import postgres
from tests.delivery.conftest import EVERYTHING, Office

CHAT = 3001


@pytest.mark.parametrize("any_store_url", ["postgresql"], indirect=True)
async def test_nothing_comes_into_hand_while_chats_are_dealt_out(
    office: Office, any_store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it gives up then may be another one's already: it claims when it knows what it holds."""
    monkeypatch.setattr(membership, "RENEW_EVERY", 0.01)
    store, clock = await open_store(any_store_url, now=office.clock), office.clock
    office.world.people.make_chat("private", "An", id=CHAT)
    address = Address("telegram", str(CHAT))
    reader = await store.subscribers.meet(address, ChatKind.PRIVATE, "An", "vi", clock())
    await store.subscribers.follow(reader.id, EVERYTHING)
    owed = await store.outbox.owe_notice(reader.id, {"html": "Thông báo"}, clock())
    member = Membership(store, Pace(), now=clock, resend=True)
    sender = Sender(store, office.bot, office.pace, now=clock, membership=member)
    await member.renew(())
    with postgres.connect(any_store_url) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [int(Turn.SENDERS)])
        keeping = asyncio.create_task(member.keep(tuple, lambda: None))
        while not member.dealing.locked():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        sending = asyncio.create_task(sender.deliver_all())
        for _look in range(20):
            await asyncio.sleep(0.01)
            assert await store.outbox.outcome(owed) == (DeliveryState.OWED, None)
        other.execute("SELECT pg_advisory_unlock(%s)", [int(Turn.SENDERS)])
    await sending
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    assert await store.outbox.outcome(owed) == (DeliveryState.SENT, None)
    await store.close()
