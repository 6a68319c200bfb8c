"""The same observations give the same bits, whatever the threads do."""

from pathlib import Path

import polars as pl
from shuangkong.assess.assess import assess
from shuangkong.declarations.load import load
from shuangkong.intake import read_submissions

ROOT = Path(__file__).resolve().parents[2]


def test_verdicts_are_the_same_bits_on_every_run() -> None:
    declarations = load(ROOT / "targets" / "national-13fyp")
    observations = read_submissions(
        declarations, ROOT / "samples" / "national-13fyp", 2020
    ).observations

    runs = [assess(declarations, 2020, observations).outcomes for _ in range(8)]

    numbers = [r.select(pl.col(pl.Float64).reinterpret(signed=False)) for r in runs]
    assert all(n.equals(numbers[0]) for n in numbers)
