"""Logs hold one event a line and never a token."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import configure_logs, without_tokens

TOKEN = "123456789:AAExampleExampleExampleExampleExample"


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Have later tests log as before: the stream of these is closed then."""
    root, configured = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.configure(**configured)


@pytest.mark.parametrize("style", ["json", "text"])
def test_a_token_never_reaches_a_log(capsys: pytest.CaptureFixture[str], style: str) -> None:
    """Not from our own events, not from a library's, not from an exception."""
    configure_logs(style=style, level="info")
    structlog.get_logger("ours").info("asked", url=f"https://api.telegram.org/bot{TOKEN}/getMe")
    logging.getLogger("theirs").warning("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    try:
        raise RuntimeError(TOKEN)
    except RuntimeError as error:
        structlog.get_logger("ours").exception("broke", error=error)
    written = capsys.readouterr().err
    assert "asked" in written
    assert "getMe" in written
    assert TOKEN not in written


def test_json_logs_are_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Machines read them line by line, stack traces included."""
    configure_logs(style="json", level="info")
    structlog.get_logger("x").info("polled", new=3, words="Thời sự")
    try:
        raise ValueError("line one\nline two")
    except ValueError:
        structlog.get_logger("x").exception("broke")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert lines[0]["event"] == "polled"
    assert lines[0]["new"] == 3
    assert lines[1]["event"] == "broke"


def test_lines_carry_the_name_of_a_bot_that_has_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Our own events and those of libraries; without a name nothing is said of it."""
    configure_logs(style="json", level="info", bot="en")
    structlog.get_logger("x").info("ours")
    logging.getLogger("theirs").warning("theirs")
    configure_logs(style="json", level="info")
    structlog.get_logger("x").info("unnamed")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line.get("bot") for line in lines] == ["en", "en", None]


def test_readable_logs_are_one_line_an_event_too(capsys: pytest.CaptureFixture[str]) -> None:
    """An exception says what and where, in the same line."""
    configure_logs(style="text", level="info")
    try:
        raise ValueError("line one\nline two")
    except ValueError:
        structlog.get_logger("x").exception("broke", feed=7)
    (line,) = capsys.readouterr().err.splitlines()
    assert "broke" in line
    assert "line one line two at test_logs.py" in line


def test_what_is_no_token_stays() -> None:
    """Times and addresses with ports are not blacked out."""
    assert without_tokens("http://127.0.0.1:8080/x at 07:00") == "http://127.0.0.1:8080/x at 07:00"


@pytest.mark.parametrize("style", ["json", "text"])
def test_a_token_inside_of_something_is_masked_too(
    capsys: pytest.CaptureFixture[str], style: str
) -> None:
    """In a list, in an object's own words, in what an exception was caused by."""
    configure_logs(style=style, level="debug")
    log = structlog.get_logger("ours")
    log.info("asked", urls=[f"/bot{TOKEN}/getMe"], by={"token": TOKEN})
    try:
        try:
            raise ValueError(f"https://api/bot{TOKEN}/x")
        except ValueError as cause:
            raise RuntimeError("outer") from cause
    except RuntimeError:
        log.exception("broke")
        logging.getLogger("theirs").exception("broke too: %s", TOKEN)
    written = capsys.readouterr().err
    assert "broke too" in written
    assert TOKEN.partition(":")[2] not in written
