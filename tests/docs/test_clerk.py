"""Every message that docs/clerk.zh.md shows is said of a form with just that mistake."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from shuangkong import check, load
from shuangkong.declarations.bundle import Declarations
from shuangkong.desk.events import Standing
from shuangkong.messages import catalogue
from shuangkong.reporting import ReportState
from shuangkong.vocabulary import Severity

from tests.docs import played
from tests.place import ROOT

PAGE = (played.DOCS / "clerk.zh.md").read_text(encoding="utf-8")
MISTAKES = [(b.title, b.body.splitlines()) for b in played.blocks(PAGE) if b.kind == "text"]
#: how the page says what was done to a form, as a whole phrase between semicolons
DONE: dict[str, Callable[[Workbook, Path, str], Path]] = {}


def done(phrase: str) -> Callable[[Callable[[Workbook, Path, str], Path]], None]:
    return lambda does: DONE.__setitem__(phrase, does)


@done(r"([A-Z]\d+ 填成 .+)")
def _fill(book: Workbook, path: Path, said: str) -> Path:
    cell, value = said.split(" 填成 ")
    number = re.fullmatch(r"-?\d+(\.\d+)?", value)
    book["填报表"][cell] = None if value == "空" else float(value) if number else value
    return path


@done(r"第 (\d+) 行前插入一行")
def _insert(book: Workbook, path: Path, said: str) -> Path:
    book["填报表"].insert_rows(int(said))
    return path


@done(r"加一张工作表 (.+)")
def _add(book: Workbook, path: Path, said: str) -> Path:
    book.create_sheet(said)["A1"] = 5
    return path


@done(r"内容复制到新工作簿()")
def _copy(book: Workbook, path: Path, said: str) -> Path:
    del book["shuangkong"]
    return path


@done(r"(?:文件名改为|另存为) (.+)")
def _name(book: Workbook, path: Path, said: str) -> Path:
    return path.with_suffix(".csv") if said == "csv" else path.with_name(said)


def made(title: str, folder: Path) -> Path:
    """The correct form of a city, with the mistake that a title says."""
    city, phrases = title.split("：")
    (form,) = (ROOT / "samples" / "hebei-13fyp").glob(f"*_{city}_2020_示例.xlsx")
    book, path = load_workbook(form), folder / form.name
    for phrase in phrases.split("；"):
        ((match, does),) = (
            (found, does) for word, does in DONE.items() if (found := re.fullmatch(word, phrase))
        )
        path = does(book, path, match[1])
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(book["填报表"].values)
    else:
        book.save(path)
    return path


@pytest.fixture(scope="module")
def plan() -> Declarations:
    return load("hebei-13fyp")


def said_of(plan: Declarations, path: Path) -> list[str]:
    """The lines of what `check` finds, at its place."""
    report = check(plan, 2020, {path.name: path.read_bytes()})
    return [played.even(line) for one in report.findings for line in str(one).splitlines()]


@pytest.mark.parametrize(("title", "shown"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_said_as_the_page_says(
    title: str, shown: list[str], plan: Declarations, tmp_path: Path
) -> None:
    said = said_of(plan, made(title, tmp_path))
    missing = played.first_missing(map(played.even, shown), said)
    assert missing is None, f"{title}\nnot said: {missing}\n" + "\n".join(said)


def test_the_reason_in_the_remarks_settles_a_figure_that_is_not_there(
    plan: Declarations, tmp_path: Path
) -> None:
    said = said_of(plan, made("邢台市：I7 填成 暂缺；K7 填成 统计部门尚未反馈", tmp_path))
    assert not [line for line in said if "SK-C104" in line or "[须" in line]


def test_its_commands_print_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(list(played.play(PAGE.replace("```text", "```output"), tmp_path))) == 9


def test_its_states_are_those_of_the_program() -> None:
    rows = dict(re.findall(r"^\| (\S+) \| (.+) \|$", PAGE, re.MULTILINE))
    assert {one.chinese: rows.get(one.chinese) for one in Standing} == {
        one.chinese: one.next for one in Standing
    }
    counted = {
        "待更正（N条）" if one is ReportState.TO_CORRECT else one.chinese for one in ReportState
    }
    assert counted <= {*rows, "已报"}
    assert {one.chinese for one in Severity} <= set(rows)


@pytest.mark.parametrize("page", sorted(played.DOCS.glob("*.md")), ids=lambda page: page.name)
def test_every_message_that_a_page_names_exists(page: Path) -> None:
    known = {message.id for message in catalogue()}
    named = re.findall(r"SK-[A-Z]\d+", page.read_text(encoding="utf-8"))
    assert set(named) <= known
