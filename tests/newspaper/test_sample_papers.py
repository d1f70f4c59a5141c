"""The sample papers: what they hold, and when it comes out."""

import re
import unicodedata
from collections import Counter
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.playground.newspaper import load_content
from bot.playground.newspaper.content import PICTURES, Content, PaperArticle

CONTENT = load_content()
VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩậắằặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


def _name(article: PaperArticle) -> str:
    return f"{article.paper.slug}/{article.slug}"


def test_there_is_enough_to_read() -> None:
    """At least 24 articles, in two papers or more and in eight sections."""
    assert len(CONTENT.articles) >= 24
    assert len(CONTENT.papers) >= 2
    assert {article.section for article in CONTENT.articles} == set(CONTENT.sections)
    assert len(CONTENT.sections) == 8


def test_papers_tell_the_same_events_in_their_own_words() -> None:
    """At least five events stand in several papers, under different titles and leads."""
    by_event: dict[str, list[PaperArticle]] = {}
    for article in CONTENT.articles:
        if article.event:
            by_event.setdefault(article.event, []).append(article)
    assert len(by_event) >= 5
    for told in by_event.values():
        assert len({article.paper for article in told}) >= 2
        assert len({article.title for article in told}) == len(told)
        assert len({article.lead for article in told}) == len(told)


@pytest.mark.parametrize("article", CONTENT.articles, ids=_name)
def test_an_article_is_whole(article: PaperArticle) -> None:
    """Title, lead, author, five to nine paragraphs, a picture with caption and credit."""
    texts = [article.title, article.lead, *article.paragraphs]
    assert 5 <= len(article.paragraphs) <= 9
    assert article.author
    assert article.pictures
    assert all(picture.caption and picture.credit for picture in article.pictures)
    assert all((PICTURES / f"{picture.name}.jpg").is_file() for picture in article.pictures)
    assert all(text == unicodedata.normalize("NFC", text).strip() for text in texts)
    assert all(VIETNAMESE.search(text) for text in texts)
    assert not article.title.endswith(".")
    assert article.lead.endswith(".")


@pytest.mark.parametrize("article", CONTENT.articles, ids=_name)
def test_an_article_comes_out_before_or_after_the_start(article: PaperArticle) -> None:
    """Each has a time within the past day, a place in the row of those to come, or an event."""
    if article.after_event is not None:
        assert article.event
        assert (article.offset, article.arrives) == (None, None)
    elif article.offset is None:
        assert article.arrives is not None
    else:
        assert article.arrives is None
        assert timedelta(days=-1) < article.offset < timedelta(0)


def test_an_event_to_let_happen_is_told_by_every_paper() -> None:
    """As breaking news needs it: by all papers, each once, within a minute."""
    waiting = [article for article in CONTENT.articles if article.after_event is not None]
    assert len(waiting) == len({article.event for article in waiting}) * len(CONTENT.papers)
    assert all(article.after_event < timedelta(minutes=1) for article in waiting)  # type: ignore[operator]
    assert {article.paper for article in waiting} == set(CONTENT.papers)


def test_the_row_of_those_to_come_has_no_gaps() -> None:
    """The articles to come are numbered from one, and no slug is used twice in a paper."""
    places = sorted(article.arrives for article in CONTENT.articles if article.arrives)
    assert places == list(range(1, len(places) + 1))
    assert len(places) >= 8
    assert max(Counter(_name(article) for article in CONTENT.articles).values()) == 1


@pytest.mark.parametrize("path", sorted(PICTURES.glob("*.jpg")), ids=lambda path: path.stem)
def test_a_picture_is_small_and_of_the_usual_size(path: object) -> None:
    """Every drawn picture is a JPEG of 1200 x 800 below 60 KB."""
    body = (PICTURES / str(getattr(path, "name", path))).read_bytes()
    with Image.open(BytesIO(body)) as image:
        assert image.format == "JPEG"
        assert image.size == (1200, 800)
    assert len(body) < 60_000


def test_content_reads_the_same_from_its_folder() -> None:
    """Reading twice gives equal values: nothing of it depends on time or chance."""
    assert load_content() == CONTENT
    assert isinstance(CONTENT, Content)
