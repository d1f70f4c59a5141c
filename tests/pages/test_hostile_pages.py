"""Pages with hardly a text of their own, pages that ask for money, letters of old fonts."""

# ruff: noqa: E501 - what an old font wrote stands in one line

from datetime import UTC, datetime

import pytest

from digests import pages
from digests.vietnamese.old_fonts import from_old_fonts
from tests.pages.layouts import e, page
from tests.pages.stories import OTHERS, STORIES, Told

TOLD = STORIES[0]
URL = "https://bao-mau.vn/x/bai-1.html"
CLOCK = '<div class="date">08/03/2023 16:38</div>'


def test_a_graphic_has_its_picture_and_its_lead() -> None:
    """Nothing but a picture stands under the lead."""
    inner = (
        f'<div class="main"><h1>{e(TOLD.title)}</h1>{CLOCK}<div class="sapo">{e(TOLD.lead)}</div>'
        '<div class="content"><p><img src="/2023/so-lieu.png"></p><p>Đồ họa: Minh</p></div></div>'
    )
    article = pages.read(page(TOLD, inner).encode(), url=URL)
    assert article.lead == TOLD.lead
    assert article.lead_is_own
    assert [photo.url for photo in article.photos] == ["https://bao-mau.vn/2023/so-lieu.png"]
    assert article.paragraphs == ()


def test_a_film_among_others_is_no_list() -> None:
    """Its own lead and time stand above; the others are not its text, its cover is its photo."""
    others = "".join(
        f'<div class="item"><h3><a href="/v{i}">{e(title)}</a></h3><p>{e(lead)}</p></div>'
        for i, (title, lead) in enumerate(OTHERS)
    )
    inner = (
        '<div class="video-detail"><div class="player"><video src="/v.mp4" poster="/v.jpg"></video>'
        f'</div><h1>{e(TOLD.title)}</h1>{CLOCK}<p class="desc">{e(TOLD.lead)}</p>'
        f'<div class="list-video">{others}</div></div>'
    )
    article = pages.read(page(TOLD, inner).encode(), url=URL)
    assert (article.title, article.lead, article.kind) == (TOLD.title, TOLD.lead, "video")
    assert [photo.url for photo in article.photos] == ["https://bao-mau.vn/v.jpg"]
    assert article.paragraphs == ()


def test_what_asks_for_money_is_no_part_of_a_teaser() -> None:
    """No box is called so; the words tell it."""
    asking = (
        "<p>Để đọc tiếp, vui lòng đăng nhập hoặc đăng ký tài khoản.</p>"
        "<p>Nội dung dành cho hội viên</p><p>Đã có tài khoản? <a href='/l'>Đăng nhập</a></p>"
    )
    own = "Muốn đọc tiếp cuốn sổ, bà Sua phải ra tận ủy ban xã, nơi nó được cất từ năm 1979."
    inner = (
        f'<article><h1>{e(TOLD.title)}</h1>{CLOCK}<p class="sapo">{e(TOLD.lead)}</p>'
        f"<div class='c'><p>{e(TOLD.paragraphs[0])}</p><p>{own} {own}</p>{asking}</div></article>"
    )
    article = pages.read(page(TOLD, inner).encode(), url=URL)
    assert article.paragraphs == (TOLD.paragraphs[0], f"{own} {own}")


OLD = {
    "ABC": (
        "B¶n Nµ Lõa gi÷ nghÒ dÖt lanh bªn s\xadên nói Khau Mang",
        (
            "H¬n bèn m\xad¬i phô n÷ ë b¶n Nµ Lõa cïng nhau dùng l¹i khung cöi ®· bá quªn, ®Ó nghÒ dÖt"
            " lanh cña bµ con nu«i ®\xadîc ng\xadêi lµm ra nã."
        ),
    ),
    "VNI": (
        "Baûn Naø Löøa giöõ ngheà deät lanh beân söôøn nuùi Khau Mang",
        (
            "Hôn boán möôi phuï nöõ ôû baûn Naø Löøa cuøng nhau döïng laïi khung cöûi ñaõ boû queân,"
            " ñeå ngheà deät lanh cuûa baø con nuoâi ñöôïc ngöôøi laøm ra noù."
        ),
    ),
}


@pytest.mark.parametrize("font", OLD)
@pytest.mark.parametrize("charset", ["windows-1252", "utf-8"])
def test_letters_of_old_fonts_are_read(font: str, charset: str) -> None:
    """As bytes of the font, and as those that somebody later made UTF-8 of."""
    title, lead = OLD[font]
    body = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{CLOCK}"
        f"<p><b>{lead}</b></p><p>{lead} {lead}</p></body></html>"
    )
    article = pages.read(body.encode(charset), url=URL, content_type="text/html")
    assert article.title == TOLD.title
    assert article.lead == TOLD.lead


@pytest.mark.parametrize(
    "text",
    [
        TOLD.lead * 20,
        "Le maïs naïf a coûté cinq francs à l'hôtel, où Noël dînait; ça va, l'été là-bas. " * 20,
        "El niño y la señora mañana en España, año tras año, también después; él cantó. " * 20,
        "Für die Schüler über Größe, Straße und Öl; hören, müde, schön, Käse, weiß. " * 20,
        "25 µm · 3 ± 1 ® © ™ ½ ¼ ¾ 10° × 5 ÷ 2, giá 5 tỉ " * 20,
    ],
)
def test_other_letters_stay_as_they_are(text: str) -> None:
    """Unicode's Vietnamese, other languages and signs."""
    assert from_old_fonts(text) == text


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("Thứ Tư, 08/03/2023 - 16:38", None),
        ("Trang chủ / Văn hóa / Thứ Tư, 08/03/2023 - 16:38", "Văn hóa"),
        ("Trang nhất » Du lịch", "Du lịch"),
    ],
)
def test_a_part_of_a_date_is_no_section(path: str, section: str | None) -> None:
    """Some sites print the day in the line that tells where one is."""
    inner = (
        f'<div class="breadcrumb">{path}</div><article><h1>{e(TOLD.title)}</h1>{CLOCK}'
        f'<p class="sapo">{e(TOLD.lead)}</p><div>{"".join(f"<p>{e(p)}</p>" for p in TOLD.paragraphs)}'
        "</div></article>"
    )
    assert pages.read(page(TOLD, inner).encode(), url=URL).section == section


def test_the_paper_is_named_behind_the_headline_where_nothing_else_names_it() -> None:
    """And a caption ends with one full stop, whatever stood between it and its credit."""
    figure = (
        '<figure><img src="/a.jpg"><figcaption>Khung cửi.. <em>Ảnh: Minh</em></figcaption></figure>'
        '<figure><img src="/b.jpg"><figcaption>Từ trái sang:</figcaption></figure>'
    )
    inner = (
        f'<article><h1>{e(TOLD.title)}</h1>{CLOCK}<p class="sapo">{e(TOLD.lead)}</p>'
        f"<div>{figure}{''.join(f'<p>{e(p)}</p>' for p in TOLD.paragraphs)}</div></article>"
    )
    title = f"{TOLD.title} - Báo Sông Trầm điện tử"
    article = pages.read(page(TOLD, inner, title=title).encode(), url=URL)
    assert article.source == "Báo Sông Trầm điện tử"
    told = [(photo.caption, photo.credit) for photo in article.photos]
    assert told == [("Khung cửi.", "Minh"), ("Từ trái sang", None)]


def test_the_time_for_a_script_and_no_invitation_are_read() -> None:
    """It prints "2 giờ trước"; what the editors invite to is no part of the text."""
    invited = "<p><em>* Mời quý độc giả theo dõi các chương trình đã phát sóng!</em></p>"
    own = "“Mời bạn xem, đây là tấm lanh đầu tiên”, bà Sua nói với đoàn khách từ dưới xuôi lên."
    inner = (
        f'<article><h1>{e(TOLD.title)}</h1><span class="ago" data-time="1641941400">2 giờ trước</span>'
        f'<p class="sapo">{e(TOLD.lead)}</p><div><p>{e(TOLD.paragraphs[0])}</p>{invited}'
        f"<p>{own}</p><p>Mời độc giả xem video: {e(OTHERS[1][0])}</p></div></article>"
    )
    article = pages.read(page(TOLD, inner).encode(), url=URL)
    assert article.published == datetime(2022, 1, 11, 22, 50, tzinfo=UTC)
    assert article.paragraphs == (TOLD.paragraphs[0], own)


@pytest.mark.parametrize("rank", ["h1", "h2", "div"])
def test_the_article_that_follows_on_the_same_page_is_another_one(rank: str) -> None:
    """Sites that scroll without end: longer than the first, under a headline of its own."""

    def shown(told: Told, heading: str, times: int) -> str:
        text = "".join(f"<p>{e(p)}</p>" for p in told.paragraphs * times)
        return (
            f'<div class="wrap"><{heading}>{e(told.title)}</{heading}>{CLOCK}'
            f'<p class="sapo">{e(told.lead)}</p><div class="body">{text}'
            '<div class="pages">Trang: 1 2 Trang sau »</div></div></div>'
        )

    both = shown(TOLD, "h1", 1) + shown(STORIES[1], rank, 3)
    article = pages.read(page(TOLD, both).encode(), url=URL)
    assert (article.lead, article.paragraphs) == (TOLD.lead, TOLD.paragraphs)


def test_what_readers_say_in_boxes_without_a_name_is_not_the_text() -> None:
    """It may be longer than the article above it."""
    text = "".join(f"<p>{e(p)}</p>" for p in TOLD.paragraphs)
    said = "Bài viết rất hay, tôi cũng từng học dệt lanh ở bản và thấy bà con vất vả lắm. " * 4
    replies = "".join(f"<div><b>Trần Văn {i}</b><p>{said}</p></div>" for i in range(8))
    inner = (
        f"<div><h1>{e(TOLD.title)}</h1>{CLOCK}<p>{e(TOLD.lead)}</p><div>{text}</div></div>"
        f"<div>{replies}</div>"
    )
    assert pages.read(page(TOLD, inner).encode(), url=URL).paragraphs == TOLD.paragraphs


def test_a_subheading_of_the_first_rank_ends_nothing() -> None:
    """It stands in the same box as the text above it."""
    one, two, *others = (f"<p>{e(p)}</p>" for p in TOLD.paragraphs)
    inner = (
        f'<article><h1>{e(TOLD.title)}</h1>{CLOCK}<p class="sapo">{e(TOLD.lead)}</p><div>{one}{two}'
        f"<h1>Một lớp học bên khung cửi</h1>{''.join(others)}</div></article>"
    )
    article = pages.read(page(TOLD, inner).encode(), url=URL)
    assert [p for p in article.paragraphs if p in TOLD.paragraphs] == [*TOLD.paragraphs]


def test_captions_that_stand_on_the_link_around_a_picture_are_read() -> None:
    """For the script that shows the pictures large."""
    slides = "".join(
        f'<div><a href="{s.url}" data-sub-html="{e(s.caption)} Ảnh: CTV"><img src="{s.url}"></a></div>'
        for s in TOLD.shots
    )
    text = "".join(f"<p>{e(p)}</p>" for p in TOLD.paragraphs)
    inner = (
        f'<article><h1>{e(TOLD.title)}</h1>{CLOCK}<p class="sapo">{e(TOLD.lead)}</p>'
        f'<div class="gallery">{slides}</div><div class="body">{text}</div></article>'
    )
    article = pages.read(page(TOLD, inner).encode(), url=URL)
    assert [(p.caption, p.credit) for p in article.photos] == [
        (s.caption, "CTV") for s in TOLD.shots
    ]
