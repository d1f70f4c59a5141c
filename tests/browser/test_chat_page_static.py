"""The chat page's files: safe by their form, complete, and right in what they show.

The second half asks the page's own modules in Chromium; it needs no bot.
"""

import io
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from bot.playground import ChatWorld
from bot.playground.app import PAGE
from bot.playground.newspaper import load_content

READER, FORUM = 1001, -1001000000001
SCRIPTS = sorted(PAGE.glob("*.js"))
HTML = (PAGE / "index.html").read_text(encoding="utf-8")


class _Elements(HTMLParser):
    """All elements of a page: tag and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


ELEMENTS = _Elements(HTML).found
IDS = [attributes["id"] for _, attributes in ELEMENTS if attributes.get("id")]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_parses_markup_or_text_as_code(path: Path) -> None:
    """Text from a chat can only become text nodes: nothing that reads markup is used."""
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(|Function\("
    )
    assert re.findall(forbidden, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted(PAGE.iterdir()), ids=lambda path: path.name)
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    """No file names an address on another machine, apart from XML namespaces."""
    found = re.findall(r"https?://([\w.-]+)", path.read_text(encoding="utf-8"))
    assert set(found) <= {"www.w3.org", "127.0.0.1", "localhost"}


def test_the_page_has_no_inline_script_or_style() -> None:
    """A strict Content-Security-Policy holds: only files of our own."""
    for tag, attributes in ELEMENTS:
        assert tag != "style"
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        if tag == "script":
            assert attributes.get("src")
    policy = next(a["content"] for _, a in ELEMENTS if a.get("http-equiv"))
    assert policy is not None
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_every_file_that_the_page_names_is_there() -> None:
    """Scripts, styles, icons and imports exist."""
    named = [a.get("src") or a.get("href") for t, a in ELEMENTS if t in {"script", "link", "img"}]
    for path in SCRIPTS:
        named += re.findall(r'from "\./([\w.]+)"', path.read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if name and not (PAGE / name).is_file()] == []


def test_every_drawn_icon_exists() -> None:
    """Each icon that page or scripts use is a symbol of the sheet."""
    symbols = set(re.findall(r'symbol id="(\w+)"', (PAGE / "icons.svg").read_text("utf-8")))
    used = set(re.findall(r"icons\.svg#(\w+)", HTML))
    for path in SCRIPTS:
        used |= set(re.findall(r'icon\("(\w+)"\)', path.read_text(encoding="utf-8")))
    assert used <= symbols


def test_ids_are_unique_and_those_that_scripts_ask_for_exist() -> None:
    """No script looks for an element that is not there."""
    assert len(IDS) == len(set(IDS))
    asked = set()
    for path in SCRIPTS:
        asked |= set(re.findall(r'find\("([\w-]+)"\)', path.read_text(encoding="utf-8")))
    assert asked <= set(IDS)


def test_the_page_leads_to_every_paper() -> None:
    """Each sample paper has its link beside the chats."""
    assert {f"bao/{paper.slug}/" for paper in load_content().papers} <= {
        attributes.get("href") for tag, attributes in ELEMENTS if tag == "a"
    }


def test_every_control_has_a_name_for_a_screen_reader() -> None:
    """Buttons with a picture only are labelled; references by id lead somewhere."""
    for tag, attributes in ELEMENTS:
        if tag == "button" and "icon-button" in (attributes.get("class") or ""):
            assert attributes.get("aria-label")
        for name in ("aria-labelledby", "aria-controls", "for"):
            for target in (attributes.get(name) or "").split():
                assert target in IDS
    roles = {attributes.get("role") for _, attributes in ELEMENTS}
    assert {"log", "tablist", "tabpanel", "listbox", "status"} <= roles


# --- in Chromium -----------------------------------------------------------------------------


async def formatted(page: Page, text: str, entities: list[dict[str, object]]) -> str:
    """Give the markup that the page makes of a text with entities."""
    return str(
        await page.evaluate(
            """async ([text, entities]) => {
                const {formattedText} = await import("./entities.js");
                const box = document.createElement("div");
                box.append(formattedText(text, entities, () => true));
                return box.innerHTML;
            }""",
            [text, entities],
        )
    )


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_entities_count_utf_16_units_and_nest(page: Page) -> None:
    """A sign beyond the first plane counts two; entities within entities keep their order."""
    bold_link = [
        {"type": "bold", "offset": 3, "length": 7},
        {"type": "italic", "offset": 6, "length": 4},
    ]
    assert (
        await formatted(page, "🌾 Lúa chín", bold_link) == "🌾 <strong>Lúa<em> chí</em></strong>n"
    )


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_crossing_entities_are_split(page: Page) -> None:
    """Where two entities cross, both still cover what they covered."""
    crossing = [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "italic", "offset": 2, "length": 4},
    ]
    shown = await formatted(page, "abcdef", crossing)
    assert shown == "<strong>ab<em>cd</em></strong><em>ef</em>"


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_text_is_never_markup_and_bad_links_are_no_links(page: Page) -> None:
    """Markup in a text is shown as text; a script address does not become a link."""
    text = "<img src=x onerror=alert(1)>"
    assert "<img" not in await formatted(page, text, [])
    bad = [{"type": "text_link", "offset": 0, "length": 4, "url": "javascript:alert(1)"}]
    assert "href" not in await formatted(page, "bấm đây", bad)
    good = [{"type": "text_link", "offset": 0, "length": 4, "url": "http://127.0.0.1/"}]
    assert 'rel="noopener noreferrer"' in await formatted(page, "bấm đây", good)


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_a_time_is_shown_in_the_reader_s_zone(page: Page) -> None:
    """A date_time entity is written in Vietnamese, in local time."""
    moment = [
        {"type": "date_time", "offset": 0, "length": 3, "unix_time": 1562578680,
         "date_time_format": "wdt"}
    ]  # fmt: skip
    assert "Thứ Hai 08/07/2019 16:38" in await formatted(page, "lúc", moment)


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_messages_arrive_change_and_go_live(page: Page, world: ChatWorld) -> None:
    """What happens in the chat is on the page without a reload; an edit is marked."""
    kept = world.post(world.rooms[READER], {"text": "Tin đầu tiên"})
    await page.wait_for_selector(".message:has-text('Tin đầu tiên')")
    world.replace(world.rooms[READER], kept, {**kept.message, "text": "Tin đã chữa"})
    await page.wait_for_selector(".message:has-text('Tin đã chữa') .stamp__edited")
    world.remove(world.rooms[READER], kept.message["message_id"])
    await page.wait_for_selector(".message", state="detached")


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_what_a_reader_types_is_sent_and_its_command_can_be_pressed_again(
    page: Page, world: ChatWorld
) -> None:
    """Enter sends; a command in a bubble is a button that sends it once more."""
    await page.fill("#words", "/tim nong dan")
    await page.press("#words", "Enter")
    await page.click(".message--own .command")
    await page.wait_for_selector(".message--own:nth-of-type(2)")
    assert [one["text"] for one in world.messages(READER)] == ["/tim nong dan", "/tim"]


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_a_message_elsewhere_counts_as_unread(page: Page, world: ChatWorld) -> None:
    """Other chats show how many messages wait, and the page's title says so."""
    for text in ("một", "hai"):
        world.post(world.rooms[FORUM], {"text": text})
    # Not wait_for_function: it evaluates strings in the page, which the page's policy forbids.
    await expect(page).to_have_title(re.compile(r"^\(2\)"))
    await page.click("#open-chats")
    badge = await page.wait_for_selector(".badge", state="visible")
    assert badge is not None
    assert await badge.text_content() == "2 tin chưa đọc"


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_the_page_fits_a_telephone_in_both_themes(page: Page, world: ChatWorld) -> None:
    """At 390 pixels nothing needs scrolling sideways, light or dark."""
    world.post(world.rooms[READER], {"text": "Dài " * 200 + "x" * 300})
    await page.wait_for_selector(".message")
    await page.click("#open-chats")
    await page.click("#theme")
    await page.keyboard.press("Escape")
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    assert await page.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_a_fault_is_thrown_in_and_taken_away(page: Page, world: ChatWorld) -> None:
    """The operator's room puts a fault in force and takes it away."""
    await page.click("#open-panel")
    await page.click("#tab-room")
    await page.click(".breaker >> nth=0")
    await page.wait_for_selector(".fault")
    assert [one["fault"] for one in world.faults.all(world.seconds())] == ["flood"]
    await page.click(".fault button")
    await page.wait_for_selector(".fault", state="detached")
    assert world.faults.all(world.seconds()) == []


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_enter_takes_only_a_command_that_was_begun(page: Page, world: ChatWorld) -> None:
    """The menu completes what was begun, also when it comes later; a mere word is sent as typed."""
    menu = [{"command": "moi", "description": "Tin mới nhất"}]
    world.commands.set(("default", None, None), "", menu)
    world.events.publish({"kind": "commands"})
    await page.click("#commands-button")
    await page.wait_for_selector(".option:has-text('/moi')")
    await page.fill("#words", "/tim")
    later = {"command": "tim", "description": "Tìm tin"}
    world.commands.set(("default", None, None), "", [*menu, later])
    world.events.publish({"kind": "commands"})
    await page.wait_for_selector(".option:has-text('/tim')")
    await page.fill("#words", "/mo")
    await page.press("#words", "Enter")
    await page.wait_for_selector(".message--own")
    await page.fill("#words", "/nhat")
    await page.press("#words", "Enter")
    await page.wait_for_selector(".message--own:has-text('/nhat')")
    assert [one["text"] for one in world.messages(READER)] == ["/moi", "/nhat"]


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_who_reads_the_end_stays_there_in_a_burst(page: Page, world: ChatWorld) -> None:
    """A hundred messages at once are all shown, and the newest is in sight; going up stays up."""
    for number in range(100):
        world.post(world.rooms[READER], {"text": f"Tin số {number}"})
    await expect(page.locator(".message")).to_have_count(100)
    await expect(page.locator(".message").last).to_be_in_viewport()
    await expect(page.locator("#to-end")).to_be_hidden()
    await page.hover("#scroll")
    await page.mouse.wheel(0, -2000)
    await expect(page.locator("#to-end")).to_be_visible()
    world.post(world.rooms[READER], {"text": "Tin sau cùng"})
    await expect(page.locator("#to-end-count")).to_have_text("1")
    await expect(page.locator(".message").last).not_to_be_in_viewport()


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_a_picture_taller_than_broad_is_shown_whole(page: Page, world: ChatWorld) -> None:
    """A chart loses neither its title nor its dates at the edges."""
    drawn = io.BytesIO()
    Image.new("RGB", (108, 132), "white").save(drawn, "PNG")
    photo = world.files.upload(drawn.getvalue(), name="chart.png").photo_sizes()
    world.post(world.rooms[READER], {"photo": photo})
    await expect(page.locator(".picture--tall img")).to_have_css("object-fit", "contain")


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_a_picture_has_its_height_before_its_bytes(page: Page, world: ChatWorld) -> None:
    """Nothing jumps when it comes: a photo has its own height, one of unknown size a usual one."""
    for pictures in ("**/file/photo/**", "**/bao/anh/**"):
        await page.route(pictures, lambda _asked: None)
    drawn = io.BytesIO()
    Image.new("RGB", (320, 160), "white").save(drawn, "PNG")
    photo = world.files.upload(drawn.getvalue(), name="lua.png").photo_sizes()
    address = f"{page.url.partition('#')[0]}bao/anh/lua-chin.jpg"
    above = {"url": address, "prefer_large_media": True, "show_above_text": True}
    room = world.rooms[READER]
    world.post(room, {"photo": photo, "caption": "Lúa"})
    world.post(room, {"text": "Lúa chín", "link_preview_options": above})
    world.post(room, {"rich_message": {"blocks": [{"type": "photo", "photo": photo}]}})
    await expect(page.locator(".picture img")).to_have_count(3)
    sides = "all => all.map(one => one.getBoundingClientRect()).map(box => box.width / box.height)"
    shown = await page.locator(".picture img").evaluate_all(sides)
    assert shown == pytest.approx([2, 1.5, 2], abs=0.05)


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_each_line_has_its_own_direction(page: Page, world: ChatWorld) -> None:
    """An Arabic line begins at the right, the Vietnamese one after it at the left."""
    world.post(world.rooms[READER], {"text": "مرحبا\nXin chào"})
    words = page.locator(".words", has_text="Xin chào")
    await expect(words).to_have_css("unicode-bidi", "plaintext")
    await expect(words).to_have_css("text-align", "start")


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_what_could_not_be_sent_stays_in_the_form(page: Page) -> None:
    """Without the server a sentence in Vietnamese says so, and nothing that was typed is lost."""
    await page.evaluate(
        "() => { window.fetch = async () => { throw new TypeError('Failed to fetch'); }; }"
    )
    await page.fill("#words", "/tim lúa")
    await page.press("#words", "Enter")
    await expect(page.locator(".toast")).to_contain_text("Không nối được với máy chủ")
    await expect(page.locator("#words")).to_have_value("/tim lúa")


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_a_file_that_no_bot_can_take_is_refused_at_once(
    page: Page, world: ChatWorld, tmp_path: Path
) -> None:
    """Beyond 20 MB nothing is read or sent; ten megabytes arrive."""
    large = tmp_path / "lon.bin"
    large.write_bytes(b"")
    os.truncate(large, 20 * 1024 * 1024 + 1)
    await page.set_input_files("#file", large)
    await expect(page.locator(".toast")).to_contain_text("lớn hơn 20 MB")
    os.truncate(large, 10 * 1024 * 1024)
    await page.set_input_files("#file", large)
    await expect(page.locator(".document")).to_contain_text("10,0 MB")
    assert len(world.messages(READER)) == 1


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_less_motion_is_less_motion(page: Page) -> None:
    """Whoever asked their system for less motion is not scrolled smoothly either."""
    asked = """async () => (await import("./dom.js")).gliding()"""
    assert await page.evaluate(asked) == "smooth"
    await page.emulate_media(reduced_motion="reduce")
    assert await page.evaluate(asked) == "instant"
