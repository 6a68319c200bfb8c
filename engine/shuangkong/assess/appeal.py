"""The court of appeal: verdicts that the bulk query could not be sure of, in exact fractions.

`judging` marks every row whose floats lie within their own error of the threshold (`near`). Here
these are computed again from the decimals as submitted and the numbers as declared.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

import polars as pl

from ..declarations.bundle import Declarations
from ..declarations.facts import ExactFacts, facts_of
from ..formulas import Compare, Name, to_exact
from ..formulas.as_exact import Value
from ..methods import parts
from ..methods.method import Method
from ..vocabulary.deadline import year_of
from .figure_columns import FigureColumns
from .requirements import Requirements
from .rows import Asked, asked_rows
from .spelling import VERDICT, spelled
from .wanted import Slot

#: What is settled of a near row; null where that is what it comes to.
_SETTLED: dict[str, pl.DataType | type[pl.DataType]] = {
    "order": pl.UInt32,
    "passes": pl.Boolean,
    "passes_easy": pl.Boolean,
    "baseless": pl.Boolean,
    "lacks": pl.Boolean,
    "actual": pl.Float64,
    **dict.fromkeys(("required", "required_easy", "margin", "margin_easy"), pl.Float64),
}


def appeal(
    declarations: Declarations,
    required: Requirements,
    parts: list[pl.DataFrame],
    figures: FigureColumns,
) -> list[pl.DataFrame]:
    """Frames with what the floats of near rows could not decide replaced by what is exact."""
    near = pl.concat([part.filter(pl.col("near")) for part in parts], how="diagonal")
    if near.is_empty():
        return parts
    facts = _facts(declarations, figures, near["entity"].unique())
    settled = [
        ExactCase(asked, facts(entity)).settled
        for entity, asked in zip(near["entity"], asked_rows(required, near), strict=True)
    ]
    found = pl.DataFrame(settled, schema=_SETTLED, orient="row").with_columns(
        pl.lit(True).alias("settled")
    )
    return [_with(part, found) for part in parts]


def _facts(
    declarations: Declarations, figures: FigureColumns, entities: pl.Series
) -> Callable[[str], ExactFacts]:
    """The figures of some entities as they were observed; of others when they are asked for."""
    row_of = {entity: row for row, entity in enumerate(figures.entities)}
    found: dict[str, dict[Slot, tuple[float, int | None]]] = {entity: {} for entity in entities}
    rows = pl.Series([row_of[entity] for entity in entities], dtype=pl.UInt32)
    for slot, column in figures.reported.items():
        for entity, value in zip(entities, column.gather(rows), strict=True):
            if value is not None:
                found[entity][slot] = (value, None)

    def rows_of(entity: str) -> Mapping[Slot, tuple[float, int | None]]:
        if entity not in found and entity in row_of:
            given = ((slot, column[row_of[entity]]) for slot, column in figures.reported.items())
            found[entity] = {slot: (value, None) for slot, value in given if value is not None}
        return found.get(entity, {})

    return facts_of(declarations.language, rows_of)


def _with(part: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    names = [name for name in _SETTLED if name != "order"]
    joined = part.join(settled, on="order", how="left", maintain_order="left", suffix=" exactly")
    is_settled = pl.col("settled").fill_null(False)
    exact = [
        pl.when(is_settled).then(pl.col(f"{name} exactly")).otherwise(pl.col(name)).alias(name)
        for name in names
    ]
    # what was thought missing because a float came out as zero is not
    gaps = pl.when(is_settled & ~pl.col("lacks exactly")).then(None).otherwise("gaps").alias("gaps")
    return joined.with_columns(*exact, gaps).select(part.columns)


class ExactCase:
    """One row with everything it rests on as exact fractions."""

    def __init__(self, asked: Asked, facts: ExactFacts) -> None:
        assert asked.method is not None
        self.asked = asked
        self.facts = facts
        self.method: Method = asked.method
        self.level, self.rate = str(asked.level), str(asked.rate)
        self.spelled = spelled(self.method, self.level, self.rate, asked.t, asked.base, asked.since)
        #: what has been computed, by the value to reach
        self._known: dict[Fraction | None, dict[str, Value]] = {}

    def with_facts(self, facts: ExactFacts) -> "ExactCase":
        """The same case on other facts."""
        return ExactCase(self.asked, facts)

    def at(self, moment: int) -> "ExactCase":
        """The same case on the figures of another moment, in digits."""
        return ExactCase(replace(self.asked, t=moment), self.facts)

    @cached_property
    def passes(self) -> bool | None:
        """The verdict on the value to reach; on its harder edge where that is a range."""
        return self._verdict(self.hard)

    @cached_property
    def passes_easy(self) -> bool | None:
        """The verdict on the easier edge of a range; None without one."""
        easy = self.asked.declared.easy
        return None if easy is None else self._verdict(easy)

    @cached_property
    def baseless(self) -> bool:
        """Whether a change would start from a base that is not above zero."""
        if self.method.base is None:
            return False
        base = self._name(Name(self.method.base), None)
        return base is not None and base <= 0

    @cached_property
    def missed_both(self) -> bool:
        """Whether both edges of a range were missed: the easier one is then what was missed."""
        ranged = self.asked.state is None and not self.asked.target.about
        return ranged and self.passes is False and self.passes_easy is False

    def apart(self, size: Fraction, *, other: bool = False) -> tuple[Fraction, Fraction]:
        """The exact gap between the sides of the verdict, and the size of the numbers it is of.

        `size` is that of the figures; a power multiplies what they are off by. `other` is the
        verdict on the edge of a band that it is not told by.
        """
        verdict = self.method.verdict_node
        assert isinstance(verdict, Compare)
        goal = self.asked.declared.easy if other != self.missed_both else self.hard
        sides = [
            found
            if isinstance(found := to_exact(side, lambda n: self._name(n, goal)), Fraction)
            else Fraction(0)
            for side in (verdict.left, verdict.right)
        ]
        power = max(self.asked.n, 1) if "**" in self.method.verdict else 1
        return sides[0] - sides[1], power * (size + abs(sides[0]) + abs(sides[1]))

    @cached_property
    def settled(self) -> tuple[object, ...]:
        """What is exact of a row, with the columns of `_SETTLED`."""
        asked = self.asked
        easy = self.hard if asked.target.about else asked.declared.easy
        actual = self._float(self.method.actual, self.hard)
        return (
            asked.order,
            self.passes,
            self.passes_easy,
            self.baseless,
            self.passes is None and not self.baseless and actual is None,
            actual,
            self._float(self.method.required, self.hard),
            self._float(self.method.required, easy),
            self._margin(self.hard),
            self._margin(easy),
        )

    def value(self, step: str) -> Value:
        """The exact value of a step, for the value that was reached or missed."""
        return self._step(step, self.asked.declared.easy if self.missed_both else self.hard)

    def easy(self, step: str) -> Fraction | None:
        """The exact value of a step for the easier edge of a range; None without one."""
        edge = self.asked.declared.easy
        found = None if edge is None else self._step(step, edge)
        return found if isinstance(found, Fraction) else None

    @property
    def hard(self) -> Fraction | None:
        """The value to reach; the harder edge where that is a range."""
        declared = self.asked.declared
        return declared.issued if self.method.goal == "Y" else declared.final

    def _float(self, step: str, goal: Fraction | None) -> float | None:
        found = self._step(step, goal)
        return float(found) if isinstance(found, Fraction) else None

    def _margin(self, goal: Fraction | None) -> float | None:
        actual, required = (
            self._step(name, goal) for name in (self.method.actual, self.method.required)
        )
        if not isinstance(actual, Fraction) or not isinstance(required, Fraction):
            return None
        return float(actual - required if self.method.higher else required - actual)

    def _verdict(self, goal: Fraction | None) -> bool | None:
        found = None if self.baseless else self._step(VERDICT, goal)
        return found if isinstance(found, bool) else None

    def _step(self, name: str, goal: Fraction | None) -> Value:
        known = self._known.setdefault(goal, {})
        if name not in known:
            known[name] = self.spelled.exact[name](lambda n: self._name(n, goal))
        return known[name]

    def _name(self, name: Name, goal: Fraction | None) -> Fraction | None:
        asked, word = self.asked, name.name
        if word == self.method.goal:
            return goal
        match word:
            case "T":
                return asked.declared.final
            case "k":
                return Fraction(asked.k)
            case "n":
                return Fraction(asked.n)
            case "x_t":
                return self.facts.value(self.level, asked.t)
            case "x_p":
                return self.facts.value(self.level, asked.t - 1)
            case "x_0":
                return self.facts.value(self.level, asked.base)
            case "r_t":
                return self.facts.value(self.rate, asked.t)
            case "total":
                return self._total()
        if word in parts.NAMES:
            return self._worst(word)
        if word.startswith("rate_"):
            return self.facts.value(self.rate, int(word.removeprefix("rate_")))
        found = self._step(word, goal)
        return found if isinstance(found, Fraction) else None

    def _worst(self, word: str) -> Fraction | None:
        figures = [self.facts.value(self.level, n) for n in parts.numbers(word, self.asked.t)]
        known = [one for one in figures if one is not None]
        best = min if parts.NAMES[word][0] == "min" else max
        return best(known) if len(known) == len(figures) else None

    def _total(self) -> Fraction | None:
        years = range(self.asked.since, year_of(self.asked.t) + 1)
        figures = [self.facts.value(self.level, year) for year in years]
        known = [one for one in figures if one is not None]
        return sum(known, Fraction(0)) if len(known) == len(figures) else None
