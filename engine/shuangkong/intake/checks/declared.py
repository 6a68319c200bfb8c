"""The plan's declared rules over all observations: one pass, offenders traced to their cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from ...declarations.bundle import Declarations
from ...declarations.language import Language
from ...formulas import Name, Node, names, to_chinese
from ...units import scale
from ...vocabulary import CheckRule, Finding, Place
from .deciding import Condition, Exactly, decided
from .frame import OTHERS


@dataclass(frozen=True)
class CompiledRule:
    """A rule with its formula and the names it rests on."""

    rule: CheckRule
    node: Node
    names: tuple[Name, ...]

    @property
    def condition(self) -> Condition:
        """What is to be decided of each row."""
        return Condition(self.rule.id, self.node, self.rule.kinds, self.rule.years)


def compile_rules(declarations: Declarations) -> tuple[CompiledRule, ...]:
    """All rules of a plan, ready to run."""
    nodes = ((rule, declarations.language.node(rule.rule)) for rule in declarations.checks.values())
    return tuple(CompiledRule(rule, node, names(node)) for rule, node in nodes)


@dataclass(frozen=True)
class Outcomes:
    """What the rules found. Counts are by rule id: held, broken, and not decidable."""

    #: each finding with all cells that its rule compared
    findings: tuple[tuple[Finding, tuple[Place, ...]], ...]
    held: Mapping[str, int]
    broken: Mapping[str, int]
    undecided: Mapping[str, int]


def run(declarations: Declarations, observations: pl.DataFrame, last_year: int) -> Outcomes:
    """Evaluate every declared rule for every entity, version and year up to `last_year`."""
    compiled = compile_rules(declarations)
    yearly = observations.filter(pl.col("year") <= last_year, pl.col("period").str.len_chars() == 4)
    found = decided(declarations, yearly, [one.condition for one in compiled])
    offenders: list[tuple[CompiledRule, dict[str, Any]]] = []
    held, broken, undecided = dict[str, int](), dict[str, int](), dict[str, int]()
    for one in compiled:
        told = found.told(one.rule.id)
        held[one.rule.id] = told.filter(told).len()
        undecided[one.rule.id] = told.null_count()
        broken[one.rule.id] = len(told) - held[one.rule.id] - undecided[one.rule.id]
        offenders += [(one, row) for row in found.broken(one.rule.id)]
    found.exact.read(sorted({row["entity"] for _, row in offenders}))
    cells = _Cells(declarations.language, found.exact)
    findings = [_finding(one, row, declarations, cells) for one, row in offenders]
    return Outcomes(tuple(findings), held, broken, undecided)


@dataclass(frozen=True)
class _Cell:
    """What a rule compared: a figure as it was submitted, or without a cell of the entity's."""

    name: Name
    year: int
    value: Fraction | None
    place: Place | None


@dataclass(frozen=True)
class _Cells:
    """The cells that figures stand in, looked up for offenders only."""

    language: Language
    exact: Exactly

    def of(self, node: Node, row: Mapping[str, Any]) -> list[_Cell]:
        """The reported figures under a formula, derived ones followed down to them, as named.

        Others' figures and attributes are known of the formula itself.
        """
        facts = self.exact.facts(row)
        found: dict[tuple[str, int], _Cell] = {}
        waiting = [(name, row["year"]) for name in reversed(names(node))]
        while waiting:
            name, year = waiting.pop()
            if name.of in OTHERS or self.language.is_attribute(name.name):
                given = facts.named(name, year) if year == row["year"] else None
                own = self._in_unit(name, given)
                if own is not None:
                    found.setdefault((str(name), year), _Cell(name, year, own, None))
                continue
            then = self.language.year(name, year)
            formula = self.language.formula(name.name)
            if formula is not None:
                waiting += [(below, then) for below in reversed(names(formula))]
                continue
            own = self._in_unit(name, facts.value(name.name, then))
            place = self.exact.place(facts, name.name, then)
            found.setdefault((name.name, then), _Cell(name, then, own, place))
        return list(found.values())

    def _in_unit(self, name: Name, value: Fraction | None) -> Fraction | None:
        return None if value is None else value / scale(self.language.unit(name.name))


def _finding(
    one: CompiledRule, row: Mapping[str, Any], declarations: Declarations, cells: _Cells
) -> tuple[Finding, tuple[Place, ...]]:
    used = cells.of(one.node, row)
    every = [cell.place for cell in used if cell.place is not None]
    marks = [c.place for c in used if c.place is not None and _is_marked(c, row, one.rule)]
    marks = marks or every
    entity = declarations.entities[row["entity"]]
    own = (c.name for c in used if c.year == row["year"] and c.name.of not in OTHERS)
    indicator = next((n.name for n in own if n.name in declarations.indicators), None)
    made = Finding(
        kind=f"SK-C:{one.rule.id}",
        severity=one.rule.severity,
        why=f"{entity.name}{row['year']}年：{one.rule.message}",
        mend=one.rule.mend,
        place=marks[0] if marks else None,
        seen=figures_said(used, row, declarations),
        basis=_basis(one, declarations),
        entity=entity.code,
        indicator=(one.rule.marks or (indicator,))[0],
        year=row["year"],
        marks=tuple(dict.fromkeys(marks)),
    )
    return made, tuple(every)


def _is_marked(cell: _Cell, row: Mapping[str, Any], rule: CheckRule) -> bool:
    return cell.year == row["year"] and (not rule.marks or cell.name.name in rule.marks)


def figures_said(used: Sequence[_Cell], row: Mapping[str, Any], declarations: Declarations) -> str:
    """The figures a rule compared, with units."""
    year, base = row["year"], declarations.plan.period.base
    when = {year: "", year - 1: "上年", **({base: "基期"} if base < year - 1 else {})}
    of_words = {"parent": "上级", "children": "下级合计"}
    return "；".join(
        of_words.get(cell.name.of or "", when.get(cell.year, f"{cell.year}年"))
        + _figure(cell.name.name, cell.value, declarations)
        for cell in used
        if cell.value is not None
    )


def _figure(name: str, value: Fraction, declarations: Declarations) -> str:
    """A figure as people read it: a number with its unit, a state or kind by its word."""
    language = declarations.language
    title, word = language.title(name), language.word(name, value)
    if word is not None:
        return f"{title} {word}"
    shown = round(value, 6)
    text = format(Decimal(shown.numerator) / Decimal(shown.denominator), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    unit = language.unit(name)
    return f"{title} {text}{'' if unit in ('', '%') else ' '}{unit}"


def _basis(one: CompiledRule, declarations: Declarations) -> str:
    sentence = to_chinese(one.node, declarations.language.title)
    source = one.rule.source
    cited = f"（{source.clause}）" if source else ""
    return f"{one.rule.name}：{sentence}{cited}"
