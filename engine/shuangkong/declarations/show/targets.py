"""What a target asks, in one sentence, and everything else that it says."""

from collections.abc import Iterator

from ...vocabulary import AnnualMethod, Form, Methods, ProgressMethod, Target, Tier
from ..bundle import Declarations
from .words import amount, cited, mark, scope

_SHARED = "各自分解的数值"
_VERBS = {
    Form.REDUCE_BY: "下降",
    Form.RAISE_BY: "提高",
    Form.CUT_BY: "削减",
    Form.RAISE_BY_POINTS: "提高",
}


def sentence(target: Target, declared: Declarations) -> str:
    """The target as a sentence: 到 2020 年，煤炭消费总量控制在 2.6 亿吨左右以内."""
    indicator = declared.indicators.get(target.indicator or "")
    what = indicator.name if indicator else target.name
    whom = scope(target.scope, declared)
    asked = _asked(target, what)
    if target.form is Form.COMPLETE:
        state = indicator.state[-1] if indicator and indicator.state else "完成"
        asked = f"{_when(target)}{what}达到“{state}”"
    elif _only_yearly(target, declared):
        asked = f"各年{what}比上年{_VERBS[target.form]}下达的数值"
    left_out = f"（不包括{'、'.join(target.excludes)}）" if target.excludes else ""
    return f"{whom}：{asked}{left_out}"


def _only_yearly(target: Target, declared: Declarations) -> bool:
    """Whether the authority issues values year by year and none for the whole period."""
    rows = [a for a in declared.allocations if a.target == target.id]
    return target.form in _VERBS and bool(rows) and all(a.year is not None for a in rows)


def _asked(target: Target, what: str) -> str:
    value = _value(target)
    when = _when(target)
    since = target.since or "规划期首年"
    compared = f"{when}{what}比{target.base or '基期'}年"
    return {
        Form.AT_MOST: f"{when}{what}控制在{value}以内",
        Form.AT_LEAST: f"{when}{what}达到{value}以上（含）",
        Form.MORE_THAN: f"{when}{what}超过{value}（不含）",
        **{form: f"{compared}{verb}{value}" for form, verb in _VERBS.items()},
        Form.TOTAL_AT_LEAST: f"{since}年起{when}{what}累计达到{value}以上",
        Form.COMPLETE: "",
        Form.IMPROVE: f"{compared}有所改善（持平不算）",
    }[target.form]


def _when(target: Target) -> str:
    """When it is due: 到2020年，; of a duty how often, and from when to when."""
    if target.every is None:
        return target.by.until
    since = f"{target.since}年起，" if target.since else ""
    until = "" if target.by.standing else target.by.until
    return f"{since}{until}{target.every.chinese}"


def _value(target: Target) -> str:
    if target.allocated:
        return _SHARED
    if target.value is None:
        return "（数值未写明）"
    return f" {amount(target.value, target.about)}"


def details(target: Target, declared: Declarations, methods: Methods) -> Iterator[str]:
    """Everything else a target says, one line each."""
    plan = declared.plan
    written = f"“{target.qualifier}”，" if target.qualifier else ""
    yield f"出处：{written}{cited(target.source, plan)}{mark(target.source, plan)}"
    if target.words:
        yield f"原文：{'；'.join(f'“{one}”' for one in target.words)}"
    if target.strength:
        yield f"用语：{target.strength}"
    if target.leads:
        yield f"牵头：{'、'.join(target.leads)}"
    if target.helps:
        yield f"配合：{'、'.join(target.helps)}"
    if target.judged_by:
        yield f"评价部门：{target.judged_by}"
    if target.source.note:
        yield f"出处说明：{target.source.note}"
    for other in target.also:
        parts = [other.clause, str(other.value or ""), other.qualifier or "", other.note or ""]
        yield f"同一目标另见（只算一次）：{'，'.join(p for p in parts if p)}"
    inferred = [
        word
        for word, is_so in (
            ("基期", target.base_inferred),
            ("期限", target.by_inferred),
            ("累计起始年", target.since_inferred),
        )
        if is_so
    ]
    if inferred:
        yield f"原文没有印出{'和'.join(inferred)}，为推定"
    yield from _limits(target)
    yield from _links(target, declared)
    if target.not_computable is None:
        yield from _followed(target, methods)
    else:
        yield f"不能计算：{target.not_computable}"
    if target.note:
        yield f"说明：{target.note}"


def _limits(target: Target) -> Iterator[str]:
    for mention in target.mentions:
        yield f"条文中的 {mention.number}：{mention.means}"
    if target.not_additive:
        yield f"不可相加：{target.not_additive}"


def _links(target: Target, declared: Declarations) -> Iterator[str]:
    for tier in target.tiers:
        yield _tier(tier, declared)
    for deduction in target.deductions:
        taken = declared.indicators.get(deduction.indicator)
        name = taken.name if taken else deduction.indicator
        added = f" {deduction.since} 年以来新增的部分" if deduction.since else ""
        proof = f"，须有{deduction.proof}" if deduction.proof else ""
        where = f"（{cited(deduction.source, declared.plan)}）" if deduction.source else ""
        yield f"评定前扣减：{name}{added}{proof}{where}"
    for reading in target.readings:
        yield f"有歧义，待裁定——{reading.id}：{reading.says}"
    if target.conflicts_with:
        yield f"与 {'、'.join(target.conflicts_with)} 矛盾，待裁定以何者为准"
    if target.supersedes:
        yield f"取代 {target.supersedes}"


def _tier(tier: Tier, declared: Declarations) -> str:
    value = f" {amount(tier.value)}" if tier.value else "见分解表"
    free = ""
    if tier.exempts:
        named = (declared.targets[t].name if t in declared.targets else t for t in tier.exempts)
        free = f"；达到后免于考核：{'、'.join(named)}"
    where = f"（{cited(tier.source, declared.plan)}）" if tier.source else ""
    return f"{tier.name}：{value.strip()}{free}{where}"


def _followed(target: Target, methods: Methods) -> Iterator[str]:
    """How it is followed over the years, where it is at all."""
    parts = []
    if methods.progress is not ProgressMethod.NONE:
        parts.append(f"进度{methods.progress.chinese}")
    if methods.annual is not AnnualMethod.NONE:
        parts.append(f"年度目标{methods.annual.chinese}")
    if parts and target.form.needs_base:
        parts.append(f"累计变化{methods.basis.chinese}")
    if parts:
        yield f"跟踪：{'；'.join(parts)}"
