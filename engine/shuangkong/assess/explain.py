"""The whole trace of a verdict, from clause to grade, in Chinese that a bureau chief follows."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from .. import units
from ..declarations.bundle import Declarations
from ..declarations.hints import did_you_mean
from ..errors import Misuse
from ..formulas import Name, Node, names, rewrite, to_chinese
from ..formulas.as_exact import half_up, to_decimal
from ..vocabulary import Form, Target, Verification
from .assess import result_of
from .decided import approved_figures, decided
from .digits import digits_apart
from .judgement import CalcStep, Input, Judgement
from .points import ItemScore, points_text
from .result import PROVISIONAL, Assessment, EntityResult
from .score import passed
from .sides_text import sides_told


def find_entity(assessment: Assessment, entity: str) -> EntityResult:
    """The result of an entity that a user named, by code, name or alias.

    Raises:
        Misuse: when there is no such entity.
    """
    declarations = assessment.declarations
    code = declarations.code_of(assessment.year, entity)
    if code is not None:
        return assessment.results.get(code) or result_of(assessment, code)
    hint = did_you_mean(entity, list(declarations.names))
    known = "、".join(r.entity.name for r in assessment.results.values())
    raise Misuse(
        f"{assessment.year}年没有名为“{entity}”的考核对象{hint}\n"
        f"    怎么改：写 entities.csv 里的名称或代码，如 {known}"
    )


def find(assessment: Assessment, entity: str, target: str) -> tuple[EntityResult, Target]:
    """The entity and target that a user named, by code, name, alias or id.

    Raises:
        Misuse: when there is no such entity or target.
    """
    result, declarations = find_entity(assessment, entity), assessment.declarations
    by_name = {t.name: t.id for t in declarations.targets.values()}
    found = declarations.targets.get(by_name.get(target, target))
    if found is None:
        hint = did_you_mean(target, [*declarations.targets, *by_name])
        raise Misuse(
            f"没有名为“{target}”的目标{hint}\n"
            f"    怎么改：用 shuangkong plan show {declarations.plan.id} 查看全部目标"
        )
    return result, found


def explain(assessment: Assessment, entity: str, target: str) -> str:
    """The trace of one entity's verdicts on one target.

    Raises:
        Misuse: when there is no such entity or target.
    """
    result, found = find(assessment, entity, target)
    judged = [j for j in result.judgements if j.target.id == found.id]
    lines = [*_heading(assessment, result, found)]
    if not judged:
        lines.append(f"\n{result.entity.name}不在这一目标的考核范围内。")
    for judgement in judged:
        lines += ["", *judged_lines(assessment, judgement)]
    scores = [s for s in result.scores if any(j.key in s.judgements for j in judged)]
    for score in scores:
        lines += ["", *scored_lines(result, score)]
    for side in result.sides:
        if side.target.id == found.id:
            lines += ["", *sides_told(side)]
    if result.assessed:
        lines += ["", *_grade(assessment, result)]
    marks = decided(assessment, result, approved_figures(assessment))
    if marks:
        lines += ["", "【裁定】", *(f"  ※ {mark}" for mark in marks)]
    lines += _unused(assessment, result, found)
    return "\n".join(lines) + "\n"


def _heading(assessment: Assessment, result: EntityResult, target: Target) -> Iterator[str]:
    plan = assessment.declarations.plan
    document = plan.documents.get(target.source.document or "", plan.document)
    number = f"（{document.number}）" if document.number else ""
    yield f"{result.entity.name}　{target.name}　{assessment.year}年"
    if result.entity.scope_note:
        yield f"口径　　{result.entity.scope_note}"
    yield f"条款　　{document.title}{number}　{target.source.clause}"
    printed = f"，原文用语“{target.qualifier}”" if target.qualifier else ""
    printed += f"，“{target.strength}”" if target.strength else ""
    value = asked_value(assessment.declarations, target)
    value = f"，数值{value}" if value == _ALLOCATED else f" {value}" if value else ""
    base = ""
    if target.form.needs_base:
        base = f"，以{target.base or plan.period.base}年为基期"
        base += "（未印出，为推定）" if target.base_inferred else ""
    yield (
        f"目标　　{target.kind.chinese}，{target.form.chinese}{value}{base}，"
        f"{_due(target)}{printed}"
    )
    if target.excludes:
        yield f"不包括　{'；'.join(target.excludes)}"
    indicator = assessment.declarations.indicators.get(target.indicator or "")
    if indicator is not None:
        how = indicator.name
        if indicator.formula:
            language = assessment.declarations.language
            how += f" ＝ {to_chinese(language.node(indicator.formula), language.title)}"
            if indicator.rounding:
                how += f"，先保留{indicator.rounding.digits}位小数"
        yield f"指标　　{how}（{indicator.unit}）"


#: What stands for the value of a target that each entity has its own of.
_ALLOCATED = "见分解表"


def asked_value(declarations: Declarations, target: Target) -> str:
    """The value of a target as a document has it: its own, its state, or where it is."""
    if target.value is not None:
        return str(target.value)
    if target.form is Form.IMPROVE:
        return ""
    if target.form is not Form.COMPLETE:
        return _ALLOCATED
    indicator = declarations.indicators.get(target.indicator or "")
    return f"“{indicator.state[-1]}”" if indicator and indicator.state else ""


def _due(target: Target) -> str:
    """When it is due, and how often."""
    since = f"{target.since}年起" if target.recurring and target.since else ""
    if target.every is None:
        return f"期限{since}{target.by.chinese}"
    until = "" if target.by.standing else f"，到{target.by.chinese}"
    return f"{since}{target.every.chinese}一次的义务{until}"


def judged_lines(assessment: Assessment, judgement: Judgement) -> Iterator[str]:
    """One verdict with its inputs, each with its cell, and every step of its arithmetic."""
    yield f"【{judgement.clock}】{judgement.outcome_name}：{judgement.reason}"
    if judgement.inputs:
        yield "  数据"
        yield from (_input(assessment, i, judgement.target) for i in judgement.inputs)
    if judgement.steps:
        yield "  算式"
        values = {i.name: _given(assessment, i, judgement.target) for i in judgement.inputs}
        labels = {i.name: i.label for i in judgement.inputs}
        sides = {i.name: _Side.given(i) for i in judgement.inputs}
        for step in judgement.steps:
            word = _word(assessment, judgement.target, step.value, step.unit)
            states = judgement.in_words is not None
            yield from _step(step, labels, values | _apart(step, sides), word, states=states)
            if step.value is not None:
                sides[step.name] = _Side(Fraction(step.value), step.unit, step.decimals)
            labels[step.name] = step.label
            if step.value is not None:
                values[step.name] = word or figure(step.value, step.unit, step.decimals)
    for remark in judgement.remarks:
        yield f"  注意　{remark}"


def _input(assessment: Assessment, given: Input, target: Target) -> str:
    mark = Verification(given.verification).mark
    where = given.source
    if given.observation is not None:
        row = assessment.observations.row(given.observation, named=True)
        labels = [row["authority"], row["vintage"], f"sha256 {row['file_hash'][:12]}…"]
        where += f"（{'，'.join(label for label in labels if label)}）"
    unit = f" {given.unit}" if given.unit == "年" else ""
    return f"    {given.label} ＝ {_given(assessment, given, target)}{unit}{mark}　← {where}"


def _word(assessment: Assessment, target: Target, value: Decimal | None, unit: str) -> str | None:
    """The word of a state that a target asks for, or that it is; None for any other number."""
    declared = assessment.declarations.indicators.get(target.indicator or "")
    if value is None or declared is None or not declared.state or unit != declared.unit:
        return None
    word = assessment.declarations.language.word(declared.id, Fraction(value))
    return None if word is None else f"“{word}”"


def _given(assessment: Assessment, given: Input, target: Target) -> str:
    """What an input is, as it stands in arithmetic: a state by its word, a number with its unit."""
    if given.observation is not None:
        name = assessment.observations["indicator"][given.observation]
        word = assessment.declarations.language.word(name, Fraction(given.value))
        if word is not None:
            return f"“{word}”"
    asked = _word(assessment, target, given.value, given.unit)
    if asked is not None:
        return asked
    return _figure(given.value, "" if given.unit == "年" else given.unit)


def _step(
    step: CalcStep,
    labels: dict[str, str],
    values: dict[str, str],
    word: str | None = None,
    *,
    states: bool = False,
) -> Iterator[str]:
    words = to_chinese(step.formula, lambda n: labels.get(n, n))
    numbers = to_chinese(
        step.formula, lambda n: _bracketed(values.get(n, labels.get(n, n))), states=states
    )
    if step.truth is not None:
        yield f"    {step.label}：{numbers}，{'成立' if step.truth else '不成立'}"
        return
    shown = figure(step.value, step.unit, step.decimals) if step.value is not None else "缺数据"
    shown = word or shown
    if isinstance(step.formula, Name):
        yield f"    {step.label} ＝ {shown}"
        return
    yield f"    {step.label} ＝ {words}"
    yield f"    　　　＝ {numbers} ＝ {shown}"


class _Side(NamedTuple):
    """A figure of a comparison, in the scale of formulas, and how it is usually shown."""

    value: Fraction
    unit: str
    decimals: int

    @classmethod
    def given(cls, one: Input) -> "_Side":
        value = Fraction(one.value) * units.scale(one.unit)
        return cls(value, one.unit, max(0, -int(one.value.as_tuple().exponent)))

    @property
    def shown(self) -> Fraction:
        """The value as it is usually printed, in its unit."""
        return half_up(self.value / units.scale(self.unit), self.decimals)


def _order(difference: Fraction) -> int:
    return (difference > 0) - (difference < 0)


def _apart(step: CalcStep, sides: Mapping[str, _Side]) -> dict[str, str]:
    """The figures that a test compares, with enough decimals, where as usually shown they would
    look alike or the other way round."""
    named = {n.name: sides[n.name] for n in names(step.formula) if n.name in sides}
    # years are exponents of what is compared
    found = {name: side for name, side in named.items() if side.unit != "年"}
    if step.truth is None or len(found) != 2:
        return {}
    first, second = found.values()
    if first.unit != second.unit or _order(first.shown - second.shown) == _order(
        first.value - second.value
    ):
        return {}
    usual = max(first.decimals, second.decimals)
    digits = digits_apart(first.value, second.value, first.unit, usual)
    return {name: figure(one.value, one.unit, digits) for name, one in found.items()}


def _bracketed(number: str) -> str:
    return f"（{number}）" if number.startswith("-") else number


def figure(value: Decimal | Fraction, unit: str, decimals: int) -> str:
    """A value in formula scale as people read it, with its unit."""
    shown = half_up(Fraction(value) / units.scale(unit), decimals)
    return _figure(to_decimal(shown).quantize(Decimal(1).scaleb(-decimals)), unit)


def _figure(value: Decimal, unit: str) -> str:
    return f"{value:f}{'' if unit in ('%', '个百分点', '') else ' '}{unit}"


def scored_lines(result: EntityResult, score: ItemScore) -> Iterator[str]:
    """How the points of one item of an entity came about, step by step."""
    given = score.word if score.points is None else f"{result.points_text(score.points)} 分"
    bonus = f"，超额加 {result.points_text(score.bonus)} 分" if score.bonus else ""
    yield f"【计分】{score.item.name}（{points_text(score.item.points)} 分）：{given}{bonus}"
    yield f"  {score.why}"
    labels: dict[str, str] = {}
    values: dict[str, str] = {}
    for judgement in result.judgements:
        if judgement.key not in score.judgements:
            continue
        view = judgement.view.value
        for step in judgement.steps:
            labels[f"{view}.{step.name}"] = step.label
            if step.value is not None:
                values[f"{view}.{step.name}"] = figure(step.value, step.unit, step.decimals)
        labels[f"{view}.met"] = f"{judgement.view.chinese}完成"
        values[f"{view}.met"] = "完成" if passed(judgement) else "未完成"
    for step in result.steps_of(score):
        yield from _step(replace(step, formula=_joined(step.formula)), labels, values)
        labels[step.name] = step.label
        if step.value is not None:
            values[step.name] = figure(step.value, step.unit, step.decimals)


def _joined(formula: Node) -> Node:
    """`annual.achieved` as one name, for its own label."""
    return rewrite(formula, lambda n: Name(str(n)) if isinstance(n, Name) and n.of else None)


def _grade(assessment: Assessment, result: EntityResult) -> Iterator[str]:
    grade = result.grade_word
    total = "无" if result.total is None else f"{result.points_text(result.total)} 分"
    total += PROVISIONAL if result.provisional else ""
    yield f"【等级】{grade}" if result.counts else f"【等级】{grade}，得分{total}"
    yield f"  {result.grade_reason}"
    if assessment.scheme is not None:
        yield f"  办法：{assessment.scheme.title}"


def _period(period: str) -> str:
    return f"{period}年" if period.isdigit() else period


def _unused(assessment: Assessment, result: EntityResult, target: Target) -> list[str]:
    """Figures of the same indicators that were submitted and not used, and why."""
    used = {
        i.observation
        for j in result.judgements
        if j.target.id == target.id
        for i in j.inputs
        if i.observation is not None
    }
    if not used:
        return []
    own = assessment.rows_of.get(result.entity.code, ())
    told = assessment.observations[list(own), ["indicator", "period"]].rows()
    keys = {key for row, key in zip(own, told, strict=True) if row in used}
    rest = [r for r, key in zip(own, told, strict=True) if key in keys and r not in used]
    if not rest:
        return []
    lines = ["", "【未采用的数据】（同一指标同一时期，已采用核定数或较晚批次）"]
    for row in assessment.observations[rest].iter_rows(named=True):
        labels = "，".join(x for x in (row["authority"], row["vintage"]) if x)
        place = " ".join(x for x in (row["file"], f"[{row['sheet']}]", row["cell"]) if x)
        when = _period(row["period"])
        declared = assessment.declarations.indicators.get(row["indicator"])
        name = declared.name if declared else row["indicator"]
        lines.append(f"    {when}{name} ＝ {row['raw']}　← {place}（{labels}）")
    return lines
