"""`shuangkong plan check`: every fault of a plan in one go, each with its place and its mend."""

from dataclasses import replace
from pathlib import Path

from ...vocabulary import Allocation, Finding, Severity
from ..bundle import Declarations
from ..reading import Loaded, read_with_sources
from ..sources import Sources
from .allocations import check_allocations
from .attributes import check_attributes
from .cases import check_cases
from .context import check_context
from .dates import check_dates
from .entities import check_entities
from .formulas import check_formulas
from .links import check_links
from .lookups import check_lookups
from .methods import check_methods
from .names import check_names
from .review import Review
from .rows import check_rows
from .schemes import check_schemes
from .values import check_values
from .warnings import check_warnings

__all__ = ["check", "check_loaded", "check_overlay", "failed"]

_CHECKS = (
    check_names,
    check_formulas,
    check_lookups,
    check_entities,
    check_values,
    check_methods,
    check_dates,
    check_rows,
    check_allocations,
    check_links,
    check_schemes,
    check_warnings,
    check_context,
    check_attributes,
)


def check(folder: Path) -> tuple[Finding, ...]:
    """All findings about a plan folder and its worked cases, in the order of files and lines."""
    loaded = read_with_sources(folder)
    findings = list(check_loaded(loaded))
    if loaded.declarations is not None:
        cases = Review(loaded.declarations, loaded.sources)
        check_cases(cases)
        findings += cases.findings
    return tuple(sorted(findings, key=_order))


def check_loaded(loaded: Loaded) -> tuple[Finding, ...]:
    """All findings about a plan that was read, those of shape included.

    What a fault of shape hides (a file that could not be read) is not reported as missing.
    """
    findings = list(loaded.findings)
    if loaded.declarations is not None:
        review = Review(loaded.declarations, loaded.sources)
        for one in _CHECKS:
            one(review)
        findings += review.findings
    return tuple(sorted(findings, key=_order))


def check_overlay(declared: Declarations, rows: tuple[Allocation, ...]) -> tuple[Finding, ...]:
    """Findings about allocations laid over a plan's own, each row by itself."""
    review = Review(replace(declared, allocations=rows), Sources())
    check_rows(review)
    return tuple(sorted(review.findings, key=_order))


def failed(findings: tuple[Finding, ...]) -> bool:
    """Whether any finding keeps the plan from being used."""
    return any(f.severity.rank <= Severity.ERROR.rank for f in findings)


def _order(finding: Finding) -> tuple[str, int, int, str]:
    place = finding.place
    if place is None:
        return ("", 0, 0, finding.kind)
    return (place.file, place.line or 0, place.column or 0, finding.kind)
