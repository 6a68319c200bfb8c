"""What a re-issue replaces: for every entity, what became different and which letters it had.

It is asked before anything is issued too, so that nobody corrects without knowing whom.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..assess.decided import approved_figures
from ..assess.judgement import Outcome
from ..assess.result import UNGRADED
from ..documents.entity import LETTERS, stem
from ..documents.figures import verdict_label
from ..documents.letters.choice import letters_for
from ..documents.letters.kinds import NAMES, letter_name
from ..documents.order import declared_order
from ..documents.results import entity_json
from ..documents.text import figure
from ..records import dataclass
from .entries import Issue
from .store import Ledger

if TYPE_CHECKING:
    from ..assess.judgement import Judgement
    from ..assess.result import Assessment, EntityResult

PENDING = "待定"


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a re-issue is for one entity: what changed, and which letters had and has it."""

    result: "EntityResult"
    #: how the names of its letters begin
    stem: str
    changes: tuple[str, ...]
    had: list[str]
    has: list[str]

    @property
    def corrected(self) -> list[str]:
        """Letters that a letter of correction is about."""
        return [kind for kind in self.had if kind in self.has] if self.changes else []

    @property
    def withdrawn(self) -> list[str]:
        """Letters of which no other takes the place."""
        return [kind for kind in self.had if kind not in self.has]


def replaced(ledger: Ledger, earlier: Issue, assessment: "Assessment") -> Iterator[Replaced]:
    """Every entity in declared order, as it was issued and as it would be now."""
    results = json.loads(ledger.blob(earlier.files["results.json"]))
    before = {one["code"]: one for one in results["entities"]}
    approved = approved_figures(assessment)
    for order, result in enumerate(declared_order(assessment), start=1):
        name = f"{LETTERS}/{stem(order, result)}"
        had = [k for k in NAMES if f"{name}_{k}.docx" in earlier.files]
        has = [letter_name(kind, result) for kind in letters_for(assessment, result)]
        was = before.get(result.entity.code, {})
        changes = tuple(changed(was, result, json.loads(entity_json(result, assessment, approved))))
        yield Replaced(result, name, changes, had, has)


def changed(
    old: Mapping[str, Any], result: "EntityResult", new: Mapping[str, Any]
) -> Iterator[str]:
    """What differs in one entity's results, as an office says it: verdicts and their figures,
    points, total, grade and rank. `old` and `new` are as in results.json."""
    verdicts = {j["key"]: j for j in old.get("judgements", ())}
    judged = {j.key: j for j in result.judgements}
    for one in new["judgements"]:
        was = verdicts.get(one["key"])
        if was is not None:
            yield from _verdict_changed(was, one, judged[one["key"]])
    points = {s["item"]: _points(s) for s in old.get("scores", ())}
    for score in new["scores"]:
        before, now = points.get(score["item"], PENDING), _points(score)
        if before != now:
            yield f"{score['name']}得分由{before}更正为{now}"
    for what, key, said in _SAID:
        before, now = said(old.get(key)), said(new.get(key))
        if before != now:
            yield f"{what}由{before}更正为{now}"


def _verdict_changed(
    was: Mapping[str, Any], now: Mapping[str, Any], judged: "Judgement"
) -> Iterator[str]:
    name = f"{now['target_name']}（{judged.clock}）"
    before, after = (_met(one, judged) for one in (was, now))
    if before != after:
        yield f"{name}由“{before}”更正为“{after}”"
    if judged.in_words is not None:
        return  # a state is told by its outcome
    for key, word in (("actual", "实际"), ("required", "应达到")):
        before, after = (_figure(one, key, judged.decimals) for one in (was, now))
        if before != after:
            yield f"{name}{verdict_label(judged, key, word)}由{before}更正为{after}"


def _figure(verdict: Mapping[str, Any], key: str, decimals: int) -> str:
    value = verdict.get(key)
    return "无" if value is None else figure(Decimal(str(value)), verdict["unit"], decimals)


def _points(score: Mapping[str, Any]) -> str:
    if score["points"] is None:
        return PENDING
    return _total(Decimal(str(score["points"])) + Decimal(str(score["bonus"] or 0)))


def _met(verdict: Mapping[str, Any], judged: "Judgement") -> str:
    if verdict["outcome"] == "overridden":
        return "完成" if verdict.get("decided_met") else "未完成"
    return judged.named(Outcome(verdict["outcome"]))


def _total(value: object) -> str:
    return PENDING if value is None else f"{Decimal(str(value)).normalize():f}分"


def _grade(value: object) -> str:
    return f"“{UNGRADED if value is None else value}”"


def _rank(value: object) -> str:
    return "不排名次" if value is None else f"第{value}名"


#: what stands for an entity as a whole, its key in results.json, and how it is said
_SAID = (("考核总分", "total", _total), ("等级", "grade", _grade), ("名次", "rank", _rank))
