"""The token is in no log, no trace, no metric, no process title and no database."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from psycopg.sql import SQL, Identifier

from bot.playground import ADMIN, READER, LocalBotApi
from digests.fetch.client import trusted
from tests import postgres
from tests.stores import file_of, is_sqlite

FAULTS = (
    {"fault": "server_error", "method": "sendMessage", "times": 1},
    {"fault": "cut", "method": "sendMessage", "times": 1},
    {"fault": "flood", "method": "sendMessage", "times": 1, "seconds": 1},
    {"fault": "too_long", "method": "sendMessage", "times": 1},
    {"fault": "cut", "method": "getUpdates", "times": 2},
    {"fault": "conflict", "method": "getUpdates", "times": 1},
    {"fault": "unauthorized", "method": "sendMessage", "times": 1},
)
SAID = ("/start", "/trangthai", "/nguon them http://127.0.0.1:9/rss", "/tim nông dân", "/moi")


@pytest.fixture
async def api() -> AsyncIterator[LocalBotApi]:
    """Serve a Bot API that knows one token."""
    async with LocalBotApi() as server:
        yield server


async def provoke(api: LocalBotApi) -> None:
    """Have people talk to the bot while everything goes wrong that can."""
    async with httpx.AsyncClient(
        verify=trusted(), base_url=api.url, trust_env=False, timeout=20
    ) as page:
        for fault, text in zip(FAULTS, (*SAID, *SAID), strict=False):
            assert (await page.post("/api/faults", json=fault)).is_success, fault
            for chat in (READER, ADMIN):
                await page.post(f"/api/chats/{chat}/messages", json={"text": text})
        for _attempt in range(200):
            left: list[dict[str, Any]] = (await page.get("/api/faults")).json()
            if not left:
                return
            await page.post(f"/api/chats/{READER}/messages", json={"text": "/moi"})
            await asyncio.sleep(0.1)
        pytest.fail(f"not every fault was met: {left}")


async def test_the_token_stands_nowhere(
    api: LocalBotApi, any_store_url: str, tmp_path: Path
) -> None:
    """Whatever goes wrong, at the most talkative level, with the logs of all libraries."""
    (tmp_path / "token").write_text(api.token + "\n")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if not name.startswith("DIEMTIN_")}
    env |= {
        "DIEMTIN_TOKEN_FILE": str(tmp_path / "token"), "DIEMTIN_API_URL": api.url,
        "DIEMTIN_ADMINS": str(ADMIN), "DIEMTIN_METRICS_PORT": str(port),
        "DIEMTIN_LOG_LEVEL": "debug", "DIEMTIN_LOG_FORMAT": "json",
        "DIEMTIN_DATABASE_URL": any_store_url,
    }  # fmt: skip
    logs = tmp_path / "logs"
    with logs.open("wb") as to:
        child = await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("diemtin"), "run", cwd=tmp_path, env=env,
            stdout=to, stderr=to,
        )  # fmt: skip
    try:
        async with (
            asyncio.timeout(100),
            httpx.AsyncClient(verify=trusted(), trust_env=False) as client,
        ):
            await at_work(client, port)
            await provoke(api)
            metrics = (await client.get(f"http://127.0.0.1:{port}/metrics")).text
            process = Path("/proc") / str(child.pid)
            shown = "".join((process / name).read_text() for name in ("cmdline", "comm", "stat"))
    finally:
        child.send_signal(signal.SIGTERM)
        assert await child.wait() == 0
    written = logs.read_bytes()
    secret = api.token.partition(":")[2]
    assert secret not in metrics + shown
    assert secret.encode() not in written
    stored = await asyncio.to_thread(bytes_of_the_store, any_store_url)
    assert b"telegram" in stored
    assert secret.encode() not in stored
    events = [json.loads(line) for line in written.splitlines()]
    assert {"update_failed", "polling_failed"} <= {event["event"] for event in events}
    assert {"telegram", "bot"} <= {event["logger"].partition(".")[0] for event in events}


ROWS = SQL("SELECT one::text FROM {} one")


def bytes_of_the_store(url: str) -> bytes:
    if is_sqlite(url):
        file = Path(file_of(url))
        return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    with postgres.connect(url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        asked = (ROWS.format(Identifier(name)) for (name,) in names)
        rows = [connection.execute(one) for one in asked]
        return "".join(row for table in rows for (row,) in table).encode()


async def at_work(client: httpx.AsyncClient, port: int) -> None:
    """Wait until the program says that it is ready."""
    for _attempt in range(400):
        try:
            if (await client.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200:
                return
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.1)
    pytest.fail("it does not start")
