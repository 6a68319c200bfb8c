import datetime
import json
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from shuangkong.errors import LedgerError
from shuangkong.ledger import show, show_changes
from shuangkong.ledger.compare import compare
from shuangkong.ledger.confirm import confirm, refuse, same_person
from shuangkong.ledger.decide import Wish, decide, preview
from shuangkong.ledger.entries import rulings
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.register import register
from shuangkong.ledger.replay import replay
from shuangkong.ledger.state import Use, state
from shuangkong.ledger.status import status
from shuangkong.ledger.store import opened
from shuangkong.vocabulary import DecisionKind, View

from tests.ledger.conftest import ruled


def made(world, kind=DecisionKind.OVERRIDE, target="total", choice="met", **more):
    by, reason = more.pop("by", "李主任"), more.pop("reason", "不可抗力")
    return ruled(world.workspace, kind, target, choice, by, reason, clock=world.clock, **more)


def wish(kind=DecisionKind.OVERRIDE, target="total", choice="met", **more):
    return Wish(kind, target, choice, "李主任", "不可抗力", **more)


def result(world, entity):
    return assess_workspace(world.workspace, 2020).assessment.results[entity]


def outcomes(world):
    found = assess_workspace(world.workspace, 2020).assessment
    return {
        (j.entity.name, j.target.id, j.view.value): j.outcome.value
        for r in found.results.values()
        for j in r.judgements
    }


def in_force(world):
    with opened(world.workspace) as ledger:
        return [d.choice for d in state(ledger, 2020, ledger.head.number).decisions(2020)]


def test_an_override_changes_the_verdict_it_is_about_and_no_other(begun):
    begun.both_cities()
    before = outcomes(begun)

    made(begun, entity="乙市", year=2020, view=View.FINAL)

    after = outcomes(begun)
    changed = {key for key in after if after[key] != before[key]}
    assert changed == {("示例乙市", "total", "final")}


def test_a_decision_keeps_name_reason_and_date(begun):
    begun.both_cities()
    done = made(begun, entity="990200", by=" 李主任 ", reason="经省政府同意")

    decision = done.ruling.decision
    assert (decision.by, decision.reason) == ("李主任", "经省政府同意")
    assert decision.at.isoformat() == "2021-03-01"
    assert decision.entity == "990200"


def test_a_decision_is_told_in_names_and_in_no_codes(begun):
    begun.both_cities()

    override = show.decided(made(begun, entity="乙市", year=2020, view=View.FINAL))
    figure = show.decided(
        made(begun, DecisionKind.FIGURE, "energy_total", "88", entity="乙市", year=2020)
    )

    declared = status(begun.workspace, 2020).declarations
    target, indicator = declared.targets["total"], declared.indicators["energy_total"]
    assert f"：{target.name}（示例乙市、2020、期末目标） → 完成" in override
    assert f"核定数据：{indicator.name}（示例乙市、2020） → 88 万吨标准煤" in figure
    for text in (override, figure, show.status(status(begun.workspace, 2020))):
        assert not any(code in text for code in ("990200、", "energy_total", "final", "：total"))


def test_a_later_decision_on_the_same_matter_takes_over_and_the_earlier_stays(begun):
    begun.both_cities()
    first = made(begun, entity="乙市")
    second = made(begun, entity="990200", choice="not_met")

    assert second.instead_of == first.ruling
    assert in_force(begun) == ["not_met"]
    with opened(begun.workspace) as ledger:
        assert [r.decision.choice for r in rulings(ledger)] == ["met", "not_met"]


def test_a_decision_can_be_withdrawn(begun):
    begun.both_cities()
    made(begun, entity="乙市")
    made(begun, entity="甲市", choice="not_met")
    made(begun, entity="乙市", choice="withdraw")

    assert in_force(begun) == ["not_met"]


A_PART = {
    "kind": DecisionKind.POINTS,
    "target": "measures.m1",
    "choice": "30",
    "entity": "乙市",
    "year": 2020,
}


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"target": "totle"}, "SK-L030"),
        ({"entity": "丙市"}, "SK-L031"),
        ({"choice": "完成"}, "SK-L032"),
        ({"year": 2035}, "SK-L033"),
        ({"by": " "}, "SK-L008"),
        ({"reason": ""}, "SK-L008"),
        ({"kind": DecisionKind.READING, "choice": "a"}, "SK-L035"),
        ({"kind": DecisionKind.CONFLICT, "choice": "coal"}, "SK-L035"),
        ({"kind": DecisionKind.REVISION, "target": "3", "choice": "accept"}, "SK-L014"),
        ({"entity": "乙市"}, "SK-L122"),
        ({"entity": None, "everyone": False}, "SK-L120"),
        ({"entity": "乙市", "at": datetime.date(2020, 12, 31)}, "SK-L121"),
        ({"entity": "乙市", "at": datetime.date(2031, 1, 1)}, "SK-L121"),
        ({"kind": DecisionKind.POINTS, "target": "measures.m1", "choice": "3"}, "SK-L125"),
        (
            {"kind": DecisionKind.FIGURE, "target": "coal", "choice": "3", "year": 2020},
            "SK-L126",
        ),
        (dict(A_PART, target="measures.m9"), "SK-L127"),
        (dict(A_PART, choice="40.5"), "SK-L128"),
        (dict(A_PART, kind=DecisionKind.FIGURE, target="coal", choice="约3"), "SK-L129"),
        (dict(A_PART, kind=DecisionKind.FALSIFIED, choice="未完成"), "SK-L130"),
        (
            dict(A_PART, kind=DecisionKind.FALSIFIED, target="grade", choice="良好"),
            "SK-L032",
        ),
        (
            {"kind": DecisionKind.NOT_COMPUTABLE, "choice": "accepted", "entity": "乙市"},
            "SK-L035",
        ),
    ],
)
def test_a_decision_that_fits_nothing_is_refused(begun, more, kind):
    with pytest.raises(LedgerError, match=kind):
        made(begun, **more)

    with opened(begun.workspace) as ledger:
        assert rulings(ledger) == ()


def test_a_target_without_a_verdict_is_refused_by_its_name(begun):
    with pytest.raises(LedgerError, match=r"的“能源消费总量控制”在") as refused:
        made(begun, entity="乙市")

    assert "“total”" not in str(refused.value)


def test_a_submission_is_accepted_or_rejected_as_a_whole(begun):
    number = begun.submit(begun.form("甲", {("coal", 2020): 1})).taken[0].submission.number

    with pytest.raises(LedgerError, match="SK-L034"):
        made(begun, DecisionKind.REVISION, str(number), "accept", entity="甲市")
    with pytest.raises(LedgerError, match="SK-L032"):
        made(begun, DecisionKind.REVISION, str(number), "met")
    done = made(begun, DecisionKind.REVISION, f"第{number}号", "reject")

    assert done.ruling.submission == number


def test_until_a_second_person_confirms_it_a_decision_has_no_effect(begun):
    begun.both_cities()
    before = outcomes(begun)
    number = made(begun, entity="乙市", view=View.FINAL, second=None).ruling.number

    assert outcomes(begun) == before
    with opened(begun.workspace) as ledger:
        found = state(ledger, 2020, ledger.head.number)
    assert [r.number for r in found.waiting] == [number]

    confirm(begun.workspace, (number,), "副手", clock=begun.clock)

    assert outcomes(begun)["示例乙市", "total", "final"] == "overridden"


def test_nobody_confirms_alone_twice_or_what_waits_for_nobody(begun):
    begun.both_cities()
    number = made(begun, entity="乙市", second=None).ruling.number

    with pytest.raises(LedgerError, match="SK-L123"):
        confirm(begun.workspace, (number,), "李 主任", clock=begun.clock)
    with pytest.raises(LedgerError, match="SK-L124"):
        confirm(begun.workspace, (number, 3), "副手", clock=begun.clock)
    confirm(begun.workspace, (number,), "副手", clock=begun.clock)
    with pytest.raises(LedgerError, match="SK-L124"):
        confirm(begun.workspace, (number,), "副手", clock=begun.clock)


def test_what_a_second_person_refuses_never_has_effect_and_says_why(begun):
    begun.both_cities()
    before = outcomes(begun)
    number = made(begun, entity="乙市", view=View.FINAL, second=None).ruling.number

    with pytest.raises(LedgerError, match="SK-L123"):
        refuse(begun.workspace, (number,), "李主任", "依据不足", clock=begun.clock)
    with pytest.raises(LedgerError, match="理由"):
        refuse(begun.workspace, (number,), "副手", " ", clock=begun.clock)
    (done,) = refuse(begun.workspace, (number,), "副手", "依据不足", clock=begun.clock)

    assert "依据不足" in show.refused(done)
    assert outcomes(begun) == before
    for again in (
        lambda: confirm(begun.workspace, (number,), "副手", clock=begun.clock),
        lambda: refuse(begun.workspace, (number,), "副手", "再次", clock=begun.clock),
    ):
        with pytest.raises(LedgerError, match="SK-L124"):
            again()
    with opened(begun.workspace) as ledger:
        found = state(ledger, 2020, ledger.head.number)
        earlier = state(ledger, 2020, number)
    assert (found.waiting, [r.number for r in found.refused]) == ((), [number])
    assert [r.number for r in earlier.waiting] == [number], "as it was before"
    assert "副手退回：依据不足" in show.status(status(begun.workspace, 2020))
    next_ = made(begun, entity="乙市", view=View.FINAL)
    assert next_.instead_of is None, "what was refused was never in force"
    assert outcomes(begun)["示例乙市", "total", "final"] == "overridden"


def test_an_issue_that_is_refused_never_counts_as_issued(begun, tmp_path):
    begun.both_cities()
    done = assess_workspace(
        begun.workspace, 2020, tmp_path / "out", issue=True, by="刘处长", second=True,
        clock=begun.clock,
    )  # fmt: skip
    number = done.receipt.number

    with pytest.raises(LedgerError, match="SK-L123"):
        refuse(begun.workspace, (number,), "刘处长", "依据不足", clock=begun.clock)
    (no,) = refuse(begun.workspace, (number,), "副手", "依据不足", clock=begun.clock)

    assert f"第 {number} 号签发由副手退回，函件不得发出" in show.refused(no)
    assert {one.standing for one in register(begun.workspace)} == {"复核退回，不得发出"}
    assert "副手退回：依据不足" in show.status(status(begun.workspace, 2020))
    with pytest.raises(LedgerError, match="SK-L124"):
        confirm(begun.workspace, (number,), "副手", clock=begun.clock)
    begun.both_cities(second=105)
    assert "待裁定" not in show.status(status(begun.workspace, 2020)), "nothing has been issued"
    assert compare(begun.workspace, 2020, str(number), "now").after.issue is None
    with opened(begun.workspace) as ledger:
        assert state(ledger, 2020, ledger.head.number).those(Use.WAITING) == ()
        earlier = state(ledger, 2020, number)
    assert not earlier.seconds.refused, "as it was before"
    assert replay(begun.workspace, str(number), 2020, tmp_path / "then").differing == ()
    assert replay(begun.workspace, str(number + 1), 2020, tmp_path / "now").issue is None


@pytest.mark.parametrize(("one", "two"), [("Li Wei", "ＬＩ　ｗｅｉ"), ("李\u200b伟", "李伟")])
def test_a_name_is_the_same_however_it_is_written(one, two):
    assert same_person(one, two)
    assert not same_person(one, "王伟")


def test_a_preview_says_what_would_change_and_records_nothing(begun):
    begun.both_cities()
    with opened(begun.workspace) as ledger:
        head = ledger.head
    asked = wish(entity="乙市", year=2020, view=View.FINAL)

    found = preview(begun.workspace, asked, clock=begun.clock)

    assert {c.entity for c in found.changes} == {"990200"}
    assert ("得分", "0", "60") in {(c.what, c.before, c.after) for c in found.changes}
    (points,) = (c for c in found.changes if c.what == "得分")
    assert any(why.startswith("按复核认定的结果计分：") for why in points.why)
    with opened(begun.workspace) as ledger:
        assert ledger.head == head


def test_a_preview_shows_what_accepting_a_late_file_would_do(begun):
    begun.both_cities()
    assess_workspace(
        begun.workspace, 2020, begun.out("签发"), issue=True, by="王", clock=begun.clock
    )
    late = begun.submit(begun.form("乙", {("energy_total", 2020): 80})).taken[0].submission
    asked = wish(DecisionKind.REVISION, str(late.number), "accept", year=2020)

    found = preview(begun.workspace, asked, clock=begun.clock)

    assert {c.entity for c in found.changes} == {"990200"}


def test_one_person_alone_takes_no_late_file(begun):
    begun.both_cities()
    assess_workspace(
        begun.workspace, 2020, begun.out("签发"), issue=True, by="王", clock=begun.clock
    )
    before = outcomes(begun)
    late = begun.submit(begun.form("乙", {("energy_total", 2020): 80})).taken[0].submission
    (done,) = decide(
        begun.workspace, wish(DecisionKind.REVISION, str(late.number), "accept"), clock=begun.clock
    )

    assert outcomes(begun) == before
    with pytest.raises(LedgerError, match="SK-L123"):
        confirm(begun.workspace, (done.ruling.number,), done.ruling.decision.by, clock=begun.clock)
    confirm(begun.workspace, (done.ruling.number,), "副手", clock=begun.clock)
    assert outcomes(begun) != before


def test_points_on_which_assessors_differ_are_settled(begun):
    begun.both_cities()
    begun.submit(begun.scores({"乙": "30"}, name="甲组.xlsx", assessor="张三"))
    begun.submit(begun.scores({"乙": "20"}, name="乙组.xlsx", assessor="李四"))
    assert result(begun, "990200").scores[1].points is None

    made(begun, **{**A_PART, "choice": "26.5"})

    assert result(begun, "990200").scores[1].points == Decimal("26.5")


def test_an_approved_figure_counts_before_the_reported_one(begun):
    begun.both_cities()
    made(begun, DecisionKind.FIGURE, "能源消费总量", "95.5 万吨标准煤", entity="乙市", year=2020)

    verdict = result(begun, "990200").judgement("total", View.FINAL)
    assert (verdict.outcome.value, verdict.actual) == ("met", Decimal("95.5"))

    made(begun, DecisionKind.FIGURE, "energy_total", "withdraw", entity="乙市", year=2020)
    assert result(begun, "990200").judgement("total", View.FINAL).outcome.value == "not_met"


def checked(world):
    """A ledger whose plan says what is plausible, and what must be corrected."""
    world.change("indicators.yaml", "万吨, direction", "万吨, lowest: -50, highest: 60, direction")
    world.write("checks.yaml", CHECKS)
    world.begin().whole_cities()
    return world


CHECKS = """
checks:
  - id: above-nought
    name: 煤炭消费量不为负
    severity: error
    kinds: [city]
    rule: coal >= 0
    message: 煤炭消费量不得为负
    mend: 核对正负号
    source: {clause: 虚构}
"""


def test_an_approved_figure_is_checked_as_one_in_a_form(world):
    begun = checked(world)
    approved = {"kind": DecisionKind.FIGURE, "target": "coal", "entity": "乙市", "year": 2020}

    doubted = show_changes.foreseen(preview(begun.workspace, wish(choice="99", **approved)))
    plain = show_changes.foreseen(preview(begun.workspace, wish(choice="40", **approved)))
    done = made(begun, choice="99", **approved)

    for told in (doubted, show.decided(done)):
        assert "[须说明] 示例乙市2020年“煤炭消费量”为 99 万吨，超出合理范围" in told
        assert "怎么改：" in told
    assert "须说明" not in plain


def test_an_approved_figure_that_a_form_would_have_to_correct_is_refused(world):
    begun = checked(world)
    approved = {"kind": DecisionKind.FIGURE, "target": "coal", "entity": "乙市", "year": 2020}

    for act in (preview, decide):
        with pytest.raises(LedgerError, match="煤炭消费量不得为负"):
            act(begun.workspace, wish(choice="-5", **approved), clock=begun.clock)
    with opened(begun.workspace) as ledger:
        assert rulings(ledger) == ()


def test_falsified_data_force_a_grade_and_it_is_said(begun):
    begun.whole_cities()
    begun.submit(begun.scores({"甲": "40", "乙": "40"}, name="评分.xlsx"))
    assert result(begun, "990100").grade.name == "完成"

    made(begun, DecisionKind.FALSIFIED, "grade", "未完成", entity="甲市", year=2020)

    found = result(begun, "990100")
    assert found.grade.name == "未完成"
    assert "弄虚作假" in found.grade_reason
    assert found.by_decision == ("等级经查实弄虚作假认定",)
    assert result(begun, "990200").by_decision == ()
    assert outcomes(begun)["示例甲市", "total", "final"] == "met"


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_letters_give_falsified_data_as_the_reason_and_not_the_total(begun):
    begun.whole_cities()
    begun.submit(begun.scores({"甲": "40", "乙": "40"}, name="评分.xlsx"))
    made(begun, DecisionKind.FALSIFIED, "grade", "未完成", entity="甲市", year=2020)
    made(begun, entity="乙市", year=2020, view=View.FINAL, choice="not_met")
    assess_workspace(begun.workspace, 2020, begun.out("结果"), clock=begun.clock)

    letters = {p.stem.split("_")[-1]: texts(p) for p in (begun.out("结果") / "函").glob("*甲市*")}
    told, mend = letters["考核结果函"], letters["整改函"]
    assert "考核总分100分，等级为未完成（经查实有弄虚作假）" in told
    problems = mend[mend.index("一、存在的问题") : mend.index("二、整改要求")]
    assert problems.split() == ["一、存在的问题", "经查实有弄虚作假。"]
    assert "考核总分" not in mend
    (other,) = (texts(p) for p in (begun.out("结果") / "函").glob("*乙市*整改*"))
    assert "认定为未完成" in other[other.index("一、存在的问题") : other.index("二、整改要求")]
    assert "弄虚作假" not in other


def test_an_override_for_all_gives_nothing_to_whom_nothing_was_reported(begun):
    begun.submit(begun.form("甲", {("energy_total", 2015): 95, ("energy_total", 2020): 110}))

    made(begun, everyone=True, year=2020)

    after = outcomes(begun)
    assert after["示例甲市", "total", "final"] == "overridden"
    assert after["示例乙市", "total", "final"] == "not_assessable"


def test_an_overridden_result_is_marked_wherever_it_stands(begun):
    begun.both_cities()
    made(begun, entity="乙市", year=2020, view=View.FINAL, reason="内部会议决定")
    assess_workspace(begun.workspace, 2020, begun.out("结果"), clock=begun.clock)

    said = "能源消费总量控制（期末目标）经复核认定为完成"
    out = begun.out("结果")
    assert said in (out / "汇总.csv").read_text(encoding="utf-8-sig")
    assert said in texts(out / "通报（草稿）.docx")
    for letter in (out / "函").glob("*乙市*.docx"):
        assert "内部会议决定" not in texts(letter)
        assert "李主任" not in texts(letter)


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_approved_figures_and_agreed_points_are_marked_in_the_csv_and_the_ranking(begun):
    begun.whole_cities()
    inside = {"entity": "乙市", "year": 2020, "reason": "内部会议决定"}
    made(begun, **{**A_PART, "reason": "内部会议决定"})
    made(begun, DecisionKind.FIGURE, "energy_total", "95.5", **inside)
    assess_workspace(begun.workspace, 2020, begun.out("结果"), clock=begun.clock)

    out = begun.out("结果")
    told = (out / "汇总.csv").read_text(encoding="utf-8-sig")
    book = openpyxl.load_workbook(out / "汇总.xlsx")
    ranking = "\n".join(str(c.value) for row in book.worksheets[0].iter_rows() for c in row)
    (line,) = [one for one in told.splitlines() if "乙市" in one]
    for text in (line, ranking):
        assert "2020年能源消费总量经裁定核定为95.5\u00a0万吨标准煤" in text
        assert "得分经合议为" in text
    entities = json.loads((out / "results.json").read_bytes())["entities"]
    (marked,) = [e["by_decision"] for e in entities if e["code"] == "990200"]
    assert [one for one in marked if "经裁定核定为95.5" in one]
    for one in entities:
        assert bool([m for m in one["by_decision"] if "得分经合议为" in m]) == (
            "得分经合议为" in next(row for row in told.splitlines() if one["code"] in row)
        )
    assert "经裁定" not in next(one for one in told.splitlines() if "甲市" in one)
    assert "内部会议决定" not in told


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_late_file_that_counts_by_decision_is_marked_wherever_its_result_stands(begun):
    begun.whole_cities()
    begun.submit(begun.scores({"甲": "35", "乙": "30"}, name="评分.xlsx"))
    assess_workspace(
        begun.workspace, 2020, begun.out("首次"), issue=True, by="王处长", clock=begun.clock
    )
    known = {(i, y): 40.0 for i in ("energy_total", "coal") for y in range(2015, 2020)}
    late = begun.form(
        "乙", {**known, ("energy_total", 2020): 96, ("coal", 2020): 40.0}, name="乙_更正.xlsx"
    )
    number = begun.submit(late).taken[0].submission.number
    assert result(begun, "990200").by_decision == ()
    made(begun, DecisionKind.REVISION, str(number), "accept", reason="内部会议决定")
    assess_workspace(begun.workspace, 2020, begun.out("结果"), clock=begun.clock)

    out, said = begun.out("结果"), "签发后收到的修订数据经裁定采用"
    assert result(begun, "990200").by_decision == (said,)
    assert result(begun, "990100").by_decision == ()
    told = (out / "汇总.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line for line in told if said in line] == [line for line in told if "乙市" in line]
    assert said in texts(out / "通报（草稿）.docx")
    entities = json.loads((out / "results.json").read_bytes())["entities"]
    assert [e["by_decision"] for e in entities if e["code"] != "990000"] == [[], [said]]
    (card,) = (out / "评分卡").glob("*乙市*.xlsx")
    for path in (card, out / "汇总.xlsx"):
        book = openpyxl.load_workbook(path)
        cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row]
        assert any(said in cell for cell in cells), path.name


def test_a_file_that_a_decision_puts_aside_is_marked(begun):
    begun.both_cities()
    first = begun.submit(begun.form("乙", {("energy_total", 2020): 96})).taken[0]
    made(begun, DecisionKind.REVISION, str(first.submission.number), "reject")

    assert result(begun, "990200").by_decision == ("所报送的数据有经裁定不采用的",)
    assert result(begun, "990100").by_decision == ()


def test_who_decided_and_why_stands_on_no_card(begun):
    begun.both_cities()
    begun.submit(begun.scores({"乙": "30"}, name="甲组.xlsx", assessor="张三"))
    inside = {"entity": "乙市", "year": 2020, "reason": "内部会议决定"}
    made(begun, **inside)
    made(begun, **{**A_PART, "reason": "内部会议决定"})
    made(begun, DecisionKind.FIGURE, "coal", "12", **inside)
    assess_workspace(begun.workspace, 2020, begun.out("结果"), clock=begun.clock)

    (card,) = (begun.out("结果") / "评分卡").glob("*乙市*.xlsx")
    with zipfile.ZipFile(card) as parts:
        told = "".join(parts.read(name).decode("utf-8") for name in parts.namelist())
    assert "经复核认定为完成" in told
    assert "合议（经复核认定）" in told
    assert "李主任" not in told
    assert "内部会议决定" not in told


def texts(path):
    from docx import Document

    document = Document(str(path))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_where_nobody_can_be_asked_nothing_is_recorded_without_a_word(begun):
    from click.testing import CliRunner
    from shuangkong.commands import root

    begun.both_cities()
    asked = [
        *("decide", str(begun.workspace), "override", "total", "met", "--entity", "乙市"),
        *("--year", "2020", "--by", "李主任", "--reason", "不可抗力"),
    ]

    refused = CliRunner().invoke(root, asked)
    assert "裁定没有记入" in str(refused.exception)
    shown = CliRunner().invoke(root, [*asked, "--preview"])
    assert "将改变 1 个对象的结果（示例乙市）" in shown.output
    with opened(begun.workspace) as ledger:
        assert rulings(ledger) == ()
    assert "待复核，尚未生效" in CliRunner().invoke(root, [*asked, "--yes"]).output
