"""What the benches of delivering share: Telegram in a process of its own, readers, fast clocks."""

import asyncio
import selectors
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import insert

from bot.playground import UNPACED, ChatWorld, LocalBotApi, PlaygroundSettings, create_app
from bot.playground.rooms import Room
from digests.model import Article, Digest
from digests.store import Publication, Store, tables
from tests.children import begin_child

FIRST_CHAT = 10_000
TEXT = "Chiều nay hơn ba trăm nông dân xuống đồng gặt sớm để tránh đợt mưa lớn sắp tới. " * 4
_AT_A_TIME = 10_000


def real_now() -> datetime:
    """Give the present instant."""
    return datetime.now(UTC)


def serve(channel: Connection, chats: int, haste: float | None) -> None:
    """Be Telegram until told to end; with ``haste`` at its pace, on so fast a clock."""
    asyncio.run(_serve(channel, chats, haste))


async def _serve(channel: Connection, chats: int, haste: float | None) -> None:
    rooms = [Room(FIRST_CHAT + n, "private", f"Người {n}") for n in range(chats)]
    began = real_now()
    world = ChatWorld(
        settings=UNPACED if haste is None else PlaygroundSettings(),
        rooms=rooms,
        now=lambda: began + (real_now() - began) * (haste or 1),
    )
    async with LocalBotApi(create_app(world)) as api:
        channel.send(api.url)
        await asyncio.to_thread(channel.poll, None)
        channel.recv()
        channel.send((world.pace.refused, sum(len(room.messages) for room in rooms)))


class FarTelegram:
    """The local Bot API in a process of its own."""

    def __init__(self, chats: int, *, haste: float | None = None) -> None:
        """Start it; ``url`` is where it listens."""
        self._process, self._ours = begin_child(serve, chats, haste)
        self.url: str = self._ours.recv()

    def end(self) -> tuple[int, int]:
        """End it; give how many 429s it gave and how many messages it has."""
        self._ours.send(None)
        told: tuple[int, int] = self._ours.recv()
        self._process.join()
        return told


async def enter(store: Store, count: int, now: datetime, **choices: object) -> None:
    """Have ``count`` readers of everything, with ``choices`` of their own."""
    for begin in range(0, count, _AT_A_TIME):
        places = range(begin, min(begin + _AT_A_TIME, count))
        readers = [
            {"id": n + 1, "network": "telegram", "chat": str(FIRST_CHAT + n), "topic": "",
             "kind": "private", "language": "vi", "time_zone": "Asia/Ho_Chi_Minh",
             "rhythm": "at_once", "hours": ["07:00", "18:00"], "edition_size": 8,
             "state": "active", "created_at": now, **choices}
            for n in places
        ]  # fmt: skip
        wishes = [{"subscriber_id": n + 1, "kind": "all", "value": "", "label": ""} for n in places]
        async with store.database.writing() as connection:
            await connection.execute(insert(tables.subscribers), readers)
            await connection.execute(insert(tables.subscriptions), wishes)


async def publish(store: Store, name: str, now: datetime) -> None:
    """Publish an article."""
    article = Article(title=f"Tin {name}", url=f"https://b.example/{name}", lead=TEXT.strip())
    digest = Digest(title=article.title, url=article.url, lead=article.lead)
    await store.articles.publish(Publication(article, digest), now)


def address_in(folder: Path, name: str) -> str:
    """Give the address of a new store."""
    return f"sqlite+aiosqlite:///{folder / name}.db"


class HastySelector(selectors.DefaultSelector):
    """Waits for a part of the time."""

    def __init__(self, haste: float) -> None:
        """Wait a time divided by ``haste``."""
        super().__init__()
        self._haste = haste

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Give what is ready."""
        return super().select(timeout if timeout is None else timeout / self._haste)


class HastyLoop(asyncio.SelectorEventLoop):
    """An event loop whose seconds go by ``haste`` times as fast."""

    def __init__(self, haste: float) -> None:
        """Begin at the time of all loops, times ``haste``."""
        self._haste = haste
        super().__init__(HastySelector(haste))

    def time(self) -> float:
        """Give the time in the loop's own seconds."""
        return super().time() * self._haste
