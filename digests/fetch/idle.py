"""How many connections may stay open for the next request: the process has so many files."""

import resource
from collections import OrderedDict
from collections.abc import Callable

KEEP_ALIVE = 15.0
_SHARE_OF_FILES, _MOST = 4, 500


def idle_budget() -> int:
    """Give a quarter of the files that this process may have open, within reason."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = soft == resource.RLIM_INFINITY
    return _MOST if unlimited else min(max(soft // _SHARE_OF_FILES, 16), _MOST)


class IdleConnections:
    """Counts the hosts whose connection is still open, to say which one is not worth keeping."""

    def __init__(self, budget: int, monotonic: Callable[[], float]) -> None:
        """Let ``budget`` connections stay open."""
        self._budget = budget
        self._monotonic = monotonic
        self._used: OrderedDict[str, float] = OrderedDict()

    def may_stay(self, host: str) -> bool:
        """Note a request to ``host``; say whether its connection may stay open afterwards."""
        now = self._monotonic()
        while self._used and next(iter(self._used.values())) < now - KEEP_ALIVE:
            self._used.popitem(last=False)
        if host not in self._used and len(self._used) >= self._budget:
            return False
        self._used[host] = now
        self._used.move_to_end(host)
        return True
