"""The chat page for who listens to it and uses the keyboard only: asked of its accessibility tree.

The page's own modules in Chromium; it needs no bot.
"""

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import FileChooser, Locator, Page, expect

from bot.playground import ChatWorld
from bot.playground.refusals import Json
from bot.playground.rooms import FORUM, READER, Kept

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PHOTO = Path("bot/playground/newspaper/pictures/pha-bien.jpg")


def keys(*names: str) -> Json:
    """Give buttons, one a row."""
    rows = [[{"text": name, "callback_data": name}] for name in names]
    return {"reply_markup": {"inline_keyboard": rows}}


def digest(world: ChatWorld, caption: str, chat: int = READER, **more: object) -> Kept:
    """Post a message with a photo."""
    photo = world.files.upload(PHOTO.read_bytes(), name="pha.jpg").photo_sizes()
    return world.post(world.rooms[chat], {"photo": photo, "caption": caption, **more})


def said(page: Page, words: str | re.Pattern[str]) -> Locator:
    """Give the sentences said aloud that have the words."""
    return page.locator("#said p").filter(has_text=words)


async def test_what_arrives_is_said_once_and_an_edit_by_what_is_new(
    page: Page, world: ChatWorld
) -> None:
    """Who, the words, the photo, the buttons; new buttons alone say nothing; a deletion is said."""
    caption = "Phà vào bờ\nMọi người an toàn."
    kept = digest(world, caption, **keys("Lưu"))
    room = world.rooms[READER]
    await expect(said(page, "Phà vào bờ")).to_have_text(
        "Điểm Tin: Phà vào bờ\nMọi người an toàn. Kèm ảnh. Nút: Lưu."
    )
    world.replace(room, kept, {**kept.message, **keys("✓ Đã lưu")})
    await expect(page.get_by_role("button", name="✓ Đã lưu")).to_be_visible()
    for papers in ("Báo Một", "Báo Một, Báo Hai"):
        world.replace(room, kept, {**kept.message, "caption": f"{caption}\nCùng tin: {papers}"})
    await expect(said(page, "Tin đã sửa")).to_have_text(["Tin đã sửa: Cùng tin: Báo Một, Báo Hai"])
    await expect(said(page, "Mọi người an toàn")).to_have_count(1)
    await expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")
    world.remove(room, kept.message["message_id"])
    await expect(said(page, "đã bị xóa")).to_have_text("Tin nhắn đã bị xóa: Phà vào bờ")


async def test_a_burst_is_said_by_its_number_and_its_end(page: Page, world: ChatWorld) -> None:
    """Nobody has to hear forty messages out, or what was there before; only the log scrolls."""
    for number in range(40):
        world.post(world.rooms[READER], {"text": f"Tin số {number}"})
    await expect(said(page, "Tin số 39")).to_have_count(1)
    assert await page.locator("#said p").count() < 40
    await expect(said(page, re.compile(r"^\d+ tin mới\. Mới nhất:$")).first).to_be_attached()
    await page.reload()
    await expect(page.locator(".message")).to_have_count(40)
    await expect(page.locator("#said p")).to_have_count(0)
    await page.evaluate("window.scrollTo(0, 500)")
    await page.locator(".message").first.evaluate("one => one.scrollIntoView()")
    assert await page.evaluate("[scrollY, document.documentElement.scrollHeight]") == [0, 844]


async def test_the_tree_names_photos_buttons_and_messages(page: Page, world: ChatWorld) -> None:
    """A photo by its caption, the buttons of a message by its headline, topics by their name."""
    digest(world, "Phà vào bờ\n📷 Phà Hải Âu. Ảnh: An", **keys("Lưu"))
    await expect(page.get_by_role("log")).to_match_aria_snapshot("""
        - log "Các tin nhắn":
          - paragraph: Hôm nay
          - article /Điểm Tin, \\d\\d:\\d\\d/:
            - 'button "Phóng to ảnh: Phà Hải Âu. Ảnh: An"':
              - 'img "Ảnh: Phà Hải Âu. Ảnh: An"'
            - text: /Phà vào bờ/
            - paragraph:
              - time
            - 'group "Nút dưới tin: Phà vào bờ"':
              - button "Lưu"
    """)
    topic = next(iter(world.rooms[FORUM].topics.values()))
    digest(world, "Tin của nhóm", FORUM, message_thread_id=topic.id, is_topic_message=True)
    await page.get_by_role("button", name="Mở danh sách trò chuyện, 1 tin chưa đọc").click()
    await page.get_by_role("button", name=re.compile("Nhóm đọc báo.*1 tin chưa đọc")).click()
    await expect(page.get_by_role("heading", name="Nhóm đọc báo")).to_be_focused()
    signed = page.locator(".sender")
    await expect(signed).to_have_text(f"Điểm Tin # {topic.name}")
    name, picture = await signed.bounding_box(), await page.locator(".picture").bounding_box()
    assert name is not None
    assert picture is not None
    assert name["y"] + name["height"] <= picture["y"]


async def test_the_focus_stays_in_what_is_drawn_anew(page: Page, world: ChatWorld) -> None:
    """On the button of an edited message; beside what is gone: a suggestion, a fault, a message."""
    room = world.rooms[READER]
    kept = world.post(room, {"text": "Chọn", **keys("▫️ Đời sống", "▫️ Khoa học", "Tiếp")})
    await page.get_by_role("button", name="▫️ Khoa học").focus()
    chosen = keys("▫️ Đời sống", "✅ Khoa học", "Tiếp")
    world.replace(room, kept, {**kept.message, **chosen})
    await expect(page.get_by_role("button", name="✅ Khoa học")).to_be_focused()
    world.remove(room, kept.message["message_id"])
    await expect(page.locator("#scroll")).to_be_focused()
    quote = {"type": "expandable_blockquote", "offset": 0, "length": 9}
    kept = world.post(room, {"text": "Ý một\nHai\nBa", "entities": [quote]})
    await page.get_by_role("button", name="Xem thêm").click()
    world.replace(room, kept, {**kept.message, "text": "Ý một\nHai\nBốn"})
    await expect(page.locator(".words")).to_contain_text("Bốn")
    await expect(page.get_by_role("button", name="Thu gọn")).to_be_focused()
    await page.locator(".hint").first.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".message--own")).to_have_count(1)
    await expect(page.locator(".hint").first).to_be_focused()
    await page.focus("#open-panel")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("tab", name="Thử xem")).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    lift = page.get_by_role("button", name="Gỡ sự cố: Telegram trả lời 429")
    await lift.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("list", name="Sự cố đang có hiệu lực")).to_be_focused()
    assert world.faults.all(world.seconds()) == []


async def test_a_file_is_sent_by_the_keyboard(page: Page, world: ChatWorld) -> None:
    """The paper clip opens the choice of a file, and has the focus again afterwards."""
    chosen: asyncio.Future[FileChooser] = asyncio.get_running_loop().create_future()

    def chose(chooser: FileChooser) -> None:
        chosen.set_result(chooser)

    page.once("filechooser", chose)
    await page.focus("#attach")
    await page.keyboard.press("Enter")
    await (await chosen).set_files(PHOTO)
    await expect(page.locator(".document")).to_contain_text("pha-bien.jpg")
    await expect(page.locator("#attach")).to_be_focused()
    assert len(world.messages(READER)) == 1
