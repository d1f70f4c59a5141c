"""What can go wrong in the chat half, under one root.

::

    BotError
    ├── SettingsError      a setting that is unknown, impossible or missing
    ├── TokenRefused       the Bot API does not know the token
    ├── BotApiUnreachable  the Bot API does not answer
    ├── NameTaken          another bot works with the store under the same name
    └── TakenOver          another process took this one for gone, and does its work

``str(error)`` is one English sentence fit for a command line; no token ever stands in it.
"""


class BotError(Exception):
    """The root: everything that the chat half raises on purpose."""


class SettingsError(BotError):
    """A setting is unknown, impossible or missing; the sentence names it."""


class TokenRefused(BotError):
    """The Bot API does not know the token."""


class BotApiUnreachable(BotError):
    """The Bot API does not answer at its address."""


class NameTaken(BotError):
    """Another bot works with the store under the same name; the sentence says what to do."""


class TakenOver(BotError):
    """Another process took this one for gone, and does its work now."""
