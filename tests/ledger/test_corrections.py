"""A re-issue names what it replaces; who had a letter is told what became of it."""

import datetime
import json
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
import shuangkong
from docx import Document
from shuangkong import resources
from shuangkong.assess.judgement import Outcome
from shuangkong.assess.points import points_text
from shuangkong.documents.results import entity_json
from shuangkong.errors import LedgerError
from shuangkong.ledger import appealing, show
from shuangkong.ledger.confirm import confirm, refuse
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.register import register
from shuangkong.ledger.replaced import ToldBefore, changed
from shuangkong.ledger.replay import replay
from shuangkong.ledger.verify import verify
from shuangkong.vocabulary import DecisionKind, View

from tests.ledger.conftest import ruled


def issue(world, name, **more):
    return assess_workspace(
        world.workspace, 2020, world.out(name), issue=True, by="王处长", clock=world.clock, **more
    )


def text(path):
    return "\n".join(p.text for p in Document(str(path)).paragraphs)


def corrected(world):
    """Two cities graded, the second 未完成; then an appeal turned its verdict."""
    world.whole_cities()
    world.submit(world.scores({"甲": "35", "乙": "30"}, name="评分.xlsx"))
    first = issue(world, "首次").receipt.number
    ruled(
        world.workspace, DecisionKind.OVERRIDE, "total", "met", entity="乙市", year=2020,
        view=View.FINAL, clock=world.clock,
    )  # fmt: skip
    return first, issue(world, "再次").receipt.number


def test_who_had_a_letter_is_told_what_changed_and_what_is_withdrawn(begun):
    corrected(begun)

    letters = begun.out("再次") / "函"
    names = {path.name for path in letters.iterdir()}
    kinds = {name.split("_", 1)[1] for name in names}
    assert "示例乙市_更正函.docx" in kinds
    assert "示例乙市_撤回函.docx" in kinds
    assert "示例甲市_撤回函.docx" not in kinds
    told = text(next(letters.glob("*乙市_更正函.docx")))
    assert "签发（签发编号：2020年度第1次）的2020年度" in told
    assert "“未完成”更正为“完成”" in told
    assert "等级由“未完成”更正为“完成”" in told
    assert re.search(r"考核总分由[\d.]+分更正为[\d.]+分。", told)
    assert "更正依据：经复核作出的裁定（更改评定结果）。" in told
    assert "李主任" not in told
    assert "整改函" in text(next(letters.glob("*乙市_撤回函.docx")))
    circular = text(begun.out("再次") / "通报（草稿）.docx")
    # not only that there was a correction, but of what
    points = r"考核总分由[\d.]+分更正为[\d.]+分，等级由“未完成”更正为“完成”"
    assert re.search(f"更正的结果：(.+；)?示例乙市{points}", circular)
    assert "更正" not in text(begun.out("首次") / "通报（草稿）.docx")


def test_praise_that_is_withdrawn_asked_for_nothing(world):
    world.change("schemes/demo.yaml", "letter: result", "letter: commendation")
    begun = world.begin()
    begun.whole_cities()
    begun.submit(begun.scores({"甲": "35", "乙": "30"}, name="评分.xlsx"))
    issue(begun, "首次")
    forced = {"entity": "甲市", "year": 2020, "clock": begun.clock}
    ruled(begun.workspace, DecisionKind.FALSIFIED, "grade", "未完成", **forced)
    issue(begun, "再次")

    told = text(next((begun.out("再次") / "函").glob("*甲市_撤回函.docx")))
    assert "表扬函，经复核予以撤回，所予表扬一并撤销。" in told
    assert "要求" not in told


def test_no_paper_that_leaves_the_office_names_entries_of_its_ledger(begun):
    corrected(begun)

    papers = sorted(begun.out("再次").rglob("*.docx"))
    assert any("更正函" in path.name for path in papers)
    for path in papers:
        assert not re.search(r"台账第|第\d+号裁定|第第|号号", text(path)), path.name


def told_before(printed=(), tied=0, **content):
    """What an issue told of an entity X; `tied` others had its rank."""
    entities = {"X": content, **{str(n): content for n in range(tied)}}
    ranks = Counter(one.get("rank") for one in entities.values())
    return ToldBefore(entities, dict(printed), ranks)


def told_now(total, grade, rank, *, decimals=2, tied=0, honours=(), unsettled=0):
    """The changes from what was told before to this, and nothing of targets or items."""
    result = SimpleNamespace(
        entity=SimpleNamespace(code="X"), judgements=(), scores=(), rank=rank, honours=honours,
        total=None if total is None else Decimal(total), unsettled=unsettled,
        grade=grade and SimpleNamespace(name=grade),
        points_text=lambda points: points_text(points, decimals),
    )  # fmt: skip
    assessment = SimpleNamespace(ranks=Counter({rank: 1 + tied}))
    return lambda before: list(changed(before, result, assessment))


def test_nothing_of_a_whole_result_is_told_without_its_unit():
    old = told_before(total="74.70", grade="未完成", rank=11)

    assert told_now(None, None, 9)(old) == [
        "考核总分由74.7分更正为待定",
        "等级由“未完成”更正为“暂不定级”",
        "名次由第11名更正为第9名",
    ]
    new = told_before(total=None, grade=None, rank=9)
    assert told_now(None, None, None)(new) == ["名次由第9名更正为不排名次"]


def test_a_correction_quotes_what_was_printed():
    old = told_before({"X/total": "80.00"}, total="79.9996", grade="基本完成", rank=4)

    assert told_now("89.9996", "完成", 4)(old) == [
        "考核总分由80.00分更正为90.00分",
        "等级由“基本完成”更正为“完成”",
    ]
    # the same total with other digits is no correction, nor is 95 after 95.00
    assert told_now("79.9996", "基本完成", 4, decimals=4)(old) == []
    full = told_before({"X/total": "95.00"}, total="94.9995", grade="完成", rank=4)
    assert told_now("95", "完成", 4)(full) == []


def test_a_rank_that_came_to_be_shared_is_another():
    alone = told_before(total="95", grade="完成", rank=1)
    shared = told_before(total="95", grade="完成", rank=1, tied=1)

    assert told_now("95", "完成", 1, tied=1)(alone) == ["名次由第1名更正为并列第1名"]
    assert told_now("95", "完成", 1)(shared) == ["名次由并列第1名更正为第1名"]
    assert told_now("95", "完成", 1, tied=1)(shared) == []


def test_a_rank_that_is_settled_now_is_told():
    still_open = told_before(total="95", grade="完成", rank=1, unsettled=2)

    assert told_now("95", "完成", 1)(still_open) == ["名次由暂列第1名更正为第1名"]
    assert told_now("95", "完成", 1, unsettled=1)(still_open) == []


def test_a_title_that_is_lost_or_won_is_told():
    titled = told_before(total="95", grade="完成", rank=1, honours=["先进市", "予以表扬"])

    assert told_now("95", "完成", 1)(titled) == ["称号由“先进市”更正为无"]
    assert told_now("95", "完成", 1, honours=("先进市",))(titled) == []


def test_a_figure_below_zero_is_corrected_in_words():
    assessment = shuangkong.assess(
        "hebei-13fyp", 2020, resources.samples() / "hebei-13fyp", checked=False
    )
    result = assessment.results["130100"]
    told = json.loads(entity_json(result, assessment, {}))
    (increase,) = (
        j for j in told["judgements"] if (j["target"], j["view"]) == ("energy-total", "annual")
    )
    increase["actual"] = "12.5"

    said = list(changed(ToldBefore({"130100": told}, {}, assessment.ranks), result, assessment))

    assert [text.replace("\u00a0", " ") for text in said] == [
        "能源消费总量控制（年度推算值）由“当年增量12.50 万吨标准煤”更正为“当年减少43.82 万吨标准煤”"
    ]


def test_a_figure_that_clocks_share_is_corrected_once_and_none_that_is_not_due():
    assessment = shuangkong.assess(
        "hebei-13fyp", 2019, resources.samples() / "hebei-13fyp", checked=False
    )
    result = assessment.results["130100"]
    told = json.loads(entity_json(result, assessment, {}))
    own = [j for j in told["judgements"] if j["target"] == "intensity"]
    due = [j for j in own if j["outcome"] in ("met", "not_met")]
    assert {j["view"] for j in own} - {j["view"] for j in due} == {"final"}
    for one in own:
        one["actual"] = "0.029"

    def corrections():
        before = ToldBefore({"130100": told}, {}, assessment.ranks)
        return [text for text in changed(before, result, assessment) if "由2.90%" in text]

    # a clock that is not due has its figures in no letter
    assert len(corrections()) == len(due)
    assert not any("期末目标" in text for text in corrections())

    # the same figure by two clocks is told once, with both
    shared = tuple(
        replace(j, outcome=Outcome.MET) if j.target.id == "intensity" else j
        for j in result.judgements
    )
    result = replace(result, judgements=shared)
    assert [text for text in corrections() if "累计进度、期末目标" in text]
    assert len(corrections()) == len(due)


def test_results_say_a_derived_year_as_letters_do():
    # compare and preview print the outcome as results.json has it
    assessment = shuangkong.assess(
        "hebei-13fyp", 2019, resources.samples() / "hebei-13fyp", checked=False
    )
    told = json.loads(entity_json(assessment.results["130100"], assessment, {}))

    (derived,) = (j for j in told["judgements"] if j["clock"] == "年度推算值")
    assert derived["outcome"] == "met"
    assert derived["outcome_name"] == "达到推算值"


def test_a_correction_lists_every_figure_that_changed_and_why(begun):
    begun.whole_cities()
    begun.submit(begun.scores({"甲": "35", "乙": "30"}, name="评分.xlsx"))
    issue(begun, "首次")
    ruled(
        begun.workspace, DecisionKind.FIGURE, "energy_total", "95.5", entity="乙市", year=2020,
        clock=begun.clock,
    )  # fmt: skip
    issue(begun, "再次")

    told = text(next((begun.out("再次") / "函").glob("*乙市_更正函.docx")))
    assert re.search(
        r"能源消费总量控制（期末目标）\S*由\S+.万吨标准煤更正为95\.50?.万吨标准煤", told
    )
    assert re.search(r"得分由\S+更正为", told)
    assert "更正依据：经复核作出的裁定（核定数据）。" in told


def test_an_issue_that_changes_nothing_says_so_and_corrects_nobody(begun):
    begun.whole_cities()
    begun.submit(begun.scores({"甲": "35", "乙": "30"}, name="评分.xlsx"))
    first = issue(begun, "首次").receipt.number
    day = datetime.date(2021, 12, 31)
    one = appealing.receive(begun.workspace, "乙市", 2020, "不服", day, "收件员", clock=begun.clock)

    again = issue(begun, "再次")

    said = show.issued(again)
    assert f"与第 {first} 号签发相同" in said
    assert f"尚有 1 件申诉没有答复：第 {one.number} 号（示例乙市）" in said
    letters = [*(begun.out("再次") / "函").iterdir()]
    assert letters
    for letter in letters:
        assert "更正" not in text(letter), letter.name
    assert "相同" not in show.issued(issue_after_a_decision(begun))


def issue_after_a_decision(world):
    asked = (DecisionKind.OVERRIDE, "total", "met")
    ruled(world.workspace, *asked, entity="乙市", year=2020, clock=world.clock)
    return issue(world, "三次")


def test_the_register_says_what_became_of_each_letter(begun):
    first, second = corrected(begun)

    found = {(one.number, one.to, one.kind): one.standing for one in register(begun.workspace)}

    assert found[first, "示例乙市", "整改函"] == f"已由第{second}号撤回"
    assert found[first, "示例乙市", "考核结果函"] == f"已由第{second}号替代"
    assert found[second, "示例乙市", "考核结果函"] == "有效"
    assert found[second, "示例乙市", "更正函"] == "有效"
    # as they are declared, not by their characters
    in_first = [one.to for one in register(begun.workspace) if one.number == first]
    assert list(dict.fromkeys(in_first)) == ["示例甲市", "示例乙市"]


def test_a_re_issue_is_repeated_byte_for_byte_with_its_corrections(begun):
    _, second = corrected(begun)

    done = replay(begun.workspace, str(second), 2020, begun.out("重演"))

    assert done.differing == ()
    assert verify(begun.workspace, deep=True).sound


def test_what_nobody_confirmed_was_not_sent_and_needs_no_correction(begun):
    begun.both_cities()
    first = issue(begun, "首次", second=True).receipt.number
    assert {one.standing for one in register(begun.workspace)} == {"待复核，不得发出"}

    issue(begun, "再次")
    assert not [*(begun.out("再次") / "函").glob("*市_更正函*")]

    with pytest.raises(LedgerError, match="SK-L200"):
        confirm(begun.workspace, (first,), "副处长", clock=begun.clock)
    assert standings(begun, first) == {"待复核，不得发出"}


def standings(world, number):
    return {one.standing for one in register(world.workspace) if one.number == number}


def test_what_nobody_confirmed_or_what_was_refused_puts_no_letter_out_of_force(begun):
    begun.whole_cities()
    begun.submit(begun.scores({"甲": "35", "乙": "30"}, name="评分.xlsx"))
    first = issue(begun, "首次").receipt.number
    asked = (DecisionKind.OVERRIDE, "total", "met")
    ruled(begun.workspace, *asked, entity="乙市", year=2020, clock=begun.clock)
    second = issue(begun, "再次", second=True).receipt.number
    assert standings(begun, first) == {"有效"}

    refuse(begun.workspace, (second,), "副处长", "文号有误", clock=begun.clock)
    assert standings(begun, first) == {"有效"}
    assert standings(begun, second) == {"复核退回，不得发出"}

    third = issue(begun, "三次", second=True).receipt.number
    confirm(begun.workspace, (third,), "副处长", clock=begun.clock)
    assert standings(begun, first) == {f"已由第{third}号替代", f"已由第{third}号撤回"}
    assert standings(begun, third) == {"有效"}
    told = text(next((begun.out("三次") / "函").glob("*乙市_更正函.docx")))
    assert "（签发编号：2020年度第1次）" in told, "what was refused was never sent"


def test_a_letter_that_corrects_or_withdraws_stays_in_effect(begun):
    _, second = corrected(begun)
    third = issue(begun, "三次").receipt.number

    found = {one.kind: one.standing for one in register(begun.workspace)
             if (one.number, one.to) == (second, "示例乙市")}  # fmt: skip

    assert found == {"更正函": "有效", "撤回函": "有效", "考核结果函": f"已由第{third}号替代"}
