"""Interleaved rounds and the arithmetic on them; seconds never leave a round uncompared."""

import gc
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .memory import of_tree

#: a piece of work; what it leaves to be done, it returns: that is done when the clock has stopped
Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Child:
    """A fresh interpreter with some arguments, in a folder; its failure is an error.

    Where it is said what it writes, that file tells whether it did its work: a command ends with
    1 when there is something to correct in the data, which is no failure of the command.
    """

    arguments: tuple[str, ...]
    folder: Path
    writes: Path | None = None
    #: bytes that it had at most in each run, with all that it started
    peaks: list[int] = field(default_factory=list, compare=False)

    def __call__(self, *before: str) -> None:
        """Run it, with more arguments before its own.

        It keeps compiled modules, as an installation does, whatever this process was told.
        """
        command = [sys.executable, *before, *self.arguments]
        begun = time.time_ns()
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        with subprocess.Popen(
            command, cwd=self.folder, env=kept, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            watch = _Watch(process.pid)
            _, errors = process.communicate()
            self.peaks.append(watch.ended())
        if not self._worked(process.returncode, begun):
            raise subprocess.CalledProcessError(process.returncode, command, stderr=errors)

    def _worked(self, code: int, begun: int) -> bool:
        file = self.writes
        if file is None:
            return code == 0
        return code in (0, 1) and file.exists() and file.stat().st_mtime_ns >= begun


class _Watch:
    """Looks at a process' memory, ten times a second, until it is told to end."""

    def __init__(self, pid: int) -> None:
        self._pid, self._peak, self._over = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(_LOOK):
            self._peak = max(self._peak, of_tree(self._pid))

    def ended(self) -> int:
        """The most that was seen; zero for what was over at once."""
        self._over.set()
        self._thread.join()
        return self._peak


_LOOK = 0.1


@dataclass(frozen=True, slots=True)
class Compared:
    """A contestant against the floor of the same rounds.

    `ratio` is the median of the per-round ratios, `low` and `high` their ends; `seconds` the
    median of its own times.
    """

    name: str
    seconds: float
    ratio: float
    low: float
    high: float
    rounds: int
    #: most bytes that its processes had; zero where that was not looked at
    memory: int = 0


def interleaved(contestants: Mapping[str, Work], rounds: int) -> dict[str, tuple[float, ...]]:
    """Seconds of every contestant in every round; each round runs all of them once.

    The order turns from round to round, so that nobody always runs on a warm or a hot machine.
    """
    names = list(contestants)
    times: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        turn = number % len(names)
        for name in (*names[turn:], *names[:turn]):
            times[name].append(seconds(contestants[name]))
    return {name: tuple(found) for name, found in times.items()}


def seconds(work: Work) -> float:
    """How long a piece of work takes, with nothing left over from the one before."""
    gc.collect()
    start = time.perf_counter()
    left = work()
    taken = time.perf_counter() - start
    if callable(left):
        left()
    return taken


def compared(times: Mapping[str, Sequence[float]], floor: str) -> list[Compared]:
    """Every contestant against the floor, round by round; the floor itself stands first."""
    base = times[floor]
    found = []
    for name in (floor, *(n for n in times if n != floor)):
        own = times[name]
        if len(own) != len(base):
            raise ValueError(f"{name} ran {len(own)} rounds, {floor} {len(base)}")
        ratios = [mine / theirs for mine, theirs in zip(own, base, strict=True)]
        found.append(
            Compared(
                name,
                statistics.median(own),
                statistics.median(ratios),
                min(ratios),
                max(ratios),
                len(own),
            )
        )
    return found


def growth(sizes: Sequence[float], times: Sequence[float]) -> float:
    """Exponent of the cost between the two largest sizes: 1 is linear, 2 quadratic."""
    import math

    (small, large), (quick, slow) = sizes[-2:], times[-2:]
    return math.log(slow / quick) / math.log(large / small)
