"""A decision in words: a line with its number for the ledger, a sentence for minutes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..vocabulary import Decision, DecisionKind, View
from . import moments
from .entries import ACCEPT, REJECT, WITHDRAW, Ruling, Submission

if TYPE_CHECKING:
    from ..declarations.bundle import Declarations

_CHOICES = {
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
    about = f"第 {d.target} 号填报" if one.submission else _named(d.target, declarations)
    view = View(d.view).chinese if d.view else None
    narrowed = "、".join(str(x) for x in (_whose(d, declarations), d.year, view) if x is not None)
    return (
        f"第 {one.number} 号　{d.at}　{d.by}　{d.kind.chinese}：{about}"
        f"{f'（{narrowed}）' if narrowed else ''} → {_CHOICES.get(d.choice, d.choice)}；{d.reason}"
    )


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
    if d.kind is DecisionKind.POINTS:
        return f"{whose}{when}“{part_named(d.target, declarations, year)}”得分"
    if d.kind is DecisionKind.FALSIFIED:
        return f"{whose}{when}等级"
    view = f"（{View(d.view).chinese}）" if d.view else ""
    return f"{whose}{when}{_named(d.target, declarations)}{view}"


def _file(one: Submission, declarations: "Declarations") -> str:
    """A submission, told by who sent it, when, and under which name."""
    entity = declarations.entities.get(one.entity or "")
    whose = f"{entity.name}的" if entity else ""
    return f"{whose}{one.role.chinese}“{one.file}”（{moments.day(one.at)}收到）"


def _settled(d: Decision, declarations: "Declarations") -> str:
    """What it came to, a number with its unit."""
    if d.choice in _CHOICES:
        return _CHOICES[d.choice] if d.choice in _ACTS else f"认定为{_CHOICES[d.choice]}"
    if d.kind is DecisionKind.FIGURE:
        unit = declarations.indicators[d.target].unit
        return f"核定为{d.choice}{'' if unit in ('%', '‰') else ' '}{unit}"
    if d.kind is DecisionKind.POINTS:
        return f"商定为{d.choice}分"
    return f"定为“{_named(d.choice, declarations)}”"


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


def _whose(d: Decision, declarations: "Declarations") -> str | None:
    entity = declarations.entities.get(d.entity or "")
    return entity.name if entity else d.entity


def _named(target: str, declarations: "Declarations") -> str:
    """What a decision is about, by the name that the plan gives it; else as it was written."""
    found = declarations.targets.get(target) or declarations.indicators.get(target)
    return found.name if found else target
