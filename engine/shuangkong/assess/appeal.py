"""The court of appeal: verdicts near a threshold, settled in exact fractions.

The bulk evaluation is done in binary floats, whose error is far below 1e-9; a verdict nearer to
its threshold than that (`near`) is computed again here from the decimals as submitted.
"""

from fractions import Fraction

import polars as pl

from ..declarations.bundle import Declarations
from ..formulas import Name
from ..formulas.exact_reading import Value
from ..vocabulary import Target
from .facts import ExactFacts, shortest
from .figures import Figures
from .methods import Method
from .requirements import Requirements
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
    facts = _facts(declarations, figures, near["row"].unique())
    settled = []
    for row in required.described(near).iter_rows(named=True):
        exact = ExactCase(declarations, required, row, facts[row["row"]])
        settled.append((row["order"], exact.passes(), exact.passes_easy()))
    schema = {"order": pl.UInt32, "exactly": pl.Boolean, "exactly_easy": pl.Boolean}
    verdicts = pl.DataFrame(settled, schema=schema, orient="row")
    return [_with(part, verdicts) for part in parts]


def _facts(declarations: Declarations, figures: Figures, rows: pl.Series) -> dict[int, ExactFacts]:
    """The figures of some entities as they were observed, by the entity's row."""
    found: dict[int, dict[Slot, tuple[float, int | None]]] = {row: {} for row in rows}
    for slot, column in figures.reported.items():
        for row, value in zip(rows, column.gather(rows), strict=True):
            if value is not None:
                found[row][slot] = (value, None)
    return {row: ExactFacts(declarations.indicators, its) for row, its in found.items()}


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
    """One requirement row with everything it rests on as exact fractions."""

    def __init__(
        self,
        declarations: Declarations,
        required: Requirements,
        row: dict[str, object],
        facts: ExactFacts,
    ) -> None:
        self.declarations = declarations
        self.required = required
        self.row = row
        self.facts = facts
        self.target: Target = required.targets[str(row["target"])]
        self.method: Method = required.methods[int(str(row["method"]))]
        self.level, self.rate = str(row["level"]), str(row["rate"])
        self.t, self.base, self.since = (int(str(row[c])) for c in ("t", "base", "since"))
        self.spelled = spelled(self.method, self.level, self.rate, self.t, self.base, self.since)
        #: what has been computed, by the value to reach
        self._known: dict[Fraction | None, dict[str, Value]] = {}

    def with_facts(self, facts: ExactFacts) -> "ExactCase":
        """The same case on other facts."""
        return ExactCase(self.declarations, self.required, self.row, facts)

    def passes(self) -> bool | None:
        """The verdict on the value to reach."""
        return self._verdict(self._number("T"))

    def passes_easy(self) -> bool | None:
        """The verdict on the easier edge of a range; None without one."""
        easy = self._number("T_easy")
        return None if easy is None else self._verdict(easy)

    def value(self, step: str) -> Value:
        """The exact value of a step, for the value to reach."""
        return self._step(step, self._number("T"))

    def _verdict(self, target_value: Fraction | None) -> bool | None:
        found = self._step(VERDICT, target_value)
        return found if isinstance(found, bool) else None

    def _step(self, name: str, target_value: Fraction | None) -> Value:
        known = self._known.setdefault(target_value, {})
        if name not in known:
            known[name] = self.spelled.exact[name](lambda n: self._name(n, target_value))
        return known[name]

    def _number(self, column: str) -> Fraction | None:
        """A declared value: the decimal that was written, not the float it became."""
        found = self.row[column]
        return None if found is None else shortest(float(str(found)))

    def _name(self, name: Name, target_value: Fraction | None) -> Fraction | None:
        word = name.name
        match word:
            case "T":
                return target_value
            case "Y":
                return self._number("Y")
            case "k" | "n":
                return Fraction(int(str(self.row[word])))
            case "x_t":
                return self.facts.value(self.level, self.t)
            case "x_p":
                return self.facts.value(self.level, self.t - 1)
            case "x_0":
                return self.facts.value(self.level, self.base)
            case "r_t":
                return self.facts.value(self.rate, self.t)
            case "total":
                years = range(self.since, self.t + 1)
                parts = [self.facts.value(self.level, year) for year in years]
                return (
                    None if None in parts else sum((p for p in parts if p is not None), Fraction(0))
                )
        if word.startswith("rate_"):
            return self.facts.value(self.rate, int(word.removeprefix("rate_")))
        found = self._step(word, target_value)
        return found if isinstance(found, Fraction) else None
