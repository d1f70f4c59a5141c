"""Rich HTML becomes blocks, within Telegram's limits, or is refused in its manner."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.playground import READER, ChatWorld
from bot.playground.refusals import Refused
from bot.playground.rich import RichDocument, read_rich

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]
EDITION = (
    "<h1>Điểm tin sáng</h1>\n"
    '<p>Thứ Hai, <tg-time unix="1562578680" format="wDT">08/07/2019</tg-time></p>\n'
    "<h2>Thời sự</h2>\n"
    '<p><a href="https://bao.example/1"><b>Cầu mới thông xe</b></a><br/>Sáng 8/7, cầu mở cửa.</p>'
    '<figure><img src="https://bao.example/1.jpg"/><figcaption>Cây cầu'
    "<cite>Ảnh: An</cite></figcaption></figure>"
    "<details><summary>Ý chính</summary><ul><li>Dài 2 km</li><li>Bốn làn xe</li></ul></details>"
    '<tg-slideshow><img src="https://bao.example/2.jpg"/><img src="https://bao.example/3.jpg"/>'
    "<figcaption>Toàn cảnh</figcaption></tg-slideshow>"
    "<hr/><footer>Điểm Tin</footer>"
)


def read(html: str) -> RichDocument:
    return read_rich(html, skip_entity_detection=True)


async def test_an_edition_arrives_as_blocks(call: Call, world: ChatWorld) -> None:
    """The tree is the Bot API's; the page gets the pictures' addresses beside it."""
    rich = {"html": EDITION, "skip_entity_detection": True}
    sent = await call("sendRichMessage", chat_id=READER, rich_message=rich)
    blocks = sent["result"]["rich_message"]["blocks"]
    assert [one["type"] for one in blocks] == [
        "heading", "paragraph", "heading", "paragraph", "photo", "details", "slideshow",
        "divider", "footer",
    ]  # fmt: skip
    assert blocks[3]["text"] == [
        {
            "type": "url",
            "text": {"type": "bold", "text": "Cầu mới thông xe"},
            "url": "https://bao.example/1",
        },
        "\nSáng 8/7, cầu mở cửa.",
    ]
    assert blocks[4]["caption"] == {"text": "Cây cầu", "credit": "Ảnh: An"}
    assert [len(one["blocks"]) for one in blocks[5]["blocks"][0]["items"]] == [1, 1]
    shown = world.messages(READER)[0]["rich_message"]["blocks"]
    assert shown[4]["photo_url"] == "https://bao.example/1.jpg"
    assert shown[6]["blocks"][1]["photo_src"].startswith("/file/photo/")


async def test_a_rich_message_is_edited_into_another_and_into_text(
    call: Call, world: ChatWorld
) -> None:
    """``editMessageText`` takes both forms."""
    await call("sendRichMessage", chat_id=READER, rich_message={"html": "<p>một</p>"})
    place = {"chat_id": READER, "message_id": 1}
    assert (await call("editMessageText", **place, rich_message={"html": "<p>hai</p>"}))["ok"]
    same = await call("editMessageText", **place, rich_message={"html": "<p>hai</p>"})
    assert "message is not modified" in same["description"]
    assert (await call("editMessageText", **place, text="ba"))["ok"]
    (shown,) = world.messages(READER)
    assert shown["text"] == "ba"
    assert "rich_message" not in shown


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<div>x</div>", 'Unsupported start tag "div" at byte offset 0'),
        ("<p>đ</p></p>", 'Unexpected end tag "</p>" at byte offset 9'),
        ("<p><b>x</p></b>", 'Unexpected end tag "</p>", expected "</b>" at byte offset 7'),
        ("<p>x", 'Can\'t find end tag corresponding to start tag "p" at byte offset 4'),
        ("<p>1 < 2</p>", "Unclosed start tag at byte offset 5"),
    ],
)
def test_markup_that_is_no_tree_is_refused(html: str, words: str) -> None:
    """Nothing is mended."""
    with pytest.raises(Refused) as caught:
        read(html)
    assert caught.value.description == f"Bad Request: can't parse InputRichMessage: {words}"


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ('<p>a <img src="https://a.example/a.jpg"/></p>', "MEDIA"),
        ("<p><p>x</p></p>", "BLOCK"),
        ('<img src="ảnh.jpg"/>', "PHOTO"),
        ("<figure><figcaption>x</figcaption></figure>", "FIGURE"),
        ('<tg-collage> <img src="https://a.example/a.jpg"/></tg-collage>', "COLLAGE"),
        ("<tg-slideshow></tg-slideshow>", "SLIDESHOW"),
        ("<details>x</details>", "DETAILS"),
        ("<ul>x</ul>", "LIST"),
        ("<li>x</li>", "LI"),
        ('<a href="không phải">x</a>', "URL"),
        ('<tg-time unix="sáng">x</tg-time>', "DATE"),
        ("<table><tr>" + "<td>x</td>" * 21 + "</tr></table>", "TABLE"),
        ("<hr/>" * 501, "BLOCKS"),
        ("<ul>" + "<li>x</li>" * 250 + "</ul>", "BLOCKS"),
        ("<blockquote>" * 17 + "x" + "</blockquote>" * 17, "DEPTH"),
        ('<img src="https://a.example/a.jpg"/>' * 51, "MEDIA"),
    ],
)
def test_rules_and_limits_are_kept(html: str, what: str) -> None:
    """One more than allowed, or in the wrong place, is refused by name."""
    with pytest.raises(Refused) as caught:
        read(html)
    assert caught.value.description == f"Bad Request: RICH_MESSAGE_{what}_INVALID"


def test_the_limits_themselves_are_taken() -> None:
    """500 blocks, 16 levels, 50 pictures, 20 columns, 32,768 units."""
    assert len(read("<hr/>" * 500).blocks) == 500
    assert read("<blockquote>" * 16 + "x" + "</blockquote>" * 16).blocks
    assert len(read('<img src="https://a.example/a.jpg"/>' * 50).photos) == 50
    assert read("<table><tr>" + "<td>x</td>" * 20 + "</tr></table>").blocks
    assert read("<p>" + "😀" * 16_384 + "</p>").blocks
    with pytest.raises(Refused, match="TEXT_TOO_LONG"):
        read("<p>" + "😀" * 16_385 + "</p>")


def test_an_email_fails_unless_detection_is_skipped() -> None:
    """As seen in the field."""
    with pytest.raises(Refused, match="RICH_MESSAGE_EMAIL_INVALID"):
        read_rich("<p>toa-soan@bao.example</p>", skip_entity_detection=False)
    assert read("<p>toa-soan@bao.example</p>").blocks


def test_white_space_is_shown_as_a_browser_would() -> None:
    """Runs of it are one space, at the ends none; loose text is a paragraph."""
    (first, second) = read(" một\n  <b>hai </b> ba <p>  bốn </p>").blocks
    assert first["text"] == ["một ", {"type": "bold", "text": "hai "}, " ba"]
    assert second["text"] == "bốn"


def test_lists_tables_and_quotations_keep_their_parts() -> None:
    """Labels, spans, credits."""
    ordered, table, quotation, pull = read(
        '<ol start="3"><li>ba</li><li><input type="checkbox" checked/>bốn</li></ol>'
        '<table bordered><caption>Bảng</caption><tr><th colspan="2" align="center">A</th></tr>'
        "</table><blockquote><p>Hay</p><cite>Lan</cite></blockquote>"
        "<aside>Hay lắm<cite>Mai</cite></aside>"
    ).blocks
    assert [one["label"] for one in ordered["items"]] == ["3.", "4."]
    assert ordered["items"][1]["is_checked"]
    assert table["is_bordered"]
    assert table["cells"][0][0]["colspan"] == 2
    assert (quotation["credit"], pull["credit"]) == ("Lan", "Mai")
