"""Commands that read without a store: feed, article, digest, stories."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.inputs import Input, InputError, Inputs, is_ready, json_lines
from bot.cli.options import Json, run, settings_for
from bot.cli.output import complain, iso, json_line, say
from digests.errors import DigestsError

if TYPE_CHECKING:
    from digests.model import Article, Digest, Entry

Names = Annotated[list[str], typer.Argument(metavar="FILE|URL…", show_default=False)]
BaseUrl = Annotated[
    str | None, typer.Option("--base-url", metavar="URL", help="Where the files come from.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("feed")(feed)
    app.command("article")(article)
    app.command("digest")(digest)
    app.command("stories")(stories)


def _each(names: list[str], base_url: str | None, show: Callable[[Input], Awaitable[None]]) -> None:
    """Show every input; a bad one is complained of, the others go on, and the status is 1."""

    async def work() -> int:
        failures = 0
        async with Inputs(settings_for(None), base_url=base_url) as inputs:
            for name in names:
                try:
                    await show(await inputs.read(name))
                except (DigestsError, InputError) as error:
                    failures += 1
                    complain(str(error) if name in str(error) else f"{name}: {error}")
        return failures

    if run(work):
        raise typer.Exit(1)


def feed(names: Names, *, base_url: BaseUrl = None, as_json: Json = False) -> None:
    """Show the entries of feeds."""
    from digests import feeds  # noqa: PLC0415 - feedparser loads slowly

    async def show(given: Input) -> None:
        parsed = feeds.parse(given.body, url=given.url, content_type=given.content_type)
        for warning in parsed.warnings:
            complain(f"{given.name}: {warning}")
        for entry in parsed.entries:
            if as_json:
                json_line(_entry_fields(given, entry))
            else:
                say(f"{iso(entry.published) or '-':25}  {entry.title}\n{'':27}{entry.link or ''}")

    _each(names, base_url, show)


def _entry_fields(given: Input, entry: "Entry") -> dict[str, object]:
    return {
        "file": given.name,
        "id": entry.id,
        "link": entry.link,
        "title": entry.title,
        "summary": entry.summary,
        "published": iso(entry.published),
        "image": entry.image,
    }


def read_article(given: Input) -> "Article":
    """Give the article of a page or a copied text; raises ``PageError``."""
    from digests import pages  # noqa: PLC0415 - the HTML parser loads slowly

    if given.is_text:
        return pages.read_text(given.body.decode("utf-8-sig", "replace"), url=given.url or None)
    return pages.read(given.body, url=given.url, content_type=given.content_type)


def article(names: Names, *, base_url: BaseUrl = None, as_json: Json = False) -> None:
    """Show the articles of pages (.html) and copied texts (.txt)."""

    async def show(given: Input) -> None:
        found = read_article(given)
        if as_json:
            json_line({"file": given.name, **_article_fields(found)})
        else:
            say(_article_text(found))

    _each(names, base_url, show)


def _article_fields(found: "Article") -> dict[str, object]:
    return {
        "url": found.url,
        "title": found.title,
        "lead": found.lead,
        "lead_prefix": found.lead_prefix,
        "lead_is_own": found.lead_is_own,
        "published": iso(found.published),
        "authors": list(found.authors),
        "photos": [asdict(photo) for photo in found.photos],
        "paragraphs": list(found.paragraphs),
        "section": found.section,
        "source": found.source,
        "language": found.language,
        "kind": str(found.kind),
    }


def _article_text(found: "Article") -> str:
    head = " · ".join(part for part in (found.source, iso(found.published), found.section) if part)
    photos = [f"[{photo.caption or ''} — {photo.credit or ''}]" for photo in found.photos]
    authors = ", ".join(found.authors)
    parts = [found.title, head, found.lead, *photos, *found.paragraphs, authors]
    return "\n\n".join(part for part in parts if part)


def digest(
    names: Names,
    *,
    base_url: BaseUrl = None,
    as_json: Json = False,
    telegram: Annotated[
        bool, typer.Option("--telegram", help="The message exactly as it would be sent.")
    ] = False,
    without_lead: Annotated[
        bool, typer.Option("--without-lead", help="As if the articles had no lead.")
    ] = False,
) -> None:
    """Show the digests of pages, copied texts, or ready articles (.jsonl, .jsonl.gz)."""
    ready = [name for name in names if is_ready(name)]
    for name in ready:
        _digest_ready(name, as_json=as_json, telegram=telegram, without_lead=without_lead)

    async def show(given: Input) -> None:
        _show_digest(
            given.name,
            read_article(given),
            as_json=as_json,
            telegram=telegram,
            without_lead=without_lead,
        )

    others = [name for name in names if not is_ready(name)]
    if others:
        _each(others, base_url, show)


def _digest_ready(name: str, *, as_json: bool, telegram: bool, without_lead: bool) -> None:
    from bot.cli.ready import article_of, identity  # noqa: PLC0415 - only ready articles need it

    for row in json_lines(name):
        _show_digest(
            identity(row),
            article_of(row),
            as_json=as_json,
            telegram=telegram,
            without_lead=without_lead,
        )


def _show_digest(
    name: str, found: "Article", *, as_json: bool, telegram: bool, without_lead: bool
) -> None:
    from dataclasses import replace  # noqa: PLC0415 - as above

    from digests import summary  # noqa: PLC0415 - the weights load slowly

    if without_lead:
        found = replace(found, lead=None, lead_is_own=False)
    made = summary.digest(found)
    if telegram:
        say(_as_sent(found, made))
    elif as_json:
        json_line({"id": name, **_digest_fields(found, made)})
    else:
        say(_digest_text(made))


def _digest_fields(found: "Article", made: "Digest") -> dict[str, object]:
    from digests import summary  # noqa: PLC0415 - loaded already

    if found.lead is None:
        captions = [photo.caption for photo in found.photos if photo.caption]
        words = summary.summarise_without_lead(found.title, found.paragraphs, captions)
    else:
        words = " ".join(part for part in (made.lead, *made.key_points) if part)
    return {
        "summary": words,
        "title": made.title,
        "lead": made.lead,
        "lead_is_own": made.lead_is_own,
        "key_points": list(made.key_points),
        "photo": asdict(made.photo) if made.photo else None,
        "authors": list(made.authors),
        "source": made.source,
        "section": made.section,
        "published": iso(made.published),
        "url": made.url,
    }


def _digest_text(made: "Digest") -> str:
    points = [f"• {point}" for point in made.key_points]
    head = " · ".join(part for part in (made.source, iso(made.published), made.section) if part)
    parts = [made.title, made.lead, *points, head, made.url]
    return "\n".join(part for part in parts if part) + "\n"


def _as_sent(found: "Article", made: "Digest") -> str:
    from bot.cli.options import utc_now  # noqa: PLC0415
    from bot.messages import digest_message  # noqa: PLC0415 - as above
    from bot.texts import texts_for  # noqa: PLC0415
    from digests.model import StoredArticle  # noqa: PLC0415

    stored = StoredArticle(number=0, article=found, digest=made, first_seen_at=utc_now())
    message = digest_message(stored, texts_for("vi"))
    buttons = [" ".join(f"[{button.text}]" for button in row) for row in message.buttons]
    return "\n".join([*([message.photo] if message.photo else []), message.html, *buttons])


def stories(
    name: Annotated[str, typer.Argument(metavar="FILE.jsonl", show_default=False)],
    *,
    as_json: Json = False,
) -> None:
    """Show which reports tell the same event."""
    from bot.cli.ready import article_of, identity, published  # noqa: PLC0415 - as above
    from digests.stories import Report, group  # noqa: PLC0415

    def reports() -> Iterator[tuple[Report, dict[str, Any]]]:
        for row in json_lines(name):
            yield Report(identity(row), article_of(row), published(row)), row

    rows = list(reports())
    found = group([report for report, _row in rows])
    for report, row in rows:
        if as_json:
            json_line({"id": row["id"], "story": found[report.id]})
        else:
            say(f"{found[report.id]:>6}  {report.article.title}")
