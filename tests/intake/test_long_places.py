"""What is said of a row of a long table stands at the cell that is to be mended."""

import pytest
from shuangkong.intake import read_submissions
from shuangkong.intake.checks.report import check

HEAD = "entity,indicator,period,value,unit,note\n"


def told(plan, tmp_path, row: str) -> list[tuple[str, str]]:
    path = tmp_path / "表.csv"
    path.write_text(f"{HEAD}{row}\n", encoding="utf-8")
    found = check(plan, read_submissions(plan, path, 2020), 2020).findings
    return [(f.kind, f.place.cell) for f in found if f.place and f.place.cell]


@pytest.mark.parametrize(
    ("row", "kind", "cell"),
    [
        ("130500,energy_total,2020,1e400,万吨标准煤,", "SK-I025", "D2"),
        ("130500,gdp,2020,5000,吨,", "SK-I021", "E2"),
        ("130500,gdp,2020,5000吨,,", "SK-I021", "D2"),
        ("130500,gdp,2020,5000,,", "SK-I020", "E2"),
        ("130500,gdp,20xx,5000,亿元,", "SK-I022", "C2"),
        ("没有市,gdp,2020,5000,亿元,", "SK-I024", "A2"),
        ("130500,没有,2020,5000,亿元,", "SK-I071", "B2"),
        ("130500,gdp,2020,大概,亿元,", "SK-I025", "D2"),
    ],
)
def test_a_fault_stands_at_its_own_cell(hebei, tmp_path, row, kind, cell):
    assert told(hebei, tmp_path, row) == [(kind, cell)]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+说明", "@SUM(A1)", '"=HYPERLINK(""x"")"'])
def test_a_text_that_a_program_would_run_is_asked_about(hebei, tmp_path, text):
    row = f"130500,gdp,2020,2000,亿元,{text}"
    assert told(hebei, tmp_path, row) == [("SK-I398", "F2")]


@pytest.mark.parametrize("text", ["+5.2%", "-", "—说明", '="0123"'])
def test_a_number_with_its_sign_is_no_formula(hebei, tmp_path, text):
    assert told(hebei, tmp_path, f"130500,gdp,2020,2000,亿元,{text}") == []
