"""Files that nothing could be taken from: whose they are is said by their names alone."""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import NamedTuple

from ... import messages
from ...declarations.bundle import Declarations
from ...vocabulary import Entity, Finding, Message, Place, Severity
from ..form.recognise import named_in
from ..submissions import Reading


def unusable(findings: Iterable[Finding]) -> list[Finding]:
    """Findings that a whole file cannot be used."""
    return [
        one
        for one in findings
        if one.severity is Severity.BLOCKER and one.place is not None and not one.place.cell
    ]


#: what is said of a whole file of which nothing is somebody's
_WHOLE = frozenset(
    one.id for one in (messages.NOTHING_FOUND, messages.FILE_OF_OTHER, messages.NAMED_FOR)
)


def told(
    declarations: Declarations, reading: Reading, year: int, findings: Sequence[Finding]
) -> list[Finding]:
    """The findings, those on files that cannot be used told of the entity that the name says.

    Only where nothing else of it came in: a damaged copy beside a good form takes nothing away.
    So is a file of its name that holds another's form; a copy of a form that came under its own
    name as well is its fault alone.
    """
    waiting = _waiting(declarations, reading, year)
    copies = _copies(declarations, reading, findings)
    bare = {one for one in unusable(findings) if one.entity is None}
    bare |= {one for one in findings if one.kind == messages.NOTHING_FOUND.id}
    found: list[Finding] = []
    for one in findings:
        file = one.place.file if one.place else ""
        who = _named(file, waiting) if one in bare or one.kind in _OF_OTHERS else None
        if one in bare:
            found.append(one if who is None else replace(one, entity=who.code))
        elif one.kind == messages.SAME_FILE.id:
            found += _copied(one, who, copies)
        elif one.kind == messages.FILE_OF_OTHER.id and who is not None and one.place is not None:
            form = declarations.entities[one.entity or ""]
            if file in copies.rightly:
                found.append(replace(one, entity=who.code))
            else:
                found += [one, _said(messages.NAMED_FOR, one.place, who, form)]
        else:
            found.append(one)
    return found


#: what is said of files that may be named for somebody else than they are of
_OF_OTHERS = frozenset((messages.SAME_FILE.id, messages.FILE_OF_OTHER.id))


class _Copies(NamedTuple):
    """Whose form a file is of which there are copies, and which of those are not named for it
    while a copy is."""

    forms: dict[str, Entity]
    rightly: frozenset[str]


def _copies(declarations: Declarations, reading: Reading, findings: Iterable[Finding]) -> _Copies:
    entities = declarations.entities
    forms = {f.name: entities[f.entity] for f in reading.files if f.entity and f.entity in entities}
    pairs = [
        (one.place.file, one.seen)
        for one in findings
        if one.kind == messages.SAME_FILE.id and one.place is not None and one.seen in forms
    ]
    misnamed = {f.place.file for f in findings if f.kind == messages.FILE_OF_OTHER.id and f.place}
    own = {
        kept for copy, kept in pairs if kept and named_in(copy, forms[kept], declarations) is None
    }
    return _Copies({kept: forms[kept] for _, kept in pairs if kept}, frozenset(misnamed & own))


def _copied(one: Finding, who: Entity | None, copies: _Copies) -> list[Finding]:
    """What is said of a copy: that it is named for somebody else, before that it may go."""
    if one.seen in copies.rightly:
        return []
    form = copies.forms.get(one.seen or "")
    if form is None or who is None or who == form or one.place is None:
        return [one]
    return [_said(messages.FILE_OF_OTHER, one.place, who, form)]


def _said(kind: Message, place: Place, who: Entity, form: Entity) -> Finding:
    """What is said to whoever a file is named for of the form that is in it."""
    return Finding.of(kind, place, entity=who.code, who=form.name, other=who.name)


def lost(findings: Iterable[Finding], forms: Container[str]) -> list[Finding]:
    """Of the findings on one entity those that say why a file named for it gives nothing; `forms`
    are the files that do."""
    whole = {f for f in findings if f.kind in _WHOLE and f.place and f.place.file not in forms}
    return [f for f in findings if f in whole or f in unusable((f,))]


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
