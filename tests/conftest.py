"""What holds for all tests, and the two databases that a store may be in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import postgres
from tests.stores import CHOSEN, KINDS, STORES, new_file

# How long an example takes says something about the machine only.
settings.register_profile("diemtin", deadline=None)
settings.load_profile("diemtin")


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that the processes of the run share."""
    if not STORES:
        raise pytest.UsageError(f"{CHOSEN} is one of {', '.join(KINDS)}, or not set")
    if not hasattr(config, "workerinput"):
        postgres.begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server, if there is one."""
    if not hasattr(config, "workerinput"):
        postgres.shared().end()


@pytest.fixture(scope="session")
def databases() -> postgres.Databases:
    """Give databases on the PostgreSQL server of this run."""
    return postgres.shared().databases()


@pytest.fixture
def postgres_url(databases: postgres.Databases) -> Iterator[str]:
    """Give the address of an empty store in PostgreSQL."""
    with databases.fresh() as url:
        yield url


@pytest.fixture(params=STORES)
def any_store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty store, once in SQLite and once in PostgreSQL."""
    if request.param == "sqlite":
        return new_file(tmp_path / "news.db")
    return str(request.getfixturevalue("postgres_url"))
