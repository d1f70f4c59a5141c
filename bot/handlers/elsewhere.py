"""Acting for another chat from the private one: who runs a channel need not write into it.

A button that acts elsewhere begins with "=" and the number of that chat's row; whether its presser
is an admin there is asked anew with every press.
"""

import re
from dataclasses import replace

from bot.handlers.context import Context
from bot.messages import Button, Outgoing
from bot.messages.outgoing import Rows

MARKED = re.compile(r"=(?P<number>\d{1,16}):(?P<data>.*)", re.DOTALL)


def marked(message: Outgoing, context: Context) -> Outgoing:
    """Give ``message`` with buttons that act where the present one acts."""
    if context.elsewhere is None:
        return message
    return replace(message, buttons=marked_rows(message.buttons, context))


def marked_rows(rows: Rows, context: Context) -> Rows:
    """Give buttons that act where the present one acts."""
    place = context.elsewhere
    if place is None:
        return rows
    return tuple(tuple(_marked(button, place) for button in row) for row in rows)


def _marked(button: Button, place: int) -> Button:
    if button.data is None or MARKED.match(button.data) or button.data.startswith("kk:"):
        return button
    return replace(button, data=f"={place}:{button.data}")
