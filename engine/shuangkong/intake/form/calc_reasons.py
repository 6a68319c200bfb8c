"""Doubts that a remark explains, live: what `checks.explained` says of them."""

from collections.abc import Mapping
from dataclasses import replace

from ...vocabulary import Severity
from ..reading import address
from .calc_figures import no_reason
from .calc_finding import FormFinding
from .calc_tests import FormTests
from .content import EXPLAINED, asks_for_a_reason
from .layout import SHEET
from .live import NOTHING, Live, denied, either, every, joined, shown, when


def read_remarks(made: FormTests, remarks: Mapping[str, str]) -> None:
    """The remark of each row and whether it says nothing; `remarks` are those it is written with,
    by indicator."""
    for (indicator, _), figure in made.figures.items():
        if indicator not in made.remarks:
            at = f"'{SHEET}'!{address(made.layout.row(indicator), made.layout.remark_col)}"
            remark = Live(f'IFERROR({at}&"","")', remarks.get(indicator, ""))
            made.remarks[indicator] = remark
            made.silent[indicator] = figure.line.put("没说原因", no_reason(figure.line, remark))


def explained(one: FormFinding, made: FormTests) -> FormFinding:
    """A finding with whether one of the rows that it marks has its reason, and with that reason."""
    if one.severity is not Severity.WARNING or not asks_for_a_reason(shown(one.mend)):
        return one
    rows: dict[str, list[Live]] = {}
    for (indicator, _), mark in one.marks:
        rows.setdefault(indicator, []).append(mark)
    reason, any_of = NOTHING, []
    for indicator, marks in reversed(rows.items()):
        here = every(either(*marks), denied(made.silent[indicator]))
        reason = when(here, made.remarks[indicator], reason)
        any_of.append(here)
    settled = either(*any_of)
    return replace(one, settled=settled, mend=when(settled, joined(EXPLAINED, reason), one.mend))
