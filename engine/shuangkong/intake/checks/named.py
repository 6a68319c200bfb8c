"""Files that nothing could be taken from: whose they are is said by their names alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from ... import messages
from ...declarations.bundle import Declarations
from ...vocabulary import Entity, Finding, Severity
from ..submissions import Reading


def unusable(findings: Iterable[Finding]) -> list[Finding]:
    """Findings that a whole file cannot be used."""
    return [
        one
        for one in findings
        if one.severity is Severity.BLOCKER and one.place is not None and not one.place.cell
    ]


def told(
    declarations: Declarations, reading: Reading, year: int, findings: Sequence[Finding]
) -> list[Finding]:
    """The findings, those on files that cannot be used told of the entity that the name says.

    Only where nothing else of it came in: a damaged copy beside a good form takes nothing away.
    """
    lost = {one for one in unusable(findings) if one.entity is None}
    if not lost:
        return list(findings)
    assessed = _waiting(declarations, reading, year)
    found = []
    for one in findings:
        who = _named(one.place.file, assessed) if one in lost and one.place else None
        found.append(one if who is None else replace(one, entity=who.code))
    return found


def named_for_others(
    declarations: Declarations, reading: Reading, year: int, findings: Iterable[Finding]
) -> dict[str, Finding]:
    """By entity of which nothing came, what is said of a file of its name that holds the form of
    another: to be told it, while the fault is that other's."""
    found = {}
    for one in findings:
        if one.kind == messages.FILE_OF_OTHER.id and one.place is not None:
            who = _named(one.place.file, _waiting(declarations, reading, year))
            if who is not None:
                found[who.code] = one
    return found


def whose(declarations: Declarations, file: str, year: int) -> Entity | None:
    """The assessed entity that a file's name says, whatever is in it."""
    return _named(file, declarations.assessed(year))


def _waiting(declarations: Declarations, reading: Reading, year: int) -> list[Entity]:
    """The assessed entities of which nothing came."""
    came = {file.entity for file in reading.files} | set(reading.submitted)
    return [one for one in declarations.assessed(year) if one.code not in came]


def _named(file: str, entities: Sequence[Entity]) -> Entity | None:
    """The one entity that a file's name says: by its code, else by its name; of a city
    and the province that it lies in, the city."""
    stem = "".join(PurePosixPath(file).stem.split())
    coded = [one for one in entities if re.search(rf"(?<!\d){re.escape(one.code)}(?!\d)", stem)]
    if coded:
        return coded[0] if len(coded) == 1 else None
    names = {name: one for one in entities for name in one.called if len(name) > 1 and name in stem}
    apart = [n for n in names if not any(n != other and n in other for other in names)]
    whose = {names[name].code: names[name] for name in apart}
    above = {one.parent for one in whose.values()}
    within = [one for code, one in whose.items() if code not in above]
    return within[0] if len(within) == 1 else None
