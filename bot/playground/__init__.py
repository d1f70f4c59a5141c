"""The playground: a local Bot API with a chat page, the bot without a token.

``create_app(world)`` gives the application, ``LocalBotApi(app)`` serves it on 127.0.0.1::

    async with LocalBotApi(create_app(ChatWorld())) as api:
        bot = Bot(api.token, base_url=api.base_url, base_file_url=api.base_file_url)
        api.world.people.say(1001, "/start")          # a person writes
        api.world.messages(1001)                      # what stands in the chat
        api.world.faults.add({"fault": "flood", "seconds": 30}, api.world.seconds())

Faults (``POST /api/faults``, ``world.faults.add``). Each takes ``method``, ``chat`` and ``times``
where they make sense, and ``seconds`` after which it is over by itself:

==================  ==============================================================================
fault               what happens
==================  ==============================================================================
flood               429 with what is left of ``seconds`` (30) as ``retry_after``
blocked             403 bot was blocked by the user
deactivated         403 user is deactivated
kicked              403 bot was kicked from the supergroup chat
never_started       403 bot can't initiate conversation with a user
chat_not_found      400 chat not found
no_rights           400 not enough rights to send text messages to the chat
no_photo_rights     400 not enough rights to send photos to the chat
need_admin          400 need administrator rights in the channel chat
write_forbidden     400 CHAT_WRITE_FORBIDDEN
topic_closed        400 TOPIC_CLOSED
topic_deleted       400 TOPIC_DELETED
thread_not_found    400 message thread not found
migrate             400 with ``migrate_to_chat_id``; the chat really is a supergroup afterwards
too_long            400 message is too long
markup_refused      400 can't parse entities: …
photo_refused       400 failed to get HTTP URL content (or ``description``) for photos by address,
                    of rich messages RICH_MESSAGE_PHOTO_NO_MEDIA_FOUND; ``url`` limits it to
                    addresses with that part, ``uploads: true`` hits uploads and ids as well
no_rich             404 method not found for sendRichMessage, 400 message text is empty for edits
refuse              any refusal: ``code``, ``description``, ``parameters``
unauthorized        401, every method
conflict            409 for getUpdates
server_error        500, every method (``status`` 502 or 504 for the others)
slow                the answer comes ``seconds`` (30) later, every method
cut                 the connection is cut before anything is done, every method
lost_answer         done, but the connection is cut before the answer, every method
drop_share          lost_answer for ``share`` of the calls (``after: false``: cut)
==================  ==============================================================================

Unless ``method`` says otherwise, the refusals hit what sends or edits. ``share`` (0 to 1) limits
any fault to that part of the calls.
"""

from bot.playground.app import create_app
from bot.playground.errors import PortTaken
from bot.playground.local import LocalBotApi
from bot.playground.rooms import ADMIN, CHANNEL, FORUM, READER
from bot.playground.settings import LOCAL_TOKEN, UNPACED, Pace, PlaygroundSettings
from bot.playground.world import ChatWorld

__all__ = [
    "ADMIN",
    "CHANNEL",
    "FORUM",
    "LOCAL_TOKEN",
    "READER",
    "UNPACED",
    "ChatWorld",
    "LocalBotApi",
    "Pace",
    "PlaygroundSettings",
    "PortTaken",
    "create_app",
]
