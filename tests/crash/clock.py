"""One clock for several processes: its hands stand in a file that all of them look at."""

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

_HANDS = struct.Struct("d")


class ClockHands:
    """A clock that goes as the machine's and can be set by seconds, in either direction."""

    def __init__(self, folder: Path) -> None:
        path = folder / "clock"
        if not path.exists():
            path.write_bytes(_HANDS.pack(0.0))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _HANDS.size)

    def now(self) -> datetime:
        """Give the present instant."""
        (ahead,) = _HANDS.unpack_from(self._shared)
        return datetime.now(UTC) + timedelta(seconds=ahead)

    def turn(self, seconds: float) -> None:
        """Set the clock forward, or back."""
        (ahead,) = _HANDS.unpack_from(self._shared)
        _HANDS.pack_into(self._shared, 0, ahead + seconds)
