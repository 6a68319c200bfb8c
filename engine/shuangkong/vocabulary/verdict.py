"""Verdict 评价: what somebody says of an indicator, 达标 or 不达标, with basis and date."""

import datetime
from enum import StrEnum

from ..records import dataclass
from .base import Verification


class VerdictBy(StrEnum):
    """Who says whether an indicator was met 评定方."""

    SELF = "self"  #: the entity of itself
    DEPARTMENT = "department"  #: the department that owns the indicator
    FINAL = "final"  #: what stands in the end

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {"self": "自评", "department": "部门评价", "final": "综合评定"}[self.value]


#: how a verdict is written, in workbooks and in documents
WORDS = {True: "达标", False: "不达标"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One verdict as it was handed in; `entity` is a code, `target` an id.

    `who` is the department, or the entity's own name; `author` the person who answers for it.
    `advice` are causes and advice for what was missed. File, sheet and cell say where it stands.
    """

    entity: str
    target: str
    year: int
    by: VerdictBy
    who: str
    met: bool
    author: str
    basis: str
    at: datetime.date
    advice: str = ""
    verification: Verification = Verification.UNVERIFIED
    file: str = ""
    file_hash: str = ""
    sheet: str = ""
    cell: str = ""

    @property
    def told(self) -> str:
        """It in words: 部门评价（国家能源局，张三，2027年3月1日）：达标，依据：能源统计年报."""
        return self._by(f"{self.who}，{self.author}")

    @property
    def told_outside(self) -> str:
        """The same for papers that go out: the department's word, not a person's."""
        return self._by(self.who)

    def _by(self, who: str) -> str:
        advice = f"；原因和建议：{self.advice}" if self.advice else ""
        day = f"{self.at.year}年{self.at.month}月{self.at.day}日"
        return f"{self.by.chinese}（{who}，{day}）：{WORDS[self.met]}，依据：{self.basis}{advice}"
