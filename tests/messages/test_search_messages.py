"""The answer to a search: numbered results, snippets, and buttons that say all they need."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Button, SearchView, search_message
from bot.messages.lengths import TEXT_LIMIT, visible
from bot.messages.searches import marked
from bot.playground.markup import parse_html
from bot.texts import texts_for
from digests.model import StoredArticle
from digests.store.search import Field, Hit, Loosened, SearchPage, Snippet

Make = Callable[..., StoredArticle]
VI = texts_for("vi")


def hit(number: int, text: str = "hơn 300 hộ gặt lúa", *marks: tuple[int, int]) -> Hit:
    return Hit(number, Snippet("Tựa"), Snippet(text, marks), Field.LEAD)


def test_results_are_numbered_with_snippet_source_and_time(stored: Make) -> None:
    """The found words are marked."""
    page = SearchPage((hit(12, "hơn 300 hộ gặt lúa", (11, 18)),), 1, "gat lua")
    message = search_message(page, {12: stored().headline}, VI, SearchView(7))
    assert visible(message.html) == (
        "🔎 gat lua · 1 kết quả\n\n"
        "1. Nông dân huyện An Hòa gặt lúa sớm tránh bão\n"
        "hơn 300 hộ gặt lúa\n"
        "Báo Sông Hồng · 08/07/2019 16:38"
    )
    assert "hộ <b>gặt lúa</b>" in message.html


def test_buttons_open_page_sort_and_follow(stored: Make) -> None:
    """Numbers go on over the pages; the order can be turned; the search can be followed."""
    found = {number: stored(number).headline for number in (21, 22)}
    page = SearchPage((hit(21), hit(22)), 1234, "lúa", page=1, size=5)
    message = search_message(page, found, VI, SearchView(7, 1))
    assert "1.234 kết quả · trang 2/247" in message.html
    assert message.buttons == (
        (Button("6", data="o:21"), Button("7", data="o:22")),
        (Button("‹ Trước", data="t:7:0:r"), Button("Sau ›", data="t:7:2:r")),
        (Button("Mới nhất trước", data="t:7:0:n"), Button("🔔 Theo dõi", data="tf:7")),
    )


def test_a_correction_is_said_and_can_be_undone(stored: Make) -> None:
    """The words as typed are one press away."""
    page = SearchPage((hit(12),), 1, "trúng tên", corrected_from="truung ten")
    message = search_message(page, {12: stored().headline}, VI, SearchView(7))
    assert "Tìm: <b>trúng tên</b> (bạn gõ “truung ten”)" in message.html
    assert message.buttons[-1] == (Button("Tìm đúng: truung ten", data="t:7:0:rl"),)


def test_filters_nobody_knows_and_loosened_searches_are_said(stored: Make) -> None:
    """Nothing is searched silently otherwise."""
    page = SearchPage((hit(12),), 1, "lúa", loosened=Loosened.SOME_WORDS, unknown=("mau:xanh",))
    html = search_message(page, {12: stored().headline}, VI, SearchView(7)).html
    assert "Không bài nào có đủ các từ" in html
    assert "bộ lọc mau:xanh" in html


def test_nothing_found_says_what_could_be_loosened_and_offers_an_alert() -> None:
    """The search can be followed although it found nothing."""
    message = search_message(SearchPage((), 0, "<khủng long>"), {}, VI, SearchView(7))
    assert "“&lt;khủng long&gt;”" in message.html
    assert "bớt từ" in message.html
    assert message.buttons == ((Button("🔔 Theo dõi", data="tf:7"),),)


def test_articles_that_are_gone_are_left_out(stored: Make) -> None:
    """The others keep their buttons."""
    page = SearchPage((hit(12), hit(13)), 2, "lúa")
    message = search_message(page, {13: stored(13).headline}, VI, SearchView(7))
    assert [button.data for button in message.buttons[0]] == ["o:13"]


def test_the_longest_answer_is_still_one_message(stored: Make) -> None:
    """Snippets give way before results do."""
    long = {"title": "Rất dài " * 200, "source": "Nguồn " * 60}
    found = {n: stored(n, **long).headline for n in range(1, 11)}
    hits = tuple(hit(n, "lúa <b>&amp; " * 200) for n in found)
    page = SearchPage(hits, 10, "lúa " * 300, size=10)
    message = search_message(page, found, VI, SearchView(7))
    assert parse_html(message.html).length <= TEXT_LIMIT


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40))))
def test_any_snippet_is_marked_without_breaking_the_markup(
    text: str, marks: list[tuple[int, int]]
) -> None:
    """Marks outside the text or across each other are let go."""
    html = marked(Snippet(text, tuple(marks)))
    assert parse_html(f"x{html}").text == f"x{visible(html)}"


@given(
    st.builds(
        SearchView,
        st.integers(0, 2**62),
        st.integers(0, 10**9),
        newest=st.booleans(),
        literal=st.booleans(),
    )
)
def test_a_view_survives_its_button(view: SearchView) -> None:
    """It fits the data of a button and is read back as it was."""
    assert len(view.data().encode()) <= 64
    assert SearchView.read(view.data()) == view


@pytest.mark.parametrize("data", ["", "t", "t:1", "t:x:0:r", "t:1:-1:r", "t:1:2:r:4"])
def test_data_that_is_no_view_is_none(data: str) -> None:
    """An old or foreign button is nothing, not an error."""
    assert SearchView.read(data) is None
