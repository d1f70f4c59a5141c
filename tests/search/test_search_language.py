"""The language of queries, and that no text can break it."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store.search import Condition, looser_queries, parse_query
from tests.search.conftest import index_of

NOW = datetime(2026, 10, 15, 5, 0, tzinfo=UTC)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
PIECES = [
    '"', "'", "-", "*", ":", "(", ")", " AND ", " OR ", " NOT ", " NEAR(", "^", "{title}", "+",
    "nguon:", "tu:", "den:31/02/2026", "anh:", "chuyenmuc:", "hôm nay", "tuần này", "cam", "bão",
    "%", "_", "#s", "\x00", "\ud800", "\u0301", "“", "”", "; DROP TABLE search_word; --", "đ",
    "漢字", "😀", "\\", "tieengs", "7", "\n",
]  # fmt: skip


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)
@given(text=st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES)).map("".join)))
async def test_any_text_has_an_answer(archive: AsyncConnection, text: str) -> None:
    """Whatever is typed is a search with an answer, never an error, never syntax."""
    page = await index_of(archive).search(archive, parse_query(text, now=NOW), now=NOW)
    assert page.total >= len(page.hits)
    for hit in page.hits:
        for start, end in (*hit.title.marks, *hit.snippet.marks):
            assert start < end
    assert (await index_of(archive).check(archive, [1, 6])).problem is None


def test_words_phrases_and_minus() -> None:
    """Words, quotations and unwanted words are told apart."""
    query = parse_query('Bão số 7 "miền Trung" -cam -"mưa lớn" covid-19', now=NOW)
    assert query.words == ("bão", "số", "7", "covid", "19")
    assert query.phrases == (("miền", "trung"),)
    assert query.without == (("cam",), ("mưa", "lớn"))


def test_typographic_quotation_marks() -> None:
    """Quotation marks as telephones make them are quotation marks."""
    assert parse_query("“miền Trung”", now=NOW).phrases == (("miền", "trung"),)


def test_an_open_quotation_ends_with_the_text() -> None:
    """A forgotten closing mark quotes the rest."""
    assert parse_query('"miền Trung', now=NOW).phrases == (("miền", "trung"),)


def test_colons_of_texts_are_no_filters() -> None:
    """Times, addresses and colons before a space are words."""
    query = parse_query("Hà Nội: mưa lúc 10:30 https://a.vn/b", now=NOW)
    assert query.unknown == ()
    assert query.words[:4] == ("hà", "nội", "mưa", "lúc")


def test_days_are_those_of_the_readers() -> None:
    """``tu:`` and ``den:`` are whole days in Vietnam, the last one included."""
    query = parse_query("tu:01/10/2026 den:15/10/2026", now=NOW)
    assert query.since == datetime(2026, 10, 1, tzinfo=HANOI)
    assert query.until == datetime(2026, 10, 16, tzinfo=HANOI)
    assert query.words == ()


@pytest.mark.parametrize(
    ("value", "first"),
    [
        ("15/10", datetime(2026, 10, 15, tzinfo=HANOI)),
        ("16/10", datetime(2025, 10, 16, tzinfo=HANOI)),
        ("10/2025", datetime(2025, 10, 1, tzinfo=HANOI)),
        ("2025", datetime(2025, 1, 1, tzinfo=HANOI)),
        ("1-2-26", datetime(2026, 2, 1, tzinfo=HANOI)),
        ("2026-02-01", datetime(2026, 2, 1, tzinfo=HANOI)),
    ],
)
def test_ways_to_write_a_day(value: str, first: datetime) -> None:
    """Days, months and years are understood; without a year the latest such day is meant."""
    assert parse_query(f"tu:{value}", now=NOW).since == first


@pytest.mark.parametrize("value", ["31/02/2026", "00/00/0000", "0001-01-01", "mai", "9999"])
def test_days_that_are_none_are_said(value: str) -> None:
    """A day that does not exist is reported."""
    assert parse_query(f"tu:{value}", now=NOW).unknown == (f"tu:{value}",)


def test_day_words_keep_their_other_reading() -> None:
    """The words "hôm nay" are a day; their plain reading is kept for a day without news."""
    query = parse_query("mưa lớn hôm nay", now=NOW)
    assert query.words == ("mưa", "lớn")
    assert query.since == datetime(2026, 10, 15, tzinfo=HANOI)
    assert query.day_words is not None
    assert query.day_words.words == ("mưa", "lớn", "hôm", "nay")


def test_quoted_day_words_are_words() -> None:
    """In quotation marks they are words."""
    assert parse_query('"hôm nay"', now=NOW).since is None


def test_very_long_text_is_cut() -> None:
    """A pasted article is a query of its first words."""
    assert len(parse_query("mưa " * 5000, now=NOW).words) == 32


CONDITIONS = st.lists(
    st.one_of(
        st.sampled_from(
            ["anh:", "nguon:tuoitre", 'chuyenmuc:"thể thao"', "tu:1/10", "den:02/2026", '"cam']
        ),
        st.from_regex(r'-?"?[a-zạđô]{1,5}( [a-zạđô]{1,5})?"?', fullmatch=True),
    ),
    max_size=6,
).map(" ".join)


@given(CONDITIONS)
def test_a_looser_query_is_written_as_it_is_read(text: str) -> None:
    """What a button searches is the query that was counted for it."""
    for _condition, looser in looser_queries(parse_query(text, now=NOW)):
        read = parse_query(looser.text, now=NOW)
        assert replace(read, text=looser.text) == looser


def test_conditions_are_given_up_one_by_one_and_then_all() -> None:
    """Each that there is, and none that there is not."""
    query = parse_query('anh: "cam sành" -quýt nguon:tuoitre tu:1/10/2026', now=NOW)
    looser = dict(looser_queries(query))
    assert list(looser) == ["source", "days", "captions", "without", "quotes", "all"]
    assert looser[Condition.ALL].text == "cam sành"
    assert looser[Condition.SOURCE].text == 'anh: "cam sành" -"quýt" tu:01/10/2026'
    assert looser_queries(parse_query("cam sành", now=NOW)) == []
