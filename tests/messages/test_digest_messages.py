"""A digest is one message: a photo with its caption, or a text; nothing of it is cut badly."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import Button, digest_message, edition_rich
from bot.messages.lengths import CAPTION_LIMIT, TEXT_LIMIT, units, visible, visible_units
from bot.messages.markup import clean
from bot.messages.pictures import kept_by_telegram
from bot.playground.markup import parse_html
from bot.texts import texts_for
from digests.editions import arrange
from digests.model import Article, Digest, Photo, StoredArticle
from digests.vietnamese.folding import exact_form
from digests.vietnamese.sentences import split_sentences

Make = Callable[..., StoredArticle]
VI = texts_for("vi")
BIDI = "\u202e\u200f\u2066"


def test_the_message_looks_as_readers_know_it(stored: Make) -> None:
    """Headline with link, lead, key points, caption with credit, and one line of facts."""
    message = digest_message(stored(), VI)
    assert message.photo == "https://bao.example/lua.jpg"
    assert message.html.split("\n") == [
        f'<b><a href="{escape(stored().digest.url or "")}">{stored().digest.title}</a></b>',
        stored().digest.lead,
        "• Năng suất đạt 6,2 tấn một hecta.",
        "• Giá lúa tăng 5% so với vụ trước.",
        "📷 Bà con gặt lúa trên cánh đồng Vĩnh. Ảnh: Trần Nam",
        "Báo Sông Hồng · Thứ Hai 08/07/2019 16:38 · Kinh tế",
    ]


def test_the_buttons_read_on_save_and_share(stored: Make) -> None:
    """What a button needs stands in it."""
    assert digest_message(stored(), VI).buttons == (
        (
            Button("Đọc tiếp", url="https://bao.example/an-hoa-gat-lua?a=1&b=2"),
            Button("Lưu", data="s:12"),
            Button("Chia sẻ", switch_inline="#12"),
        ),
        (Button("👎 Bớt tin này", data="b:12"), Button("❓ Vì sao", data="y:12")),
    )


def test_long_key_points_are_folded(stored: Make) -> None:
    """They stand in a quotation that opens when it is pressed."""
    points = tuple(f"Ý thứ {n}: {'nước lên cao ' * 8}".strip() for n in ("nhất", "nhì", "ba"))
    html = digest_message(stored(key_points=points), VI).html
    assert "<blockquote expandable>• Ý thứ nhất" in html
    assert parse_html(html).entities[-1]["type"] == "expandable_blockquote"


def test_a_caption_that_the_lead_tells_is_not_repeated(stored: Make) -> None:
    """The credit stays."""
    photo = Photo("https://bao.example/a.jpg", "Hơn 300 hộ ở TP. An Hòa xuống đồng gặt lúa", "An")
    html = digest_message(stored(photo=photo), VI).html
    assert html.count("300 hộ") == 1
    assert "📷 Ảnh: An" in html


def test_a_key_point_that_repeats_the_caption_is_left_out(stored: Make) -> None:
    """Everything is said once."""
    points = ("Bà con gặt lúa trên cánh đồng Vĩnh.", "Giá lúa tăng.")
    assert visible(digest_message(stored(key_points=points), VI).html).count("cánh đồng Vĩnh") == 1


def test_a_lead_that_is_not_the_publishers_is_marked(stored: Make) -> None:
    """The reader knows whose words they are."""
    assert "<i>Trích từ bài:</i> Sáng 8/7" in digest_message(stored(lead_is_own=False), VI).html
    assert "<i>Máy diễn đạt lại:</i>" in digest_message(stored(rewritten=True), VI).html


def test_what_does_not_fit_goes_in_a_fixed_order(stored: Make) -> None:
    """Key points first, then the lead's last sentences; the caption stays longest."""
    sentence = "Nước sông dâng cao thêm hai mét so với hôm trước ở nhiều xã ven đê của huyện. "
    lead = "".join(f"Xã số {n}: {sentence}" for n in range(1, 30)).strip()
    html = digest_message(stored(lead=lead), VI).html
    shown = html.split("\n")[1]
    assert visible_units(html) <= CAPTION_LIMIT
    assert lead.startswith(shown)
    assert shown.endswith("của huyện.")
    assert "Năng suất" not in html
    assert "cánh đồng Vĩnh" in html


def test_the_text_form_has_more_room(stored: Make) -> None:
    """When Telegram refuses the photo, the message goes out as text with all of the lead."""
    lead = " ".join(f"Ở xã số {n}, nước rút chậm và bà con vẫn phải đi lại bằng thuyền." for n in
                    range(40))  # fmt: skip
    message = digest_message(stored(lead=lead), VI)
    text = message.without_photo()
    assert (text.photo, text.buttons) == (None, message.buttons)
    assert lead in text.html
    assert visible_units(text.html) <= TEXT_LIMIT


def test_other_papers_stand_as_links(stored: Make) -> None:
    """Each once, and not the paper itself."""
    others = [
        stored(13, source="Tin Biển Xanh", url="https://bx.example/1"),
        stored(14, source="Báo Sông Hồng", url="https://bao.example/2"),
    ]
    html = digest_message(stored(), VI, others=others).html
    assert 'Cùng tin: <a href="https://bx.example/1">Tin Biển Xanh</a>\n' in html


def test_a_change_is_noted(stored: Make) -> None:
    """The note says when."""
    changed = replace(stored(), changed_at=datetime(2019, 7, 8, 10, 0, tzinfo=UTC))
    assert digest_message(changed, VI).html.endswith("<i>Báo sửa bài lúc 08/07/2019 17:00</i>")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://bao.example/a", "https://", "a b"])
def test_only_web_addresses_become_links(stored: Make, url: str) -> None:
    """Anything else leaves headline and buttons without one."""
    message = digest_message(stored(url=url, photo=Photo(url, "Chú thích")), VI)
    assert "<a " not in message.html
    assert message.photo is None
    assert [button.text for button in message.buttons[0]] == ["Lưu", "Chia sẻ"]


def test_a_picture_that_telegram_has_is_sent_by_its_id_and_is_no_link(stored: Make) -> None:
    """An article's own address never names one, nor does a round-up, which needs a web address."""
    kept = kept_by_telegram("AgAC-x_9")
    one = stored(url=kept, photo=Photo(kept, "Bà con gặt lúa"))
    message = digest_message(one, VI)
    assert message.photo == "AgAC-x_9"
    assert kept not in message.html
    assert all(button.url is None for row in message.buttons for button in row)
    edition = arrange([one], slot=one.first_seen_at, time_zone="UTC")
    assert "AgAC-x_9" not in edition_rich(edition, VI)
    for wrong in ("telegram-file:", "telegram-file:a/b", f"x{kept}", f"{kept} "):
        assert digest_message(stored(photo=Photo(wrong, "Bà con")), VI).photo is None


words = st.text(
    st.one_of(
        st.sampled_from("ạăâđêôơư abc xyz .!?<>&\"'\n" + BIDI),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)
long_texts = st.builds(
    lambda parts, times: " ".join(parts * times),
    st.lists(words, max_size=6),
    st.integers(1, 60),
)
photos = st.builds(
    Photo,
    st.sampled_from([None, "https://bao.example/a.jpg", "javascript:x"]),
    st.none() | long_texts,
    st.none() | words,
)
digests = st.builds(
    Digest,
    title=st.one_of(words, long_texts),
    url=st.sampled_from([None, "https://bao.example/bai?x=1&y=<", "https://bao.example/bai"]),
    lead=st.none() | long_texts,
    lead_is_own=st.booleans(),
    key_points=st.lists(words | long_texts, max_size=4).map(tuple),
    photo=st.none() | photos,
    source=st.none() | words,
    section=st.none() | long_texts,
    published=st.none() | st.datetimes(timezones=st.just(UTC)),
)


@given(digests)
@settings(max_examples=150, deadline=None)
def test_any_digest_is_a_message_that_telegram_takes(digest: Digest) -> None:
    """It parses, stays within the limits, keeps headline and link, and cuts no word."""
    stored = StoredArticle(1, Article(title=digest.title), digest, datetime.now(UTC))
    message = digest_message(stored, VI)
    for form, limit in (
        (message, CAPTION_LIMIT if message.photo else TEXT_LIMIT),
        (message.without_photo(), TEXT_LIMIT),
    ):
        read = parse_html(form.html)
        assert 0 < read.length <= limit
        assert read.length == visible_units(form.html)
        assert read.text == visible(form.html)
        title = read.text.split("\n")[0].replace("\u2060", "")  # see markup.inert
        assert title.strip()
        whole = clean(digest.title)
        assert not whole or title == whole or units(whole) > TEXT_LIMIT - 1000
        assert ('<a href="https://bao.example/bai"' in form.html) == (
            digest.url == "https://bao.example/bai"
        )
        assert not set(read.text) & set(BIDI)
        said = " ".join([whole, *map(clean, (digest.lead, *digest.key_points))])
        assert _unknown_words(_middle(read.text), said) == set()


@given(digests)
@settings(max_examples=150, deadline=None)
def test_a_caption_is_said_once(digest: Digest) -> None:
    """Shown whole, it stands neither in headline and lead nor in a key point."""
    photo = replace(digest.photo or Photo("https://bao.example/a.jpg"), credit=None)
    caption = exact_form(clean(photo.caption)).rstrip(".!?… ")
    stored = StoredArticle(
        1, Article(title=digest.title), replace(digest, photo=photo), datetime.now(UTC)
    )
    shown = visible(digest_message(stored, VI).html).split("\n")
    lines = [exact_form(line.removeprefix("📷 ")).rstrip(".!?… ") for line in shown if "📷" in line]
    if caption and caption in lines:
        assert caption not in exact_form(clean(digest.title))
        assert caption not in exact_form(clean(digest.lead))
        assert not any(caption in exact_form(line) for line in shown if line.startswith("• "))


def _middle(text: str) -> list[str]:
    """Give the words of lead and key points as they are shown."""
    lines = text.split("\n")[1:]
    kept = [line for line in lines if not re.match("📷|Cùng tin|Báo sửa", line)][:-1]
    return " ".join(kept).replace("Trích từ bài:", "").replace("• ", " ").split()


def _unknown_words(shown: list[str], said: str) -> set[str]:
    return {word for word in shown if word not in said.split() and word != "•"}


@given(digests)
@settings(max_examples=100, deadline=None)
def test_a_lead_is_cut_only_at_the_end_of_a_sentence(digest: Digest) -> None:
    """What is shown of it is one of its beginnings that end with a sentence."""
    digest = replace(digest, lead_is_own=True, photo=None)
    stored = StoredArticle(1, Article(title=digest.title), digest, datetime.now(UTC))
    lead = clean(digest.lead)
    shown = visible(digest_message(stored, VI).html).split("\n")
    ends = list(accumulate(split_sentences(lead), lambda at, sentence: lead.index(
        sentence, at) + len(sentence), initial=0))  # fmt: skip
    beginnings = {lead[:end] for end in ends[1:]} | {lead}
    started = [line for line in shown[1:] if line and lead.startswith(line) and len(line) > 12]
    assert all(line in beginnings for line in started)
