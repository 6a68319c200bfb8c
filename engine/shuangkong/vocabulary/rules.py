"""Check rule 审核规则 and warning level 预警等级, as they are declared."""

from decimal import Decimal
from enum import StrEnum

from ..records import dataclass
from .base import Place, key
from .view import View
from .written import Source


class Severity(StrEnum):
    """How grave a finding is; in falling order."""

    BLOCKER = "blocker"  #: can't be used
    ERROR = "error"  #: must be corrected (强制性审核)
    WARNING = "warning"  #: must be explained (核实性审核)
    INFO = "info"

    @property
    def chinese(self) -> str:
        return {
            "blocker": "不可用",
            "error": "须更正",
            "warning": "须说明",
            "info": "提示",
        }[self.value]

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRule:
    """A rule about the data that must hold (checks.yaml)."""

    id: str = key("代号", "id")
    name: str = key("名称", "name")
    severity: Severity = key("严重程度", "severity")
    rule: str = key("应当成立的关系（公式）", "formula that must hold")
    kinds: tuple[str, ...] = key("适用层级；不写即全部", "kinds of entity", ())
    years: tuple[int, ...] = key("适用年份；不写即全部", "years; all when absent", ())
    message: str = key("不成立时的说明", "what to say when it does not hold")
    mend: str = key("怎样更正", "how to mend it")
    marks: tuple[str, ...] = key("应标记的指标；不写即公式所用", "indicators to mark", ())
    source: Source | None = key("依据", "where it is written", None)
    place: Place | None = None


class GapMeasure(StrEnum):
    """What a warning rule measures the distance to the pace in.

    The gap is how far the value falls short; the bounds of levels are numbers in the measure's
    own unit: 10 is 10 % for a ratio or a completion, 0.3 is 0.3 percentage points.
    """

    RATIO = "ratio"  #: gap divided by the target's absolute value, in percent
    POINTS = "points"  #: gap in percentage points
    COMPLETION = "completion"  #: actual divided by target, in percent
    ROSE = "rose"  #: whether the indicator rose instead of falling

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {
            "ratio": "差距占目标值的百分比",
            "points": "差距的百分点",
            "completion": "完成率",
            "rose": "是否不降反升",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningLevel:
    """One level of a within-year barometer."""

    name: str = key("级别", "name")
    colour: str = key("颜色名", "colour name")
    rgb: str = key("颜色 RRGGBB", "colour")
    order: int = key("严重程度，0 为正常", "gravity, 0 is normal")
    above: Decimal | None = key("差距大于（不含）", "gap more than", None)
    at_least: Decimal | None = key("差距不低于（含）", "gap at least", None)
    at_most: Decimal | None = key("差距不高于（含）", "gap at most", None)
    below: Decimal | None = key("差距低于（不含）", "gap less than", None)
    met: bool | None = key("是否达到进度；不写不论", "whether the pace was met", None)
    rose: bool | None = key("是否不降反升；不写不论", "whether it rose", None)
    says: str | None = key("形势用语", "phrase", None)

    @property
    def shown(self) -> str:
        """The level with its colour: Ⅰ级（黄）; a name that says the colour stands alone: 黄色."""
        return self.name if self.colour in self.name else f"{self.name}（{self.colour}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningRule:
    """How warning levels are given for some targets in some years (warnings.yaml)."""

    id: str = key("代号", "id")
    title: str = key("办法名称", "title")
    years: tuple[int, ...] = key("适用年份", "years", ())
    periods: tuple[str, ...] = key(
        "适用时段，如 H1（上半年）；不写即全部", "periods within the year; all when absent", ()
    )
    view: View = key("比照年度目标还是累计进度", "the clock it measures against", View.ANNUAL)
    targets: tuple[str, ...] = key("适用的目标", "targets")
    when: str | None = key(
        "适用条件（公式）；不写即适用于目标的全部对象",
        "condition over figures and attributes; all entities of the targets when absent",
        None,
    )
    measure: GapMeasure = key("差距的量法", "what the gap is measured in")
    levels: tuple[WarningLevel, ...] = key("级别，由重到轻", "levels, gravest first")
    source: Source = key("出处", "where it is written")
    place: Place | None = None
