"""Decision 裁定: what a person decided, and why; the engine never decides in their place."""

import datetime
from enum import StrEnum

from ..records import dataclass
from .base import Place, key

#: stands for the sheet of a figure that a decision approved, and that stands in no file
DECIDED = "裁定"


class DecisionKind(StrEnum):
    """What was decided."""

    OVERRIDE = "override"  #: an outcome replaces the computed one
    READING = "reading"  #: one reading of an ambiguous clause
    CONFLICT = "conflict"  #: which of two contradicting targets is followed
    BAND = "band"  #: whether a value inside a range or an 'about' counts as met
    REVISION = "revision"  #: a late revision of a figure is accepted or not
    POINTS = "points"  #: the points of a measure on which assessors differ
    FIGURE = "figure"  #: an approved figure takes the place of the reported one
    FALSIFIED = "falsified"  #: a grade is forced, since data were falsified
    NOT_COMPUTABLE = "not_computable"  #: a clause that no rule can hold is accepted as that

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {
            "override": "更改评定结果",
            "reading": "选定条款理解",
            "conflict": "裁定矛盾条款",
            "band": "裁定区间或“左右”",
            "revision": "认定数据修订",
            "points": "商定措施得分",
            "figure": "核定数据",
            "falsified": "弄虚作假定级",
            "not_computable": "认可条款不可计算",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision by a person, with name, reason and time (decisions.yaml or the ledger)."""

    kind: DecisionKind = key("裁定事项", "what was decided")
    target: str = key(
        "目标代号；核定数据写指标代号，措施得分写 计分项.内容，弄虚作假写 grade",
        "target id; an indicator's (figure), item.part (points), grade (falsified)",
    )
    entity: str | None = key("考核对象；不写即全部", "entity; all when absent", None)
    year: int | None = key("考核年度；不写即全部", "assessment year; all when absent", None)
    view: str | None = key("时段；不写即全部", "view; all when absent", None)
    choice: str = key(
        "裁定结果：met/not_met、理解的代号、所依目标的代号、核定数、得分或等级",
        "met/not_met, a reading's id, the id of the target to follow, a figure, points, a grade",
    )
    by: str = key("裁定人", "who decided")
    reason: str = key("理由", "why")
    at: datetime.date = key("日期", "when")
    place: Place | None = None

    def covers(self, target: str, entity: str, year: int, view: str) -> bool:
        """Whether this decision is about a given verdict."""
        return (
            self.target == target
            and self.entity in (None, entity)
            and self.year in (None, year)
            and self.view in (None, view)
        )
