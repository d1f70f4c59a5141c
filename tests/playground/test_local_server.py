"""The server itself: its address, its token, its port, its end."""

import asyncio
import time

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, EndPointNotFound, InvalidToken

from bot.errors import BotError
from bot.playground import (
    READER,
    ChatWorld,
    LocalBotApi,
    PlaygroundSettings,
    PortTaken,
    create_app,
)
from bot.playground.ask import read_ask
from digests.fetch.client import trusted


async def test_a_wrong_token_is_unauthorized(api: LocalBotApi) -> None:
    """401 for a token of the right form, 404 for something else."""
    with pytest.raises(InvalidToken):
        async with Bot("123:wrong-token", base_url=api.base_url):
            pass
    async with httpx.AsyncClient(verify=trusted()) as client:
        answer = await client.get(f"{api.url}/bot123:wrong-token/getMe")
        formless = await client.get(f"{api.url}/botx/getMe")
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert (formless.status_code, formless.json()["description"]) == (404, "Not Found")


async def test_an_unknown_method_is_not_found(bot: Bot) -> None:
    """404 in the words by which programs know an older server."""
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendHologram")


async def test_names_of_methods_are_read_in_any_case(api: LocalBotApi) -> None:
    """GET with a query works as POST does."""
    async with httpx.AsyncClient(verify=trusted()) as client:
        query = {"chat_id": str(READER), "text": "chào"}
        answer = await client.get(f"{api.base_url}{api.token}/SENDMESSAGE", params=query)
    assert answer.json()["result"]["text"] == "chào"


async def test_a_port_that_is_taken_is_one_sentence(api: LocalBotApi) -> None:
    """The error names the port."""
    with pytest.raises(PortTaken, match=f"port {api.port} of 127.0.0.1 is taken") as caught:
        async with LocalBotApi(port=api.port):
            pass
    assert isinstance(caught.value, BotError)


async def test_the_server_ends_at_once_whoever_waits() -> None:
    """A long poll and a listening page do not hold it up, and the port is free again."""
    async with LocalBotApi() as api, httpx.AsyncClient(verify=trusted(), timeout=30) as client:
        waiting = asyncio.create_task(
            client.get(f"{api.base_url}{api.token}/getUpdates", params={"timeout": 30})
        )
        listening = asyncio.create_task(client.get(f"{api.url}/api/events"))
        await asyncio.sleep(0.1)
        begun = time.monotonic()
        await api.__aexit__(None, None, None)
        assert time.monotonic() - begun < 1.5
        await asyncio.gather(waiting, listening, return_exceptions=True)
        async with LocalBotApi(port=api.port) as again:
            assert again.port == api.port


async def test_a_too_long_offset_and_too_many_results_are_refused(bot: Bot) -> None:
    """Limits of inline answers come before the question of the query itself."""
    with pytest.raises(BadRequest, match=r"(?i)next_offset_invalid"):
        await bot.answer_inline_query("1", [], next_offset="x" * 65)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_inline_query("1", [])
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query("1")


def test_bodies_are_read_in_each_form() -> None:
    """JSON, forms and multipart give the same call."""
    boundary = "----ranh-giới".encode().hex()
    multipart = (
        (
            f'--{boundary}\r\nContent-Disposition: form-data; name="text"\r\n\r\nchào\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        ).encode()
        + b"\xff\xd8\r\n\r\x00\r\n"
        + f"\r\n--{boundary}--\r\n".encode()
    )
    read = [
        read_ask("sendPhoto", "chat_id=5", "application/json", '{"text": "chào"}'.encode()),
        read_ask("sendPhoto", "chat_id=5", "application/x-www-form-urlencoded", b"text=ch%C3%A0o"),
        read_ask("sendPhoto", "chat_id=5", f"multipart/form-data; boundary={boundary}", multipart),
    ]
    assert [one.values for one in read] == [{"chat_id": "5", "text": "chào"}] * 3
    assert read[2].files["photo"].body == b"\xff\xd8\r\n\r\x00\r\n"
    assert [one.chat_id() for one in read] == [5, 5, 5]


async def test_settings_of_the_application_hold_for_a_world_that_is_given() -> None:
    """The token stays the world's, the pace is the settings', what waits is not lost."""
    world = ChatWorld(token="77:of-this-world")
    world.person_writes(READER, "sớm")
    app = create_app(world, settings=PlaygroundSettings())
    async with LocalBotApi(app) as served, Bot(served.token, base_url=served.base_url) as bot:
        (update,) = await bot.get_updates()
        assert (served.token, bot.id) == ("77:of-this-world", 77)
    assert update.message is not None
    assert update.message.text == "sớm"
    assert world.settings.pace is not None


async def test_a_server_that_was_away_goes_on_where_it_was(world: ChatWorld) -> None:
    """The same application can be served again; chats and updates are still there."""
    app = create_app(world)
    async with LocalBotApi(app):
        world.person_writes(READER, "còn đây")
    async with LocalBotApi(app) as again, Bot(again.token, base_url=again.base_url) as bot:
        (update,) = await bot.get_updates()
        waiting = asyncio.create_task(bot.get_updates(offset=update.update_id + 1, timeout=20))
        await asyncio.sleep(0.05)
        world.person_writes(READER, "nữa")
        (later,) = await asyncio.wait_for(waiting, 3)
    assert later.message is not None
    assert later.message.text == "nữa"
