"""What was backed up comes back whole, and nothing that is there is lost on the way."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine

from bot.backups import Backups, name_at, surplus
from digests.errors import AlreadyThere, StoreError, StoreLocked, StoreNewer, StoreUnreadable
from digests.store import Store, back_up, leases, open_store, restore
from digests.store.migrations import upgrade
from digests.store.opening import HEAD
from tests.store.conftest import NOON, Newsroom, at_work


def url_of(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Give a file: a server's backups are left to its own tools."""
    return url_of(tmp_path / "store.db")


async def articles_in(path: Path) -> int:
    store = await open_store(url_of(path), now=lambda: NOON)
    try:
        return (await store.stats(NOON)).articles
    finally:
        await store.close()


async def test_a_backup_is_one_state_while_others_write(
    store: Store, newsroom: Newsroom, url: str, tmp_path: Path
) -> None:
    """It ends although writers never stop, and tells how far it is."""
    await newsroom.publish("một")
    target, told, stop = tmp_path / "copy.db", [(0, 1)], asyncio.Event()

    async def write() -> None:
        for number in range(10_000):
            if stop.is_set():
                return
            await store.meta.set("số", str(number))
            await store.audit.record("1", "viết " * 100, NOON)

    writing = asyncio.create_task(write())
    await back_up(url, target, lambda done, total: told.append((done, total)))
    stop.set()
    await writing
    assert told[-1][0] == told[-1][1] > 10
    assert await articles_in(target) == 1


async def test_a_backup_comes_back_where_nothing_is(
    store: Store, newsroom: Newsroom, url: str, tmp_path: Path
) -> None:
    """As a store that is searched and written to."""
    await newsroom.publish("một")
    await back_up(url, tmp_path / "copy.db")
    new = tmp_path / "new.db"
    kept = await restore(tmp_path / "copy.db", url_of(new), overwrite=False, now=NOON)
    assert kept is None
    again = await open_store(url_of(new), now=lambda: NOON)
    assert (await again.search.search("bai so mot", now=NOON)).total == 1
    await again.meta.set("chào", "bạn")
    await again.close()
    assert store is not None


async def test_a_store_is_replaced_only_when_that_is_meant(
    store: Store, newsroom: Newsroom, url: str, tmp_path: Path
) -> None:
    """Without the word it stays; with it, what was there is kept beside it."""
    path = Path(url.partition(":///")[2])
    await newsroom.publish("một")
    await back_up(url, tmp_path / "copy.db")
    await newsroom.publish("hai")
    await store.close()
    with pytest.raises(AlreadyThere, match="--force"):
        await restore(tmp_path / "copy.db", url, overwrite=False, now=NOON)
    assert await articles_in(path) == 2
    kept = await restore(tmp_path / "copy.db", url, overwrite=True, now=NOON)
    assert kept is not None
    assert (await articles_in(path), await articles_in(kept)) == (1, 2)


async def test_a_store_at_work_is_not_replaced(
    store: Store, newsroom: Newsroom, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither while a program renews its lease, nor while another one writes."""
    await newsroom.publish("một")
    await back_up(url, tmp_path / "copy.db")
    async with at_work(store, "bot"):
        with pytest.raises(StoreLocked, match="stop it"):
            await restore(tmp_path / "copy.db", url, overwrite=True, now=NOON)
    await store.close()
    with closing(sqlite3.connect(url.partition(":///")[2], isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreLocked):
            await restore(tmp_path / "copy.db", url, overwrite=True, now=NOON)
        other.execute("ROLLBACK")
    monkeypatch.setattr(leases, "_WATCHED", 0.3)
    assert await restore(tmp_path / "copy.db", url, overwrite=True, now=NOON) is not None


async def test_a_damaged_store_gives_way_to_a_backup(
    store: Store, newsroom: Newsroom, url: str, tmp_path: Path
) -> None:
    """It is kept under another name, for whoever wants to look into it."""
    path = Path(url.partition(":///")[2])
    await newsroom.publish("một")
    await back_up(url, tmp_path / "copy.db")
    await store.close()
    await asyncio.to_thread(path.write_text, "không phải kho tin " * 1000)
    kept = await restore(tmp_path / "copy.db", url, overwrite=True, now=NOON)
    assert kept is not None
    assert "không phải" in await asyncio.to_thread(kept.read_text)
    assert await articles_in(path) == 1


@pytest.mark.parametrize("wrong", ["missing", "text", "other", "newer"])
async def test_what_is_no_backup_is_refused(
    store: Store, url: str, tmp_path: Path, wrong: str
) -> None:
    """With a sentence, and the store stays."""
    await store.meta.set("chào", "bạn")
    path = tmp_path / "copy.db"
    if wrong == "text":
        path.write_text("Kính gửi " * 500)
    elif wrong != "missing":
        await back_up(url, path)
        with closing(sqlite3.connect(path)) as copy:
            for statement in {
                "other": ["DROP TABLE alembic_version"],
                "newer": ["UPDATE alembic_version SET version_num = '9999'"],
            }[wrong]:
                copy.execute(statement)
            copy.commit()
    kinds = {"missing": StoreError, "newer": StoreNewer}
    with pytest.raises(kinds.get(wrong, StoreUnreadable)):
        await restore(path, url, overwrite=True, now=NOON)
    assert await store.meta.get("chào") == "bạn"


async def test_a_store_is_kept_as_it_was_before_it_is_migrated(tmp_path: Path) -> None:
    """Beside it, under the name of its schema; a store that needs no migration is not copied."""
    path = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        upgrade(connection, "0004")
    engine.dispose()
    for _opening in range(2):
        store = await open_store(url_of(path), now=lambda: NOON)
        assert (await store.stats(NOON)).schema_version == HEAD
        await store.close()
    (kept,) = await asyncio.to_thread(lambda: list(tmp_path.glob("old.db.schema-*")))
    assert kept.name == "old.db.schema-0004-20261124-050000"
    with closing(sqlite3.connect(kept)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0004",)


async def test_nightly_backups_keep_the_newest_few(store: Store, tmp_path: Path) -> None:
    """Other files in the folder are left alone; a failure is told and loses none."""
    folder, now, failed = tmp_path / "sao lưu", [NOON], []

    async def on_failure(moment: object) -> None:
        failed.append(moment)

    backups = Backups(store, folder, keep=3, now=lambda: now[0], on_failure=on_failure)
    for day in range(5):
        now[0] = NOON + timedelta(days=day)
        assert await backups.make() is not None
        (folder / "ghi chú.txt").write_text("của tôi")
    kept = {path.name for path in folder.glob("*.db")}
    assert kept == {name_at(NOON + timedelta(days=day)) for day in (2, 3, 4)}
    assert (folder / "ghi chú.txt").exists()
    assert await backups.make() is None  # the same second again: the file is there already
    assert failed == [now[0]]
    assert {path.name for path in folder.glob("*.db")} == kept


@given(
    st.sets(st.integers(0, 10**6)), st.lists(st.text(max_size=20), max_size=5), st.integers(1, 9)
)
def test_rotation_takes_the_oldest_and_never_what_is_not_ours(
    hours: set[int], others: list[str], keep: int
) -> None:
    """Whatever stands in the folder."""
    ours = [name_at(NOON + timedelta(seconds=hour)) for hour in sorted(hours)]
    gone = surplus([*others, *reversed(ours)], keep)
    assert gone == ours[: max(0, len(ours) - keep)]
