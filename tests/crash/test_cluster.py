"""Two readers, two senders and two chat processes on one PostgreSQL: the promise of one machine.

Each kind loses a process, the server is restarted as if it had crashed, and the news goes on.
"""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.roles import Role
from digests.model import Address, SubscriberState
from tests.crash.cluster import Cluster, cluster
from tests.crash.town import STEADY
from tests.postgres import Server, execute

COMER = 6001


@pytest.mark.timeout(600)
async def test_any_of_six_processes_and_the_server_may_end(tmp_path: Path) -> None:
    """Every reader has every article once and in order, but for what a killed sender had in flight.

    A person's command is answered although the chat process that stood first is gone.
    """
    with TemporaryDirectory(prefix="diemtin-cluster-") as folder:
        server = Server(Path(folder), settings=("autovacuum=off",))
        server.create()
        server.start()
        try:
            execute(server.url("postgres"), "CREATE DATABASE town")
            parts = [(Role.READ,), (Role.SEND,), (Role.CHAT,)] * 2
            async with cluster(tmp_path, server.url("town"), parts, others=(COMER,)) as place:
                await _live_through_everything(place, server)
        finally:
            server.stop()


async def _live_through_everything(place: Cluster, server: Server) -> None:
    reader, sender, chat = place.members[:3]
    await place.news(2)
    await place.everyone_has(2)
    for victim in (sender, reader):
        await place.news(3)
        await place.eventually(lambda: sum(len(place.seen(one)) for one in STEADY) % 24 > 4)
        await place.kill(victim)
        await place.everyone_has(place.printed)
        await place.begin(victim)
    await place.kill(chat)
    place.say(COMER, "/start")
    await place.news(3)
    await asyncio.to_thread(server.restart, "immediate")
    await place.news(2)
    await place.everyone_has(place.printed)
    await place.eventually(lambda: len(place.world.messages(COMER)) > 1)
    await place.begin(chat)
    await place.check()
    async with place.store() as store:
        comer = await store.subscribers.find(Address("telegram", str(COMER)))
    assert comer is not None
    assert comer.state is SubscriberState.ACTIVE
