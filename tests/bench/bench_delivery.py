"""What delivering costs, as ratios measured in one run.

``python -m tests.bench.bench_delivery [PART…] [--help]``; without a part all of them, each in a
process of its own:

* ``cost``: the CPU of one delivered message with everything around it (claim, rendering, marks,
  records, log), against a bare ``Bot.send_message`` over python-telegram-bot's own transport. The
  local Bot API, in a process of its own, takes messages as fast as they come.
* ``outbox``: of that, what claiming, marking and recording take by themselves.
* ``paid``: a burst that is paid for: one process reaches a thousand a second on one core when a
  message costs it no more than a millisecond.
* ``burst``: against Telegram's limits, on clocks that run ``--haste`` times as fast on both sides.
* ``edition``: the same hour for 100,000 chats: what writing their deliveries takes, and the memory
  from the first look to the first thousands that are sent.

CPU is that of the measured process alone, so other programs on the machine disturb it little; the
rate of ``paid`` and the share of ``burst`` need a machine that has a core free for each side.
"""

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.request import HTTPXRequest

from bot.app import settle
from bot.connection import make_sending_bot, sender_settings
from bot.delivery import Pace, Sender, Stars
from bot.logs import configure_logs
from bot.playground import UNPACED, PlaygroundSettings
from bot.settings import Settings
from digests.ingest import EditionMaker
from digests.store import Sent, Store, open_store
from tests.bench.far_telegram import (
    FIRST_CHAT,
    TEXT,
    FarTelegram,
    HastyLoop,
    address_in,
    enter,
    publish,
    real_now,
)

IN_FLIGHT = 30
PASSES = 3
"""The least disturbed one counts: other programs use the machine too."""
SENT_OF_AN_EDITION = 3_000
STORIES = 12


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU of this process and wall time, both in milliseconds a message."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Found:
    """One number, and what it must be: ``least`` or ``most``; none is promised without."""

    name: str
    value: float
    most: float | None = None
    least: float | None = None

    @property
    def good(self) -> bool:
        """Say whether the promise is kept."""
        return (self.most is None or self.value <= self.most) and (
            self.least is None or self.value >= self.least
        )

    @property
    def promise(self) -> str:
        """Give the promise in words."""
        if self.most is not None:
            return f"at most {self.most:g}"
        return "" if self.least is None else f"at least {self.least:g}"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much each part does."""

    messages: int
    burst: int
    readers: int
    haste: float


async def measured(count: int, work: Callable[[], Awaitable[object]]) -> Cost:
    """Give what ``work`` cost for each of ``count`` messages."""
    cpu, wall = time.process_time(), time.perf_counter()
    await work()
    return Cost(
        (time.process_time() - cpu) / count * 1000, (time.perf_counter() - wall) / count * 1000
    )


async def bare(bot: Bot, count: int) -> None:
    """Send without anything around it, ``IN_FLIGHT`` at a time."""
    left = iter(range(count))

    async def send() -> None:
        for number in left:
            await bot.send_message(
                FIRST_CHAT + number,
                TEXT,
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )

    await asyncio.gather(*(send() for _place in range(IN_FLIGHT)))


async def ended(store: Store, count: int, *, left: int = 0) -> None:
    """Wait until no more than ``left`` of ``count`` are owed, showing how far it is."""
    console = Console(file=sys.__stdout__)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("sent", total=count - left)
        while (owed := sum((await store.outbox.waiting()).values())) > left:
            shown.update(task, completed=count - owed)
            await asyncio.sleep(0.25)


def _unpaced() -> Pace:
    return Pace(per_second=100_000, chat_pause=0.0001)


def _settings(telegram: FarTelegram, *, paid: bool = False) -> Settings:
    return Settings(api_url=telegram.url, allow_paid_broadcast=paid, _env_file=None)  # type: ignore[call-arg]


async def cost(sizes: Sizes, folder: Path) -> list[Found]:
    """Measure what one message costs, and what it costs bare, one after the other."""
    count = sizes.messages
    telegram = FarTelegram(count)
    settings = _settings(telegram)
    store = await open_store(address_in(folder, "cost"), now=real_now)
    await enter(store, count, real_now())
    theirs = Bot(
        UNPACED.token, f"{telegram.url}/bot", request=HTTPXRequest(IN_FLIGHT, pool_timeout=60)
    )
    passes = []
    async with theirs, make_sending_bot(settings, UNPACED.token) as ours:
        await bare(theirs, 100)
        await bare(ours, 100)
        for number in range(PASSES):
            own = await measured(count, lambda: bare(theirs, count))
            over_aiohttp = await measured(count, lambda: bare(ours, count))
            await publish(store, f"số {number}", real_now())
            sender = Sender(store, ours, _unpaced(), now=real_now)
            running = asyncio.create_task(sender.run())
            passes.append((own, over_aiohttp, await measured(count, lambda: ended(store, count))))
            sender.stop()
            await running
    await store.close()
    telegram.end()
    least = [min(costs, key=lambda one: one.cpu) for costs in zip(*passes, strict=True)]
    own, over_aiohttp, whole = least
    return [
        Found("bare, ms CPU", own.cpu),
        Found("bare over our transport, ms CPU", over_aiohttp.cpu),
        Found("delivered, ms CPU", whole.cpu),
        Found("delivered a second", 1000 / whole.wall),
        Found("delivered / bare", whole.cpu / own.cpu, most=0.5),
    ]


async def outbox(sizes: Sizes, folder: Path) -> list[Found]:
    """Measure the outbox by itself."""
    count = max(sizes.messages, 2_000)
    store = await open_store(address_in(folder, "outbox"), now=real_now)
    await enter(store, count, real_now())
    costs = []
    for number in range(PASSES + 1):
        await publish(store, f"số {number}", real_now())
        costs.append(await measured(count, lambda: _outbox_alone(store, count, real_now())))
    await store.close()
    least = min(costs, key=lambda one: one.cpu)
    return [Found("claim, mark and record, ms CPU", least.cpu, most=0.25)]


async def _outbox_alone(store: Store, count: int, now: datetime) -> None:
    """Claim, mark and record as the sender does in a burst, without sending."""
    flying: list[int] = []
    while claimed := await store.outbox.claim(now, limit=200, lease=timedelta(minutes=1)):
        ids = [delivery.id for delivery in claimed]
        for begin in range(0, len(ids), IN_FLIGHT):
            arrived = [Sent(one, one) for one in flying]
            going = await store.outbox.note(ids[begin : begin + IN_FLIGHT], arrived, now)
            flying = sorted(going)
        count -= len(ids)
    await store.outbox.sent_many([Sent(one, one) for one in flying], now)
    if count:
        raise SystemExit(f"{count} deliveries were never claimed")


_FOR_NOTHING = 60
"""Messages at the end of a burst that go out soon enough without being paid for."""


async def paid(sizes: Sizes, folder: Path) -> list[Found]:
    """Send a burst that is paid for."""
    stars = sizes.burst // 10 + 1
    spent, refused = await _burst(
        sizes.burst, folder, None, haste=1, stars=stars, for_nothing=_FOR_NOTHING
    )
    return [
        Found("paid for, ms CPU", spent.cpu, most=1.0),
        Found("paid for, a second", 1000 / spent.wall),
        Found("429s of the paid burst", refused, most=0),
    ]


async def burst(sizes: Sizes, folder: Path) -> list[Found]:
    """Send a burst against Telegram's limits."""
    pace = Pace(clock=asyncio.get_running_loop().time)
    spent, refused = await _burst(sizes.burst, folder, pace, haste=sizes.haste)
    allowed = PlaygroundSettings().pace
    if allowed is None:
        raise SystemExit("the local Bot API has no limits")
    share = 1000 / spent.wall / sizes.haste / allowed.bot_per_second
    return [
        Found("share of what the limits allow", share, least=0.95),
        Found("429s of the burst", refused, most=0),
    ]


async def _burst(
    messages: int,
    folder: Path,
    pace: Pace | None,
    *,
    haste: float,
    stars: int = 0,
    for_nothing: int = 0,
) -> tuple[Cost, int]:
    """Send a burst against Telegram's limits; give what a message cost, and how many 429 came.

    The last ``for_nothing`` messages, which nobody pays for, are sent and not measured.
    """
    telegram = FarTelegram(messages, haste=haste)
    settings = _settings(telegram, paid=stars > 0)
    store = await open_store(address_in(folder, "burst"), now=real_now)
    await enter(store, messages, real_now())
    await publish(store, "một", real_now())
    purse = Stars(store, now=real_now, daily=stars) if stars else None
    async with make_sending_bot(settings, UNPACED.token) as bot:
        sender = Sender(
            store,
            bot,
            pace or Pace(purse=purse),
            now=real_now,
            settings=sender_settings(settings),
            stars=purse,
        )
        running = asyncio.create_task(sender.run())
        spent = await measured(
            messages - for_nothing, lambda: ended(store, messages, left=for_nothing)
        )
        await ended(store, messages)
        sender.stop()
        await running
    await store.close()
    refused, arrived = telegram.end()
    if arrived != messages:
        raise SystemExit(f"{arrived} of {messages} messages arrived")
    return spent, refused


async def edition(sizes: Sizes, folder: Path) -> list[Found]:
    """Make the editions of one hour for many chats, and send the first of them."""
    count, now = sizes.readers, real_now()
    telegram = FarTelegram(count)
    store = await open_store(address_in(folder, "edition"), now=real_now)
    for number in range(STORIES):
        await publish(store, f"số {number}", now - timedelta(hours=1))
    await enter(store, count, now - timedelta(days=1), rhythm="editions", next_edition_at=now)
    settle()
    before = _peak()
    maker = EditionMaker(store, now=real_now)
    wrote = await measured(count, maker.make_due)
    owed = sum((await store.outbox.waiting()).values())
    async with make_sending_bot(_settings(telegram), UNPACED.token) as bot:
        sender = Sender(store, bot, _unpaced(), now=real_now)
        running = asyncio.create_task(sender.run())
        await ended(store, count, left=max(0, count - SENT_OF_AN_EDITION))
        sender.stop()
        await running
    await store.close()
    telegram.end()
    return [
        Found("editions owed", owed, least=count),
        Found("chosen and written, s CPU", wrote.cpu * count / 1000, most=10),
        Found("chosen and written, s", wrote.wall * count / 1000),
        Found("memory before, MB", before),
        Found("memory at its peak, MB", _peak(), most=250),
    ]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


PARTS = {part.__name__: part for part in (cost, outbox, paid, burst, edition)}


def run(name: str, sizes: Sizes) -> list[Found]:
    """Run one part in this process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the log is part of the price
    configure_logs()
    hasty = partial(HastyLoop, sizes.haste)
    with (
        tempfile.TemporaryDirectory() as folder,
        asyncio.Runner(loop_factory=hasty if name == "burst" else None) as runner,
    ):
        return runner.run(PARTS[name](sizes, Path(folder)))


def show(name: str, found: list[Found]) -> None:
    """Print the numbers of a part."""
    table = Table(name, "measured", "promised", "", width=84)
    table.columns[0].width, table.columns[1].justify = 34, "right"
    for one in found:
        kept = "" if not one.promise else "kept" if one.good else "MISSED"
        table.add_row(one.name, f"{one.value:,.3f}", one.promise, kept)
    Console(width=84).print(table)


def main() -> int:
    """Print the numbers; give 1 when a promise is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="all when none is named")
    parser.add_argument("--messages", type=int, default=700, help="of cost and outbox")
    parser.add_argument("--burst", type=int, default=10_000, help="messages of paid and burst")
    parser.add_argument("--readers", type=int, default=100_000, help="of the edition")
    parser.add_argument("--haste", type=float, default=2, help="how fast the burst's clocks run")
    parser.add_argument("--json", action="store_true", help="one object a part")
    chosen = parser.parse_args()
    parts = chosen.part or list(PARTS)
    if len(parts) > 1:
        own = [sys.executable, "-m", "tests.bench.bench_delivery"]
        rest = [argument for argument in sys.argv[1:] if argument not in PARTS]
        ends = [subprocess.run([*own, *rest, part], check=False).returncode for part in parts]
        return int(any(ends))
    (name,) = parts
    if not chosen.json:
        print(f"{name} …", flush=True)
    found = run(name, Sizes(chosen.messages, chosen.burst, chosen.readers, chosen.haste))
    if chosen.json:
        print(json.dumps({"part": name, **{one.name: one.value for one in found}}))
    else:
        show(name, found)
    return int(not all(one.good for one in found))


if __name__ == "__main__":
    sys.exit(main())
