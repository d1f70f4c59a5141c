"""``diemtin feeds``: sources and feeds."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.inputs import InputError, read_file
from bot.cli.options import (
    Database,
    Json,
    opened_fetcher,
    opened_store,
    run,
    settings_for,
    utc_now,
)
from bot.cli.output import complain, iso, json_line, progress, say, table
from digests.errors import AlreadyThere, DigestsError

if TYPE_CHECKING:
    from digests.feeds.catalogue import ListedSource
    from digests.fetch import Fetcher
    from digests.model import Feed, FeedKind
    from digests.store import Store

commands = typer.Typer(help="Sources and feeds.", no_args_is_help=True)


def _fields(feed: "Feed") -> dict[str, object]:
    return {
        "id": feed.id,
        "url": feed.url,
        "kind": str(feed.kind),
        "source": feed.source.name,
        "section": feed.section,
        "title": feed.title,
        "state": str(feed.state),
        "interval": feed.interval,
        "next_poll_at": iso(feed.next_poll_at),
        "failures": feed.failures,
        "last_success_at": iso(feed.last_success_at),
        "last_new_at": iso(feed.last_new_at),
        "last_error": feed.last_error,
    }


@commands.command("list")
def list_feeds(*, as_json: Json = False, database: Database = None) -> None:
    """Show all feeds with their health."""
    settings = settings_for(database)

    async def work() -> list["Feed"]:
        async with opened_store(settings) as store:
            return await store.feeds.all()

    found = run(work)
    if as_json:
        for feed in found:
            json_line(_fields(feed))
    elif not found:
        say("There are no feeds yet; add one with: diemtin feeds add URL")
    else:
        table(
            "Feeds",
            ["id", "source", "section", "state", "every", "next poll", "address"],
            (
                [
                    str(feed.id),
                    feed.source.name,
                    feed.section or "",
                    str(feed.state),
                    f"{feed.interval / 60:.0f} min",
                    iso(feed.next_poll_at) or "",
                    feed.url,
                ]
                for feed in found
            ),
        )


@commands.command("add")
def add(
    url: Annotated[str, typer.Argument(metavar="URL", show_default=False)],
    *,
    source: Annotated[str | None, typer.Option(help="The publisher's name.")] = None,
    section: Annotated[str | None, typer.Option(help="The section (chuyên mục).")] = None,
    database: Database = None,
) -> None:
    """Add the feed at URL, or the one that the page at URL leads to."""
    settings = settings_for(database)

    async def work() -> None:
        from digests.ingest import FeedAdder  # noqa: PLC0415 - loads the whole pipeline

        async with opened_store(settings) as store, opened_fetcher(settings) as fetcher:
            adder = FeedAdder(store, fetcher, now=utc_now)
            preview = await adder.preview(url)
            feed = await adder.take(preview, source=source, section=section)
            say(f"Added feed {feed.id}: {feed.source.name}, {feed.url}")
            for entry in preview.entries[:3]:
                say(f"  {entry.title}")

    run(work)


@commands.command("catalogue")
def catalogue_of_papers(
    name: Annotated[
        str | None, typer.Argument(metavar="PAPER", help="Add the feeds of this one.")
    ] = None,
    *,
    as_json: Json = False,
    database: Database = None,
) -> None:
    """Show the well-known papers that come with the program, or add the feeds of one."""
    from digests.feeds.catalogue import catalogue  # noqa: PLC0415 - few commands need it
    from digests.vietnamese.folding import fold  # noqa: PLC0415

    papers = catalogue()
    if name is not None:
        wanted = [paper for paper in papers if fold(paper.name) == fold(name)]
        if not wanted:
            raise InputError(
                f"The catalogue has no paper called {name}; see: diemtin feeds catalogue"
            )
        _add_paper(wanted[0], database)
    elif as_json:
        for paper in papers:
            for one in paper.feeds:
                json_line({"source": paper.name, "section": one.section, "url": one.url})
    else:
        rows = ([p.name, f.section or "", f.url] for p in papers for f in p.feeds)
        table("Papers", ["source", "section", "address"], rows)


def _add_paper(paper: "ListedSource", database: str | None) -> None:
    settings = settings_for(database)

    async def work() -> int:
        async with opened_store(settings) as store:
            added = [
                await _added(
                    store,
                    one.url,
                    source=paper.name,
                    home=paper.home,
                    section=one.section,
                    kind=one.kind,
                )
                for one in paper.feeds
            ]
        return sum(added)

    say(f"{run(work)} feeds of {paper.name} added.")


async def _added(
    store: "Store",
    url: str,
    *,
    source: str,
    home: str | None,
    section: str | None,
    kind: "FeedKind | None" = None,
    title: str | None = None,
) -> bool:
    """Add a feed as it is listed, without asking for it; give whether it is new."""
    add = partial(store.feeds.add, url, source=source, home=home, section=section, title=title)
    try:
        await (add(now=utc_now()) if kind is None else add(now=utc_now(), kind=kind))
    except AlreadyThere:
        return False
    return True


@commands.command("remove")
def remove(
    number: Annotated[int, typer.Argument(metavar="ID", show_default=False)],
    *,
    database: Database = None,
) -> None:
    """Stop reading a feed; its articles stay in the archive."""
    settings = settings_for(database)

    async def work() -> None:
        async with opened_store(settings) as store:
            await store.feeds.remove(number)

    run(work)
    say(f"Removed feed {number}.")


@commands.command("check")
def check(
    *,
    catalogue: Annotated[
        bool, typer.Option("--catalogue", help="Ask the papers of the catalogue instead.")
    ] = False,
    as_json: Json = False,
    database: Database = None,
) -> None:
    """Ask each feed once, politely, and say what came."""
    settings = settings_for(database)

    async def work() -> list[tuple["Feed", str, int]]:
        async with opened_store(settings) as store, opened_fetcher(settings) as fetcher:
            found = _feeds_of_catalogue() if catalogue else await store.feeds.all()
            with progress() as bar:
                task = bar.add_task("Asking", total=len(found))
                rows = []
                for feed in found:
                    rows.append((feed, *await _asked(fetcher, feed)))
                    bar.advance(task)
                return rows

    rows = run(work)
    if as_json:
        for feed, outcome, entries in rows:
            json_line({"id": feed.id, "url": feed.url, "outcome": outcome, "entries": entries})
    else:
        table(
            "Feeds asked",
            ["id", "source", "outcome", "entries", "address"],
            (
                [str(feed.id), feed.source.name, outcome, str(entries), feed.url]
                for feed, outcome, entries in rows
            ),
        )
    if any(outcome != "ok" for _feed, outcome, _entries in rows):
        raise typer.Exit(1)


def _feeds_of_catalogue() -> list["Feed"]:
    from digests.feeds.catalogue import catalogue  # noqa: PLC0415 - few commands need it
    from digests.model import Feed, Source  # noqa: PLC0415

    listed = [(paper, one) for paper in catalogue() for one in paper.feeds]
    return [
        Feed(id=place, source=Source(0, paper.name), url=one.url, kind=one.kind)
        for place, (paper, one) in enumerate(listed, 1)
    ]


async def _asked(fetcher: "Fetcher", feed: "Feed") -> tuple[str, int]:
    from digests import feeds  # noqa: PLC0415 - feedparser loads slowly
    from digests.fetch import Fetched  # noqa: PLC0415

    try:
        answer = await fetcher.get(feed.url)
        if not isinstance(answer, Fetched):
            return "nothing to read", 0
        parsed = feeds.parse_as(
            feed.kind, answer.body, url=answer.url, content_type=answer.content_type
        )
    except DigestsError as error:
        return str(error), 0
    return "ok", len(parsed.entries)


@commands.command("import")
def import_opml(
    name: Annotated[str, typer.Argument(metavar="FILE.opml", show_default=False)],
    *,
    database: Database = None,
) -> None:
    """Add all feeds of an OPML file; those that are there already stay as they are."""
    from bot.opml import read_opml  # noqa: PLC0415 - only OPML needs the XML parser

    outlines = read_opml(read_file(name).body)
    settings = settings_for(database)

    async def work() -> int:
        async with opened_store(settings) as store:
            added = [
                await _added(
                    store,
                    outline.url,
                    source=outline.source,
                    home=outline.home,
                    section=outline.section,
                    title=outline.title,
                )
                for outline in outlines
            ]
        return sum(added)

    new = run(work)
    say(f"{new} feeds added, {len(outlines) - new} were there already.")


@commands.command("export")
def export_opml(
    name: Annotated[
        str | None, typer.Argument(metavar="FILE.opml", help="Standard output when left out.")
    ] = None,
    *,
    database: Database = None,
) -> None:
    """Write all feeds as OPML."""
    from bot.opml import write_opml  # noqa: PLC0415 - only OPML needs the XML parser

    settings = settings_for(database)

    async def work() -> list["Feed"]:
        async with opened_store(settings) as store:
            return await store.feeds.all()

    text = write_opml(run(work))
    if name is None:
        typer.echo(text)
        return
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{name} cannot be written: {error.strerror}.") from error
    complain(f"wrote {name}")
