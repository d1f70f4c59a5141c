"""New stores in either database, and what tests do to a store from outside."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from digests.store.database import Turn
from tests import postgres

KINDS = ("sqlite", "postgresql")
CHOSEN = "DIEMTIN_TEST_STORE"
"""Names the only store to test with; without it tests run on both."""
STORES = tuple(kind for kind in KINDS if os.environ.get(CHOSEN, kind) == kind)


def new_file(path: Path) -> str:
    """Make an SQLite store at ``path``, as the program makes it, and give its address."""
    shutil.copyfile(postgres.shared().file(), path)
    return f"sqlite+aiosqlite:///{path}"


@contextmanager
def new_store(kind: str, databases: postgres.Databases) -> Iterator[str]:
    """Give the address of an empty store that is gone afterwards."""
    if kind == "sqlite":
        with TemporaryDirectory() as folder:
            yield new_file(Path(folder) / "news.db")
    else:
        with databases.fresh() as url:
            yield url


def is_sqlite(url: str) -> bool:
    """Say whether a store is an SQLite file."""
    return url.startswith("sqlite")


def file_of(url: str) -> str:
    """Give the path of an SQLite store."""
    return url.partition(":///")[2]


@contextmanager
def held(url: str, *, timeout: float = 5) -> Iterator[None]:
    """Have another process write to everything in the store meanwhile; readers may read.

    It waits ``timeout`` seconds for a file that is being written to.

    In PostgreSQL it has every turn, and the tables that are written without one.
    """
    if is_sqlite(url):
        with closing(sqlite3.connect(file_of(url), isolation_level=None, timeout=timeout)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    with postgres.connect(url) as other:
        for turn in Turn:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [int(turn)])
        names = other.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = ", ".join(name for (name,) in names)
        other.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
        yield
        other.rollback()


def execute(url: str, statement: str) -> None:
    """Execute one statement behind the program's back."""
    if is_sqlite(url):
        with closing(sqlite3.connect(file_of(url), isolation_level=None)) as database:
            database.execute(statement)
    else:
        postgres.execute(url, statement)
