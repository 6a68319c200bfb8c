"""Which figures the targets of a plan cannot be judged without, for whoever reads tables."""

from dataclasses import dataclass, field

from .. import messages
from ..declarations.bundle import Declarations
from ..vocabulary import Entity, Finding, Indicator, Place
from ..vocabulary.deadline import named
from .form.business import needed
from .periods import moment_in


@dataclass
class FiguresNeeded:
    """Which figures the targets of a plan need, looked up once for each entity."""

    declarations: Declarations
    _known: dict[str, set[tuple[str, int]]] = field(default_factory=dict)

    def said(
        self, entity: Entity, indicator: Indicator, period: str | None, seen: str, place: Place
    ) -> Finding | None:
        """That a needed figure is said not to be there; None where nobody needs it."""
        moment = None if period is None else moment_in(period)
        if moment is None or (indicator.id, moment.number) not in self._of(entity):
            return None
        return Finding.of(
            messages.SAID_MISSING,
            place,
            seen=seen,
            entity=entity.code,
            indicator=indicator.id,
            year=moment.year,
            who=entity.name,
            when=named(moment.number),
            name=indicator.name,
        )

    def _of(self, entity: Entity) -> set[tuple[str, int]]:
        if entity.code not in self._known:
            period = self.declarations.plan.period
            assessed = entity.kind in self.declarations.plan.assessed
            years = range(period.first, period.last + 1) if assessed else ()
            self._known[entity.code] = {
                one for year in years for one in needed(self.declarations, entity, year)
            }
        return self._known[entity.code]
