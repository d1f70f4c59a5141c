"""What was rendered a moment ago: a burst of one digest, or of one story, to many is made once."""

import asyncio
from collections import OrderedDict
from datetime import datetime
from time import monotonic

from bot.delivery.rendering import Rendered, render, render_edition
from bot.messages import Form, form_of
from bot.messages.edition_stories import WordedStories
from digests.model import SINGLE_DIGESTS, Delivery, DeliveryKind
from digests.store import Store
from digests.store.together import Together

_REMEMBERED = 500
# When it was owed is part of what is the same: nothing made before a change tells the change.
_Key = tuple[DeliveryKind, int | None, str, Form, datetime]
_SHARED = frozenset({*SINGLE_DIGESTS, DeliveryKind.CHANGE})


class Prints:
    """Renders deliveries; those that say the same share one rendering."""

    def __init__(self, store: Store) -> None:
        """Keep the store that is read from."""
        self._store = store
        self._editions = Together(store.editions.contents)
        self._worded = WordedStories()
        self._made: OrderedDict[_Key, tuple[float, asyncio.Task[Rendered | None]]] = OrderedDict()

    async def of(self, delivery: Delivery, *, since: float) -> Rendered | None:
        """Give what ``delivery`` says; ``None`` when what it names is there no more.

        Nothing counts that was read before ``since``, the instant (``monotonic``) at which it was
        claimed: a change that came before the claim owes no edit to it.
        """
        if delivery.kind is DeliveryKind.EDITION:
            return await self._edition(delivery)
        if delivery.kind not in _SHARED:
            return await render(self._store, delivery)
        reader = delivery.subscriber
        form = form_of(reader)
        key = (delivery.kind, delivery.article, reader.language, form, delivery.due_at)
        made = self._made.get(key)
        if made is None or made[0] < since:
            made = (monotonic(), asyncio.create_task(render(self._store, delivery)))
            self._made[key] = made
            self._made.move_to_end(key)
            if len(self._made) > _REMEMBERED:
                self._made.popitem(last=False)
        return await asyncio.shield(made[1])

    async def _edition(self, delivery: Delivery) -> Rendered | None:
        if delivery.edition is None:
            return None
        contents = await self._editions.get(delivery.edition)
        if contents is None:
            return None
        return render_edition(contents, delivery.subscriber, self._worded)
