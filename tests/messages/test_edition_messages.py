"""A round-up is one rich message, or the same as numbered plain ones."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import edition_messages, edition_rich
from bot.messages.edition_stories import SLIDES, WordedStories
from bot.messages.forms import Form
from bot.messages.lengths import TEXT_LIMIT, visible, visible_units
from bot.playground.markup import parse_html
from bot.playground.rich import read_rich
from bot.texts import texts_for
from digests.model import (
    Article,
    Digest,
    Edition,
    EditionItem,
    EditionKind,
    EditionSection,
    Photo,
    StoredArticle,
)

Make = Callable[..., StoredArticle]
VI = texts_for("vi")
SEVEN = datetime(2019, 7, 8, 0, 0, tzinfo=UTC)
MOMENT = datetime(2019, 7, 8, 9, 38, tzinfo=UTC)


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


def test_a_storys_time_names_the_day_only_where_it_is_another(
    edition: Edition,
) -> None:
    """An hour is enough for what was published on the day of the edition."""
    same = replace(edition, slot=MOMENT + timedelta(hours=3))
    assert 'format="t">16:38</tg-time></i>' in edition_rich(same, VI)
    later = replace(edition, slot=MOMENT + timedelta(days=1))
    assert 'format="dt">08/07/2019 16:38</tg-time></i>' in edition_rich(later, VI)
    assert edition_rich(same, VI).count("08/07/2019") == 1


def test_the_week_has_a_heading_of_its_own(edition: Edition) -> None:
    """In both forms."""
    week = replace(edition, kind=EditionKind.WEEKLY)
    assert "<h1>Tuần qua · <tg-time" in edition_rich(week, VI)
    assert "🗞 Tuần qua · Thứ Hai 08/07/2019 07:00" in visible(edition_messages(week, VI)[0].html)


def test_only_the_top_stories_photo_is_the_cover(edition: Edition, stored: Make) -> None:
    """Without one the edition begins with its heading; no photo is shown twice."""
    without = EditionItem(stored(5, photo=None))
    second = EditionItem(stored(6, title="Có ảnh"))
    html = edition_rich(
        replace(edition, sections=(EditionSection("Kinh tế", (without, second)),)), VI
    )
    assert html.startswith("<h1>")
    assert html.count("<img") == 1
    assert edition_rich(edition, VI).startswith("<figure>")
    assert edition_rich(edition, VI).count("<img") == 1


@settings(max_examples=25, deadline=None)
@given(
    stories=st.integers(1, 40),
    words=st.text(max_size=200),
    long=st.integers(0, 90),
    points=st.integers(0, 6),
)
def test_any_edition_is_taken_and_keeps_its_links(
    stories: int, words: str, long: int, points: int
) -> None:
    """Whatever the words are: within the limits, and the first headline's link is there."""
    digest = Digest(
        title=f"{words} tin", url="https://bao.example/a?b=1&c=2", lead=f"{words}. " * long,
        key_points=tuple(f"{words} {n}" for n in range(points)), source=words, published=MOMENT,
        photo=Photo("https://bao.example/a.jpg", words, words),
    )  # fmt: skip
    article = Article(title=digest.title, url=digest.url, source=words)
    items = tuple(
        EditionItem(StoredArticle(n, article, digest, first_seen_at=MOMENT)) for n in range(stories)
    )
    html = edition_rich(Edition(SEVEN, (EditionSection(words, items),)), VI)
    read_rich(html, skip_entity_detection=True)
    assert 'href="https://bao.example/a?b=1&amp;c=2"' in html


def _item(
    number: int, title: str, lead: str | None, published: datetime | None, papers: list[str]
) -> EditionItem:
    photo = Photo("https://bao.example/a.jpg", title)
    digest = Digest(title, "https://bao.example/a", lead, photo=photo, published=published)
    article = Article(title, digest.url)
    others = (StoredArticle(9, article, Digest(title, None, source=one), MOMENT) for one in papers)
    return EditionItem(StoredArticle(number, article, digest, MOMENT), tuple(others))


_ITEMS = st.builds(
    _item,
    number=st.integers(1, 3),
    title=st.sampled_from(["Cầu mới", "Cầu <mới> & đẹp", "Lúa chín sớm"]),
    lead=st.sampled_from([None, "Xe chạy rồi. Vui lắm.", "Nước lên rất cao. " * 400]),
    published=st.sampled_from([None, SEVEN, MOMENT]),
    papers=st.lists(st.sampled_from(["Báo Một", "Báo Hai"]), max_size=2),
)
_EDITIONS = st.builds(
    Edition,
    slot=st.sampled_from([SEVEN, MOMENT]),
    sections=st.lists(
        st.builds(EditionSection, st.sampled_from([None, "Kinh tế"]),
                  st.lists(_ITEMS, min_size=1, max_size=4).map(tuple)),
        min_size=1, max_size=2,
    ).map(tuple),
    time_zone=st.sampled_from(["Asia/Ho_Chi_Minh", "Pacific/Kiritimati"]),
    kind=st.sampled_from(EditionKind),
    left_out=st.integers(0, 2),
)  # fmt: skip
_FORMS = st.builds(Form, photos=st.booleans(), short=st.booleans())


@settings(max_examples=15, deadline=None)
@given(
    readers=st.lists(
        st.tuples(_EDITIONS, st.sampled_from(["vi", "en"]), _FORMS), min_size=2, max_size=5
    )
)
def test_what_others_were_told_before_changes_nothing(
    readers: list[tuple[Edition, str, Form]],
) -> None:
    """Worded anew or remembered: the same bytes, whatever changed between two readers."""
    worded = WordedStories(most=4)
    for edition, language, form in readers:
        texts = texts_for(language)
        assert edition_rich(edition, texts, form, worded) == edition_rich(edition, texts, form)
        plain = edition_messages(edition, texts, form, worded)
        assert plain == edition_messages(edition, texts, form)


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


def test_several_photos_of_the_top_story_are_slides(edition: Edition, stored: Make) -> None:
    """On the cover only, each once, with the caption of the first."""
    top = stored(12)
    shots = [Photo(f"https://a.example/{place}.jpg", f"Cảnh {place}") for place in range(9)]
    assert top.digest.photo is not None
    photos = (top.digest.photo, *shots, shots[0], Photo(None, "chỉ có lời"))
    first = EditionItem(replace(top, article=replace(top.article, photos=photos)))
    fuller = replace(edition, sections=(EditionSection("Kinh tế", (first, first)),))
    blocks = read_rich(edition_rich(fuller, VI), skip_entity_detection=True).blocks
    assert blocks[0]["type"] == "slideshow"
    assert len(blocks[0]["blocks"]) == SLIDES
    assert blocks[0]["caption"]["credit"] == "Ảnh: Trần Nam"
    assert [block["type"] for block in blocks].count("slideshow") == 1


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "Còn 1 tin nữa"), (1234, "Còn 1.234 tin nữa")],
)
def test_what_a_round_up_left_out_is_said_at_its_end(
    edition: Edition, count: int, said: str
) -> None:
    """In both forms, once; of nothing left out nothing is said."""
    fuller = replace(edition, left_out=count)
    rich = read_rich(edition_rich(fuller, VI), skip_entity_detection=True)
    assert said in str(rich.blocks[-2])
    assert said in visible(edition_messages(fuller, VI)[-1].html)
    assert "Còn" not in edition_rich(edition, VI) + edition_messages(edition, VI)[-1].html


def test_stories_that_even_the_rich_form_cannot_hold_are_counted(stored: Make) -> None:
    """The limits of a rich message may leave out the last ones."""
    items = tuple(EditionItem(stored(n, title=f"Tin {n} " + "dài " * 60)) for n in range(1, 200))
    edition = Edition(SEVEN, (EditionSection("Kinh tế", items),))
    html = edition_rich(edition, VI)
    shown = html.count("<b><a ")
    assert 0 < shown < len(items)
    assert f"Còn {len(items) - shown} tin nữa" in html
