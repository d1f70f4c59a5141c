"""Admins hear in their own language why a feed cannot be read."""

import re
from pathlib import Path

import pytest

from bot.messages.reasons import why_failed
from bot.texts import texts_for
from digests import errors
from digests.errors import HttpStatusError

URL = "https://bao.example/rss"
REASONS = texts_for("vi").sources.reasons
ROOT = Path(__file__).resolve().parents[2]


def raised() -> list[tuple[str, str]]:
    """Give every reason in words that the fetcher's code raises, with the name of its error."""
    found: list[tuple[str, str]] = []
    for path in (ROOT / "digests" / "fetch").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        kinds = "AddressRefused|BodyTooLarge|FetchTimeout|RobotsRefused|FetchError"
        for kind, rest in re.findall(rf"\b({kinds})[,(](.*)", text):
            found += [(kind, words) for words in re.findall(r'f?"([a-z][^"]+ [^"]+)"', rest)]
    return found


def test_every_reason_of_the_fetcher_is_told_as_what_it_is() -> None:
    """None falls through to the words for something else."""
    pairs = raised()
    assert len({kind for kind, _ in pairs}) >= 4
    for kind, reason in pairs:
        error = getattr(errors, kind)(URL, re.sub(r"\{[^}]*\}", "5", reason))
        assert why_failed(str(error), REASONS) == REASONS[kind], reason


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_a_status_is_told(status: int) -> None:
    """With its number."""
    assert str(status) in why_failed(str(HttpStatusError(URL, status)), REASONS)


@pytest.mark.parametrize(
    ("error", "key"),
    [
        ("the feed ended (410)", "Ended"),
        ("the XML cannot be read: no element found", "FeedError"),
        ("this is an HTML page and not a feed", "FeedError"),
        (None, "FeedError"),
        (f"{URL}: the connection was refused", "FetchError"),
    ],
)
def test_other_reasons(error: str | None, key: str) -> None:
    """What is no feed, what ended, what cannot be reached."""
    assert why_failed(error, REASONS) == REASONS[key]
