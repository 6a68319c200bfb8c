import zipfile
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import openpyxl
import pytest
from shuangkong.assess.judgement import Outcome
from shuangkong.documents.book import LiveFormula
from shuangkong.documents.pdf import converter
from shuangkong.documents.scorecard import scorecard
from shuangkong.documents.xlsx import write_book
from shuangkong.running.zips import packed

from tests.documents import libreoffice, small
from tests.documents.recalc import differences, formulas

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
SHEETS = ["评分卡", "指标进度", "计算过程", "填报数据", "审核意见", "依据"]


def open_card(folder: Path, name: str, *, values: bool = True) -> openpyxl.Workbook:
    path = next(folder.glob(f"评分卡/*{name}.xlsx"))
    return openpyxl.load_workbook(path, data_only=values)


def texts(book: openpyxl.Workbook, sheet: str) -> list[object]:
    return [c.value for row in book[sheet].iter_rows() for c in row if c.value is not None]


def test_a_scorecard_has_its_six_sheets(written: Path) -> None:
    assert open_card(written, "青松市").sheetnames == SHEETS


@pytest.mark.parametrize("name", ["青松市", "白桦市", "云杉市"])
def test_every_formula_gives_its_cached_value(written: Path, name: str) -> None:
    path = next(written.glob(f"评分卡/*{name}.xlsx"))

    assert differences(path) == []
    assert len(list(formulas(path))) > (0 if name == "云杉市" else 15)


@pytest.mark.skipif(converter() is None, reason="LibreOffice is not installed")
def test_libreoffice_computes_the_same(written: Path, tmp_path: Path) -> None:
    assert libreoffice.differences(sorted(written.rglob("*.xlsx")), tmp_path) == []


def test_a_wrong_cached_value_would_be_found(written: Path, tmp_path: Path) -> None:
    source = next(written.glob("评分卡/*青松市.xlsx"))
    with zipfile.ZipFile(source) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet3.xml"
    members[sheet] = members[sheet].replace(b"<v>0.0597</v>", b"<v>0.0598</v>")
    (tmp_path / "wrong.xlsx").write_bytes(packed(members))

    assert len(differences(tmp_path / "wrong.xlsx")) == 1


def test_every_number_of_the_front_page_is_a_formula_or_declared(written: Path) -> None:
    book = open_card(written, "青松市", values=False)

    loose = [
        (cell.coordinate, cell.value)
        for row in book["评分卡"].iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    ]

    # the points an item is worth are declared in the scheme
    assert [value for _, value in loose] == [40, 60]


def test_figures_lead_from_the_front_page_to_the_data(written: Path) -> None:
    book = open_card(written, "青松市", values=False)
    actual = next(
        c for row in book["评分卡"].iter_rows() for c in row if c.value == "='计算过程'!$D$6"
    )

    step = book["计算过程"]["D6"].value
    data = book["填报数据"]["D6"]

    assert actual.hyperlink.location == "'计算过程'!$D$6"
    cell = "'填报数据'!$D$6"
    assert step == f'=IF(COUNT({cell})=1,0-({cell}*1/100),"—")'
    assert data.value == -5.97
    assert [book["填报数据"].cell(6, c).value for c in (9, 10, 11)] == ["A.xlsx", "填报表", "C7"]


def test_changed_data_changes_score_and_grade(written: Path, tmp_path: Path) -> None:
    import formualizer as fz

    path = next(written.glob("评分卡/*青松市.xlsx"))
    engine = fz.load_workbook(str(path))

    engine.set_value("填报数据", 6, 4, -1.0)

    summary = [engine.evaluate_cell("评分卡", 4, column) for column in (4, 6)]
    assert summary == [58.0, "未完成"]


def test_values_that_were_not_verified_are_marked(written: Path) -> None:
    book = open_card(written, "青松市")

    assert "示例（虚构）" in " ".join(map(str, texts(book, "评分卡")))
    assert "〔示例〕" in [c.value for c in book["填报数据"]["H"]]


def test_verified_results_carry_no_banner() -> None:
    assessment = small.assessment(mark="verified")

    book = scorecard(assessment, assessment.results["A"])

    assert book.banner == ""
    assert not any("示例（虚构）" in str(m.content) for m in book.sheets[0].merges)


def test_a_withheld_grade_says_why(written: Path) -> None:
    said = " ".join(map(str, texts(open_card(written, "云杉市"), "评分卡")))

    assert "暂不定级" in said
    assert "缺少2019年数据，暂不评定" in said
    assert "待定" in said


def test_outcomes_read_without_colour(written: Path) -> None:
    assert "× 未完成" in texts(open_card(written, "白桦市"), "评分卡")
    assert "△ 无法评定" in texts(open_card(written, "云杉市"), "评分卡")


def test_hostile_text_stays_text(written: Path) -> None:
    seen = [c.value for c in open_card(written, "云杉市", values=False)["审核意见"]["D"]]

    assert small.AWKWARD in seen


def test_sheets_print_on_a4_with_page_numbers(written: Path) -> None:
    book = open_card(written, "青松市")

    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert "&P" in sheet.oddFooter.center.text
    assert book["计算过程"].print_title_rows == "$4:$4"
    assert book["填报数据"].freeze_panes == "C5"


def test_the_same_result_gives_the_same_bytes() -> None:
    assessment = small.assessment()
    first = write_book(scorecard(assessment, assessment.results["A"]))

    again = small.assessment()

    assert write_book(scorecard(again, again.results["A"])) == first


def test_charts_are_native(written: Path) -> None:
    with zipfile.ZipFile(next(written.glob("评分卡/*青松市.xlsx"))) as archive:
        assert "xl/charts/chart1.xml" in archive.namelist()


def test_an_overridden_outcome_says_what_was_found_on_review() -> None:
    assessment = small.assessment()
    result = assessment.results["B"]
    decided = replace(
        result.judgements[0],
        outcome=Outcome.OVERRIDDEN,
        decided_by="张处长",
        decided_met=True,
        reason="经复核认定为完成",
    )

    book = scorecard(assessment, replace(result, judgements=(decided,)))

    contents = [c.content for c in book.sheets[0].cells]
    outcomes = [c.value for c in contents if isinstance(c, LiveFormula)]
    assert "※ 人工裁定" in outcomes
    assert any("经复核认定为完成" in str(c) for c in contents)


def test_points_without_a_calculation_rest_on_the_data_sheet() -> None:
    assessment = small.assessment()
    result = assessment.results["A"]
    given = replace(result.scores[0], steps=(), why="按裁定得满分", points=D(40))

    book = scorecard(assessment, replace(result, scores=(given, *result.scores[1:])))

    reason = [c for c in book.sheets[3].cells if c.content == "按裁定得满分"]
    assert len(reason) == 1


def test_a_citation_stands_on_lines_of_its_own_without_brackets_around_brackets() -> None:
    """A closing bracket that follows another was left alone on a line."""
    made = small.assessment()
    front = scorecard(made, made.results["A"]).sheets[0]
    texts = {str(m.content) for m in front.merges}
    (source,) = {
        t.partition("\n")[2] for t in texts if t.startswith("单位地区生产总值能耗降低率")
    } - {""}
    assert source.startswith("《")
    assert source.endswith("一（三）1")
