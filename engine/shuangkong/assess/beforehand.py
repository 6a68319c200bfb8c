"""Outcomes that no data can change: what cannot be computed, waits for a person, or is not due."""

from collections.abc import Sequence

from ..declarations.bundle import Declarations
from ..methods.clocks import Clock
from ..vocabulary import Decision, Target, View
from .allocated import ValueGiven
from .interpretations import conflict_words, followed_instead
from .judgement import Outcome


def settled(
    declarations: Declarations,
    decisions: Sequence[Decision],
    target: Target,
    clock: Clock,
    value: ValueGiven,
    year: int,
) -> tuple[Outcome | None, str | None]:
    """An outcome that no data can change, and why; nothing where the figures decide.

    `year` is the one that is assessed.
    """
    if value.state is not None:
        return value.state, value.why
    if target.not_computable:
        return Outcome.NOT_ASSESSABLE, target.not_computable
    if target.readings:
        numbered = enumerate(target.readings, start=1)
        listed = "；".join(f"理解{number}：{r.says}" for number, r in numbered)
        return Outcome.NOT_ASSESSABLE, f"条款有不同理解，待人裁定（{listed}）"
    if target.conflicts_with:
        found = _conflict(declarations, decisions, target, year)
        if found is not None:
            return found
    if target.indicator is None:
        return Outcome.NOT_ASSESSABLE, "没有可以据以判断的统计指标"
    if clock.early is not None:
        return Outcome.NOT_DUE, clock.early
    if clock.used is None and clock.view is View.ANNUAL and not target.recurring:
        return Outcome.NOT_ASSESSABLE, f"{year}年的年度目标值没有下达"
    if clock.used is None:
        return Outcome.NOT_ASSESSABLE, "这种目标形式不能由逐年变化率推算"
    needs_term = clock.view is not View.ANNUAL or value.yearly is None
    if needs_term and value.final is None and target.form.has_value:
        return Outcome.NOT_ASSESSABLE, "整个规划期的目标值未公布，只有年度目标"
    return (Outcome.NOT_DUE, clock.waiting) if clock.waiting else (None, None)


def _conflict(
    declarations: Declarations, decisions: Sequence[Decision], target: Target, year: int
) -> tuple[Outcome, str] | None:
    followed = followed_instead(target, decisions, year)
    if followed == target.id:
        return None
    if followed is not None:
        return Outcome.NOT_APPLICABLE, conflict_words(declarations, target, followed)
    others = [declarations.targets.get(o) for o in target.conflicts_with]
    where = "、".join(f"{o.source.clause}（{o.name}）" for o in others if o)
    return Outcome.NOT_ASSESSABLE, f"与同一规划的{where}相矛盾，待人裁定以何者为准"
