"""Starts that cannot succeed, and ends: one sentence, a status, in reasonable time."""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from telegram import WebhookInfo

from bot.checks import look_at_webhook
from bot.playground import READER, LocalBotApi
from bot.settings import load_settings
from bot.surroundings import clock
from digests.fetch.client import trusted
from tests.cli.conftest import Run, one_sentence

STRANGE_TOKEN = "424242:another-bots-secret-that-nobody-may-read"
NOBODY = "http://127.0.0.1:9"


@pytest.fixture
async def api() -> AsyncIterator[LocalBotApi]:
    """Serve a Bot API that knows one token."""
    async with LocalBotApi() as server:
        yield server


def test_a_taken_port_is_said(diemtin: Run) -> None:
    """The playground names the port and leaves the other program alone."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = diemtin("playground", "--port", str(port))
    assert result.returncode == 1
    sentence = one_sentence(result)
    assert str(port) in sentence
    assert "--port" in sentence


async def test_a_wrong_token_is_said_and_not_shown(diemtin: Run, api: LocalBotApi) -> None:
    """The sentence says where tokens come from; the token itself stands nowhere."""
    env = {"DIEMTIN_TOKEN": STRANGE_TOKEN, "DIEMTIN_API_URL": api.url}
    result = await asyncio.to_thread(diemtin, "run", env=env)
    assert result.returncode == 1
    assert "token" in one_sentence(result)
    assert STRANGE_TOKEN.split(":")[1] not in result.stderr + result.stdout


def test_a_bot_api_that_does_not_answer_is_said(diemtin: Run) -> None:
    """Nobody listens at port 9: that is said soon, not tried for ever."""
    begin = time.monotonic()
    result = diemtin("run", env={"DIEMTIN_TOKEN": STRANGE_TOKEN, "DIEMTIN_API_URL": NOBODY})
    assert result.returncode == 1
    assert NOBODY in one_sentence(result)
    assert STRANGE_TOKEN.split(":")[1] not in result.stderr + result.stdout
    assert time.monotonic() - begin < 20


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
async def test_a_signal_ends_the_bot_in_order(
    api: LocalBotApi, tmp_path: Path, number: signal.Signals
) -> None:
    """Status 0 within ten seconds, no stack trace, and a second start finds the store free."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("DIEMTIN_")}
    env |= {"DIEMTIN_TOKEN": api.token, "DIEMTIN_API_URL": api.url}
    child = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("diemtin"),
        "run",
        cwd=tmp_path,
        env=env,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert child.stderr is not None
    said = b""
    async with asyncio.timeout(30):
        while b"Application started" not in said:
            line = await child.stderr.readline()
            assert line, said
            said += line
    child.send_signal(number)
    async with asyncio.timeout(10):
        rest = await child.stderr.read()
        assert await child.wait() == 0
    assert b"Traceback" not in said + rest
    assert api.token.encode() not in said + rest


def _checks(output: str) -> dict[str, dict[str, object]]:
    rows = [json.loads(line) for line in output.splitlines()]
    return {row["what"]: row for row in rows}


def test_check_says_what_is_missing(diemtin: Run) -> None:
    """An empty folder: no token, no admins; each with what to do, and status 1."""
    result = diemtin("check", "--json")
    checks = _checks(result.stdout)
    assert result.returncode == 1
    assert checks["token"]["ok"] is False
    assert "@BotFather" in str(checks["token"]["words"])
    assert checks["admins"]["ok"] is False
    assert "DIEMTIN_ADMINS" in str(checks["admins"]["words"])


def test_check_looks_at_the_machine_too(diemtin: Run, tmp_path: Path) -> None:
    """Who can read the token, whether there is room, how old the newest backup is."""
    (tmp_path / ".env").write_text(f"DIEMTIN_ADMINS=1\nDIEMTIN_BACKUP_FOLDER={tmp_path}\n")
    (tmp_path / ".env").chmod(0o644)
    (tmp_path / "diemtin-20200101-010203.db").touch()
    checks = _checks(diemtin("check", "--json").stdout)
    assert checks["secrets"]["ok"] is False
    assert "chmod 600 .env" in str(checks["secrets"]["words"])
    assert checks["backups"]["ok"] is False
    assert "GB free" in str(checks["room"]["words"])
    (tmp_path / ".env").chmod(0o600)
    assert _checks(diemtin("check", "--json").stdout)["secrets"]["ok"] is True
    drawn = diemtin("check").stdout
    assert "what" in drawn.splitlines()[1] + drawn.splitlines()[2]
    assert "NOT OK" in drawn
    (tmp_path / "file").touch()
    for folder in ("file", "file/below"):
        checks = _checks(diemtin("check", "--json", env={"DIEMTIN_BACKUP_FOLDER": folder}).stdout)
        assert checks["backups"]["ok"] is False, folder


@pytest.mark.parametrize(
    ("said", "ok"),
    [
        ("Tue, 24 Nov 2026 05:00:20 GMT", True),
        ("Tue, 24 Nov 2026 05:20:00 GMT", False),
        ("soon", None),
        (None, None),
    ],
)
def test_a_wrong_clock_is_noticed(said: str | None, ok: bool | None) -> None:
    """Against what the Bot API says; editions would come at wrong hours."""
    found = clock(said, datetime(2026, 11, 24, 5, tzinfo=UTC))
    assert (found.ok if found else None) is ok


def test_check_says_that_the_api_does_not_answer(diemtin: Run) -> None:
    """It names the address, and no token."""
    env = {"DIEMTIN_TOKEN": STRANGE_TOKEN, "DIEMTIN_API_URL": NOBODY}
    result = diemtin("check", "--json", env=env)
    token = _checks(result.stdout)["token"]
    assert result.returncode == 1
    assert token["ok"] is False
    assert NOBODY in str(token["words"])
    assert STRANGE_TOKEN.split(":")[1] not in result.stderr + result.stdout


async def test_check_tells_a_wrong_token_from_a_right_one(diemtin: Run, api: LocalBotApi) -> None:
    """The right one gives the bot's name."""
    env = {"DIEMTIN_TOKEN": STRANGE_TOKEN, "DIEMTIN_API_URL": api.url, "DIEMTIN_ADMINS": "1"}
    wrong = await asyncio.to_thread(diemtin, "check", "--json", env=env)
    assert _checks(wrong.stdout)["token"]["ok"] is False
    right = await asyncio.to_thread(
        diemtin, "check", "--json", env=env | {"DIEMTIN_TOKEN": api.token}
    )
    checks = _checks(right.stdout)
    assert checks["token"]["ok"] is True
    assert "@" in str(checks["token"]["words"])
    assert checks["admins"]["ok"] is True


async def test_check_says_how_what_people_write_reaches_the_bot(
    diemtin: Run, api: LocalBotApi, tmp_path: Path
) -> None:
    """Fetched, or brought: to this address, to another one, failing, or without a secret."""
    ours, theirs = f"{NOBODY}/duong-kin", "http://127.0.0.2:9/bi-mat"
    (tmp_path / "secret").write_text("mot-bi-mat-du-dai_123")
    fetching = {"DIEMTIN_TOKEN": api.token, "DIEMTIN_API_URL": api.url}
    brought = fetching | {
        "DIEMTIN_WEBHOOK_URL": ours,
        "DIEMTIN_WEBHOOK_SECRET_FILE": str(tmp_path / "secret"),
    }

    async def looked(env: dict[str, str]) -> dict[str, dict[str, object]]:
        result = await asyncio.to_thread(diemtin, "check", "--json", env=env)
        assert "duong-kin" not in result.stdout
        assert "bi-mat" not in result.stdout
        return _checks(result.stdout)

    assert (await looked(fetching))["webhook"]["ok"] is True
    nowhere = await looked(brought)
    assert nowhere["webhook"]["ok"] is False
    assert "diemtin run" in str(nowhere["webhook"]["words"])
    async with httpx.AsyncClient(
        verify=trusted(), base_url=f"{api.url}/bot{api.token}", trust_env=False
    ) as telegram:
        await telegram.post("/setWebhook", json={"url": theirs})
        for env in (fetching, brought):
            found = await looked(env)
            assert found["webhook"]["ok"] is False
            assert "127.0.0.2:9" in str(found["webhook"]["words"])
        await telegram.post("/setWebhook", json={"url": ours})
    well = await looked(brought)
    assert well["webhook"]["ok"] is well["updates"]["ok"] is True
    assert "webhook requests" not in well
    async with httpx.AsyncClient(verify=trusted(), base_url=api.url, trust_env=False) as page:
        await page.post(f"/api/chats/{READER}/messages", json={"text": "/start"})
        for _attempt in range(50):
            failing = await looked(brought)
            if "webhook requests" in failing:
                break
    assert failing["webhook requests"]["ok"] is False
    assert "proxy" in str(failing["webhook requests"]["words"])
    assert "1 wait" in str(failing["updates"]["words"])
    (tmp_path / "secret").unlink()
    assert "WEBHOOK_SECRET_FILE" in str((await looked(brought))["webhook"]["words"])


@pytest.mark.parametrize(("hours", "ok"), [(0.5, False), (30, True)])
def test_an_old_failure_of_the_webhook_is_no_fault(
    hours: float, ok: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram tells the last one for good."""
    now = datetime(2026, 11, 24, 5, tzinfo=UTC)
    monkeypatch.setenv("DIEMTIN_WEBHOOK_URL", "https://tin.example/bot")
    monkeypatch.setenv("DIEMTIN_WEBHOOK_SECRET", "mot-bi-mat-du-dai_123")
    settings = load_settings()
    info = WebhookInfo(
        url="https://tin.example/bot",
        has_custom_certificate=False,
        pending_update_count=3000,
        last_error_date=now - timedelta(hours=hours),
        last_error_message="Wrong response from the webhook: 502 Bad Gateway",
    )
    address, request, updates = look_at_webhook(settings, info, now)
    assert address.ok
    assert request.ok is ok
    assert "502 Bad Gateway" in request.words
    assert not updates.ok
    assert "3000" in updates.words
