"""Telegram brings what people write to an address, behind which several processes answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import pytest
from aiohttp import web
from pydantic import SecretStr
from telegram import Update

from bot.app import build
from bot.delivery import Pace
from bot.delivery.inbox import UpdateQueue
from bot.errors import SettingsError
from bot.lifecycle import Program
from bot.playground import LOCAL_TOKEN
from bot.playground.webhook import SECRET_HEADER
from bot.roles import ALL, Role
from bot.settings import load_settings
from digests.fetch.client import trusted
from digests.store import open_store
from digests.store.inbox import Inbox, Unhandled
from tests.e2e.conftest import Clock, House, until
from tests.stores import held

SECRET = "mot-bi-mat-du-dai-1"


@dataclass
class Proxy:
    """What stands before the processes: each request goes to the next one, its path shortened."""

    url: str = ""
    behind: list[int] = field(default_factory=list)
    asked: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)
    twice: bool = False

    async def answer(self, request: web.Request) -> web.Response:
        body, headers = await request.read(), dict(request.headers)
        self.asked.append((body, headers))
        answers = [await self.bring(body, headers, to) for to in self._next()]
        return web.Response(status=max(answers, default=502))

    def _next(self) -> list[int]:
        if self.twice:
            return self.behind
        return [self.behind[len(self.asked) % len(self.behind)]] if self.behind else []

    async def bring(self, body: bytes, headers: dict[str, str], to: int) -> int:
        """Bring something to one of the processes; give the status."""
        kept = {SECRET_HEADER: headers[SECRET_HEADER]} if SECRET_HEADER in headers else {}
        async with httpx.AsyncClient(verify=trusted(), trust_env=False) as client:
            url = f"http://127.0.0.1:{to}/bot"
            return (await client.post(url, content=body, headers=kept)).status_code


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    """A proxy that listens, with nobody behind it yet."""
    made = Proxy()
    app = web.Application()
    app.router.add_post("/tin/{path:.*}", made.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/tin/bot"
    yield made
    await runner.cleanup()


@asynccontextmanager
async def running(
    house: House, proxy: Proxy, roles: frozenset[Role] = ALL
) -> AsyncIterator[Program]:
    """Run a process behind the proxy."""
    settings = house.settings.model_copy(
        update={
            "webhook_url": proxy.url,
            "webhook_secret": SecretStr(SECRET),
            "webhook_port": 0,
            "metrics_port": 0,
        }
    )
    pace, stop = Pace(per_second=1000, chat_pause=0.001, group_pause=0.001), asyncio.Event()
    async with build(settings, token=LOCAL_TOKEN, now=house.clock, pace=pace, roles=roles) as made:
        work = asyncio.create_task(made.run(stop))
        assert made.webhook is not None
        hook = made.webhook
        await until(lambda: hook.port is not None or work.done(), within=30)
        if work.done():
            work.result()
        assert hook.port is not None
        proxy.behind.append(hook.port)
        try:
            yield made
        finally:
            proxy.behind.remove(hook.port)
            stop.set()
            await work


async def counted(program: Program, outcome: str) -> float:
    """Give how many requests to a process came to something."""
    async with httpx.AsyncClient(verify=trusted(), trust_env=False) as client:
        url = f"http://127.0.0.1:{program.monitor.port}/metrics"
        text = (await client.get(url)).text
    name = f'diemtin_webhook_requests_total{{outcome="{outcome}"}} '
    lines = [line for line in text.splitlines() if line.startswith(name)]
    return float(lines[0].removeprefix(name)) if lines else 0.0


@pytest.mark.parametrize("any_store_url", ["postgresql"], indirect=True)
async def test_several_processes_answer_behind_one_address(house: House, proxy: Proxy) -> None:
    """Each takes its share, and each update is answered once, also when two are brought it."""
    async with AsyncExitStack() as stack:
        chats = frozenset({Role.CHAT})
        one = await stack.enter_async_context(running(house, proxy, chats))
        two = await stack.enter_async_context(running(house, proxy, chats))
        await until(lambda: house.world.webhook.url == proxy.url)
        assert [two.application.running, two.monitor.working] == [True, True]
        for _time in range(4):
            await house.chat.answer("/trogiup", within=20)
        taken = [await counted(program, "taken") for program in (one, two)]
        assert sum(taken) == len(proxy.asked)
        assert min(taken) >= 1
        proxy.twice, before = True, len(house.chat.messages())
        await house.chat.answer("/trogiup", within=20)
        proxy.twice = False
        await house.chat.answer("/moi", within=20)  # whatever came of it came before this
        assert len(house.chat.messages()) == before + 2
        body, headers = proxy.asked[-1]
        for to in proxy.behind:
            assert await proxy.bring(body, headers, to) == 200
        await house.chat.answer("/moi", within=20)
        assert len(house.chat.messages()) == before + 3


BROKEN = (
    b"",
    b"[1]",
    b'{"update_id": "x"',
    b'{"message": {}}',
    b"\xff",
    b"[" * 100_000,
    b'{"update_id": "x"}',
    b'{"update_id": 99999999999999999999}',
    b'{"update_id": -1}',
)


async def test_only_who_knows_the_secret_is_heard(house: House, proxy: Proxy) -> None:
    """A wrong secret and none are 403, what is no update is 400, and all of it is counted.

    An update of which nothing can be made is taken, and nothing comes of it.
    """
    async with running(house, proxy) as program:
        await until(lambda: bool(house.world.webhook.url))
        await house.chat.answer("/trogiup")
        body, headers = proxy.asked[-1]
        (to,) = proxy.behind
        before = len(house.chat.messages())
        forged = body.replace(b'"update_id":', b'"update_id":9')
        for wrong in ({}, {SECRET_HEADER: SECRET[:-1]}, {"X-Other": SECRET}):
            assert await proxy.bring(forged, wrong, to) == 403
        for broken in BROKEN:
            assert await proxy.bring(broken, headers, to) == 400
        assert await counted(program, "forbidden") == 3
        assert await counted(program, "broken") == len(BROKEN)
        strange = b'{"update_id": 7, "message": {"poll": {}}}'
        assert await proxy.bring(strange, headers, to) == 200  # else it would be brought for ever
        await house.chat.answer("/moi")
        assert len(house.chat.messages()) == before + 1


@pytest.mark.parametrize("any_store_url", ["postgresql"], indirect=True)
async def test_what_a_process_that_died_had_in_hand_is_answered_by_another(
    house: House, proxy: Proxy
) -> None:
    """It was written down before it was confirmed, so its lease runs out and it is not lost."""
    async with running(house, proxy, frozenset({Role.CHAT})) as program:
        await until(lambda: bool(house.world.webhook.url))
        await house.chat.answer("/trogiup", within=20)
        body, _headers = proxy.asked[-1]
        before = len(house.chat.messages())
        left = Unhandled(1, body.decode().replace('"update_id":', '"update_id":1,"was":'))
        inbox = Inbox(program.store.database)
        await inbox.take([left], house.clock(), lease=timedelta(milliseconds=1))
        await until(lambda: len(house.chat.messages()) > before, within=30)
        assert await inbox.left(house.clock()) == []


@pytest.mark.parametrize("among_others", [True, False])
async def test_what_was_just_brought_is_not_taken_from_its_process(
    any_store_url: str, among_others: bool
) -> None:
    """Another one that looks at that instant would answer it, too; alone, nobody looks."""
    store = await open_store(any_store_url, now=Clock())
    chat = {"id": 9, "type": "private"}
    message = {"message_id": 1, "date": 1, "text": "/moi", "chat": chat}
    queue = UpdateQueue(store, now=Clock(), among_others=among_others)
    await queue.receive([Update.de_json({"update_id": 5, "message": message}, None)])
    left = await Inbox(store.database).left(Clock()())
    assert [one.number for one in left] == ([] if among_others else [5])
    await store.close()


async def test_changing_the_way_loses_nothing(house: House, proxy: Proxy) -> None:
    """Without an address the webhook is taken away, and what was brought to nobody is fetched."""
    async with running(house, proxy):
        await until(lambda: bool(house.world.webhook.url))
        await house.chat.answer("/trogiup")
    house.chat.say("/trogiup")
    before = len(house.chat.messages())
    async with house.running():
        await until(lambda: len(house.chat.messages()) > before)
        assert not house.world.webhook.url


async def test_an_update_that_cannot_be_written_down_is_not_confirmed(
    house: House, proxy: Proxy, any_store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram brings it again, and it is answered once."""
    monkeypatch.setattr("bot.receiving._TAKEN_WITHIN", 0.3)
    async with running(house, proxy) as program:
        await until(lambda: bool(house.world.webhook.url))
        await house.chat.answer("/trogiup", within=20)
        before = len(house.chat.messages())
        with held(any_store_url):
            house.chat.say("/trogiup")

            async def late() -> bool:
                return await counted(program, "late") >= 1

            await until(late, within=20)
            assert len(house.chat.messages()) == before
        await until(lambda: len(house.chat.messages()) > before, within=30)
        await house.chat.answer("/moi", within=20)
        assert len(house.chat.messages()) == before + 2


def test_an_address_without_a_secret_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence names the setting; a short one is none, and is not shown."""
    monkeypatch.setenv("DIEMTIN_WEBHOOK_URL", "https://tin.example/bot")
    for secret in ("", "ngan", "co dau cach trong nay"):
        monkeypatch.setenv("DIEMTIN_WEBHOOK_SECRET", secret)
        with pytest.raises(SettingsError, match="DIEMTIN_WEBHOOK_SECRET") as told:
            load_settings()
        assert not secret or secret not in str(told.value)
    monkeypatch.setenv("DIEMTIN_WEBHOOK_SECRET", SECRET)
    assert load_settings().webhook_url == "https://tin.example/bot"
