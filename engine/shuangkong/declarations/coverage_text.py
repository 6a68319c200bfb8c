"""What a plan's text says and its declarations have, as text for a terminal."""

import re
from collections import Counter

from .coverage import CoverageReport, Covered


def render(report: CoverageReport) -> str:
    """The report for the terminal: counts, then clauses, then what is unaccounted for."""
    parts = [_summary(report), _listed_clauses(report), _listed_figures(report)]
    return "\n\n".join(p for p in parts if p) + "\n"


def _summary(report: CoverageReport) -> str:
    standings = Counter(c.standing for c in report.clauses)
    counts = "，".join(f"{s.chinese} {standings[s]}" for s in Covered if standings[s])
    cited = sum(1 for f in report.figures if f.accounted and f.known is None)
    known = sum(1 for f in report.figures if f.known is not None)
    return (
        f"《{report.title}》条文与声明核对\n"
        f"  条款 {len(report.clauses)} 条：{counts}\n"
        f"  数字 {len(report.figures)} 个：有声明引用 {cited}，已注明不是目标 {known}，"
        f"没有交代 {len(report.uncited)}"
        f"{_counted_states(report)}"
    )


def _counted_states(report: CoverageReport) -> str:
    if not report.states:
        return ""
    head = f"\n  状态和成套要求 {len(report.states)} 处："
    if not report.by_words:
        return f"{head}本规划没有用 words 逐处声明，不作核对"
    told = sum(1 for s in report.states if s.told_by)
    noted = sum(1 for s in report.states if s.known is not None)
    return f"{head}有声明 {told}，已注明不是目标 {noted}，没有交代 {len(report.untold)}"


def _listed_clauses(report: CoverageReport) -> str:
    lines = ["条款"]
    for item in report.clauses:
        if item.standing is Covered.HEADING:
            continue
        clause = item.clause
        by = f"（{len(item.targets)} 个目标：{'、'.join(item.targets)}）" if item.targets else ""
        name = clause.id if clause.id == clause.title else f"{clause.id} {clause.title}"
        lines.append(f"  第{clause.line}行 {name}：{item.standing.chinese}{by}")
        lines.extend(f"      {target} 不能计算：{why}" for target, why in item.why)
        lines.extend(
            f"      “{one.state.around}”：{'、'.join(one.told_by) or one.known or '没有交代'}"
            for one in report.states
            if report.by_words and one.state.clause == clause.id
        )
    return "\n".join(lines)


def _listed_figures(report: CoverageReport) -> str:
    if report.complete:
        also = "，每处状态和成套要求也都有交代" if report.by_words else ""
        return f"正文里的每个数都有交代{also}"
    lines = ["没有交代的"]
    for item in report.uncited:
        figure = item.figure
        seen = figure.printed + re.split("[，。；、）（]", figure.rest)[0][:8]
        some = (
            f"印出 {item.printed} 次，只有 {item.declared} 处声明（{'、'.join(item.cited_by)}）"
            if item.cited_by
            else "没有声明引用"
        )
        lines.append(f"  {figure.line}:{figure.column} {figure.clause} “{seen}”：{some}")
    if report.uncited:
        lines.append(
            "    怎么改：在 targets/ 里为它声明目标；若是目标的条件，写进该目标的 mentions；"
            "若不是目标，在 coverage.yaml 里注明原因"
        )
    lines.extend(
        f"  {one.state.line}:{one.state.column} {one.state.clause} “{one.state.around}”：没有声明"
        for one in report.untold
    )
    if report.untold:
        lines.append(
            "    怎么改：为它声明目标，把这几个字照印写进该目标的 words；"
            "若不是要求，在 coverage.yaml 里写 clause、words 和原因"
        )
    lines.extend(
        f"  {by} 所引的“{words}”在 {clause} 里找不到。怎么改：照印，不跨段"
        for by, clause, words in report.lost
    )
    lines.extend(
        f"  目标 {target} 的出处“{clause}”在正文里找不到。怎么改：核对条款号"
        for target, clause in report.strangers
    )
    lines.extend(
        f"  coverage.yaml 的“{record}”在正文里没有对应的数。怎么改：核对条款号和数，或删去"
        for record in report.idle
    )
    return "\n".join(lines)
