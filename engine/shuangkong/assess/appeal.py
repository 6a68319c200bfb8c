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
from ..formulas import Name
from ..formulas.exact_reading import Value
from .facts import ExactFacts, facts_of
from .figures import Figures
from .methods import Method
from .requirements import Requirements
from .rows import Asked, asked_rows
from .spelling import VERDICT, spelled
from .wanted import Slot


def appeal(
    declarations: Declarations,
    required: Requirements,
    parts: list[pl.DataFrame],
    figures: Figures,
) -> list[pl.DataFrame]:
    """Frames with `passes` (and `passes_easy`) of their near rows replaced by exact verdicts."""
    unsure = pl.col("near") & pl.col("passes").is_not_null()
    near = pl.concat([part.filter(unsure) for part in parts], how="diagonal")
    if near.is_empty():
        return parts
    facts = _facts(declarations, figures, near["entity"].unique())
    settled = []
    for entity, asked in zip(near["entity"], asked_rows(required, near), strict=True):
        exact = ExactCase(asked, facts(entity))
        settled.append((asked.order, exact.passes, exact.passes_easy))
    schema = {"order": pl.UInt32, "exactly": pl.Boolean, "exactly_easy": pl.Boolean}
    verdicts = pl.DataFrame(settled, schema=schema, orient="row")
    return [_with(part, verdicts) for part in parts]


def _facts(
    declarations: Declarations, figures: Figures, entities: pl.Series
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


def _with(part: pl.DataFrame, verdicts: pl.DataFrame) -> pl.DataFrame:
    return (
        part.join(verdicts, on="order", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("exactly", "passes").alias("passes"),
            pl.coalesce("exactly_easy", "passes_easy").alias("passes_easy"),
        )
        .drop("exactly", "exactly_easy")
    )


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
        return self._verdict(self.asked.declared.final)

    @cached_property
    def passes_easy(self) -> bool | None:
        """The verdict on the easier edge of a range; None without one."""
        easy = self.asked.declared.easy
        return None if easy is None else self._verdict(easy)

    def value(self, step: str) -> Value:
        """The exact value of a step, for the value to reach."""
        return self._step(step, self.asked.declared.final)

    def _verdict(self, target_value: Fraction | None) -> bool | None:
        found = self._step(VERDICT, target_value)
        return found if isinstance(found, bool) else None

    def _step(self, name: str, target_value: Fraction | None) -> Value:
        known = self._known.setdefault(target_value, {})
        if name not in known:
            known[name] = self.spelled.exact[name](lambda n: self._name(n, target_value))
        return known[name]

    def _name(self, name: Name, target_value: Fraction | None) -> Fraction | None:
        asked, word = self.asked, name.name
        match word:
            case "T":
                return target_value
            case "Y":
                return asked.declared.issued
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
        if word.startswith("rate_"):
            return self.facts.value(self.rate, int(word.removeprefix("rate_")))
        found = self._step(word, target_value)
        return found if isinstance(found, Fraction) else None

    def _total(self) -> Fraction | None:
        years = range(self.asked.since, self.asked.t + 1)
        parts = [self.facts.value(self.level, year) for year in years]
        known = [part for part in parts if part is not None]
        return sum(known, Fraction(0)) if len(known) == len(parts) else None
