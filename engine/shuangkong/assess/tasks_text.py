"""Tasks by who leads and by when, as text for a terminal and as plain data for JSON."""

import datetime
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from ..declarations.bundle import Declarations
from .tasks import Reported, Task, unreported

UNREPORTED, LATE = "未报", "逾期未报"
#: With more entities than this they are counted by what they said.
_LISTED = 3


def as_text(declarations: Declarations, made: Sequence[Task], day: datetime.date) -> str:
    """A heading for everybody who leads, a line for every task.

    What was due before `day` and was not reported is 逾期未报.
    """
    plan = declarations.plan
    head = f"{plan.title}　任务 {len(made)} 项{_counted(made, day)}"
    parts = [head + ("（示例）" if plan.synthetic else "")]
    for leads, own in groupby(made, key=lambda task: task.leads):
        listed = list(own)
        parts.append(f"\n【{leads or '没有考核对象'}】{len(listed)} 项")
        parts += [_line(task, day) for task in listed]
    return "\n".join(parts) + "\n"


def _counted(made: Sequence[Task], day: datetime.date) -> str:
    """How many tasks are not reported and why: each task is in one of the numbers, or reported."""
    lacking = unreported(made)
    late = sum(task.overdue(day) for task in lacking)
    undecidable = sum(task.target.not_computable is not None for task in made)
    derived = sum(not task.told for task in made) - undecidable
    said = f"，{len(lacking)} 项有对象未报"
    if late:
        said += f"（{late} 项已逾期）"
    if undecidable:
        said += f"，{undecidable} 项不能由数据评定"
    return said + (f"，{derived} 项由公式推算" if derived else "")


def _line(task: Task, day: datetime.date) -> str:
    target = task.target
    inferred = "（推定）" if target.by_inferred else ""
    helps = f"；配合：{'、'.join(target.helps)}" if target.helps else ""
    return (
        f"  {target.by.chinese}{inferred}　{target.name}（{target.source.clause}）"
        f"　{_state(task, day)}{helps}"
    )


def _state(task: Task, day: datetime.date) -> str:
    if task.target.not_computable is not None:
        return f"不能由数据评定：{task.target.not_computable}"
    if not task.told:
        return "由公式推算，不填报"
    nothing = LATE if task.overdue(day) else UNREPORTED
    if len(task.reported) <= _LISTED:
        only = len(task.reported) == 1
        said = (
            f"{'' if only else r.entity.name + ' '}{_said(r) or nothing}" for r in task.reported
        )
        return "；".join(said) or nothing
    counts = Counter(r.latest or nothing for r in task.reported)
    return "，".join(f"{said} {count} 个" for said, count in counts.items())


def _said(reported: Reported) -> str:
    return "、".join(f"{said}（{period}）" for period, said in reported.said)


def as_data(made: Sequence[Task]) -> list[dict[str, Any]]:
    """One record for each task."""
    return [
        {
            "target": task.target.id,
            "name": task.target.name,
            "clause": task.target.source.clause,
            "leads": list(task.target.leads) or [r.entity.name for r in task.reported],
            "helps": list(task.target.helps),
            "by": str(task.target.by),
            "by_inferred": task.target.by_inferred,
            "not_computable": task.target.not_computable,
            "reported": [
                {
                    "entity": r.entity.code,
                    "name": r.entity.name,
                    "said": [{"period": p, "value": v} for p, v in r.said],
                }
                for r in task.reported
            ],
        }
        for task in made
    ]
