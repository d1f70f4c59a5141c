"""Who may do what is asked in one place, for every command, every button and everything else."""

import asyncio
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import handlers
from bot.connection import make_application
from bot.handlers.commands import COMMANDS, ROLES, Command, Who
from bot.handlers.rights import Guarded
from bot.handlers.routes import Routes
from bot.messages import SearchView
from bot.playground import FORUM, READER, LocalBotApi
from bot.settings import Settings
from bot.texts import texts_for
from digests.model import Address, ChatKind, Rhythm, Subscriber, Subscription, SubscriptionKind
from digests.store import Store

Chat = Any
Clock = Any
Publish = Any

VI = texts_for("vi")
REFUSALS = {
    Who.ADMINS: VI.trouble.only_admins,
    Who.EDITORS: VI.desk.only_editors,
    Who.PERSON: VI.person.only_private,
    Who.CHAT_ADMINS: VI.trouble.only_chat_admins,
}
BUTTONS = sorted(handlers.routes().buttons.items())
FORGED = ("", "-1", "1", "9" * 40, "1:99999999:n", "m:99999999:x", "٣", "vi\u202e")


def test_nothing_people_can_do_goes_past_the_rights(api: LocalBotApi, settings: Settings) -> None:
    """Every handler is the table of commands and buttons, or says who it is for."""
    application = make_application(settings, api.token)
    found = [one.callback for group in application.handlers.values() for one in group]
    for callback in found:
        owner = getattr(callback, "__self__", callback)
        assert isinstance(owner, Routes | Guarded), f"{callback} asks nobody"
    assert len(found) >= 4


def demands() -> list[tuple[str, Who]]:
    """Give each command as it is typed, with each of the words that only admins may use."""
    plain = [(f"/{command.name}", command.who) for command in COMMANDS]
    return plain + [
        (f"/{command.name} {word} 1", Who.ADMINS)
        for command in COMMANDS
        for word in sorted(command.admin_words)
    ]


@pytest.mark.parametrize("typed", ["tạm 1", "XOÁ 1", "  thêm   https://a.example", "delete 1"])
def test_words_for_admins_are_known_however_they_are_typed(typed: str) -> None:
    """Diacritics, capitals and spaces open nothing."""
    command = next(one for one in COMMANDS if one.admin_words)
    assert command.demands(typed) is Who.ADMINS


@given(st.text(max_size=40))
def test_a_command_never_demands_less_than_its_own(words: str) -> None:
    """Whatever stands behind it."""
    strict = Command("x", who=Who.CHAT_ADMINS, admin_words=frozenset({"them"}))
    assert strict.demands(words) in {Who.CHAT_ADMINS, Who.ADMINS}


async def test_every_command_is_refused_to_those_who_may_not(chat: Chat, group: Chat) -> None:
    """A reader in private, and a member of a group who is no admin of it."""
    for typed, who in demands():
        (first, *_) = await chat.ask(typed)
        assert (chat.words(first) == REFUSALS.get(who)) == (who in ROLES), typed
        (first, *_) = await group.ask(typed)
        refused = REFUSALS.get(who)
        assert (group.words(first) == refused) == (refused is not None), typed


async def test_every_button_is_refused_to_those_who_may_not(chat: Chat, group: Chat) -> None:
    """The same for what is pressed, on whatever message."""
    for room in (chat, group):
        (message,) = await room.ask("/trogiup")
        for name, (_answer, who) in BUTTONS:
            barred = who in ROLES or (room is group and who is not Who.ANYONE)
            said = await room.press(message, f"{name}:0")
            assert (said == REFUSALS.get(who)) == barred, (name, room.id)


async def bystander(store: Store, clock: Clock, number: int) -> Subscriber:
    """Give a subscriber who does nothing, with something of everything."""
    address = Address("telegram", "424242")
    reader = await store.subscribers.meet(
        address, kind=ChatKind.PRIVATE, title="Người ngoài", language="vi", now=clock()
    )
    await store.subscribers.follow(reader.id, Subscription(SubscriptionKind.KEYWORD, "gia vang"))
    await store.subscribers.change(reader.id, rhythm=Rhythm.EDITIONS)
    await store.saved.save(reader.id, number, clock())
    return await store.subscribers.get(reader.id)


async def everything_of(store: Store, reader: Subscriber) -> tuple[object, ...]:
    return (
        await store.subscribers.get(reader.id),
        await store.subscribers.following(reader.id),
        await store.saved.numbers(reader.id),
    )


async def test_no_forged_button_reaches_into_what_is_someone_elses(
    chat: Chat, publish: Publish, store: Store, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """Any data can be sent: all of it is answered, breaks nothing, and stays in one's own chat."""
    number = await publish("Giá vàng tăng")
    other = await bystander(store, clock, number)
    before = await everything_of(store, other)
    (message,) = await chat.ask("/trogiup")
    every = [f"{name}:{data}"[:64] for name, _ in BUTTONS for data in (*FORGED, str(other.id))]
    for start in range(0, len(every), 16):
        said = await asyncio.gather(*(chat.press(message, d) for d in every[start : start + 16]))
        assert not [words for words in said if words == VI.trouble.failed]
    assert await everything_of(store, other) == before
    assert await store.articles.get_many([number])
    assert "update_failed" not in capsys.readouterr().err


async def test_what_others_searched_cannot_be_read_by_counting(
    chat: Chat, store: Store, clock: Clock
) -> None:
    """A search's number is drawn at random, and the same words keep theirs."""
    numbers = [await store.queries.remember(f"chuyện riêng {n}", clock()) for n in range(20)]
    assert numbers[0] == await store.queries.remember("chuyện riêng 0", clock())
    gaps = [abs(one - next_one) for one, next_one in pairwise(numbers)]
    assert min(gaps) > 1000
    (message,) = await chat.ask("/trogiup")
    for guess in range(1, 30):
        assert await chat.press(message, f"t:{guess}:0:r") == VI.search.gone


async def test_rights_in_a_group_are_asked_anew_after_half_a_minute(
    group: Chat, clock: Clock
) -> None:
    """Who was an admin and is none any more changes nothing."""
    said = []
    for status in ("administrator", "member"):
        place = {"member": READER, "status": status}
        await group.page.post(f"/api/chats/{FORUM}/members", json=place)
        clock.forward(timedelta(minutes=1))
        (answer, *_) = await group.ask("/dung")
        said.append(group.words(answer) == VI.trouble.only_chat_admins)
    assert said == [False, True]


@given(st.text(max_size=64))
def test_any_data_is_a_view_of_a_search_or_none(data: str) -> None:
    """Reading it raises nothing."""
    view = SearchView.read(data)
    assert view is None or SearchView.read(view.data()) == view
