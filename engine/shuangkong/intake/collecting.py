"""Files that were read one by one, together: figures given twice are settled or said."""

from collections.abc import Sequence
from dataclasses import replace

from .. import messages
from ..declarations.bundle import Declarations
from ..vocabulary import Finding, Place, Verification
from ..vocabulary.deadline import term
from . import measures, observe
from .absent import still_missing
from .file_reading import FileReading, FileRole
from .reading.barrier import together
from .submissions import Reading

_COUNTS = {2: "两", 3: "三", 4: "四"}


def collected(
    declarations: Declarations | None,
    files: Sequence[FileReading],
    about: Sequence[Finding] = (),
) -> Reading:
    """Files that were read one by one, together: figures given twice are settled or said.

    `about` are findings on the submission as a whole; they stand before those of the files.
    """
    faults: list[Finding] = []
    found = together(
        files, lambda file: file.name, lambda good: _collected(declarations, good), faults
    )
    used = {file.name for file in found.files}
    left = [f for file in files if file.name not in used for f in file.findings]
    return replace(found, findings=(*about, *faults, *left, *found.findings), files=tuple(files))


def _collected(declarations: Declarations | None, files: Sequence[FileReading]) -> Reading:
    observations = [one for reading in files for one in reading.observations]
    indicators = declarations.indicators if declarations else {}
    declared = declarations.entities if declarations else {}
    names = {i.id: i.name for i in indicators.values()}
    entities = {e.code: e.name for e in declared.values()}
    kept, repeats = observe.without_repeats(observations, names, entities)
    doubled = _doubled_forms(files)
    within = {frozenset(one.name for one in group) for group in doubled}
    repeats = [f for f in repeats if not _only_between(f, within)]
    findings = [_two_forms(group, entities) for group in doubled]
    for reading in files:
        findings.extend(reading.findings)
        findings.extend(_marked(reading))
    findings.extend(repeats)
    findings.extend(observe.rounded(kept, names))
    with_figures = {one.entity for one in observations} | {f.entity for f in files}
    return Reading(
        observe.frame(kept),
        measures.frame([row for reading in files for row in reading.measures]),
        tuple(still_missing(findings, kept, None)),
        tuple(files),
        tuple(code for code in declared if code in with_figures),
    )


def _doubled_forms(files: Sequence[FileReading]) -> list[list[FileReading]]:
    """Forms of one entity and term that came together."""
    groups: dict[tuple[str, int | None], list[FileReading]] = {}
    for one in files:
        if one.role is FileRole.FORM and one.entity is not None:
            groups.setdefault((one.entity, one.number), []).append(one)
    return [group for group in groups.values() if len(group) > 1]


def _two_forms(group: Sequence[FileReading], entities: dict[str, str]) -> Finding:
    first = group[0]
    return Finding.of(
        messages.TWO_FORMS,
        Place(first.name),
        entity=first.entity,
        year=first.year,
        who=entities.get(first.entity or "", ""),
        when=term(first.number or 0),
        count=_COUNTS.get(len(group), f" {len(group)} "),
        names="、".join(one.name for one in group[:4]) + ("等" if len(group) > 4 else ""),
        marks=tuple(Place(one.name) for one in group),
    )


def _only_between(finding: Finding, groups: set[frozenset[str]]) -> bool:
    """Whether two values differ only because there are two forms: that is said once."""
    files = {place.file for place in finding.marks}
    return len(files) > 1 and any(files <= group for group in groups)


def _marked(reading: FileReading) -> list[Finding]:
    marks = {one.verification for one in reading.observations} - {Verification.VERIFIED.value}
    return [
        Finding.of(messages.SYNTHETIC_FOUND, Place(reading.name), mark=Verification(mark).chinese)
        for mark in sorted(marks)
    ]
