"""Values in, what Telegram accepts out: pure functions without network, clock or database."""

from bot.messages.digests import digest_buttons, digest_edit, digest_message
from bot.messages.editions import edition_messages, edition_rich
from bot.messages.forms import Form, form_of
from bot.messages.outgoing import Button, Outgoing
from bot.messages.searches import SearchView, search_message

__all__ = [
    "Button",
    "Form",
    "Outgoing",
    "SearchView",
    "digest_buttons",
    "digest_edit",
    "digest_message",
    "edition_messages",
    "edition_rich",
    "form_of",
    "search_message",
]
