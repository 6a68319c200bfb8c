"""Indicator 指标: a quantity that is reported, or derived by a formula."""

from decimal import Decimal
from enum import StrEnum

from ..records import dataclass
from .base import Place, key


class Direction(StrEnum):
    """Which way an indicator is better."""

    LOWER = "lower"
    HIGHER = "higher"
    NEUTRAL = "neutral"

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {"lower": "越低越好", "higher": "越高越好", "neutral": "不论高低"}[self.value]


class RoundMode(StrEnum):
    """How a half is rounded."""

    HALF_UP = "half_up"  #: Excel's ROUND
    HALF_EVEN = "half_even"  #: GB/T 8170 修约

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {"half_up": "四舍五入", "half_even": "四舍六入五成双"}[self.value]


class Conversion(StrEnum):
    """At what electricity is counted as coal: the coal it takes to make it, or its own heat."""

    EQUIVALENT = "等价值"
    CALORIFIC = "当量值"

    @property
    def chinese(self) -> str:
        """What it means."""
        return {"等价值": "按发电所耗的煤折算", "当量值": "按电本身的热值折算"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """How a published value is rounded before it is used."""

    digits: int = key("小数位数", "digits after the point")
    mode: RoundMode = key("舍入方式", "mode", RoundMode.HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A quantity that is reported, or derived by a formula (indicators.yaml)."""

    id: str = key("代号，公式里用", "id, used in formulas")
    name: str = key("名称", "name")
    unit: str = key("计量单位", "unit")
    aliases: tuple[str, ...] = key("表头中的其他叫法", "other names in headers", ())
    direction: Direction = key("越低越好还是越高越好", "which way is better", Direction.NEUTRAL)
    formula: str | None = key("由其他指标计算的公式", "formula, when derived", None)
    change_of: str | None = key(
        "本指标是哪个指标的同比变化（%）", "the indicator whose yearly change (%) this is", None
    )
    price_base: int | None = key("价格基期", "price base year of constant prices", None)
    conversion: Conversion | None = key(
        "电力折标口径：等价值 或 当量值", "electricity at 等价值 or 当量值", None
    )
    rounding: Rounding | None = key("使用前的舍入", "rounding before use", None)
    decimals: int = key("展示的小数位数", "digits shown", 2)
    lowest: Decimal | None = key("合理下限（提示单位错误）", "plausible minimum", None)
    highest: Decimal | None = key("合理上限（提示单位错误）", "plausible maximum", None)
    entities: tuple[str, ...] = key("由哪些层级填报；不写即全部", "kinds that report it", ())
    state: tuple[str, ...] = key(
        "状态类指标的取值，末项为完成", "values of a state; last is done", ()
    )
    withdrawn: tuple[str, ...] = key(
        "表示已取消、搁置的状态：既不算完成，也不算未完成",
        "further values of a state that mean it was cancelled or put on hold",
        (),
    )
    note: str | None = key("填报说明", "note to whoever fills it in", None)
    place: Place | None = None

    @property
    def states(self) -> dict[str, int]:
        """The number that stands for each state; those that mean withdrawn are below zero."""
        own = {name: number for number, name in enumerate(self.state)}
        return own | {name: -1 - number for number, name in enumerate(self.withdrawn)}

    def state_named(self, number: int) -> str | None:
        """The state that a number stands for."""
        return next((name for name, own in self.states.items() if own == number), None)
