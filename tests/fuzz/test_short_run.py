"""A short run of the fuzzing harness; `make fuzz N=50000` is the long one."""

from pathlib import Path

from tests.fuzz.__main__ import tried


def test_some_damaged_files_are_read_or_refused_and_nothing_else(tmp_path: Path) -> None:
    assert tried(7_000, 7_040, tmp_path) == 0
