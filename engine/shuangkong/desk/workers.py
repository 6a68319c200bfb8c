"""The processes that do the desk's jobs, and the thread that watches them.

A worker that dies leaves a job that is told as failed, one that takes too long is ended and told
as expired. Workers are fresh processes (spawn), two at a time.
"""

import json
import multiprocessing
import threading
import time
from pathlib import Path
from typing import Any

from ..errors import ShuangkongError
from .jobs import Done, JobState, end, take
from .store import Store
from .tasks import TASKS

#: seconds a job may run; checking a form takes a few, an assessment of a province a minute
LIMIT = 600.0
#: seconds that a visitor's self-check can be looked at
KEPT = 900.0
WORKERS = 2
_PAUSE = 0.1


def _why(text: str) -> Done:
    return Done({"why": text})


def _work(workspace: Path, number: int) -> None:
    """What a worker process does until its parent ends it."""
    store = Store.beside(workspace)
    while True:
        found = take(store, number)
        if found is None:
            time.sleep(_PAUSE)
            continue
        try:
            done = TASKS[found.kind](workspace, found)
        except ShuangkongError as error:
            end(store, found.id, JobState.FAILED, _why(str(error)))
        except Exception as error:
            why = f"程序内部错误：{type(error).__name__}: {error}（编号 {found.id}）"
            end(store, found.id, JobState.FAILED, _why(why))
        else:
            end(store, found.id, JobState.DONE, done)


class Workers:
    """The worker processes of a desk, and the thread that watches them."""

    def __init__(self, workspace: Path, store: Store, count: int = WORKERS) -> None:
        self._workspace, self._store = workspace, store
        self._context = multiprocessing.get_context("spawn")
        self._processes: dict[int, Any] = {}
        self._count, self._next = count, 1
        self._stop = threading.Event()
        self._watch = threading.Thread(target=self._watching, daemon=True)

    def start(self) -> None:
        """Start them; jobs that a server left running when it was killed are told as failed."""
        self._fail_orphans()
        self._watch.start()

    def stop(self) -> None:
        """End them."""
        self._stop.set()
        self._watch.join(timeout=10)
        for process in self._processes.values():
            process.kill()
            process.join(timeout=5)

    def _fail_orphans(self) -> None:
        with self._store.writing() as connection:
            connection.execute(
                "UPDATE job SET state = 'failed', ended = ?, result = ? WHERE state = 'running'",
                (time.time(), json.dumps({"why": "服务器在处理时停止了；请重新上传或重试"},
                                         ensure_ascii=False)),
            )  # fmt: skip

    def _watching(self) -> None:
        cleaned = 0.0
        while not self._stop.wait(_PAUSE):
            if time.time() - cleaned > 60:
                self._forget()
                cleaned = time.time()
            while len(self._processes) < self._count:
                number, self._next = self._next, self._next + 1
                process = self._context.Process(
                    target=_work, args=(self._workspace, number), daemon=True
                )
                process.start()
                self._processes[number] = process
            self._expire()
            for number, process in list(self._processes.items()):
                if not process.is_alive():
                    del self._processes[number]
                    self._lost(number)
                    self._stop.wait(1)  # one that dies at once is not started again and again

    def _forget(self) -> None:
        """What visitors checked is not kept."""
        with self._store.writing() as connection:
            connection.execute(
                "DELETE FROM job WHERE kind = 'self_check' AND made < ?", (time.time() - KEPT,)
            )
            connection.execute("DELETE FROM passing WHERE made < ?", (time.time() - KEPT,))

    def _expire(self) -> None:
        with self._store.reading() as connection:
            late = connection.execute(
                "SELECT id, worker FROM job WHERE state = 'running' AND began < ?",
                (time.time() - LIMIT,),
            ).fetchall()
        for row in late:
            end(self._store, row["id"], JobState.EXPIRED, _why(f"处理超过 {LIMIT:g} 秒"))
            if process := self._processes.get(row["worker"]):
                process.kill()

    def _lost(self, number: int) -> None:
        with self._store.reading() as connection:
            rows = connection.execute(
                "SELECT id FROM job WHERE state = 'running' AND worker = ?", (number,)
            ).fetchall()
        for row in rows:
            why = f"处理进程意外终止（编号 {row['id']}）；请重试，仍不行请联系省级经办人"
            end(self._store, row["id"], JobState.FAILED, _why(why))
