"""What the names in a plan's formulas stand for: the one answer, for all rooms and readings.

A name leads to figures: its indicator in a year, of the entity itself, of the one above, or of
those below; or to an attribute of theirs. Where it leads is told here, once (`years`, `leads_to`);
who has the figures looks them up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from .. import units
from ..formulas import Name, Node, names, parse
from ..formulas.bind import bound
from ..vocabulary import Entity, Indicator, LookupTable
from ..vocabulary.deadline import earlier, year_of
from .tables import KIND

_OWN = (None, "prior", "base")


@dataclass(frozen=True, eq=False)
class Language:
    """The names of a plan: indicators, attributes of entities, and lookup tables."""

    indicators: Mapping[str, Indicator]
    entities: Mapping[str, Entity]
    attribute_units: Mapping[str, str]
    lookups: Mapping[str, LookupTable]
    base: int
    _nodes: dict[str, Node] = field(default_factory=dict)

    def node(self, text: str) -> Node:
        """A formula over numbers only, words and tables of the plan filled in.

        Raises:
            FormulaError: when it cannot be read.
        """
        if text not in self._nodes:
            self._nodes[text] = bound(parse(text), self.words, self._tables)
        return self._nodes[text]

    def formula(self, indicator: str) -> Node | None:
        """The formula of a derived indicator."""
        declared = self.indicators.get(indicator)
        return None if declared is None or declared.formula is None else self.node(declared.formula)

    @cached_property
    def words(self) -> Mapping[str, Mapping[str, int]]:
        """The words of every state and kind, each with the number that stands for it."""
        found: dict[str, Mapping[str, int]] = {
            i.id: i.states for i in self.indicators.values() if i.state
        }
        return found | {
            name: {word: number for number, word in enumerate(self._kinds(name))}
            for name, unit in self.attribute_units.items()
            if unit == KIND
        }

    def _kinds(self, attribute: str) -> tuple[str, ...]:
        """The words of a kind: those that entities have, then those that tables have a row for."""
        found = [e.labels[attribute] for e in self.entities.values() if attribute in e.labels]
        for table in self.lookups.values():
            places = [n for n, key in enumerate(table.by) if key == attribute]
            found += [words[n] for words in table.rows for n in places if n < len(words)]
        return tuple(dict.fromkeys(found))

    @cached_property
    def _tables(self) -> Mapping[str, Mapping[tuple[str, ...], Decimal]]:
        return {name: scaled(table) for name, table in self.lookups.items()}

    def is_attribute(self, name: str) -> bool:
        """Whether a name is an attribute of entities."""
        return name in self.attribute_units and name not in self.indicators

    def unit(self, name: str) -> str:
        """The unit of an indicator, an attribute or a lookup table."""
        if name in self.indicators:
            return self.indicators[name].unit
        if name in self.lookups:
            return self.lookups[name].unit
        return self.attribute_units.get(name, "")

    def title(self, name: str) -> str:
        """How an indicator, an attribute or a lookup table is called."""
        if name in self.indicators:
            return self.indicators[name].name
        return self.lookups[name].name if name in self.lookups else name

    def attribute(self, entity: str, name: str) -> Fraction | None:
        """An entity's attribute in the formula's scale; a kind as the number of its word."""
        declared = self.entities.get(entity)
        if declared is None:
            return None
        if name in self.words:
            word = declared.labels.get(name)
            return None if word is None else Fraction(self.words[name][word])
        value = declared.attributes.get(name)
        if value is None:
            return None
        return Fraction(value) * units.scale(self.attribute_units[name])

    def attribute_named(self, name: Name, entity: str, year: int) -> Fraction | None:
        """The attribute of an entity, of the one above, or the sum over those below."""
        found = [self.attribute(e, name.name) for e in self.leads_to(name, entity, year)]
        known = [value for value in found if value is not None]
        return sum(known, Fraction(0)) if known and len(known) == len(found) else None

    def word(self, name: str, number: Fraction) -> str | None:
        """The word of a state or kind that a number stands for."""
        return next((word for word, own in self.words.get(name, {}).items() if own == number), None)

    def year(self, name: Name, year: int) -> int:
        """The year that a name speaks of, in a formula of a year (or of a moment, in digits).

        A year before a moment is the same moment of the year before; a base is a whole year.
        """
        if name.of == "prior":
            return earlier(year)
        if name.of == "base":
            return self.base
        return int(name.of) if name.of is not None and name.of.isdigit() else year

    def leads_to(self, name: Name, entity: str, year: int) -> tuple[str, ...]:
        """The entities whose figures a name adds up; none where there is nobody to ask."""
        if name.of == "parent":
            declared = self.entities.get(entity)
            above = declared.parent if declared else None
            return (above,) if above in self.entities and above is not None else ()
        if name.of == "children":
            return self.below(entity, name.name, year)
        return (entity,)

    def below(self, entity: str, name: str, year: int) -> tuple[str, ...]:
        """The entities below one that should have an indicator, or an attribute, in a year."""
        return tuple(
            child.code
            for child in self._children.get(entity, ())
            if child.valid_in(year_of(year)) and self.has(name, child.kind)
        )

    def looks_around(self, indicators: Iterable[str]) -> bool:
        """Whether some indicators rest on figures or attributes of other entities."""
        waiting, seen = list(indicators), set[str]()
        while waiting:
            one = waiting.pop()
            formula = None if one in seen else self.formula(one)
            seen.add(one)
            for name in names(formula) if formula is not None else ():
                if name.of in ("parent", "children"):
                    return True
                waiting.append(name.name)
        return False

    def has(self, name: str, kind: str) -> bool:
        """Whether entities of a kind should have an indicator, or an attribute."""
        if (name, kind) not in self._has:
            self._has[name, kind] = self._should_have(name, kind)
        return self._has[name, kind]

    def _should_have(self, name: str, kind: str) -> bool:
        declared = self.indicators.get(name)
        if declared is None:
            return kind in self._kinds_with(name)
        if declared.entities:
            return kind in declared.entities
        node = self.formula(name)
        own = names(node) if node is not None else ()
        return all(self.has(n.name, kind) for n in own if n.of in _OWN or (n.of or "").isdigit())

    def _kinds_with(self, attribute: str) -> set[str]:
        every = self.entities.values()
        return {e.kind for e in every if attribute in e.attributes or attribute in e.labels}

    @cached_property
    def _has(self) -> dict[tuple[str, str], bool]:
        return {}

    @cached_property
    def _children(self) -> Mapping[str, list[Entity]]:
        found: dict[str, list[Entity]] = {}
        for entity in self.entities.values():
            if entity.parent is not None:
                found.setdefault(entity.parent, []).append(entity)
        return found


def scaled(table: LookupTable) -> Mapping[tuple[str, ...], Decimal]:
    """A table's numbers in the formula's scale, by the words of their row."""
    factor = units.scale(table.unit)
    return {
        words: value * factor.numerator / factor.denominator for words, value in table.rows.items()
    }
