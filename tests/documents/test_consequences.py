"""What follows from a grade: for whom its conditions hold, and until a day that is known."""

import datetime
import io
import shutil
from dataclasses import replace
from pathlib import Path

import docx
import pytest
import shuangkong
from shuangkong import resources
from shuangkong.api.assessing import draft
from shuangkong.assess.consequences import follows
from shuangkong.assess.judgement import Outcome
from shuangkong.declarations.load import load
from shuangkong.declarations.tables import holidays
from shuangkong.documents import write_documents
from shuangkong.documents.consequences import consequences, until_words
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.scorecard import scorecard
from shuangkong.vocabulary import Consequence
from shuangkong.vocabulary.workdays import after

from tests.documents import small

CALENDAR = load(resources.targets() / "national-15fyp-carbon").holidays
DATED = Letterhead(date="2026年2月10日")


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-02", 1, "2026-03-03"),
        ("2026-03-06", 1, "2026-03-09"),
        # a Saturday that is worked, then nine days off
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-04-03", 1, "2026-04-07"),
        ("2026-09-19", 1, "2026-09-20"),
        ("2026-09-30", 2, "2026-10-09"),
        ("2026-02-10", 30, "2026-03-30"),
    ],
)
def test_working_days_follow_the_calendar(start: str, days: int, end: str) -> None:
    found = after(datetime.date.fromisoformat(start), days, CALENDAR)

    assert found == datetime.date.fromisoformat(end)


def test_a_year_whose_holidays_are_not_known_is_not_guessed() -> None:
    assert after(datetime.date(2026, 12, 28), 3, CALENDAR) == datetime.date(2026, 12, 31)
    assert after(datetime.date(2026, 12, 28), 4, CALENDAR) is None
    assert after(datetime.date(2026, 3, 2), 1, ()) is None


def test_a_deadline_is_a_day_only_where_it_can_be_known() -> None:
    assert until_words(30, CALENDAR, DATED) == "2026年3月30日前（自2026年2月10日起30个工作日内）"
    unknown = until_words(30, CALENDAR, Letterhead(date="2026-12-01"))
    assert unknown == "自2026年12月1日起30个工作日内〔节假日安排未全部公布，具体日期待定〕"
    assert until_words(30, CALENDAR, Letterhead()).endswith("〔具体日期待成文后确定〕")
    assert until_words(30, CALENDAR, Letterhead(date="2026-02-30")).endswith(
        "〔具体日期待成文后确定〕"
    )


def _graded(*some: Consequence):
    made = small.assessment()
    result = made.results["B"]
    assert result.grade is not None
    return made, replace(result, grade=replace(result.grade, conditional=some))


def test_conditions_decide_for_whom_it_is_and_missing_is_neither_met_nor_missed() -> None:
    met = Consequence(text="完成者", met=("intensity",))
    missed = Consequence(text="未完成者", missed=("intensity",))
    _, result = _graded(met, missed)

    def told(outcome: Outcome) -> list[str]:
        judged = tuple(replace(j, outcome=outcome) for j in result.judgements)
        return [c.text for c in follows(replace(result, judgements=judged))][-2:]

    plain = list(result.grade.consequences)
    assert told(Outcome.MET)[-1] == "完成者"
    assert told(Outcome.NOT_MET)[-1] == "未完成者"
    assert [*told(Outcome.NOT_ASSESSABLE)] == plain[-2:]


def test_the_letter_and_the_circular_tell_it_with_its_deadline(tmp_path: Path) -> None:
    one = Consequence(text="书面报告整改措施，{期限}", missed=("intensity",), working_days=30)
    made, result = _graded(one)
    made = replace(
        made,
        results={**made.results, "B": result},
        declarations=replace(made.declarations, holidays=CALENDAR),
    )
    assert consequences(result, CALENDAR, DATED)[-1].startswith("书面报告整改措施，2026年3月30日前")

    write_documents(made, tmp_path / "out", letterhead=DATED)

    letter = docx.Document(str(next((tmp_path / "out" / "函").glob("02_*整改函.docx"))))
    said = "\n".join(p.text for p in letter.paragraphs)
    assert "书面报告整改措施，2026年3月30日前（自2026年2月10日起30个工作日内）" in said
    # what is reported is the rule's to say, and is asked for once
    assert "于2026年3月30日前（自2026年2月10日起30个工作日内）按照下列规定的要求书面报送" in said
    assert "整改情况" not in said
    circular = docx.Document(str(tmp_path / "out" / "通报（草稿）.docx"))
    assert any("2026年3月30日前" in p.text for p in circular.paragraphs)


def test_the_office_adds_the_next_years_holidays_and_a_day_is_named(tmp_path: Path) -> None:
    samples = resources.samples() / "carbon-15fyp"
    plan = shutil.copytree(samples, tmp_path / samples.name, ignore=shutil.ignore_patterns("data"))
    dated = Letterhead(date="2027-03-01")

    def letter() -> str:
        made = shuangkong.assess(plan, 2026, samples / "data", checked=False)
        files = draft(made, "丁城市", letterhead=dated)
        content = next(data for file, data in files.items() if file.endswith("整改函.docx"))
        return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)

    assert "于2027年3月1日起30个工作日内〔节假日安排未全部公布，具体日期待定〕" in letter()

    days = ["2027-01-01,holiday,示例", "2027-04-05,holiday,示例", "2027-04-10,workday,示例"]
    calendar = plan / "holidays.csv"
    calendar.write_text(
        calendar.read_text(encoding="utf-8") + "\n".join([*days, ""]), encoding="utf-8"
    )
    assert "于2027年4月12日前（自2027年3月1日起30个工作日内）按照下列规定的要求书面报送" in letter()


def test_the_calendar_is_declared_and_its_faults_are_found_with_their_line() -> None:
    found: list = []
    days = ("2026-13-01,holiday", "2026-01-01,rest", "2026-01-02,holiday", "2026-01-02,workday")
    text = "date,kind,source\n" + "".join(f"{day},甲\n" for day in days)

    rows = holidays(text, "holidays.csv", found)

    assert [str(one.date) for one in rows] == ["2026-01-02"]
    assert [(f.kind, f.place.line) for f in found] == [
        ("SK-D010", 2),
        ("SK-D013", 3),
        ("SK-D016", 5),
    ]
    assert {day.source for day in CALENDAR} != {""}


def test_one_consequence_alone_has_no_number_on_a_card() -> None:
    folder = resources.samples() / "carbon-demo"
    made = shuangkong.assess(folder, 2027, folder / "data", checked=False)
    failed = next(r for r in made.results.values() if r.grade and r.grade.name == "不合格")

    said = [str(m.content) for m in scorecard(made, failed).sheets[0].merges]

    assert any("一个月内提出书面整改报告" in one for one in said)
    assert not any("1. 一个月内" in one for one in said)
