"""预警一览: figures say what they are, gaps what they rest on, decisions that they are decided."""

import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
import shuangkong
from shuangkong import resources
from shuangkong.assess.outlook import Outlook
from shuangkong.documents.book import PrintedSheet
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.draft import Drafting
from shuangkong.documents.warnings import _book, write_warnings


@pytest.fixture(scope="module")
def found() -> Outlook:
    return shuangkong.outlook("hebei-13fyp", 2020, resources.samples() / "hebei-13fyp")


def rows(sheet: PrintedSheet) -> list[list[str]]:
    found: dict[int, dict[int, str]] = {}
    for cell in sheet.cells:
        found.setdefault(cell.row, {})[cell.col] = str(cell.content)
    return [[row[col] for col in sorted(row)] for _, row in sorted(found.items()) if len(row) > 1]


def of(sheet: PrintedSheet, city: str, target: str) -> list[str]:
    return next(r for r in rows(sheet) if r[0] == city and r[1].startswith(target))


def test_a_gap_on_levels_shows_the_levels_and_an_increment_is_called_that(found: Outlook) -> None:
    details = _book(found, Letterhead()).sheets[1]

    row = of(details, "唐山市", "能源消费总量控制")
    assert row[3] == "年均允许增量159.00\u00a0万吨标准煤"
    assert row[4] == "当年增量289.54\u00a0万吨标准煤"
    assert "允许8705.55\u00a0万吨标准煤，实际8836.09\u00a0万吨标准煤" in row[7]
    allowed, reached, share = map(float, re.findall(r"\d+\.\d+", row[7]))
    assert round((reached - allowed) / allowed * 100, 2) == share
    # a gap in percentage points needs no second pair
    assert "按全年总量" not in of(details, "唐山市", "万元地区生产总值能耗")[7]
    for one in rows(details)[1:]:
        for figure in one[3:6]:
            assert figure == "—" or re.search(r"(%|个百分点|万吨标准煤)$", figure), one


def test_the_barometer_has_no_blank_and_names_every_clock(found: Outlook) -> None:
    barometer = _book(found, Letterhead()).sheets[0]

    head, *cities = rows(barometer)
    assert "能源消费总量控制\n年度推算值或年度目标" in head
    assert all(all(row) for row in cities)
    assert "－ 不适用" in cities[0]


def test_what_was_decided_is_marked(found: Outlook) -> None:
    made = found.assessment
    whose = (pl.col("entity") == "130200") & (pl.col("indicator") == "energy_total")
    whose &= pl.col("period") == "2020"
    decided = made.observations.with_columns(
        pl.when(whose).then(pl.lit("裁定")).otherwise("sheet").alias("sheet"),
        pl.when(whose).then(pl.lit("核定")).otherwise("authority").alias("authority"),
    )
    approved = replace(found, assessment=replace(made, observations=decided))

    details = _book(approved, Letterhead()).sheets[1]

    said = "※ 2020年能源消费总量经裁定核定为"
    assert said in of(details, "唐山市", "能源消费总量控制")[7]
    assert said in of(details, "唐山市", "万元地区生产总值能耗")[7]
    assert "※" not in of(details, "邯郸市", "能源消费总量控制")[7]


@pytest.fixture(scope="module")
def half() -> Outlook:
    folder = resources.samples() / "carbon-15fyp"
    return shuangkong.outlook(str(folder), 2026, folder / "data", period="H1")


def test_figures_of_half_a_year_are_called_that_in_the_table_too(half: Outlook) -> None:
    details = _book(half, Letterhead()).sheets[1]

    reached = [row[4] for row in rows(details)[1:] if row[4] != "—"]
    assert any(text.startswith("上半年降低率") for text in reached)
    assert any(text.startswith("上半年上升") for text in reached)
    assert not [text for text in reached if text.startswith("当年")]


def test_whoever_writes_the_letters_gets_none(half: Outlook, tmp_path: Path) -> None:
    written, _ = write_warnings(half, tmp_path / "out", None, Drafting())

    letters = [name for name in written if name.startswith("函/")]
    assert any("乙城市" in name for name in letters)
    assert not [name for name in letters if "示例省" in name]
    assert any(row[0] == "示例省" for row in rows(_book(half, Letterhead()).sheets[1]))


def test_a_share_that_printed_figures_do_not_give_is_called_one_of_exact_figures(
    found: Outlook,
) -> None:
    """(2.50 - 2.41) / 2.50 is 3.60 %, and 3.67 % stood beside them without a word."""
    details = _book(found, Letterhead()).sheets[1]

    assert "差距占目标值3.67%（按未舍入的数计算）" in of(details, "承德市", "万元地区生产总值")[7]
    assert of(details, "唐山市", "万元地区生产总值")[7].endswith("差距占目标值86.07%")


def test_the_table_of_warnings_names_its_plan_and_is_signed_like_any_paper(found: Outlook) -> None:
    head = Letterhead(issue="2020年度预警第1次", receipt="9:abc")
    for sheet in _book(found, head).sheets:
        told = [str(one.content) for one in sheet.merges]
        assert found.assessment.declarations.plan.title in told
        assert any(x.startswith("编制：＿＿＿＿　　审核：＿＿＿＿　　批准：") for x in told)
        assert "签发编号：2020年度预警第1次　　回执码：9:abc" in told
