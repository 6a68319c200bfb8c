"""The clocks that targets are judged by."""

from enum import StrEnum


class View(StrEnum):
    """The clock a target is judged by."""

    ANNUAL = "annual"  #: this year's target
    PROGRESS = "progress"  #: cumulative, against what the years gone by require
    FINAL = "final"  #: cumulative, against the whole target on its date

    @property
    def chinese(self) -> str:
        return {"annual": "年度目标", "progress": "累计进度", "final": "期末目标"}[self.value]
