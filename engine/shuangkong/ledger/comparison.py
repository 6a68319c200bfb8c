"""Two assessments of a year beside each other: the records that comparing makes."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..declarations.bundle import Declarations
from ..intake.observe import Observation
from ..records import dataclass
from ..vocabulary import Finding
from .entries import Issue, Ruling, Submission
from .evidence import Evidence
from .state import YearState

Results = Mapping[str, Any]


@dataclass(frozen=True)
class Side:
    """One of two assessments: what it rests on, and its results as in results.json."""

    asked: str
    issue: Issue | None
    state: YearState
    declarations: Declarations
    evidence: Evidence
    results: Results


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is new, gone or different; `period` as in the observations."""

    entity: str
    indicator: str
    period: str
    before: Observation | None
    after: Observation | None


@dataclass(frozen=True, slots=True)
class DeclarationChange:
    """A declared record that is new, gone or different."""

    kind: str
    id: str
    how: str


@dataclass(frozen=True, slots=True)
class ResultChange:
    """Something in the results that is different, with the causes found for it.

    `subject` is a target with its clock, an item or a part; None for the entity as a whole.
    """

    entity: str
    subject: str | None
    what: str
    before: str
    after: str
    why: tuple[str, ...] = ()


def found_anew(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that were not there before, wherever they stand."""
    known = {(one.kind, one.entity, one.why) for one in before}
    return tuple(one for one in after if (one.kind, one.entity, one.why) not in known)


@dataclass(frozen=True)
class Comparison:
    """Two assessments of a year: what differs in what they rest on, and in what came out."""

    year: int
    before: Side
    after: Side
    submissions_in: tuple[Submission, ...]
    submissions_out: tuple[Submission, ...]
    figures: tuple[FigureChange, ...]
    rulings_in: tuple[Ruling, ...]
    rulings_out: tuple[Ruling, ...]
    declared: tuple[DeclarationChange, ...]
    software: tuple[str, ...]
    changes: tuple[ResultChange, ...]

    @property
    def found(self) -> tuple[Finding, ...]:
        """What checking finds after, and did not find before."""
        return found_anew(self.before.evidence.findings, self.after.evidence.findings)

    @property
    def same(self) -> bool:
        """Whether nothing differs in the results."""
        return not self.changes
