"""The services of compose.scale.yaml, started with their own words on one PostgreSQL."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.playground import LOCAL_TOKEN, READER, ChatWorld, LocalBotApi, create_app
from bot.settings import PREFIX, Settings
from digests.model import Address, ChatKind, Subscription, SubscriptionKind
from digests.store import open_store

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "compose.scale.yaml").read_text(encoding="utf-8")
SERVICE = re.compile(
    r"^  (?P<name>\w+):\n    <<: \*diemtin\n    command: (?P<command>\[.*\])\n"
    r"    deploy: \{replicas: (?P<count>\d+)\}",
    re.MULTILINE,
)
FEED = (
    "<rss version='2.0'><channel><title>Báo</title><item><title>Cầu mới thông xe</title>"
    "<link>{link}</link><guid>1</guid><description>Sáng nay cầu mở cửa.</description></item>"
    "</channel></rss>"
)


def services() -> dict[str, tuple[list[str], int]]:
    """Give the command and the number of each service of ours."""
    return {
        one["name"]: (json.loads(one["command"]), int(one["count"]))
        for one in SERVICE.finditer(COMPOSE)
    }


def environment() -> dict[str, str]:
    """Give the settings that the services have in common, as they are written."""
    return dict(re.findall(rf"^    ({PREFIX}\w+): (.+)$", COMPOSE, re.MULTILINE))


def test_the_services_are_two_of_each_part_with_settings_that_exist() -> None:
    """Readers, senders and chat processes, nothing misspelt."""
    assert services() == {part: (["run", "--only", part], 2) for part in ("read", "send", "chat")}
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    assert set(environment()) <= known


def now() -> datetime:
    return datetime.now(UTC)


async def until(holds: Callable[[], bool], log: Path) -> None:
    """Wait until ``holds`` gives true."""
    for _look in range(1200):
        if holds():
            return
        await asyncio.sleep(0.05)
    words = await asyncio.to_thread(log.read_text)
    pytest.fail(words[-3000:])


@pytest.mark.timeout(180)
async def test_they_read_send_and_answer_together(tmp_path: Path, postgres_url: str) -> None:
    """News arrives once, a question is answered, and each process ends in order."""
    log = tmp_path / "log"
    world = ChatWorld(now=now)

    async def feed(request: Request) -> Response:
        body = FEED.format(link=f"http://{request.url.netloc}/khong-co")
        return Response(body, media_type="application/rss+xml")

    async with AsyncExitStack() as stack:
        web = create_app(world, extra_routes=[Route("/bao/rss", feed)])
        api = await stack.enter_async_context(LocalBotApi(web))
        store = await open_store(postgres_url, now=now)
        stack.push_async_callback(store.close)
        await store.feeds.add(f"{api.url}/bao/rss", source="Báo", now=now())
        address = Address("telegram", str(READER))
        met = await store.subscribers.meet(address, ChatKind.PRIVATE, "An", "vi", now())
        await store.subscribers.follow(met.id, Subscription(SubscriptionKind.ALL))
        running = await _start_all(tmp_path, postgres_url, api.url, log)
        try:
            await until(lambda: log.read_text().count('"working"') == len(running), log)
            await until(lambda: len(_told(world)) > 0, log)
            world.person_writes(READER, "/trogiup")
            await until(lambda: len(world.messages(READER)) > 2, log)
        finally:
            for one in running:
                one.send_signal(signal.SIGTERM)
            statuses = await asyncio.gather(*(one.wait() for one in running))
    assert statuses == [0] * len(running), log.read_text()[-3000:]
    assert len(_told(world)) == 1


def _told(world: ChatWorld) -> list[str]:
    words = [one.get("text") or one.get("caption") or "" for one in world.messages(READER)]
    return [one for one in words if one.startswith("Cầu mới thông xe")]


async def _start_all(
    folder: Path, database: str, api_url: str, log: Path
) -> list[asyncio.subprocess.Process]:
    """Start every service as often as it says, at home here instead of in a container."""
    token = folder / "token"
    token.write_text(LOCAL_TOKEN)
    token.chmod(0o600)
    here = {
        "DIEMTIN_DATABASE_URL": database,
        "DIEMTIN_ADMINS": "1",
        "DIEMTIN_TOKEN_FILE": str(token),
        "DIEMTIN_API_URL": api_url,
        "DIEMTIN_ALLOW_PRIVATE_ADDRESSES": "true",
        "DIEMTIN_OBEY_ROBOTS": "false",
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    env = {**clean, **environment(), **here}
    program = str(Path(sys.executable).with_name("diemtin"))
    with log.open("ab") as out:
        return [
            await asyncio.create_subprocess_exec(
                program, *command, env=env, cwd=folder, stdout=out, stderr=out
            )
            for command, count in services().values()
            for _copy in range(count)
        ]
