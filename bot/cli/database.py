"""``diemtin db``: the store itself."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Database, opened_store, run, settings_for, utc_now
from bot.cli.output import progress, say

commands = typer.Typer(help="The store.", no_args_is_help=True)


@commands.command("upgrade")
def upgrade(*, database: Database = None) -> None:
    """Bring the store's schema up to this program's; harmless when it is there already."""
    settings = settings_for(database)

    async def work() -> str:
        async with opened_store(settings) as store:
            return str((await store.stats(utc_now())).schema_version)

    say(f"The store is at schema {run(work)}.")


@commands.command("backup")
def backup(
    name: Annotated[str, typer.Argument(metavar="FILE", show_default=False)],
    *,
    database: Database = None,
) -> None:
    """Write a consistent copy of the store to FILE, also while the bot runs."""
    settings = settings_for(database)

    async def work() -> None:
        async with opened_store(settings) as store:
            await store.backup(Path(name))

    run(work)
    say(f"Backed up to {name}.")


@commands.command("copy")
def copy(
    url: Annotated[str, typer.Argument(metavar="URL", show_default=False)],
    *,
    database: Database = None,
) -> None:
    """Copy everything into the empty store at URL and hold the counts against each other."""
    from bot.errors import SettingsError  # noqa: PLC0415 - loads pydantic
    from bot.settings import store_url  # noqa: PLC0415

    settings = settings_for(database)
    try:
        target = store_url(url)
    except ValueError as error:
        raise SettingsError(f"{url}: {error}.") from error

    async def work() -> int:
        from digests.store import copy_store  # noqa: PLC0415 - SQLAlchemy loads slowly

        with progress() as bar:
            task = bar.add_task("Copying", total=None)

            def show(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)

            return await copy_store(settings.database_url, target, now=utc_now, progress=show)

    say(f"Copied {run(work)} rows.")


@commands.command("reindex")
def reindex(*, database: Database = None) -> None:
    """Build the search index anew from the articles."""
    settings = settings_for(database)

    async def work() -> None:
        async with opened_store(settings) as store:
            with progress() as bar:
                task = bar.add_task("Indexing", total=None)

                def show(done: int, total: int) -> None:
                    bar.update(task, completed=done, total=total)

                await store.search.rebuild(show)

    run(work)
    say("The search index is new.")
