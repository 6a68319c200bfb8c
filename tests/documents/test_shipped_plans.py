"""Every workbook and letter of both shipped plans: alive, traced, and the same each time."""

import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import shuangkong
from shuangkong import resources
from shuangkong.api.assessing import earlier
from shuangkong.assess.past import Past
from shuangkong.assess.result import Assessment
from shuangkong.documents import looks, write_documents
from shuangkong.documents.pdf import converter
from shuangkong.documents.scorecard import scorecard
from shuangkong.vocabulary import View

from tests.documents import libreoffice
from tests.documents.recalc import differences, formulas
from tests.documents.test_letters import numbers, traced

YEAR = 2020
PLANS = ["national-13fyp", "hebei-13fyp"]
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module", params=PLANS)
def documents(
    request: pytest.FixtureRequest, tmp_path_factory
) -> tuple[Path, Assessment, tuple[Past, ...]]:
    assessment = shuangkong.assess(request.param, YEAR, resources.samples() / request.param)
    history = earlier(assessment)
    folder = tmp_path_factory.mktemp("plans") / request.param
    write_documents(assessment, folder, history=history, sources={})
    return folder, assessment, history


def test_every_formula_of_every_workbook_gives_its_cached_value(documents) -> None:
    folder, *_ = documents
    books = sorted(folder.rglob("*.xlsx"))

    wrong = {path.name: found for path in books if (found := differences(path))}

    assert wrong == {}
    assert sum(len(list(formulas(path))) for path in books) > 1000


@pytest.mark.skipif(
    "CI" not in os.environ or converter() is None, reason="slow; runs where CI is set"
)
def test_libreoffice_computes_the_same(documents, tmp_path: Path) -> None:
    folder, *_ = documents

    assert libreoffice.differences(sorted(folder.rglob("*.xlsx")), tmp_path) == []


def test_no_cell_shows_an_error(documents) -> None:
    folder, *_ = documents

    errors = [
        (path.name, f.sheet, f.cell)
        for path in folder.rglob("*.xlsx")
        for f in formulas(path)
        if str(f.cached).startswith("#") or f.cached != f.cached
    ]

    assert errors == []


def sheet_of(path: Path, name: str) -> ElementTree.Element:
    """A sheet by its name; an empty one where a card has nothing to draw, and so no such sheet."""
    with zipfile.ZipFile(path) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        names = [one.attrib["name"] for one in book.iter(f"{_MAIN}sheet")]
        if name not in names:
            assert name == "指标进度"
            return ElementTree.Element("none")
        number = names.index(name) + 1
        return ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))


def loose_numbers(path: Path, sheet: str) -> Iterator[tuple[str, float]]:
    """Numbers of a sheet that are no formula, with their column letter."""
    tree = sheet_of(path, sheet)
    for cell in tree.iter(f"{_MAIN}c"):
        value = cell.find(f"{_MAIN}v")
        plain = cell.find(f"{_MAIN}f") is None and cell.attrib.get("t") is None
        if plain and value is not None:
            yield re.sub(r"\d", "", cell.attrib["r"]), float(value.text or "nan")


def test_no_number_of_a_scorecard_stands_without_a_formula(documents) -> None:
    folder, assessment, _ = documents
    scheme = assessment.scheme
    declared = {float(i.points) for i in scheme.items} if scheme else set()
    period = assessment.declarations.plan.period

    for path in folder.glob("评分卡/*.xlsx"):
        front = {value for _, value in loose_numbers(path, "评分卡")}
        progress = set(loose_numbers(path, "指标进度"))
        calculation = {column for column, _ in loose_numbers(path, "计算过程")}
        assert front <= declared, path.name
        assert {column for column, _ in progress} <= {"A"}, path.name
        assert all(1990 < value <= period.last + 15 for _, value in progress), path.name
        assert calculation <= {"A"}, path.name


def test_every_figure_of_the_data_sheet_names_its_source(documents) -> None:
    folder, *_ = documents
    for path in folder.glob("评分卡/*.xlsx"):
        tree = sheet_of(path, "填报数据")
        filled: dict[str, set[str]] = {}
        for cell in tree.iter(f"{_MAIN}c"):
            if cell.find(f"{_MAIN}v") is not None:
                column = re.sub(r"\d", "", cell.attrib["r"])
                filled.setdefault(cell.attrib["r"].removeprefix(column), set()).add(column)
        rows = [columns for columns in filled.values() if {"A", "B", "D"} <= columns]
        assert all("I" in columns for columns in rows), path.name


def test_no_figure_of_a_letter_is_without_trace(documents) -> None:
    folder, *_ = documents
    letters = [*folder.glob("函/*.docx"), folder / "通报（草稿）.docx"]

    loose = {
        path.name: found
        for path in letters
        if (found := numbers(path) - traced(folder, path.relative_to(folder).as_posix()))
    }

    assert loose == {}
    assert len(letters) > 10


def test_the_path_of_the_chart_is_what_the_engine_required_each_year(documents) -> None:
    _, assessment, history = documents
    checked = 0
    for code, result in assessment.results.items():
        by_year = {past.year: list(past.judgements(code).values()) for past in history}
        by_year[assessment.year] = list(result.judgements)
        sheet = scorecard(assessment, result, history=history).sheets[1]
        cells = {(c.row, c.col): c.content for c in sheet.cells}
        headings = {
            m.row: m.content
            for m in sheet.merges
            if isinstance(m.content, str) and m.content != "年份"
        }
        for row, year in ((m.row, m.content) for m in sheet.merges):
            if not isinstance(year, int) or year not in by_year:
                continue
            heading = headings[max(r for r in headings if r < row)]
            same = [
                j
                for j in by_year[year]
                if j.view is View.PROGRESS
                and looks.marked(j.target.name, j.verification) == heading
            ]
            required, actual = cells[(row, 2)], cells[(row, 3)]
            for judgement in same:
                assert required.value == pytest.approx(judgement.required)
                if judgement.actual is not None:
                    assert actual.value == judgement.actual
                checked += 1
    assert checked > 20
