"""Work that takes longer than a page may: a table of jobs, and processes that take from it.

A job is WAITING, RUNNING, DONE, FAILED or EXPIRED, and says which: a worker that dies leaves a
job that is told as failed, one that takes too long is ended and told as expired. Workers are
fresh processes (spawn), two at a time.
"""

import json
import multiprocessing
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from ..errors import ShuangkongError
from .store import Store

#: seconds a job may run; checking a form takes a few, an assessment of a province a minute
LIMIT = 600.0
#: seconds that a visitor's self-check can be looked at
KEPT = 900.0
WORKERS = 2
_PAUSE = 0.1


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"

    @property
    def chinese(self) -> str:
        """The desk's word."""
        return {
            "waiting": "排队中",
            "running": "正在处理",
            "done": "已完成",
            "failed": "处理失败",
            "expired": "超过时限，已中止",
        }[self.value]

    @property
    def over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self not in (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Job:
    """A job; `result` is there once it is over: what was found, or why it failed."""

    id: str
    kind: str
    content: Mapping[str, Any]
    account: int
    entity: str | None
    state: JobState
    made: float
    began: float | None
    ended: float | None
    worker: int | None
    result: Mapping[str, Any] | None


def _nothing(_connection: sqlite3.Connection) -> None:
    """Nothing else becomes true."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a task made of a job; `then` records what follows, in the transaction that ends it."""

    result: Mapping[str, Any]
    then: Callable[[sqlite3.Connection], None] = _nothing


#: does a job
Task = Callable[[Path, Job], Done]


def ask(
    connection: sqlite3.Connection,
    kind: str,
    content: Mapping[str, Any],
    account: int,
    entity: str | None = None,
) -> str:
    """Put a job into the queue, inside the transaction of the act that needs it."""
    id_ = secrets.token_urlsafe(12)
    text = json.dumps(dict(content), ensure_ascii=False)
    connection.execute(
        "INSERT INTO job (id, kind, content, account, entity, state, made) VALUES (?,?,?,?,?,?,?)",
        (id_, kind, text, account, entity, JobState.WAITING.value, time.time()),
    )
    return id_


def job(connection: sqlite3.Connection, id_: str) -> Job | None:
    """A job by its id."""
    row = connection.execute("SELECT * FROM job WHERE id = ?", (id_,)).fetchone()
    return _job(row) if row else None


def ahead(connection: sqlite3.Connection, waiting: Job) -> int:
    """How many jobs come before one that waits."""
    row = connection.execute(
        "SELECT COUNT(*) FROM job WHERE state = 'waiting' AND made < ?", (waiting.made,)
    ).fetchone()
    return int(row[0])


def take(store: Store, worker: int) -> Job | None:
    """The oldest job that waits, now this worker's."""
    with store.writing() as connection:
        row = connection.execute(
            "SELECT * FROM job WHERE state = 'waiting' ORDER BY made, id LIMIT 1"
        ).fetchone()
        if row is None:
            return None
        connection.execute(
            "UPDATE job SET state = 'running', began = ?, worker = ? WHERE id = ?",
            (time.time(), worker, row["id"]),
        )
    return _job({**dict(row), "state": "running"})


def end(store: Store, id_: str, state: JobState, done: Done) -> None:
    """Say how a running job ended; one that is over stays as it was."""
    text = json.dumps(dict(done.result), ensure_ascii=False)
    with store.writing() as connection:
        ended = connection.execute(
            "UPDATE job SET state = ?, ended = ?, result = ? WHERE id = ? AND state = 'running'",
            (state.value, time.time(), text, id_),
        )
        if ended.rowcount:
            done.then(connection)


def _job(row: sqlite3.Row | Mapping[str, Any]) -> Job:
    values: dict[str, Any] = dict(row)
    values["state"] = JobState(values["state"])
    values["content"] = json.loads(values["content"])
    values["result"] = json.loads(values["result"]) if values["result"] else None
    return Job(**values)


def _why(text: str) -> Done:
    return Done({"why": text})


def _work(workspace: Path, number: int) -> None:
    """What a worker process does until its parent ends it."""
    from .tasks import TASKS

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
