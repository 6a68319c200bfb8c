"""Figures of a trace: reported ones as inputs with their cell, derived ones as steps over them.

A figure of another entity is named with its code (`130100.coal_2020`), a sum over the entities
below `children.coal_2020`. What a workbook could not follow with its own cells is decided here,
and its number stands in the trace with its source: which branch of an `if` was taken where the
others lack figures or rest on kinds, and what was looked up in a table.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from .. import units
from ..declarations.bundle import Declarations
from ..declarations.facts import ExactFacts
from ..formulas import Call, Lookup, Name, Node, Number, names, rewrite, to_exact, walk
from ..formulas.as_exact import to_decimal
from ..vocabulary import Verification
from ..vocabulary.deadline import earlier, named
from .judgement import CalcStep, Input


class FigureSource(NamedTuple):
    """Where an observation is from: file, sheet and cell as one text, and how far it was checked.

    `last_digit` is one unit of the last digit printed there, in the indicator's unit, where it was
    printed in a coarser one.
    """

    place: str
    verification: Verification
    last_digit: Fraction | None


SourceOf = Callable[[int], FigureSource]


class Trail:
    """The figures that one entity's verdict rests on, as far as they were asked for."""

    def __init__(self, declarations: Declarations, facts: ExactFacts, source: SourceOf) -> None:
        self.declarations = declarations
        self.language = declarations.language
        self.facts = facts
        self.source = source
        self.inputs: dict[str, Input] = {}
        self.steps: dict[str, CalcStep] = {}

    def figure(self, indicator: str, year: int, facts: ExactFacts | None = None) -> str:
        """Lay out a figure of the entity, or of another; its name in the trace."""
        facts = facts or self.facts
        name = f"{self._prefix(facts)}{indicator}_{year}"
        declared = self.declarations.indicators.get(indicator)
        if declared is None or name in self.inputs or name in self.steps:
            return name
        label, value = (
            f"{self._whose(facts)}{named(year)}{declared.name}",
            facts.value(indicator, year),
        )
        formula = self.language.formula(indicator)
        if formula is None:
            row = facts.row(indicator, year)
            if row is not None and value is not None:
                source, mark, digit = self.source(row)
                shown = to_decimal(value / units.scale(declared.unit))
                unit = declared.unit
                self.inputs[name] = Input(name, label, shown, unit, source, row, mark, digit)
            return name
        node = self._laid_out(formula, year, facts)
        if value is not None:
            if declared.rounding is not None:
                digits = declared.rounding.digits
                node = Call("round", (node, Number(Decimal(digits), str(digits))))
            unit, decimals = declared.unit, declared.decimals
            self.steps[name] = CalcStep(name, label, node, to_decimal(value), unit, decimals)
        return name

    def _prefix(self, facts: ExactFacts) -> str:
        return "" if facts.entity == self.facts.entity else f"{facts.entity}."

    def _whose(self, facts: ExactFacts) -> str:
        other = facts.entity != self.facts.entity
        return self.declarations.entities[facts.entity].name if other else ""

    def _laid_out(self, formula: Node, year: int, facts: ExactFacts) -> Node:
        """A formula over the trace's names, with all that it rests on laid out."""
        if _is_plain(formula) and facts is self.facts and self._all_indicators(formula):
            for name in names(formula):
                self.figure(name.name, self.language.year(name, year))
            return _in_year(formula, year, self.language.base)

        def change(part: Node) -> Node | None:
            match part:
                case Call("if", (condition, yes, no)) if self._is_decided(condition, year, facts):
                    taken = yes if facts.holds(condition, year) else no
                    return self._laid_out(taken, year, facts)
                case Lookup():
                    return self._looked_up(part, year, facts)
                case Name():
                    return Name(self._named(part, year, facts))
            return None

        return rewrite(formula, change)

    def _all_indicators(self, formula: Node) -> bool:
        return not any(self.language.is_attribute(n.name) for n in names(formula))

    def _is_decided(self, condition: Node, year: int, facts: ExactFacts) -> bool:
        """Whether a condition is no matter of figures that stand in the trace."""
        return any(
            (self.language.is_attribute(n.name) and n.name in self.language.words)
            or facts.named(n, year) is None
            for n in names(condition)
        )

    def _named(self, name: Name, year: int, facts: ExactFacts) -> str:
        """Lay out what a name stands for; its name in the trace."""
        then = self.language.year(name, year)
        whose = [facts.of(e) for e in self.language.leads_to(name, facts.entity, year)]
        if self.language.is_attribute(name.name):
            parts = [self._attribute(name.name, one) for one in whose]
        else:
            parts = [self.figure(name.name, then, one) for one in whose]
        if name.of != "children":
            return parts[0] if parts else str(name)
        made = f"{self._prefix(facts)}children.{name.name}_{year}"
        value = facts.named(name, year)
        if value is not None and made not in self.steps:
            label = f"{self._whose(facts)}{named(year)}{self.language.title(name.name)}（下级合计）"
            node = Call("sum", tuple(Name(part) for part in parts))
            declared = self.declarations.indicators.get(name.name)
            unit, decimals = self.language.unit(name.name), declared.decimals if declared else 2
            self.steps[made] = CalcStep(made, label, node, to_decimal(value), unit, decimals)
        return made

    def _attribute(self, attribute: str, facts: ExactFacts) -> str:
        name = f"{self._prefix(facts)}{attribute}"
        entity = self.declarations.entities.get(facts.entity)
        given = entity.attributes.get(attribute) if entity else None
        if entity is not None and given is not None:
            label, unit = f"{self._whose(facts)}{attribute}", self.language.unit(attribute)
            source, mark = str(entity.place or "entities.csv"), Verification.VERIFIED
            self.inputs[name] = Input(name, label, given, unit, source, None, mark)
        return name

    def _looked_up(self, part: Lookup, year: int, facts: ExactFacts) -> Node:
        """What a table gives, as a number with its source."""
        value = to_exact(part, lambda name: facts.named(name, year))
        if not isinstance(value, Fraction):
            return part
        keys = [self._word(key, year, facts) for key in part.keys]
        name = f"{self._prefix(facts)}{part.table}[{'，'.join(keys)}]"
        table = self.declarations.plan.lookups[part.table]
        plan = self.declarations.plan
        document = plan.documents.get((table.source.document if table.source else "") or "")
        clause = table.source.clause if table.source else ""
        source = f"{document.title if document else plan.short}{clause}"
        mark = (document or plan.document).verification
        if table.source is not None and table.source.verification is not None:
            mark = table.source.verification
        label = f"{self._whose(facts)}{table.name}（{'，'.join(keys)}）"
        shown = to_decimal(value / units.scale(table.unit))
        self.inputs[name] = Input(name, label, shown, table.unit, source, None, mark)
        return Name(name)

    def _word(self, key: Name, year: int, facts: ExactFacts) -> str:
        value = facts.named(key, year)
        return (self.language.word(key.name, value) if value is not None else None) or ""


@lru_cache(maxsize=4096)
def _is_plain(formula: Node) -> bool:
    """Whether a formula rests on the entity's own figures, whatever these are."""
    choices = any(
        isinstance(p, Lookup) or (isinstance(p, Call) and p.function == "if") for p in walk(formula)
    )
    return not choices and not any(n.of in ("parent", "children") for n in names(formula))


@lru_cache(maxsize=4096)
def _in_year(formula: Node, year: int, base: int) -> Node:
    """A formula over an entity's own figures, by the names these have in a trace."""
    years = {None: year, "prior": earlier(year), "base": base}

    def change(part: Node) -> Node | None:
        if not isinstance(part, Name):
            return None
        then = years[part.of] if part.of in years else int(part.of or year)
        return Name(f"{part.name}_{then}")

    return rewrite(formula, change)
