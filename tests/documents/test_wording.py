"""What an assessment and its papers are called comes from scheme and plan, in every document."""

from pathlib import Path

import openpyxl
import shuangkong
from docx import Document
from shuangkong.vocabulary import Wording

FIGURES = (
    "entity,indicator,period,value,unit\n"
    "110000,province_coal,2026,80,万吨标准煤\n"
    "110000,verdict_transport,2026,达标,状态\n"
)
ISSUED = (
    "target,entity,year,value,unit,source,verification\n"
    "control-coal,110000,2026,70,万吨标准煤,示例,synthetic\n"
)


def _said(path: Path) -> str:
    if path.suffix == ".docx":
        nodes = Document(str(path)).element.iter()
        return "".join(node.text or "" for node in nodes if node.tag.endswith("}t"))
    book = openpyxl.load_workbook(path, data_only=True)
    cells = [c for sheet in book for row in sheet.iter_rows(values_only=True) for c in row]
    return "\n".join([book.properties.title or "", *map(str, cells)])


def test_documents_of_a_count_are_called_as_its_scheme_says(tmp_path: Path) -> None:
    data = {"数.csv": FIGURES.encode(), "allocations.csv": ISSUED.encode()}
    found = shuangkong.assess("national-15fyp-carbon", 2026, data)

    written = shuangkong.write(found, tmp_path / "out")

    paths = [written.folder / name for name in written.files]
    texts = {path.name: _said(path) for path in paths if path.suffix in (".docx", ".xlsx")}
    assert not [name for name, text in texts.items() if "节能目标" in text or "评分卡" in text]
    assert not [name for name in written.files if "评分卡" in name]
    assert "碳达峰碳中和综合评价考核整改事项的函" in texts["02_北京市_整改函.docx"]
    assert "2026年度碳达峰碳中和目标" in texts["02_北京市_考核结果函.docx"]
    card = written.folder / "评价卡/02_北京市.xlsx"
    assert "北京市2026年度碳达峰碳中和综合评价考核评价卡" in _said(card)
    assert openpyxl.load_workbook(card).sheetnames[0] == "评价卡"
    assert "2026年度碳达峰碳中和综合评价考核结果汇总" in texts["汇总.xlsx"]


def test_a_scheme_speaks_before_its_plan_and_what_nobody_says_is_plain() -> None:
    plan, count = shuangkong.load("hebei-13fyp"), shuangkong.load("national-15fyp-carbon")
    other = shuangkong.load("sco-energy-2030")

    assert plan.wording_for(2020).card == "节能目标责任评价考核评分卡"
    assert count.wording_for(2026).goals == "碳达峰碳中和目标"
    assert count.wording_for(2026).card_name == "评价卡"
    plain = Wording(assessment="目标考核", goals="规划目标", card="评分卡", card_name="评分卡")
    assert other.wording_for(2026) == plain
