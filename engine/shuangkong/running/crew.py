"""Work on many things, spread over processes where there are enough of them.

What all of it rests on goes to a process once; results come back in the order of the things,
so that nothing depends on how many processes there were. Processes are started fresh (spawn),
as on Windows, and are told of nothing but what is sent to them.
"""

import os
import pickle
import signal
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache, partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Self, TypeVar

from ..errors import Misuse, Refused
from .patience import patient

Shared = TypeVar("Shared")
Thing = TypeVar("Thing")
Made = TypeVar("Made")

#: fewer things than this are done sooner than a process has started
_FEW = 40
#: things sent at a time, and batches under way per process
_BATCH, _AHEAD = 8, 3
#: Windows waits for no more than that
_MOST = 60


def cores() -> int:
    """How many processes are worth while on this machine."""
    return os.cpu_count() or 1


class Crew:
    """Processes that share work; with one job everything is done right here.

    `jobs` is how many, None as many as there are cores. A context manager: processes and what
    was sent to them are gone when it ends.
    """

    def __init__(self, jobs: int | None = 1) -> None:
        if jobs is not None and jobs < 1:
            raise Misuse(f"进程数至少为 1（所见：{jobs}）\n    怎么改：写 1 以上的整数，或不写")
        self.jobs = min(jobs or cores(), _MOST)
        self._pool: ProcessPoolExecutor | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._sent = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        if self._folder is not None:
            self._folder.cleanup()

    def expect(self, things: int, module: str) -> None:
        """Start for so many things to come, with the module that they need already imported."""
        if self.jobs > 1 and things >= _FEW:
            pool = self._started()
            for _ in range(self.jobs):
                pool.submit(import_module, module)

    def each(
        self, work: Callable[[Shared, Thing], Made], shared: Shared, things: Sequence[Thing]
    ) -> Iterator[Made]:
        """`work(shared, thing)` for each thing, in order; `work` is a function of a module.

        Raises:
            Refused: a process was ended from outside, for instance for want of memory.
        """
        if self.works_alone(things):
            for thing in things:
                yield work(shared, thing)
            return
        yield from self.shares(partial(_one_by_one, work), shared, things)

    def works_alone(self, things: Sequence[object]) -> bool:
        """Whether so few things, or all with one job, are worked on right here."""
        return self.jobs == 1 or len(things) < _FEW

    def shares(
        self,
        work: Callable[[Shared, Sequence[Thing]], Sequence[Made]],
        shared: Shared,
        things: Sequence[Thing],
        size: int = _BATCH,
    ) -> Iterator[Made]:
        """`work(shared, some)` for some of the things at a time, `size` of them at most; what it
        gives for each, in order.

        Raises:
            Refused: as `each`.
        """
        if self.works_alone(things):
            yield from work(shared, things)
            return
        pool, sent = self._started(), self._send(shared)
        batches = [things[at : at + size] for at in range(0, len(things), size)]
        under_way: deque[Future[Sequence[Made]]] = deque()
        try:
            for batch in batches:
                under_way.append(pool.submit(_done, sent, work, batch))
                if len(under_way) > _AHEAD * self.jobs:
                    yield from under_way.popleft().result()
            while under_way:
                yield from under_way.popleft().result()
        except BrokenProcessPool as error:
            raise Refused(
                "一个工作进程被中止（多半是内存不足），这次没有做完；原有的文件夹没有改动\n"
                "    怎么改：关闭其他程序后重试，或加 --jobs 1 只用一个进程"
            ) from error
        finally:
            for future in under_way:
                future.cancel()
            Path(sent).unlink(missing_ok=True)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # a forked child would inherit locks of the threads that Polars runs
            self._pool = ProcessPoolExecutor(self.jobs, get_context("spawn"), _begun)
        return self._pool

    def _send(self, shared: object) -> str:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="shuangkong-")
        self._sent += 1
        path = Path(self._folder.name) / str(self._sent)
        path.write_bytes(pickle.dumps(shared, protocol=pickle.HIGHEST_PROTOCOL))
        return str(path)


def _begun() -> None:
    """A process leaves it to the one that started it to be interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    patient()


@lru_cache(maxsize=1)
def _received(sent: str) -> Any:
    return pickle.loads(Path(sent).read_bytes())


def _done(
    sent: str, work: Callable[[Any, Sequence[Thing]], Sequence[Made]], batch: Sequence[Thing]
) -> Sequence[Made]:
    return work(_received(sent), batch)


def _one_by_one(
    work: Callable[[Shared, Thing], Made], shared: Shared, batch: Sequence[Thing]
) -> list[Made]:
    return [work(shared, thing) for thing in batch]
