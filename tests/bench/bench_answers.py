"""A hundred people press a button at once: how long each waits for the answer, and whose CPU it is.

``python -m tests.bench.bench_answers [--people N] [--json]``: the whole program in one process, the
local Bot API with Telegram's limits in another. Everybody turns a page of the latest news; the wait
of each ends when the pressed button is answered, after the message was changed. The limit holds
where the machine is free; the CPU of a press says more on a busy one.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bot.app import build, settle
from bot.logs import configure_logs
from bot.playground import LOCAL_TOKEN, ChatWorld, LocalBotApi, create_app
from bot.playground.rooms import Room
from bot.settings import Settings
from digests.model import Article, Digest
from digests.store import Publication, open_store
from tests.children import begin_child

FIRST = 20_000
ARTICLES = 60
ROUNDS = 5
LIMIT_MS = 300.0


def _now() -> datetime:
    return datetime.now(UTC)


def bot(channel: Connection, url: str, folder: str) -> None:
    """Be the program until told to end."""
    os.dup2(os.open(Path(folder) / "log.txt", os.O_WRONLY | os.O_CREAT), 2)
    configure_logs()
    asyncio.run(_bot(channel, url, folder))


async def _bot(channel: Connection, url: str, folder: str) -> None:
    settings = Settings(api_url=url, database_url=f"{folder}/bench.db", _env_file=None)  # type: ignore[call-arg]
    stop = asyncio.Event()
    async with build(settings, token=LOCAL_TOKEN, now=_now) as program:
        settle()
        running = asyncio.create_task(program.run(stop))
        while await asyncio.to_thread(channel.recv):
            channel.send(time.process_time())
        stop.set()
        await running


def cpu(channel: Connection) -> float:
    """Give the seconds of CPU that the bot has used."""
    channel.send(True)
    seconds: float = channel.recv()
    return seconds


async def fill(folder: str) -> None:
    """Put some news into the archive."""
    store = await open_store(f"sqlite+aiosqlite:///{folder}/bench.db", now=_now)
    for number in range(ARTICLES):
        lead = f"Tin thứ {number} kể chuyện gặt lúa sớm trước đợt mưa lớn."
        article = Article(title=f"Tin {number}", url=f"https://b.example/{number}", lead=lead)
        digest = Digest(title=article.title, url=article.url, lead=article.lead)
        await store.articles.publish(Publication(article, digest), _now())
    await store.close()


async def answered(world: ChatWorld, chat: int) -> dict[str, Any]:
    """Wait for the bot's last message in a chat."""
    while True:
        said = [one for one in world.messages(chat) if one["from"]["is_bot"]]
        if said:
            return said[-1]
        await asyncio.sleep(0.02)


def button(message: dict[str, Any]) -> str:
    """Give the data of the button that turns the page: forward, or back from the last."""
    data = [
        str(one.get("callback_data", ""))
        for row in message["reply_markup"]["inline_keyboard"]
        for one in row
    ]
    return next(one for one in reversed(data) if one.startswith("m:"))


async def press(world: ChatWorld, chat: int) -> float:
    """Press the button of a chat's message; give the milliseconds until it is answered."""
    message = await answered(world, chat)
    began = time.perf_counter()
    answer = await world.people.press(chat, message["message_id"], button(message))
    assert answer is not None, f"{chat} got no answer"
    return (time.perf_counter() - began) * 1000


async def measure(people: int, folder: str) -> dict[str, float]:
    """Have everybody press some times; give the waits of the best round and the CPU."""
    await fill(folder)
    rooms = [Room(FIRST + n, "private", f"Người {n}") for n in range(people)]
    world = ChatWorld(rooms=rooms)
    async with LocalBotApi(create_app(world)) as api:
        process, ours = begin_child(bot, api.url, folder)
        for room in rooms:
            world.person_writes(room.id, "/moi")
        async with asyncio.timeout(120):  # a program that does not start answers nobody
            for room in rooms:
                await answered(world, room.id)
        rounds = []
        for _round in range(ROUNDS):
            await asyncio.sleep(4)  # the pace of a chat has its burst again
            bot_began, own_began = await asyncio.to_thread(cpu, ours), time.process_time()
            waits = sorted(await asyncio.gather(*(press(world, room.id) for room in rooms)))
            own = (time.process_time() - own_began) / people * 1000
            spent = (await asyncio.to_thread(cpu, ours) - bot_began) / people * 1000
            rounds.append((waits[int(people * 0.95)], waits[people // 2], spent, own))
        ours.send(False)
        await asyncio.to_thread(process.join)
    p95, median, spent, own = min(rounds)
    return {
        "p95_ms": p95,
        "median_ms": median,
        "bot_cpu_ms_a_press": spent,
        "bot_api_cpu_ms_a_press": own,
        "refused": float(world.pace.refused),
    }


def main() -> int:
    """Print the numbers; give 1 when the 95th percentile is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(chosen.people, folder))
    if chosen.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:24}{value:10.2f}")
    good = found["p95_ms"] <= LIMIT_MS and not found["refused"]
    print("within the limits" if good else "OVER THE LIMITS", file=sys.stderr)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
