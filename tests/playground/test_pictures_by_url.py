"""Photos by address: fetched on this machine, taken at their word elsewhere, never requested."""

import io
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
from PIL import Image
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.playground import READER, ChatWorld, LocalBotApi, create_app
from bot.playground.pictures import Picture, is_loopback, picture_of

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


def drawn(form: str, width: int, height: int) -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (width, height), "#884422").save(body, form)
    return body.getvalue()


class Paper:
    """A newspaper's pictures, and how often they were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def picture(self, request: Request) -> Response:
        name = request.path_params["name"]
        self.asked.append(name)
        if name == "moved.jpg":
            return RedirectResponse("/anh/good.jpg")
        if name == "away.jpg":
            return RedirectResponse("https://elsewhere.example/a.jpg")
        bodies = {
            "good.jpg": ("image/jpeg", drawn("JPEG", 64, 48)),
            "wide.png": ("image/png", drawn("PNG", 2100, 100)),
            "large.jpg": ("image/jpeg", drawn("JPEG", 64, 48) + bytes(5 * 1024 * 1024)),
            "page.html": ("text/html", b"<html>"),
            "lie.jpg": ("image/jpeg", b"<html>"),
        }
        if name not in bodies:
            return Response(status_code=404)
        kind, body = bodies[name]
        return Response(body, media_type=kind)


@pytest.fixture
async def paper() -> AsyncIterator[tuple[Paper, str]]:
    made = Paper()
    app = create_app(ChatWorld(), extra_routes=[Route("/anh/{name}", made.picture)])
    async with LocalBotApi(app) as served:
        yield made, f"{served.url}/anh"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
def test_sides_are_read_from_the_header(form: str) -> None:
    """The four forms that papers use."""
    assert picture_of(drawn(form, 61, 47)) == Picture(f"image/{form.lower()}", 61, 47)
    assert picture_of(drawn(form, 61, 47)[:9]) is None


def test_lossless_and_plain_webp() -> None:
    """WebP has three kinds of headers."""
    body = io.BytesIO()
    Image.new("RGBA", (300, 5)).save(body, "WEBP", lossless=True)
    assert picture_of(body.getvalue()) == Picture("image/webp", 300, 5)


async def test_a_picture_on_this_machine_is_fetched_once(
    call: Call, paper: tuple[Paper, str]
) -> None:
    """Its sides are true, and the second message needs no request."""
    made, url = paper
    for _ in range(2):
        sent = await call("sendPhoto", chat_id=READER, photo=f"{url}/good.jpg")
        assert sent["result"]["photo"][-1]["width"] == 64
    moved = await call("sendPhoto", chat_id=READER, photo=f"{url}/moved.jpg")
    assert moved["result"]["photo"][-1]["height"] == 48
    assert made.asked == ["good.jpg", "moved.jpg", "good.jpg"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.jpg", "failed to get HTTP URL content"),
        ("large.jpg", "failed to get HTTP URL content"),
        ("page.html", "wrong type of the web page content"),
        ("lie.jpg", "wrong type of the web page content"),
        ("wide.png", "PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_what_cannot_be_a_photo_is_refused(
    call: Call, paper: tuple[Paper, str], name: str, words: str
) -> None:
    """In a message the reason, in a rich message the one word that Telegram has for all."""
    url = f"{paper[1]}/{name}"
    answer = await call("sendPhoto", chat_id=READER, photo=url)
    assert answer["description"] == f"Bad Request: {words}"
    rich = {"html": f'<img src="{url}"/>'}
    answer = await call("sendRichMessage", chat_id=READER, rich_message=rich)
    assert answer["description"] == "Bad Request: RICH_MESSAGE_PHOTO_NO_MEDIA_FOUND"


async def test_nothing_beyond_this_machine_is_asked(call: Call, paper: tuple[Paper, str]) -> None:
    """An address elsewhere, also behind a redirect, is taken at its word."""
    for url in ("https://elsewhere.example/a.jpg", f"{paper[1]}/away.jpg"):
        sent = await call("sendPhoto", chat_id=READER, photo=url)
        assert sent["result"]["photo"][-1]["width"] == 1280


def test_which_addresses_are_on_this_machine() -> None:
    """By the words of the address alone."""
    here = ["http://127.0.0.1:8080/a", "http://localhost/a", "http://[::1]/a", "http://127.9.9.9/"]
    away = ["http://127.0.0.1.example/a", "http://10.0.0.1/a", "http://localhost.example/", "x"]
    assert [is_loopback(url) for url in here] == [True] * 4
    assert [is_loopback(url) for url in away] == [False] * 4
