"""Letters say what the results say: nothing missed is left out, nothing is selected twice."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shuangkong
from shuangkong import resources
from shuangkong.assess.result import Assessment, EntityResult
from shuangkong.documents.figures import Figures
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.choice import letters_for
from shuangkong.documents.letters.circular import circular_words
from shuangkong.documents.letters.returned import return_words
from shuangkong.documents.letters.words import entity_words
from shuangkong.vocabulary import TargetKind

CASES = (
    ("hebei-13fyp", "hebei-13fyp", 2020),
    ("hebei-13fyp", "hebei-13fyp-mistakes", 2020),
    ("national-13fyp", "national-13fyp", 2020),
    ("carbon-demo", "carbon-demo/data", 2026),
)
#: phrases that officials would not sign, each with what is wrong
FAULTS = {
    r"(降低率|增长率|提高率|增量)-\d": "a fall below zero is a rise",
    r"对.{1,6}等级的[^，。]*：": "a grade has no cities",
    r"(省)全省": "said twice",
    r"至今没有收到": "reproachful",
    r"^通报表扬。$": "a heading, no sentence",
    r"TRUE|FALSE|\.csv|\.yaml|verified|synthetic": "internal words",
    r"\b(annual|progress|final|met|not_met)\b": "English",
    r"《[^》]*计分表）》": "a scheme's own title is no document",
    r"。。|；。|，。|：。": "broken punctuation",
    r"None|\{\{|\}\}": "an unfilled place",
}


@pytest.fixture(scope="module", params=CASES, ids=[sample for _, sample, _ in CASES])
def assessed(request: pytest.FixtureRequest) -> Assessment:
    name, sample, year = request.param
    plan: object = name
    if name == "carbon-demo":
        plan = resources.samples() / name
    return shuangkong.assess(plan, year, resources.samples() / sample)


def letters(assessment: Assessment) -> Iterator[tuple[EntityResult, str, dict[str, object]]]:
    for result in assessment.results.values():
        for kind in letters_for(assessment, result):
            fill = return_words if kind == "return" else entity_words
            yield result, kind, fill(assessment, result, Letterhead(), Figures())


def sentences(words: object) -> Iterator[str]:
    if isinstance(words, str):
        yield words
    elif isinstance(words, dict):
        for value in words.values():
            yield from sentences(value)
    elif isinstance(words, (list, tuple)):
        for value in words:
            yield from sentences(value)


def test_no_missed_binding_target_is_left_out(assessed: Assessment) -> None:
    for result, kind, words in letters(assessed):
        if kind == "return":
            continue
        told = [row["叙述"] for row in words["未完成目标"]]  # type: ignore[attr-defined]
        for j in result.judgements:
            # an incentive is no duty, and is told in the annex alone
            duty = j.target.kind is TargetKind.BINDING and not j.target.is_tier
            if j.is_missed and duty:
                named = [t for t in told if t.startswith(j.target.name) and j.clock in t]
                assert named, f"{result.entity.name}: {j.key} is not told"


def test_every_problem_is_a_judged_record_and_none_is_told_twice(assessed: Assessment) -> None:
    for result, kind, words in letters(assessed):
        if kind == "return":
            continue
        missed = [j for j in result.judgements if j.is_missed]
        for table in ("未完成目标", "主要目标", "目标表"):
            rows = [(r["名称"], r["时段"]) for r in words[table]]  # type: ignore[attr-defined]
            assert len(rows) == len(set(rows)), f"{result.entity.name}: {table}"
        assert len(words["未完成目标"]) <= len(missed)  # type: ignore[arg-type]
        told = {(r["名称"], r["时段"]) for r in words["目标表"]}  # type: ignore[attr-defined]
        problems = {(r["名称"], r["时段"]) for r in words["未完成目标"]}  # type: ignore[attr-defined]
        assert problems <= told, "the list and the annex are of the same records"


def test_no_sentence_has_a_known_fault(assessed: Assessment) -> None:
    circular = circular_words(assessed, Letterhead(), Figures())
    told = [("通报", circular), *((r.entity.name, words) for r, _, words in letters(assessed))]
    for name, words in told:
        for text in sentences({k: v for k, v in words.items() if k != "审核意见"}):
            for fault, why in FAULTS.items():
                assert not re.search(fault, text), f"{name}: {text} ({why})"


def test_who_is_in_error_is_not_graded_and_gets_its_data_back(assessed: Assessment) -> None:
    for result in assessed.results.values():
        if result.to_mend and result.entity.code != assessed.declarations.plan.top:
            assert result.grade is None
            assert letters_for(assessed, result) == ("return",)


def test_what_the_province_owes_is_not_asked_of_the_city(assessed: Assessment) -> None:
    for _, kind, words in letters(assessed):
        if kind == "return":
            assert "分解目标未公布" not in "".join(sentences(words["待补事项"]))


def test_nothing_provisional_has_a_rank(assessed: Assessment) -> None:
    assert not [r for r in assessed.results.values() if r.provisional and r.rank is not None]
    rows = circular_words(assessed, Letterhead(), Figures())["结果表"]
    by_name = {r.entity.name: r for r in assessed.results.values()}
    for row in rows:  # type: ignore[attr-defined]
        result = by_name[re.sub(r"〔.*〕", "", row["对象"])]
        if result.provisional and result.total is not None:
            assert "暂计" in row["总分"]


def test_a_faulty_phrase_would_be_found() -> None:
    assert any(re.search(fault, "当年降低率-2.03%") for fault in FAULTS)
    assert any(re.search(fault, "对完成等级的沧州市：考核结果") for fault in FAULTS)


def test_an_anhui_of_any_plan_hears_that_the_digits_decide_nothing(tmp_path: Path) -> None:
    found = shuangkong.assess("national-13fyp", 2020, resources.samples() / "national-13fyp")
    words = entity_words(found, found.results["340000"], Letterhead(), Figures())

    (told,) = words["存疑"]  # type: ignore[misc]
    assert "15.963%至16.007%" in told
    assert "累计进度、期末目标" in told


@pytest.fixture(scope="module")
def hebei() -> Assessment:
    return shuangkong.assess("hebei-13fyp", 2020, resources.samples() / "hebei-13fyp")


def test_a_grade_has_its_own_reason_in_the_list_of_problems(hebei: Assessment) -> None:
    """Only where it followed from the total was the total too low."""
    low = next(r for r in hebei.results.values() if r.grade and r.rank)
    assert hebei.scheme is not None
    worst = replace(low, grade=hebei.scheme.grades[-1], vetoed_by=(), grade_reason="总分低。")
    none_missed = replace(worst, judgements=tuple(j for j in low.judgements if not j.is_missed))
    cases = {
        "total": (none_missed, "分，未达到更高等级的要求，失分情况见附件。"),
        "forced": (replace(none_missed, forced=True), "经查实有弄虚作假。"),
        "vetoed": (
            replace(none_missed, vetoed_by=("甲",), grade_reason="否决项未完成"),
            "否决项未完成。",
        ),
        "unscored": (replace(none_missed, total=None, grade_reason="否决"), "否决。"),
    }
    for name, (result, expected) in cases.items():
        words = entity_words(hebei, result, Letterhead(), Figures())
        assert str(words["其他问题"]).endswith(expected), name
        assert ("总分" in str(words["其他问题"])) == (name == "total"), name
        assert ("暂计" in str(words["总分"])) == (result.provisional and result.total is not None)


def test_a_grade_without_a_total_is_told_without_one(hebei: Assessment) -> None:
    graded = next(r for r in hebei.results.values() if r.grade)
    bare = replace(graded, total=None, rank=None, vetoed_by=("煤炭消费量",), provisional=False)

    told = entity_words(hebei, bare, Letterhead(), Figures())["结果"]

    assert told == f"等级为{graded.grade_word}（否决事项：煤炭消费量）。"
