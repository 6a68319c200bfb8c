"""The plan's declared rules over all observations: one pass, offenders traced to their cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from ...declarations.bundle import Declarations
from ...formulas import Name, Node, names, parse, to_chinese
from ...formulas.polars_reading import to_polars
from ...units import scale
from ...vocabulary import CheckRule, Finding, Place
from ..expand import expanded
from .frame import KEYS, column, wide


@dataclass(frozen=True)
class Compiled:
    """A rule with its formula written out and the names it rests on."""

    rule: CheckRule
    node: Node
    names: tuple[Name, ...]


def compile_rules(declarations: Declarations) -> tuple[Compiled, ...]:
    """All rules of a plan, ready to run."""
    found = []
    for rule in declarations.checks.values():
        node = expanded(parse(rule.rule), declarations.indicators)
        found.append(Compiled(rule, node, names(node)))
    return tuple(found)


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
    places = _Places(known, {row["entity"] for _, row in offenders})
    findings = [_finding(one, row, declarations, places) for one, row in offenders]
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


class _Places:
    """The cells that figures stand in, looked up for offenders only."""

    def __init__(self, observations: pl.DataFrame, entities: set[str]) -> None:
        columns = ("entity", "indicator", "period", "authority", "vintage", "file", "sheet", "cell")
        own = observations.filter(pl.col("entity").is_in(list(entities))).select(columns)
        self._found: dict[tuple[object, ...], Place] = {}
        for *key, file, sheet, cell in own.iter_rows():
            self._found.setdefault(tuple(key), Place(file, sheet=sheet, cell=cell))

    def of(self, row: Mapping[str, Any], name: Name, base: int) -> Place | None:
        """The cell of a name's figure in an offending row."""
        years = {None: row["year"], "prior": row["year"] - 1, "base": base}
        year = years.get(name.of)
        key = (row["entity"], name.name, str(year), row["authority"], row["vintage"])
        return None if year is None else self._found.get(key)


def _finding(
    one: Compiled, row: Mapping[str, Any], declarations: Declarations, places: _Places
) -> tuple[Finding, tuple[Place, ...]]:
    base = declarations.plan.period.base
    cells = {name: places.of(row, name, base) for name in one.names}
    every = [place for place in cells.values() if place is not None]
    marks = [p for name, p in cells.items() if p is not None and _is_marked(name, one.rule)]
    marks = marks or every
    entity = declarations.entities[row["entity"]]
    indicator = next((n.name for n in one.names if n.of is None), None)
    made = Finding(
        kind=f"SK-C:{one.rule.id}",
        severity=one.rule.severity,
        why=f"{entity.name}{row['year']}年：{one.rule.message}",
        mend=one.rule.mend,
        place=marks[0] if marks else None,
        seen=figures_said(one.names, row, declarations),
        basis=_basis(one, declarations),
        entity=entity.code,
        indicator=(one.rule.marks or (indicator,))[0],
        year=row["year"],
        marks=tuple(dict.fromkeys(marks)),
    )
    return made, tuple(every)


def _is_marked(name: Name, rule: CheckRule) -> bool:
    return name.of is None and (not rule.marks or name.name in rule.marks)


def figures_said(
    names_used: Sequence[Name], row: Mapping[str, Any], declarations: Declarations
) -> str:
    """The figures a rule compared, with units."""
    of_words = {None: "", "prior": "上年", "base": "基期", "parent": "上级", "children": "下级合计"}
    said = []
    for name in names_used:
        value = row[column(name)]
        if value is None:
            continue
        indicator = declarations.indicators[name.name]
        exact = Decimal(repr(value)) / Decimal(str(float(scale(indicator.unit))))
        shown = round(Fraction(exact), 6)
        text = format(Decimal(shown.numerator) / Decimal(shown.denominator), "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        gap = "" if indicator.unit in ("", "%") else " "
        said.append(f"{of_words[name.of]}{indicator.name} {text}{gap}{indicator.unit}")
    return "；".join(said)


def _basis(one: Compiled, declarations: Declarations) -> str:
    sentence = to_chinese(parse(one.rule.rule), lambda name: declarations.indicators[name].name)
    source = one.rule.source
    cited = f"（{source.clause}）" if source else ""
    return f"{one.rule.name}：{sentence}{cited}"
