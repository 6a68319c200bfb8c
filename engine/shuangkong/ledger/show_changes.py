"""What `compare` and the versions of a figure print."""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from .. import text
from ..intake.observe import Observation
from . import moments
from .approved import is_decided
from .entries import Ruling, Submission
from .reasons import figure, same_value
from .said import ruling
from .state import Use

if TYPE_CHECKING:
    from .comparison import Comparison, DeclarationChange, FigureChange, Side
    from .versions import Version, Versions

_MOST = 40
_RULE = (
    "一个数据有几个版本时只采用一个：核定数先于自报数，较晚批次先于较早批次，同一对象较新的填报表先于"
    "较旧的；同一版本的数值互相矛盾时都不采用。"
)


def foreseen(found: "Comparison") -> str:
    """What a decision would change and for whom, before it is recorded."""
    names = {code: e.name for code, e in found.after.declarations.entities.items()}
    touched = list(dict.fromkeys(names.get(c.entity, c.entity) for c in found.changes))
    listed = "、".join(touched[:_MOST])
    head = f"{found.year}年度：将改变 {len(touched)} 个对象的结果（{listed}）"
    if found.same:
        head = f"{found.year}年度：不改变任何对象的结果"
    lines = [head, *_section("数据", _figures(found))]
    if found.found:
        lines += ["", text.findings(found.found, most=_MOST), ""]
    return "\n".join([*lines, *_results(found)])


def compared(found: "Comparison") -> str:
    """What changed between two assessments, and why."""
    lines = [f"前：{_side(found.before)}", f"后：{_side(found.after)}"]
    lines += _section("采用的填报", _swapped(found.submissions_out, found.submissions_in))
    lines += _section("数据", _figures(found))
    declarations = found.after.declarations
    rulings = [f"＋ {ruling(r, declarations)}" for r in found.rulings_in]
    rulings += [f"－ {ruling(r, declarations)}" for r in found.rulings_out]
    lines += _section("裁定", rulings)
    lines += _section("规划声明", [_declared(one) for one in found.declared])
    lines += _section("软件", found.software)
    lines += ["", "结果"]
    if found.same:
        return "\n".join([*lines, "  没有变化"])
    return "\n".join([*lines, *_results(found)])


def _results(found: "Comparison") -> Iterable[str]:
    """Every difference in the results, entity by entity, with its causes."""
    lines: list[str] = []
    names = {code: e.name for code, e in found.after.declarations.entities.items()}
    last = ""
    for change in found.changes:
        if change.entity != last:
            lines.append(names.get(change.entity, change.entity))
            last = change.entity
        subject = f"{change.subject} " if change.subject else ""
        lines.append(f"  {subject}{change.what}：{change.before} → {change.after}")
        why = "；".join(change.why) or "台账中找不到原因"
        lines.append(f"      原因：{why}")
    return lines


def _side(side: "Side") -> str:
    if side.issue is None:
        return f"{side.asked}　台账第 1—{side.state.head} 号，未签发，现算"
    return f"{side.asked}　第 {side.issue.number} 号签发（{moments.shown(side.issue.at)}）"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    if not found:
        return []
    more = [f"  …… 另有 {len(found) - _MOST} 条"] if len(found) > _MOST else []
    return ["", title, *(f"  {line}" for line in found[:_MOST]), *more]


def _swapped(out: Sequence[Submission], new: Sequence[Submission]) -> list[str]:
    return [f"－ {one.name}" for one in out] + [f"＋ {one.name}" for one in new]


def _figures(found: "Comparison") -> Iterable[str]:
    """Figures whose value changed, one a line; those with only another version are counted."""
    declarations = found.after.declarations
    names = {code: e.name for code, e in declarations.entities.items()}
    relabelled: dict[tuple[str, str, str], int] = {}
    for one in found.figures:
        indicator = declarations.indicators.get(one.indicator)
        if one.before is not None and one.after is not None and same_value(one):
            key = (one.entity, _version(one.before.vintage, one.before.authority))
            label = (*key, _version(one.after.vintage, one.after.authority))
            relabelled[label] = relabelled.get(label, 0) + 1
            continue
        yield (
            f"{names.get(one.entity, one.entity)} {one.period} "
            f"{indicator.name if indicator else one.indicator}："
            f"{figure(one.before)} → {figure(one.after)}（{_cells(one)}）"
        )
    for (entity, old, new), count in relabelled.items():
        yield f"{names.get(entity, entity)}：{count} 个数据的版本由“{old}”变为“{new}”，数值未变"


def _version(vintage: str | None, authority: str | None) -> str:
    return " ".join(filter(None, (vintage, authority))) or "未注明"


def _cells(one: "FigureChange") -> str:
    """Where the figure stands, by the submissions' numbers."""
    return " → ".join(_cell(o) for o in (one.before, one.after) if o is not None)


def _cell(one: Observation) -> str:
    number = f"第 {int(one.file.split('_')[0])} 号"
    # what was decided stands in no cell: the number says all
    return f"{number}裁定" if is_decided(one) else f"{number} [{one.sheet}] {one.cell}"


def _declared(one: "DeclarationChange") -> str:
    return f"{one.kind} {one.id} {one.how}"


def versions(found: "Versions") -> str:
    """Every version of one figure."""
    title = f"{found.entity.name} {found.period} {found.indicator.name}"
    if not (found.found or found.approved):
        return f"{title}：台账里没有这个数据"
    told = [
        (
            v.submission.number,
            v.submission.at,
            v.observation,
            _standing(v),
            f"{v.observation.place}",
        )
        for v in found.found
    ]
    told += [(v.ruling.number, v.ruling.at, v.observation, v.said, _decided(v.ruling))
             for v in found.approved]  # fmt: skip
    rows = [
        (str(number), moments.shown(at), figure(one), one.authority or "—", said, where)
        for number, at, one, said, where in sorted(told, key=itemgetter(0))
    ]
    head = ("登记号", "收到时间", "数值", "认定", "状态", "出处")
    lines = [title, text.table(head, rows, right=(0, 2))]
    passed_over = [o for o in found.found if o.standing is Use.USED and not o.counts]
    return "\n".join([*lines, _RULE] if passed_over else lines)


def _decided(one: Ruling) -> str:
    return f"裁定（{one.decision.by}：{one.decision.reason}）"


def _standing(one: "Version") -> str:
    """What a version counts for: at most one of them is used."""
    if one.standing is Use.USED and not one.counts:
        return "未采用"
    return one.standing.chinese
