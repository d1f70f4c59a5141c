"""Backups and copies hold everything, and never overwrite."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from digests.errors import AlreadyThere, StoreError, StoreLocked
from digests.model import Address, ChatKind
from digests.store import Store, copy_store, copying, leases, open_store
from tests import postgres
from tests.store.conftest import NOON, Newsroom, at_work
from tests.stores import execute, is_sqlite


@pytest.mark.parametrize("any_store_url", ["sqlite"], indirect=True)
async def test_a_backup_is_a_whole_store(store: Store, newsroom: Newsroom, tmp_path: Path) -> None:
    """It opens by itself and finds the same; nothing else is left in the folder."""
    await newsroom.reader("1")
    await newsroom.publish("một")
    target = tmp_path / "copies" / "news.db"
    target.parent.mkdir()
    await store.backup(target)
    assert list(target.parent.iterdir()) == [target]
    copy = await open_store(f"sqlite+aiosqlite:///{target}", now=lambda: NOON)
    assert (await copy.search.search("bai so mot", now=NOON)).total == 1
    assert (await copy.outbox.waiting()) == (await store.outbox.waiting())
    await copy.close()


@pytest.mark.parametrize("any_store_url", ["postgresql"], indirect=True)
async def test_a_backup_of_a_server_is_left_to_its_own_tool(store: Store, tmp_path: Path) -> None:
    """The sentence names it."""
    with pytest.raises(StoreError, match="pg_dump"):
        await store.backup(tmp_path / "news.db")


@pytest.mark.parametrize("any_store_url", ["sqlite"], indirect=True)
async def test_a_backup_never_overwrites(store: Store, tmp_path: Path) -> None:
    """The file that is there stays as it is."""
    target = tmp_path / "letter.txt"
    target.write_text("Kính gửi")
    with pytest.raises(AlreadyThere, match=r"letter\.txt is there already"):
        await store.backup(target)
    assert target.read_text() == "Kính gửi"


@pytest.fixture
def target(any_store_url: str, databases: postgres.Databases, tmp_path: Path) -> Iterator[str]:
    """Give the address of a new store in the other database."""
    if not is_sqlite(any_store_url):
        yield f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
        return
    with databases.fresh() as url:
        yield url


class Shown:
    """What is shown of a copy: of each part how many of how many were done, time after time."""

    def __init__(self, on_step: Callable[[int, int], None] = lambda _done, _all: None) -> None:
        self.parts: list[str] = []
        self.told: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._on_step = on_step

    @contextmanager
    def __call__(self, part: str) -> Iterator[Callable[[int, int], None]]:
        def tell(done: int, total: int) -> None:
            self.told[part].append((done, total))
            self._on_step(done, total)

        self.parts.append(part)
        yield tell


async def fill(store: Store, newsroom: Newsroom, articles: int = 3) -> None:
    """Have something in most tables, and a number that was given once and is gone."""
    reader = await newsroom.reader("1")
    for number in range(articles):
        await newsroom.publish(f"số {number}")
    await store.saved.save(reader.id, 1, NOON)
    await store.meta.set("chào", "bạn đọc")
    await store.search.count("bài số", NOON)
    gone = await newsroom.reader("2")
    await store.subscribers.forget(gone.id)


async def test_a_copy_has_every_row_and_is_searchable(
    store: Store, newsroom: Newsroom, url: str, target: str
) -> None:
    """From either database into the other; a second copy is refused."""
    await fill(store, newsroom)
    shown = Shown()
    rows = await copy_store(url, target, shown, now=lambda: NOON)
    assert {part: told[-1] for part, told in shown.told.items()} == {
        "Copying": (rows, rows),
        "Comparing": (2 * rows, 2 * rows),
        "Indexing": (3, 3),
    }
    assert shown.parts == ["Looking for a running program", *shown.told]
    copy = await open_store(target, now=lambda: NOON)
    assert (await copy.search.search("bai so 1", now=NOON)).total >= 1
    assert await copy.articles.get(1) == await store.articles.get(1)
    assert await copy.meta.get("chào") == "bạn đọc"
    assert await copy.meta.get("copying") is None
    met = await copy.subscribers.meet(Address("telegram", "9"), ChatKind.PRIVATE, None, "vi", NOON)
    assert met.id == 3
    await copy.close()
    with pytest.raises(AlreadyThere, match="not empty"):
        await copy_store(url, target, Shown(), now=lambda: NOON)


async def test_a_copy_that_was_broken_off_goes_on(
    store: Store, newsroom: Newsroom, url: str, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is there already is not copied again, and nothing is missing."""
    monkeypatch.setattr(copying, "_BATCH", 2)
    await fill(store, newsroom, articles=5)
    steps = 0

    def break_off(_done: int, _all: int) -> None:
        nonlocal steps
        steps += 1
        if steps == 9:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await copy_store(url, target, Shown(break_off), now=lambda: NOON)
    with pytest.raises(StoreError, match="run diemtin db copy once more"):
        await open_store(target, now=lambda: NOON)
    rows = await copy_store(url, target, Shown(), now=lambda: NOON)
    copy = await open_store(target, now=lambda: NOON)
    assert await copy.articles.count() == 5
    assert await copy.outbox.waiting() == await store.outbox.waiting()
    await copy.close()
    assert rows > 20


async def test_a_copy_that_differs_is_told(
    store: Store, newsroom: Newsroom, url: str, target: str
) -> None:
    """Somebody changed the old store between two parts of the copy."""
    await fill(store, newsroom)

    def change(done: int, all_: int) -> None:
        if done == all_:
            execute(target, "UPDATE articles SET section_key = 'khác' WHERE number = 2")

    with pytest.raises(StoreError, match="The copy of articles differs"):
        await copy_store(url, target, Shown(change), now=lambda: NOON)


async def test_a_store_that_a_program_works_with_is_not_copied(
    store: Store, newsroom: Newsroom, url: str, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it sends meanwhile would be sent again; a lease that nobody renews is no hindrance."""
    await fill(store, newsroom)
    async with at_work(store, "chat"):
        with pytest.raises(StoreLocked, match="stop it and try again"):
            await copy_store(url, target, Shown(), now=lambda: NOON)
    monkeypatch.setattr(leases, "_WATCHED", 0.3)
    assert await copy_store(url, target, Shown(), now=lambda: NOON) == 20


@pytest.mark.parametrize("any_store_url", ["postgresql"], indirect=True)
async def test_nor_one_that_is_sent_from(store: Store, url: str, target: str) -> None:
    """Senders have no lease; they say that they live."""
    held = await store.shards.renew(None, "one", (), NOON, resend=True)
    with pytest.raises(StoreLocked, match="stop it and try again"):
        await copy_store(url, target, Shown(), now=lambda: NOON)
    await store.shards.leave(held.sender)
    assert await copy_store(url, target, Shown(), now=lambda: NOON) >= 0


async def test_a_store_that_is_not_there_is_not_made(target: str, tmp_path: Path) -> None:
    """A slip in the address of the old store is told, and leaves nothing behind."""
    slip = tmp_path / "slip.db"
    with pytest.raises(StoreError, match=r"no store at .*slip\.db"):
        await copy_store(f"sqlite+aiosqlite:///{slip}", target, Shown(), now=lambda: NOON)
    assert not slip.exists()
