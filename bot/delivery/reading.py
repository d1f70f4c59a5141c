"""The contents of editions, read together for all whose turn comes at a time."""

import asyncio

from digests.store import Store
from digests.store.contents import Contents


class EditionReader:
    """Reads what editions tell: one look at the store for all who ask in the same moment.

    While it is under way the next ones gather. Nobody gets what was read before they asked.
    """

    def __init__(self, store: Store) -> None:
        """Keep the store that is read from."""
        self._store = store
        self._asked: dict[int, asyncio.Future[Contents | None]] = {}
        self._reading: asyncio.Task[None] | None = None

    async def contents(self, number: int) -> Contents | None:
        """Give what an edition tells; ``None`` when it is gone.

        Raises:
            StoreError: the store could not be read.
        """
        asked = self._asked.get(number)
        if asked is None:
            asked = self._asked[number] = asyncio.get_running_loop().create_future()
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read())
        return await asyncio.shield(asked)

    async def _read(self) -> None:
        while self._asked:
            asked, self._asked = self._asked, {}
            try:
                found = await self._store.editions.contents(asked)
            except Exception as error:  # noqa: BLE001 - goes to those who asked
                for one in asked.values():
                    one.set_exception(error)
                continue
            for number, one in asked.items():
                one.set_result(found.get(number))
