"""The processes that do the desk's jobs, and the thread that watches them.

A worker that dies leaves a job that is told as failed, or done again where the ledger may have it
already; one that takes too long is ended and told as expired. Where it had several, which share
what is dear about one, each of those that were not done is done again apart, so that none fails
for another. Workers are fresh processes (spawn), two at a time.
"""

import multiprocessing
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import ShuangkongError
from ..running.crew import cores
from .jobs import FINISHED, Done, Job, JobState, end, give_up, put_back, take
from .store import Store
from .tasks import SEVERAL, TASKS

#: seconds a job may run; checking a form takes a few, an assessment of a province a minute
LIMIT = 600.0
#: seconds that a visitor's self-check can be looked at
KEPT = 900.0
WORKERS = 2
#: jobs of a kind that a worker takes at most: what the first takes, the last waits for
MOST = dict.fromkeys(SEVERAL, 8)
#: kinds that are taken up again after a stop of the server
_ALL = FINISHED | {"check", "self_check", "draft_all"}
_PAUSE = 0.1


def _why(text: str) -> Done:
    return Done({"why": text})


def _work(workspace: Path, number: int, workers: int) -> None:
    """What a worker process does until its parent ends it."""
    store = Store.beside(workspace)
    with store.kept_open():
        while _served():
            try:
                found = take(store, number, MOST, workers)
            except ShuangkongError:  # a full disk: what waits is taken when there is room
                found = ()
            if not found:
                time.sleep(_PAUSE)
                continue
            do(store, workspace, found)


def do(store: Store, workspace: Path, several: Sequence[Job]) -> None:
    """Do jobs of one kind, and say of each how it ended as soon as it did."""
    task = TASKS[several[0].kind]
    if len(several) > 1:
        task = SEVERAL[several[0].kind](workspace, several)
    for one in several:
        try:
            state, done = JobState.DONE, task(workspace, one)
        except ShuangkongError as error:
            state, done = JobState.FAILED, _why(str(error))
        except Exception as error:
            why = f"程序内部错误：{type(error).__name__}: {error}（编号 {one.id}）"
            state, done = JobState.FAILED, _why(why)
        _end(store, one.id, state, done)


def _served() -> bool:
    """Whether the server is still there: one that was killed cannot end its workers."""
    parent = multiprocessing.parent_process()
    return parent is None or parent.is_alive()


def _end(store: Store, id_: str, state: JobState, done: Done) -> None:
    """Say how a job ended, as soon as the disk has room to say it."""
    while True:
        try:
            return end(store, id_, state, done)
        except ShuangkongError:
            if not _served():
                return None
            time.sleep(1)


@contextmanager
def _threads(count: int) -> Iterator[None]:
    """Processes started meanwhile have so many threads for their data frames.

    Workers share the cores; where the environment says a number, that holds.
    """
    name = "POLARS_MAX_THREADS"
    if name in os.environ:
        yield
        return
    os.environ[name] = str(count)
    try:
        yield
    finally:
        del os.environ[name]


class Workers:
    """The worker processes of a desk, and the thread that watches them."""

    def __init__(self, workspace: Path, store: Store, count: int = WORKERS) -> None:
        self._workspace, self._store = workspace, store
        self._context = multiprocessing.get_context("spawn")
        self._processes: dict[int, Any] = {}
        self._count, self._next = count, 1
        #: when a running job was seen first, by a clock that nobody sets
        self._running: dict[str, float] = {}
        self._stop = threading.Event()
        self._watch = threading.Thread(target=self._watching, daemon=True)

    def start(self) -> None:
        """Start them; jobs that a server left running when it was killed are done again."""
        self._take_up()
        self._watch.start()

    def stop(self) -> None:
        """End them."""
        self._stop.set()
        self._watch.join(timeout=10)
        for process in self._processes.values():
            process.kill()
            process.join(timeout=5)

    def _take_up(self) -> None:
        with self._store.reading() as connection:
            rows = connection.execute("SELECT id FROM job WHERE state = 'running'").fetchall()
        for row in rows:
            give_up(self._store, row["id"], "服务器几次在处理时停止；请重新上传或重试", _ALL)

    def _watching(self) -> None:
        cleaned = -60.0
        while not self._stop.wait(_PAUSE):
            try:
                if time.monotonic() - cleaned > 60:
                    self._forget()
                    cleaned = time.monotonic()
                self._look_after()
            except ShuangkongError:
                self._stop.wait(1)  # a full disk: what is to be told is told when there is room

    def _look_after(self) -> None:
        while len(self._processes) < self._count:
            number, self._next = self._next, self._next + 1
            process = self._context.Process(
                target=_work, args=(self._workspace, number, self._count), daemon=True
            )
            with _threads(max(1, cores() // self._count)):
                process.start()
            self._processes[number] = process
        self._expire()
        for number, process in list(self._processes.items()):
            if not process.is_alive():
                self._lost(number)
                del self._processes[number]
                self._stop.wait(1)  # one that dies at once is not started again and again

    def _forget(self) -> None:
        """What visitors checked is not kept."""
        with self._store.writing() as connection:
            connection.execute(
                "DELETE FROM job WHERE kind = 'self_check' AND made < ?", (time.time() - KEPT,)
            )
            connection.execute("DELETE FROM passing WHERE made < ?", (time.time() - KEPT,))

    def _expire(self) -> None:
        now = time.monotonic()
        with self._store.reading() as connection:
            rows = connection.execute(
                "SELECT id, worker FROM job WHERE state = 'running'"
            ).fetchall()
        self._running = {row["id"]: self._running.get(row["id"], now) for row in rows}
        late = [row for row in rows if now - self._running[row["id"]] > LIMIT]
        for row in late:
            if sum(one["worker"] == row["worker"] for one in late) == 1:
                end(self._store, row["id"], JobState.EXPIRED, _why(f"处理超过 {LIMIT:g} 秒"))
            if process := self._processes.get(row["worker"]):
                process.kill()

    def _lost(self, number: int) -> None:
        with self._store.reading() as connection:
            rows = connection.execute(
                "SELECT id FROM job WHERE state = 'running' AND worker = ?", (number,)
            ).fetchall()
        if len(rows) > 1:  # which of them it was is seen when each is done apart
            put_back(self._store, [row["id"] for row in rows])
            return
        for row in rows:
            why = f"处理进程意外终止（编号 {row['id']}）；请重试，仍不行请联系省级经办人"
            give_up(self._store, row["id"], why)
