"""/kenh: the channels and groups that a person runs, from the private chat with the bot."""

import re
from functools import partial

from telegram import Update
from telegram.error import TelegramError

from bot.handlers import options, wishes
from bot.handlers.commands import Who, find
from bot.handlers.context import Context, language_of
from bot.handlers.places import LONGEST_NAME, Names, names_of, shown_topic, title_of
from bot.handlers.preferences import rhythm_words
from bot.handlers.replies import show, tell, toast
from bot.handlers.rights import is_chat_admin
from bot.handlers.routes import Routes
from bot.messages import Button, Outgoing
from bot.messages.cutting import cut_words
from bot.messages.markup import fill
from bot.messages.outgoing import rows_of
from bot.texts import Texts, number
from digests.errors import NotThere
from digests.model import ChatKind, Subscriber, SubscriberState

ELSEWHERE = frozenset({"theodoi", "dung", "danhsach", "lich", "tamdung", "caidat"})
"""The commands that can be given for another chat."""
_MARKS = {
    SubscriberState.ACTIVE: "📣",
    SubscriberState.STOPPED: "⏹",
    SubscriberState.PAUSED: "💤",
}
_MOST_SHOWN = 30
_NAMED = re.compile(
    r"(?:(?P<name>@\w{2,64}|-?\d{1,16})"
    r"|https?://t\.me/(?:c/(?P<inner>\d{1,13})|(?P<public>[A-Za-z]\w{2,64})))(?:/(?P<topic>\d{1,10}))?"
)


def register(routes: Routes) -> None:
    """Add this module's command and buttons."""
    routes.command("kenh", partial(channels, routes))
    routes.button("kk", list_pressed, who=Who.PERSON)
    routes.button("kp", panel_pressed, who=Who.CHAT_ADMINS)
    routes.button("kt", topic_pressed, who=Who.CHAT_ADMINS)
    routes.button("ks", switch, who=Who.CHAT_ADMINS)


async def channels(routes: Routes, update: Update, context: Context) -> None:
    """Answer /kenh: the list; with a name or number one chat; with more words a command for it."""
    name, _space, rest = context.words.partition(" ")
    if not name:
        await _list(update, context)
        return
    if titled := await _by_title(update, context):
        name, rest = str(titled.id), ""
    place = await _place(update, context, name)
    if place is None:
        return
    context.act_for(place)
    command = find(rest.lstrip("/").partition(" ")[0]) if rest else None
    if not rest:
        await _show_panel(update, context, place)
    elif command is None or command.name not in ELSEWHERE:
        await tell(update, context, context.texts.chats.no_command, number=place.id)
    else:
        context.words = context.said = rest.partition(" ")[2].strip()
        await routes.commands[command.name](update, context)


async def _place(update: Update, context: Context, name: str) -> Subscriber | None:
    """Give the chat that a person names and runs, or say why there is none."""
    words, user = context.texts.chats, update.effective_user
    place = None
    if name.isdecimal() and len(name) < len(str(2**53)):
        try:
            place = await context.store.subscribers.get(int(name))
        except NotThere:
            place = None
    elif user is not None:
        place = await _named(context, name, language_of(update, context))
    if place is None or user is None or place.kind is ChatKind.PRIVATE:
        await tell(update, context, words.not_there, name=cut_words(name, LONGEST_NAME))
        return None
    if not await is_chat_admin(context, int(place.address.chat), user.id):
        await tell(update, context, words.not_yours)
        return None
    await context.store.subscribers.run_by(place.id, str(user.id))
    return place


async def _by_title(update: Update, context: Context) -> Subscriber | None:
    """Give the chat of the person's list whose title they typed."""
    user, typed = update.effective_user, wishes.slug(context.words)
    run = await context.store.subscribers.run(str(user.id)) if user is not None else []
    whole = (one for one in run if one.address.topic is None)
    named = typed and not typed.isdecimal()
    return next((one for one in whole if named and wishes.slug(one.title or "") == typed), None)


async def _named(context: Context, name: str, language: str) -> Subscriber | None:
    """Give the subscriber of a chat that is named as Telegram does: @name or its number.

    Behind a stroke stands a topic of a forum: "@nhom/7", or the link to the topic.
    """
    match = _NAMED.fullmatch(name)
    if match is None:
        return None
    known = match["name"] or (f"@{match['public']}" if match["public"] else f"-100{match['inner']}")
    topic = match["topic"]
    try:
        chat = await context.bot.get_chat(known if known.startswith("@") else int(known))
    except TelegramError:
        return None
    if chat.type == ChatKind.PRIVATE or (topic and not chat.is_forum):
        return None
    return await context.store.subscribers.meet(
        context.store.address(chat.id, topic),
        kind=ChatKind(str(chat.type)),
        title=chat.title,
        language=language,
        now=context.now(),
    )


async def list_pressed(update: Update, context: Context) -> None:
    """Show the list again."""
    await _list(update, context)


async def _list(update: Update, context: Context) -> None:
    words, user = context.texts.chats, update.effective_user
    places = await context.store.subscribers.run(str(user.id)) if user is not None else []
    places = places[:_MOST_SHOWN]
    names = await names_of(context, places)
    buttons = tuple(
        Button(_button_name(place, context.texts, names), data=f"={place.id}:kp:")
        for place in places
    )
    heading = words.heading if places else words.none
    await show(update, context, Outgoing(heading, buttons=rows_of(buttons, width=1)))


def _button_name(place: Subscriber, texts: Texts, names: Names) -> str:
    marks = {
        SubscriberState.ACTIVE: "📣",
        SubscriberState.STOPPED: "⏹",
        SubscriberState.PAUSED: "💤",
    }
    return f"{marks[place.state]} {title_of(place, texts, names)}"


async def panel_pressed(update: Update, context: Context) -> None:
    """Show one chat of the list."""
    if context.reader is None or context.elsewhere is None:
        await toast(update, context, context.texts.trouble.button_old)
        return
    await _show_panel(update, context, context.reader)


async def _show_panel(update: Update, context: Context, place: Subscriber) -> None:
    following = await context.store.subscribers.following(place.id)
    count = sum(wish.kind.brings and not wish.off for wish in following)
    names = await names_of(context, await context.store.subscribers.of_chat(place.address.chat))
    pause = options.muted(place, context.now(), context.texts)
    await show(update, context, panel_message(place, count, pause, context.texts, names))


async def topic_pressed(update: Update, context: Context) -> None:
    """Show a topic of the group whose panel it is; it is a place of its own from now on."""
    place, subscribers = context.reader, context.store.subscribers
    if place is None or context.elsewhere is None:
        await toast(update, context, context.texts.trouble.button_old)
        return
    address = context.store.address(place.address.chat, context.words)
    if address not in await names_of(context, await subscribers.of_chat(address.chat)):
        await toast(update, context, context.texts.trouble.button_old)
        return
    topic = await subscribers.meet(
        address, kind=place.kind, title=place.title, language=place.language, now=context.now()
    )
    context.reader, context.elsewhere = topic, topic.id
    await _show_panel(update, context, topic)


def panel_message(
    place: Subscriber, following: int, pause: str, texts: Texts, names: Names
) -> Outgoing:
    """Give how one chat stands, with buttons to all its choices; a whole group, to its topics.

    ``pause`` says until when nothing is sent.
    """
    words, dates = texts.chats, texts.dates
    called = texts.choices.names
    lines = [
        fill(words.chat, title=title_of(place, texts, names)),
        fill(words.state, value=_state(place, texts)),
        fill(words.following, count=number(dates, following)),
        fill(texts.choices.line, name=called["rhythm"], value=rhythm_words(place, texts)),
        *_pause_lines(pause, texts),
        fill(words.how_to, number=place.id),
    ]
    active = place.state is SubscriberState.ACTIVE
    buttons = (
        Button(texts.buttons.sections, data="fm:m:0"),
        Button(words.follow_list, data="fl:0"),
        Button(texts.buttons.schedule, data="l:"),
        Button(texts.buttons.settings, data="c:"),
        Button(words.stop if active else words.resume, data=f"ks:{int(not active)}"),
        Button(words.back, data="kk:"),
    )
    topics = () if place.address.topic else _topic_buttons(names, texts)
    return Outgoing(
        "\n".join(lines), buttons=rows_of((*buttons[:-1], *topics, buttons[-1]), width=2)
    )


def _pause_lines(pause: str, texts: Texts) -> list[str]:
    words = texts.choices
    paused = pause != words.not_muted
    return [fill(words.line, name=words.names["muted_until"], value=pause)] if paused else []


def _topic_buttons(names: Names, texts: Texts) -> tuple[Button, ...]:
    known = sorted((int(one.topic or 0), name) for one, name in names.items())
    return tuple(
        Button(texts.chats.topic_button.format(topic=shown_topic(name)), data=f"kt:{topic}")
        for topic, name in known[:_MOST_SHOWN]
    )


def _state(place: Subscriber, texts: Texts) -> str:
    words = texts.chats
    if place.state is SubscriberState.PAUSED:
        return words.asleep.format(reason=place.pause_reason or "?")
    return words.active if place.state is SubscriberState.ACTIVE else words.stopped


async def switch(update: Update, context: Context) -> None:
    """Stop sending to a chat, or send again."""
    place, subscribers = context.reader, context.store.subscribers
    if place is None or context.elsewhere is None or context.words not in {"0", "1"}:
        await toast(update, context, context.texts.trouble.button_old)
        return
    if context.words == "1":
        await subscribers.wake(place.id, context.now())
    else:
        await subscribers.stop(place.id, context.now())
    context.reader = await subscribers.get(place.id)
    await _show_panel(update, context, context.reader)
