"""How figures, ranges and slips are said, with the suggestion of what was probably meant."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from ...units import UnitError, ratio, table
from ...vocabulary import Indicator

#: by which powers of ten a figure may have slipped, the usual ones first
_POWERS = tuple(Decimal(10) ** n for n in (4, -4, 3, -3, 8, -8, 2, -2, 1, -1))
SHARES = ("%", "‰", "百分点")
#: a share is typed as a fraction, or with its point a place or two off; it is never in 万
_SHARE_POWERS = tuple(Decimal(10) ** n for n in (2, -1, -2, 1))
#: what a figure may be of the year before for it to be suggested, and of a power of ten for that
#: to be named
ALIKE = (Decimal("0.7"), Decimal("1.4"))
#: what is said first of an amount below nought
NEGATIVE = "；填的是负数，请先核对正负号"
#: what is asked to be looked at: of an amount below nought, of one outside its range, of a slip
SIGN = "正负号"
UNIT_AND_POINT = "单位和小数点"
UNITS_AND_POINT = "单位（万吨与吨、亿元与万元、亿千瓦时与万千瓦时）和小数点"
_TIMES = {1: "10倍", 2: "100倍", 3: "1000倍", 4: "1万倍", 7: "1千万倍", 8: "1亿倍"}


def bounds(indicator: Indicator) -> str:
    """The plausible range as text."""
    low = "…" if indicator.lowest is None else f"{indicator.lowest:f}"
    high = "…" if indicator.highest is None else f"{indicator.highest:f}"
    return with_unit(f"{low}～{high}", indicator)


def with_unit(number: str, indicator: Indicator) -> str:
    """A number with its unit, as it is printed."""
    gap = "" if indicator.unit in ("", "%", "‰") else " "
    return f"{number}{gap}{indicator.unit}"


def hint(value: Decimal, indicator: Indicator, before: Decimal | None) -> str:
    """A did-you-mean for a value that would fit in another unit; only a suggestion."""
    if below_nought(value, indicator, before):
        return NEGATIVE
    for power in hint_powers(indicator):
        meant = value * power
        if not fits(meant, indicator):
            continue
        if before and not ALIKE[0] <= abs(meant / before) <= ALIKE[1]:
            continue
        shown = with_unit(f"{round(meant, 6).normalize():f}", indicator)
        return f"；是否{slip_said(power, indicator)}？若是，应为 {shown}"
    return ""


def asked(value: Decimal, indicator: Indicator, before: Decimal | None, usual: str) -> str:
    """What is to be looked at in a figure that does not fit: its sign, or the `usual`."""
    return SIGN if below_nought(value, indicator, before) else usual


def below_nought(value: Decimal, indicator: Indicator, before: Decimal | None) -> bool:
    """Whether an amount is negative that was none before."""
    return value < 0 and (before is None or before >= 0) and is_positive(indicator)


def is_positive(indicator: Indicator) -> bool:
    """Whether an indicator is an amount, which is hardly ever below nought."""
    rate = indicator.change_of is not None or indicator.unit in SHARES
    return not rate and (indicator.lowest is None or indicator.lowest >= 0)


def hint_powers(indicator: Indicator) -> tuple[Decimal, ...]:
    """By which powers of ten a figure may be off its meaning, the likeliest first."""
    return _SHARE_POWERS if indicator.unit in SHARES else _POWERS


def slip_said(power: Decimal, indicator: Indicator) -> str:
    """What was done where the right figure is so many times the one that is given."""
    if indicator.unit in SHARES:
        hundredfold = indicator.unit == "%" and power == _SHARE_POWERS[0]
        return "把百分数填成了小数" if hundredfold else "把小数点点错了位"
    unit = unit_off_by(power, indicator.unit)
    return f"把“{unit}”的数填成了“{indicator.unit}”" if unit else "把小数点点错了位"


def row_slip(power: int, unit: str) -> tuple[str, str]:
    """Which way a row is off that stands so many powers of ten too high, and in which unit."""
    side, known = ("大", "更小的单位") if power > 0 else ("小", "更大的单位")
    return side, unit_off_by(Decimal(1).scaleb(-power), unit) or known


def fits(value: Decimal, indicator: Indicator) -> bool:
    """Whether a value, in the indicator's unit, lies in its plausible range."""
    low, high = indicator.lowest, indicator.highest
    return (low is None or value >= low) and (high is None or value <= high)


def times_said(power: int, times: Decimal | None = None) -> str:
    """How many times as large, or as small, in words; `power` is the nearest power of ten."""
    if times is None:
        return _TIMES.get(abs(power), f"10 的 {abs(power)} 次方倍")
    apart = max(times, 1 / times)
    if abs(power) in _TIMES and ALIKE[0] <= apart.scaleb(-abs(power)) <= ALIKE[1]:
        return _TIMES[abs(power)]
    return f"{apart.quantize(Decimal(1), ROUND_HALF_UP):f}倍"


@cache
def unit_off_by(power: Decimal, unit: str) -> str | None:
    """The usual unit of which one is `power` of this unit."""
    _, _, under = unit.partition("/")
    for name, known in table().items():
        if name != known.text.lower().replace(" ", ""):
            continue
        candidate = f"{known.text}/{under}" if under else known.text
        try:
            if candidate != unit and ratio(candidate, unit) == power:
                return candidate
        except UnitError:
            continue
    return None
