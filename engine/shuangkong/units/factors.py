"""Standard-coal and CO₂ factors: dated, sourced, some of them ranges.

factors.csv has the columns energy, quantity, low, high, unit, method (当量值, 等价值 or 耗能工质),
from, to (years, blank: open), verification, source. A range, and a factor that follows the year's
own statistics (blank), need a measured value; none is picked. Electricity must name 当量值 or
等价值: mixing them is the largest hidden error there is.
"""

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

from ..errors import Refused
from ..records import dataclass
from ..vocabulary import Verification

_TABLE = Path(__file__).parent / "factors.csv"


class FactorError(Refused):
    """No factor, more than one, or a range without a measured value."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor; `low` and `high` differ for a range, and are None where it is left open."""

    energy: str
    quantity: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    method: str
    first: int | None
    last: int | None
    verification: Verification
    source: str


@cache
def factors() -> tuple[Factor, ...]:
    """All factors of the table, in its order."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Factor(
                row["energy"],
                row["quantity"],
                Decimal(row["low"]) if row["low"] else None,
                Decimal(row["high"]) if row["high"] else None,
                row["unit"],
                row["method"],
                int(row["from"]) if row["from"] else None,
                int(row["to"]) if row["to"] else None,
                Verification(row["verification"]),
                row["source"],
            )
            for row in csv.DictReader(file)
        )


def factor(
    energy: str,
    quantity: str,
    year: int,
    *,
    method: str | None = None,
    measured: Decimal | None = None,
) -> tuple[Decimal, Factor]:
    """The value to use in a year and the factor it comes from; a measured value goes first.

    Raises:
        FactorError: when the table does not settle which value to use.
    """
    found = [
        f
        for f in factors()
        if f.energy == energy
        and f.quantity == quantity
        and (f.first or year) <= year <= (f.last or year)
        and method in (None, f.method)
    ]
    said = f"{energy}{quantity}（{year}年）"
    if not found:
        raise FactorError(f"没有{said}。怎么改：核对名称和年份，或采用实测值并注明来源")
    if len(found) > 1:
        listed = "、".join(f.method or f.source for f in found)
        raise FactorError(f"{said}有几种：{listed}。怎么改：注明采用哪一种")
    (only,) = found
    if measured is not None:
        return measured, only
    if only.low is None:
        raise FactorError(f"{said}按当年统计计算，没有固定数值。怎么改：填报采用的数值并注明来源")
    if only.low != only.high:
        raise FactorError(f"{said}是区间 {only.low}～{only.high} {only.unit}。怎么改：填报实测值")
    return only.low, only
