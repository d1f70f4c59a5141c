"""What readers type, and what they must get."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store.search import (
    Field,
    Loosened,
    Order,
    SearchDocument,
    SearchPage,
    StoryColumn,
    parse_query,
)
from tests.search.conftest import at, index_of

NOW = datetime(2026, 10, 15, 5, 0, tzinfo=UTC)


async def ask(connection: AsyncConnection, text: str, **wishes: object) -> SearchPage:
    query = parse_query(text, now=NOW)
    return await index_of(connection).search(connection, query, now=NOW, **wishes)  # type: ignore[arg-type]


def numbers(page: SearchPage) -> list[int]:
    return [hit.number for hit in page.hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("nông dân hà giang", 1),
        ("nong dan ha giang", 1),
        ("NONG dân Hà giang", 1),
        ("vuon cam triu qua", 1),
        ("duong vao vuon", 1),
        ("hoang le", 1),
        ("vu thi lan", 1),
        ("tau thuyen mua lon", 5),
        ("xe tai hai dau deo", 5),
        ("sach cho truong", 4),
        ("mien trung", 5),
        ("so 7", 5),
    ],
)
async def test_words_find_with_and_without_diacritics(
    archive: AsyncConnection, text: str, first: int
) -> None:
    """Words of any text of an article find it, however few diacritics are typed."""
    page = await ask(archive, text)
    assert numbers(page)[0] == first
    assert page.corrected_from is None


async def test_diacritics_typed_rank_first(archive: AsyncConnection) -> None:
    """Typed so, "bạn" and "bán" are different words; without marks both are found."""
    assert numbers(await ask(archive, "bạn"))[0] == 4
    assert numbers(await ask(archive, "bán"))[0] == 3
    assert {3, 4} <= set(numbers(await ask(archive, "ban")))


async def test_decomposed_letters_are_the_same(archive: AsyncConnection) -> None:
    """A query in decomposed letters, as some telephones send it, is the same query."""
    assert numbers(await ask(archive, "no\u0302ng da\u0302n"))[0] == 1


@pytest.mark.parametrize(
    ("text", "first", "searched"),
    [
        ("chien no tung khi truung ten", 2, "chiến nỏ từng khi trúng tên"),
        ("nong dan ha giamg", 1, "nông dân hà giang"),
        ("nogn dan ha giang", 1, "nông dân hà giang"),
        ("nongdan ha giang", 1, "nông dân hà giang"),
        ("doi tuyen bong da nu", 3, None),
        ("tieengs Vieetj", 6, "tiếng việt"),
        ("tie61ng Vie65t", 6, "tiếng việt"),
        ("mi en tr ung mua lon", 5, "miền trung mưa lớn"),
        ("thương lái caan cam", 1, "thương lái cân cam"),
        ("xe tai duoc dungg o hai", 5, "xe tải được dừng ở hai"),
    ],
)
async def test_slips_are_corrected_and_said(
    archive: AsyncConnection, text: str, first: int, searched: str | None
) -> None:
    """A slip still finds, and what was searched instead is told."""
    page = await ask(archive, text)
    assert numbers(page)[0] == first
    assert page.corrected_from == (text if searched else None)
    assert page.searched_for == (searched or text)


async def test_words_as_typed_stay_available(archive: AsyncConnection) -> None:
    """The corrected words can be refused: then only the words as typed are searched."""
    query = parse_query("nong dan ha giamg", now=NOW).as_typed()
    page = await index_of(archive).search(archive, query, now=NOW)
    assert page.corrected_from is None
    assert page.searched_for == "nong dan ha giamg"


async def test_quotation_wants_its_order(archive: AsyncConnection) -> None:
    """A quotation is found in its order only, in the body too."""
    assert numbers(await ask(archive, '"gió giật cấp mười một"')) == [5]
    assert numbers(await ask(archive, '"mười một gió giật"')) == []
    assert numbers(await ask(archive, 'cam "sành"'))[0] == 1


async def test_minus_leaves_out(archive: AsyncConnection) -> None:
    """An article with an unwanted word is left out; other diacritics are another word."""
    assert numbers(await ask(archive, "vùng cao")) != []
    assert 4 not in numbers(await ask(archive, "vùng cao -sách"))
    assert 4 in numbers(await ask(archive, "vùng cao -sạch"))
    assert numbers(await ask(archive, 'vùng cao -"góp sách" -cam')) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nguon:tuoitre", {2, 3}),
        ("nguồn:tuoitre.vn vé", {3}),
        ('nguon:"Tuổi Trẻ" nỏ', {2}),
        ("nguon:hagiang", {1}),
        ('chuyenmuc:"thể thao"', {3}),
        ("chuyenmuc:thethao vé", {3}),
        ("tu:01/10/2026 den:12/10/2026", {2, 3}),
        ("den:30/09/2026", {4}),
        ("tu:2026-10-14", {1, 5}),
        ("tu:14/10", {1, 5}),
        ("hôm nay", {1}),
        ("tuần này", {1, 2, 5}),
        ("hom qua", {5}),
        ("mua hôm qua", {5}),
        ("nguon:khongco", set()),
    ],
)
async def test_filters_narrow(archive: AsyncConnection, text: str, found: set[int]) -> None:
    """Source, section and day narrow the answer, with words and without."""
    assert set(numbers(await ask(archive, text, size=10))) == found


async def test_day_words_that_find_nothing_are_words(archive: AsyncConnection) -> None:
    """Where "tháng này" as a month finds nothing, it is found as words of a headline."""
    await index_of(archive).add(
        archive,
        9,
        SearchDocument(title="Lương tháng này về muộn", published=datetime(2020, 1, 1, tzinfo=UTC)),
    )
    page = await ask(archive, "lương tháng này")
    assert numbers(page) == [9]
    assert page.loosened is Loosened.DAY_WORDS


async def test_captions_only(archive: AsyncConnection) -> None:
    """``anh:`` looks at captions and nothing else."""
    assert numbers(await ask(archive, "anh:cam")) == [1]
    page = await ask(archive, "ảnh: sách")
    assert numbers(page) == [4]
    assert page.hits[0].field is Field.CAPTION
    assert numbers(await ask(archive, "anh:vé")) == []


async def test_unknown_filters_are_said(archive: AsyncConnection) -> None:
    """A filter that nobody knows is reported and not searched."""
    page = await ask(archive, "cam mau:do tu:hôm kia")
    assert page.unknown == ("mau:do", "tu:hôm")
    assert (await ask(archive, "mau:do")).hits == ()


async def test_found_words_are_marked(archive: AsyncConnection) -> None:
    """Marks are the places of the found words in headline and snippet."""
    (hit, *_) = (await ask(archive, "tau thuyen")).hits
    assert hit.field is Field.LEAD
    assert [hit.snippet.text[a:b] for a, b in hit.snippet.marks] == ["tàu thuyền"]
    (hit, *_) = (await ask(archive, "miền trung")).hits
    assert [hit.title.text[a:b] for a, b in hit.title.marks] == ["miền Trung"]


async def test_snippet_comes_from_the_body_where_the_words_are(archive: AsyncConnection) -> None:
    """Words that only the body has are shown from the body."""
    (hit, *_) = (await ask(archive, "gió giật")).hits
    assert hit.field is Field.BODY
    assert "gió giật" in hit.snippet.text


async def test_headline_beats_body(archive: AsyncConnection) -> None:
    """Of two articles the one with the words in its headline stands first."""
    search = index_of(archive)
    await search.add(archive, 20, SearchDocument(title="Cầu mới thông xe", published=None))
    await search.add(
        archive, 21, SearchDocument(title="Chuyện ở phố", lead="Dài.", body=("Cầu mới thông xe.",))
    )
    assert numbers(await ask(archive, "cầu mới"))[:2] == [20, 21]


async def test_short_queries_prefer_recent_news(archive: AsyncConnection) -> None:
    """Two articles alike but for their day: the recent one first; the other order by wish too."""
    search = index_of(archive)
    old, new = datetime(2020, 1, 5, tzinfo=UTC), datetime(2026, 10, 14, tzinfo=UTC)
    await search.add(archive, 30, SearchDocument(title="Giá xăng tăng mạnh", published=new))
    await search.add(archive, 31, SearchDocument(title="Giá xăng giảm mạnh", published=old))
    assert numbers(await ask(archive, "giá xăng")) == [30, 31]
    assert numbers(await ask(archive, "giá xăng", order=Order.NEWEST)) == [30, 31]


async def test_newest_first_is_by_time(archive: AsyncConnection) -> None:
    """Newest first goes by the time of publication, not by rank or number."""
    page = await ask(archive, "vùng cao", order=Order.NEWEST)
    assert numbers(page) == [1, 4]


async def test_pages_follow_each_other(connection: AsyncConnection) -> None:
    """Pages are disjoint, complete, and say how many hits there are in all."""
    titles = {n: SearchDocument(title=f"Chợ nổi phiên thứ {n}") for n in range(1, 31)}
    await index_of(connection).add_many(connection, titles.items())
    pages = [await ask(connection, "chợ nổi", page=page, size=7) for page in range(5)]
    seen = [number for page in pages for number in numbers(page)]
    assert sorted(seen) == sorted(titles)
    assert {page.total for page in pages} == {30}


async def test_missing_words_are_let_go_last(archive: AsyncConnection) -> None:
    """When no article has all the words, those with all but one are found, and that is said."""
    page = await ask(archive, "nông dân hà giang vũ trụ")
    assert page.loosened in {Loosened.SOME_WORDS, Loosened.NOTHING}
    page = await ask(archive, "cam sành zzzzzzz")
    assert numbers(page) == [1]
    assert page.loosened is Loosened.SOME_WORDS


async def test_nothing_found_is_clear(archive: AsyncConnection) -> None:
    """Words of no article give an empty page that repeats what was searched."""
    page = await ask(archive, "qwertyuiop asdfghjkl")
    assert (page.hits, page.total) == ((), 0)
    assert page.searched_for == "qwertyuiop asdfghjkl"


async def test_one_story_is_one_hit(archive: AsyncConnection) -> None:
    """Reports of one event stand behind the best of them."""
    reports = {n: SearchDocument(title=f"Cháy chợ đầu mối, tin thứ {n}") for n in (40, 41, 42)}
    search = index_of(archive, StoryColumn("told", "article", "story"))
    await search.add_many(archive, reports.items())
    await archive.exec_driver_sql("CREATE TABLE told(article INTEGER PRIMARY KEY, story INTEGER)")
    await archive.exec_driver_sql("INSERT INTO told VALUES (40, 7), (41, NULL), (42, 7)")
    page = await search.search(archive, parse_query("cháy chợ", now=NOW), now=NOW)
    assert [(hit.number, hit.others) for hit in page.hits] == [(42, (40,)), (41, ())]
    assert page.total == 2


async def test_the_same_text_twice_is_one_hit(archive: AsyncConnection) -> None:
    """What came in at two addresses is shown once; the same words around another text are not."""
    same = SearchDocument(title="Lịch cắt điện tuần tới", body=("Phố Mới mất điện sáng thứ ba.",))
    other = replace(same, body=("Phố Cũ mất điện chiều thứ tư.",))
    search = index_of(archive)
    signed = replace(same, source="Tuổi Trẻ", published=at(3))
    await search.add_many(archive, [(40, same), (41, other), (42, signed)])
    page = await ask(archive, "lịch cắt điện")
    assert {(hit.number, *hit.others) for hit in page.hits} in (
        {(42, 40), (41,)},
        {(40, 42), (41,)},
    )
    assert page.total == 2


@pytest.mark.parametrize(
    "text",
    [
        "chợ",
        '"chợ nổi"',
        "anh:chợ",
        '"chợ nổi" phiên',
        "chợ -xa",
        "cho",
        "tu:2020 chợ",
        'cho "nổi"',
    ],
)
async def test_words_of_very_many_articles(connection: AsyncConnection, text: str) -> None:
    """Every kind of query is answered when more articles fit than can be ranked."""
    many = {
        n: SearchDocument(
            title=f"Chợ nổi phiên {n}", captions=(f"Chợ nổi {n}.",), published=datetime.now(UTC)
        )
        for n in range(1, 400)
    }
    await index_of(connection).add_many(connection, many.items())
    page = await ask(connection, text)
    assert len(page.hits) == 5
    assert page.total >= 100


@pytest.mark.parametrize(
    ("text", "first", "searched"),
    [
        ("nongdanhagiang", 1, "nông dân hà giang"),
        ("bong daa mua vee", 3, "bóng đá mua vé"),
        ("khach xem chiec no trong tu ki", 2, "khách xem chiếc nỏ trong tủ kính"),
    ],
)
async def test_slips_in_words_apart_and_unfinished_ones(
    archive: AsyncConnection, text: str, first: int, searched: str
) -> None:
    """Spaces left out, slips in words that stand apart, a last word half typed: all are found."""
    page = await ask(archive, text)
    assert numbers(page)[0] == first
    assert (page.searched_for, page.corrected_from) == (searched, text)


async def test_decomposed_texts_are_found_as_they_fall_apart(connection: AsyncConnection) -> None:
    """A headline written with loose marks is found by what programs that cut there make of it."""
    title = unicodedata.normalize("NFD", "Xét xử tại toà huyện")
    await index_of(connection).add(connection, 1, SearchDocument(title=title))
    for text in ("xét xử tại toà", "ta i toa", "xe t xu"):
        page = await ask(connection, text)
        assert numbers(page) == [1]
        assert page.corrected_from is None
    assert page.hits[0].title.text == title


async def test_headlines_stand_before_captions_for_words_with_diacritics(
    connection: AsyncConnection,
) -> None:
    """What is typed with diacritics was read in a headline sooner than below a picture."""
    documents = {
        1: SearchDocument(title="Lễ khánh thành cầu mới bắc qua sông Lô hôm chủ nhật"),
        2: SearchDocument(title="Đường sá", captions=("Cầu mới bắc qua sông Lô.",)),
    }
    await index_of(connection).add_many(connection, documents.items())
    assert numbers(await ask(connection, "cầu mới bắc qua")) == [1, 2]
