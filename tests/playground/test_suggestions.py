"""What the page suggests can be found: the sample papers have it out from the start."""

import re
from datetime import UTC, datetime

import pytest

from bot.playground.app import PAGE
from bot.playground.newspaper import Newspaper
from digests.vietnamese.folding import fold

STARTED = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
SUGGESTED = re.findall(
    r'"(?:/timm? |@diemtin_bot )([^"]+)"', (PAGE / "panel.js").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("words", SUGGESTED)
def test_a_suggested_search_has_results_at_once(words: str) -> None:
    """Some article that is out when the playground starts has all of the words."""
    papers = Newspaper(STARTED, lambda: STARTED)
    texts = [fold(" ".join((one.title, one.lead, *one.paragraphs))).split() for one in papers.out()]
    assert any(set(fold(words).split()) <= set(text) for text in texts)


def test_there_are_suggestions() -> None:
    """The test above has something to look at."""
    assert len(SUGGESTED) >= 4
