"""Every number that a plan's own text prints is declared, or said to be no target, and why.

`printed_numbers.csv` has the numbers of the texts by clause, in their order, with the units that
the plan knows: the facts, and none of the sentences. The Hebei plan has a list of its own.
"""

import csv
import dataclasses
import re
from itertools import groupby
from pathlib import Path

import pytest
from shuangkong import resources
from shuangkong.declarations.bundle import Declarations
from shuangkong.declarations.coverage import coverage
from shuangkong.declarations.load import load

PRINTED = Path(__file__).with_name("printed_numbers.csv")
HAN = "[一二三四五六七八九十]+"
LEVELS = re.compile(rf"({HAN})(?:（({HAN})）)?")


def printed_numbers() -> dict[str, list[tuple[str, str]]]:
    with PRINTED.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["plan"])
    return {
        plan: [(row["clause"], row["printed"]) for row in found]
        for plan, found in groupby(rows, key=lambda row: row["plan"])
    }


NUMBERS = printed_numbers()


def text_of(numbers: list[tuple[str, str]]) -> str:
    """A text with the clauses and numbers of a plan, and none of its sentences."""
    lines: list[str] = []
    for clause, found in groupby(numbers, key=lambda n: n[0]):
        levels = LEVELS.fullmatch(clause)
        if levels:
            lines.append(f"{levels[1]}、题")
            lines.extend([f"（{levels[2]}）题"] if levels[2] else [])
        lines.extend(f"甲{printed}乙" for _, printed in found)
    return "\n".join(lines)


@pytest.fixture(scope="module", params=sorted(NUMBERS))
def plan(request: pytest.FixtureRequest) -> Declarations:
    return load(resources.targets() / request.param)


def test_every_printed_number_is_accounted_for(plan: Declarations) -> None:
    numbers = NUMBERS[plan.plan.id]

    report = coverage(plan, text_of(numbers))

    assert [(f.figure.clause, f.figure.printed) for f in report.uncited] == []
    assert report.idle == ()
    assert len(report.figures) == len(numbers)


def test_without_its_targets_the_numbers_of_a_plan_are_uncited(plan: Declarations) -> None:
    text = text_of(NUMBERS[plan.plan.id])
    cited = {f.figure for f in coverage(plan, text).figures if f.cited_by and not f.known}
    bare = dataclasses.replace(plan, targets={}, allocations=())

    missing = {f.figure for f in coverage(bare, text).uncited}

    assert missing <= cited
    assert bool(missing) == bool(cited)


def test_every_plan_that_accounts_for_its_text_is_held_to_it() -> None:
    accounting = {
        folder.name
        for folder in resources.targets().iterdir()
        if (folder / "coverage.yaml").exists()
    }

    assert accounting <= {*NUMBERS, "hebei-13fyp"}
