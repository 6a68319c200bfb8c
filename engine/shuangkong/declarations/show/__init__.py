"""`shuangkong plan show`: what the engine understood of a plan, as a person reads it."""

from ...vocabulary import (
    Consequence,
    Grade,
    Honour,
    Methods,
    Scheme,
    Target,
    TargetKind,
    Verification,
    WarningRule,
)
from ...vocabulary.scheme import DEADLINE_PLACE
from ..bundle import Declarations
from . import scoring, targets, words
from .page import PlanPage

__all__ = ["show"]

_FEW = 12


def show(declarations: Declarations, markdown: bool = False) -> str:
    """A whole plan in Chinese, for the terminal or as Markdown.

    Formulas and conditions are sentences; what is inferred, invented, unverified, ambiguous or
    not computable is said where it stands.
    """
    page = PlanPage(markdown)
    _head(page, declarations)
    _entities(page, declarations)
    _targets(page, declarations)
    _indicators(page, declarations)
    for scheme in declarations.schemes.values():
        _scheme(page, scheme, declarations)
    _warnings(page, list(declarations.warnings.values()), declarations)
    _checks(page, declarations)
    return str(page)


def _head(page: PlanPage, declared: Declarations) -> None:
    plan, period = declared.plan, declared.plan.period
    page.heading(1, plan.title + ("（示例）" if plan.synthetic else ""))
    document = plan.document
    printed = (p for p in (document.title, document.number, document.date) if p)
    facts = [
        f"代号：{plan.id}；简称：{plan.short}",
        f"规划期：{period.first}—{period.last} 年，基期 {period.base} 年"
        + ("；讨论稿，没有印发" if plan.draft else ""),
        f"规划文件：{'，'.join(str(p) for p in printed)}",
        f"共 {len(declared.targets)} 个目标、{len(declared.indicators)} 个指标、"
        f"{len(declared.entities)} 个考核对象、{len(declared.allocations)} 个分解数值",
    ]
    page.items(facts)
    page.heading(2, "读前须知")
    readings = plan.readings
    band = f"（幅度为所印数字的 {readings.about_band}%）" if readings.about_band else ""
    if readings.outer_edge is not None:
        band = f"，超出外沿即为未完成（{readings.outer_edge}）"
    known = [
        f"“左右”：{readings.about.chinese}{band}；区间：{readings.range.chinese}"
        + (f"。理由：{readings.basis}" if readings.basis else ""),
        *_unverified(declared),
        *plan.notes,
    ]
    if plan.synthetic:
        known.insert(0, "整套为示例（虚构），不是任何地方的规划")
    page.items(known)


def _unverified(declared: Declarations) -> list[str]:
    plan = declared.plan
    said = []
    cited = {plan.document.title: plan.document} | {d.title: d for d in plan.documents.values()}
    for document in cited.values():
        if document.verification is not Verification.VERIFIED:
            said.append(f"{document.title}：{document.verification.chinese}")
    for state in Verification:
        count = sum(a.verification is state for a in declared.allocations)
        if count and state is not Verification.VERIFIED:
            said.append(
                f"分解表有 {count} 个数值{state.chinese}，凡用到的文件都带标记 {state.mark}"
            )
    return said


def _entities(page: PlanPage, declared: Declarations) -> None:
    page.heading(2, "考核对象")
    groups: dict[str, list[str]] = {}
    for entity in declared.entities.values():
        first = f"{entity.valid_from} 年起" if entity.valid_from else ""
        last = f"至 {entity.valid_to} 年" if entity.valid_to else ""
        said = "，".join(s for s in (entity.scope_note or "", first + last) if s)
        groups.setdefault(entity.kind, []).append(entity.name + (f"（{said}）" if said else ""))
    lines = []
    for kind, names in groups.items():
        only_top = [e.code for e in declared.entities.values() if e.kind == kind] == [
            declared.plan.top
        ]
        made = "，出评分卡" if only_top else "，出评分卡和函"
        graded = made if kind in declared.plan.assessed else ""
        listed = "、".join(names[:_FEW]) + (f"……等 {len(names)} 个" if len(names) > _FEW else "")
        lines.append(f"{words.kind_name(kind)}（{kind}）{len(names)} 个{graded}：{listed}")
    page.items(lines)


def _targets(page: PlanPage, declared: Declarations) -> None:
    for kind in TargetKind:
        group = [t for t in declared.targets.values() if t.kind is kind]
        if group:
            page.heading(2, f"{kind.chinese}目标（{len(group)} 个）")
        for number, target in enumerate(group, 1):
            _target(page, number, target, declared)


def _target(page: PlanPage, number: int, target: Target, declared: Declarations) -> None:
    page.heading(3, f"{number}. {target.name}（{target.id}）")
    page.text(targets.sentence(target, declared) + "。")
    default = declared.plan.methods.get(target.form, Methods())
    methods = Methods(
        progress=target.progress or default.progress,
        annual=target.annual or default.annual,
        basis=target.basis or default.basis,
    )
    page.items(list(targets.details(target, declared, methods)))
    rows = [
        (
            declared.entities[a.entity].name if a.entity in declared.entities else a.entity,
            str(a.year) if a.year is not None else "整个规划期",
            next((t.name for t in target.tiers if t.id == a.tier), a.tier or "基本目标"),
            (str(a.value) if a.value is not None else "不设") + a.verification.mark,
            a.source,
        )
        for a in declared.allocations
        if a.target == target.id
    ]
    if rows:
        page.table(("对象", "年度", "档", "数值", "出处"), rows, right=(3,))


def _indicators(page: PlanPage, declared: Declarations) -> None:
    reported = [i for i in declared.indicators.values() if i.formula is None]
    derived = [i for i in declared.indicators.values() if i.formula is not None]
    page.heading(2, f"填报的指标（{len(reported)} 个）")
    rows = [
        (
            i.name,
            "、".join(i.state) if i.state else i.unit,
            "、".join(words.kind_name(k) for k in i.entities) or "全部",
            i.id,
        )
        for i in reported
    ]
    page.table(("指标", "单位或状态", "填报层级", "代号"), rows)
    if derived:
        page.heading(2, f"推算的指标（{len(derived)} 个）")
        rows = [(i.name, i.unit, words.formula(i.formula or "", declared), i.id) for i in derived]
        page.table(("指标", "单位", "算法", "代号"), rows)
    for name, table in declared.plan.lookups.items():
        keys = "、".join(declared.language.title(key) for key in table.by)
        source = f"，出处：{words.cited(table.source, declared.plan)}" if table.source else ""
        page.heading(3, f"取值表：{table.name}（{name}）")
        page.text(f"按{keys}取值，公式里写 {name}[{', '.join(table.by)}]{source}。")
        values = [(word, f"{value:f}{table.unit}") for word, value in table.values.items()]
        page.table((keys, "取值"), values, right=(1,))


def _scheme(page: PlanPage, scheme: Scheme, declared: Declarations) -> None:
    page.heading(2, f"考核办法：{scheme.title}")
    page.items(
        [
            f"适用 {words.years(scheme.years)}；"
            + (f"满分 {scheme.full} 分" if scheme.items else scheme.kind.chinese),
            f"出处：{words.cited(scheme.source, declared.plan)}"
            f"{words.mark(scheme.source, declared.plan)}",
            *([f"用语为{'、'.join(scheme.kept_out)}的不列入未完成清单"] if scheme.kept_out else []),
            *([f"说明：{scheme.note}"] if scheme.note else []),
        ]
    )
    for item in scheme.items:
        group = f"{item.group}·" if item.group else ""
        page.items([f"{group}{item.name}（{item.points} 分）：{scoring.how(item, declared)}"])
        page.items([scoring.part(p, declared) for p in item.parts], level=1)
    page.items([scoring.class_(one, declared) for one in scheme.classes])
    page.items(scoring.open_rules(scheme) if scheme.classes else [])
    page.items([scoring.veto(v, scheme, declared) for v in scheme.vetoes])
    counted = bool(scheme.classes)
    rows = [
        (
            g.name,
            scoring.limits(g, scheme) if counted else scoring.band(scheme.grades, i),
            "；".join(_following(g, declared)) or "—",
        )
        for i, g in enumerate(scheme.grades)
    ]
    page.table(("等级", "不达标项数" if counted else "得分", "奖惩措施"), rows)
    page.items([_honour(h, declared) for h in scheme.honours])


def _following(grade: Grade, declared: Declarations) -> list[str]:
    """What follows from a grade, for everybody and under conditions."""
    return [*grade.consequences, *(_conditional(c, declared) for c in grade.conditional)]


def _conditional(one: Consequence, declared: Declarations) -> str:
    def named(targets: tuple[str, ...]) -> str:
        return "、".join(declared.targets[t].name if t in declared.targets else t for t in targets)

    limits = [f"限{named(one.met)}完成的"] if one.met else []
    limits += [f"限{named(one.missed)}未完成的"] if one.missed else []
    limits += [f"期限{one.working_days}个工作日"] if one.working_days is not None else []
    return one.text.replace(DEADLINE_PLACE, "期限") + (f"（{'，'.join(limits)}）" if limits else "")


def _honour(honour: Honour, declared: Declarations) -> str:
    limited = f"（限{'、'.join(honour.grades)}）" if honour.grades else ""
    named = (declared.targets[t].name if t in declared.targets else t for t in honour.met)
    also = f"，且须完成：{'、'.join(named)}" if honour.met else ""
    return f"前 {honour.first} 名授予“{honour.name}”{limited}{also}"


def _warnings(page: PlanPage, rules: list[WarningRule], declared: Declarations) -> None:
    if rules:
        page.heading(2, "预警")
    for rule in rules:
        names = (declared.targets[t].name if t in declared.targets else t for t in rule.targets)
        page.heading(3, rule.title)
        periods = f"，{'、'.join(rule.periods)}" if rule.periods else ""
        source = words.cited(rule.source, declared.plan)
        only = f"（限{words.formula(rule.when, declared)}的）" if rule.when else ""
        page.text(
            f"适用 {words.years(rule.years)}{periods}{only}；对“{'、'.join(names)}”，"
            f"比照{rule.view.chinese}。出处：{source}{words.mark(rule.source, declared.plan)}"
        )
        page.items(list(scoring.levels(rule)))


def _checks(page: PlanPage, declared: Declarations) -> None:
    if not declared.checks:
        return
    page.heading(2, f"审核规则（{len(declared.checks)} 条）")
    rows = [
        (c.name, c.severity.chinese, words.formula(c.rule, declared), c.mend)
        for c in declared.checks.values()
    ]
    page.table(("规则", "程度", "应当成立", "怎样更正"), rows)
