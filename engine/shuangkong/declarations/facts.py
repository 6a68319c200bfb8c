"""What the names of a plan's formulas come to, exactly: figures as they were written, and what
follows from them. Verdicts and checks that floats cannot be sure of are decided on these.

Where a name leads is told by `language`; here it is looked up. Derived indicators are computed
with the rounding their declaration asks for; they are not among the rows.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

from .. import units
from ..formulas import Name, Node, to_exact
from ..formulas.rounding import rounded
from ..records import dataclass
from .language import Language


@dataclass(frozen=True, slots=True)
class Lack:
    """A reported figure that a formula lacks; an attribute where `year` is None."""

    entity: str
    name: str
    year: int | None


class ExactFacts:
    """Exact values of one entity's facts, and the observation rows they come from.

    Built from selected observations (before scaling): the exact figure is the shortest decimal
    of the stored number. A row is None where nobody asks for it. `others` gives the facts of the
    entities above and below, which formulas may ask for.
    """

    def __init__(
        self,
        language: Language,
        entity: str,
        rows: Mapping[tuple[str, int], tuple[float, int | None]],
        others: Callable[[str], "ExactFacts"] | None = None,
    ) -> None:
        self.language = language
        self.entity = entity
        self.rows = rows
        self._others = others
        self._known: dict[tuple[str, int], Fraction | None] = {}

    def with_rows(self, rows: Mapping[tuple[str, int], tuple[float, int | None]]) -> "ExactFacts":
        """The same entity among the same others, with other figures."""
        return ExactFacts(self.language, self.entity, rows, self._others)

    def of(self, entity: str) -> "ExactFacts":
        """The facts of this entity, or of another."""
        if entity == self.entity:
            return self
        return self._others(entity) if self._others else self._nobody(entity)

    def _nobody(self, entity: str) -> "ExactFacts":
        return ExactFacts(self.language, entity, {})

    def row(self, indicator: str, year: int) -> int | None:
        """Row of the observations that a reported figure stands in."""
        found = self.rows.get((indicator, year))
        return None if found is None else found[1]

    def is_derived(self, indicator: str) -> bool:
        """Whether the indicator is computed from others."""
        return self.language.formula(indicator) is not None

    def missing_under(self, name: str, year: int) -> tuple[Lack, ...]:
        """The reported figures, and the attributes, that an indicator lacks in a year."""
        if self.language.is_attribute(name):
            missing = self.language.attribute(self.entity, name) is None
            return (Lack(self.entity, name, None),) if missing else ()
        formula = self.language.formula(name)
        if formula is None:
            return () if (name, year) in self.rows else (Lack(self.entity, name, year),)
        return self.lacking(formula, year)

    def lacking(self, node: Node, year: int) -> tuple[Lack, ...]:
        """What a formula of a year lacks, as far as it asks for it."""
        asked: dict[Name, None] = {}

        def listen(name: Name) -> Fraction | None:
            value = self.named(name, year)
            if value is None:
                asked[name] = None
            return value

        if to_exact(node, listen) is not None:
            return ()
        found: dict[Lack, None] = {}
        for name in asked:
            then = self.language.year(name, year)
            whose = self.language.leads_to(name, self.entity, year)
            under = [lack for e in whose for lack in self.of(e).missing_under(name.name, then)]
            found |= dict.fromkeys(under if whose else [Lack(self.entity, str(name), then)])
        return tuple(found)

    def holds(self, node: Node, year: int) -> bool | None:
        """Whether a condition holds in a year; None when it is `lacking` something."""
        found = to_exact(node, lambda name: self.named(name, year))
        return found if isinstance(found, bool) else None

    def named(self, name: Name, year: int) -> Fraction | None:
        """What a name in a formula of a year stands for."""
        if self.language.is_attribute(name.name):
            return self.language.attribute_named(name, self.entity, year)
        then = self.language.year(name, year)
        whose = self.language.leads_to(name, self.entity, year)
        found = [self.of(entity).value(name.name, then) for entity in whose]
        known = [value for value in found if value is not None]
        return sum(known, Fraction(0)) if known and len(known) == len(found) else None

    def value(self, indicator: str, year: int) -> Fraction | None:
        """The exact value in the formula's scale; None when it or anything under it is missing."""
        slot = indicator, year
        if slot not in self._known:
            self._known[slot] = self._value(indicator, year)
        return self._known[slot]

    def _value(self, indicator: str, year: int) -> Fraction | None:
        declared = self.language.indicators.get(indicator)
        if declared is None:
            return None
        formula = self.language.formula(indicator)
        if formula is not None:
            computed = to_exact(formula, lambda name: self.named(name, year))
            return rounded(computed, declared.rounding) if isinstance(computed, Fraction) else None
        found = self.rows.get((indicator, year))
        return None if found is None else shortest(found[0]) * units.scale(declared.unit)


@lru_cache(maxsize=65_536)
def shortest(number: float) -> Fraction:
    """The shortest decimal that a float stands for: the number as it was written."""
    return Fraction(repr(number))


def facts_of(
    language: Language,
    rows_of: Callable[[str], Mapping[tuple[str, int], tuple[float, int | None]]],
) -> Callable[[str], ExactFacts]:
    """The facts of each entity, made when first asked for; each knows all others."""
    made: dict[str, ExactFacts] = {}

    def facts(entity: str) -> ExactFacts:
        if entity not in made:
            made[entity] = ExactFacts(language, entity, rows_of(entity), facts)
        return made[entity]

    return facts
