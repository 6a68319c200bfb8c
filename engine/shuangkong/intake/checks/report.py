"""All checks together: the same rules and the same words for a city and for the province."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from ... import messages
from ...declarations.bundle import Declarations
from ...resources import version
from ...running.progress import Progress
from ...vocabulary import Finding, Severity
from .. import observe
from ..consistency.rules import own_tests
from ..files import FileReading, FileRole
from ..reading.barrier import together
from ..submissions import Reading
from . import (
    declared,
    explained,
    fit,
    forms,
    fractions,
    lacking,
    named,
    other_year,
    plausible,
    scope,
    series,
)
from .own import Own


@dataclass(frozen=True)
class CheckReport:
    """What reading and checking found, gravest first.

    `rules` names the version of the rules, so that both sides can see that they are the same.
    `held`, `broken` and `undecided` count the declared rules by id.
    """

    findings: tuple[Finding, ...]
    rules: str
    held: Mapping[str, int]
    broken: Mapping[str, int]
    undecided: Mapping[str, int]
    reading: Reading

    def __repr__(self) -> str:
        counts = ", ".join(f"{n} {s.value}" for s in Severity if (n := self.count(s)))
        return f"<CheckReport: {len(self.reading.files)} files, {counts or 'no findings'}>"

    def count(self, severity: Severity) -> int:
        """How many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def failed(self) -> bool:
        """Whether anything must be corrected before the data can be used."""
        grave = (Severity.BLOCKER, Severity.ERROR)
        return any(finding.severity in grave for finding in self.findings)

    def of_file(self, name: str) -> tuple[Finding, ...]:
        """Findings that stand or have a mark in one file."""
        return tuple(self._by_file.get(name, ()))

    @cached_property
    def _by_file(self) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            places = [*([finding.place] if finding.place else []), *finding.marks]
            for name in dict.fromkeys(place.file for place in places):
                found.setdefault(name, []).append(finding)
        return found


def check(
    declarations: Declarations, reading: Reading, year: int, progress: Progress | None = None
) -> CheckReport:
    """Check everything that was read, up to the assessment year.

    `progress` is called with the name of each kind of checks, its number and that of all kinds.
    """
    observations = reading.observations
    outcomes = declared.run(declarations, observations, year)
    rules = declared.compile_rules(declarations)
    found = [*reading.findings, *_figures(declarations, observations, outcomes, year)]
    for doubled in _doubled(reading.files):
        found += _figures(declarations, doubled, declared.run(declarations, doubled, year), year)
    alone = Own.of(declarations, reading.files)
    further: Mapping[str, Callable[[Sequence[FileReading]], list[Finding]]] = {
        "series": lambda _: series.check(declarations, observations),
        "scope": lambda _: scope.check(declarations, observations, rules),
        "copied": lambda files: forms.copied_whole(declarations, files),
        "files": lambda _: alone.all,
    }
    for number, (name, find) in enumerate(further.items(), start=1):
        found += together(reading.files, lambda file: file.name, find, found)
        if progress:
            progress(name, number, len(further))
    found += lacking.check(declarations, observations, reading.files, year, found)
    found = named.told(declarations, reading, year, found)
    found = other_year.told(declarations, reading, year, found)
    found = forms.said_of_rows(explained.told(reading.files, found))
    found = explained.stood_for(reading.files, found)
    if reading.recall is not None:
        reading.recall.leave(reading.files, alone.by_file)
    return CheckReport(
        tuple(sorted(dict.fromkeys(found), key=order)),
        rules_version(declarations),
        outcomes.held,
        outcomes.broken,
        outcomes.undecided,
        reading,
    )


def _figures(
    declarations: Declarations, observations: pl.DataFrame, outcomes: declared.Outcomes, year: int
) -> list[Finding]:
    """What rules and plausible ranges find. One pass over all figures finds whose do not fit;
    theirs are judged together, so that the culprit is named and its echoes are not."""
    single = plausible.check(declarations, observations)
    broken = [finding for finding, _ in outcomes.findings]
    odd = {f.entity for f in (*broken, *single) if f.entity is not None}
    own = own_tests(declarations) if odd else set()
    between = [f for f in broken if f.kind.removeprefix("SK-C:") not in own]
    derived = [f for f in single if declarations.indicators[f.indicator or ""].formula is not None]
    # a derived figure that a table gives by itself (`seen`) is no figure of whoever's do not fit
    around = [f for f in derived if f.seen is not None or f"range:{f.indicator}" not in own]
    own_ones = fit.check(declarations, observations, sorted(odd), year)
    proven = {one.place for one in own_ones if one.kind == messages.CULPRIT.id}
    likely = fractions.check(declarations, observations)
    return [*between, *around, *own_ones, *(one for one in likely if one.place not in proven)]


def _doubled(files: Sequence[FileReading]) -> list[pl.DataFrame]:
    """The figures of each form that came twice: those that differ count nowhere else."""
    groups: dict[tuple[str, int | None], list[FileReading]] = {}
    for one in files:
        if one.role is FileRole.FORM and one.entity is not None:
            groups.setdefault((one.entity, one.number), []).append(one)
    twice = [one for group in groups.values() if len(group) > 1 for one in group]
    return [observe.frame(one.observations) for one in twice if one.observations]


def order(finding: Finding) -> tuple[int, str, str, int, int, str]:
    """Gravest first, then by file, sheet and cell."""
    from ..reading import parse_address

    place = finding.place
    at = parse_address(place.cell) if place and place.cell else None
    return (
        finding.severity.rank,
        place.file if place else "",
        (place.sheet or "") if place else "",
        *(at or (0, 0)),
        finding.kind,
    )


def rules_version(declarations: Declarations) -> str:
    """Engine version and hash of the declared rules and indicators."""
    parts = [declarations.hashes.get(n, "") for n in ("checks.yaml", "indicators.yaml")]
    digest = hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:12]
    return f"{version()}-{digest}"
