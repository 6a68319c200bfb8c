"""What a verdicts workbook may say: every row that gives no verdict is a finding at its cell."""

from pathlib import Path

import openpyxl
import pytest
import shuangkong
from shuangkong import messages

from tests.verdicts.conftest import ENERGY, TRAFFIC, filled, run


@pytest.fixture
def book(plan: Path, tmp_path: Path) -> Path:
    said = {(code, "traffic"): "达标" for code in ("990100", "990200")}
    return filled(plan, tmp_path / "交通.xlsx", said, "--department", TRAFFIC)


def changed(path: Path, **cells: object) -> Path:
    opened = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        opened["评价"][cell] = value
    opened.save(path)
    return path


def read(plan: Path, path: Path):
    return shuangkong.read(plan, 2026, path)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"F5": "基本达标"}, "结论应为 达标 或 不达标"),
        ({"G5": None}, "没有写明评价依据"),
        ({"H5": None, "I5": None}, "没有写明评价人、日期"),
        ({"I5": "年初"}, "日期“年初”看不懂"),
        ({"A5": "990900"}, "没有代码为“990900”的考核对象"),
        ({"A5": "990000"}, "不是对“示例省”的目标"),
        ({"K5": "traffik"}, "没有代号为“traffik”的目标"),
        ({"K5": "coal"}, f"由“{ENERGY}”评价，不由“{TRAFFIC}”评价"),
        ({"K5": "oil"}, "没有声明评价部门"),
    ],
)
def test_a_row_that_cannot_be_used_is_said_at_its_cell(
    plan: Path, book: Path, cells: dict[str, object], why: str
) -> None:
    found = read(plan, changed(book, **cells))

    (said,) = [f for f in found.findings if f.kind == messages.VERDICT_ROW.id]
    assert why in said.why
    assert (said.place.sheet, said.place.cell) == ("评价", "F5")
    assert [one.entity for one in found.verdicts] == ["990200"]


@pytest.mark.parametrize(
    ("cell", "name", "known"),
    [
        ("B5", "示例乙市", "“考核对象”写的是“示例乙市”，代码却是“示例甲市”的"),
        ("B5", "丁市", "“考核对象”写的是“丁市”，代码却是“示例甲市”的"),
        ("D5", "煤炭消费总量", "“指标”写的是“煤炭消费总量”，代码却是“交通运输绿色转型”的"),
    ],
)
def test_a_row_that_names_another_than_its_code_is_refused_at_the_name(
    plan: Path, book: Path, cell: str, name: str, known: str
) -> None:
    found = read(plan, changed(book, **{cell: name}))

    (said,) = [f for f in found.findings if f.kind == messages.VERDICT_ROW.id]
    assert known in said.why
    assert said.place.cell == cell
    assert [one.entity for one in found.verdicts] == ["990200"]


@pytest.mark.parametrize(
    "cells",
    [{"B5": "甲市"}, {"B5": "示例 甲市"}, {"B5": None}, {"B5": "示例甲市", "D5": None}],
)
def test_another_name_of_the_same_is_no_contradiction(
    plan: Path, book: Path, cells: dict[str, object]
) -> None:
    found = read(plan, changed(book, **cells))

    assert [one.entity for one in found.verdicts] == ["990100", "990200"]


def test_what_is_wrong_in_a_sheet_is_its_senders(plan: Path, book: Path, tmp_path: Path) -> None:
    own = filled(plan, tmp_path / "自评.xlsx", {("990100", "coal"): "达标"}, "--self", "甲市")

    (theirs,) = read(plan, changed(own, F5="基本达标")).findings
    (offices,) = read(plan, changed(book, F5="基本达标")).findings

    assert theirs.entity == "990100"
    assert offices.entity is None
    assert "示例甲市，交通运输绿色转型" in offices.why


def test_days_are_read_as_people_write_them(plan: Path, book: Path) -> None:
    for written in ("2027/2/15", "2027年2月15日", "2027-02-15", "2027.2.15"):
        first, _ = read(plan, changed(book, I5=written)).verdicts
        assert first.at.isoformat() == "2027-02-15"


def test_an_entity_speaks_of_itself_only(plan: Path, tmp_path: Path) -> None:
    said = {("990100", "coal"): "达标"}
    own = filled(plan, tmp_path / "自评.xlsx", said, "--self", "甲市")

    kept = read(plan, own).verdicts
    other = read(plan, changed(own, A5="990200"))

    assert [(v.entity, v.who, v.by.value) for v in kept] == [("990100", "示例甲市", "self")]
    assert other.verdicts == ()


def test_the_workbook_offers_the_two_words_and_is_the_same_twice(
    plan: Path, tmp_path: Path
) -> None:
    paths = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    for path in paths:
        run(
            *("verdicts", "write", plan, "--year", 2026, "--output", path),
            *("--department", ENERGY),
        )

    sheet = openpyxl.load_workbook(paths[0])["评价"]
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"达标,不达标"'
    asked = [(r[0].value, r[10].value, r[2].value) for r in sheet.iter_rows(min_row=5)]
    assert asked == [
        ("990100", "coal", "控制指标"),
        ("990100", "clean", "支撑指标"),
        ("990200", "coal", "控制指标"),
        ("990200", "clean", "支撑指标"),
    ]
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize(
    ("side", "why"),
    [
        (("--department", "示例省能源厅"), ENERGY),
        (("--self", "丙市"), "没有名为“丙市”的考核对象"),
        ((), "--department 部门 和 --self 对象 写一个"),
    ],
)
def test_who_is_to_judge_must_be_known(plan: Path, side: tuple[str, ...], why: str) -> None:
    from click.testing import CliRunner
    from shuangkong.commands import root

    words = ["verdicts", "write", str(plan), "--year", "2026", "--output", "x.xlsx", *side]
    done = CliRunner().invoke(root, words)

    assert why in str(done.exception)
