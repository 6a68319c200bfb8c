"""The court of appeal: verdicts near a threshold, settled in exact fractions.

The bulk evaluation is done in binary floats, whose error is far below 1e-9; a verdict nearer to
its threshold than that (`near`) is computed again here from the decimals as submitted.
"""

from fractions import Fraction

import polars as pl

from ..declarations.bundle import Declarations
from ..formulas import Call, Name, Node, rewrite, to_exact
from ..formulas.exact_reading import Value
from ..vocabulary import Target
from .facts import ExactFacts, exact_facts, select
from .methods import Method
from .requirements import Requirements


def appeal(
    declarations: Declarations,
    required: Requirements,
    parts: list[pl.DataFrame],
    observations: pl.LazyFrame,
) -> list[pl.DataFrame]:
    """Frames with `passes` (and `passes_easy`) of their near rows replaced by exact verdicts."""
    unsure = pl.col("near") & pl.col("passes").is_not_null()
    near = pl.concat([part.filter(unsure) for part in parts], how="diagonal")
    if near.is_empty():
        return parts
    near = required.described(near)
    entities = near["entity"].unique().to_list()
    theirs = select(observations.filter(pl.col("entity").is_in(entities))).collect()
    nothing = ExactFacts(declarations.indicators, {})
    facts = exact_facts(declarations, theirs)
    settled = []
    for row in near.iter_rows(named=True):
        exact = ExactCase(declarations, required, row, facts.get(row["entity"], nothing))
        settled.append((row["order"], exact.passes(), exact.passes_easy()))
    schema = {"order": pl.UInt32, "exactly": pl.Boolean, "exactly_easy": pl.Boolean}
    verdicts = pl.DataFrame(settled, schema=schema, orient="row")
    return [_with(part, verdicts) for part in parts]


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

    def value(self, node: Node, target_value: Fraction | None = None) -> Value:
        """The exact value of a formula over the method's names and steps."""
        t = self._number("T") if target_value is None else target_value
        return to_exact(spelled(node, self._years()), lambda n: self._name(n, t))

    def _verdict(self, target_value: Fraction | None) -> bool | None:
        found = self.value(self.method.verdict_node, target_value)
        return found if isinstance(found, bool) else None

    def _years(self) -> tuple[int, ...]:
        return tuple(range(self._integer("base") + 1, self._integer("t") + 1))

    def _integer(self, column: str) -> int:
        return int(str(self.row[column]))

    def _number(self, column: str) -> Fraction | None:
        """A declared value: the decimal that was written, not the float it became."""
        found = self.row[column]
        if found is None:
            return None
        return Fraction(repr(found))

    def _name(self, name: Name, target_value: Fraction | None) -> Fraction | None:
        word = name.name
        t = self._integer("t")
        level, rate = str(self.row["level"]), str(self.row["rate"])
        match word:
            case "T":
                return target_value
            case "Y":
                return self._number("Y")
            case "k" | "n":
                return Fraction(self._integer(word))
            case "x_t":
                return self.facts.value(level, t)
            case "x_p":
                return self.facts.value(level, t - 1)
            case "x_0":
                return self.facts.value(level, self._integer("base"))
            case "r_t":
                return self.facts.value(rate, t)
            case "total":
                years = range(self._integer("since"), t + 1)
                parts = [self.facts.value(level, year) for year in years]
                return (
                    None if None in parts else sum((p for p in parts if p is not None), Fraction(0))
                )
        if word.startswith("rate_"):
            return self.facts.value(rate, int(word.removeprefix("rate_")))
        step = next(s for s in self.method.steps if s.name == word)
        found = self.value(step.node, target_value)
        return found if isinstance(found, Fraction) else None


def spelled(node: Node, years: tuple[int, ...]) -> Node:
    """`chain(rates)` with one name per year."""

    def change(part: Node) -> Node | None:
        if isinstance(part, Call) and part.args == (Name("rates"),):
            return Call(part.function, tuple(Name(f"rate_{year}") for year in years))
        return None

    return rewrite(node, change)
