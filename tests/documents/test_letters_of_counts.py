"""A letter about a count says the grade and the count, and never that nothing was graded."""

import shuangkong
from shuangkong.documents.figures import Figures
from shuangkong.documents.letters.grades import result_sentence

FIGURES = (
    "entity,indicator,period,value,unit\n"
    "110000,province_coal,2026,80,万吨标准煤\n"
    "110000,verdict_transport,2026,达标,状态\n"
    "130000,verdict_transport,2026,达标,状态\n"
)
ISSUED = (
    "target,entity,year,value,unit,source,verification\n"
    "control-coal,110000,2026,70,万吨标准煤,示例,synthetic\n"
)


def test_the_letter_says_the_grade_and_what_was_counted() -> None:
    data = {"数.csv": FIGURES.encode(), "allocations.csv": ISSUED.encode()}
    found = shuangkong.assess("national-15fyp-carbon", 2026, data)

    said = result_sentence(found, found.results["110000"], Figures())
    unsent = result_sentence(found, found.results["120000"], Figures())
    open_ = result_sentence(found, found.results["130000"], Figures())

    assert said.startswith("考核等级为不合格。")
    assert "不达标1项（煤炭消费总量）" in said
    assert "不评等级" not in said
    assert "总分" not in said
    assert open_.startswith("暂不定级：")
    assert "待定" in open_
    assert unsent == "暂不定级：尚未报送数据。"
