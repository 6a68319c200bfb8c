"""Every version of one figure: where it was received, when, and what it counts for."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import messages
from ..declarations.bundle import Declarations
from ..declarations.hints import did_you_mean
from ..errors import LedgerError
from ..intake.observe import Observation
from ..records import dataclass
from ..vocabulary import DecisionKind, Entity, Finding, Indicator, Place
from .approved import approved_figure
from .entries import WITHDRAW, Ruling, Submission, rulings
from .evidence import Figure, counting_figures, evidence, observations
from .plans import declarations_of
from .state import Use, YearState, state
from .store import opened


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a figure, in the submission that brought it.

    A submission that is used may hold a version that is not: another one counts before it.
    """

    submission: Submission
    standing: Use
    observation: Observation
    #: whether this is the one that an assessment uses
    counts: bool


@dataclass(frozen=True, slots=True)
class Approved:
    """A version that a person approved 核定; `said` is what it counts for, in words."""

    ruling: Ruling
    observation: Observation
    said: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Versions:
    """All versions of one figure, oldest first: those received, and those approved."""

    entity: Entity
    indicator: Indicator
    period: str
    found: tuple[Version, ...]
    approved: tuple[Approved, ...]


def versions(workspace: Path, year: int, entity: str, indicator: str, period: str) -> Versions:
    """The versions of a figure and what each counts for in an assessment year.

    Args:
        workspace: where the ledger is.
        year: assessment year.
        entity: code or name.
        indicator: id or name.
        period: as in the observations, such as 2019 or 2019-H1.

    Raises:
        LedgerError: the plan has no such entity or indicator.
    """
    with opened(workspace) as ledger:
        assert ledger.head is not None
        found = state(ledger, year, ledger.head.number)
        declarations = declarations_of(ledger, found.snapshot)
        names = {**declarations.names, **{code: code for code in declarations.entities}}
        code = names.get("".join(entity.split()))
        if code is None:
            hint = did_you_mean(entity, names)
            raise LedgerError.of(Finding.of(messages.NO_SUCH_ENTITY, seen=entity, hint=hint))
        asked = {one.name: one for one in declarations.indicators.values()}
        asked |= declarations.indicators
        if indicator not in asked:
            hint = did_you_mean(indicator, asked)
            raise LedgerError.of(Finding.of(messages.NO_SUCH_INDICATOR, seen=indicator, hint=hint))
        wanted = asked[indicator]
        rests_on = evidence(ledger, declarations, found, checked=False)
        asked_for = (code, wanted.id, period)
        counting = counting_figures(rests_on.reading).get(asked_for)
        used = counting.place if counting else None
        made = [
            Version(one, standing, observation, observation.place == used)
            for one, standing in found.standings
            for observation in observations(ledger, one)
            if (observation.entity, observation.indicator, observation.period) == asked_for
        ]
        about = [r for r in rulings(ledger) if _figure_of(r) == asked_for]
        approved = tuple(_approved(declarations, found, about, used))
    return Versions(declarations.entities[code], wanted, period, tuple(made), approved)


def _figure_of(ruling: Ruling) -> Figure | None:
    """The figure that a ruling approves, or whose approval it takes back."""
    d = ruling.decision
    if d.kind is not DecisionKind.FIGURE or d.entity is None:
        return None
    return d.entity, d.target, str(d.year)


def _approved(
    declarations: Declarations, found: YearState, about: Sequence[Ruling], used: Place | None
) -> Iterator[Approved]:
    """What persons approved, each with what became of it."""
    for at, ruling in enumerate(about):
        if ruling.decision.choice == WITHDRAW:
            continue
        later = next((r for r in about[at + 1 :] if found.seconds.stands(r)), None)
        observation = approved_figure(declarations, ruling)
        counts = observation.place == used
        if not found.seconds.stands(ruling):
            said = "待复核" if found.seconds.waits(ruling) else "复核退回"
        elif later is not None:
            said = "已撤回" if later.decision.choice == WITHDRAW else Use.REPLACED.chinese
        else:
            said = Use.USED.chinese if counts else "未采用"
        yield Approved(ruling, observation, said, counts)
