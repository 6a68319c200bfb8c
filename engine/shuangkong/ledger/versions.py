"""Every version of one figure: where it was received, when, and what it counts for."""

from dataclasses import dataclass
from pathlib import Path

from .. import messages
from ..declarations.hints import did_you_mean
from ..errors import LedgerError
from ..intake.observe import Observation
from ..vocabulary import Entity, Finding, Indicator
from .entries import Submission
from .evidence import counting_figures, evidence, observations
from .plans import declarations_of
from .state import Standing, state
from .store import opened


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a figure, in the submission that brought it.

    A submission that is used may hold a version that is not: another one counts before it.
    """

    submission: Submission
    standing: Standing
    observation: Observation
    #: whether this is the one that an assessment uses
    counts: bool


@dataclass(frozen=True, slots=True)
class Versions:
    """All versions of one figure, oldest first."""

    entity: Entity
    indicator: Indicator
    period: str
    found: tuple[Version, ...]


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
        counting = counting_figures(rests_on.reading).get((code, wanted.id, period))
        used = counting.place if counting else None
        made = [
            Version(one, standing, observation, observation.place == used)
            for one, standing in found.standings
            for observation in observations(ledger, one)
            if (observation.entity, observation.indicator, observation.period)
            == (code, wanted.id, period)
        ]
    return Versions(declarations.entities[code], wanted, period, tuple(made))
