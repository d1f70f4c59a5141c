"""Rich messages (``sendRichMessage``, Bot API 10.1): what is refused, and what is learnt from it.

A server that knows no rich messages is not asked again for an hour: it may be a proxy in trouble,
and a server is renewed some day. A picture that Telegram cannot have is
found out by halving: the refusal does not name it. python-telegram-bot has no typed call yet.
"""

import re
from collections import OrderedDict
from collections.abc import Callable
from html import unescape
from time import monotonic
from typing import Any

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.delivery.calls import call
from bot.delivery.outcomes import (
    MarkupRefused,
    NoPhotos,
    Outcome,
    PhotoRefused,
    Refused,
    RichRefused,
    TooLong,
    outcome_of,
)
from bot.delivery.posting import Posted, place_of

log = structlog.get_logger(__name__)

_FIGURE = re.compile(
    r'<figure><img src="(?P<alone>[^"]*)"/>.*?</figure>|<img src="(?P<slide>[^"]*)"/>', re.DOTALL
)
_EMPTY_SLIDES = re.compile(r"<tg-slideshow>(?:<figcaption>.*?</figcaption>)?</tg-slideshow>")
_ONE_SLIDE = re.compile(
    r"<tg-slideshow>(<img [^>]*/>(?:<figcaption>.*?</figcaption>)?)</tg-slideshow>", re.DOTALL
)
_REMEMBERED = 2_000
_ASKED_AGAIN = 3600.0
"""Seconds after which a server that knew no rich messages is asked again."""
_ABOUT_THE_FORM = (RichRefused, PhotoRefused, NoPhotos, MarkupRefused, TooLong, Refused)
"""Certain refusals after which the plain form may do: nothing was sent."""


class RichForm:
    """Sends rich messages, and remembers what Telegram refused of them."""

    def __init__(self, bot: Bot, *, clock: Callable[[], float] = monotonic) -> None:
        """Keep the connection; nothing is known yet. ``clock`` gives seconds that never go back."""
        self._bot = bot
        self._clock = clock
        self._refused_until = clock()
        self._pictures: OrderedDict[str, bool] = OrderedDict()

    async def send(
        self,
        html: str,
        *,
        chat: str,
        topic: str | None = None,
        silent: bool = False,
        paid: bool = False,
    ) -> Posted | None:
        """Send a rich message; ``None`` when the server or the chat certainly takes none.

        Without pictures that Telegram cannot have: those are no reason to give the form up.

        Raises:
            TelegramError: anything but a refusal of the rich form.
        """
        if self._clock() < self._refused_until:
            return None
        form = self._without_hopeless(html)
        while True:
            try:
                posted = await self._send(form, place_of(chat, topic, paid=paid), silent=silent)
            except TelegramError as error:
                outcome = outcome_of(error)
                if not isinstance(outcome, _ABOUT_THE_FORM):
                    raise
                log.warning("rich_message_refused", reason=outcome.reason)
                smaller = self._smaller(form, outcome)
                if smaller is None:
                    return None
                form = smaller
            else:
                self._remember(_pictures_of(form), good=True)
                return posted

    def _smaller(self, form: str, refused: Outcome) -> str | None:
        """Give the message with fewer pictures, ``None`` when its form is what was refused."""
        pictures = _pictures_of(form)
        if isinstance(refused, NoPhotos) and pictures:
            return _without(form, {*pictures})
        if isinstance(refused, PhotoRefused) and pictures:
            return _without(form, self._doubtful(pictures))
        # A refusal without a code of its own means the server: then nobody's is taken.
        if isinstance(refused, RichRefused) and "RICH_MESSAGE" not in refused.reason.upper():
            self._refused_until = self._clock() + _ASKED_AGAIN
            log.warning("rich_messages_off", minutes=_ASKED_AGAIN / 60)
        return None

    def _doubtful(self, pictures: list[str]) -> set[str]:
        """Give the second half of the pictures that one of is refused, those never taken first.

        What is left is tried next; a single one that is refused is remembered as hopeless.
        """
        unknown = [url for url in pictures if url not in self._pictures] or pictures
        if len(unknown) == 1:
            self._remember(unknown, good=False)
        return set(unknown[len(unknown) // 2 :])

    def _without_hopeless(self, html: str) -> str:
        hopeless = {url for url in _pictures_of(html) if self._pictures.get(url) is False}
        return _without(html, hopeless)

    def _remember(self, pictures: list[str], *, good: bool) -> None:
        for url in pictures:
            self._pictures[url] = good
            self._pictures.move_to_end(url)
        while len(self._pictures) > _REMEMBERED:
            self._pictures.popitem(last=False)

    async def _send(self, html: str, where: dict[str, Any], *, silent: bool) -> Posted:
        rich = {"html": html, "skip_entity_detection": True}
        fields = {**where, "rich_message": rich, "disable_notification": silent}
        return Posted(int((await call(self._bot, "sendrichmessage", fields))["message_id"]))


def _pictures_of(html: str) -> list[str]:
    return list(dict.fromkeys(map(_address, _FIGURE.finditer(html))))


def _address(figure: re.Match[str]) -> str:
    return unescape(figure["alone"] or figure["slide"] or "")


def _without(html: str, pictures: set[str]) -> str:
    left = _FIGURE.sub(lambda figure: "" if _address(figure) in pictures else figure[0], html)
    return _ONE_SLIDE.sub(r"<figure>\1</figure>", _EMPTY_SLIDES.sub("", left))
