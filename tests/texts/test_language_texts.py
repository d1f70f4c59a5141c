"""Both languages say everything, with the same things filled in."""

import dataclasses
import string
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.handlers.commands import COMMANDS
from bot.playground.markup import parse_html
from bot.texts import ENGLISH, LANGUAGES, VIETNAMESE, Texts, moment, number, texts_for


def sentences(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Give every sentence of a language with its name."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from sentences(inner, f"{name}.{key}")
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from sentences(getattr(value, field.name), f"{name}.{field.name}")


def placeholders(sentence: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_sentences() -> None:
    """A text that is missing in a language is found here."""
    assert [name for name, _ in sentences(VIETNAMESE)] == [name for name, _ in sentences(ENGLISH)]


def test_the_same_sentence_has_the_same_placeholders() -> None:
    """What the program fills in is filled in everywhere."""
    english = dict(sentences(ENGLISH))
    for name, sentence in sentences(VIETNAMESE):
        assert placeholders(sentence) == placeholders(english[name]), name


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES)
def test_every_sentence_is_there_and_is_markup_that_telegram_takes(texts: Texts) -> None:
    """Nothing is empty, and every tag is closed."""
    for name, sentence in sentences(texts):
        assert sentence.strip() or name == ".dates.thousands", name
        parse_html(sentence)


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES)
def test_every_command_has_words_and_no_word_is_without_a_command(texts: Texts) -> None:
    """The table of commands and the texts hold together."""
    assert set(texts.commands) == {command.name for command in COMMANDS}


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES)
def test_descriptions_fit_telegrams_limits(texts: Texts) -> None:
    """512 characters, 120, and 256 for a command's few words."""
    assert len(texts.help.description) <= 512
    assert len(texts.help.short_description) <= 120
    assert all(1 <= len(words.short) <= 256 for words in texts.commands.values())


def test_moments_and_numbers_are_written_as_readers_write_them() -> None:
    """Vietnam's time and Vietnam's marks."""
    instant = datetime(2019, 7, 8, 9, 38, tzinfo=UTC)
    assert moment(VIETNAMESE.dates, instant) == "Thứ Hai 08/07/2019 16:38"
    assert moment(ENGLISH.dates, instant, "Europe/Berlin") == "Monday 08/07/2019 11:38"
    assert number(VIETNAMESE.dates, 1234567) == "1.234.567"
    assert number(VIETNAMESE.dates, 1234.5) == "1.234,5"
    assert number(ENGLISH.dates, 1234.5) == "1,234.5"


def test_a_year_at_the_end_of_time_is_no_error() -> None:
    """Feeds claim the strangest days."""
    assert moment(VIETNAMESE.dates, datetime.max.replace(tzinfo=UTC)).endswith("31/12/9999 23:59")


def test_an_unknown_language_is_vietnamese() -> None:
    """Vietnamese first."""
    assert texts_for("fr") is texts_for(None) is texts_for("vi-VN") is VIETNAMESE
    assert texts_for("en-GB") is ENGLISH


def test_texts_and_messages_load_without_the_chat_library() -> None:
    """The command line shows messages within its half second."""
    code = (
        "import bot.messages, bot.texts, sys; "
        "assert not {'telegram', 'sqlalchemy', 'httpx'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
