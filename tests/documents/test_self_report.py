"""The top entity assesses itself by the same scheme, with a report; nobody ranks it."""

from pathlib import Path

import pytest
import shuangkong
from docx import Document
from shuangkong import resources
from shuangkong.assess.result import Assessment
from shuangkong.documents.letters.choice import letters_for
from shuangkong.documents.order import assessed_results

from tests.documents.recalc import differences

FILE = "自评报告（草稿）.docx"


@pytest.fixture(scope="module")
def assessed() -> Assessment:
    folder = resources.samples() / "carbon-15fyp"
    return shuangkong.assess(folder, 2026, folder / "data")


@pytest.fixture(scope="module")
def written(assessed: Assessment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents") / "out"
    shuangkong.write(assessed, folder)
    return folder


def test_the_top_entity_is_graded_by_itself_and_nothing_follows(assessed: Assessment) -> None:
    top = assessed.results[assessed.declarations.plan.top]

    assert top.self_assessed
    assert top.grade is not None
    assert top.grade.consequences == ()
    assert top.rank is None
    assert [one.name for one in top.counts] == ["控制指标", "支撑指标"]
    assert letters_for(assessed, top) == ()
    assert top not in assessed_results(assessed)
    assert not any(r.self_assessed for r in assessed_results(assessed))


def test_the_report_says_every_indicator_and_what_was_missed(
    assessed: Assessment, written: Path
) -> None:
    top = assessed.results[assessed.declarations.plan.top]
    said = [p.text for p in Document(str(written / FILE)).paragraphs if p.text.strip()]
    text = "\n".join(said)

    assert f"{top.entity.name}2026年度碳达峰碳中和综合评价考核自评报告" in text
    assert f"自评等级为{top.grade.name}。" in text
    # a report goes up to somebody, and ends as reports do
    assert "〔主送机关待定〕：" in text
    assert "特此报告。" in said
    for group in top.counts:
        assert group.words in text
        for one in group.indicators:
            assert one.name in text
    assert "示例（虚构）" in text
    assert "评分卡" not in text


def test_its_card_calls_the_grade_its_own_and_follows_its_formulas(written: Path) -> None:
    import openpyxl

    card = next((written / "评价卡").glob("01_*.xlsx"))
    sheet = openpyxl.load_workbook(card, data_only=True)["评价卡"]
    words = [str(c) for row in sheet.iter_rows(values_only=True) for c in row if c is not None]

    assert "自评等级" in words
    assert not [w for w in words if "奖惩措施" in w]
    assert differences(card) == []


def test_a_scheme_that_does_not_ask_for_it_has_no_report(tmp_path: Path) -> None:
    done = shuangkong.assess("hebei-13fyp", 2020, resources.samples() / "hebei-13fyp")
    top = done.results[done.declarations.plan.top]

    assert not top.self_assessed
    assert top.grade is None
    assert FILE not in shuangkong.write(done, tmp_path / "out").files


def test_an_outlook_says_on_screen_and_in_letters_how_far_the_grade_is(tmp_path: Path) -> None:
    from shuangkong.assess.outlook_text import render
    from shuangkong.documents import write_warnings

    folder = resources.samples() / "carbon-15fyp"
    found = shuangkong.outlook(folder, 2026, folder / "data", period="H1")
    entity = next(e for e in found.entities.values() if e.entity.name == "乙城市")

    write_warnings(found, tmp_path / "out")
    (letter,) = (tmp_path / "out" / "函").glob("*乙城市*.docx")
    text = "\n".join(p.text for p in Document(str(letter)).paragraphs)

    # half a year is in, and most indicators are open: two more are not enough
    asked = "控制指标再有2项达标且待定的3项都达标，支撑指标待定的8项至少7项达标，方为合格"
    assert asked in entity.margins
    assert f"按现有数据，{'；'.join(entity.margins)}。" in text
    assert "等级　不合格：控制指标不达标2项（碳排放强度降低、煤炭消费总量），待定3项" in render(
        found
    )
