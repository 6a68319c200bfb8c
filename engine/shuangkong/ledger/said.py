"""A decision in words: a line with its number for the ledger, a sentence for minutes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..vocabulary import Decision, DecisionKind, View
from . import moments
from .entries import ACCEPT, REJECT, WITHDRAW, Ruling, Submission

if TYPE_CHECKING:
    from ..declarations.bundle import Declarations
    from .decide import Wish

#: what may be chosen in most kinds of decisions, and its word
CHOICES = {
    "accepted": "认可",
    "met": "完成",
    "not_met": "未完成",
    ACCEPT: "采用",
    REJECT: "不采用",
    WITHDRAW: "撤回先前的裁定",
}


def ruling(one: Ruling, declarations: "Declarations") -> str:
    """A decision in one line, everything in it by its name."""
    d = one.decision
    return f"第 {one.number} 号　{d.at}　{d.by}　{settling(d, declarations)}；{d.reason}"


def settling(d: "Decision | Wish", declarations: "Declarations") -> str:
    """What is decided of what, by names: 核定数据：煤炭消费量（甲市、2020） → 3 万吨."""
    view = View(d.view).chinese if d.view else None
    narrowed = "、".join(str(x) for x in (_whose(d, declarations), d.year, view) if x is not None)
    return (
        f"{d.kind.chinese}：{_subject(d, declarations, d.year)}"
        f"{f'（{narrowed}）' if narrowed else ''} → {_chosen(d, declarations)}"
    )


def _subject(d: "Decision | Wish", declarations: "Declarations", year: int | None) -> str:
    """What a decision is about, by the name that the plan gives it."""
    match d.kind:
        case DecisionKind.REVISION:
            return f"第 {d.target} 号填报"
        case DecisionKind.FALSIFIED:
            return "等级"
        case DecisionKind.FIGURE:
            declared = declarations.indicators.get(d.target)
            return declared.name if declared else d.target
        case DecisionKind.POINTS:
            in_year = declarations.plan.period.last if year is None else year
            return f"“{part_named(d.target, declarations, in_year)}”得分"
    return _named(d.target, declarations)


def _chosen(d: "Decision | Wish", declarations: "Declarations") -> str:
    """What was chosen: by its name, a number with its unit."""
    if d.choice in CHOICES:
        return CHOICES[d.choice]
    match d.kind:
        case DecisionKind.FIGURE:
            declared = declarations.indicators.get(d.target)
            if declared and declared.states:
                return f"“{declared.state_named(int(d.choice))}”"
            unit = declared.unit if declared else ""
            return f"{d.choice}{'' if unit in ('', '%', '‰') else ' '}{unit}"
        case DecisionKind.POINTS:
            return f"{d.choice}分"
        case DecisionKind.READING:
            target = declarations.targets.get(d.target)
            said = {reading.id: reading.says for reading in target.readings} if target else {}
            return f"“{said.get(d.choice, d.choice)}”"
    return _named(d.choice, declarations)


def in_minutes(
    one: Ruling, declarations: "Declarations", year: int, sent: Mapping[int, Submission]
) -> str:
    """A decision as minutes tell it: no number of the ledger, no arrow, no figure without unit.

    `sent` are the submissions, which minutes name by their senders, days and files.
    """
    d = one.decision
    if one.submission is None:
        about = _about(d, declarations, year)
    else:
        about = _file(sent[one.submission], declarations)
    return (
        f"{moments.day_of(d.at)}，{d.by}裁定（{d.kind.chinese}）：{about}，"
        f"{_settled(d, declarations)}；理由：{d.reason.rstrip('。；')}"
    )


def _about(d: Decision, declarations: "Declarations", year: int) -> str:
    """Whose and what a decision is about."""
    whose = _whose(d, declarations) or "各考核对象"
    when = f"{d.year}年度" if d.year else "各年度"
    view = f"（{View(d.view).chinese}）" if d.view else ""
    return f"{whose}{when}{_subject(d, declarations, year)}{view}"


def _file(one: Submission, declarations: "Declarations") -> str:
    """A submission, told by who sent it, when, and under which name."""
    entity = declarations.entities.get(one.entity or "")
    whose = f"{entity.name}的" if entity else ""
    return f"{whose}{one.role.chinese}“{one.file}”（{moments.day(one.at)}收到）"


def _settled(d: Decision, declarations: "Declarations") -> str:
    """What it came to, a number with its unit."""
    chosen = _chosen(d, declarations)
    if d.choice in CHOICES:
        return chosen if d.choice in _ACTS else f"认定为{chosen}"
    if d.kind is DecisionKind.FIGURE:
        return f"核定为{chosen}"
    if d.kind is DecisionKind.POINTS:
        return f"商定为{chosen}"
    if d.kind is DecisionKind.READING:
        return f"按{chosen}理解"
    if d.kind is DecisionKind.CONFLICT:
        return f"以{chosen}为准"
    return f"定为“{chosen}”"


#: choices that are acts, and no outcome
_ACTS = ("accepted", ACCEPT, REJECT, WITHDRAW)


def part_named(target: str, declarations: "Declarations", year: int) -> str:
    """What `item.part` of a scheme is called: the item and its part."""
    scheme = declarations.scheme_for(year)
    item_id, _, part_id = target.partition(".")
    item = next((i for i in scheme.items if i.id == item_id), None) if scheme else None
    if item is None:
        return target
    part = next((p.name for p in item.parts if p.id == part_id), part_id)
    return f"{item.name}：{part}" if part else item.name


def _whose(d: "Decision | Wish", declarations: "Declarations") -> str | None:
    entity = declarations.entities.get(d.entity or "")
    return entity.name if entity else d.entity


def _named(target: str, declarations: "Declarations") -> str:
    """A target by the name that the plan gives it; else as it was written."""
    found = declarations.targets.get(target)
    return found.name if found else target
