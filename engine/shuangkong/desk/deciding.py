"""Decisions at the desk: what was asked on a page as wishes for the ledger, and where each stands.

The ledger decides what may be decided and what has effect; this only puts its records into order.
"""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from ..declarations.bundle import Declarations
from ..errors import DeskError
from ..ledger.decide import Wish
from ..ledger.entries import WITHDRAW, Ruling, rulings
from ..ledger.matters import GRADE
from ..ledger.said import CHOICES
from ..ledger.seconds import Confirmation, Refusal, seconds
from ..ledger.store import opened
from ..records import dataclass
from ..vocabulary import DecisionKind, View
from .numbers import numbered

_FIELDS = ("kind", "target", "choice", "reason", "entity", "everyone", "year", "view")


@dataclass(frozen=True, slots=True)
class Stood:
    """A decision, who confirmed or refused it, and the number of the one that took its place."""

    ruling: Ruling
    confirmed: Confirmation | None
    refused: Refusal | None
    replaced: int | None

    @property
    def waits(self) -> bool:
        """Whether it has no effect until a second person confirms it."""
        return self.ruling.second and self.confirmed is None and self.refused is None

    @property
    def chinese(self) -> str:
        """Where it stands, in words."""
        if self.waits:
            return "待第二人复核，尚未生效"
        if self.refused:
            return "复核退回，未生效"
        return f"已由第 {self.replaced} 号取代" if self.replaced else "有效"


def stood(workspace: Path) -> tuple[Stood, ...]:
    """Every decision, the newest first."""
    with opened(workspace) as ledger:
        every, said = rulings(ledger), seconds(ledger)
    later: dict[tuple[object, ...], int] = {}
    found = []
    for one in reversed(every):
        confirmed, refused = said.confirmed.get(one.number), said.refused.get(one.number)
        found.append(Stood(one, confirmed, refused, later.get(one.about)))
        if said.stands(one):
            later.setdefault(one.about, one.number)
    return tuple(found)


def refused_of(workspace: Path, by: str) -> tuple[Stood, ...]:
    """Somebody's decisions that were refused, while nothing later was recorded on the matter."""
    found, last = [], set()
    for one in stood(workspace):
        if one.refused and one.ruling.decision.by == by and one.ruling.about not in last:
            found.append(one)
        last.add(one.ruling.about)
    return tuple(found)


#: kinds whose choice is a name of the plan or an amount: a grade may be called 完成
_OWN_WORDS = (DecisionKind.FALSIFIED, DecisionKind.POINTS, DecisionKind.FIGURE)
_CHOSEN = {word: choice for choice, word in CHOICES.items()}


def wish_of(given: Mapping[str, str], by: str) -> Wish:
    """What a form says, as a wish; a choice may be said by its word (未完成).

    Raises:
        DeskError: a field cannot be read.
    """
    text = {name: str(given.get(name) or "").strip() for name in _FIELDS}
    try:
        kind = DecisionKind(text["kind"])
        view = View(text["view"]) if text["view"] else None
        year = numbered(text["year"]) if text["year"] else None
    except ValueError as error:
        raise DeskError("裁定的事项、时段或年度不对\n    怎么改：从列出的项目中选") from error
    if not text["target"] or not text["choice"]:
        raise DeskError("没有写明裁定的对象或结果\n    怎么改：两栏都要填写")
    known = {CHOICES[WITHDRAW]: WITHDRAW} if kind in _OWN_WORDS else _CHOSEN
    return Wish(
        kind,
        text["target"],
        known.get(text["choice"], text["choice"]),
        by,
        text["reason"],
        entity=text["entity"] or None,
        everyone=bool(text["everyone"]),
        year=year,
        view=view,
    )


def written(wishes: tuple[Wish, ...]) -> str:
    """Wishes as one field of a form carries them from the preview to the record."""
    return json.dumps(
        [
            {
                "kind": w.kind.value,
                "target": w.target,
                "choice": w.choice,
                "reason": w.reason,
                "entity": w.entity or "",
                "everyone": "yes" if w.everyone else "",
                "year": str(w.year or ""),
                "view": w.view.value if w.view else "",
            }
            for w in wishes
        ],
        ensure_ascii=False,
    )


def read(text: str, by: str) -> tuple[Wish, ...]:
    """The same back, for the person who records them.

    Raises:
        DeskError: it is not what `written` gives.
    """
    try:
        rows = json.loads(text)
        return tuple(wish_of({str(k): str(v) for k, v in row.items()}, by) for row in rows)
    except (ValueError, AttributeError, TypeError) as error:
        raise DeskError("没有收到裁定的内容\n    怎么改：回到上一页重新填写") from error


#: what decisions about a whole grade are about
GRADED = "等级"


def called(declarations: Declarations, kind: DecisionKind) -> dict[str, str]:
    """What a person calls each thing that decisions of a kind are about, by its id.

    Its name; where several have the same, with the id beside it.
    """
    match kind:
        case DecisionKind.FALSIFIED:
            return {GRADE: GRADED}
        case DecisionKind.REVISION:
            return {}
        case DecisionKind.FIGURE:
            found = {id_: one.name for id_, one in declarations.indicators.items()}
        case DecisionKind.POINTS:
            found = parts(declarations)
        case _:
            found = {id_: one.name for id_, one in declarations.targets.items()}
    often = Counter(found.values())
    return {id_: name if often[name] == 1 else f"{name}（{id_}）" for id_, name in found.items()}


def chosen(declarations: Declarations, kind: DecisionKind, target: str) -> dict[str, str]:
    """What a person calls what the plan lets be chosen about a target, by its id."""
    if kind is DecisionKind.CONFLICT:
        return called(declarations, kind)
    of = declarations.targets.get(target)
    if kind is not DecisionKind.READING or of is None:
        return {}
    return {one.id: one.says for one in of.readings}


def id_of(named: str, known: Mapping[str, str]) -> str:
    """The id of what a person named; what nothing is called stays as it was written."""
    return next((id_ for id_, name in known.items() if name == named), named)


def parts(declarations: Declarations) -> dict[str, str]:
    """Names of all parts of scored items, in any year of the plan."""
    period = declarations.plan.period
    schemes = [declarations.scheme_for(year) for year in range(period.first, period.last + 1)]
    items = [item for scheme in schemes if scheme for item in scheme.items]
    return {f"{item.id}.{part.id}": part.name for item in items for part in item.parts}
