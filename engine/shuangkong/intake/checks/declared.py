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
from ...formulas.as_polars import to_polars
from ...units import scale
from ...vocabulary import CheckRule, Finding, Place
from .frame import KEYS, column, wide

_OTHERS = ("parent", "children")


@dataclass(frozen=True)
class Compiled:
    """A rule with its formula and the names it rests on."""

    rule: CheckRule
    node: Node
    names: tuple[Name, ...]


def compile_rules(declarations: Declarations) -> tuple[Compiled, ...]:
    """All rules of a plan, ready to run."""
    nodes = ((rule, declarations.language.node(rule.rule)) for rule in declarations.checks.values())
    return tuple(Compiled(rule, node, names(node)) for rule, node in nodes)


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
    known = observations.filter(pl.col("year") <= last_year)
    table = wide(known, declarations, [name for one in compiled for name in one.names])
    kinds = {entity.code: entity.kind for entity in declarations.entities.values()}
    table = table.with_columns(
        pl.col("entity").replace_strict(kinds, default="", return_dtype=pl.String).alias("kind")
    )
    verdicts = table.with_columns(_expression(one).alias(f"rule.{one.rule.id}") for one in compiled)
    offenders: list[tuple[Compiled, dict[str, Any]]] = []
    held, broken, undecided = {}, {}, {}
    for one in compiled:
        verdict = pl.col(f"rule.{one.rule.id}")
        said = verdicts.select(
            verdict.sum().alias("held"), (~verdict).sum().alias("broken"), pl.len().alias("all")
        ).row(0)
        held[one.rule.id], broken[one.rule.id] = said[0] or 0, said[1] or 0
        undecided[one.rule.id] = said[2] - held[one.rule.id] - broken[one.rule.id]
        rows = verdicts.filter(~verdict).sort(KEYS)
        offenders += [(one, row) for row in rows.iter_rows(named=True)]
    cells = _Cells(known, declarations.language, {row["entity"] for _, row in offenders})
    findings = [_finding(one, row, declarations, cells) for one, row in offenders]
    return Outcomes(tuple(findings), held, broken, undecided)


def _expression(one: Compiled) -> pl.Expr:
    """True, false, or null where the rule does not apply or a figure is missing."""
    rule = one.rule
    applies: list[pl.Expr] = []
    if rule.kinds:
        applies.append(pl.col("kind").is_in(list(rule.kinds)))
    if rule.years:
        applies.append(pl.col("year").is_in(list(rule.years)))
    verdict = to_polars(one.node, lambda name: pl.col(column(name)))
    if not applies:
        return verdict
    return pl.when(pl.all_horizontal(applies)).then(verdict)


@dataclass(frozen=True)
class _Cell:
    """What a rule compared: a figure as it was submitted, or without a cell of the entity's."""

    name: Name
    year: int
    value: Fraction | None
    place: Place | None


class _Cells:
    """The cells that figures stand in, looked up for offenders only."""

    def __init__(self, observations: pl.DataFrame, language: Language, entities: set[str]) -> None:
        self.language = language
        key_ = ("entity", "indicator", "period", "authority", "vintage")
        columns = (*key_, "value", "file", "sheet", "cell")
        own = observations.filter(pl.col("entity").is_in(list(entities))).select(columns)
        self._found: dict[tuple[object, ...], tuple[float | None, Place]] = {}
        for *key, value, file, sheet, cell in own.iter_rows():
            self._found.setdefault(tuple(key), (value, Place(file, sheet=sheet, cell=cell)))

    def of(self, node: Node, row: Mapping[str, Any]) -> list[_Cell]:
        """The reported figures under a formula, derived ones followed down to them, as named.

        Others' figures and attributes are known of the formula itself.
        """
        found: dict[tuple[str, int], _Cell] = {}
        waiting = [(name, row["year"]) for name in reversed(names(node))]
        while waiting:
            name, year = waiting.pop()
            if name.of in _OTHERS or self.language.is_attribute(name.name):
                given = row.get(column(name)) if year == row["year"] else None
                if given is not None:
                    factor = scale(self.language.unit(name.name))
                    exact = round(Fraction(Decimal(repr(given))) / factor, 6)
                    found.setdefault((str(name), year), _Cell(name, year, exact, None))
                continue
            then = self.language.year(name, year)
            formula = self.language.formula(name.name)
            if formula is not None:
                waiting += [(below, then) for below in reversed(names(formula))]
                continue
            key = (row["entity"], name.name, str(then), row["authority"], row["vintage"])
            value, place = self._found.get(key, (None, None))
            own = None if value is None else Fraction(Decimal(repr(value)))
            found.setdefault((name.name, then), _Cell(name, then, own, place))
        return list(found.values())


def _finding(
    one: Compiled, row: Mapping[str, Any], declarations: Declarations, cells: _Cells
) -> tuple[Finding, tuple[Place, ...]]:
    used = cells.of(one.node, row)
    every = [cell.place for cell in used if cell.place is not None]
    marks = [c.place for c in used if c.place is not None and _is_marked(c, row, one.rule)]
    marks = marks or every
    entity = declarations.entities[row["entity"]]
    own = (c.name for c in used if c.year == row["year"] and c.name.of not in _OTHERS)
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


def _basis(one: Compiled, declarations: Declarations) -> str:
    sentence = to_chinese(one.node, declarations.language.title)
    source = one.rule.source
    cited = f"（{source.clause}）" if source else ""
    return f"{one.rule.name}：{sentence}{cited}"
