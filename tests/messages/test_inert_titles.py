"""A headline of others can never become a command, a mention or a hidden link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.markup import clean, inert, link
from bot.playground.entities import Formatted, detect
from bot.playground.markup import parse_html


def found_in(html: str) -> set[str]:
    """Give what Telegram would make of a text: the kinds of its entities."""
    shown = detect(parse_html(html))
    return {str(one["type"]) for one in shown.entities}


@pytest.mark.parametrize("title", ["/start ngay", "Theo @kenh_la", "(/xoa)", "a @b_cdefg /c"])
@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "https://bao.example/1"])
def test_a_headline_does_nothing_but_lead_to_its_article(title: str, url: str | None) -> None:
    """With a link or without."""
    assert found_in(link(title, url)) <= {"text_link"}


@given(st.text(max_size=60))
def test_nothing_that_does_something_is_left(text: str) -> None:
    """Whatever stands in it; and what is seen is the same."""
    assert not {"mention", "bot_command"} & found_in(link(clean(text), None))
    assert inert(text).replace("\u2060", "") == text.replace("\u2060", "")


def test_directions_cannot_be_turned() -> None:
    """Marks that show one address and open another are taken out."""
    turned = "tin \u202ecod.exe\u202c \u2066x\u2069 \u200fy"
    assert clean(turned) == "tin cod.exe x y"
    assert isinstance(detect(Formatted(clean(turned))), Formatted)
