"""A round-up is one rich message, or the same as numbered plain ones."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.messages import edition_messages, edition_rich
from bot.messages.lengths import TEXT_LIMIT, visible, visible_units
from bot.playground.markup import parse_html
from bot.playground.rich import read_rich
from bot.texts import texts_for
from digests.model import Edition, EditionItem, EditionSection, StoredArticle

Make = Callable[..., StoredArticle]
VI = texts_for("vi")
SEVEN = datetime(2019, 7, 8, 0, 0, tzinfo=UTC)


@pytest.fixture
def edition(stored: Make) -> Edition:
    other = stored(21, source="Tin Biển Xanh", url="https://bx.example/1")
    first = EditionItem(stored(12), (other,))
    second = EditionItem(stored(13, title="Cầu mới thông xe", photo=None, section=None))
    return Edition(SEVEN, (EditionSection("Kinh tế", (first,)), EditionSection(None, (second,))))


def test_a_rich_edition_has_headings_figure_and_folded_parts(edition: Edition) -> None:
    """The cover, the date, a heading a section, and for each story what belongs to it."""
    blocks = read_rich(edition_rich(edition, VI), skip_entity_detection=True).blocks
    assert [block["type"] for block in blocks] == [
        "photo", "heading", "heading", "paragraph", "paragraph", "details",
        "heading", "paragraph", "paragraph", "details", "footer",
    ]  # fmt: skip
    assert blocks[0]["caption"] == {
        "text": "Bà con gặt lúa trên cánh đồng Vĩnh.",
        "credit": "Ảnh: Trần Nam",
    }


def test_times_of_a_rich_edition_are_the_readers_own(edition: Edition) -> None:
    """They stand as ``tg-time`` with the same in words for old clients."""
    html = edition_rich(edition, VI)
    assert '<tg-time unix="1562544000" format="wdt">Thứ Hai 08/07/2019 07:00</tg-time>' in html


def test_the_plain_form_numbers_its_stories_and_opens_them(edition: Edition) -> None:
    """A heading, stories with their sections, a button for each."""
    (message,) = edition_messages(edition, VI)
    text = visible(message.html)
    assert text.startswith("🗞 Điểm tin Thứ Hai 08/07/2019 07:00\n\n— Kinh tế —\n1. Nông dân")
    assert "— Tin khác —\n2. Cầu mới thông xe" in text
    assert "Cùng tin: Tin Biển Xanh" in text
    assert [button.data for button in message.buttons[0]] == ["o:12", "o:13"]


def test_a_long_edition_becomes_several_messages_within_the_limit(stored: Make) -> None:
    """No story is lost, and none is cut."""
    items = tuple(
        EditionItem(stored(n, title=f"Tin số {n}", lead="Nước lên rất cao. " * 60))
        for n in range(1, 41)
    )
    messages = edition_messages(Edition(SEVEN, (EditionSection("Thời sự", items),)), VI)
    assert len(messages) > 1
    opened = [button.data for one in messages for row in one.buttons for button in row]
    assert opened == [f"o:{n}" for n in range(1, 41)]
    for message in messages:
        assert parse_html(message.html).length == visible_units(message.html) <= TEXT_LIMIT
    assert "phần 2/" in messages[1].html


def test_a_rich_edition_that_would_be_too_long_sheds_what_weighs_least(stored: Make) -> None:
    """It is accepted and every headline is still there."""
    items = tuple(
        EditionItem(stored(n, title=f"Tin số {n}.", lead="Nước lên rất cao. " * 60))
        for n in range(1, 61)
    )
    html = edition_rich(Edition(SEVEN, (EditionSection("Thời sự", items),)), VI)
    read_rich(html, skip_entity_detection=True)
    assert all(f"Tin số {n}." in html for n in range(1, 61))


def test_hostile_words_stay_words(edition: Edition, stored: Make) -> None:
    """Markup of others is shown, never obeyed."""
    evil = EditionItem(stored(5, title="</p><h1>Giả & thật", lead='<img src="x"/> nói.'))
    html = edition_rich(replace(edition, sections=(EditionSection("<b>", (evil,)),)), VI)
    read_rich(html, skip_entity_detection=True)
    assert html.count("<h1>") == 1
