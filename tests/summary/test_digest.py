"""What a digest says, and that it never says what the article does not."""

import time
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.model import Article, Photo
from digests.summary import digest, summarise_without_lead
from digests.summary.features import Pair, read_sentence
from digests.vietnamese.sentences import split_sentences


def pairs(text: str) -> frozenset[Pair]:
    return read_sentence(text).pair_set


def whole_text(article: Article) -> str:
    return "\n".join((article.lead or "", *article.paragraphs))


def test_a_digest_has_the_publishers_lead_and_three_key_points(flood: Article) -> None:
    """Lead word for word; whole sentences of the body in its order; everything else as it was."""
    made = digest(flood)
    assert made.lead == flood.lead
    assert made.lead_is_own
    assert len(made.key_points) == 3
    own = [sentence for text in flood.paragraphs for sentence in split_sentences(text)]
    places = [own.index(point) for point in made.key_points]
    assert places == sorted(places)
    assert (made.title, made.url, made.source) == (flood.title, flood.url, flood.source)
    assert made.photo == flood.photos[0]
    assert not made.rewritten


def test_key_points_add_to_the_lead_and_to_each_other(flood: Article) -> None:
    """At most a tenth of a point's pairs are in the lead; two share less than three tenths."""
    made = digest(flood)
    for point in made.key_points:
        assert len(pairs(point) & pairs(flood.lead or "")) <= 0.1 * len(pairs(point))
    for one, other in combinations(made.key_points, 2):
        assert len(pairs(one) & pairs(other)) <= 0.3 * min(len(pairs(one)), len(pairs(other)))


def test_captions_bylines_and_invitations_are_no_key_points(flood: Article) -> None:
    """However many points are asked for."""
    points = digest(flood, key_points=20).key_points
    assert not any("qua cầu tạm" in point for point in points)
    assert not any("Xem thêm" in point or "Hạnh Nguyên" in point for point in points)


@pytest.mark.parametrize(
    "said",
    [
        "Ngắm nhìn một số hình ảnh của trận lũ quét làm sập cầu treo Suối Mây ở xã Bản Lương:",
        "xã Bản Lương có trận lũ quét làm sập cầu treo Suối Mây hôm 12/8, theo ủy ban xã.",
    ],
)
def test_what_only_announces_or_goes_on_is_no_chosen_lead(flood: Article, said: str) -> None:
    """A line before pictures, and the end of a sentence that a page broke."""
    told = "Nước suối rút lúc trưa, không ai bị thương."
    article = replace(flood, lead=None, lead_is_own=False, paragraphs=(said, told))
    assert digest(article).lead == told


@pytest.mark.parametrize(
    "said",
    [
        "Tôi cho rằng đập Suối Mây chẳng liên quan gì đến trận lũ quét làm sập cầu hôm ấy.",
        "Với trận lũ quét ở Suối Mây, chúng ta có quyền đòi hỏi một cây cầu vững hơn nhiều.",
    ],
)
def test_nobody_says_i_in_a_digest_who_is_not_quoted(flood: Article, said: str) -> None:
    """Out of its place it would be the bot's opinion; within quotation marks it stays."""
    article = replace(flood, paragraphs=(said, *flood.paragraphs, said))
    assert said not in digest(article, key_points=20).key_points
    assert said not in (digest(replace(article, lead=None)).lead or "")
    quoted = f"“{said[:-1]}”, ông Hoàng Văn Tấn nói."
    article = replace(flood, paragraphs=(quoted, *flood.paragraphs))
    assert quoted in digest(article, key_points=20).key_points


def test_no_key_points_when_none_are_asked_for(flood: Article) -> None:
    """Zero is a number of points too."""
    assert digest(flood, key_points=0).key_points == ()


def test_a_page_without_a_lead_gets_one_from_its_text(flood: Article) -> None:
    """It is marked as such, stands in the text, and is not repeated by the key points."""
    made = digest(replace(flood, lead=None, lead_is_own=False))
    assert not made.lead_is_own
    assert made.lead
    assert all(sentence in whole_text(flood) for sentence in split_sentences(made.lead))
    assert not set(split_sentences(made.lead)) & set(made.key_points)
    assert made.lead != (flood.photos[0].caption or "")


def test_the_first_paragraph_in_the_leads_place_is_only_a_candidate(flood: Article) -> None:
    """A lead that is not the publisher's own may be chosen, and never loses its text."""
    made = digest(replace(flood, lead_is_own=False))
    assert not made.lead_is_own
    assert all(sentence in whole_text(flood) for sentence in split_sentences(made.lead or ""))


def test_without_a_lead_a_summary_is_one_or_two_whole_sentences(flood: Article) -> None:
    """It is short enough for a message."""
    text = summarise_without_lead(flood.title, flood.paragraphs, [])
    assert 1 <= len(split_sentences(text)) <= 2
    assert len(text.split()) <= 90


def test_a_photo_with_a_caption_goes_before_one_without() -> None:
    """A photo without an address cannot be shown."""
    bare, told = Photo("https://bao.example/a.jpg"), Photo("https://bao.example/b.jpg", "Chợ.")
    article = Article(title="Chợ nổi đông khách", photos=(Photo(None, "Sông."), bare, told))
    assert digest(article).photo == told
    assert digest(replace(article, photos=(bare,))).photo == bare
    assert digest(replace(article, photos=())).photo is None


ODD = {
    "nothing": (),
    "one sentence": ("Chợ nổi mở cửa lại từ sáng nay.",),
    "capitals": ("CHỢ NỔI MỞ CỬA LẠI. KHÁCH ĐÔNG HƠN MỌI NĂM. VÉ VẪN 20.000 ĐỒNG.",),
    "no punctuation": ("chợ nổi mở cửa lại " * 300,),
    "table": ("STT | Tên | Giá", "1 | Cam | 20.000", "2 | Bưởi | 35.000"),
    "poem": ("Gió đưa cành trúc la đà", "Tiếng chuông Trấn Vũ canh gà Thọ Xương"),
    "code": ("for (int i = 0; i < n; i++) { s += a[i]; }", "return s;"),
    "english": ("The floating market reopened on Friday. Visitors came by the hundreds.",),
    "markup": ("Giá <b>tăng</b> & giảm 🧑‍🌾👩‍👩‍👧. \u202eHàng về\u202c nhiều hơn mọi năm.",),
    "marks only": ("…", "---", "“”", "()"),
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_articles_have_digests_too(kind: str) -> None:
    """One sentence, shouting, tables, poems, code: nothing breaks, nothing is invented."""
    article = Article(title="Chợ nổi <Cái Bè> & 🧑‍🌾", paragraphs=ODD[kind])
    made = digest(article)
    for text in (made.lead or "", *made.key_points):
        for sentence in split_sentences(text):
            assert sentence.removesuffix("…") in whole_text(article)
    assert len((made.lead or "").split()) <= 95


def test_a_very_long_article_costs_no_more_than_its_beginning() -> None:
    """Twenty thousand words are digested as fast as two thousand."""
    sentence = "Đoàn thuyền thứ {} chở {} tấn gạo từ Cái Bè về bến Ninh Kiều lúc {} giờ sáng."
    long = tuple(sentence.format(n, n * 3, n % 12) for n in range(1200))
    digest(Article(title="Thuyền gạo về bến Ninh Kiều", paragraphs=long[:5]))
    start = time.process_time()
    made = digest(Article(title="Thuyền gạo về bến Ninh Kiều", paragraphs=long))
    assert time.process_time() - start < 0.5
    assert made.lead


texts = st.text(alphabet='aăơđốểNVTPK 1.?!…“”"()-,:\n\u202e😀', max_size=80)


@settings(max_examples=60, deadline=None)
@given(
    title=texts,
    lead=st.none() | texts,
    body=st.lists(texts, max_size=12),
    captions=st.lists(texts, max_size=3),
)
def test_whatever_the_article_every_sentence_of_the_digest_stands_in_it(
    title: str, lead: str | None, body: list[str], captions: list[str]
) -> None:
    """Nothing is invented, and points are neither in the lead nor twice."""
    photos = tuple(Photo("https://bao.example/x.jpg", caption or None) for caption in captions)
    article = Article(title=title, lead=lead, photos=photos, paragraphs=tuple(body))
    made = digest(article)
    assert all(point in "\n".join(body) for point in made.key_points)
    assert len(set(made.key_points)) == len(made.key_points) <= 3
    if lead is not None:
        assert made.lead == lead
    elif made.lead:
        own = [sentence for text in body for sentence in split_sentences(text)]
        both = (f"{one} {other}" for one, other in combinations(own, 2))
        assert made.lead in {*own, *both}
