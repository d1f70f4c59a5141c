"""Take the README's pictures of the chat page: ``python -m tools.photograph_playground``.

The real playground runs on an evening of its own, so the pictures differ only when the page does.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.playground.program import run_playground
from bot.settings import load_settings

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
CHROMIUM = Path("/usr/bin/chromium")
EVENING = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
"""20:00 in Vietnam: a day's news is out, and an edition of today has something to tell."""
LOADED = "Promise.all([...document.querySelectorAll('#log img')].map((one) => one.decode()))"
BROAD, NARROW = ViewportSize(width=1280, height=800), ViewportSize(width=1100, height=760)


def _evening_clock() -> Callable[[], datetime]:
    started = datetime.now(UTC)
    return lambda: EVENING + (datetime.now(UTC) - started)


async def _open(browser: Browser, url: str, size: ViewportSize) -> Page:
    page = await browser.new_page(
        viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce"
    )
    await page.clock.set_fixed_time(EVENING)
    await page.goto(url)
    await page.wait_for_selector(".message--photo .key")
    return page


async def _ask(page: Page, words: str, answer: str) -> None:
    await page.fill("#words", words)
    await page.press("#words", "Escape")
    await page.press("#words", "Enter")
    await page.wait_for_selector(
        f".message--own ~ .message:not(.message--own):has-text('{answer}')"
    )


async def _keep(page: Page, name: str) -> None:
    await page.evaluate("document.activeElement.blur()")
    await page.evaluate(LOADED)
    await page.screenshot(path=FOLDER / f"{name}.png")


async def _photograph(url: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await _open(browser, url, NARROW)
        digest = page.locator(".message--photo").first
        await digest.evaluate("one => one.scrollIntoView({ block: 'end' })")
        await _keep(page, "digest")
        await _ask(page, "nong dan gat lua", "1 kết quả")
        await _keep(page, "search")
        page = await _open(browser, url, BROAD)
        await _ask(page, "/homnay", "Điểm tin Thứ Tư")
        await page.locator(".message--rich").evaluate("one => one.scrollIntoView()")
        await _keep(page, "playground")
        await browser.close()


async def main() -> None:
    """Run the playground, take the pictures, end it."""
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    playground = asyncio.create_task(
        run_playground(load_settings(), port=0, now=_evening_clock(), announce=ready.set_result)
    )
    url = (await ready).removeprefix("The playground is at ").partition(" ")[0]
    try:
        await _photograph(url)
    finally:
        os.kill(os.getpid(), signal.SIGTERM)  # as whoever runs it would
        await playground


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
