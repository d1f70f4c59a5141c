"""Help and menus show each person what they may use, and no more."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram.ext import Application

from bot.connection import make_application
from bot.handlers.commands import COMMANDS, ROLES, Who, open_to, open_to_readers
from bot.handlers.context import Services
from bot.handlers.menus import announce
from bot.playground import ADMIN, FORUM, READER, LocalBotApi
from bot.settings import Settings
from bot.texts import LANGUAGES
from tests.handlers.conftest import EDITOR
from tests.handlers.conftest import Chat as Room

Chat = Any


@pytest.fixture
async def editor(page: httpx.AsyncClient) -> Room:
    await page.post("/api/chats", json={"type": "private", "title": "Biên tập", "id": EDITOR})
    return Room(page, EDITOR)


async def test_help_lists_what_a_person_may_use(chat: Chat, editor: Chat, admin: Chat) -> None:
    """Readers nothing of the desk, editors their part, admins everything."""
    for who, roles in (
        (chat, frozenset()),
        (editor, frozenset({Who.EDITORS})),
        (admin, ROLES),
    ):
        (answer,) = await who.ask("/trogiup")
        lines = {line.partition(" – ")[0] for line in who.words(answer).splitlines()}
        may = {f"/{command.name}" for command in open_to(roles)}
        assert lines & {f"/{command.name}" for command in COMMANDS} == may


async def test_help_explains_each_command_with_its_example(admin: Chat) -> None:
    """Also under its other names."""
    for command in COMMANDS:
        name = command.aliases[0] if command.aliases else command.name
        (answer,) = await admin.ask(f"/trogiup {name}")
        words = command.words(LANGUAGES["vi"])
        assert words.example in admin.words(answer)


async def test_commands_of_others_are_unknown_to_a_reader(chat: Chat) -> None:
    """Neither explained nor offered for a slip."""
    for command in (one for one in COMMANDS if one.who in ROLES):
        (answer,) = await chat.ask(f"/trogiup {command.name}")
        assert "Không có lệnh" in chat.words(answer), command.name
        (slip,) = await chat.ask(f"/{command.name}{command.name[-1]}")
        assert f"/{command.name}?" not in chat.words(slip)


@pytest.fixture
async def announced(
    api: LocalBotApi, settings: Settings, bot: Services, editor: Room
) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """An application that told its menus."""
    assert editor.id == EDITOR
    application = make_application(settings, api.token)
    application.bot_data["services"] = bot
    async with application:
        await announce(application)
        yield application


async def menu(page: httpx.AsyncClient, chat: int, user: int, language: str) -> set[str]:
    asked: dict[str, str | int] = {"chat": chat, "user": user, "language": language}
    return {one["command"] for one in (await page.get("/api/commands", params=asked)).json()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("editor", "announced")
async def test_menus_follow_role_place_and_language(page: httpx.AsyncClient, language: str) -> None:
    """In a group a member sees what they may do there, its admins also how to choose."""
    texts = LANGUAGES[language]

    def shown(*commands: Any) -> set[str]:
        return {one.shown(texts) for one in commands}

    assert await menu(page, READER, READER, language) == shown(*open_to_readers())
    assert await menu(page, ADMIN, ADMIN, language) == shown(*COMMANDS)
    assert await menu(page, EDITOR, EDITOR, language) == shown(*open_to(frozenset({Who.EDITORS})))
    of_members = [one for one in open_to_readers() if one.who is Who.ANYONE]
    assert await menu(page, FORUM, READER, language) == shown(*of_members)
    in_groups = [one for one in open_to_readers() if one.who is not Who.PERSON]
    assert await menu(page, FORUM, ADMIN, language) == shown(*in_groups)


async def test_what_telegram_knows_already_is_not_told_again(
    api: LocalBotApi, announced: Application[Any, Any, Any, Any, Any, Any]
) -> None:
    """At the next start nothing is set when nothing changed."""
    heard: asyncio.Queue[Any] = asyncio.Queue()
    api.world.events._listeners.add(heard)
    await announce(announced)
    assert heard.empty()
    await announced.bot.set_my_commands([("moi", "khác")])
    assert heard.get_nowait() == {"kind": "commands"}
    await announce(announced)
    assert not heard.empty()
