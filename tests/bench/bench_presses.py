"""How long people wait who all press at once, beside a bot that only answers the press.

``python -m tests.bench.bench_presses [--people N] [--json]``: the local Bot API is a process of its
own. Each of N people presses one button in the same instant; the time until the press is answered
is taken for every person, at the pace that Telegram allows. The floor is python-telegram-bot with
one handler that answers and does nothing else, in the same run.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import structlog
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, ContextTypes

from bot.connection import make_application
from bot.delivery import Pace
from bot.handlers.context import Services
from bot.pipeline import make_desk
from bot.playground import LOCAL_TOKEN
from bot.running import Running
from bot.settings import Settings
from digests.fetch import Fetcher, FetchSettings
from digests.ingest import FeedAdder
from digests.model import Address, ChatKind, Subscription, SubscriptionKind
from digests.store import Store, open_store
from tests.bench.bench_delivery import FIRST_CHAT, Telegram, publish

PRESSES = ("c:", "co:quiet", "cv:silent:1", "l:", "fm:m:0", "fl:0", "s:1", "b:1", "y:1", "m:0:0")
LIMIT_MS = 300.0
ROUNDS = 3


def now() -> datetime:
    """Give the present instant."""
    return datetime.now(UTC)


async def messages_of(client: httpx.AsyncClient, people: int) -> list[int]:
    """Have the bot write to everyone; give the numbers of the messages."""
    numbers = []
    for place in range(people):
        body = {"chat_id": FIRST_CHAT + place, "text": "Chào bạn"}
        answer = await client.post(f"/bot{LOCAL_TOKEN}/sendMessage", json=body)
        numbers.append(int(answer.json()["result"]["message_id"]))
    return numbers


async def press_all(client: httpx.AsyncClient, messages: list[int], turn: int) -> list[float]:
    """Have everyone press in the same instant; give the milliseconds until each was answered."""

    async def press(place: int) -> float:
        data = PRESSES[(place + turn) % len(PRESSES)]
        body = {"message_id": messages[place], "data": data}
        began = time.perf_counter()
        answer = await client.post(f"/api/chats/{FIRST_CHAT + place}/press", json=body)
        took = (time.perf_counter() - began) * 1000
        assert answer.json()["answer"] is not None, data
        return took

    return list(await asyncio.gather(*map(press, range(len(messages)))))


async def floor_answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a press and do nothing else."""
    if update.callback_query is not None:
        await update.callback_query.answer()


def floor_application(url: str) -> Application[Any, Any, Any, Any, Any, Any]:
    """Give the bot that only answers."""
    builder = ApplicationBuilder().token(LOCAL_TOKEN).base_url(f"{url}/bot")
    application = builder.concurrent_updates(64).connection_pool_size(64).build()
    application.add_handler(CallbackQueryHandler(floor_answer))
    return application


async def measured(application: Any, url: str, people: int) -> list[float]:
    """Run a bot and give how long everyone waited, the least disturbed round of some."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(application)
        await application.start()
        stack.push_async_callback(application.stop)
        await application.updater.start_polling(allowed_updates=["callback_query"], timeout=5)
        stack.push_async_callback(application.updater.stop)
        limits = httpx.Limits(max_connections=people)
        client = await stack.enter_async_context(
            httpx.AsyncClient(base_url=url, trust_env=False, timeout=60, limits=limits)
        )
        messages = await messages_of(client, people)
        rounds = [await press_all(client, messages, turn) for turn in range(ROUNDS + 1)]
    return min(rounds[1:], key=percentile_95)


def percentile_95(times: list[float]) -> float:
    """Give the time within which 95 of 100 are answered."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


async def fill(store: Store, people: int) -> None:
    """Give the archive some news and every person some choices."""
    for number in range(people):
        address = Address("telegram", str(FIRST_CHAT + number))
        reader = await store.subscribers.meet(address, ChatKind.PRIVATE, "An", "vi", now())
        await store.subscribers.follow(reader.id, Subscription(SubscriptionKind.ALL))
    for number in range(50):
        await publish(store, f"tin {number}", now())


async def run(people: int) -> dict[str, float]:
    """Give the 95th percentiles in milliseconds, and their ratio."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    telegram = Telegram(people, paced=False)
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite+aiosqlite:///{Path(folder) / 'presses.db'}"
        settings = Settings(api_url=telegram.url, database_url=database, _env_file=None)  # type: ignore[call-arg]
        floor = await measured(floor_application(telegram.url), telegram.url, people)
        store = await open_store(database, now=now)
        await fill(store, people)
        async with Fetcher(FetchSettings(user_agent="bench")) as fetcher:
            application = make_application(settings, LOCAL_TOKEN, pace=Pace())
            application.bot_data["services"] = services(settings, store, fetcher)
            ours = await measured(application, telegram.url, people)
        await store.close()
    telegram.end()
    return {
        "people": float(people),
        "floor_p95_ms": percentile_95(floor),
        "p50_ms": statistics.median(ours),
        "p95_ms": percentile_95(ours),
        "ratio": percentile_95(ours) / percentile_95(floor),
    }


def services(settings: Settings, store: Store, fetcher: Fetcher) -> Services:
    """Give what the handlers work with."""
    return Services(
        store=store,
        fetcher=fetcher,
        now=now,
        admins=frozenset(),
        feeds=FeedAdder(store, fetcher, now=now),
        desk=make_desk(settings, store, fetcher, now=now),
        running=Running(now(), "bench"),
    )


def main() -> int:
    """Measure and say; give 1 when people wait too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = asyncio.run(run(given.people))
    if given.json:
        print(json.dumps(found))
    else:
        print(f"{given.people} people press at once; the 95th percentile of an answer")
        print(f"  a bot that only answers: {found['floor_p95_ms']:7.1f} ms")
        print(f"  ours:                    {found['p95_ms']:7.1f} ms (half: {found['p50_ms']:.1f})")
        print(f"  ratio:                   {found['ratio']:7.2f}")
    return int(found["p95_ms"] > max(LIMIT_MS, 3 * found["floor_p95_ms"]))


if __name__ == "__main__":
    sys.exit(main())
