"""A small plan built in code, to judge one thing at a time."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from shuangkong.declarations.bundle import Declarations
from shuangkong.vocabulary import (
    Allocation,
    Amount,
    AnnualMethod,
    Basis,
    Deadline,
    Document,
    Entity,
    Form,
    Indicator,
    Methods,
    Period,
    Place,
    Plan,
    ProgressMethod,
    Rounding,
    Scope,
    Source,
    Target,
    TargetKind,
    Verification,
    frames,
)

CITY = "130500"


def amount(text: str) -> Amount:
    from shuangkong.declarations.scalars import amount as read

    found = read(text)
    assert found is not None
    return found


def a_target(**changes: Any) -> Target:
    given: dict[str, Any] = {
        "id": "intensity",
        "name": "强度",
        "kind": TargetKind.BINDING,
        "indicator": "energy_intensity",
        "scope": Scope(kinds=("city",)),
        "form": Form.REDUCE_BY,
        "value": amount("17%"),
        "by": Deadline.of_year(2020),
        "source": Source(clause="一"),
    }
    return Target(**{**given, **changes})


def a_plan(
    *targets: Target, allocations: Sequence[Allocation] = (), **changes: Any
) -> Declarations:
    plan = Plan(
        id="p",
        title="规划",
        short="规划",
        document=Document(title="规划"),
        period=Period(base=2015, first=2016, last=2020),
        top="130000",
        assessed=("city",),
        methods={
            Form.REDUCE_BY: Methods(
                progress=ProgressMethod.LOGARITHMIC,
                annual=AnnualMethod.EQUAL_GEOMETRIC,
                basis=Basis.LEVELS,
            ),
            Form.AT_MOST: Methods(
                progress=ProgressMethod.INCREMENT,
                annual=AnnualMethod.EQUAL_INCREMENT,
                basis=Basis.LEVELS,
            ),
        },
        **changes,
    )
    indicators = [
        Indicator(id="energy_total", name="能耗", unit="万吨标准煤"),
        Indicator(id="gdp", name="产值", unit="亿元"),
        Indicator(
            id="energy_intensity",
            name="强度",
            unit="吨标准煤/万元",
            formula="energy_total / gdp",
            rounding=Rounding(digits=4),
        ),
        Indicator(id="change", name="变化率", unit="%", change_of="energy_intensity"),
        Indicator(id="level", name="水平", unit="万吨"),
        Indicator(id="share", name="占比", unit="%"),
    ]
    entities = [
        Entity(code="130000", name="河北省", kind="province"),
        Entity(code=CITY, name="邢台市", kind="city", parent="130000"),
    ]
    return Declarations(
        folder=Path("p"),
        plan=plan,
        entities={e.code: e for e in entities},
        indicators={i.id: i for i in indicators},
        targets={t.id: t for t in targets},
        allocations=tuple(allocations),
        checks={},
        schemes={},
        warnings={},
    )


def allocated(
    value: str | None,
    *,
    target: str = "intensity",
    year: int | None = None,
    tier: str | None = None,
    verification: Verification = Verification.VERIFIED,
) -> Allocation:
    return Allocation(
        target=target,
        entity=CITY,
        year=year,
        tier=tier,
        value=amount(value) if value else None,
        verification=verification,
        source="来源",
        note=None,
        place=Place("allocations.csv", 2),
    )


def figures(
    data: dict[tuple[str, int], str | float], *, entity: str = CITY, **columns: str
) -> pl.DataFrame:
    rows = [
        {
            "entity": entity,
            "indicator": indicator,
            "year": year,
            "period": str(year),
            "value": float(value),
            "unit": "",
            "authority": "核定",
            "verification": "verified",
            "file": "a.xlsx",
            "file_hash": "0" * 64,
            "sheet": "填报表",
            "cell": f"B{number}",
            "raw": str(value),
            **columns,
        }
        for number, ((indicator, year), value) in enumerate(data.items(), start=2)
    ]
    return pl.DataFrame(rows, schema=dict(frames.OBSERVATIONS))


@pytest.fixture
def kit() -> Callable[[str], Any]:
    """The builders of this file by name."""
    return globals().__getitem__


def exact(number: str | float | Decimal) -> Decimal:
    return Decimal(str(number))
