"""The playground as a newcomer meets it: ``diemtin playground``, and a browser at its page."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from bot.playground.program import READER_CHAT, TOKEN
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

WIDTHS = [(1280, 800), (390, 844)]
FOCUS = "() => document.activeElement.id || document.activeElement.className"


def say(page: Page, words: str) -> None:
    """Type in the composer, key by key, and send with Enter."""
    page.click("#words")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def after(page: Page, number: int, words: str) -> Locator:
    """Wait for the bot's first message after ``number`` that has the words; give it by its number.

    By its number, since what it says may change; whatever else arrives meanwhile is passed over.
    """
    later = f"[data-id='{number}'] ~ " if number else ""
    theirs = f"{later}.message:not(.message--own)"
    found = page.locator(theirs).filter(has_text=words).first
    expect(found).to_be_visible()
    return page.locator(f".message[data-id='{found.get_attribute('data-id')}']")


def numbers_of(page: Page) -> list[int]:
    """Give the numbers of all messages shown, in order."""
    given: list[int] = page.locator("#log [data-id]").evaluate_all(
        "all => all.map(one => Number(one.dataset.id))"
    )
    return given


def last_number(page: Page) -> int:
    """Give the number of the newest message, 0 before the first."""
    return max(numbers_of(page), default=0)


def button(message: Locator, name: str) -> Locator:
    """Give the button under a message that says exactly ``name``."""
    return message.get_by_role("button", name=name, exact=True)


def search(page: Page, words: str) -> Locator:
    """Search in the chat and give the answer."""
    before = last_number(page)
    say(page, f"/tim {words}")
    return after(page, before, f"🔎 {words}")


def is_loaded(picture: Locator) -> None:
    """Wait until a picture has come and was understood."""
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth") > 0


def test_the_first_digest_comes_by_itself(visit: Visit) -> None:
    """Nothing was asked: headline, source, caption and a photo that really loads."""
    page = visit().page
    digest = page.locator(".message--photo").first
    expect(digest).to_be_visible()
    expect(digest.locator("strong, b").first).not_to_be_empty()
    words = digest.locator(".words").inner_text()
    assert "📷" in words
    assert re.search(r" · Thứ \w+ \d{2}/\d{2}/\d{4} \d{2}:\d{2}", words) or "Chủ Nhật" in words
    is_loaded(digest.locator("img"))
    for name in ("Đọc tiếp", "Lưu", "Chia sẻ"):
        expect(button(digest, name)).to_be_visible()


def test_the_first_conversation_is_four_presses(visit: Visit) -> None:
    """A section, Tiếp, a rhythm, old news or not: then it is done."""
    page = visit().page
    wizard = page.locator(".message").filter(has_text="1/3")
    number = wizard.last.get_attribute("data-id")
    wizard = page.locator(f".message[data-id='{number}']")
    button(wizard, "▫️ Khoa học").click()
    expect(button(wizard, "✅ Khoa học")).to_be_visible()
    button(wizard, "Tiếp ›").click()
    expect(wizard).to_contain_text("2/3")
    button(wizard, "Ngay khi có tin").click()
    expect(wizard).to_contain_text("3/3")
    button(wizard, "Chỉ tin mới").click()
    expect(wizard).to_contain_text("Xong!")
    expect(wizard.locator(".key")).to_have_count(0)


def test_a_search_without_diacritics_is_answered_and_opened(visit: Visit, tmp_path: Path) -> None:
    """/tim nong dan gives numbered results; the button of the first opens it with its photo."""
    page = visit().page
    found = search(page, "nong dan")
    words = found.locator(".words").inner_text()
    assert re.search(r"^1\. ", words, re.MULTILINE)
    assert "nông dân" in words.lower()
    headline = re.search(r"^1\. (.+)$", words, re.MULTILINE)
    assert headline is not None
    before = last_number(page)
    button(found, "1").click()
    digest = after(page, before, headline[1])
    is_loaded(digest.locator("img"))
    picture = tmp_path / "searched.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 10_000


def test_saving_is_answered_by_a_toast(visit: Visit) -> None:
    """Lưu: a toast says where to find it, and the button says that it is done; again undoes it."""
    page = visit().page
    digest = page.locator(".message--photo").first
    button(digest, "Lưu").click()
    expect(page.locator(".toast")).to_contain_text("Đã lưu")
    expect(button(digest, "✓ Đã lưu")).to_be_visible()
    button(digest, "✓ Đã lưu").click()
    expect(page.locator(".toast").last).to_contain_text("Đã bỏ")
    expect(button(digest, "Lưu")).to_be_visible()


def test_results_are_paged_forth_and_back(visit: Visit) -> None:
    """Sau shows other results in the same message, Trước the first ones again."""
    page = visit().page
    found = search(page, "đồng")
    first = found.locator(".words").inner_text()
    assert re.search(r"^1\. ", first, re.MULTILINE)
    button(found, "Sau ›").click()
    expect(found.locator(".words")).to_contain_text("6. ")
    expect(button(found, "6")).to_be_visible()
    button(found, "‹ Trước").click()
    expect(found.locator(".words")).to_contain_text("1. ")
    expect(button(found, "1")).to_be_visible()
    expect(found.locator(".words")).not_to_contain_text("6. ")


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_the_layout_fits(visit: Visit, tmp_path: Path, width: int, height: int) -> None:
    """Nothing needs scrolling sideways, the composer is in sight, no bubble is cut off."""
    page = visit(width, height).page
    search(page, "lua")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    expect(page.locator("#words")).to_be_in_viewport(ratio=1)
    expect(page.locator("#send")).to_be_in_viewport(ratio=1)
    outside = page.locator(".message .bubble, .message .key").evaluate_all(
        "(all, width) => all.map(one => one.getBoundingClientRect())"
        ".filter(box => box.left < 0 || box.right > width).length",
        width,
    )
    assert outside == 0
    assert page.locator("#scroll").evaluate("box => box.scrollWidth - box.clientWidth") <= 0
    page.screenshot(path=tmp_path / f"{width}.png")


def test_the_keyboard_reaches_everything(visit: Visit) -> None:
    """Tab comes to the composer and to a message's buttons; Enter presses; the focus is seen."""
    page = visit().page
    seen: list[str] = []
    for _press in range(150):
        page.keyboard.press("Tab")
        seen.append(str(page.evaluate(FOCUS)))
        if "words" in seen and "key" in seen:
            break
    assert "words" in seen
    assert "key" in seen
    first = page.locator(".key").first
    first.focus()
    ring = first.evaluate("e => getComputedStyle(e).outlineStyle + getComputedStyle(e).boxShadow")
    assert ring != "nonenone"
    save = page.locator(".message--photo .key", has_text="Lưu").first
    save.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Đã lưu")


def test_an_inline_result_is_chosen_by_the_keyboard(visit: Visit) -> None:
    """The form tells which result is marked; Enter sends that one."""
    page = visit().page
    page.focus("#words")
    page.keyboard.type("@diemtin_bot cầu")
    results = page.get_by_role("listbox").get_by_role("option")
    expect(results.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#words")).to_have_attribute("aria-activedescendant", "option-1")
    is_loaded(results.nth(1).locator("img"))
    title = results.nth(1).locator("b").inner_text()
    page.keyboard.press("Enter")
    sent = page.locator(".message--own", has_text="qua @diemtin_bot").last
    expect(sent).to_contain_text(title)
    is_loaded(sent.locator("img"))
    expect(page.locator("#words")).to_be_focused()


def test_what_to_try_next_is_offered(visit: Visit) -> None:
    """The page names things to try; one press tries the first, and the bot answers."""
    page = visit().page
    expect(page.locator("#page-try")).to_be_visible()
    offers = page.locator("#page-try").get_by_role("button")
    assert offers.count() >= 3
    before = last_number(page)
    offers.filter(has_text="/nguon").click()
    expect(after(page, before, "Nguồn tin")).to_contain_text("Báo Sông Hồng")


def test_two_windows_show_the_same(visit: Visit) -> None:
    """What is written in one window appears in the other without a reload."""
    one, other = visit().page, visit(390, 844).page
    say(one, "/tim lúa")
    expect(other.locator(".message--own").last).to_contain_text("/tim lúa")
    expect(other.locator(".message").filter(has_text="🔎 lúa").last).to_be_visible()


def test_the_panel_shows_what_the_bot_sends_and_reads(visit: Visit) -> None:
    """The outbox and the feeds, each state with a word; reached by the arrow keys."""
    page = visit().page
    page.locator("#tab-try").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#tab-inside")).to_be_focused()
    feeds = page.locator("#feeds .line")
    expect(feeds).to_have_count(4)
    expect(feeds.first).to_contain_text("đang đọc")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#page-try")).to_be_visible()
    expect(page.locator("#page-inside")).to_be_hidden()


def test_news_that_four_papers_tell_is_added_to_and_breaks(visit: Visit) -> None:
    """One press: who wants all news at once sees it grow, who reads round-ups gets it once.

    The edits are seen while the quotation that was opened stays open; "why" names four papers.
    """
    page, busy = visit().page, visit(390, 844).page
    busy.click("#open-chats")
    busy.locator(".chats__item", has_text="Bạn đọc bận rộn").click()
    expect(busy.locator("#chat-title")).to_be_focused()
    before = last_number(page)
    say(page, "/theodoi tất cả")  # whatever was chosen before
    before = int(after(page, before, "Tất cả tin").get_attribute("data-id") or 0)
    page.locator(".hint", has_text="Tạo một tin nóng").click()
    expect(page.locator(".toast")).to_contain_text("Vừa xảy ra!")
    first = after(page, before, "Phà Hải Âu 2")
    is_loaded(first.locator("img"))
    first.get_by_role("button", name="Xem thêm").click()
    breaking = busy.locator(".message").filter(has_text="Phà Hải Âu 2").last
    expect(breaking).to_be_visible()
    expect(first.locator(".words")).to_contain_text(re.compile(r"Cùng tin: [^,]+, [^,]+, \w+"))
    expect(first.locator(".stamp__edited")).to_contain_text("đã sửa")
    expect(first.get_by_role("button", name="Thu gọn")).to_be_visible()
    expect(page.locator("#said")).to_contain_text("Tin đã sửa: Cùng tin:")
    button(breaking, "❓ Vì sao").click()
    expect(busy.locator("#alert")).to_contain_text("Tin nóng: bốn báo cùng đưa trong một giờ.")
    button(first, "❓ Vì sao").click()
    expect(page.locator(".toast").last).to_contain_text("Vì bạn theo dõi")
    expect(page.locator(".try", has_text="Tạo một tin nóng")).to_contain_text("4/4 báo đã đưa")


EDITION = """<figure><img src="{picture}"/><figcaption>Sân kín chỗ
<cite>Ảnh: An</cite></figcaption></figure>
<h1>Điểm tin</h1><h2>Thời sự</h2><p><b><a href="{picture}">Cầu mới</a></b> <i>20:44</i></p>
<p>Cầu mở cửa.</p><details><summary>Ý chính</summary><ul><li>Bốn làn xe</li></ul></details>
<tg-slideshow><img src="{picture}"/><img src="{picture}"/></tg-slideshow>
<table><tr><th>Xã</th><td>12</td></tr></table><hr/><footer>Điểm Tin</footer>"""


def in_each_view(page: Page, look: Callable[[Page, str], None]) -> None:
    """Have ``look`` see the chat, the menu, a list without results, the chats, each side page."""
    look(page, "chat")
    page.fill("#words", "/")
    expect(page.locator(".option").first).to_be_visible()
    look(page, "menu")
    page.fill("#words", "@diemtin_bot qqxz")
    expect(page.locator("#popup-note")).to_have_text("Không có kết quả nào.")
    look(page, "nothing found")
    page.fill("#words", "")
    page.click("#open-chats")
    look(page, "chats")
    page.keyboard.press("Escape")
    page.click("#open-panel")
    for name, waits_for in (("try", ".try"), ("room", ".paper"), ("inside", "#feeds .line")):
        page.click(f"#tab-{name}")
        expect(page.locator(waits_for).first).to_be_visible()
        look(page, name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_rules_of_accessibility_are_kept(visit: Visit, scheme: str) -> None:
    """axe-core finds nothing in any view of the page, in either theme, with an edition open."""
    page = visit(390, 844, reduced_motion="reduce", color_scheme=scheme).page
    picture = f"{page.url.partition('#')[0]}bao/anh/san-van-dong.jpg"
    rich = {"html": EDITION.format(picture=picture), "skip_entity_detection": True}
    sent = {"chat_id": READER_CHAT, "rich_message": rich}
    address = page.url.partition("#")[0] + f"bot{TOKEN}/sendRichMessage"
    assert page.request.post(address, data=sent).ok
    page.locator(".message--rich summary").last.click()
    page.get_by_role("button", name="Ảnh sau").last.click()
    expect(page.locator(".slides__tools").last).to_contain_text("Ảnh 2/2")

    def look(page: Page, view: str) -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, (view, found.generate_report())

    in_each_view(page, look)


def test_a_finger_hits_everything(visit: Visit) -> None:
    """Whatever can be pressed is at least 40 pixels broad and high; links in a text are text."""

    def look(page: Page, view: str) -> None:
        assert page.evaluate(TOO_SMALL) == [], view

    in_each_view(visit(390, 844, reduced_motion="reduce").page, look)


def test_a_drawer_holds_the_keyboard_until_it_is_closed(visit: Visit) -> None:
    """What lies under a drawer is out of reach; Escape closes it and leads back to its button."""
    page = visit(390, 844).page
    for opener, drawer in (("#open-chats", "#sidebar"), ("#open-panel", "#panel")):
        page.focus(opener)
        page.keyboard.press("Enter")
        expect(page.locator(f"{drawer} :focus")).to_have_count(1)
        expect(page.locator("#chat")).to_have_js_property("inert", value=True)
        page.keyboard.press("Escape")
        expect(page.locator(opener)).to_be_focused()
        expect(page.locator("#chat")).to_have_js_property("inert", value=False)


def test_the_channel_is_run_from_the_admins_chat(visit: Visit) -> None:
    """The empty channel says how it is run; its first suggestion leads there, and it is known."""
    page = visit().page
    page.locator(".chats__item", has_text="Kênh Điểm Tin").click()
    expect(page.locator(".empty")).to_contain_text("/kenh")
    page.locator(".hint", has_text="/kenh").click()
    expect(page.locator("#chat-title")).to_have_text("Quản trị")
    expect(page.get_by_role("button", name="📣 Kênh Điểm Tin").last).to_be_visible()


TOO_SMALL = """() =>
    [...document.querySelectorAll("button, a[href], select, summary, [role=option]")]
    .filter((one) => one.checkVisibility({ checkVisibilityCSS: true }) && !one.closest("[inert]"))
    .filter((one) => !one.matches(".words *, .rich p *, .skip"))
    .map((one) => [one.getBoundingClientRect(), one])
    .filter(([box]) => box.width < 40 || box.height < 40)
    .map(([box, one]) => `${one.className || one.tagName} ${box.width} x ${box.height}`)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(visit: Visit, scheme: str) -> None:
    """Text of every kind has a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3), in both themes."""
    page = visit(390, 844).page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.click("#open-panel")
    page.click("#tab-inside")
    expect(page.locator("#feeds .line")).to_have_count(4)
    for selector in (".words", ".stamp", ".key", ".line small", ".state", ".tab", ".chats__gist"):
        found = page.locator(selector).first
        if found.count():
            assert found.evaluate(CONTRAST) >= 4.5, (scheme, selector)


CONTRAST = """element => {
    const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const laid = (color) => {
        context.fillStyle = color;
        context.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((one) => one / 255)
            .map((one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const above = [];
    for (let one = element; one; one = one.parentElement) above.unshift(one);
    let under = laid("white");
    for (const one of above) under = laid(getComputedStyle(one).backgroundColor);
    const over = laid(getComputedStyle(element).color);
    return (Math.max(under, over) + 0.05) / (Math.min(under, over) + 0.05);
}"""


def test_one_paper_down_is_seen_by_a_sign_and_a_word(visit: Visit) -> None:
    """The closed paper's feed is in trouble; the others, on the same host, are read on."""
    page = visit().page
    page.click("#tab-room")
    page.get_by_role("button", name="Cho sập Biển Xanh").click()
    page.click("#tab-inside")
    troubled = page.locator("#feeds .line", has_text=re.compile("đang (trục trặc|lỗi)"))
    expect(troubled).to_have_count(1)
    expect(troubled).to_contain_text(re.compile("[△✕]"))
    expect(troubled).to_contain_text("Biển Xanh")
    expect(troubled).to_contain_text("503")
    expect(troubled).not_to_contain_text("the server")
    page.click("#tab-room")
    page.get_by_role("button", name="Mở lại Biển Xanh").click()
    page.click("#tab-inside")
    expect(page.locator("#feeds .line", has_text="đang đọc")).to_have_count(4)
