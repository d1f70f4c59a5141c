"""The addresses of articles that people send or forward: each opens the digest of its article."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from telegram import Message, MessageEntity, Update

from bot.handlers.context import Context, named_article
from bot.handlers.own_feeds import is_address
from bot.handlers.reading import open_article
from bot.handlers.replies import tell
from bot.messages.cutting import cut_words
from bot.messages.markup import with_scheme

_MOST = 5
"""Addresses of a message that are looked up."""
_LONGEST_SHOWN = 150
_FOR_PHONES = re.compile(r"(?:www|m|amp|mobile|wap)\.", re.IGNORECASE)


async def open_linked(update: Update, context: Context, message: Message) -> bool:
    """Send the digest of the first article whose address stands in ``message``.

    A message that is nothing but an address is answered even where no article is known by it.
    Gives whether there was an answer.
    """
    for url in addresses_in(message)[:_MOST]:
        for form in forms_of(url):
            known = await context.store.articles.by_url(form)
            if known is not None and await named_article(update, context, known.number):
                await open_article(update, context, known.number)
                return True
    words = (message.text or "").strip()
    if not is_address(words):
        return False
    shown = cut_words(words, _LONGEST_SHOWN)
    await tell(update, context, context.texts.own.address_unknown, url=shown)
    return True


def forms_of(url: str) -> Iterator[str]:
    """Give the addresses by which the page at ``url`` may be known, the likeliest first. Pure.

    People copy it from a phone, with the place in the page that they read, with what an app added.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    bare = _FOR_PHONES.sub("", parts.netloc, count=1)
    hosts = dict.fromkeys((parts.netloc, bare, f"www.{bare}"))
    queries = dict.fromkeys((parts.query, ""))
    yield url
    for query in queries:
        for host in hosts:
            yield parts._replace(netloc=host, query=query, fragment="").geturl()


def addresses_in(message: Message) -> list[str]:
    """Give the addresses that stand in a text or caption, or behind its words, in order."""
    kinds: list[str | None] = [MessageEntity.URL, MessageEntity.TEXT_LINK]
    found = message.parse_entities(kinds) | message.parse_caption_entities(kinds)
    urls = [with_scheme(entity.url or said) for entity, said in found.items()]
    return list(dict.fromkeys(urls))
