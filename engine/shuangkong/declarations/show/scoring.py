"""Schemes and warning rules as sentences."""

from collections.abc import Iterator

from ...vocabulary import (
    Grade,
    IndicatorClass,
    Item,
    Part,
    Scheme,
    Veto,
    WarningLevel,
    WarningRule,
)
from ..bundle import Declarations
from .words import formula, years


def how(item: Item, declared: Declarations) -> str:
    """How an item's points follow, as one sentence."""
    parts = [item.rule.chinese]
    if item.target is not None:
        target = declared.targets.get(item.target)
        view = f"（{item.view.chinese}）" if item.view else ""
        parts = [f"考核“{target.name if target else item.target}”{view}，{item.rule.chinese}"]
    steps = list(_steps(item))
    if steps:
        parts.append("，".join(steps))
    if item.bonus:
        bonus = item.bonus
        parts.append(f"每超额完成 {bonus.each} 加 {bonus.points} 分，最多加 {bonus.most} 分")
    if item.matrix:
        m = item.matrix
        parts.append(
            f"均完成 {m.both} 分，仅累计完成 {m.only_cumulative} 分，"
            f"仅年度完成 {m.only_annual} 分，均未完成 {m.neither} 分"
        )
    parts.extend(_exceptions(item))
    return "；".join(parts)


def _steps(item: Item) -> Iterator[str]:
    for step in item.steps:
        if step.at_least is not None:
            yield f"{step.at_least}及以上 {step.points} 分"
        elif step.at_most is not None:
            yield f"超出不高于 {step.at_most} 的 {step.points} 分"
        else:
            yield f"其余 {step.points} 分"


def _exceptions(item: Item) -> Iterator[str]:
    if item.chained:
        points = "、".join(f"{g} {p} 分" for g, p in item.chained.points.items())
        yield f"采用{item.chained.assessment}的结果（{points}）"
        if item.chained.not_held:
            yield f"{years(item.chained.not_held)}未开展该考核，改按评分内容计分"
    if item.near_zero:
        zero = item.near_zero
        cap = f"完成率封顶 {zero.cap}" if zero.cap else "只看完成与否"
        yield f"目标绝对值低于 {zero.below} 时{cap}"
    if item.fallback:
        yield f"无法评定时{item.fallback.chinese}"
    if item.not_applicable:
        yield f"未设此目标时{item.not_applicable.chinese}"


def part(part: Part, declared: Declarations) -> str:
    """A scored part: what is looked at, its points, and how they are given."""
    points = f"扣分，最多 {part.points} 分" if part.deduct else f"{part.points} 分"
    test = f"；{formula(part.test, declared)}即得分" if part.test else ""
    evidence = f"；佐证：{part.evidence}" if part.evidence else ""
    return f"{part.name}（{points}{test}{evidence}）"


def veto(veto: Veto, scheme: Scheme, declared: Declarations) -> str:
    """What strikes out the score, and which grade is left."""
    target = declared.targets.get(veto.target)
    views = "、".join(v.chinese for v in veto.views)
    every = "均" if veto.all_fail and len(veto.views) > 1 else ""
    either = "任一" if not veto.all_fail and len(veto.views) > 1 else ""
    when = f"（仅 {years(veto.years)}）" if veto.years else ""
    name = target.name if target else veto.target
    return f"{veto.name}：“{name}”的{views}{either}{every}未完成的，定为“{scheme.veto_grade}”{when}"


def band(grades: tuple[Grade, ...], index: int) -> str:
    """The scores of a grade: 80 分（含）至 95 分（不含）."""
    low, high = grades[index].at_least, grades[index - 1].at_least if index else None
    if low is None:
        return f"{high} 分（不含）以下" if high is not None else "全部"
    return f"{low} 分（含）" + (f"至 {high} 分（不含）" if high is not None else "以上")


def levels(rule: WarningRule) -> Iterator[str]:
    """The levels of a warning rule, gravest first."""
    for level in rule.levels:
        said = f"，称“{level.says}”" if level.says else ""
        yield f"{level.shown}：{'，'.join(_conditions(rule, level))}{said}"


def _conditions(rule: WarningRule, level: WarningLevel) -> Iterator[str]:
    if level.rose is not None:
        yield "不降反升" if level.rose else "没有上升"
    if level.met is not None:
        yield "达到进度" if level.met else "未达到进度"
    name, unit = {
        "ratio": ("差距占目标值", "%"),
        "points": ("差距", " 个百分点"),
        "completion": ("完成率", "%"),
        "rose": ("差距", ""),
    }[rule.measure.value]
    for edge, word in (
        (level.above, "大于"),
        (level.at_least, "不低于"),
        (level.at_most, "不高于"),
        (level.below, "低于"),
    ):
        if edge is not None:
            yield f"{name}{word} {edge}{unit}"


def class_(one: IndicatorClass, declared: Declarations) -> str:
    """A class of indicators and what is in it."""
    names = [declared.targets[t].name if t in declared.targets else t for t in one.targets]
    views = "、".join(view.chinese for view in one.views) or "当年目标和到期的期末目标"
    return f"{one.name} {len(names)} 项（按{views}）：{'、'.join(names)}"


def open_rules(scheme: Scheme) -> list[str]:
    """How indicators without a verdict count."""
    said = [
        f"无法评定的{scheme.not_assessable.chinese}",
        f"未到期的{scheme.not_due.chinese}",
        f"未设的{scheme.not_applicable.chinese}",
        f"已撤销的{scheme.withdrawn.chinese}",
    ]
    if scheme.self_assessed:
        said.append("最上级考核对象按本办法自评，并出自评报告")
    if scheme.forced_grade:
        said.append(f"弄虚作假的，不论结果定为“{scheme.forced_grade}”")
    return said


def limits(grade: Grade, scheme: Scheme) -> str:
    """How many of each class may be missed for a grade."""
    if not grade.missed:
        return "其余"
    said = []
    for one in scheme.classes:
        most = grade.missed.get(one.id)
        said.append(f"{one.name}{f'至多 {most:f} 项' if most else '全部达标'}")
    return "，".join(said)
