"""Whatever somebody types over a figure, the card says what the engine says of the same figures."""

import datetime
import random
from collections.abc import Sequence
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
import shuangkong
from shuangkong import resources
from shuangkong.assess.assess import assess
from shuangkong.assess.override import can_be_decided
from shuangkong.assess.result import Assessment, EntityResult
from shuangkong.documents.pdf import converter
from shuangkong.vocabulary import Decision, DecisionKind

from tests.documents import libreoffice, small
from tests.documents.edits import Edit, card_of, engine_on, typed, typed_over, wrong

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
SAMPLES = {
    "hebei-13fyp": 2020,
    "national-13fyp": 2020,
    "schemes-demo": 2031,
    "carbon-demo": 2027,
    "carbon-15fyp": 2026,
}
EDITS = 6
TEXTS = ["暂缺", "5", "—", "#N/A"]
#: what a figure is multiplied with
FACTORS = [D("0.5"), D("0.97"), D("1.03"), D(2), D(-1), D(0)]


@pytest.fixture(scope="module", params=SAMPLES)
def assessed(request: pytest.FixtureRequest) -> Assessment:
    folder = resources.samples() / request.param
    data = folder / "data" if (folder / "plan.yaml").exists() else folder
    plan: Any = folder if (folder / "plan.yaml").exists() else request.param
    return shuangkong.assess(plan, SAMPLES[request.param], data, checked=False)


def waived(result: EntityResult) -> bool:
    """Whether a target is waived because another was reached, which the card does not reckon."""
    return any("免于考核" in j.reason for j in result.judgements)


def edits_of(rows: Sequence[int], values: pl.Series, some: random.Random) -> dict[int, Edit]:
    found: dict[int, Edit] = {}
    for row in some.sample(sorted(rows), min(len(rows), some.randint(0, 3))):
        made: Edit = some.choice([None, *TEXTS, *FACTORS, *FACTORS])
        if isinstance(made, D):
            made = (D(repr(values[row] or 1.0)) * made).quantize(D("0.0001"))
        found[row] = made
    return found


def test_a_card_that_was_typed_over_says_what_the_engine_says(
    assessed: Assessment, tmp_path: Path
) -> None:
    some = random.Random(assessed.declarations.plan.id)
    codes = [c for c, r in assessed.results.items() if r.judgements and not waived(r)]

    for _ in range(EDITS):
        card = card_of(assessed, some.choice(codes))
        seen = edits_of(list(card.observed), assessed.observations["value"], some)
        given = edits_of(list(card.measured), assessed.measures["points"], some)
        expected = engine_on(card, seen, given)
        assert wrong(card, expected, typed(card, seen, given, tmp_path / "card.xlsx")) == []


def decided_by_somebody(assessed: Assessment, code: str, some: random.Random) -> Assessment:
    """The same year after somebody decided on one or two of an entity's verdicts."""
    asked = [j for j in assessed.results[code].judgements if can_be_decided(j)]
    decisions = [
        Decision(
            kind=DecisionKind.OVERRIDE,
            target=j.target.id,
            entity=code,
            year=assessed.year,
            view=j.view.value,
            choice=some.choice(["met", "not_met"]),
            by="李主任",
            reason="经核实",
            at=datetime.date(2021, 3, 1),
        )
        for j in some.sample(asked, min(len(asked), some.randint(1, 2)))
    ]
    return assess(
        assessed.declarations,
        assessed.year,
        assessed.observations,
        assessed.measures,
        overlay=assessed.overlay,
        decisions=decisions,
        verdicts=assessed.verdicts,
    )


def test_what_was_decided_holds_on_a_card_that_was_typed_over_as_it_does_in_the_engine(
    assessed: Assessment, tmp_path: Path
) -> None:
    some = random.Random(f"{assessed.declarations.plan.id} decided")
    codes = [c for c, r in assessed.results.items() if r.judgements and not waived(r)]

    for _ in range(EDITS):
        code = some.choice(codes)
        card = card_of(decided_by_somebody(assessed, code, some), code)
        if waived(card.result):
            continue
        seen = edits_of(list(card.observed), assessed.observations["value"], some)
        given = edits_of(list(card.measured), assessed.measures["points"], some)
        expected = engine_on(card, seen, given)
        assert wrong(card, expected, typed(card, seen, given, tmp_path / "card.xlsx")) == []


class Computed:
    """Cells as LibreOffice left them, asked for as the other engine is."""

    def __init__(self, path: Path) -> None:
        self.book = openpyxl.load_workbook(path, data_only=True)

    def get_value(self, sheet: str, row: int, col: int) -> object:
        found = self.book[sheet].cell(row, col).value
        return float(found) if isinstance(found, int) and not isinstance(found, bool) else found


@pytest.mark.skipif(converter() is None, reason="LibreOffice is not installed")
def test_libreoffice_says_of_a_card_that_was_typed_over_what_the_engine_says(
    assessed: Assessment, tmp_path: Path
) -> None:
    some = random.Random(f"{assessed.declarations.plan.id} in LibreOffice")
    codes = [c for c, r in assessed.results.items() if r.judgements and not waived(r)]
    edited, paths = [], []
    for number in range(EDITS):
        card = card_of(assessed, some.choice(codes))
        seen = edits_of(list(card.observed), assessed.observations["value"], some)
        given = edits_of(list(card.measured), assessed.measures["points"], some)
        paths.append(tmp_path / f"{number}.xlsx")
        typed_over(card, seen, given, paths[-1])
        edited.append((card, engine_on(card, seen, given)))

    computed = libreoffice.recomputed(paths, tmp_path / "again")

    for (card, expected), path in zip(edited, computed, strict=True):
        assert wrong(card, expected, Computed(path)) == []


def test_a_cleared_figure_is_not_zero(tmp_path: Path) -> None:
    samples = resources.samples() / "hebei-13fyp"
    card = card_of(shuangkong.assess("hebei-13fyp", 2020, samples, checked=False), "130400")
    rows = card.assessment.observations.with_row_index("n").filter(
        entity="130400", indicator="energy_total", year=2020
    )
    seen = dict.fromkeys((n for n in rows["n"] if n in card.observed), None)

    engine = typed(card, seen, {}, tmp_path / "card.xlsx")

    assert seen
    assert engine.evaluate_cell("评分卡", 4, 3) == "总分（暂计）"
    assert engine.evaluate_cell("评分卡", 4, 4) == pytest.approx(54.7)
    assert engine.evaluate_cell("评分卡", 4, 6) == "暂不定级"
    assert str(engine.evaluate_cell("评分卡", 5, 1)).startswith("已改动，与签发结果不符")
    assert engine.evaluate_cell("评分卡", 9, 10) == "△ 无法评定"


def test_a_forced_grade_stays_whatever_is_typed(tmp_path: Path) -> None:
    """Whose data were falsified has that grade; better figures typed into its card give none."""
    samples = resources.samples() / "hebei-13fyp"
    base = shuangkong.assess("hebei-13fyp", 2020, samples, checked=False)
    forced = Decision(
        kind=DecisionKind.FALSIFIED,
        target="grade",
        entity="130400",
        year=2020,
        choice="未完成",
        by="李主任",
        reason="经查",
        at=datetime.date(2021, 3, 1),
    )
    done = assess(
        base.declarations,
        2020,
        base.observations,
        base.measures,
        overlay=base.overlay,
        decisions=[forced],
    )
    card = card_of(done, "130400")
    rows = done.observations.with_row_index("n").filter(
        entity="130400", indicator="energy_total", year=2020
    )

    typed_at = [n for n in rows["n"] if n in card.observed]
    assert typed_at
    for edit in (D("3000"), None):
        seen = dict.fromkeys(typed_at, edit)
        engine = typed(card, seen, {}, tmp_path / "card.xlsx")
        assert wrong(card, engine_on(card, seen, {}), engine) == []
        assert engine.evaluate_cell("评分卡", 4, 6) == "未完成"


def test_points_that_were_missing_complete_the_total(tmp_path: Path) -> None:
    samples = resources.samples() / "hebei-13fyp"
    done = shuangkong.assess("hebei-13fyp", 2020, samples, checked=False)
    result = next(r for r in done.results.values() if r.entity.name == "辛集市")
    card = card_of(done, result.entity.code)
    open_ = [c.row for c in card.book.sheets[3].cells if c.style.unlocked and c.content is None]
    engine = typed(card, {}, {}, tmp_path / "card.xlsx")

    for row in open_:
        engine.set_value("填报数据", row + 1, 4, 0.5)

    assert open_
    assert result.provisional
    assert engine.evaluate_cell("评分卡", 4, 3) == "总分"
    assert engine.evaluate_cell("评分卡", 4, 6) not in ("暂不定级", "")


def test_only_figures_may_be_typed_over(written: Path) -> None:
    path = next(written.glob("评分卡/*青松市.xlsx"))
    book = openpyxl.load_workbook(path)

    free = [
        (sheet.title, cell.column_letter)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    ]

    assert all(sheet.protection.sheet for sheet in book.worksheets)
    assert all(not sheet.protection.password for sheet in book.worksheets)
    assert set(free) == {("填报数据", "D")}


def test_a_card_has_room_for_those_who_answer_for_it(written: Path) -> None:
    book = openpyxl.load_workbook(next(written.glob("评分卡/*青松市.xlsx")))
    said = " ".join(str(c.value) for row in book["评分卡"].iter_rows() for c in row)

    assert all(
        f"{word}：" in said for word in ("编制", "审核", "批准", "日期", "签发编号", "回执码")
    )


def test_nobody_reads_true_or_false() -> None:
    done = small.assessment()
    card = card_of(done, "A")

    assert not [c for s in card.book.sheets for c in s.cells if isinstance(c.content, bool)]
