"""Allocations handed in beside the data (allocations.csv), to be laid over the plan's own."""

from .. import messages
from ..declarations import tables
from ..declarations.bundle import Declarations
from ..declarations.checking import check_overlay, failed
from ..vocabulary import Allocation, Finding


def read_overlay(
    declarations: Declarations, data: bytes, name: str
) -> tuple[tuple[Allocation, ...], tuple[Finding, ...]]:
    """The rows of a submitted allocation table, and every fault of it.

    A table with faults gives no rows: half a table would judge some entities by a value that
    nobody has decided.
    """
    faults: list[Finding] = []
    found = tables.allocations(data.decode("utf-8-sig", errors="replace"), name, faults)
    faults.extend(f for f in check_overlay(declarations, found) if failed((f,)))
    return (() if faults else found), tuple(faults)


def passed_over(declarations: Declarations, rows: tuple[Allocation, ...]) -> tuple[Finding, ...]:
    """Rows that change nothing, since the plan has another value that is as well verified.

    Of rows that say the same of one target, tier, entity and year the better verified counts, and
    of equals the plan's own; whoever hands in another value has to see that it does not.
    """
    own: dict[tuple[object, ...], Allocation] = {}
    for one in declarations.allocations:
        best = own.setdefault(_about(one), one)
        if one.verification.distrust < best.verification.distrust:
            own[_about(one)] = one
    pairs = [(one, own[_about(one)]) for one in rows if _about(one) in own]
    lost = [
        (one, other)
        for one, other in pairs
        if one.value != other.value and one.verification.distrust >= other.verification.distrust
    ]
    if not lost:
        return ()
    one, other = lost[0]
    entity, target = declarations.entities[one.entity], declarations.targets[one.target]
    told = Finding.of(
        messages.PASSED_OVER,
        one.place,
        seen=_value(one),
        count=len(lost),
        name=f"{entity.name}的“{target.name}”",
        where=one.place,
        own=_value(other),
        line=other.place,
    )
    return (told,)


def _about(one: Allocation) -> tuple[object, ...]:
    return one.target, one.tier, one.entity, one.year


def _value(one: Allocation) -> str:
    return "不设" if one.value is None else str(one.value)
