"""Work spread over processes: the same results in the same order, and a clear end."""

import os
import sys
from pathlib import Path

import pytest
from shuangkong import messages
from shuangkong.errors import IntakeError, Refused
from shuangkong.running.crew import Crew
from shuangkong.vocabulary import Finding


def doubled(factor: int, number: int) -> tuple[int, int]:
    return number * factor, os.getpid()


def refusing(_: None, number: int) -> int:
    if number == 50:
        finding = Finding.of(messages.EMPTY_FILE)
        raise IntakeError.of(finding)
    return number


def knowing(module: str, _: int) -> bool:
    return module in sys.modules


def ending(_: None, number: int) -> int:
    if number == 50:
        os._exit(1)
    return number


def test_results_come_in_order_from_more_than_one_process() -> None:
    with Crew(2) as crew:
        found = list(crew.each(doubled, 3, range(200)))

    assert [value for value, _ in found] == [n * 3 for n in range(200)]
    assert os.getpid() not in {process for _, process in found}


def test_what_is_shared_may_change_from_one_use_to_the_next() -> None:
    with Crew(2) as crew:
        for factor in (2, 5):
            found = [value for value, _ in crew.each(doubled, factor, range(100))]
            assert found == [n * factor for n in range(100)]


@pytest.mark.parametrize(("jobs", "things"), [(1, 100), (2, 3)])
def test_few_things_or_one_job_start_no_process(jobs: int, things: int) -> None:
    with Crew(jobs) as crew:
        assert {process for _, process in crew.each(doubled, 1, range(things))} == {os.getpid()}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_refusal_arrives_with_its_findings(jobs: int) -> None:
    with Crew(jobs) as crew, pytest.raises(IntakeError) as raised:
        list(crew.each(refusing, None, range(100)))

    assert [f.kind for f in raised.value.findings] == [messages.EMPTY_FILE.id]


def test_processes_that_were_expected_have_imported_what_they_need() -> None:
    with Crew(2) as crew:
        crew.expect(100, "shuangkong.documents.entity")
        found = list(crew.each(knowing, "shuangkong.documents.entity", range(100)))

    assert all(found)


def test_an_ended_process_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with Crew(2) as crew, pytest.raises(Refused, match="--jobs 1"):
        list(crew.each(ending, None, range(100)))

    assert list(tmp_path.iterdir()) == []
