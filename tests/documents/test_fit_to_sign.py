"""What whoever signs a paper would send back: papers that contradict each other, or do not say."""

import csv
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import shuangkong
from shuangkong import messages, resources
from shuangkong.assess.result import PRAISED, Assessment, EntityResult
from shuangkong.documents import write_documents
from shuangkong.documents.export import summary_csv
from shuangkong.documents.figures import Figures
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.choice import letters_for
from shuangkong.documents.letters.circular import circular_words
from shuangkong.documents.letters.draft import Drafting, draft_letter
from shuangkong.documents.letters.kinds import KINDS, REMINDER, letter_name
from shuangkong.documents.letters.returned import return_words
from shuangkong.documents.letters.words import entity_words
from shuangkong.documents.owed import owed
from shuangkong.documents.scorecard import scorecard
from shuangkong.documents.scored import UNROUNDED
from shuangkong.ledger.sampling import _risks
from shuangkong.reporting import NOTHING_USABLE
from shuangkong.vocabulary import Finding, Place, Severity

from tests.documents import small
from tests.documents.reading import tables

PLANS = (
    ("hebei-13fyp", "hebei-13fyp", 2020),
    ("carbon-15fyp", "carbon-15fyp/data", 2026),
)


@pytest.fixture(scope="module", params=PLANS, ids=[name for name, _, _ in PLANS])
def assessed(request: pytest.FixtureRequest) -> Assessment:
    name, sample, year = request.param
    plan: object = resources.samples() / name if name.startswith("carbon") else name
    return shuangkong.assess(plan, year, resources.samples() / sample)


def test_who_gets_a_letter_of_praise_is_praised_in_every_paper(assessed: Assessment) -> None:
    written = summary_csv(assessed).decode("utf-8-sig")
    rows = {row["代码"]: row for row in csv.DictReader(io.StringIO(written))}
    circular = circular_words(assessed, Letterhead(), Figures())
    table = [*circular["结果表"], *circular["计数表"]]  # type: ignore[misc]
    remarks = {row["对象"].split("〔")[0]: row["备注"] for row in table}

    some = 0
    for code, row in rows.items():
        result = assessed.results[code]
        praised = "commendation" in letters_for(assessed, result)
        some += praised
        assert (PRAISED in row["表彰"]) == praised
        assert (PRAISED in remarks[result.entity.name]) == praised
        card = scorecard(assessed, result).sheets[0]
        assert any(PRAISED in str(cell.content) for cell in card.cells) == praised
    assert some


def _told(result: EntityResult) -> dict[str, object]:
    return return_words(small.assessment(), result, Letterhead(), Figures())


def _sent(result: EntityResult, *findings: Finding) -> EntityResult:
    return replace(result, submitted=False, findings=findings, grade=None)


NOT_THERE = Finding.of(
    messages.SAID_MISSING,
    Place("报送/云杉/云杉市_2019.xlsx", sheet="填报表", cell="D7"),
    seen="暂缺",
    who="云杉市",
    when="2019年",
    name="能源消费总量",
)


def test_who_only_wrote_that_figures_lack_hears_what_came_and_what_lacks() -> None:
    words = _told(_sent(small.assessment().results["C"], NOT_THERE))

    reason = str(words["退回原因"])
    assert words["已报送"] is True
    assert "尚未收到" not in reason
    assert "“云杉市_2019.xlsx”" in reason
    assert NOTHING_USABLE in reason
    (row,) = words["审核意见"]  # type: ignore[misc]
    assert "能源消费总量" in row["意见"]
    assert "暂缺" in row["意见"]


def test_a_letter_names_files_without_the_folders_they_lie_in_here() -> None:
    place = Place("报送/云杉/0012_云杉市.xlsx", sheet="填报表", cell="D7")
    other = "另见 报送/云杉（二）.csv、报送/0013_附表.xls、130500_2020_表.xlsx，单位为吨/万元"
    finding = Finding("SK-X1", Severity.ERROR, other, "见 /srv/收件/说明.pdf", place)

    (row,) = _told(_sent(small.assessment().results["C"], finding))["审核意见"]  # type: ignore[misc]

    assert row["位置"] == "云杉市.xlsx [填报表] D7"
    assert "、附表.xls、130500_2020_表.xlsx，" in row["意见"]
    assert "吨/万元" in row["意见"]
    assert not any(f"{folder}/" in f"{row}" for folder in ("报送", "云杉", "收件"))


def test_the_letter_to_whom_nothing_came_from_asks_and_sends_nothing_back(tmp_path: Path) -> None:
    one = small.assessment()
    silent, sent = _sent(one.results["C"]), _sent(one.results["C"], NOT_THERE)

    assert letter_name("return", silent) == REMINDER
    assert letter_name("return", sent) == KINDS["return"]
    write_documents(replace(one, results={**one.results, "C": silent}), tmp_path / "结果")
    assert [p.name for p in (tmp_path / "结果" / "函").glob("03_*")] == [
        f"03_云杉市_{REMINDER}.docx"
    ]


def test_the_list_for_checks_on_site_tells_silence_from_what_cannot_be_used() -> None:
    one = small.assessment().results["C"]

    assert (5, "没有报送") in _risks(_sent(one))
    assert (5, NOTHING_USABLE) in _risks(_sent(one, NOT_THERE))


@pytest.mark.parametrize("kind", ["result", "rectification", "commendation"])
def test_points_of_an_annex_are_added_up(kind: str, tmp_path: Path) -> None:
    one = small.assessment()
    result = one.results["A"]
    path = tmp_path / "函.docx"
    path.write_bytes(draft_letter(one, result, kind, Drafting()).content)

    (table,) = [t for t in tables(path) if t[0][-1] == "计分说明"]

    *rows, last = table[1:]
    assert last[0] == "合计"
    assert Decimal(last[2]) == sum(Decimal(row[2]) for row in rows)
    assert Decimal(last[3]) == sum(Decimal(row[3]) for row in rows)
    assert last[5].startswith(f"总分{result.total}；")


def test_whoever_recomputes_completion_is_told_of_digits_not_printed() -> None:
    one = small.assessment()
    some = {code: any(s.completion for s in r.scores) for code, r in one.results.items()}
    assert set(some.values()) == {True, False}
    for code, completed in some.items():
        words = entity_words(one, one.results[code], Letterhead(), Figures())
        assert (UNROUNDED in str(words["明细说明"])) == completed
        card = scorecard(one, one.results[code]).sheets[0]
        told = [str(merge.content) for merge in card.merges]
        assert any(UNROUNDED in text for text in told) == completed


def test_a_count_in_an_annex_is_added_up() -> None:
    folder = resources.samples() / "carbon-15fyp"
    one = shuangkong.assess(str(folder), 2026, folder / "data", checked=False)
    words = entity_words(one, one.results["970200"], Letterhead(), Figures())

    classes = {row["类别"] for row in words["计数表"]}  # type: ignore[attr-defined]
    assert len(classes) == 2
    for name in classes:
        rows = [r for r in words["计数表"] if r["类别"] == name]  # type: ignore[attr-defined]
        assert f"{name}{len(rows)}项" in str(words["达标情况"])


def test_points_in_dispute_are_not_called_missing() -> None:
    one = small.assessment()
    result = one.results["A"]
    scores = tuple(
        replace(
            score,
            points=None,
            parts=tuple(
                replace(p, points=None, disputed=n == 0) for n, p in enumerate(score.parts)
            ),
        )
        if score.parts
        else score
        for score in result.scores
    )
    parted = replace(result, scores=scores)
    made = replace(one, results={**one.results, "A": parted})
    (score,) = [s for s in scores if s.parts]
    disputed, *others = (p.name for p in score.parts)

    rows = entity_words(made, parted, Letterhead(), Figures())["计分表"]
    (told,) = [r["说明"] for r in rows if "待合议" in r["说明"]]  # type: ignore[attr-defined]
    assert "有1项评分不一致" in told
    entered = [o for o in owed(made) if o.kind == "得分待录入" and result.entity.name in o.who]
    assert disputed not in "".join(o.why for o in entered)
    assert all(name in "".join(o.why for o in entered) for name in others)
    card = scorecard(made, parted).sheets[0]
    assert any(f"{disputed}：待合议" in (cell.comment or "") for cell in card.cells)


def test_a_provisional_total_is_called_that_once_beside_itself() -> None:
    """The annex said 总分49（暂计）；尚有未计分项目，为暂计."""
    made = small.assessment()
    result = made.results["A"]
    first, *rest = result.scores
    waiting = replace(
        result,
        scores=(replace(first, points=None), *rest),
        total=Decimal(58),
        provisional=True,
        grade=None,
    )
    words = entity_words(made, waiting, Letterhead(), Figures())
    said = f"总分{words['总分']}；{words['合计说明']}"
    assert said == "总分58（暂计）；尚有未计分项目"
