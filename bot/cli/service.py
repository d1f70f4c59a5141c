"""Commands that run the program: run, playground, poll, stats, check."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import (
    Database,
    Json,
    opened_fetcher,
    opened_store,
    run,
    settings_for,
    utc_now,
)
from bot.cli.output import iso, json_line, say, table

if TYPE_CHECKING:
    from digests.ingest import PollReport


POLL_PAUSE = 5.0  # seconds


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("run")(run_bot)
    app.command("playground")(playground)
    app.command("poll")(poll)
    app.command("stats")(stats)
    app.command("check")(check)


def run_bot(
    *,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="PART", help="Only this part: read, send or chat. Again."),
    ] = None,
    database: Database = None,
) -> None:
    """Run the bot until it is stopped; with --only a part of it, beside other processes."""
    from bot.roles import roles_of  # noqa: PLC0415 - only this command needs them

    settings = settings_for(database)
    roles = roles_of(only or (), settings.database_url)

    async def work() -> None:
        from bot.app import run_bot as run_until_stopped  # noqa: PLC0415 - loads everything

        await run_until_stopped(settings, now=utc_now, roles=roles)

    run(work)


def playground(
    *,
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 8080,
    database: Database = None,
) -> None:
    """Run the bot on a local Bot API, with a chat page and a sample newspaper: no token needed."""
    settings = settings_for(database)

    async def work() -> None:
        from bot.playground.program import run_playground  # noqa: PLC0415 - loads everything

        await run_playground(settings, port=port, now=utc_now, announce=say)

    run(work)


def poll(
    *,
    once: Annotated[bool, typer.Option("--once", help="End when nothing more is due.")] = False,
    as_json: Json = False,
    database: Database = None,
) -> None:
    """Read the feeds that are due, make digests, queue deliveries; go on until stopped."""
    settings = settings_for(database)

    async def work() -> None:
        import asyncio  # noqa: PLC0415 - not every command needs a loop
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - likewise

        from bot.pipeline import make_ingest, make_rewriter  # noqa: PLC0415 - loads the whole pipeline

        async with opened_store(settings) as store, opened_fetcher(settings) as fetcher:
            # One thread: more would only take the interpreter from the loop.
            worker = ThreadPoolExecutor(1, thread_name_prefix="parsing")
            rewriter = make_rewriter(settings, store, now=utc_now)
            ingest = make_ingest(
                settings, store, fetcher, now=utc_now, rewriter=rewriter, worker=worker
            )
            _show_reports(await ingest.poll_due(), as_json=as_json)
            await ingest.owe_the_rest()
            while not once:
                await asyncio.sleep(POLL_PAUSE)
                if reports := await ingest.poll_due():
                    _show_reports(reports, as_json=as_json)
                await ingest.owe_the_rest()

    run(work)


def _show_reports(reports: list["PollReport"], *, as_json: bool) -> None:
    if as_json:
        for report in reports:
            json_line(
                {
                    "id": report.feed.id,
                    "url": report.feed.url,
                    "outcome": report.outcome,
                    "new": report.new,
                    "deliveries": report.deliveries,
                    "error": report.error,
                }
            )
    elif not reports:
        say("No feed is due.")
    else:
        table(
            "Feeds polled",
            ["id", "source", "outcome", "new", "deliveries", "what was wrong"],
            (
                [
                    str(report.feed.id),
                    report.feed.source.name,
                    report.outcome,
                    str(report.new),
                    str(report.deliveries),
                    report.error or "",
                ]
                for report in reports
            ),
        )


def stats(*, as_json: Json = False, database: Database = None) -> None:
    """Show the numbers of the store."""
    settings = settings_for(database)

    async def work() -> None:
        async with opened_store(settings) as store:
            numbers = (await store.stats(utc_now())).fields()
        if as_json:
            json_line(numbers)
        else:
            table("Điểm Tin", ["what", "number"], ([k, str(v)] for k, v in numbers.items()))

    run(work)


def check(*, as_json: Json = False, database: Database = None) -> None:
    """Say what is set up and reachable, and what to do where it is not."""
    settings = settings_for(database)

    async def work() -> bool:
        from bot.checks import run_checks  # noqa: PLC0415 - loads telegram and the store

        found = await run_checks(settings, now=utc_now)
        if as_json:
            for result in found:
                json_line({"what": result.what, "ok": result.ok, "words": result.words})
        else:
            table(
                f"Điểm Tin, {iso(utc_now())}",
                ["what", "state", "in words"],
                ([one.what, "ok" if one.ok else "NOT OK", one.words] for one in found),
            )
        return all(result.ok for result in found)

    if not run(work):
        raise typer.Exit(1)
