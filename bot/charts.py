"""Numbers as a picture that is readable on a telephone, in light and in dark themes.

The picture brings its own paper: dark letters on a light ground with a margin, so the theme around
it does not matter. What is meant never hangs on a colour alone: lines carry their numbers, bad bars
are hatched, and the colours are those of Okabe and Ito, which the colour-blind tell apart.
"""

import io
import math
from typing import TYPE_CHECKING

from bot.texts import Texts, number
from digests.store import Day, Period

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_GROUND, _INK, _FAINT = "#f7f6f2", "#1d2430", "#c9ccd1"
_BLUE, _ORANGE = "#0072b2", "#d55e00"
_BEHIND_WORDS = {"facecolor": _GROUND, "edgecolor": "none", "pad": 0.4}
_INCHES, _DOTS = (5.4, 6.6), 200
_DAYS_INCHES, _DIGIT_INCHES = 4.5, 0.09
"""What all days have in breadth, and about what one digit over a bar takes of it."""
_MOST_DATES = 7
_FEWEST_PLACES = 5
"""A chart of one day has a bar as broad as others, not as broad as the page."""


def draw(period: Period, texts: Texts) -> bytes:
    """Give the numbers of a period as a PNG of 1080 × 1320 pixels.

    It takes some hundred milliseconds of one processor: not for the event loop.
    """
    written = io.BytesIO()
    figure(period, texts).savefig(written, format="png", facecolor=_GROUND)
    return written.getvalue()


def figure(period: Period, texts: Texts) -> "Figure":
    """Give the numbers of a period as three drawings, one below the other."""
    # Loaded here: the drawing library takes half a second, and most days nobody asks for a chart.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415

    words, days = texts.desk.numbers, period.days
    layout = ConstrainedLayoutEngine(w_pad=0.14, h_pad=0.1)
    drawn = Figure(figsize=_INCHES, dpi=_DOTS, facecolor=_GROUND, layout=layout)
    FigureCanvasAgg(drawn)
    axes = drawn.subplots(3, 1, sharex=True)
    title = words.chart_title.format(
        first=days[0].date.strftime("%d/%m"), last=days[-1].date.strftime("%d/%m/%Y")
    )
    drawn.suptitle(title, fontsize=15, fontweight="bold", color=_INK)
    _readers(axes[0], days, texts)
    sent, failed = [day.sent for day in days], [day.failed for day in days]
    found = [max(0, day.searches - day.nothing) for day in days]
    nothing = [day.nothing for day in days]
    _dress(axes[1], words.chart_deliveries, texts)
    _bars(axes[1], (sent, failed), (words.chart_sent, words.chart_failed), texts)
    _dress(axes[2], words.chart_searches, texts)
    _bars(axes[2], (found, nothing), (words.chart_found, words.chart_nothing), texts)
    middle, half = (len(days) - 1) / 2, max(len(days), _FEWEST_PLACES) / 2
    axes[2].set_xlim(middle - half, middle + half)
    step = max(1, -(-len(days) // _MOST_DATES))
    ticks = list(range(len(days) - 1, -1, -step))[::-1]
    axes[2].set_xticks(ticks, [days[at].date.strftime("%d/%m") for at in ticks])
    return drawn


def _dress(axes: "Axes", title: str, texts: Texts) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415

    axes.set_title(title, loc="left", fontsize=12.5, color=_INK)
    axes.set_facecolor(_GROUND)
    axes.tick_params(colors=_INK, labelsize=10.5, length=0)
    axes.grid(axis="y", color=_FAINT, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _place: number(texts.dates, round(value)))
    )
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_FAINT)


def _readers(axes: "Axes", days: tuple[Day, ...], texts: Texts) -> None:
    _dress(axes, texts.desk.numbers.chart_readers, texts)
    known = [(place, day.readers) for place, day in enumerate(days) if day.readers is not None]
    places, readers = [place for place, _count in known], [count for _place, count in known]
    axes.set_ylim(0, max(readers, default=1) * 1.3 + 1)
    if not known:
        return
    axes.plot(places, readers, color=_BLUE, linewidth=2.2, marker="o", markersize=5, clip_on=False)
    axes.annotate(
        number(texts.dates, readers[-1]),
        (places[-1], readers[-1]),
        textcoords="offset points",
        xytext=(0, 8),
        ha="center",
        fontsize=11,
        fontweight="bold",
        color=_INK,
        bbox=_BEHIND_WORDS,
    )


def _bars(
    axes: "Axes", counts: tuple[list[int], list[int]], names: tuple[str, str], texts: Texts
) -> None:
    good, bad = counts
    places = range(len(good))
    axes.bar(places, good, color=_BLUE, width=0.72, label=names[0])
    axes.bar(
        places,
        [count or math.nan for count in bad],  # a bar of nothing would still have an edge
        bottom=good,
        color=_GROUND,
        edgecolor=_ORANGE,
        hatch="////",
        linewidth=1.0,
        width=0.72,
        label=names[1],
    )
    tallest = max((a + b for a, b in zip(good, bad, strict=True)), default=0)
    axes.set_ylim(0, max(tallest * 1.3, 1))
    axes.legend(
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=2,
        frameon=False,
        fontsize=10.5,
        labelcolor=_INK,
        borderaxespad=0.2,
        handlelength=1.4,
        columnspacing=1.0,
    )
    _label(axes, [one + other for one, other in zip(good, bad, strict=True)], texts)


def _label(axes: "Axes", totals: list[int], texts: Texts) -> None:
    """Write over each bar what it counts, where the numbers find room beside each other."""
    words = [number(texts.dates, total) if total else "" for total in totals]
    if max(map(len, words)) * _DIGIT_INCHES > _DAYS_INCHES / max(len(words), _FEWEST_PLACES):
        return
    for place, (total, shown) in enumerate(zip(totals, words, strict=True)):
        axes.annotate(
            shown,
            (place, total),
            textcoords="offset points",
            xytext=(0, 5),
            ha="center",
            fontsize=10,
            color=_INK,
            bbox=_BEHIND_WORDS,
        )
