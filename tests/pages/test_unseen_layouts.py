"""One story in many kinds of markup: the same article must come out of each."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from digests import pages
from digests.model import Article
from tests.pages.hostile_layouts import HOSTILE_LAYOUTS
from tests.pages.layouts import LAYOUTS as COMMON
from tests.pages.layouts import Rendered
from tests.pages.odd_layouts import ODD_LAYOUTS
from tests.pages.regional_layouts import REGIONAL_LAYOUTS
from tests.pages.stories import STORIES, Told

LAYOUTS = COMMON | ODD_LAYOUTS | REGIONAL_LAYOUTS | HOSTILE_LAYOUTS
CASES = [
    pytest.param(name, told, id=f"{name}-{i}") for name in LAYOUTS for i, told in enumerate(STORIES)
]


def read(name: str, told: Told) -> tuple[Article, Rendered]:
    rendered = LAYOUTS[name](told)
    return pages.read(rendered.body, url=rendered.url, content_type=rendered.content_type), rendered


@pytest.mark.parametrize(("name", "told"), CASES)
def test_headline_lead_and_time(name: str, told: Told) -> None:
    """Headline, whole lead, prefix and minute of publication come out of any markup."""
    article, rendered = read(name, told)
    assert article.title == told.title
    assert article.lead == told.lead
    assert article.lead_prefix == rendered.prefix
    assert article.lead_is_own
    assert article.published is not None
    assert article.published.replace(second=0) == datetime(
        *told.when, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")
    )


@pytest.mark.parametrize(("name", "told"), CASES)
def test_photos(name: str, told: Told) -> None:
    """Every photo comes with its real address, its caption without the credit, and the credit."""
    article, rendered = read(name, told)
    found = [(p.url, (p.caption or "").rstrip("."), p.credit) for p in article.photos]
    assert found == [(s.url, s.caption.rstrip("."), s.credit) for s in rendered.shots]


@pytest.mark.parametrize(("name", "told"), CASES)
def test_authors(name: str, told: Told) -> None:
    """The byline's names come out, and nobody else's."""
    article, rendered = read(name, told)
    assert article.authors == rendered.authors


@pytest.mark.parametrize(("name", "told"), CASES)
def test_paragraphs(name: str, told: Told) -> None:
    """The text is the story's paragraphs: no caption, no lead, no byline, no other story."""
    article, _ = read(name, told)
    assert article.paragraphs == told.paragraphs
