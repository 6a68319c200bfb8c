"""Uploads that wait are read together by one worker, and each fares as if it had come alone."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from shuangkong.api import submissions
from shuangkong.desk import jobs, versions, workers
from shuangkong.desk.jobs import Job, JobState
from shuangkong.desk.store import Store
from shuangkong.ledger.begin import init

from tests.desk.conftest import made_app
from tests.desk.test_city import GOOD, OTHER, SOFT, WRONG, dossier
from tests.desk.test_kills import opened_round_in


def _packed() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("甲/填报.xlsx", GOOD)
        archive.writestr("乙.xlsx", SOFT)
    return made.getvalue()


#: a file of every fate: fit, in doubt, wrong, another city's, none, cut off, two in one
UPLOADS = [GOOD, SOFT, WRONG, OTHER, b"", GOOD[:5000], b"a,b\n1,2\n", _packed()]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    workspace: Path = tmp_path_factory.mktemp("several") / "2020考核"
    init(workspace, "hebei-13fyp", "王建账")
    return made_app(workspace)


def store_of(app: Flask) -> Store:
    found: Store = app.extensions["shuangkong"].store
    return found


def waiting(app: Flask, round_: str, uploads: list[bytes]) -> list[str]:
    """Uploads of a city in a round of their own, put into the queue; their jobs."""
    opened_round_in(store_of(app), round_)
    made = []
    for data in uploads:
        with store_of(app).writing() as connection:
            content = {
                "round": round_, "year": 2020, "period": "2020", "name": "填报.xlsx",
                "sha256": versions.keep(connection, data), "reason": "",
            }  # fmt: skip
            made.append(jobs.ask(connection, "check", content, 1, "130500"))
    return made


def do(app: Flask, most: int) -> list[int]:
    """Do all that waits, so many at a time at most; how many were done each time."""
    counts = []
    while some := jobs.take(store_of(app), 1, {"check": most}):
        workers.do(store_of(app), app.extensions["shuangkong"].workspace, some)
        counts.append(len(some))
    return counts


def state(app: Flask, id_: str) -> Job:
    with store_of(app).reading() as connection:
        found = jobs.job(connection, id_)
    assert found
    return found


def test_each_file_fares_as_if_it_had_come_alone(desk: Flask) -> None:
    waiting(desk, "alone", UPLOADS)
    assert do(desk, 1) == [1] * len(UPLOADS)
    waiting(desk, "together", UPLOADS)
    assert do(desk, 8) == [len(UPLOADS)]

    alone, together = (
        [(v.sha256, v.found, v.hard, v.soft, v.figures, v.failure) for v in
         dossier(desk, round_).versions] for round_ in ("alone", "together")
    )  # fmt: skip
    assert together == alone
    assert len({found for _, found, *_ in together}) > 4


def test_where_reading_together_fails_each_is_read_alone(
    desk: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("one of them")

    monkeypatch.setattr(submissions, "read_apart", fails)
    made = waiting(desk, "fails", [GOOD, WRONG])
    assert do(desk, 8) == [2]

    assert [state(desk, id_).state for id_ in made] == [JobState.DONE] * 2
    assert [v.figures > 0 for v in dossier(desk, "fails").versions] == [True, True]


def test_what_waits_is_shared_among_the_workers_and_large_files_come_apart(desk: Flask) -> None:
    store, most = store_of(desk), {"check": 8}
    large = GOOD + b"\0" * jobs.LARGE
    made = waiting(desk, "shared", [GOOD, WRONG, large, SOFT, OTHER])

    taken = [[one.id for one in jobs.take(store, n, most, 2)] for n in (1, 2, 3, 4)]

    assert taken == [[made[0], made[1]], [made[2]], [made[3]], [made[4]]]
    jobs.put_back(store, made)
    do(desk, 1)


def test_a_file_that_ends_its_worker_takes_no_other_with_it(desk: Flask) -> None:
    store = store_of(desk)
    watched = workers.Workers(desk.extensions["shuangkong"].workspace, store)
    first, killer, last = made = waiting(desk, "killer", [GOOD, b"", WRONG])
    assert [one.id for one in jobs.take(store, 7, {"check": 8})] == made
    workers._end(store, first, JobState.DONE, jobs.Done({}))
    watched._lost(7)

    assert [state(desk, id_).state for id_ in made] == [
        JobState.DONE, JobState.WAITING, JobState.WAITING,
    ]  # fmt: skip
    assert [one.id for one in jobs.take(store, 8, {"check": 8})] == [killer]
    watched._lost(8)
    assert "意外终止" in (state(desk, killer).result or {})["why"]
    assert do(desk, 8) == [1]
    assert state(desk, last).state is JobState.DONE


def test_of_several_that_take_too_long_together_none_is_told_so(
    desk: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_of(desk)
    watched = workers.Workers(desk.extensions["shuangkong"].workspace, store)
    made = waiting(desk, "slow", [GOOD, WRONG])
    jobs.take(store, 9, {"check": 8})
    monkeypatch.setattr(workers, "LIMIT", -1)
    watched._expire()
    assert {state(desk, id_).state for id_ in made} == {JobState.RUNNING}, "its worker is ended"
    watched._lost(9)
    (alone,) = jobs.take(store, 10, {"check": 8})
    watched._expire()

    assert state(desk, alone.id).state is JobState.EXPIRED
    do(desk, 8)
    assert state(desk, made[1]).state is JobState.DONE
