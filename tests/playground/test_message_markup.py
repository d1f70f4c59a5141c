"""Telegram's HTML becomes text and entities exactly as the Bot API reads it."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.entities import Formatted, detect, trimmed, utf16_length, utf16_slice
from bot.playground.markup import parse_html
from bot.playground.refusals import Refused

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
TAGS = {"b": "bold", "i": "italic", "u": "underline", "s": "strikethrough", "tg-spoiler": "spoiler"}


@given(texts)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    """Whatever is escaped is text again, without entities."""
    assert parse_html(escape(text)) == Formatted(text)


@given(st.lists(st.tuples(texts, st.sampled_from(sorted(TAGS))), max_size=8))
def test_entities_cover_the_text_of_their_tag(parts: list[tuple[str, str]]) -> None:
    """Offsets and lengths are UTF-16 units, whatever stands before."""
    markup = "".join(f"{escape(text)}<{tag}>{escape(text)}</{tag}>" for text, tag in parts)
    read = parse_html(markup)
    covered = [utf16_slice(read.text, one["offset"], one["length"]) for one in read.entities]
    assert covered == [text for text, _ in parts if text]
    assert [one["type"] for one in read.entities] == [TAGS[tag] for text, tag in parts if text]


@given(texts, texts)
def test_trimming_keeps_what_entities_cover(before: str, inside: str) -> None:
    """An entity says the same words after white space was taken off the ends."""
    read = trimmed(parse_html(f" \n{escape(before)}<b>{escape(inside)}</b> \n"))
    assert read.text == read.text.strip()
    for one in read.entities:
        assert 0 <= one["offset"] < one["offset"] + one["length"] <= utf16_length(read.text)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<b>đậm", 'Can\'t find end tag corresponding to start tag "b"'),
        ("đậm</b>", "Unexpected end tag at byte offset 6"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("é<br/>", 'Unsupported start tag "br/" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<a href=x:y>a</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-time unix='sáng'>x</tg-time>", "Invalid date specified at byte offset 0"),
    ],
)
def test_bad_markup_is_refused_in_telegrams_words(markup: str, words: str) -> None:
    """Each refusal says what is wrong and where, in bytes."""
    with pytest.raises(Refused) as caught:
        parse_html(markup)
    assert caught.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("markup", "entity"),
    [
        (
            '<a href="https://a.example/?a=1&amp;b=2">x</a>',
            {"type": "text_link", "url": "https://a.example/?a=1&b=2"},
        ),
        ("<blockquote expandable>x</blockquote>", {"type": "expandable_blockquote"}),
        (
            '<pre><code class="language-python">x</code></pre>',
            {"type": "pre", "language": "python"},
        ),
        ('<span class="tg-spoiler">x</span>', {"type": "spoiler"}),
        (
            '<tg-time unix="1562578680" format="wDT">x</tg-time>',
            {"type": "date_time", "unix_time": 1562578680, "date_time_format": "wDT"},
        ),
        (
            '<tg-emoji emoji-id="536832417">x</tg-emoji>',
            {"type": "custom_emoji", "custom_emoji_id": "536832417"},
        ),
    ],
)
def test_tags_become_their_entities(markup: str, entity: dict[str, object]) -> None:
    """Tags with attributes carry them into their entity."""
    assert parse_html(markup).entities == ({**entity, "offset": 0, "length": 1},)


def test_nothing_stands_inside_code() -> None:
    """Telegram drops entities inside code."""
    read = parse_html("<code>a <b>b</b></code> <b>c</b>")
    assert [one["type"] for one in read.entities] == ["code", "bold"]


def test_only_four_named_references_are_known() -> None:
    """``&nbsp;`` stays as it stands, numbers are read."""
    assert parse_html("&lt;&gt;&amp;&quot;&nbsp;&#273;&#x1F600;").text == '<>&"&nbsp;đ😀'


def test_addresses_mentions_and_commands_are_found() -> None:
    """What nobody marked is found, outside of code and links."""
    text = "😀 Xem https://bao.example/tin, hỏi @diemtin_bot hay /tim #vàng a@b.example"
    entities = detect(Formatted(text)).entities
    found = {one["type"]: utf16_slice(text, one["offset"], one["length"]) for one in entities}
    assert found == {
        "url": "https://bao.example/tin",
        "mention": "@diemtin_bot",
        "bot_command": "/tim",
        "hashtag": "#vàng",
        "email": "a@b.example",
    }
    assert detect(parse_html("<code>/tim</code>")).entities[0]["type"] == "code"
