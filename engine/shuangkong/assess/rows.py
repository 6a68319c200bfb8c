"""Rows of the evaluation as records: what is asked of an entity by a clock, and what came out.

The evaluation works on columns; whoever looks at single rows (the court of appeal, traces) gets
them from here, typed once, with the declared numbers as the fractions that were written.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..methods.method import Method
from ..records import dataclass
from ..vocabulary import Target, Verification, View
from .judgement import Outcome
from .judging_plan import Declared
from .requirements import Requirements

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of one entity by one clock."""

    order: int
    entity: str
    #: as it is read: after decisions, or one of its tiers
    target: Target
    #: the reading of an ambiguous clause that it is judged by, where all come to the same
    reading: str | None
    view: View
    #: indicators whose levels and yearly rates it rests on
    level: str | None
    rate: str | None
    #: None where there is nothing to compute
    method: Method | None
    declared: Declared
    #: base year, first year of a sum, year judged, years gone by, years of the term
    base: int
    since: int
    t: int
    k: int
    n: int
    open_band: bool
    #: the weakest verification of the declared values that it rests on
    verification: Verification
    #: verification and place of the declared value
    value_verification: Verification
    value_source: str
    #: the same of the value issued for the year, where there is one
    issued_verification: Verification
    issued_source: str
    #: an outcome that no data can change
    state: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRow(Asked):
    """The same with what came out."""

    outcome: Outcome
    reason: str
    #: levels of different vintages would have to be compared
    mixed: bool
    missing_levels: tuple[int, ...]


class RowsByEntity:
    """The rows of a frame entity by entity, as slices of it: a frame for each of thousands, whose
    columns are stored one by one, takes more room than all that stands in them."""

    def __init__(self, frame: "pl.DataFrame") -> None:
        self._frame = frame.sort("entity", maintain_order=True)
        runs = self._frame["entity"].rle().struct
        ends = runs.field("len").cum_sum()
        begins = (ends - runs.field("len")).to_list()
        places = zip(begins, runs.field("len").to_list(), strict=True)
        self._places = dict(zip(runs.field("value").to_list(), places, strict=True))

    def __contains__(self, entity: str) -> bool:
        return entity in self._places

    def __getitem__(self, entity: str) -> "pl.DataFrame":
        """An entity's rows in their order; none for one that has none."""
        return self._frame.slice(*self._places.get(entity, (0, 0)))


def asked_rows(required: Requirements, rows: "pl.DataFrame") -> Iterator[Asked]:
    """Rows with the columns `order`, `entity`, `template` and `own`."""
    for row in required.described(rows).iter_rows(named=True):
        yield Asked(**_asked(required, row))


def judged_rows(required: Requirements, evaluated: "pl.DataFrame") -> Iterator[JudgedRow]:
    """Rows of `evaluate`, described or not."""
    for row in required.described(evaluated).iter_rows(named=True):
        yield JudgedRow(
            **_asked(required, row),
            outcome=Outcome(row["outcome"]),
            reason=row["reason"] or "",
            mixed=bool(row["mixed"]),
            missing_levels=tuple(row["missing_levels"] or ()),
        )


def _asked(required: Requirements, row: dict[str, Any]) -> dict[str, Any]:
    state, method = row["state"], row["method"]
    return {
        **{name: row[name] for name in ("order", "entity", "level", "rate", "base", "since")},
        **{name: row[name] for name in ("t", "k", "n")},
        "target": _target(required, row["target"], row["reading"]),
        "reading": row["reading"],
        "view": View(row["view"]),
        "method": None if method is None else required.methods[method],
        "declared": required.declared[row["template"]],
        "open_band": bool(row["open_band"]),
        **{
            name: Verification(row[name] or "verified")
            for name in ("verification", "value_verification", "issued_verification")
        },
        "value_source": row["value_source"] or "",
        "issued_source": row["issued_source"] or "",
        "state": None if state is None else Outcome(state),
    }


def _target(required: Requirements, target: str, reading: str | None) -> Target:
    return required.targets[target] if reading is None else required.readings[target, reading]
