"""Verdicts and assessors' points → item scores, all in exact arithmetic.

Every rule becomes a formula of the language over the verdict's own steps (`annual.achieved`,
`progress.verdict`), so that the scorecard's cells, the explanation and the engine count alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from .. import units
from ..declarations.facts import ExactFacts
from ..formulas import Name, Node, parse, rewrite, to_chinese, to_exact
from ..formulas.as_exact import in_units, to_decimal
from ..vocabulary import Fallback, Item, ItemRule, Verification, View
from .completion import completion, has_completion, no_completion, ratio_text
from .digits import digits_apart
from .judgement import CalcStep, Judgement, Outcome
from .lacks import said_lacks
from .measures import MeasurePoints, PartTest, score_parts
from .points import DECIMALS, POINTS, ItemScore, PartScore

#: why points will not come by waiting for figures
NO_RULE = "考核办法没有写明此时怎样计分"
_JUDGED = (Outcome.MET, Outcome.NOT_MET, Outcome.OVERRIDDEN)
_BY_COMPLETION = (ItemRule.STEPS, ItemRule.LINEAR)
_BY_RATIO = (*_BY_COMPLETION, ItemRule.LADDER)
#: The views a rule rests on when the item names none.
_VIEWS: Mapping[ItemRule, tuple[View, ...]] = {ItemRule.MATRIX: (View.ANNUAL, View.PROGRESS)}


@dataclass(frozen=True)
class ScoredFrom:
    """What the items of one entity are scored from."""

    judgements: Mapping[tuple[str, View], Judgement]
    facts: ExactFacts
    measures: MeasurePoints
    year: int


def score_item(item: Item, case: ScoredFrom) -> ItemScore:
    """One item's points, or why there are none."""
    if item.rule is ItemRule.MEASURE:
        return _measured(item, case)
    if item.rule is ItemRule.CHAINED:
        return _chained(item, case)
    views = views_of(item)
    judged = [case.judgements.get((item.target or "", view)) for view in views]
    missing = next((j for j in judged if j is None or j.outcome not in _JUDGED), None)
    if None in judged or missing is not None:
        return _unjudged(item, missing)
    verdicts = [j for j in judged if j is not None]
    decided = any(j.outcome is Outcome.OVERRIDDEN for j in verdicts)
    if not decided and item.rule in _BY_COMPLETION and not has_completion(item, verdicts[0]):
        why = f"{no_completion(verdicts[0])}；暂缓计分"
        return ItemScore(item, None, Decimal(0), why, None, tuple(j.key for j in verdicts))
    return _computed(item, views, verdicts)


def views_of(item: Item) -> tuple[View, ...]:
    """The clocks whose verdicts an item rests on."""
    return _VIEWS.get(item.rule) or (item.view or View.ANNUAL,)


def once_known(score: ItemScore, judgements: Sequence[Judgement]) -> ItemScore:
    """A line whose verdict waits for a person to decide of figures within a band, with the
    arithmetic by which it has points where figures lie elsewhere: steps without values.

    Any other line is as it was.
    """
    item = score.item
    if score.steps or item.rule in (ItemRule.MEASURE, ItemRule.CHAINED):
        return score
    own = {j.view: j for j in judgements if j.target.id == item.target}
    views = views_of(item)
    verdicts = [own[view] for view in views if view in own]
    known = all(j.in_band or j.outcome in _JUDGED for j in verdicts)
    if len(verdicts) < len(views) or not known or not any(j.in_band for j in verdicts):
        return score
    if item.rule in _BY_COMPLETION and not has_completion(item, verdicts[0]):
        return score
    steps = tuple(
        CalcStep(name, label, parse_over_views(text, views), None, unit, decimals)
        for name, label, text, unit, decimals in _lines(item, views[0].value, verdicts[0])
    )
    return replace(score, judgements=tuple(j.key for j in verdicts), steps=steps)


def _unjudged(item: Item, judgement: Judgement | None) -> ItemScore:
    """No verdict to score: what the scheme says, else withheld."""
    if judgement is None:
        why = "本年度没有这项考核目标"
        return ItemScore(item, None, Decimal(0), why, unruled="目标本年度不考核")
    given = item.fallback
    if judgement.held:
        # what the scheme gives where data are missing is not given for wrong ones
        given = Fallback.WITHHOLD
    unruled = ""
    if judgement.outcome in (Outcome.NOT_APPLICABLE, Outcome.WITHDRAWN):
        given = item.not_applicable
        unruled = f"目标{judgement.outcome.chinese}"
    why = f"{judgement.target.name}（{judgement.view.chinese}）：{judgement.reason}"
    key = (judgement.key,)
    match given:
        case Fallback.FULL:
            return ItemScore(item, item.points, Decimal(0), f"{why}；按办法得满分", None, key)
        case Fallback.ZERO:
            return ItemScore(item, Decimal(0), Decimal(0), f"{why}；按办法不得分", None, key)
        case Fallback.SCALE:
            why = f"{why}；按办法不计此项，按比例折算"
            return ItemScore(item, None, Decimal(0), why, None, key, scaled_out=True)
    if unruled:
        why += f"；{NO_RULE}"
    return ItemScore(item, None, Decimal(0), f"{why}；暂缓计分", None, key, unruled=unruled)


def goes_by_ratio(item: Item) -> bool:
    """Whether points, or what is given beyond them, follow from a ratio or an amount reached."""
    return item.rule in _BY_RATIO or item.bonus is not None


def passed(judgement: Judgement) -> bool:
    """Whether a judged target counts as met, a person's decision included."""
    if judgement.outcome is Outcome.OVERRIDDEN:
        return judgement.decided_met is True
    return judgement.outcome is Outcome.MET


def _computed(item: Item, views: Sequence[View], verdicts: Sequence[Judgement]) -> ItemScore:
    """Points from the verdicts' own numbers."""
    by_view = {v.value: j for v, j in zip(views, verdicts, strict=True)}
    steps: dict[str, CalcStep] = {}
    exact: dict[str, Fraction | bool | None] = {}
    bounds = _bounds(item)

    def lookup(name: Name) -> Fraction | None:
        if name.of is None:
            return exact[name.name]  # type: ignore[return-value]
        return _step_value(by_view[name.of], name.name)

    def add(name: str, label: str, text: str, unit: str, decimals: int) -> None:
        node = parse_over_views(text, views)
        value = to_exact(node, lookup)
        number = value if isinstance(value, Fraction) else None
        exact[name] = number
        shown = None if number is None else to_decimal(number)
        if number is not None and unit == "%":
            decimals = max(digits_apart(number, b, unit, decimals) for b in bounds)
        steps[name] = CalcStep(name, label, node, shown, unit, decimals)

    for name, label, text, unit, decimals in _lines(item, views[0].value, verdicts[0]):
        add(name, label, text, unit, decimals)
    points, bonus = steps["points"].value, steps["bonus"].value if "bonus" in steps else Decimal(0)
    keys = tuple(j.key for j in verdicts)
    if points is None:
        why = "目标完成率无法计算（年度目标为零），请在考核办法中写明 near_zero"
        return ItemScore(item, None, Decimal(0), why, None, keys, steps=tuple(steps.values()))
    worth = (exact.get("points"), exact.get("bonus"))
    return ItemScore(
        item=item,
        points=points,
        bonus=bonus or Decimal(0),
        why=_why(item, verdicts, steps),
        completion=steps["completion"].value if "completion" in steps else None,
        judgements=keys,
        steps=tuple(steps.values()),
        verification=_mark(verdicts),
        exact=sum((one for one in worth if isinstance(one, Fraction)), Fraction(0)),
    )


def parse_over_views(text: str, views: Sequence[View]) -> Node:
    """Parse a rule's formula; `annual_achieved` stands for the step `achieved` of that view."""
    prefixes = {f"{v.value}_": v.value for v in views}

    def change(node: Node) -> Node | None:
        if isinstance(node, Name):
            for prefix, view in prefixes.items():
                if node.name.startswith(prefix):
                    return Name(node.name.removeprefix(prefix), view)
        return None

    return rewrite(parse(text), change)


def _step_value(judgement: Judgement, name: str) -> Fraction | None:
    if name == "met":
        return Fraction(1 if passed(judgement) else 0)
    step = next((s for s in judgement.steps if s.name == name), None)
    return None if step is None or step.value is None else Fraction(step.value)


Line = tuple[str, str, str, str, int]


def _lines(item: Item, view: str, judgement: Judgement) -> list[Line]:
    """The formula lines of a rule: completion, points and bonus.

    What a person decided has no ratio, so that it gives all points or none, and nothing beyond.
    """
    all_or_none = ("points", "得分", f"if({view}_met >= 1, {item.points}, 0)", POINTS, DECIMALS)
    if judgement.outcome is Outcome.OVERRIDDEN and item.rule is not ItemRule.MATRIX:
        return [all_or_none]
    match item.rule:
        case ItemRule.MATRIX:
            m = item.matrix
            assert m is not None
            text = (
                f"if(annual_met >= 1, if(progress_met >= 1, {m.both}, {m.only_annual}), "
                f"if(progress_met >= 1, {m.only_cumulative}, {m.neither}))"
            )
            return [("points", "得分", text, POINTS, DECIMALS)]
        case ItemRule.LADDER:
            excess = f"{view}_achieved / {view}_required - 1"
            text = _ladder(item)
            given = ("points", "得分", text, POINTS, DECIMALS)
            return [("excess", "超出幅度", excess, "%", 2), given]
        case ItemRule.ALL_OR_NOTHING:
            return [all_or_none, *_bonus(item, view, judgement, with_completion=True)]
        case ItemRule.STEPS:
            table = ", ".join(
                f"{ratio_text(s.at_least)}, {s.points}" for s in item.steps if s.at_least
            )
            rest = next((s.points for s in item.steps if s.at_least is None), Decimal(0))
            text = f"steps(completion, {table}, {rest})"
        case _:
            text = f"{item.points} * max(0, min(completion, 1))"
    reached = ("completion", "目标完成率", completion(item, view, judgement), "%", 2)
    lines = [reached, ("points", "得分", text, POINTS, DECIMALS)]
    return lines + _bonus(item, view, judgement, with_completion=False)


def _bonus(item: Item, view: str, judgement: Judgement, *, with_completion: bool) -> list[Line]:
    bonus = item.bonus
    if bonus is None:
        return []
    lines: list[Line] = []
    beyond = "completion - 100%"
    if units.unit(bonus.each.unit).text == "百分点":
        beyond = f"{view}_done - {view}_pace"
    elif with_completion:
        if not has_completion(item, judgement):
            return []  # nothing that could be exceeded by a part of it
        text = completion(item, view, judgement)
        lines.append(("completion", "目标完成率", text, "%", 2))
    each = ratio_text(bonus.each)
    text = f"min(max(floor(({beyond}) / {each}), 0) * {bonus.points}, {bonus.most})"
    return [*lines, ("bonus", "超额加分", text, POINTS, DECIMALS)]


def _ladder(item: Item) -> str:
    text = str(next((s.points for s in item.steps if s.at_most is None), Decimal(0)))
    for step in reversed([s for s in item.steps if s.at_most is not None]):
        text = f"if(excess <= {ratio_text(step.at_most)}, {step.points}, {text})"
    return text


def _why(item: Item, verdicts: Sequence[Judgement], steps: Mapping[str, CalcStep]) -> str:
    """How the points came about, in one sentence."""
    if any(j.outcome is Outcome.OVERRIDDEN for j in verdicts):
        return _why_decided(item, verdicts)
    said = []
    if "completion" in steps and steps["completion"].value is not None:
        said.append(f"目标完成率{_percent(steps['completion'])}")
    if "excess" in steps and (excess := steps["excess"].value) is not None:
        shown = _percent(steps["excess"])
        below = f"（低{shown.removeprefix('-')}）" if excess else ""
        said.append(f"超出{shown}" if excess > 0 else f"未超出{below}")
    said.extend(j.clocked for j in verdicts)
    return f"{item.rule.chinese}：{'，'.join(said)}"


def _why_decided(item: Item, verdicts: Sequence[Judgement]) -> str:
    """What was decided, and what that means where the rule goes by a ratio."""
    said = "，".join(
        f"{j.view.chinese}经复核认定为{'完成' if j.decided_met else '未完成'}"
        for j in verdicts
        if j.outcome is Outcome.OVERRIDDEN
    )
    why = f"按复核认定的结果计分：{said}"
    if item.rule in _BY_RATIO:
        why += f"；认定的结论不{item.rule.chinese}，完成得满分，未完成不得分"
    return why


def _percent(step: CalcStep) -> str:
    """A ratio as people read it, with the digits of its step."""
    shown = in_units(Fraction(step.value or 0) * 100, step.decimals)
    return f"{Decimal(shown).scaleb(-step.decimals):f}%"


def _bounds(item: Item) -> list[Fraction]:
    """What a ratio is held against: the whole and every step of a table; an excess, nothing."""
    declared = [bound for s in item.steps for bound in (s.at_least, s.at_most) if bound]
    whole = Fraction(0) if item.rule is ItemRule.LADDER else Fraction(1)
    return [whole, *(Fraction(b.low) * units.scale(b.unit) for b in declared)]


def _mark(verdicts: Sequence[Judgement]) -> Verification:
    return Verification.weakest([j.verification for j in verdicts])


def _measured(item: Item, case: ScoredFrom) -> ItemScore:
    parts = score_parts(item, case.measures, _tests(item, case))
    return _summed(item, parts)


def _summed(item: Item, parts: tuple[PartScore, ...]) -> ItemScore:
    waiting = [p.name for p in parts if p.points is None]
    mark = Verification.weakest([p.verification for p in parts])
    if waiting:
        reasons = "；".join(f"{p.name}：{p.source}" for p in parts if p.points is None)
        return ItemScore(
            item, None, Decimal(0), f"措施得分未齐（{reasons}）", parts=parts, verification=mark
        )
    deducted = {p.id for p in item.parts if p.deduct}
    given = sum((p.points or Decimal(0) for p in parts if p.id not in deducted), Decimal(0))
    taken = sum((p.points or Decimal(0) for p in parts if p.id in deducted), Decimal(0))
    if deducted and len(deducted) == len(parts):
        given = item.points
    total = max(Decimal(0), min(given - taken, item.points))
    return ItemScore(item, total, Decimal(0), "考核人员评分", parts=parts, verification=mark)


def _tests(item: Item, case: ScoredFrom) -> dict[str, PartTest]:
    """What the data say of the parts that follow from them."""
    facts, found = case.facts, dict[str, PartTest]()
    for part in item.parts:
        if part.test is not None:
            node = facts.language.node(part.test)
            holds = facts.holds(node, case.year)
            lacks = facts.lacking(node, case.year) if holds is None else ()
            said = said_lacks(lacks, facts.language, facts.entity)
            words = to_chinese(node, facts.language.title)
            found[part.id] = PartTest(words, holds, said or "基数为零，无法计算")
    return found


def _chained(item: Item, case: ScoredFrom) -> ItemScore:
    """The result of another assessment, as reported in its state indicator."""
    chained = item.chained
    assert chained is not None
    if case.year in chained.not_held:
        return _measured(item, case)
    declared = case.facts.language.indicators.get(chained.indicator)
    value = case.facts.value(chained.indicator, case.year)
    states = declared.state if declared else ()
    if value is None or not 0 <= value < len(states):
        why = f"缺少{chained.assessment}{case.year}年的结果"
        return ItemScore(item, None, Decimal(0), why)
    grade = states[int(value)]
    points = chained.points.get(grade)
    if points is None:
        return ItemScore(item, None, Decimal(0), f"考核办法没有写明“{grade}”得几分")
    return ItemScore(item, points, Decimal(0), f"{chained.assessment}结果为{grade}")
