"""A hundred people press a button at once: how long each waits for the answer, and whose CPU it is.

``python -m tests.bench.bench_answers [--people N] [--json]``: the whole program in one process, the
local Bot API with Telegram's limits in another. Each kind of press has its rounds: a page of the
latest news turned (twelve different ones), an article saved or taken out again, a setting switched,
and why an article came, which no message shows. The wait of each begins when the press can be
fetched and ends when it is answered, after the message was changed. Then the same people press the
buttons of a bare python-telegram-bot that changes every message to the same words, without limits
and without a store: the floor.

The limit holds where the machine is free; the CPU of a press, and its ratio to the floor's, say
more on a busy one.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, CommandHandler, ContextTypes

from bot.app import build, settle
from bot.logs import configure_logs
from bot.playground import LOCAL_TOKEN, ChatWorld, LocalBotApi, create_app
from bot.playground.rooms import Room
from bot.playground.settings import UNPACED, PlaygroundSettings
from bot.settings import Settings
from digests.model import Article, Digest
from digests.store import Publication, open_store
from tests.children import begin_child

FIRST = 20_000
ARTICLES = 60
PAGES = 12
ROUNDS = 5
LIMIT_MS = 300.0
PATIENCE = 60.0
"""Seconds, also of a machine that is busy with other things."""
KINDS = ("page", "save", "setting", "why")
_LINE = "Mưa lớn về sớm, nông dân ven sông gặt lúa từ ba giờ sáng để kịp tránh lũ. "
_AT_ONCE = 64


def _now() -> datetime:
    return datetime.now(UTC)


def _quiet(folder: str) -> None:
    os.dup2(os.open(Path(folder) / "log.txt", os.O_WRONLY | os.O_CREAT), 2)
    configure_logs()


def _until_told(channel: Connection) -> None:
    while channel.recv():
        channel.send(time.process_time())


def bot(channel: Connection, url: str, folder: str) -> None:
    """Be the program until told to end."""
    _quiet(folder)
    asyncio.run(_bot(channel, url, folder))


async def _bot(channel: Connection, url: str, folder: str) -> None:
    settings = Settings(api_url=url, database_url=f"{folder}/bench.db", _env_file=None)  # type: ignore[call-arg]
    stop = asyncio.Event()
    async with build(settings, token=LOCAL_TOKEN, now=_now) as program:
        settle()
        running = asyncio.create_task(program.run(stop))
        await asyncio.to_thread(_until_told, channel)
        stop.set()
        await running


def floor(channel: Connection, url: str, folder: str) -> None:
    """Be a bare python-telegram-bot until told to end."""
    _quiet(folder)
    asyncio.run(_floor(channel, url))


async def _floor(channel: Connection, url: str) -> None:
    buttons = [[InlineKeyboardButton(str(n), callback_data=f"o:{n}") for n in range(5)]]
    markup = InlineKeyboardMarkup(buttons)

    async def said(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message:
            await update.message.reply_text("Tin mới", reply_markup=markup)

    async def pressed(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query:
            await query.edit_message_text(f"{query.data}\n{_LINE * 8}", reply_markup=markup)
            await query.answer()

    builder = ApplicationBuilder().token(LOCAL_TOKEN).base_url(f"{url}/bot")
    application = builder.concurrent_updates(_AT_ONCE).build()
    application.add_handler(CommandHandler("moi", said))
    application.add_handler(CallbackQueryHandler(pressed))
    async with application:
        settle()
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        await asyncio.to_thread(_until_told, channel)
        await application.updater.stop()
        await application.stop()


def cpu(channel: Connection) -> float:
    """Give the seconds of CPU that the bot has used."""
    channel.send(True)
    seconds: float = channel.recv()
    return seconds


async def fill(folder: str) -> None:
    """Put some news of the usual length into the archive."""
    store = await open_store(f"sqlite+aiosqlite:///{folder}/bench.db", now=_now)
    for number in range(ARTICLES):
        lead = f"Tin thứ {number} kể chuyện gặt lúa sớm trước đợt mưa lớn."
        url, text = f"https://b.example/{number}", tuple(_LINE * 4 for _ in range(12))
        article = Article(f"Tin {number}", url, lead=lead, paragraphs=text, source="Báo Sông")
        digest = Digest(article.title, url, lead=lead, key_points=text[:2], source="Báo Sông")
        await store.articles.publish(Publication(article, digest), _now())
    await store.close()


def data_of(kind: str, person: int, turn: int) -> str:
    """Give what a person's button says in a turn: never the same as in the one before."""
    if kind == "page":
        return f"m:0:{(person + turn) % PAGES}"
    if kind == "save":
        return f"{'su'[turn % 2]}:{person % ARTICLES + 1}"
    if kind == "setting":
        return f"cv:silent:{(turn + 1) % 2}"
    return f"y:{person % ARTICLES + 1}"


@dataclass(frozen=True)
class Scene:
    """Somebody who answers, in a process of their own, and the people who press."""

    world: ChatWorld
    channel: Connection
    messages: list[tuple[int, int]]

    async def press(self, person: int, data: str) -> float:
        """Press the button of a person's message; give the milliseconds until it is answered."""
        chat, message = self.messages[person]
        began = time.perf_counter()
        query = self.world.people.pressed(chat, message, data)
        answer = await self.world.queries.wait(query, PATIENCE)
        assert answer is not None, f"{chat} got no answer"
        return (time.perf_counter() - began) * 1000

    async def round(self, kind: str, turn: int) -> dict[str, float]:
        """Have everybody press at once; give their waits and whose CPU it was."""
        await asyncio.sleep(1.3)  # the pace of a chat has room again
        bot_began, own_began = await asyncio.to_thread(cpu, self.channel), time.process_time()
        people = range(len(self.messages))
        presses = (self.press(person, data_of(kind, person, turn)) for person in people)
        waits = sorted(await asyncio.gather(*presses))
        own = time.process_time() - own_began
        spent = await asyncio.to_thread(cpu, self.channel) - bot_began
        return {
            "p95_ms": waits[int(len(waits) * 0.95)],
            "median_ms": median(waits),
            "bot_cpu_ms_a_press": spent / len(waits) * 1000,
            "bot_api_cpu_ms_a_press": own / len(waits) * 1000,
        }

    async def rounds(self, kind: str) -> dict[str, float]:
        """Give the round in which people waited least; the first one warms up."""
        turns = [await self.round(kind, turn) for turn in range(ROUNDS + 1)]
        return min(turns[1:], key=lambda turn: turn["p95_ms"])


async def _first_message(world: ChatWorld, chat: int) -> tuple[int, int]:
    while True:
        said = [one for one in world.messages(chat) if one["from"]["is_bot"]]
        if said:
            return chat, int(said[-1]["message_id"])
        await asyncio.sleep(0.02)


@asynccontextmanager
async def scene(
    target: Callable[..., None], people: int, folder: str, limits: PlaygroundSettings
) -> AsyncIterator[Scene]:
    """Give people who have a message with buttons each, of one who answers."""
    rooms = [Room(FIRST + n, "private", f"Người {n}") for n in range(people)]
    world = ChatWorld(rooms=rooms, settings=limits)
    async with LocalBotApi(create_app(world)) as api:
        process, channel = begin_child(target, api.url, folder)
        for room in rooms:
            world.person_writes(room.id, "/moi")
        async with asyncio.timeout(120):  # a program that does not start answers nobody
            messages = [await _first_message(world, room.id) for room in rooms]
        yield Scene(world, channel, messages)
        channel.send(False)
        await asyncio.to_thread(process.join)


async def measure(people: int, folder: str) -> dict[str, dict[str, float]]:
    """Have everybody press; give the numbers of each kind of press, and of the floor."""
    await fill(folder)
    async with scene(bot, people, folder, PlaygroundSettings()) as ours:
        found = {kind: await ours.rounds(kind) for kind in KINDS}
        refused = ours.world.pace.refused
    async with scene(floor, people, folder, UNPACED) as bare:
        found["floor"] = await bare.rounds("page")
    for numbers in found.values():
        of_floor = found["floor"]["bot_cpu_ms_a_press"]
        numbers["cpu_of_floor"] = numbers["bot_cpu_ms_a_press"] / of_floor
    return {**found, "all": {"refused": float(refused)}}


def main() -> int:
    """Print the numbers; give 1 when a 95th percentile is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(chosen.people, folder))
    if chosen.json:
        print(json.dumps(found))
    else:
        for kind, numbers in found.items():
            for name, value in numbers.items():
                print(f"{kind:10}{name:24}{value:10.2f}")
    slow = [kind for kind in KINDS if found[kind]["p95_ms"] > LIMIT_MS]
    good = not slow and not found["all"]["refused"]
    print("within the limits" if good else f"OVER THE LIMITS: {slow}", file=sys.stderr)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
