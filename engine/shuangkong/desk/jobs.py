"""Work that takes longer than a page may: a table of jobs, and how each of them stands.

A job is WAITING, RUNNING, DONE, FAILED or EXPIRED, and says which. `workers` has the processes
that take from the table.
"""

import json
import math
import secrets
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..records import dataclass
from .store import Store

#: bytes of an upload that is checked apart from others
LARGE = 1_000_000
_WAITING = """
SELECT job.id, job.kind,
  COALESCE(file.size, 0) > ? OR json_extract(job.content, '$.apart') IS NOT NULL AS apart
FROM job LEFT JOIN file ON file.sha256 = json_extract(job.content, '$.sha256')
WHERE job.state = 'waiting' ORDER BY job.made, job.id"""
#: kinds that are finished when their worker died, and how often that is tried
FINISHED, TRIES = frozenset({"sign", "issue"}), 4


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
    """How many jobs come before one that waits; none where it does not wait any more."""
    if waiting.state is not JobState.WAITING:
        return 0
    row = connection.execute(
        "SELECT COUNT(*) FROM job WHERE state = 'waiting' AND made < ?", (waiting.made,)
    ).fetchone()
    return int(row[0])


def unfinished(connection: sqlite3.Connection, round_: str, entity: str) -> Job | None:
    """The newest job about an entity's submission in a round, unless it was done."""
    row = connection.execute(
        "SELECT * FROM job WHERE entity = ? AND json_extract(content, '$.round') = ? "
        "ORDER BY rowid DESC LIMIT 1",
        (entity, round_),
    ).fetchone()
    found = _job(row) if row else None
    return None if found is None or found.state is JobState.DONE else found


def under_way(connection: sqlite3.Connection, round_: str, entity: str) -> tuple[str, ...]:
    """Kinds of the jobs about an entity's submission in a round that are not over."""
    rows = connection.execute(
        "SELECT kind FROM job WHERE entity = ? AND json_extract(content, '$.round') = ? "
        "AND state IN ('waiting', 'running') ORDER BY rowid",
        (entity, round_),
    )
    return tuple(row["kind"] for row in rows)


def take(
    store: Store, worker: int, most: Mapping[str, int] = MappingProxyType({}), workers: int = 1
) -> tuple[Job, ...]:
    """The oldest job that waits and, of a kind of which a worker takes several (`most`), its share
    of those that wait; all are now this worker's.

    What is to be done apart is: a large file, for which others would wait, and one of those with
    which a worker died.
    """
    with store.reading() as connection:  # asked often: nobody is to wait for the answer that is no
        if connection.execute("SELECT 1 FROM job WHERE state = 'waiting'").fetchone() is None:
            return ()
    with store.writing() as connection:
        waiting = connection.execute(_WAITING, (LARGE,)).fetchall()
        chosen = waiting[:1]
        if chosen and not chosen[0]["apart"]:
            kind = chosen[0]["kind"]
            like = [row for row in waiting if row["kind"] == kind and not row["apart"]]
            chosen = like[: min(most.get(kind, 1), math.ceil(len(like) / workers))]
        ids, now = [row["id"] for row in chosen], time.time()
        connection.executemany(
            "UPDATE job SET state = 'running', began = ?, worker = ? WHERE id = ?",
            [(now, worker, id_) for id_ in ids],
        )
        return tuple(found for id_ in ids if (found := job(connection, id_)) is not None)


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


def give_up(store: Store, id_: str, why: str, again: frozenset[str] = FINISHED) -> None:
    """What becomes of a running job whose worker is gone: told as failed, or done once more.

    A signature or an issue may stand in the ledger already, which takes each only once: it is
    finished rather than left half done, a few times at most. After a stop of the server so is
    everything that was taken; a file that ends its worker is not tried again.
    """
    with store.writing() as connection:
        found = job(connection, id_)
        if found is None or found.state is not JobState.RUNNING:
            return
        tried = int(found.content.get("tried", 0)) + 1
        if found.kind in again and tried < TRIES:
            content = json.dumps({**found.content, "tried": tried}, ensure_ascii=False)
            connection.execute(
                "UPDATE job SET state = 'waiting', began = NULL, worker = NULL, content = ? "
                "WHERE id = ?",
                (content, id_),
            )
            return
    end(store, id_, JobState.FAILED, Done({"why": why}))


def put_back(store: Store, ids: Sequence[str]) -> None:
    """Let jobs that a worker had together wait again, each to be done apart from the others."""
    with store.writing() as connection:
        connection.executemany(
            "UPDATE job SET state = 'waiting', began = NULL, worker = NULL, "
            "content = json_set(content, '$.apart', json('true')) "
            "WHERE id = ? AND state = 'running'",
            [(id_,) for id_ in ids],
        )


def _job(row: sqlite3.Row | Mapping[str, Any]) -> Job:
    values: dict[str, Any] = dict(row)
    values["state"] = JobState(values["state"])
    values["content"] = json.loads(values["content"])
    values["result"] = json.loads(values["result"]) if values["result"] else None
    return Job(**values)
