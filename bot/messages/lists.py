"""A numbered list of articles with a button that opens each."""

from collections.abc import Sequence

from bot.messages.cutting import cut_words
from bot.messages.lengths import TEXT_LIMIT, visible_units
from bot.messages.markup import clean, escape, link
from bot.messages.outgoing import Button, Outgoing, Rows, rows_of
from bot.texts import Texts, short_moment
from digests.model import StoredArticle

LONGEST_TITLE = 250
LONGEST_NAME = 40


def headline(place: int, stored: StoredArticle, longest: int = LONGEST_TITLE) -> str:
    """Give "3. Headline" as a link in bold."""
    title = cut_words(clean(stored.digest.title), longest)
    return f"{place}. <b>{link(title, stored.digest.url)}</b>"


def about(stored: StoredArticle, texts: Texts) -> str:
    """Give source and time in italics; ``""`` where neither is known."""
    digest = stored.digest
    when = short_moment(texts.dates, digest.published) if digest.published else ""
    parts = [cut_words(clean(digest.source), LONGEST_NAME), when]
    line = escape(" · ".join(part for part in parts if part))
    return f"<i>{line}</i>" if line else ""


def list_message(
    heading: str,
    articles: Sequence[StoredArticle],
    texts: Texts,
    *,
    first: int = 1,
    last_rows: Rows = (),
) -> Outgoing:
    """Give ``articles`` as a numbered list under ``heading`` (HTML), numbers from ``first`` on."""
    parts = [heading]
    for place, stored in enumerate(articles, start=first):
        lines = [headline(place, stored), about(stored, texts)]
        part = "\n".join(line for line in lines if line)
        if visible_units("\n\n".join([*parts, part])) > TEXT_LIMIT:
            break
        parts.append(part)
    opening = tuple(
        Button(str(place), data=f"o:{stored.number}")
        for place, stored in enumerate(articles[: len(parts) - 1], start=first)
    )
    return Outgoing("\n\n".join(parts), buttons=(*rows_of(opening, width=5), *last_rows))
