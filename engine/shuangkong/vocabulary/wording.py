"""Wording 用语: what an assessment and its papers are called, declared by plan and scheme."""

from dataclasses import fields

from ..records import dataclass
from .base import key


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the assessment, its targets and its papers are called (`wording:`); blank is not said.

    A scheme's own words go before those of its plan.
    """

    assessment: str = key("考核的名称，如 碳排放双控考核", "what the assessment is called", "")
    goals: str = key("所考核目标的统称，如 降碳目标", "what its targets are called together", "")
    work: str = key("所考核工作的名称，如 降碳", "what the work assessed is called", "")
    card: str = key("每个对象评分卡的全称", "full title of an entity's card", "")
    card_name: str = key(
        "评分卡的短名，用作文件夹、工作表名", "short name of the card: its folder and sheet", ""
    )

    def over(self, other: "Wording") -> "Wording":
        """These words, and those of another where nothing is said."""
        names = (field.name for field in fields(self))
        return Wording(**{name: getattr(self, name) or getattr(other, name) for name in names})
