"""Conditions over all observations: what floats are sure of in one pass, the rest exactly.

The bulk decides only what lies outside its own error (`formulas.float_error`); every other row is
read again on the decimals as they were reported. So a check says what the search for the culprit,
the form and the verdict say of the same figures. Where there is little to decide, as in one form,
all of it is read exactly: the bulk's bounds alone take ten times as long.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from ...declarations.bundle import Declarations
from ...declarations.facts import ExactFacts, facts_of
from ...formulas import Name, Node, names
from ...formulas.float_error import FloatReading
from ...formulas.terms import SharedTerms
from ...vocabulary import Place
from ...vocabulary.versions import counting
from .frame import KEYS, column, error_of, every_row, wide

#: Up to so many conditions, counted in every row, are all read exactly.
FEW = 600
#: Among more figures nobody looks for so few rows.
_MANY = 20_000

_Rows = Mapping[tuple[str, int], tuple[float, int | None]]
_KEY = ("entity", "authority", "vintage")


@dataclass(frozen=True)
class Condition:
    """A formula to be decided in each row, of some kinds of entities and in some years alone."""

    id: str
    node: Node
    kinds: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    def asks(self, kind: str, year: int) -> bool:
        """Whether it is for entities of a kind, and for a year."""
        return (not self.kinds or kind in self.kinds) and (not self.years or year in self.years)


@dataclass(frozen=True, eq=False)
class Exactly:
    """Exact figures as a row sees them: its own of its version, of others those that count."""

    declarations: Declarations
    yearly: pl.DataFrame
    _own: dict[tuple[object, ...], _Rows] = field(default_factory=dict)
    _read: set[str] = field(default_factory=set)

    def facts(self, row: Mapping[str, Any]) -> ExactFacts:
        """The figures that a row with the keys of `frame.KEYS` rests on."""
        entity = row["entity"]
        if entity not in self._read:
            self.read([entity])
        rows = self._own.get((entity, row["authority"], row["vintage"]), {})
        return ExactFacts(self.declarations.language, entity, rows, self._of_another)

    def place(self, facts: ExactFacts, indicator: str, year: int) -> Place | None:
        """The cell of a figure that was reported."""
        row = facts.row(indicator, year)
        if row is None:
            return None
        file, sheet, cell = self.yearly.select("file", "sheet", "cell").row(row)
        return Place(file, sheet=sheet, cell=cell)

    def read(self, entities: Sequence[str]) -> None:
        """Look up the own figures of some entities together; of equal ones the first."""
        self._read.update(entities)
        whose = self._numbered.filter(pl.col("entity").is_in(entities))
        parts = whose.partition_by(_KEY, as_dict=True, maintain_order=True)
        self._own.update({key: _rows(part) for key, part in parts.items()})

    @cached_property
    def _numbered(self) -> pl.DataFrame:
        return self.yearly.with_row_index("row")

    def _of_another(self, entity: str) -> ExactFacts:
        # sorting out the versions of all figures is dear, and few rules ask for others'
        return self._counting(entity)

    @cached_property
    def _counting(self) -> Callable[[str], ExactFacts]:
        best = counting(self._numbered, ("entity", "indicator", "year"))
        parts = best.partition_by("entity", as_dict=True, maintain_order=True)

        def rows_of(entity: str) -> _Rows:
            return _rows(parts[entity,]) if (entity,) in parts else {}

        return facts_of(self.declarations.language, rows_of)


def _rows(part: pl.DataFrame) -> _Rows:
    found: dict[tuple[str, int], tuple[float, int | None]] = {}
    for indicator, year, value, row in part.select("indicator", "year", "value", "row").iter_rows():
        found.setdefault((indicator, year), (value, row))
    return {slot: given for slot, given in found.items() if given[0] is not None}


@dataclass(frozen=True)
class ToldConditions:
    """The keys of every row with a column for each condition, and the exact figures."""

    table: pl.DataFrame
    exact: Exactly

    def told(self, condition: str) -> pl.Series:
        """What a condition is in each row."""
        return self.table[_told(condition)]

    def broken(self, condition: str) -> Iterator[dict[str, Any]]:
        """The rows in which a condition does not hold, in order."""
        if self.told(condition).all():  # most do everywhere, and a query costs more than a look
            return iter(())
        return self.table.filter(~pl.col(_told(condition))).sort(KEYS).iter_rows(named=True)


def _told(condition: str) -> str:
    """The column of a condition; no name of a figure is like it."""
    return f"={condition}"


def decided(
    declarations: Declarations, yearly: pl.DataFrame, conditions: Sequence[Condition]
) -> ToldConditions:
    """Every condition in every row of `wide`: true, false, or null where it is not for the row's
    entity or year, or a figure is missing. `yearly` are observations of whole years."""
    exact = Exactly(declarations, yearly)
    if len(yearly) <= _MANY:
        rows = every_row(yearly, declarations.language)
        if len(rows) * len(conditions) <= FEW:
            return ToldConditions(_read_exactly(exact, rows, conditions), exact)
    return _in_bulk(exact, conditions)


def _in_bulk(exact: Exactly, conditions: Sequence[Condition]) -> ToldConditions:
    declarations, yearly = exact.declarations, exact.yearly
    asked = [name for one in conditions for name in names(one.node)]
    table = wide(yearly, declarations, asked)
    kinds = {entity.code: entity.kind for entity in declarations.entities.values()}
    kind = pl.col("entity").replace_strict(kinds, default="", return_dtype=pl.String)
    table = table.with_columns(kind.alias("kind"))
    unsure = {one.id: f"?{one.id}" for one in conditions}
    terms = SharedTerms()
    reading, computed = FloatReading(_value, error_of(table), terms), list[pl.Expr]()
    for one in conditions:
        off = reading.error(one.node).of(pl.lit(0.0))
        computed += [
            _where(one, reading.value(one.node)).alias(_told(one.id)),
            _where(one, off > 0).fill_null(value=False).alias(unsure[one.id]),
        ]
    table = terms.with_columns(table, computed)
    near = table.filter(pl.any_horizontal(pl.lit(value=False), *map(pl.col, unsure.values())))
    exact.read(near["entity"].unique().to_list())
    for one in conditions:
        rows = table[unsure[one.id]].arg_true()
        if len(rows):
            told = [
                exact.facts(row).holds(one.node, row["year"])
                for row in table[rows].select(KEYS).iter_rows(named=True)
            ]
            settled = table[_told(one.id)].scatter(rows, pl.Series(told, dtype=pl.Boolean))
            table = table.with_columns(settled.alias(_told(one.id)))
    columns = [pl.col(_told(one.id)) for one in conditions]
    return ToldConditions(table.select(*KEYS, *columns), exact)


def _read_exactly(
    exact: Exactly, few: pl.DataFrame, conditions: Sequence[Condition]
) -> pl.DataFrame:
    """The keys of the rows with a column for each condition, none of them decided by floats."""
    declarations = exact.declarations
    kinds = {entity.code: entity.kind for entity in declarations.entities.values()}
    asked = {name for one in conditions for name in names(one.node)}
    figures = [name for name in asked if not declarations.language.is_attribute(name.name)]
    exact.read(few["entity"].unique().to_list())
    found: list[dict[str, Any]] = []
    for row in few.iter_rows(named=True):
        facts, year = exact.facts(row), row["year"]
        if row[".above"] and all(facts.named(name, year) is None for name in figures):
            continue
        kind = kinds.get(row["entity"], "")
        told = {
            _told(one.id): facts.holds(one.node, year) if one.asks(kind, year) else None
            for one in conditions
        }
        found.append({key: row[key] for key in KEYS} | told)
    columns = [pl.Series(_told(one.id), dtype=pl.Boolean) for one in conditions]
    return pl.DataFrame(found, few.select(KEYS).clear().with_columns(columns).schema)


def _value(name: Name) -> pl.Expr:
    return pl.col(column(name))


def _where(one: Condition, told: pl.Expr) -> pl.Expr:
    """A column where the condition applies, else null."""
    applies: list[pl.Expr] = []
    if one.kinds:
        applies.append(pl.col("kind").is_in(list(one.kinds)))
    if one.years:
        applies.append(pl.col("year").is_in(list(one.years)))
    return pl.when(pl.all_horizontal(applies)).then(told) if applies else told
