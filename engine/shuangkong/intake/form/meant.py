"""The number that a text with words or another unit probably is; only a suggestion."""

from collections.abc import Sequence
from decimal import Decimal

from ...units import Units
from ...vocabulary import Finding, Indicator, Place
from ..consistency.rules import SLIP
from ..consistency.said import fits, with_unit
from ..observe import converted
from ..values import CellSort, CellValue


def meant(value: CellValue, indicator: Indicator, known: Units, row: Sequence[Decimal]) -> str:
    """What is proposed for a text: as it is written, with its unit, or the bare number where only
    that is one of the row's kind; nothing where neither is."""
    if value.sort is not CellSort.NUMBER or value.number is None:
        return ""
    unit = value.unit or indicator.unit
    found = converted(value.number, unit, indicator, Place(""), known)
    right = None if isinstance(found, Finding) else found
    if right is not None and _fits(right, indicator, row):
        return _proposed(right, indicator)
    # without any other figure the number alone tells nothing of its unit
    if not row or not _fits(value.number, indicator, row):
        return ""
    if right is None:
        why = f"所写的“{unit}”不能换算成“{indicator.unit}”"
    else:
        why = f"按所写的“{unit}”应为 {_plain(right)}，与其他年份的数差得太远"
    return f"{_proposed(value.number, indicator)}（{why}，请核对单位）"


def _proposed(number: Decimal, indicator: Indicator) -> str:
    shown = _plain(number)
    return f"；是否想填 {with_unit(shown, indicator)}？若是，请只填 {shown}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _fits(number: Decimal, indicator: Indicator, row: Sequence[Decimal]) -> bool:
    """Whether a number lies in the plausible range and, a level, is about as large as its row."""
    if not fits(number, indicator):
        return False
    sizes = [abs(one) for one in row if one]
    if not sizes or indicator.change_of is not None or not number:
        return True
    return min(sizes) <= SLIP * abs(number) and abs(number) <= SLIP * max(sizes)
