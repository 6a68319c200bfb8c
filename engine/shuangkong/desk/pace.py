"""How often somebody may ask: a count over the last minute, kept in memory."""

import threading
import time
from collections import deque

WINDOW = 60.0
#: names that are remembered at once; more are forgotten, the longest silent first
_NAMES = 10_000


class Pace:
    """At most so many times a minute for each name."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._asked: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def spent(self, name: str) -> bool:
        """Whether a name has used up its minute."""
        with self._lock:
            return len(self._within(name, time.monotonic())) >= self.most

    def allows(self, name: str, now: float | None = None) -> bool:
        """Count one more for a name, unless its minute is used up."""
        now = time.monotonic() if now is None else now
        with self._lock:
            times = self._within(name, now)
            if len(times) >= self.most:
                return False
            times.append(now)
            self._asked.pop(name, None)
            self._asked[name] = times
            while len(self._asked) > _NAMES:
                del self._asked[next(iter(self._asked))]
            return True

    def _within(self, name: str, now: float) -> deque[float]:
        times = self._asked.get(name, deque())
        while times and times[0] <= now - WINDOW:
            times.popleft()
        return times
