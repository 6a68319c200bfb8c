"""Papers of plans without a scheme, and of those with nobody below the top entity."""

from pathlib import Path

import openpyxl
import pytest
import shuangkong
from docx import Document
from shuangkong.assess.result import NEVER_GRADED
from shuangkong.documents import write_documents

HEAD = "entity,indicator,period,value,unit,verification\n"
FUJIAN = "".join(
    f"{who},carbon_intensity,{year},{value},吨二氧化碳/万元,synthetic\n"
    for who, values in {"福建省": ("2", "1.7"), "泉州市": ("2", "1.9")}.items()
    for year, value in zip((2015, 2020), values, strict=True)
)
STATE = "福建省,peak_study,2020,未开展,,synthetic\n"
YUNNAN = "云南省,chargers,2020,50000,个,synthetic\n"


def papers(plan: str, rows: str, folder: Path) -> Path:
    data = folder / "data.csv"
    data.write_text(HEAD + rows, "utf-8")
    made = shuangkong.assess(plan, 2020, data, checked=False)
    write_documents(made, folder / "out")
    return folder / "out"


@pytest.fixture(scope="module")
def circular(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[list[str]]]:
    out = papers("fujian-13fyp-carbon", FUJIAN + STATE, tmp_path_factory.mktemp("fujian"))
    document = Document(str(out / "通报（草稿）.docx"))
    cells = [[c.text for c in row.cells] for t in document.tables for row in t.rows]
    return "\n".join(p.text for p in document.paragraphs), cells


def test_a_circular_says_that_nobody_is_graded_and_how_the_targets_came_out(circular) -> None:
    text, cells = circular

    assert "一、考核结果\n本年度只评定目标完成情况，不计分、不评等级。" in text
    assert "暂不定级" not in text
    (row,) = (r for r in cells if "泉州市" in r[1])
    assert row[2:4] == ["不计分", NEVER_GRADED]
    assert row[4].startswith("未完成1项（碳排放强度下降）")


def test_a_circular_tells_states_by_their_words(circular) -> None:
    text, _ = circular

    assert "现为“未开展”（要求“已开展”，" in text
    assert "状态（" not in text


def test_preview_and_summary_give_no_grade_and_await_no_points(tmp_path: Path) -> None:
    out = papers("fujian-13fyp-carbon", FUJIAN, tmp_path)

    page = (out / "preview.html").read_text("utf-8")
    ranking = openpyxl.load_workbook(out / "汇总.xlsx").worksheets[0]
    (row,) = (r for r in ranking.iter_rows(values_only=True) if "泉州市" in str(r[2]))

    assert NEVER_GRADED in page
    assert "待定" not in page
    assert row[3:5] == ("—", NEVER_GRADED)


def test_no_circular_goes_out_while_nobody_sent_what_could_be_used(tmp_path: Path) -> None:
    """It announced that 0 个考核对象 had been assessed."""
    out = papers("fujian-13fyp-carbon", FUJIAN[: FUJIAN.index("泉州市")], tmp_path)

    assert (out / "表").exists()
    assert not (out / "通报（草稿）.docx").exists()


def test_no_circular_and_no_table_goes_out_where_there_is_nobody_to_tell_of(tmp_path) -> None:
    """It was about 0 个考核对象, with tables of no rows."""
    out = papers("yunnan-public-13fyp", YUNNAN, tmp_path)

    assert (out / "汇总.xlsx").exists()
    assert not (out / "通报（草稿）.docx").exists()
    assert not (out / "表").exists()
