"""A numbered list of articles with a button that opens each."""

from collections.abc import Sequence

from bot.messages.cutting import cut_words
from bot.messages.lengths import TEXT_LIMIT, visible_units
from bot.messages.markup import clean, escape, link
from bot.messages.outgoing import Button, Outgoing, Rows, rows_of
from bot.texts import Texts, short_moment
from digests.model import Headline

LONGEST_TITLE = 250
LONGEST_NAME = 40


def headline(place: int, told: Headline, longest: int = LONGEST_TITLE) -> str:
    """Give "3. Headline" as a link in bold."""
    title = cut_words(clean(told.title), longest)
    return f"{place}. <b>{link(title, told.url)}</b>"


def about(told: Headline, texts: Texts) -> str:
    """Give source and time in italics; ``""`` where neither is known."""
    when = short_moment(texts.dates, told.published) if told.published else ""
    parts = [cut_words(clean(told.source), LONGEST_NAME), when]
    line = escape(" · ".join(part for part in parts if part))
    return f"<i>{line}</i>" if line else ""


def list_message(
    heading: str,
    articles: Sequence[Headline],
    texts: Texts,
    *,
    first: int = 1,
    last_rows: Rows = (),
) -> Outgoing:
    """Give ``articles`` as a numbered list under ``heading`` (HTML), numbers from ``first`` on."""
    parts = [heading]
    for place, told in enumerate(articles, start=first):
        lines = [headline(place, told), about(told, texts)]
        part = "\n".join(line for line in lines if line)
        if visible_units("\n\n".join([*parts, part])) > TEXT_LIMIT:
            break
        parts.append(part)
    opening = tuple(
        Button(str(place), data=f"o:{told.number}")
        for place, told in enumerate(articles[: len(parts) - 1], start=first)
    )
    return Outgoing("\n\n".join(parts), buttons=(*rows_of(opening, width=5), *last_rows))
