"""Where each entity stands by a ledger: by findings on what counts, as in a folder."""

from collections.abc import Mapping
from dataclasses import replace

from ..declarations.bundle import Declarations
from ..intake.checks.other_year import answered
from ..intake.files import FileRole
from ..intake.periods import number_of
from ..intake.status import EntityForms as Row
from ..intake.status import shared, standing_of
from ..records import dataclass
from ..vocabulary import Entity, Finding, Moment
from .entries import Submission
from .moments import shown
from .state import Use, YearState
from .store import Ledger


def aside(one: Submission, year: int, part: str | None) -> bool:
    """Whether a form is of another part of the year."""
    return one.role is FileRole.FORM and one.year == year and one.part != part


@dataclass(frozen=True)
class CheckedInUse:
    """Everything that checking the submissions in use found, and how many figures they hold."""

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
    ) -> "CheckedInUse":
        from .evidence import evidence

        rests_on = evidence(ledger, declarations, found)
        elsewhere = {one.name for one, _ in found.standings if aside(one, found.year, part)}
        about: dict[str, list[Finding]] = {}
        said = rests_on.findings
        counting = [f for f in said if f.place is None or f.place.file not in elsewhere]
        sent = {one.name: one.file for one, _ in found.standings}
        for finding in counting:
            about.setdefault(finding.entity or "", []).append(_as_sent(finding, sent))
        frame = rests_on.reading.observations
        period = str(Moment.of(number_of(found.year, part)))
        counts = frame.filter(frame["period"] == period).group_by("entity").len()
        tables = shared(counting, frame)
        figures = dict(counts.iter_rows())
        lost = tuple(_as_sent(one, sent) for one in rests_on.lost)
        return cls(declarations, found.year, about, tables, figures, lost)

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
        years: dict[str, int | None] = {one.file: one.year for one, _ in counting}
        if not self.figures.get(entity.code) and self.year not in years.values():
            # what is read from a ledger does not say it: forms count for the years after theirs
            others = {one.file: (entity, number_of(one.year, one.part)) for one, _ in counting}
            found = answered(others, self.year, found)
        row = standing_of(entity, years, self.figures.get(entity.code, 0), self.year, found)
        last = max((one for one, _ in counting), key=lambda one: one.number, default=None)
        if last is None:
            return row
        return replace(row, received=shown(last.at), number=last.number, by=last.by)


def _as_sent(finding: Finding, names: Mapping[str, str]) -> Finding:
    """A finding under the name that the sender of its file knows."""
    place = finding.place
    if place is None or place.file not in names:
        return finding
    return replace(finding, place=replace(place, file=names[place.file]))
