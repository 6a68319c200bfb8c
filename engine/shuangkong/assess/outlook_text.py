"""An outlook as people read it on the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from .. import text
from ..vocabulary import Form, WarningLevel, WarningRule
from .decided import approved_figures, decided
from .digits import digits_apart
from .explain import figure
from .forecast import Forecast
from .judgement import Judgement
from .outlook import Distance, EntityOutlook, Outlook
from .points import points_text
from .result import PROVISIONAL
from .warn import why_unwarned

_WORDS: Mapping[bool | None, str] = {
    True: "各年都同最差的一年，也能完成",
    False: "各年都同最好的一年，也不能完成",
    None: "能否完成取决于今后各年",
}
#: With one year known there is a trend and no range.
_ONE_YEAR: Mapping[bool | None, str] = {
    True: "照这一年的速度能完成",
    False: "照这一年的速度不能完成",
}


_SEASONS = {"H1": "上半年", "H2": "下半年"}
_QUARTERS = {"Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度"}

#: what no forecast can be made of, where nothing else is said either
_NOTHING_AHEAD = "也没有能作预测的目标：要有累计进度要求，有逐年的数据，且未到期限"


def period_words(year: int, period: str | None) -> str:
    """2020年, 2020年上半年, 2020年三季度, 2020年1至6月."""
    if period is None:
        return f"{year}年"
    named = {**_SEASONS, **_QUARTERS}.get(period)
    if named is not None:
        return f"{year}年{named}"
    return f"{year}年1至{int(period)}月" if period.isdigit() else f"{year}年{period}"


def render(found: Outlook) -> str:
    """Levels of all entities in one table, then what each is heading for."""
    plan, year = found.assessment.declarations.plan, found.assessment.year
    when = period_words(year, found.period)
    lines = [f"{plan.title}　{when}　预警与预测", ""]
    if found.assumed:
        lines[1:1] = [f"【假设推演】{'；'.join(found.assumed)}；不是填报结果，不得作为预警依据"]
    rules = list(dict.fromkeys(w.rule for e in found.entities.values() for w in e.warnings))
    if rules:
        head = ("考核对象", *(r.title for r in rules))
        lines.append(text.table(head, [_levels(e, rules) for e in found.entities.values()]))
    approved, blocks = approved_figures(found.assessment), list[str]()
    for entity in found.entities.values():
        marks = decided(found.assessment, entity.result, approved)
        said = [*_entity(entity, rules), *(f"  裁定　※ {mark}" for mark in marks)]
        if said:
            blocks += ["", f"【{entity.entity.name}】", *said]
    if not rules:
        rest = "只作预测" if blocks else _NOTHING_AHEAD
        lines.append(f"规划没有声明适用于{when}的预警办法（warnings.yaml），{rest}")
    lines += blocks
    return "\n".join(lines) + "\n"


def _levels(entity: EntityOutlook, rules: Sequence[WarningRule]) -> tuple[str, ...]:
    """Per rule, the gravest level of all its targets: what is behind is not hidden by the rest."""
    return (
        entity.entity.name,
        *(_gravest([w.level for w in entity.warnings if w.rule.id == r.id]) for r in rules),
    )


def _gravest(levels: Sequence[WarningLevel | None]) -> str:
    """The gravest of some levels, and how many could not be given: no data is no green light."""
    given = [level for level in levels if level is not None]
    if not given:
        return "不评级"
    unrated = len(levels) - len(given)
    gravest = max(given, key=lambda level: level.order)
    return gravest.shown + (f"，{unrated}项不评级" if unrated else "")


def _entity(entity: EntityOutlook, rules: Sequence[WarningRule]) -> Iterator[str]:
    warned_by = {warned.rule.id for warned in entity.warnings}
    for rule in rules:
        if rule.id not in warned_by:
            why = why_unwarned(rule, entity.result.judgements)
            yield f"  预警　{rule.title}：不评级；{why}"
    for warned in entity.warnings:
        level = warned.level.shown if warned.level else "不评级"
        phrase = f"，{warned.level.says}" if warned.level and warned.level.says else ""
        yield f"  预警　{warned.judgement.target.name}：{level}{phrase}；{warned.why}"
    for one in entity.forecasts:
        yield f"  预测　{_forecast(one)}"
    for distance in entity.distances:
        yield f"  计分　{_distance(distance)}"
    result = entity.result
    if result.counts:
        yield f"  等级　{result.grade_word}：{'；'.join(one.short for one in result.counts)}"
    if result.forced or (result.grade is None and result.to_mend):
        so_far = "" if result.total is None else f"；得分{result.points_text(result.total)}分"
        so_far += PROVISIONAL if result.provisional else ""
        yield f"  等级　{result.grade_reason}{so_far}"
    for margin in entity.margins:
        yield f"  等级　{margin}"
    if entity.next_grade is not None:
        points, grade = entity.next_grade
        so_far = "（得分未齐，按暂计得分）" if result.provisional else ""
        yield f"  等级　距“{grade}”还差 {result.points_text(points)} 分{so_far}"
    if entity.cushion is not None and result.grade is not None:
        yield f"  等级　“{result.grade.name}”的余地为 {result.points_text(entity.cushion)} 分"


def _forecast(one: Forecast) -> str:
    judgement = one.judgement
    known = [v for v in (one.expected, one.best, one.worst) if v is not None]
    digits = max(
        (digits_apart(v, one.required, judgement.unit, judgement.decimals) for v in known),
        default=judgement.decimals,
    )

    def shown(value: Decimal | None) -> str:
        return "—" if value is None else figure(value, judgement.unit, digits)

    until = judgement.target.by.until.removesuffix("，")
    said = f"{judgement.target.name}：{until}按趋势为 {shown(one.expected)}"
    if one.best is not None:
        said += f"（最好 {shown(one.best)}，最差 {shown(one.worst)}，据{one.years_known}年数据）"
    words = _WORDS if one.best is not None or one.will_meet is None else _ONE_YEAR
    said += f"，目标 {shown(one.required)}；{words[one.will_meet]}"
    if one.pace is not None:
        said += f"；今后{one.years_left}年{_needed(judgement)} {shown(one.pace)}"
    return said


def _needed(judgement: Judgement) -> str:
    """What the average of the years left is: a need, or for a cap what may still be added."""
    words = {Form.AT_MOST: "年均增量不得超过", Form.REDUCE_BY: "年均需降低"}
    return words.get(judgement.target.form, "年均需提高")


def _distance(distance: Distance) -> str:
    judgement = distance.judgement
    digits = digits_apart(distance.short, Decimal(0), judgement.unit, judgement.decimals)
    short = figure(distance.short, judgement.unit, digits)
    if judgement.unit == "%":
        short = f"{short.rstrip('%')} 个百分点"
    return (
        f"{distance.score.item.name}：目标完成率达到 {points_text(distance.needed * 100)}% 可多得 "
        f"{points_text(distance.points_more)} 分，还差 {short}"
    )
