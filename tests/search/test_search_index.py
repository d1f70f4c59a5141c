"""The index itself: written with the article, taken out, built anew, checked."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.errors import StoreError
from digests.store.database import Database
from digests.store.search import (
    SearchDocument,
    SearchIndex,
    SqliteSearch,
    parse_query,
)
from digests.store.search.postgres import rebuilding
from digests.store.search.postgres.index import PostgresSearch
from tests import postgres
from tests.search.conftest import index_of
from tests.stores import STORES

NOW = datetime(2026, 10, 15, 5, 0, tzinfo=UTC)
CAM = SearchDocument(title="Mùa cam chín", lead="Cam ngọt.", body=("Nông dân vui mừng.",))
BUOI = SearchDocument(title="Mùa bưởi chín", lead="Bưởi thơm.", body=("Thương lái tới vườn.",))


async def found(connection: AsyncConnection, words: str) -> set[int]:
    query = parse_query(words, now=NOW)
    page = await index_of(connection).search(connection, query, now=NOW)
    return {hit.number for hit in page.hits}


def test_it_is_a_search_index() -> None:
    """The classes offer what the interface asks for."""
    indexes: tuple[SearchIndex, ...] = (SqliteSearch(), PostgresSearch())
    assert len(indexes) == 2


async def test_rolled_back_is_not_there(connection: AsyncConnection) -> None:
    """The index row lives and dies with the caller's transaction."""
    await index_of(connection).add(connection, 1, CAM)
    await connection.rollback()
    assert await found(connection, "cam") == set()
    await index_of(connection).add(connection, 1, CAM)
    await connection.commit()
    await connection.rollback()
    assert await found(connection, "cam") == {1}


async def test_replaced_and_removed(connection: AsyncConnection) -> None:
    """A replaced article is found by its new words only, a removed one not at all."""
    search = index_of(connection)
    await search.add(connection, 1, CAM)
    await search.replace(connection, 1, BUOI)
    assert await found(connection, "cam ngọt") == set()
    assert await found(connection, "bưởi thơm") == {1}
    assert await found(connection, "nông dân vui") == set()
    await search.remove(connection, 1)
    await search.remove(connection, 77)
    assert await found(connection, "bưởi") == set()
    assert (await search.check(connection, [])).problem is None


async def test_removed_words_do_not_correct(connection: AsyncConnection) -> None:
    """The vocabulary forgets words that no article has any more."""
    search = index_of(connection)
    await search.add(connection, 1, CAM)
    await search.add(connection, 2, BUOI)
    await search.remove(connection, 2)
    query = parse_query("buoii", now=NOW)
    page = await search.search(connection, query, now=NOW)
    assert page.corrected_from is None
    assert page.hits == ()


async def test_words_correct_from_their_article_on(connection: AsyncConnection) -> None:
    """A word is known in the transaction of its first article, and until the last one goes."""
    search = index_of(connection)

    async def searched(words: str) -> str | None:
        page = await search.search(connection, parse_query(words, now=NOW), now=NOW)
        return page.searched_for if page.corrected_from is not None else None

    for number in range(1, 251):
        await search.add(connection, number, BUOI if number in (7, 240) else CAM)
        if number == 7:
            assert await searched("thuong laai") == "thương lái"
    assert await searched("thuong laai") == "thương lái"
    for number in range(1, 251):
        await search.remove(connection, number)
    assert await searched("thuong laai") is None
    await search.add(connection, 7, BUOI)
    assert await searched("thuong laai") == "thương lái"
    assert await searched("ngoot") is None


async def test_creating_again_keeps_everything(connection: AsyncConnection) -> None:
    """``create`` may run at every start."""
    search = index_of(connection)
    await search.add(connection, 1, CAM)
    await search.create(connection)
    assert await found(connection, "cam") == {1}


@pytest.mark.parametrize("any_store_url", ["sqlite"], indirect=True)
async def test_an_index_of_before_words_were_counted_later_goes_on(
    connection: AsyncConnection,
) -> None:
    """The table that it lacks is made, and nothing is built anew."""
    search = index_of(connection)
    await search.add(connection, 1, CAM)
    await connection.exec_driver_sql("DROP TABLE search_uncounted")
    await search.create(connection)
    await search.add(connection, 2, BUOI)
    assert await found(connection, "mùa chín") == {1, 2}
    assert (await search.check(connection, [1, 2])).problem is None


async def test_rebuilt_from_the_articles(connection: AsyncConnection) -> None:
    """A rebuild has what it is given and nothing else, and tells how far it is."""
    search = index_of(connection)
    await search.add(connection, 1, CAM)
    await search.add(connection, 2, BUOI)
    await connection.commit()

    async def articles() -> AsyncIterator[tuple[int, SearchDocument]]:
        yield 2, BUOI
        yield 3, CAM

    told: list[int] = []
    await search.rebuild(connection, articles(), told.append)
    assert await found(connection, "mùa chín") == {2, 3}
    assert told[-1] == 2
    assert (await search.check(connection, [2, 3])).problem is None
    assert (await search.check(connection, [2, 1])).problem is not None


async def test_searching_while_it_is_rebuilt(connection: AsyncConnection) -> None:
    """Until the new index is whole, the old one answers, and new articles reach both."""
    search = index_of(connection)
    await search.add(connection, 1, CAM)
    await connection.commit()
    answers: list[set[int]] = []

    async def articles() -> AsyncIterator[tuple[int, SearchDocument]]:
        yield 1, CAM
        answers.append(await found(connection, "mùa chín"))
        await search.add(connection, 5, BUOI)
        answers.append(await found(connection, "mùa chín"))

    await search.rebuild(connection, articles(), lambda _: None)
    assert answers == [{1}, {1, 5}]
    assert await found(connection, "mùa chín") == {1, 5}


async def test_other_connections_write_during_a_rebuild(any_store_url: str) -> None:
    """What the bot adds and removes while an operator rebuilds is not lost and does not return."""
    engine = Database(any_store_url, now=lambda: NOW, busy_timeout=5).engine
    async with engine.connect() as operator, engine.connect() as bot:
        search = index_of(operator)
        await search.create(operator)
        await search.add_many(operator, [(1, CAM), (2, BUOI)])
        await operator.commit()

        async def articles() -> AsyncIterator[tuple[int, SearchDocument]]:
            await search.remove(bot, 1)
            await search.add(bot, 3, CAM)
            await bot.commit()
            yield 1, CAM
            yield 2, BUOI
            yield 3, BUOI

        await search.rebuild(operator, articles(), lambda _: None)
        assert await found(bot, "mùa chín") == {2, 3}
        assert await found(bot, "cam ngọt") == {3}
    await engine.dispose()


async def test_of_two_rebuilds_the_later_goes_on(connection: AsyncConnection) -> None:
    """The earlier one stops at its next step and leaves everything to the other."""
    search = index_of(connection)
    await search.add(connection, 1, CAM)
    await connection.commit()

    async def articles() -> AsyncIterator[tuple[int, SearchDocument]]:
        yield 1, CAM
        yield 2, BUOI

    async def overtaken() -> AsyncIterator[tuple[int, SearchDocument]]:
        await search.rebuild(connection, articles(), lambda _: None)
        yield 3, CAM

    with pytest.raises(StoreError, match="somebody else"):
        await search.rebuild(connection, overtaken(), lambda _: None)
    await connection.rollback()
    assert await found(connection, "mùa chín") == {1, 2}


async def test_broken_off_rebuild_leaves_the_old_index(connection: AsyncConnection) -> None:
    """When a rebuild fails, the old index answers; the next rebuild begins anew."""
    search = index_of(connection)
    await search.add(connection, 1, CAM)
    await connection.commit()

    async def failing() -> AsyncIterator[tuple[int, SearchDocument]]:
        yield 2, BUOI
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await search.rebuild(connection, failing(), lambda _: None)
    await connection.rollback()
    assert await found(connection, "mùa chín") == {1}

    async def whole() -> AsyncIterator[tuple[int, SearchDocument]]:
        yield 4, BUOI

    await search.rebuild(connection, whole(), lambda _: None)
    assert await found(connection, "mùa chín") == {4}


@pytest.mark.parametrize("any_store_url", ["postgresql"], indirect=True)
async def test_a_built_index_searches_no_long_lists(
    any_store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is filled, what is not in the indexes yet may be much, but never in use."""
    monkeypatch.setattr(rebuilding, "_GATHERED", 2 * rebuilding.BATCH)
    waiting: list[int] = []
    engine = Database(any_store_url, now=lambda: NOW, busy_timeout=5).engine
    async with engine.connect() as operator, engine.connect() as other:
        await index_of(operator).create(operator)
        await operator.commit()

        async def pages_waiting(table: str) -> int:
            """Give how long the lists were; they are empty then."""
            asked = text(
                "SELECT sum(gin_clean_pending_list(indexrelid)) FROM pg_index JOIN pg_class "
                "ON oid = indexrelid WHERE indrelid = CAST(:table AS regclass) "
                "AND relam = (SELECT oid FROM pg_am WHERE amname = 'gin')"
            )
            pages = int(await other.scalar(asked, {"table": table}) or 0)
            await other.commit()
            return pages

        async def articles() -> AsyncIterator[tuple[int, SearchDocument]]:
            for number in range(4 * rebuilding.BATCH + 1):
                yield number, CAM
                if number in (2 * rebuilding.BATCH, 3 * rebuilding.BATCH):
                    waiting.append(await pages_waiting("search_tokens_next"))

        await index_of(operator).rebuild(operator, articles(), lambda _: None)
        assert await pages_waiting("search_tokens") == 0
        limits = text("SELECT reloptions FROM pg_class WHERE relname LIKE 'search_tokens%_idx'")
        assert {tuple(row) for row in await other.scalars(limits)} == {
            ("fastupdate=on", "gin_pending_list_limit=1024")
        }
    await engine.dispose()
    assert [pages > 0 for pages in waiting] == [False, True]


@pytest.mark.parametrize("any_store_url", ["sqlite"], indirect=True)
async def test_many_at_once_leave_no_slow_connection(any_store_url: str) -> None:
    """What one connection keeps of thousands of articles would slow each later one down."""
    engine = Database(any_store_url, now=lambda: NOW, busy_timeout=5).engine
    search = SqliteSearch()
    for count, is_new in ((2, False), (100, True)):
        async with engine.connect() as connection:
            await search.create(connection)
            await connection.exec_driver_sql(
                "CREATE TEMP TABLE IF NOT EXISTS mark (number INTEGER)"
            )
            await search.add_many(connection, ((number, CAM) for number in range(count)))
            await connection.commit()
        async with engine.connect() as connection:
            marks = "SELECT count(*) FROM sqlite_temp_master WHERE name = 'mark'"
            assert ((await connection.exec_driver_sql(marks)).scalar() == 0) is is_new
            assert await found(connection, "cam ngọt")
    await engine.dispose()


async def test_same_number_twice_in_a_batch(connection: AsyncConnection) -> None:
    """The last document of a number counts."""
    await index_of(connection).add_many(connection, [(1, CAM), (1, BUOI)])
    assert await found(connection, "bưởi thơm") == {1}
    assert await found(connection, "cam ngọt") == set()


async def test_tidying_changes_no_answer(connection: AsyncConnection) -> None:
    """After many writes the index can be put in order; it answers as before."""
    search = index_of(connection)
    for number in range(20):
        await search.add(connection, number, CAM if number % 2 else BUOI)
        await connection.commit()
    await search.remove(connection, 3)
    await search.tidy(connection)
    await connection.commit()
    query = parse_query("cam ngọt", now=NOW)
    page = await search.search(connection, query, now=NOW, size=20)
    (hit,) = page.hits  # the same text is one hit
    assert {hit.number, *hit.others} == set(range(1, 20, 2)) - {3}


@pytest.mark.parametrize("kind", STORES)
async def test_missing_tables_are_said(
    kind: str, databases: postgres.Databases, tmp_path: Path
) -> None:
    """A database without the index is reported by the check, and refused by a search."""
    if kind == "sqlite":
        await _check_empty(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")
        return
    with databases.empty() as url:
        await _check_empty(url)


async def _check_empty(url: str) -> None:
    engine = Database(url, now=lambda: NOW, busy_timeout=5).engine
    async with engine.connect() as connection:
        check = await index_of(connection).check(connection, [1])
        assert check.problem is not None
        with pytest.raises(StoreError, match="search index"):
            await found(connection, "cam")
    await engine.dispose()


async def test_other_version_is_said(connection: AsyncConnection) -> None:
    """An index of another version asks to be rebuilt."""
    await connection.exec_driver_sql("UPDATE search_state SET value = '0' WHERE name = 'version'")
    check = await index_of(connection).check(connection, [1])
    assert check.problem is not None
    assert "version 0" in check.problem


async def test_lost_rows_are_said(connection: AsyncConnection) -> None:
    """Documents without their index rows are noticed."""
    await index_of(connection).add(connection, 1, CAM)
    await connection.exec_driver_sql(
        "INSERT INTO search_document(number, published, head) VALUES (2, NULL, 'Lạc')"
    )
    assert (await index_of(connection).check(connection, [1])).problem is None
    assert (await index_of(connection).check(connection, [1, 2])).problem is not None


async def test_found_however_far_apart_their_numbers_are(connection: AsyncConnection) -> None:
    """Old articles are found behind the newest ones, and all of them are counted."""
    numbers = [*range(1, 8), *range(70_001, 70_008), *range(200_001, 200_008), 260_001]
    documents = [(n, replace(CAM, body=(f"Bài số {n}.",))) for n in numbers]
    await index_of(connection).add_many(connection, documents)
    for words in ("cam ngọt", "cam", '"mùa cam"', "cam -bưởi"):
        query = parse_query(words, now=NOW)
        page = await index_of(connection).search(connection, query, now=NOW, size=30)
        assert [hit.number for hit in page.hits] == numbers[::-1], words
        assert page.total == len(numbers)


@pytest.mark.parametrize("any_store_url", ["postgresql"], indirect=True)
async def test_a_search_that_takes_too_long_leaves_the_transaction_whole(
    connection: AsyncConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It finds nothing then, and what the caller wrote before it is still there."""
    await index_of(connection).add(connection, 1, CAM)
    with monkeypatch.context() as patch:
        patch.setattr("digests.store.search.searching.SECONDS", 0.1)
        patch.setattr(
            "digests.store.search.postgres.candidates._EVERY",
            "SELECT number FROM search_tokens, pg_sleep(60) "
            "WHERE {column} @@ CAST(%(every)s AS tsquery) LIMIT %(limit)s",
        )
        assert await found(connection, "cam ngọt") == set()
    assert await found(connection, "cam ngọt") == {1}
