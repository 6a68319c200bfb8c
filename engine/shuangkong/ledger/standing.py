"""Where each entity stands by a ledger: by findings on what counts, as in a folder."""

import json
from dataclasses import dataclass, replace

from ..declarations.bundle import Declarations
from ..intake.checks.named import named_for_others, told, whose
from ..intake.files import Role
from ..intake.periods import number_of
from ..intake.status import EntityForms as Row
from ..intake.status import shared, standing_of
from ..vocabulary import Entity, Finding, Moment
from .canonical import finding_of
from .entries import Submission
from .moments import shown
from .state import Use, YearState
from .store import Ledger


def aside(one: Submission, year: int, part: str | None) -> bool:
    """Whether a form is of another part of the year."""
    return one.role is Role.FORM and one.year == year and one.part != part


@dataclass(frozen=True)
class Judged:
    """Everything that checking the submissions in use found, and how many figures they hold."""

    ledger: Ledger
    declarations: Declarations
    year: int
    findings: dict[str, list[Finding]]
    #: what is said of tables, by those whose figures stand there
    tables: dict[str, list[Finding]]
    figures: dict[str, int]
    #: of each file that nothing could be taken from and that is nobody's, why
    lost: tuple[Finding, ...]

    @classmethod
    def of(
        cls, ledger: Ledger, declarations: Declarations, found: YearState, part: str | None
    ) -> "Judged":
        from .evidence import evidence

        rests_on = evidence(ledger, declarations, found)
        elsewhere = {one.name for one in found.used if aside(one, found.year, part)}
        about: dict[str, list[Finding]] = {}
        swapped = named_for_others(declarations, rests_on.reading, found.year, rests_on.findings)
        unread = [
            told(declarations, rests_on.reading, found.year, said)
            for said in _unread(ledger, declarations, found)
        ]
        said = (*rests_on.findings, *swapped, *(f for said in unread for f in said))
        counting = [f for f in said if f.place is None or f.place.file not in elsewhere]
        for finding in counting:
            about.setdefault(finding.entity or "", []).append(finding)
        frame = rests_on.reading.observations
        period = str(Moment.of(number_of(found.year, part)))
        counts = frame.filter(frame["period"] == period).group_by("entity").len()
        tables = shared(counting, frame)
        figures = dict(counts.iter_rows())
        lost = tuple(_nobodys(unread))
        return cls(ledger, declarations, found.year, about, tables, figures, lost)

    def row(self, entity: Entity, forms: list[tuple[Submission, Use]]) -> Row:
        """One entity's row. What replaced or rejected forms say does not count any more; an
        unusable one counts as long as nothing newer is there."""
        newest = max((one.number for one, s in forms if s is not Use.UNUSABLE), default=0)
        counting = [
            (one, standing)
            for one, standing in forms
            if standing is Use.USED or (standing is Use.UNUSABLE and one.number > newest)
        ]
        found = list(self.findings.get(entity.code, ()))
        found += () if counting else self.tables.get(entity.code, ())
        for one, standing in counting:
            if standing is Use.UNUSABLE:
                found += _said_of(self.ledger, one, one.name)
        years: dict[str, int | None] = {one.file: one.year for one, _ in counting}
        row = standing_of(entity, years, self.figures.get(entity.code, 0), self.year, found)
        last = max((one for one, _ in counting), key=lambda one: one.number, default=None)
        if last is None:
            return row
        return replace(row, received=shown(last.at), number=last.number, by=last.by)


def _said_of(ledger: Ledger, one: Submission, name: str) -> list[Finding]:
    """What was found in a submission when it came in, told of a file of some name."""
    said = json.loads(ledger.blob(one.findings)) if one.findings else []
    return [finding_of(content, {one.file: name}) for content in said]


def _unread(ledger: Ledger, declarations: Declarations, found: YearState) -> list[list[Finding]]:
    """For each file that is nobody's form and that nothing could be taken from, what was said of
    it, under the name that its sender knows. One of the same name, or a form of whom its name
    says, that came in after it settles it."""
    last = {one.file: one.number for one, _ in found.standings}
    forms = {one.entity: one.number for one in found.used if one.role is Role.FORM}
    said = []
    for one in found.those(Use.UNUSABLE):
        who = whose(declarations, one.file, found.year)
        newest = max(last[one.file], forms.get(who.code, 0) if who else 0)
        if one.entity is None and newest == one.number:
            said.append(_said_of(ledger, one, one.file))
    return said


def _nobodys(unread: list[list[Finding]]) -> list[Finding]:
    """Of each file, the first thing that must be mended, unless that is somebody's matter."""
    first = (next((f for f in said if f.must_be_mended), None) for said in unread)
    return [one for one in first if one is not None and one.entity is None]
