"""Every kind of decision, at every place where a result stands that follows from it."""

import json
import re
import zipfile
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest
from docx import Document
from shuangkong.api.assessing import explain, outlook
from shuangkong.api.shown import outlook_text
from shuangkong.commands import printed
from shuangkong.errors import LedgerError
from shuangkong.ledger import show, show_changes
from shuangkong.ledger.compare import compare
from shuangkong.ledger.confirm import confirm
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.minutes import MINUTES, SIGNING, write_minutes
from shuangkong.ledger.status import status
from shuangkong.ledger.years import history, history_text, write_history
from shuangkong.vocabulary import DecisionKind, View

from tests.ledger.conftest import World, ruled

MORE = """
  - id: near
    name: 煤炭消费量约数控制
    kind: binding
    indicator: coal
    scope: {kinds: [city]}
    form: at_most
    value: 50 万吨
    about: true
    base: 2015
    by: 2020
    source: {clause: 虚构}
  - id: read
    name: 煤炭消费量分类控制
    kind: binding
    indicator: coal
    scope: {kinds: [city]}
    form: at_most
    value: 50 万吨
    base: 2015
    by: 2020
    readings:
      - {id: narrow, says: 只计规模以上工业, value: 60 万吨}
      - {id: wide, says: 计全社会, value: 50 万吨}
    source: {clause: 虚构}
  - id: first
    name: 煤炭消费量前条控制
    kind: binding
    indicator: coal
    scope: {kinds: [city]}
    form: at_most
    value: 60 万吨
    base: 2015
    by: 2020
    conflicts_with: [second]
    source: {clause: 虚构}
  - id: second
    name: 煤炭消费量后条控制
    kind: binding
    indicator: coal
    scope: {kinds: [city]}
    form: at_most
    value: 50 万吨
    base: 2015
    by: 2020
    conflicts_with: [first]
    source: {clause: 虚构}
  - id: vague
    name: 明显节约煤炭
    kind: binding
    indicator: coal
    scope: {kinds: [city]}
    form: improve
    base: 2015
    by: 2020
    not_computable: “明显”没有数值
    source: {clause: 虚构}
"""
READINGS = "readings: {about: decision, about_band: 20, basis: 虚构}\n"


class Act(NamedTuple):
    """A decision, and the words by which it is known everywhere."""

    target: str
    choice: str
    said: str
    for_all: bool = False
    view: View | None = None
    year: int = 2020


ACTS: Mapping[DecisionKind, Act] = {
    DecisionKind.OVERRIDE: Act(
        "total", "met", "能源消费总量控制（期末目标）经复核认定为完成", view=View.FINAL
    ),
    DecisionKind.BAND: Act(
        "near", "met", "煤炭消费量约数控制（期末目标）经复核认定为完成", view=View.FINAL
    ),
    DecisionKind.READING: Act(
        "read", "narrow", "煤炭消费量分类控制的条款经复核按“只计规模以上工业”理解", for_all=True
    ),
    DecisionKind.CONFLICT: Act(
        "first",
        "first",
        "煤炭消费量前条控制与煤炭消费量后条控制相矛盾，经复核以煤炭消费量前条控制为准",
        for_all=True,
    ),
    DecisionKind.REVISION: Act("", "accept", "签发后收到的修订数据经裁定采用"),
    DecisionKind.POINTS: Act("measures.m1", "30", "“节能措施：组织领导”得分经合议为30分"),
    DecisionKind.FIGURE: Act(
        "energy_total", "45.5", "2019年能源消费总量经裁定核定为45.5\u00a0万吨标准煤", year=2019
    ),
    DecisionKind.FALSIFIED: Act("grade", "未完成", "等级经查实弄虚作假认定"),
    DecisionKind.NOT_COMPUTABLE: Act("vague", "accepted", "该条款不能按公式计算，已经复核认可"),
}


def book(path: Path) -> str:
    """Every text of a workbook."""
    with zipfile.ZipFile(path) as parts:
        texts = (parts.read(n).decode() for n in parts.namelist() if n.endswith(".xml"))
        return "\n".join(
            unescape(t) for part in texts for t in re.findall(r"<[tv][^>]*>([^<]*)", part)
        )


def paper(path: Path) -> str:
    document = Document(str(path))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def late_file(world: World) -> str:
    """The number of a file that comes after the first issue."""
    known = {(i, y): 40.0 for i in ("energy_total", "coal") for y in range(2015, 2020)}
    figures = {**known, ("energy_total", 2020): 96.0, ("coal", 2020): 55.0}
    late = world.form("乙", figures, name="乙_更正.xlsx")
    return str(world.submit(late).taken[0].submission.number)


def declared(world: World) -> World:
    """A plan with clauses of every kind that a person can decide, and both cities' forms."""
    world.change("targets/targets.yaml", "  - id: saving", MORE.strip("\n") + "\n  - id: saving")
    text = (world.plan / "plan.yaml").read_text(encoding="utf-8")
    world.write("plan.yaml", text + READINGS)
    world.begin()
    known = {(i, y): 40.0 for i in ("energy_total", "coal") for y in range(2015, 2020)}
    world.submit(
        *(
            world.form(city, {**known, ("energy_total", 2020): total, ("coal", 2020): 55.0})
            for city, total in (("甲", 90.0), ("乙", 110.0))
        )
    )
    return world


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """A year issued twice, the second time after a decision of every kind, and what is said."""
    world = declared(World(tmp_path_factory.mktemp("every-kind")))
    world.submit(world.scores({"甲": "35", "乙": "28"}, name="评分.xlsx"))
    first = issue(world, "首次")
    late = late_file(world)
    for kind, act in ACTS.items():
        more: dict[str, object] = {"view": act.view} if act.view else {}
        if kind is not DecisionKind.REVISION:
            more |= {"year": act.year, "entity": "乙市"} if not act.for_all else {"everyone": True}
        ruled(world.workspace, kind, act.target or late, act.choice, clock=world.clock, **more)
    return told(world, first, issue(world, "结果"))


def issue(world: World, name: str) -> int:
    done = assess_workspace(
        world.workspace,
        2020,
        world.out(name),
        issue=True,
        by="王处长",
        second=True,
        clock=world.clock,
    )
    assert done.receipt is not None
    confirm(world.workspace, (done.receipt.number,), "副处长", clock=world.clock)
    return done.receipt.number


def told(world: World, first: int, second: int) -> dict[str, str]:
    """What every place says of 乙市."""
    out, inside = world.out("结果"), world.out("会议")
    inside.mkdir()
    write_minutes(world.workspace, 2020, inside)
    done = assess_workspace(world.workspace, 2020)
    line = next(x for x in (out / "汇总.csv").read_text("utf-8-sig").splitlines() if "乙市" in x)
    entities = json.loads((out / "results.json").read_bytes())["entities"]
    (own,) = (e for e in entities if e["code"] == "990200")
    (card,) = (out / "评分卡").glob("*乙市*.xlsx")
    letters = {p.stem.split("_")[-1]: paper(p) for p in (out / "函").glob("*乙市*.docx")}
    looked = outlook(
        done.assessment.declarations,
        2020,
        done.evidence.reading,
        decisions=done.assessment.decisions,
        findings=done.evidence.findings,
        revised=done.evidence.revised,
    )
    past = history(world.workspace)
    write_history(past, world.out("历年.xlsx"))
    return {
        "ranking": book(out / "汇总.xlsx"),
        "csv": line,
        "results.json": "\n".join(own["by_decision"]),
        "preview": unescape((out / "preview.html").read_text("utf-8")),
        "card": book(card),
        "circular": paper(out / "通报（草稿）.docx"),
        "letter": next(t for n, t in letters.items() if n in ("考核结果函", "整改函")),
        "minutes": paper(inside / MINUTES),
        "signing": book(inside / SIGNING),
        "screen": printed.ranking(done.assessment),
        "outlook": outlook_text(looked),
        "explain": explain(done.assessment, "乙市", "total").text,
        "explain the vague": explain(done.assessment, "乙市", "vague").text,
        "compare": show_changes.compared(compare(world.workspace, 2020, str(first), str(second))),
        "status": show.status(status(world.workspace, 2020)),
        "history": history_text(past),
        "history.xlsx": book(world.out("历年.xlsx")),
        "correction": letters.get("更正函", ""),
    }


#: every place of the office; what leaves it says nothing of figures that it approved and of
#: points that it agreed upon
OFFICE = (
    *("ranking", "csv", "results.json", "preview", "minutes", "signing", "screen", "outlook"),
    *("explain", "compare", "history", "history.xlsx"),
)
OUTSIDE = ("card", "circular", "letter")
INSIDE = (DecisionKind.FIGURE, DecisionKind.POINTS)
#: in what the figures are printed
BESIDE = {DecisionKind.FIGURE: "核定", DecisionKind.POINTS: "合议（经复核认定）"}


@pytest.mark.parametrize("kind", [k for k in DecisionKind if k is not DecisionKind.NOT_COMPUTABLE])
def test_a_result_says_everywhere_that_it_follows_from_a_decision(places, kind) -> None:
    said = ACTS[kind].said
    inside = kind in INSIDE
    asked = OFFICE if inside else (*OFFICE, *OUTSIDE)

    assert [name for name in asked if said not in places[name]] == []
    if inside:
        assert [name for name in OUTSIDE if said in places[name]] == []
        assert BESIDE[kind] in places["card"]


@pytest.mark.parametrize("kind", DecisionKind)
def test_whoever_compares_or_asks_for_the_state_is_told_of_every_decision(places, kind) -> None:
    assert kind.chinese in places["status"]
    assert kind.chinese in places["compare"]
    assert kind.chinese in places["minutes"]
    assert kind.chinese in places["correction"]


def test_minutes_say_how_a_clause_is_read_and_which_of_two_is_followed(places) -> None:
    minutes = places["minutes"]

    assert "煤炭消费量分类控制，按“只计规模以上工业”理解；理由" in minutes
    assert "煤炭消费量前条控制，以煤炭消费量前条控制为准；理由" in minutes


def test_a_clause_that_nothing_can_compute_is_judged_by_nobody(places) -> None:
    """What is accepted is that: nothing follows from it, and its row says so."""
    said = ACTS[DecisionKind.NOT_COMPUTABLE].said

    for name in ("card", "preview", "explain the vague"):
        assert said in places[name], name
    assert "明显节约煤炭" not in places["letter"]
    assert "未完成：煤炭消费量控制" in places["screen"]
    assert "未完成：煤炭消费量控制、" not in places["screen"]


def test_decisions_are_told_in_names(places) -> None:
    for name in (*OFFICE, *OUTSIDE, "status", "correction"):
        text = re.sub(r"<style>.*</style>|<[^>]*>", "", places[name], flags=re.DOTALL)
        assert not re.search(r"\b(narrow|wide|first|second|near|vague)\b", text), name


def test_every_difference_has_a_cause(places) -> None:
    assert "台账中找不到原因" not in places["compare"]


@pytest.mark.parametrize("kind", [DecisionKind.READING, DecisionKind.CONFLICT])
@pytest.mark.parametrize("more", [{"entity": "乙市"}, {"everyone": True, "view": View.FINAL}])
def test_what_a_clause_means_is_decided_for_all_alike(world, kind, more) -> None:
    declared(world)
    act = ACTS[kind]

    with pytest.raises(LedgerError, match="SK-L034"):
        ruled(world.workspace, kind, act.target, act.choice, clock=world.clock, **more)


def test_a_conflict_that_is_settled_for_another_year_still_waits(world) -> None:
    declared(world)
    act = ACTS[DecisionKind.CONFLICT]
    more = {"everyone": True, "year": 2019}
    ruled(world.workspace, DecisionKind.CONFLICT, "first", act.choice, clock=world.clock, **more)

    done = assess_workspace(world.workspace, 2020).assessment.results["990200"]
    verdict = done.judgement("first", View.FINAL)
    assert verdict is not None
    assert "待人裁定以何者为准" in verdict.reason
