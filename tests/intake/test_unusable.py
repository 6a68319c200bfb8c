"""Files that nothing can be taken from: whose they are, what is wrong with them, never 未报."""

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from shuangkong.api import assessing, forms, submissions
from shuangkong.commands.root import root
from shuangkong.declarations.load import load
from shuangkong.documents.figures import Figures
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.circular import circular_words
from shuangkong.errors import IntakeError
from shuangkong.intake.status import EntityForms, ReportState
from shuangkong.resources import targets
from shuangkong.vocabulary import Severity

from tests.place import ROOT

FORMS = ROOT / "samples" / "hebei-13fyp"
LANGFANG = "131000_廊坊市_2020_示例.xlsx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One good form (廊坊市) in a folder."""
    made = tmp_path / "收"
    made.mkdir()
    shutil.copy(FORMS / LANGFANG, made)
    return made


def damage(path: Path) -> None:
    path.write_bytes((FORMS / LANGFANG).read_bytes()[:5000])


def rows(folder: Path) -> dict[str, EntityForms]:
    found = submissions.standings(
        "hebei-13fyp", 2020, submissions.check("hebei-13fyp", 2020, folder)
    )
    return {one.entity.name: one for one in found}


@pytest.mark.parametrize(
    "name", ["130700.xlsx", "张家口市报表（第二次）.xlsx", "河北省张家口市.xls"]
)
def test_a_damaged_file_is_told_of_whom_its_name_says(folder, name):
    damage(folder / name)
    found = rows(folder)
    row = found["张家口市"]
    assert (row.state, row.faults) == (ReportState.TO_CORRECT, 1)
    assert [name in said and "文件损坏" in said for said in row.remarks] == [True]
    assert {found["廊坊市"].remarks, found["承德市"].remarks} == {()}
    assert found["承德市"].state is ReportState.MISSING


def test_an_empty_file_is_of_no_use_and_named(folder):
    (folder / "张家口市.xlsx").write_bytes(b"")

    said = CliRunner().invoke(root, ["check", str(folder / "张家口市.xlsx")])

    assert said.exit_code == 1
    assert "[不可用] 文件中没有任何内容" in str(said.exception)
    row = rows(folder)["张家口市"]
    assert (row.state, row.faults) == (ReportState.TO_CORRECT, 1)
    assert ["没有任何内容" in one for one in row.remarks] == [True]


def test_a_damaged_copy_beside_a_good_form_takes_nothing_away(folder):
    before = rows(folder)["廊坊市"]
    damage(folder / "廊坊市（旧）.xlsx")
    assert rows(folder)["廊坊市"] == before


def test_status_lists_files_that_are_nobodys_and_fails(folder):
    arguments = ["status", "hebei-13fyp", "--year", "2020", "--data", str(folder)]
    assert CliRunner().invoke(root, arguments).exit_code == 0
    damage(folder / "汇总.xlsx")
    with zipfile.ZipFile(folder / "包.zip", "w") as archive:
        archive.writestr("../外.csv", "x")
        archive.writestr("甲\u202e乙.csv", "x")
    result = CliRunner().invoke(root, arguments)
    assert result.exit_code == 1
    assert "汇总.xlsx不能用（文件损坏" in result.output
    assert "“../外.csv”指向压缩包之外" in result.output
    assert "“甲�乙.csv”含看不见的控制字符" in result.output


def test_another_plans_form_is_told_of_its_city(folder):
    form = forms.form("national-13fyp", 2020, "天津市")
    (folder / "邢台市_2020.xlsx").write_bytes(form)
    row = rows(folder)["邢台市"]
    assert row.state is ReportState.TO_CORRECT
    assert "不是“hebei-13fyp”的" in row.remarks[0]


def test_the_letter_says_that_something_came(folder):
    damage(folder / "131100_衡水市.xlsx")
    plan = load(targets() / "hebei-13fyp")
    assessment = assessing.assess(plan, 2020, folder)
    letters = {
        name: assessing.draft(assessment, name) for name in ("衡水市", "承德市")
    }  # fmt: skip
    said = {name: _text(files) for name, files in letters.items()}
    assert "报来的材料中没有能够采用的本年度数据" in said["衡水市"]
    assert "131100_衡水市.xlsx" in said["衡水市"]
    assert "尚未收到" not in said["衡水市"]
    assert "尚未收到你市的考核数据" in said["承德市"]


def _text(files: "dict[str, bytes]") -> str:
    import io

    from docx import Document

    found = []
    for name, content in files.items():
        if name.endswith(".docx"):
            document = Document(io.BytesIO(content))
            found += [one.text for one in document.paragraphs]
            found += [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join(found)


def test_a_damaged_file_without_a_plan_is_a_damaged_file(tmp_path):
    damage(tmp_path / "130600_保定市_2020.xlsx")
    with pytest.raises(IntakeError) as caught:
        submissions.check(None, None, tmp_path / "130600_保定市_2020.xlsx")
    assert [one.kind for one in caught.value.findings] == ["SK-I001"]
    assert "文件损坏" in str(caught.value)


@pytest.mark.parametrize("filled", [False, True])
def test_a_form_of_another_year_alone_is_answered_once(folder, filled):
    old = folder / "沧州.xlsx"
    known = FORMS / "130900_沧州市_2020_示例.xlsx"
    old.write_bytes(forms.form("hebei-13fyp", 2019, "沧州市"))
    if filled:
        type_in(old, known)
    report = submissions.check("hebei-13fyp", 2020, folder)
    mine = [one for one in report.of_file("沧州.xlsx") if one.severity is not Severity.INFO]
    assert "SK-I370" in [one.kind for one in mine]
    assert not {"SK-I249", "SK-I053"} & {one.kind for one in report.of_file("沧州.xlsx")}
    assert rows(folder)["沧州市"].state is ReportState.EARLIER
    letter = _text(assessing.draft(assessing.assess("hebei-13fyp", 2020, folder), "沧州市"))
    assert "报来的是2019年度的填报表，没有2020年度的" in letter
    assert "请用2020年度的填报表填报" in letter
    assert "黄色单元格" not in letter
    shutil.copy(known, folder)
    kinds = {one.kind for one in submissions.check("hebei-13fyp", 2020, folder).findings}
    assert "SK-I370" not in kinds


def type_in(form: Path, other: Path) -> None:
    """Give a form the figures of another one in the cells of the years that both have."""
    import openpyxl

    book, source = openpyxl.load_workbook(form), openpyxl.load_workbook(other)
    page, given = book.worksheets[0], source.worksheets[0]
    values = {
        (given.cell(row, 2).value, given.cell(6, col).value): given.cell(row, col).value
        for row in range(7, given.max_row + 1)
        for col in range(4, 10)
    }
    count = 0
    for row in range(7, page.max_row + 1):
        for col in range(4, 10):
            value = values.get((page.cell(row, 2).value, page.cell(6, col).value))
            if isinstance(value, int | float):
                page.cell(row, col).value = value
                count += 1
    assert count > 5
    book.save(form)


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_every_paper_of_a_run_says_of_each_city_what_status_says(folder, tmp_path):
    damage(folder / "130700_张家口市.xlsx")
    (folder / "沧州.xlsx").write_bytes(forms.form("hebei-13fyp", 2019, "沧州市"))
    (folder / "承德.xlsx").write_bytes(forms.form("hebei-13fyp", 2020, "承德市"))
    shutil.copy(ROOT / "samples/hebei-13fyp-mistakes/130500_邢台市_2020_示例.xlsx", folder)
    assessment = assessing.assess("hebei-13fyp", 2020, folder)

    said = {row.entity.name: row.state for row in rows(folder).values()}
    own = {r.entity.name: r.reported for r in assessment.results.values() if r.entity.name in said}
    assert own == said
    assert {
        ReportState.TO_CORRECT,
        ReportState.EARLIER,
        ReportState.EMPTY,
        ReportState.MISSING,
    } <= set(said.values())

    out = tmp_path / "结果"
    assessing.write(assessment, out)
    book = openpyxl.load_workbook(out / "汇总.xlsx", data_only=True)
    page = (out / "preview.html").read_text(encoding="utf-8")
    said.pop("河北省", None)  # whose assessment it is: it is ranked nowhere
    for sheet in ("排名", "填报情况"):
        cells = [[str(c.value) for c in row] for row in book[sheet].iter_rows()]
        for name, state in said.items():
            row = next(r for r in cells if name in r)
            assert state.signed in row, f"{sheet}: {name}"
    for name, state in said.items():
        assert f">{state.signed}<" in page.split(f'">{name}</a>')[1].split("</tr>")[0]


def test_a_file_without_any_figure_is_told_of_whom_its_name_says(folder):
    (folder / "130700_张家口市.xlsx").write_text("没数", "utf-8")
    row = rows(folder)["张家口市"]
    assert (row.state, row.faults) == (ReportState.TO_CORRECT, 1)
    assert "130700_张家口市.xlsx不能用（没有找到本规划的任何指标" in row.remarks[0]


@pytest.mark.parametrize("first", [True, False])
def test_a_copy_under_the_name_of_another_is_the_fault_of_the_name(folder, first):
    """Whichever of the copies is read first: the good form counts, and neither is to be deleted."""
    good = folder / ("z廊坊市.xlsx" if first else LANGFANG)
    (folder / LANGFANG).rename(good)
    shutil.copy(good, folder / "130700_张家口市.xlsx" if first else folder / "张家口市.xlsx")

    found = submissions.check("hebei-13fyp", 2020, folder)

    assert "SK-I014" not in {one.kind for one in found.findings}
    told = [one for one in found.findings if one.kind == "SK-I244"]
    assert [(one.entity, "里面是廊坊市的填报表" in one.why) for one in told] == [("130700", True)]
    states = rows(folder)
    assert (states["张家口市"].state, states["廊坊市"].faults) == (ReportState.TO_CORRECT, 0)
    assert "文件名写的是张家口市" in states["张家口市"].remarks[0]
    assert not states["廊坊市"].remarks


def test_a_copy_under_any_other_name_may_go(folder):
    shutil.copy(folder / LANGFANG, folder / "备份.xlsx")
    kinds = [one.kind for one in submissions.check("hebei-13fyp", 2020, folder).findings]
    assert ("SK-I014" in kinds, "SK-I244" in kinds) == (True, False)


def test_letter_and_circular_say_whose_form_came_under_the_name(folder):
    (folder / LANGFANG).rename(folder / "张家口市.xlsx")
    assessment = assessing.assess(load(targets() / "hebei-13fyp"), 2020, folder)
    said = _text(assessing.draft(assessment, "张家口市"))
    of_other = "文件名写的是张家口市，里面是廊坊市的填报表，没有张家口市的数"
    assert of_other in said
    assert "尚未收到你市的考核数据" in said
    words = circular_words(assessment, Letterhead(), Figures())
    assert f"张家口市（尚未报送数据，{of_other}）" in str(words)
