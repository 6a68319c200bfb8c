"""A card of a scheme that counts shows what counts as met and missed, live."""

from decimal import Decimal as D
from pathlib import Path

import pytest
import shuangkong
from shuangkong.assess.result import Assessment
from shuangkong.documents.book import LiveFormula
from shuangkong.documents.fast import Writer
from shuangkong.documents.scorecard import scorecard
from shuangkong.documents.xlsx import write_book

from tests.documents.edits import Edit, card_of, engine_on, typed, wrong
from tests.documents.recalc import differences
from tests.verdicts.conftest import TRAFFIC, figures, filled, folder_of

PLAN = "national-15fyp-carbon"


def assessed() -> Assessment:
    header = "entity,indicator,year,value,unit\n"
    return shuangkong.assess(PLAN, 2026, {"数据.csv": header.encode()}, checked=False)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return folder_of(tmp_path)


@pytest.mark.parametrize(
    ("typed_over", "grade"),
    [
        ({}, "优秀"),
        ({"coal": D(100)}, "优秀"),
        ({"coal": D("100.01")}, "不合格"),
        ({"clean": D("39.9")}, "合格"),
        ({"coal": None}, "暂不定级"),
        ({"coal": None, "oil": D(51)}, "不合格"),
        ({"clean": "暂缺"}, "暂不定级"),
    ],
)
def test_the_grade_follows_what_is_typed_over_as_the_engine_says(
    plan: Path, tmp_path: Path, typed_over: dict[str, Edit], grade: str
) -> None:
    rule = "not_assessable: leave_out"
    scheme = plan / "schemes/count.yaml"
    scheme.write_text(scheme.read_text("utf-8").replace(rule, "not_assessable: withhold"), "utf-8")
    said = {("990100", "traffic"): "达标"}
    traffic = filled(plan, tmp_path / "交通.xlsx", said, "--department", TRAFFIC)
    data = {"数.csv": figures(), traffic.name: traffic.read_bytes()}
    done = shuangkong.assess(plan, 2026, data, checked=False)
    card = card_of(done, "990100")
    rows = {done.observations["indicator"][n]: n for n in card.observed}
    edits = {rows[name]: value for name, value in typed_over.items()}

    expected = engine_on(card, edits, {})
    book = typed(card, edits, {}, tmp_path / "card.xlsx")

    assert (expected.grade.name if expected.grade else "暂不定级") == grade
    assert wrong(card, expected, book) == []


def test_classes_are_counted_by_formula(tmp_path: Path) -> None:
    done = assessed()
    result = next(r for r in done.results.values() if r.counts)
    book = scorecard(done, result)
    path = tmp_path / "card.xlsx"
    path.write_bytes(write_book(book))

    said = [m.content.value for m in book.sheets[0].merges if isinstance(m.content, LiveFormula)]

    assert [text for text in said if str(text).startswith("达标")]
    assert differences(path) == []
    Writer().write_quickly(book)
