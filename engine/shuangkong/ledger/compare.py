"""`shuangkong compare`: what changed between two assessments of a year, and why."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import resources
from ..declarations.bundle import Declarations
from ..intake.observe import Observation
from ..vocabulary import Allocation
from . import moments
from .assessments import assessment_of
from .comparison import Comparison, DeclarationChange, FigureChange, Results, Side
from .evidence import Evidence, counting_figures, evidence
from .plans import declarations_of
from .reasons import Reasons, changed
from .seconds import issued
from .state import YearState, head_at, state
from .store import Ledger, opened

#: how what the ledger holds now is asked for
PRESENT = ("now", "现状")


def compare(workspace: Path, year: int, before: str, after: str) -> Comparison:
    """Compare the assessments of two days, or of two entries.

    Each side is the assessment that was issued last by then, with its results as issued; where
    none had been, it is what the ledger held, assessed now.

    Args:
        workspace: where the ledger is.
        year: the assessment year.
        before: a date, a time, the number of an entry, or `now` for what the ledger holds now,
            issued or not.
        after: the same.

    Raises:
        ShuangkongError: one of them cannot be assessed.
    """
    with opened(workspace) as ledger:
        first, second = (_side(ledger, year, asked) for asked in (before, after))
    return between(year, first, second)


def between(year: int, first: Side, second: Side) -> Comparison:
    """What differs between two sides."""
    figures = tuple(_figures(first.evidence, second.evidence))
    declared = tuple(_declared(first, second))
    earlier = {one.number for one in first.state.rulings}
    later = {one.number for one in second.state.rulings}
    known = {one.number for one in first.evidence.contributing}
    used = {one.number for one in second.evidence.contributing}
    made = Comparison(
        year=year,
        before=first,
        after=second,
        submissions_in=tuple(s for s in second.evidence.contributing if s.number not in known),
        submissions_out=tuple(s for s in first.evidence.contributing if s.number not in used),
        figures=figures,
        rulings_in=tuple(r for r in second.state.rulings if r.number not in earlier),
        rulings_out=tuple(r for r in first.state.rulings if r.number not in later),
        declared=declared,
        software=tuple(_software(first, second)),
        changes=(),
    )
    return replace(made, changes=tuple(changed(made, Reasons(made))))


def present_side(ledger: Ledger, year: int, asked: str) -> Side:
    """What the ledger holds now, assessed, whatever was issued."""
    assert ledger.head is not None
    return _assessed(ledger, year, asked, ledger.head.number)


def _assessed(ledger: Ledger, year: int, asked: str, upto: int) -> Side:
    found = state(ledger, year, upto)
    declarations = declarations_of(ledger, found.snapshot)
    rests_on = evidence(ledger, declarations, found)
    return Side(asked, None, found, declarations, rests_on, _results(declarations, found, rests_on))


def _side(ledger: Ledger, year: int, asked: str) -> Side:
    if asked.strip() in PRESENT:
        return present_side(ledger, year, asked)
    moment = head_at(ledger, moments.as_of(asked))
    kept = issued(ledger, year, moment)
    issue = kept[-1] if kept else None
    if issue is None:
        return _assessed(ledger, year, asked, moment)
    found = state(ledger, year, issue.based_on)
    declarations = declarations_of(ledger, found.snapshot)
    rests_on = evidence(ledger, declarations, found)
    results = json.loads(ledger.blob(issue.files["results.json"]))
    return Side(asked, issue, found, declarations, rests_on, results)


def _results(declarations: Declarations, found: YearState, rests_on: Evidence) -> Results:
    from ..assess.decided import approved_figures
    from ..documents.results import entity_json, results_json

    made = assessment_of(declarations, found, rests_on)
    approved = approved_figures(made)
    entities = {code: entity_json(one, made, approved) for code, one in made.results.items()}
    parsed: Results = json.loads(b"".join(results_json(made, entities, {}, resources.version())))
    return parsed


def _figures(first: Evidence, second: Evidence) -> Iterator[FigureChange]:
    """Figures that differ in value or version; another cell with the same figure is no change."""
    before, after = counting_figures(first.reading), counting_figures(second.reading)
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if old is None or new is None or _version(old) != _version(new):
            yield FigureChange(*key, old, new)


def _version(one: Observation) -> tuple[object, ...]:
    return one.value, one.vintage, one.authority


def _declared(first: Side, second: Side) -> Iterator[DeclarationChange]:
    """Declared records that differ in what they say, wherever in its file they stand."""
    one, two = first.declarations, second.declarations
    named: tuple[tuple[str, Mapping[str, Any], Mapping[str, Any]], ...] = (
        ("规划", {one.plan.id: one.plan}, {two.plan.id: two.plan}),
        ("考核对象", one.entities, two.entities),
        ("指标", one.indicators, two.indicators),
        ("目标", one.targets, two.targets),
        (
            "分解",
            _allocated(one.allocations, first.evidence.reading.overlay),
            _allocated(two.allocations, second.evidence.reading.overlay),
        ),
        ("审核规则", one.checks, two.checks),
        ("考核办法", one.schemes, two.schemes),
        ("预警办法", one.warnings, two.warnings),
    )
    for kind, old, new in named:
        for name in (*old, *(n for n in new if n not in old)):
            if name not in new:
                yield DeclarationChange(kind, name, "删去")
            elif name not in old:
                yield DeclarationChange(kind, name, "新增")
            elif _unplaced(old[name]) != _unplaced(new[name]):
                yield DeclarationChange(kind, name, "改动")


def _allocated(
    own: Sequence[Allocation], overlay: Sequence[Allocation]
) -> dict[str, tuple[Allocation, ...]]:
    """Allocations by target and entity, places left out."""
    found: dict[str, tuple[Allocation, ...]] = {}
    for one in (*own, *overlay):
        key = f"{one.target} {one.entity}"
        found[key] = (*found.get(key, ()), one)
    return found


def _unplaced(record: Any) -> Any:
    """A record without the line it stands in: moving it is no change."""
    if isinstance(record, tuple):
        return tuple(replace(one, place=None) for one in record)
    return replace(record, place=None) if hasattr(record, "place") else record


def _software(first: Side, second: Side) -> Iterable[str]:
    """Versions that differ between two issues: a cause when nothing else explains a change."""
    then, now = (side.issue.software if side.issue else {} for side in (first, second))
    return (
        f"{name} {then[name]} → {now[name]}"
        for name in sorted(then.keys() & now.keys())
        if then[name] != now[name]
    )
