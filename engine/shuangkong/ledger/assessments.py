"""The assessment of a state of the ledger, with earlier years and the files it rests on."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..declarations.bundle import Declarations
from ..running.kept import Kept
from .evidence import Evidence
from .state import YearState
from .store import Ledger

if TYPE_CHECKING:
    from ..assess.past import Past
    from ..assess.result import Assessment


def assessment_of(
    declarations: Declarations,
    found: YearState,
    rests_on: Evidence,
    only: str | None = None,
    kept: Kept | None = None,
) -> "Assessment":
    """The assessment of a state of the ledger."""
    from ..assess.assess import assess

    made = assess(
        declarations,
        found.year,
        rests_on.reading.observations,
        rests_on.reading.measures,
        overlay=rests_on.reading.overlay,
        decisions=found.decisions(found.year),
        revised=rests_on.revised,
        verdicts=rests_on.reading.verdicts,
        findings=rests_on.findings,
        inputs=rests_on.inputs,
        only=only,
        kept=kept,
    )
    return replace(made, exhibits=rests_on.exhibits)


def history_of(
    declarations: Declarations, found: YearState, rests_on: Evidence
) -> "tuple[Past, ...]":
    """The plan's earlier years, for the charts."""
    from ..assess.past import past

    years = range(declarations.plan.period.first, found.year)
    return past(
        declarations,
        years,
        rests_on.reading.observations,
        overlay=rests_on.reading.overlay,
        decisions={year: found.decisions(year) for year in years},
    )


def lay_sources(ledger: Ledger, rests_on: Evidence, folder: Path) -> dict[str, Path]:
    """The submitted files by their names in the ledger, for the documents to copy and link to."""
    found: dict[str, Path] = {}
    for one in rests_on.contributing:
        found[one.name] = folder / str(one.number)
        found[one.name].write_bytes(ledger.blob(one.sha256))
    return found
