"""One file takes no more than 1 GB and 10 seconds, whatever it is, and says what is too much."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.intake.hostile import all_kinds
from tests.place import environment

SECONDS, BYTES = 10, 1_000_000_000
#: how much later than its budget a reader may notice; on a slow machine the budget itself
#: (SK-I204) refuses what the counts would have
SLACK = 2
#: what a file may be refused for; SK-I200, that the program failed, is none of it
REFUSED = {"SK-I001", "SK-I002", "SK-I003", "SK-I203", "SK-I204", "SK-I205"}


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("恶意")
    for name, data in all_kinds():
        (folder / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("bounded.py")), str(folder),
         str(tmp_path_factory.mktemp("标注"))],
        capture_output=True, encoding="utf-8", check=False,
        # counting lines takes half the time again, and is no part of what a file may take
        env={**{k: v for k, v in environment().items() if not k.startswith("COVERAGE_")},
             "POLARS_MAX_THREADS": "2"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = {name: more for name, *more in map(json.loads, done.stdout.splitlines())}
    assert set(found) == {path.name for path in folder.iterdir()}
    return found


def test_every_kind_is_refused_by_name(measured):
    assert {n: k for n, (k, _, _) in measured.items() if not k or not set(k) <= REFUSED} == {}


def test_every_kind_is_refused_in_time(measured):
    assert {n: s for n, (_, s, _) in measured.items() if s > SECONDS * SLACK} == {}


def test_every_kind_is_refused_in_memory(measured):
    assert max(peak for _, _, peak in measured.values()) < BYTES
