"""What happens to deliveries, written down together: one transaction for all who come at a time.

While one transaction is under way the next marks and records gather, so a burst costs few of them
and a lonely message is written at once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import structlog

from digests.errors import StoreError
from digests.store import Sent, Store

log = structlog.get_logger(__name__)
T = TypeVar("T")

_BURST, _GATHER = 0.05, 0.03
"""Seconds: what follows a transaction so soon is a burst, and gathers so long for the next."""
_STALL = 0.2
"""Seconds after which a transaction keeps those waiting who would go out meanwhile."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0


class Ledger:
    """Writes for the sender."""

    def __init__(
        self,
        store: Store,
        *,
        now: Callable[[], datetime],
        sender: Callable[[], int | None] = lambda: None,
    ) -> None:
        """Keep the parts; ``sender`` gives this sender's number among several."""
        self._store = store
        self._now = now
        self._sender = sender
        self._going: dict[int, asyncio.Future[bool]] = {}
        self._sent: list[tuple[Sent, asyncio.Future[bool]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._wrote_at = 0.0
        self._began_at = 0.0
        self._through = asyncio.Event()
        self._through.set()

    @property
    def stalled(self) -> bool:
        """Say whether a transaction takes so long that whose turn came meanwhile would pile up."""
        if self._through.is_set():
            return False
        return asyncio.get_running_loop().time() > self._began_at + _STALL

    async def through(self) -> None:
        """Wait until the transaction that is under way has ended."""
        await self._through.wait()

    async def going(self, number: int) -> bool:
        """Mark a delivery as in flight; give whether it may be sent at all.

        Raises:
            StoreError: nothing is marked, nothing may be sent.
        """
        done = self._future()
        self._going[number] = done
        self._begin()
        return await done

    async def sent(self, arrived: Sent) -> None:
        """Write down that a message arrived, however long the store takes to let us."""

        async def write() -> None:
            done = self._future()
            self._sent.append((arrived, done))
            self._begin()
            await done

        await surely(write)

    def _future(self) -> asyncio.Future[bool]:
        return asyncio.get_running_loop().create_future()

    def _begin(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        clock = asyncio.get_running_loop().time
        while self._going or self._sent:
            if clock() < self._wrote_at + _BURST:
                await asyncio.sleep(_GATHER)
            going, self._going = self._going, {}
            sent, self._sent = self._sent, []
            futures = [*going.values(), *(done for _one, done in sent)]
            self._began_at = clock()
            self._through.clear()
            try:
                may = await self._store.outbox.note(
                    list(going),
                    [one for one, _done in sent],
                    self._now(),
                    sender=self._sender(),
                )
            except Exception as error:  # noqa: BLE001 - goes to those who asked
                _settle(futures, error)
                continue
            finally:
                self._through.set()
            for number, done in going.items():
                if not done.done():
                    done.set_result(number in may)
            _settle(futures, None)
            self._wrote_at = clock()


def _settle(futures: list[asyncio.Future[bool]], error: Exception | None) -> None:
    for done in futures:
        if done.done():
            continue
        if error is None:
            done.set_result(True)
        else:
            done.set_exception(error)


async def surely(write: Callable[[], Awaitable[T]]) -> T:
    """Write until the store takes it: what was sent must be on record before anything else."""
    pause = _FIRST_PAUSE
    while True:
        try:
            return await write()
        except StoreError as error:
            log.warning("not_written_yet", reason=str(error))
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
