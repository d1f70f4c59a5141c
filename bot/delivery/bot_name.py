"""Under one name one bot works with a store: another one would write into its chats.

Which bot that is the store knows by its number, the part of its token that is no secret. All its
processes renew that sign of life together; when none does so any more, the name is free, and who
comes with another token goes on with the readers that are there.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from time import monotonic

import structlog

from bot.delivery.ledger import surely
from bot.delivery.standby import LEASE, RENEW_EVERY
from bot.errors import BotError, NameTaken
from digests.errors import StoreError
from digests.store import Store
from digests.store.leases import Held, Leases

log = structlog.get_logger(__name__)

_LOOK_EVERY = 1.0
_LEASE = "token"


class BotName:
    """The name by which a process's bot is known to its store."""

    def __init__(self, store: Store, token: str, *, clock: Callable[[], float] = monotonic) -> None:
        """Keep the parts; nothing is taken yet. ``clock`` gives seconds that never go back."""
        self._shared = store.is_shared
        self._leases = Leases(store.database)
        self._clock = clock
        number = token.partition(":")[0]
        # A file serves one bot at a time, whatever its name.
        self._lease = store.database.own(_LEASE) if self._shared else _LEASE
        self._me = number if self._shared else f"{number} {store.network}"

    async def take(self, stop: asyncio.Event) -> None:
        """Have the name; wait for it while nobody can say whether another bot still lives.

        Raises:
            NameTaken: another bot works under it.
        """
        other, since = await surely(self._renew), self._clock()
        if other is not None:
            log.warning("name_not_free", words="another bot had this name; looking if it lives")
        while other is not None and not stop.is_set():
            await _pause(stop)
            over = other if self._clock() - since >= LEASE else None
            present = await surely(partial(self._renew, over))
            if present not in {None, other}:
                raise self._taken(present)
            other = present

    async def other(self) -> str | None:
        """Give the number of another bot that works under it, or was the last that did."""
        held = await self._leases.get(self._lease)
        if held is None or held.holder == self._me:
            return None
        return held.holder.partition(" ")[0]

    async def _renew(self, over: Held | None = None) -> Held | None:
        return await self._leases.take(self._lease, self._me, over=over)

    @asynccontextmanager
    async def keeping(self, lost: Callable[[BotError], None]) -> AsyncIterator[None]:
        """Renew the sign of life inside; ``lost`` is called when another bot has the name."""
        keeping = asyncio.create_task(self._keep(lost))
        try:
            yield
        finally:
            keeping.cancel()
            if not self._shared:  # else other processes of the same bot may still need it
                try:
                    await self._leases.give_up(self._lease, self._me)
                except StoreError as error:
                    log.warning("name_not_given_up", reason=str(error))

    async def _keep(self, lost: Callable[[BotError], None]) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY)
            other = await surely(self._renew)
            if other is not None:
                lost(self._taken(other))
                return

    def _taken(self, other: Held) -> NameTaken:
        number, _space, network = other.holder.partition(" ")
        if network and self._me.partition(" ")[2] != network:
            return NameTaken(
                f"The bot {number} works with this file, which serves one bot at a time: stop it, "
                "or have both work with PostgreSQL (docs/scaling.md)."
            )
        return NameTaken(
            f"The bot {number} works with this store under the same name: set DIEMTIN_BOT to a "
            "name of its own for one of the two, or stop the other one."
        )


async def _pause(stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), _LOOK_EVERY)
    except TimeoutError:
        return
