"""The chart of /thongke as an eye sees it: no words over each other, nothing by colour alone."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from bot.charts import figure
from bot.texts import LANGUAGES, texts_for
from digests.store import Day, Period


def period(length: int, factor: int) -> Period:
    """Give days that count about ``factor``, a tenth of it bad."""
    return Period(
        tuple(
            Day(
                date(2026, 11, 1) + timedelta(days=place),
                readers=factor + place,
                sent=factor * 9,
                failed=factor + place % 3,
                searches=factor,
                nothing=factor // 10,
            )
            for place in range(length)
        )
    )


def drawn(length: int, factor: int, language: str = "vi") -> Figure:
    """Give a chart that has been laid out."""
    made = figure(period(length, factor), texts_for(language))
    made.canvas.draw()
    return made


def boxes(made: Figure) -> Iterator[tuple[str, Bbox]]:
    """Give all words over bars and lines, titles and legends, with their places."""
    for axes in made.axes:
        legend = axes.get_legend()
        titles = [text for text in axes.findobj(Text) if text.get_text() == axes.get_title("left")]
        for text in (*axes.texts, *titles, *(legend.texts if legend else ())):
            if text.get_text():
                yield text.get_text(), text.get_window_extent()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("length", "factor"), [(1, 7), (7, 1_200), (14, 40), (14, 1_200)])
def test_no_words_lie_over_others(length: int, factor: int, language: str) -> None:
    """Numbers over bars stand where they find room, else they are left to the axis."""
    made = drawn(length, factor, language)
    for (one, here), (other, there) in combinations(list(boxes(made)), 2):
        assert not here.overlaps(there), (one, other)
    width, height = made.canvas.get_width_height()
    for words, box in boxes(made):
        assert 0 <= box.x0 < box.x1 <= width, words
        assert 0 <= box.y0 < box.y1 <= height, words


def test_numbers_stand_over_the_bars_of_a_week() -> None:
    """What the usual question asks for is written out."""
    assert [text.get_text() for text in drawn(7, 1_200).axes[1].texts].count("12.000") >= 2


def test_good_and_bad_differ_without_colour() -> None:
    """The bad is hatched, and as light as the good is dark: also in grey, and to the colour-blind.

    At least 3 to 1, as WCAG 2.2 (1.4.11) asks of what graphics mean.
    """
    for axes in drawn(7, 100).axes[1:]:
        good, bad = (axes.patches[0], axes.patches[-1])
        assert not good.get_hatch()
        assert bad.get_hatch() == "////"
        light, dark = (_luminance(one.get_facecolor()) for one in (bad, good))
        assert (light + 0.05) / (dark + 0.05) >= 3


def test_a_day_without_failures_shows_none() -> None:
    """No line lies on the bar of a day on which everything arrived."""
    day = Day(date(2026, 11, 1), readers=3, sent=5, failed=0, searches=2, nothing=1)
    made = figure(Period((day,)), texts_for("vi"))
    bars = [axes.patches[-1] for axes in made.axes[1:]]
    delivered, searched = (bar.get_height() for bar in bars if isinstance(bar, Rectangle))
    assert math.isnan(delivered)
    assert searched == 1


def _luminance(colour: object) -> float:
    """Give the relative luminance of WCAG 2.2."""
    parts = [
        one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4
        for one in to_rgb(colour)  # type: ignore[arg-type]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
