"""Commands about the archive: import and search."""

from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.inputs import json_lines, require_readable
from bot.cli.options import Database, Json, opened_store, run, settings_for, utc_now
from bot.cli.output import complain, iso, json_line, progress, say

if TYPE_CHECKING:
    from digests.store import ReadyArticle, Store
    from digests.store.search import SearchPage

BATCH = 1000


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("import")(import_ready)
    # "-without" is a word of a query and no option
    app.command("search", context_settings={"ignore_unknown_options": True})(search)


def _ready(row: dict[str, Any]) -> "ReadyArticle":
    from bot.cli.ready import article_of, identity  # noqa: PLC0415 - only the import needs it
    from digests.store import ReadyArticle  # noqa: PLC0415

    return ReadyArticle(external_id=identity(row), article=article_of(row))


def import_ready(
    name: Annotated[str, typer.Argument(metavar="FILE.jsonl[.gz]", show_default=False)],
    *,
    database: Database = None,
) -> None:
    """Bring ready articles into the archive; doing it again is harmless."""
    settings = settings_for(database)

    async def work() -> None:
        total = sum(1 for _row in json_lines(name))
        added = 0
        async with opened_store(settings) as store:
            rows = json_lines(name)
            with progress() as bar:
                task = bar.add_task("Importing", total=total)
                while batch := [_ready(row) for row in islice(rows, BATCH)]:
                    added += await store.articles.import_ready(batch, utc_now())
                    bar.advance(task, len(batch))
            await store.search.tidy()
        say(f"{added} articles added, {total - added} were there already.")

    run(work)


def search(
    words: Annotated[list[str] | None, typer.Argument(metavar="WORDS", show_default=False)] = None,
    *,
    batch: Annotated[
        str | None,
        typer.Option("--batch", metavar="FILE.jsonl", help='Many queries: {"query"} a line.'),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=50)] = 10,
    as_json: Json = False,
    database: Database = None,
) -> None:
    """Search the archive; diacritics may be missing."""
    if wrong := next((word for word in words or [] if word.startswith("--")), None):
        complain(f"there is no option {wrong}.")
        raise typer.Exit(2)
    if (batch is None) == (not words):
        complain("give either words to search for, or --batch FILE.jsonl.")
        raise typer.Exit(2)
    if batch is not None:
        require_readable(batch)
    settings = settings_for(database)

    async def work() -> None:
        async with opened_store(settings) as store:
            if batch is not None:
                for row in json_lines(batch):
                    await _answer(store, str(row.get("query", "")), limit)
            else:
                await _show(store, " ".join(words or []), limit, as_json=as_json)

    run(work)


async def _answer(store: "Store", query: str, limit: int) -> None:
    from time import perf_counter  # noqa: PLC0415 - only a batch is timed

    started = perf_counter()
    page = await store.search.search(query, now=utc_now(), size=limit)
    spent = (perf_counter() - started) * 1000
    numbers = [number for hit in page.hits for number in (hit.number, *hit.others)][:limit]
    names = await store.articles.external_ids(numbers)
    ids = [names.get(number, str(number)) for number in numbers]
    json_line({"query": query, "ids": ids, "ms": round(spent, 3)})


async def _show(store: "Store", query: str, limit: int, *, as_json: bool) -> None:
    page = await store.search.search(query, now=utc_now(), size=limit)
    if not as_json:
        for remark in _remarks(page):
            say(remark)
    for hit in page.hits:
        stored = await store.articles.get(hit.number)
        found = stored.article
        if as_json:
            json_line(
                {
                    "id": hit.number,
                    "title": found.title,
                    "source": found.source,
                    "published": iso(found.published),
                    "url": found.url,
                    "snippet": hit.snippet.text if hit.snippet else None,
                }
            )
        else:
            about = (found.source, iso(found.published), found.url)
            say("\n    ".join(filter(None, (found.title, " · ".join(filter(None, about))))))
    if not page.hits and not as_json:
        say("Nothing was found; try fewer or other words.")


def _remarks(page: "SearchPage") -> list[str]:
    """Say what was searched where that is not what was typed."""
    remarks = []
    if page.corrected_from is not None:
        remarks.append(f"Searched for: {page.searched_for} (typed: {page.corrected_from})")
    if page.loosened == "some_words":
        remarks.append("No article has all the words; these have some of them.")
    elif page.loosened == "day_words":
        remarks.append("Nothing of that day; searched for the words instead.")
    if page.unknown:
        remarks.append(f"Unknown filters: {', '.join(page.unknown)}")
    return remarks
