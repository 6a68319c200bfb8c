"""How targets are followed over the years: progress, yearly values, changes."""

from enum import StrEnum

from ..records import dataclass
from .base import key


class ProgressMethod(StrEnum):
    """How far along a target is."""

    LOGARITHMIC = "logarithmic"  #: ln(1 − D) / ln(1 − T)
    LINEAR = "linear"  #: achieved / target
    INCREMENT = "increment"  #: used increment against the pro-rata increment
    NONE = "none"

    @property
    def chinese(self) -> str:
        return {
            "logarithmic": "对数法",
            "linear": "比例法",
            "increment": "增量法",
            "none": "不计算进度",
        }[self.value]


class AnnualMethod(StrEnum):
    """How a yearly target follows from the target of the whole period, when none was issued."""

    EQUAL_GEOMETRIC = "equal_geometric"  #: 1 − (1 − T)^(1/n)
    EQUAL_INCREMENT = "equal_increment"  #: (cap − base) / n
    ISSUED = "issued"  #: only what allocations state for the year
    NONE = "none"

    @property
    def chinese(self) -> str:
        return {
            "equal_geometric": "按年均等比降低率",
            "equal_increment": "按年均增量",
            "issued": "按下达的年度目标",
            "none": "不设年度目标",
        }[self.value]


class Basis(StrEnum):
    """What a change over several years is computed from."""

    LEVELS = "levels"
    CHAINED_RATES = "chained_rates"
    LAST_LEVEL = "last_level"  #: last year's level and the published change of the year

    @property
    def chinese(self) -> str:
        return {
            "levels": "两年水平相比",
            "chained_rates": "逐年变化率连乘",
            "last_level": "上年水平乘以当年变化率",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Methods:
    """How targets of one form are followed over the years."""

    progress: ProgressMethod = key("进度算法", "progress method", ProgressMethod.NONE)
    annual: AnnualMethod = key(
        "年度目标的来历", "where yearly targets come from", AnnualMethod.NONE
    )
    basis: Basis = key("累计变化的算法", "what changes are computed from", Basis.LEVELS)
