"""Backups and copies hold everything, and never overwrite."""

from pathlib import Path

import pytest

from digests.errors import AlreadyThere, StoreError
from digests.store import Store, copy_store, open_store
from tests.store.conftest import NOON, Newsroom


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


async def test_a_copy_has_every_row_and_is_searchable(
    store: Store, newsroom: Newsroom, url: str, tmp_path: Path
) -> None:
    """Counts agree, the last progress is the total, and a second copy is refused."""
    await newsroom.reader("1")
    await newsroom.publish("một")
    told: list[tuple[int, int]] = []
    to = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    rows = await copy_store(url, to, lambda done, all_: told.append((done, all_)), now=lambda: NOON)
    assert told[-1] == (rows, rows)
    copy = await open_store(to, now=lambda: NOON)
    assert (await copy.search.search("bai so mot", now=NOON)).total == 1
    assert await copy.articles.get(1) == await store.articles.get(1)
    await copy.close()
    with pytest.raises(AlreadyThere, match="not empty"):
        await copy_store(url, to, lambda _done, _all: None, now=lambda: NOON)
