"""``diemtin db``: the store itself."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Database, opened_store, run, settings_for, utc_now
from bot.cli.output import say, shown_progress

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
        from digests.store import back_up  # noqa: PLC0415 - SQLAlchemy loads slowly

        with shown_progress("Backing up") as show:
            await back_up(settings.database_url, Path(name), show)

    run(work)
    say(f"Backed up to {name}.")


@commands.command("restore")
def restore(
    name: Annotated[str, typer.Argument(metavar="FILE", show_default=False)],
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Put it in the place of a store that is there.")
    ] = False,
    database: Database = None,
) -> None:
    """Put the store that the backup FILE holds where the store belongs."""
    settings = settings_for(database)

    async def work() -> tuple[Path | None, int]:
        from digests.store import restore as put_back  # noqa: PLC0415 - SQLAlchemy loads slowly

        url, now = settings.database_url, utc_now()
        with shown_progress("Restoring") as show:
            kept = await put_back(Path(name), url, overwrite=force, now=now, progress=show)
        async with opened_store(settings) as store:
            return kept, (await store.stats(utc_now())).articles

    kept, articles = run(work)
    say(f"Restored {articles} articles from {name}.")
    if kept is not None:
        say(f"What was there before is kept as {kept}.")


@commands.command("copy")
def copy(
    url: Annotated[str, typer.Argument(metavar="URL", show_default=False)],
    *,
    database: Database = None,
) -> None:
    """Copy everything into the empty store at URL and compare; broken off, again goes on."""
    from bot.errors import SettingsError  # noqa: PLC0415 - loads pydantic
    from bot.settings import store_url  # noqa: PLC0415

    settings = settings_for(database)
    try:
        target = store_url(url)
    except ValueError as error:
        raise SettingsError(f"The address to copy to is none: {error}.") from error

    async def work() -> int:
        from digests.store import copy_store  # noqa: PLC0415 - SQLAlchemy loads slowly

        return await copy_store(settings.database_url, target, shown_progress, now=utc_now)

    rows = run(work)
    say(f"Copied {rows} rows; the copy is whole. Set DIEMTIN_DATABASE_URL to it now.")


@commands.command("reindex")
def reindex(*, database: Database = None) -> None:
    """Build the search index anew from the articles."""
    settings = settings_for(database)

    async def work() -> None:
        async with opened_store(settings) as store:
            with shown_progress("Indexing") as show:
                await store.search.rebuild(show)

    run(work)
    say("The search index is new.")
