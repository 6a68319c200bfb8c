"""Allocations handed in beside the data (allocations.csv), to be laid over the plan's own."""

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
