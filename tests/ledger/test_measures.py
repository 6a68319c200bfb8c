"""The assessors' workbook from the terminal: out, filled in by two, in, differences settled."""

import openpyxl
import pytest
from click.testing import CliRunner
from shuangkong.commands import root
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.received import measure_content, measure_of
from shuangkong.vocabulary import DecisionKind

from tests.ledger.conftest import ruled


def run(*words, code=0):
    done = CliRunner().invoke(root, [str(w) for w in words])
    assert done.exit_code == code, done.output
    return done.output


def filled(world, assessor, points):
    path = world.out(f"评分_{assessor}.xlsx")
    run("measures", "write", world.plan, "--year", 2020, "--output", path, "--assessor", assessor)
    book = openpyxl.load_workbook(path)
    sheet = book["措施评分"]
    for row in sheet.iter_rows(min_row=5):
        if row[0].value in points:
            row[6].value = points[row[0].value]
    book.save(path)
    return path


def test_what_two_assessors_agree_on_counts_and_what_they_differ_on_is_listed(begun):
    begun.both_cities()
    one = filled(begun, "张三", {"990100": 35, "990200": 30})
    two = filled(begun, "李四", {"990100": 35, "990200": 22.5})

    told = run("measures", "read", begun.plan, one, two, "--year", 2020)
    kept = run(*("measures", "submit", begun.workspace, one, two, "--year", 2020, "--by", "经手人"))

    for said in (told, kept):
        assert "应评 2 项，已评 2 项" in said
        (line,) = [x for x in said.splitlines() if "measures.m1" in x]
        assert "示例乙市" in line
        assert "张三 30、李四 22.5" in line
    results = assess_workspace(begun.workspace, 2020).assessment.results
    assert str(results["990100"].scores[1].points) == "35.0"
    assert results["990200"].scores[1].points is None

    ruled(
        begun.workspace, DecisionKind.POINTS, "measures.m1", "25",
        entity="乙市", year=2020, clock=begun.clock,
    )  # fmt: skip
    assert "没有分歧" in run("measures", "differences", begun.workspace, "--year", 2020)


def test_a_filled_in_workbook_is_never_overwritten(world):
    path = filled(world, "张三", {"990100": 35})
    run("measures", "write", world.plan, "--year", 2020, "--output", path, code=2)
    assert openpyxl.load_workbook(path)["措施评分"]["G5"].value == 35


@pytest.mark.parametrize("year", [2016])
def test_a_year_without_a_scheme_has_no_workbook(world, year):
    done = CliRunner().invoke(
        root,
        ["measures", "write", str(world.plan), "--year", str(year), "--output", "x.xlsx"],
    )
    assert "没有要由考核人员评分的内容" in str(done.exception)


@pytest.mark.parametrize(
    ("assessors", "mark"), [(("甲",), "unverified"), (("甲", "乙"), "verified")]
)
def test_points_are_verified_only_where_two_persons_stand_for_them(assessors, mark):
    import polars as pl
    from shuangkong.assess.measures import by_entity, score_parts
    from shuangkong.vocabulary import Item, ItemRule, Part, frames

    rows = [
        {
            "entity": "1",
            "item": "m",
            "part": "a",
            "points": 3.0,
            "assessor": one,
            "verification": "unverified",
        }
        for one in assessors
    ]
    measures = pl.DataFrame(rows, schema_overrides=dict(frames.MEASURES)).with_columns(
        evidence=pl.lit(None, pl.String)
    )
    part = Part(id="a", name="甲", points=5)
    item = Item(id="m", name="措施", points=5, rule=ItemRule.MEASURE, parts=(part,))

    (found,) = score_parts(item, by_entity(measures)["1"], {})

    assert found.verification.value == mark


def test_what_is_kept_of_a_verification_has_the_name_that_ledgers_always_gave_it():
    told = {"entity": "1", "points": 3.0, "verification": "unverified"}
    row = {**told, "file": "f", "file_hash": "h"}

    kept = measure_content(row)

    assert kept == {"entity": "1", "points": 3.0, "mark": "unverified"}
    assert measure_of(kept, "f", "h") == row
