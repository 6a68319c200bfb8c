"""The differences between two sets of results, each with the causes that can be shown for it."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..assess.points import PENDING, points_apart, points_text
from ..assess.result import UNGRADED
from ..documents.results import points_decimals, rank_of
from ..vocabulary import DecisionKind, View
from .comparison import ResultChange

if TYPE_CHECKING:
    from ..intake.observe import Observation
    from .comparison import Comparison, FigureChange

Json = Mapping[str, Any]


class Reasons:
    """Looks up what could have caused a difference."""

    def __init__(self, comparison: "Comparison") -> None:
        self.comparison = comparison
        declarations = comparison.after.declarations
        self.indicators = {i.id: i.name for i in declarations.indicators.values()}
        self.declared = {(d.kind, d.id): d.how for d in comparison.declared}

    def of_judgement(self, entity: str, old: Json | None, new: Json | None) -> list[str]:
        """Causes of a different verdict."""
        known = new or old or {}
        target = str(known["target"])
        made = [
            *self._figures(entity, [i["name"] for j in (old, new) if j for i in j["inputs"]]),
            *self._rulings(entity, target, str(known["view"])),
        ]
        for kind, name in (("目标", target), ("分解", f"{target} {entity}")):
            if (kind, name) in self.declared:
                made.append(f"{kind}声明{self.declared[kind, name]}")
        indicator = self._indicator(target)
        if ("指标", indicator) in self.declared:
            made.append(f"指标声明{self.declared['指标', str(indicator)]}")
        return made

    def of_score(self, entity: str, old: Json | None, new: Json | None) -> list[str]:
        """Causes of different points for an item."""
        made: list[str] = []
        keys = {key for s in (old, new) if s for key in s["judgements"]}
        if keys & self.changed_verdicts(entity):
            made.append("所依据的完成情况有变")
        if new and self._decided(entity, new):
            made.append(str(new["why"]))
        made += self._figures(entity, [i["name"] for s in (old, new) if s for i in s["inputs"]])
        parts = [{p["part"]: p for p in s["parts"]} if s else {} for s in (old, new)]
        for part in {**parts[0], **parts[1]}:
            before, after = _points(*(side.get(part) for side in parts))
            if before != after:
                name = (parts[1].get(part) or parts[0][part])["name"]
                made.append(f"{name} {before} → {after}")
        if any(kind == "考核办法" for kind, _ in self.declared):
            made.append("考核办法有改动")
        return made

    def _decided(self, entity: str, score: Json) -> bool:
        """Whether points follow from what a person decided, and not from figures."""
        one = _entities(self.comparison.after.results).get(entity, {})
        overridden = {j["key"] for j in one.get("judgements", ()) if j["outcome"] == "overridden"}
        return not overridden.isdisjoint(score["judgements"])

    def changed_verdicts(self, entity: str) -> set[str]:
        """Keys of the entity's judgements that came out differently."""
        before, after = (
            {j["key"]: _verdict(j) for j in one.get("judgements", ())}
            for one in (
                _entities(side.results).get(entity, {})
                for side in (self.comparison.before, self.comparison.after)
            )
        )
        return {key for key in {*before, *after} if before.get(key) != after.get(key)}

    def of_entity(self, entity: str, changes: "list[ResultChange]") -> list[str]:
        """Causes of another total, grade or rank."""
        own = any(c.entity == entity for c in changes)
        made = ["见上列各项"] if own else []
        if any(kind == "考核办法" for kind, _ in self.declared):
            made.append("考核办法有改动")
        return made or ["其他对象的结果有变"]

    def otherwise(self) -> list[str]:
        """What is left when no cause was found in the ledger."""
        return [f"软件版本不同：{one}" for one in self.comparison.software]

    def _figures(self, entity: str, names: list[str]) -> list[str]:
        """Changed figures of an entity among the inputs `indicator_year` of a calculation.

        Those with another value; where there are none, those with another version.
        """
        asked = set(names)
        found = [
            change
            for change in self.comparison.figures
            if change.entity == entity and f"{change.indicator}_{change.period}" in asked
        ]
        told = [change for change in found if not same_value(change)] or found
        return [
            f"{change.period}年{self.indicators.get(change.indicator, change.indicator)}"
            f" {figure(change.before)} → {figure(change.after)}"
            for change in told
        ]

    def _rulings(self, entity: str, target: str, view: str) -> Iterator[str]:
        year = self.comparison.year
        for word, found in (
            ("新增裁定", self.comparison.rulings_in),
            ("裁定撤回或被替换", self.comparison.rulings_out),
        ):
            for ruling in found:
                about = (target, *self._contradicted(ruling.decision.kind, target))
                if any(ruling.decision.covers(one, entity, year, view) for one in about):
                    yield f"{word}第{ruling.number}号（{ruling.decision.by}）"

    def _contradicted(self, kind: DecisionKind, target: str) -> tuple[str, ...]:
        """The targets whose conflict with this one a decision of a kind settles."""
        declared = self.comparison.after.declarations.targets.get(target)
        settles = kind is DecisionKind.CONFLICT and declared is not None
        return declared.conflicts_with if settles and declared else ()

    def _indicator(self, target: str) -> str | None:
        declared = self.comparison.after.declarations.targets.get(target)
        return declared.indicator if declared else None


def changed(comparison: "Comparison", reasons: Reasons) -> Iterator["ResultChange"]:
    """Every difference in verdicts, points, totals, grades and ranks, entity by entity."""
    before, after = (_entities(s.results) for s in (comparison.before, comparison.after))
    order = [*comparison.after.declarations.entities, *before]
    for code in sorted({*before, *after}, key=order.index):
        old, new = before.get(code, {}), after.get(code, {})
        found = [*_verdicts(code, old, new, reasons), *_scores(code, old, new, reasons)]
        yield from found
        yield from _totals(code, old, new, reasons, found)


def _verdicts(code: str, old: Json, new: Json, reasons: Reasons) -> Iterator["ResultChange"]:
    first, second = ({j["key"]: j for j in one.get("judgements", ())} for one in (old, new))
    for key in {**first, **second}:
        one, two = first.get(key), second.get(key)
        if _verdict(one) != _verdict(two):
            known: Json = two or one or {}
            why = reasons.of_judgement(code, one, two) or reasons.otherwise()
            # results of before this was written have the view alone
            clock = known.get("clock") or View(known["view"]).chinese
            subject = f"{known['target_name']}（{clock}）"
            yield ResultChange(code, subject, "完成情况", _said(one), _said(two), tuple(why))


def _scores(code: str, old: Json, new: Json, reasons: Reasons) -> Iterator["ResultChange"]:
    first, second = ({s["item"]: s for s in one.get("scores", ())} for one in (old, new))
    for item in {**first, **second}:
        one, two = first.get(item), second.get(item)
        before, after = _score(one, two, old, new)
        if before != after:
            why = reasons.of_score(code, one, two) or reasons.otherwise()
            name = (two or one or {})["name"]
            yield ResultChange(code, name, "得分", before, after, tuple(why))


def _totals(
    code: str, old: Json, new: Json, reasons: Reasons, found: "list[ResultChange]"
) -> Iterator["ResultChange"]:
    decimals = _decimals(old, new, [(old.get("total"), new.get("total"))])

    def total(side: Json) -> str | None:
        value = side.get("total")
        return None if value is None else points_text(Decimal(value), decimals)

    def grade(side: Json) -> str | None:
        return side.get("grade")

    for what, shown, without in (
        ("总分", total, PENDING),
        ("等级", grade, UNGRADED),
        ("名次", rank_of, "不排名次"),
    ):
        one, two = (shown(side) or without for side in (old, new))
        if one != two:
            decided = _decided(old, new)
            why = [*decided, *(reasons.of_entity(code, found) if found or not decided else ())]
            yield ResultChange(code, None, what, one, two, tuple(why))


def _decided(old: Json, new: Json) -> list[str]:
    """What stands because persons decided so and did not before, or does not stand any more."""
    before, after = old.get("by_decision", ()), new.get("by_decision", ())
    gone = [f"不再有“{one}”" for one in before if one not in after]
    return [*(one for one in after if one not in before), *gone]


def _entities(results: Json) -> dict[str, Json]:
    return {one["code"]: one for one in results["entities"]}


def _verdict(judgement: Json | None) -> tuple[object, ...] | None:
    if judgement is None:
        return None
    decided = judgement.get("decided_met")
    return judgement["outcome"], judgement["actual"], judgement["required"], decided


def _said(judgement: Json | None) -> str:
    return "无" if judgement is None else f"{judgement['outcome_name']}：{judgement['reason']}"


def _score(one: Json | None, two: Json | None, old: Json, new: Json) -> tuple[str, str]:
    """The points of an item on both sides, bonus apart, with digits that tell them apart."""
    pairs = [(_of(one, key), _of(two, key)) for key in ("points", "bonus")]
    decimals = _decimals(old, new, pairs)

    def said(score: Json | None) -> str:
        if score is None:
            return "无"
        if score["points"] is None:
            return "暂缓计分"
        bonus = Decimal(score["bonus"] or 0)
        more = f"+{points_text(bonus, decimals)}" if bonus else ""
        return points_text(Decimal(score["points"]), decimals) + more

    return said(one), said(two)


def _points(one: Json | None, two: Json | None) -> tuple[str, str]:
    """The points that assessors gave a part, on both sides."""
    given = (_of(one, "points"), _of(two, "points"))
    decimals = _decimals({}, {}, [given])
    first, second = (
        "未评" if points is None else points_text(Decimal(points), decimals) for points in given
    )
    return first, second


def _of(known: Json | None, key: str) -> str | None:
    """A number of results.json, where there is one."""
    found: str | None = known[key] if known else None
    return found


def _decimals(old: Json, new: Json, pairs: Iterable[tuple[str | None, str | None]]) -> int:
    """Decimals of points of an entity on both sides: those of its papers, and enough to differ."""
    known = [(Decimal(a), Decimal(b)) for a, b in pairs if a is not None and b is not None]
    return max(points_decimals(old), points_decimals(new), points_apart(known))


def same_value(change: "FigureChange") -> bool:
    """Whether only a figure's version is different."""
    before, after = change.before, change.after
    return before is not None and after is not None and before.value == after.value


def figure(one: "Observation | None") -> str:
    """A figure with its unit and, where stated, its version."""
    if one is None:
        return "无"
    gap = "" if one.unit in ("%", "‰") else " "
    version = f"（{one.vintage}）" if one.vintage else ""
    return f"{one.value:f}{gap}{one.unit}".strip() + version
