"""Figures that persons approved 核定, as the assessment reads them: before what was reported."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ..declarations.bundle import Declarations
from ..intake.files import FileReading, FileRole
from ..intake.observe import Observation
from ..vocabulary import Authority, DecisionKind, Verification
from ..vocabulary.decision import DECIDED
from .canonical import canonical, digest
from .entries import Ruling

Key = tuple[str, str, str]


def with_approved(
    declarations: Declarations, readings: Sequence[FileReading], rulings: Sequence[Ruling]
) -> list[FileReading]:
    """Readings with the approved figures; earlier approved ones of the same figure stand back."""
    made: dict[Key, Observation] = {}
    for one in rulings:
        if one.decision.kind is DecisionKind.FIGURE:
            found = approved_figure(declarations, one)
            made.setdefault((found.entity, found.indicator, found.period), found)
    if not made:
        return list(readings)

    def stands(one: Observation) -> bool:
        approved = one.authority is Authority.APPROVED
        return not (approved and (one.entity, one.indicator, one.period) in made)

    kept = [
        replace(r, observations=tuple(o for o in r.observations if stands(o))) for r in readings
    ]
    return [*kept, *(_reading(one) for one in made.values())]


def is_decided(one: Observation) -> bool:
    """Whether a figure stands in a decision of the ledger, and in no file."""
    return one.sheet == DECIDED and one.authority is Authority.APPROVED


def _reading(one: Observation) -> FileReading:
    return FileReading(one.file, one.file_hash, FileRole.LONG, observations=(one,))


def approved_figure(declarations: Declarations, ruling: Ruling) -> Observation:
    """The figure that a ruling approves, as an assessment reads it."""
    d = ruling.decision
    assert d.entity is not None
    assert d.year is not None
    indicator = declarations.indicators[d.target]
    unit = indicator.unit
    word = indicator.state_named(int(d.choice)) if indicator.states else None
    told = canonical([d.entity, d.target, d.year, d.choice, d.by, d.reason])
    return Observation(
        entity=d.entity,
        indicator=d.target,
        period=str(d.year),
        value=Decimal(d.choice),
        unit=unit,
        verification=Verification.VERIFIED.value,
        file=f"{ruling.number:04d}_核定数据",
        file_hash=digest(told.encode("utf-8")),
        sheet=DECIDED,
        cell=f"第{ruling.number}号",
        raw=word or d.choice,
        raw_unit="" if word else unit,
        authority=Authority.APPROVED,
        note=f"{d.at}核定",
    )
