"""What a re-issue replaces: for every entity, what became different and which letters it had.

It is asked before anything is issued too, so that nobody corrects without knowing whom.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..assess.judgement import Outcome
from ..assess.points import PENDING, points_text
from ..assess.result import PRAISED, PROVISIONAL_RANK, UNGRADED
from ..assess.wording import spoken
from ..documents.entity import LETTERS, stem
from ..documents.figures import Figures, score_trace, verdict_figure, verdict_label
from ..documents.letters.choice import letters_for
from ..documents.letters.kinds import NAMES, letter_name
from ..documents.letters.sentences import TOLD
from ..documents.order import declared_order
from ..documents.text import figure
from ..records import dataclass
from .entries import Issue
from .store import Ledger

if TYPE_CHECKING:
    from ..assess.judgement import Judgement
    from ..assess.points import ItemScore
    from ..assess.result import Assessment, EntityResult

#: what an entity had none of
_NONE = "无"
#: how a verdict reads that a person decided
_FOUND = {True: "完成", False: "未完成"}
#: verdicts as they were issued, each with what it is now
Pairs = list[tuple[Mapping[str, Any], "Judgement"]]
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


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


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """What an issue told: its entities as in results.json, and the figures of its papers."""

    entities: Mapping[str, Mapping[str, Any]]
    #: figures as they were printed, by their trace: letters come before what is about all
    printed: Mapping[str, str]
    #: how many entities had each rank
    ranks: Mapping[int, int]

    @classmethod
    def of(cls, results: Mapping[str, Any]) -> "ToldBefore":
        """What the results.json of an issue says that it told."""
        printed: dict[str, str] = {}
        for figures in results["letters"].values():
            for one in figures:
                printed.setdefault(one["trace"], one["text"])
        entities = {one["code"]: one for one in results["entities"]}
        return cls(entities, printed, Counter(one["rank"] for one in entities.values()))


def replaced(ledger: Ledger, earlier: Issue, assessment: "Assessment") -> Iterator[Replaced]:
    """Every entity in declared order, as it was issued and as it would be now."""
    told = ToldBefore.of(json.loads(ledger.blob(earlier.files["results.json"])))
    for order, result in enumerate(declared_order(assessment), start=1):
        name = f"{LETTERS}/{stem(order, result)}"
        had = [k for k in NAMES if f"{name}_{k}.docx" in earlier.files]
        has = [letter_name(kind, result) for kind in letters_for(assessment, result)]
        yield Replaced(result, name, tuple(changed(told, result, assessment)), had, has)


def changed(told: ToldBefore, result: "EntityResult", assessment: "Assessment") -> Iterator[str]:
    """What differs in one entity's results, as an office says it: verdicts and their figures,
    points, total, grade, rank and titles; each figure as it was printed, and as it is now."""
    old = told.entities.get(result.entity.code, {})
    verdicts = {j["key"]: j for j in old.get("judgements", ())}
    for pairs in _by_target(verdicts, result.judgements):
        for was, judgement in pairs:
            yield from _outcome_changed(was, judgement)
        yield from _figures_changed(told, pairs)
    points = {s["item"]: s for s in old.get("scores", ())}
    for score in result.scores:
        yield from _points_changed(told, points.get(score.item.id), result, score)
    if not _same(old.get("total"), result.total):
        total = _pointed(told, f"{result.entity.code}/total", old.get("total"))
        yield from _corrected("考核总分", total, _in_points(result, result.total))
    grade = result.grade.name if result.grade else None
    yield from _corrected("等级", _grade(old.get("grade")), _grade(grade))
    # issues of before results said which ranks were open told every rank as settled
    before = _rank(old.get("rank"), told.ranks, old.get("unsettled", 0))
    yield from _corrected("名次", before, _rank(result.rank, assessment.ranks, result.unsettled))
    # praise by letter is withdrawn by a letter of its own
    titles = [title for title in old.get("honours", ()) if title != PRAISED]
    yield from _corrected("称号", _titles(titles), _titles(result.honours))


def _titles(titles: Sequence[str]) -> str:
    return "".join(f"“{title}”" for title in titles) or _NONE


def _same(before: str | None, now: Decimal | None) -> bool:
    """Whether a number is what it was, with however many digits it is printed."""
    return before is None if now is None else before is not None and Decimal(before) == now


def _corrected(what: str, before: str, now: str) -> Iterator[str]:
    """That something is told otherwise than it was; 10.00 and 10 are the same."""
    if before != now and not _same_number(before, now):
        yield f"{what}由{before}更正为{now}"


def _same_number(before: str, now: str) -> bool:
    one, two = (_NUMBER.match(text) for text in (before, now))
    return (
        one is not None
        and two is not None
        and Decimal(one[0]) == Decimal(two[0])
        and before[one.end() :] == now[two.end() :]
    )


def _by_target(
    verdicts: Mapping[str, Mapping[str, Any]], judgements: "Iterable[Judgement]"
) -> Iterable[Pairs]:
    """The verdicts of each target that there was before, as it was and as it is."""
    found: dict[str, Pairs] = {}
    for judged in judgements:
        was = verdicts.get(judged.key)
        if was is not None:
            found.setdefault(judged.target.id, []).append((was, judged))
    return found.values()


def _outcome_changed(was: Mapping[str, Any], judged: "Judgement") -> Iterator[str]:
    before, now = _met(was, judged), judged.outcome_name
    if judged.outcome is Outcome.OVERRIDDEN:
        now = _FOUND[judged.decided_met is True]
    if before != now:
        yield f"{judged.target.name}（{judged.clock}）由“{before}”更正为“{now}”"


def _figures_changed(told: ToldBefore, pairs: Pairs) -> Iterator[str]:
    """The figures of one target that letters told otherwise; those that clocks share, once."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for was, judged in pairs:
        # no letter tells the figures of a clock that is not due; a state is told by its outcome
        untold = judged.outcome not in TOLD and Outcome(was["outcome"]) not in TOLD
        if untold or judged.in_words is not None:
            continue
        for key, word in (("actual", "实际"), ("required", "应达到")):
            if not _same(was.get(key), getattr(judged, key)):
                said = _figure_changed(told, was, judged, key, word)
                found.setdefault(said, []).append(judged.clock)
    for (label, before, now), clocks in found.items():
        name = f"{pairs[0][1].target.name}（{'、'.join(clocks)}）"
        yield from _corrected(f"{name}{label}", before, now)


def _figure_changed(
    told: ToldBefore, was: Mapping[str, Any], judged: "Judgement", key: str, word: str
) -> tuple[str, str, str]:
    """What a figure is called, as it was printed and as it is now."""
    now = _NONE if getattr(judged, key) is None else verdict_figure(judged, key, Figures())
    before = told.printed.get(f"{judged.key}/{key}") or _figure(was, key, judged)
    label = verdict_label(judged, key, word)
    if "-" in (before[0], now[0]) and _NONE not in (before, now):
        before, now = (f"“{spoken(label, text)}”" for text in (before, now))
        label = ""
    return label, before, now


def _figure(was: Mapping[str, Any], key: str, judged: "Judgement") -> str:
    """A figure that no paper printed, with the digits of now."""
    value = was.get(key)
    return _NONE if value is None else figure(Decimal(value), was["unit"], judged.decimals)


def _points_changed(
    told: ToldBefore, was: Mapping[str, Any] | None, result: "EntityResult", score: "ItemScore"
) -> Iterator[str]:
    """Points and bonus of an item, each as letters tell them."""
    for field, word, none in (("points", "得分", PENDING), ("bonus", "加分", _NONE)):
        before, now = was[field] if was else None, getattr(score, field)
        if field == "bonus":  # letters tell no bonus of zero
            before, now = before if Decimal(before or 0) else None, now or None
        if not _same(before, now):
            trace = score_trace(result.entity.code, score, field)
            quoted, shown = _pointed(told, trace, before, none), _in_points(result, now, none)
            yield from _corrected(f"{score.item.name}{word}", quoted, shown)


def _pointed(told: ToldBefore, trace: str, value: str | None, none: str = PENDING) -> str:
    """Points as they were printed; those that no paper printed as points are."""
    if value is None:
        return none
    return f"{told.printed.get(trace) or points_text(Decimal(value))}分"


def _in_points(result: "EntityResult", value: Decimal | None, none: str = PENDING) -> str:
    return none if value is None else f"{result.points_text(value)}分"


def _met(verdict: Mapping[str, Any], judged: "Judgement") -> str:
    if verdict["outcome"] == "overridden":
        return _FOUND[bool(verdict.get("decided_met"))]
    return judged.named(Outcome(verdict["outcome"]))


def _grade(value: str | None) -> str:
    return f"“{UNGRADED if value is None else value}”"


def _rank(value: int | None, ranks: Mapping[int, int], unsettled: int) -> str:
    """A rank as letters tell it: shared with others, or still open, it is another."""
    if value is None:
        return "不排名次"
    still_open = PROVISIONAL_RANK if unsettled else ""
    return f"{still_open}{'并列' if ranks[value] > 1 else ''}第{value}名"
