"""The real program as a child process, and a browser that looks at its page."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
import pytest_asyncio
from playwright.async_api import Browser as AsyncBrowser
from playwright.async_api import Page as AsyncPage
from playwright.async_api import async_playwright
from playwright.async_api import expect as async_expect
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from bot.playground import ChatWorld, LocalBotApi, create_app
from bot.playground.newspaper import Newspaper

SYSTEM_CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
PATIENCE = 40.0
"""Seconds that anything may take on a busy machine; whatever comes sooner is not waited for."""
expect.set_options(timeout=PATIENCE * 1000)
async_expect.set_options(timeout=PATIENCE * 1000)


@dataclass
class Watched:
    """A page, what it asked for, and what it complained of."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)


Visit = Callable[..., Watched]


def _need_chromium() -> None:
    """Go on only with the system's browser; where CI runs, a missing one is a failure."""
    if SYSTEM_CHROMIUM.exists():
        return
    words = f"there is no {SYSTEM_CHROMIUM}: apt-get install chromium"
    if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
        pytest.fail(words)
    pytest.skip(words)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for_page(url: str, child: "subprocess.Popen[bytes]", output: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(url, timeout=1):  # noqa: S310 - our own server
                return
        except (URLError, OSError):
            if child.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the playground does not serve its page: {output.read_text()}")
            time.sleep(0.05)


@dataclass(frozen=True)
class Started:
    """The running program, by its address."""

    url: str


@pytest.fixture(scope="module")
def started(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """Run ``diemtin playground`` in an empty folder; SIGTERM must end it in order."""
    assert chromium.is_connected()  # first: its start is not the program's
    folder = tmp_path_factory.mktemp("playground")
    output, port = folder / "output.txt", _free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DIEMTIN_")}
    with output.open("wb") as out:
        child = subprocess.Popen(
            [Path(sys.executable).with_name("diemtin"), "playground", "--port", str(port)],
            cwd=folder,
            env=clean,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}/"
        _wait_for_page(url, child, output)
        yield Started(url)
        child.send_signal(signal.SIGTERM)
        assert child.wait(PATIENCE) == 0, output.read_text()
        assert "Traceback" not in output.read_text()
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Give the system's browser."""
    _need_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(SYSTEM_CHROMIUM), args=list(CHROMIUM_ARGUMENTS)
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(started: Started, chromium: Browser) -> Iterator[Visit]:
    """Give a function that opens the page in a window of its own.

    At the end of the test no page may have asked anything of another machine, or complained.
    """
    opened: list[Watched] = []

    def open_page(width: int = 1280, height: int = 800, **wishes: Any) -> Watched:
        size = ViewportSize(width=width, height=height)
        context = chromium.new_context(
            viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **wishes
        )
        watched = Watched(context.new_page())
        opened.append(watched)
        page = watched.page
        page.set_default_timeout(PATIENCE * 1000)
        page.on("request", lambda asked: watched.hosts.add(urlsplit(asked.url).hostname or "data"))
        page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: watched.complaints.append(said.text) if said.type == "error" else None,
        )
        page.goto(started.url)
        page.wait_for_selector("#log[aria-busy=false]")
        return watched

    yield open_page
    for watched in opened:
        watched.page.context.close()
    assert [one.complaints for one in opened if one.complaints] == []
    assert set().union(*(one.hosts for one in opened)) <= {"127.0.0.1"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def windows() -> AsyncIterator[AsyncBrowser]:
    """Give the browser of a module whose tests share an event loop: its start costs a second."""
    _need_chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(SYSTEM_CHROMIUM), args=list(CHROMIUM_ARGUMENTS)
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def world() -> ChatWorld:
    return ChatWorld()


@pytest_asyncio.fixture(loop_scope="module")
async def page(world: ChatWorld, windows: AsyncBrowser) -> AsyncIterator[AsyncPage]:
    """The chat page in a browser, on the reader's telephone in Vietnam."""
    papers = Newspaper(world.now(), world.now).routes()
    async with LocalBotApi(create_app(world, extra_routes=papers)) as server:
        opened = await windows.new_page(
            locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 390, "height": 844}
        )
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.on(
            "console", lambda said: errors.append(said.text) if said.type == "error" else None
        )
        await opened.goto(server.url)
        await opened.wait_for_selector("#log[aria-busy=false]")
        yield opened
        await opened.close()
        assert errors == []
