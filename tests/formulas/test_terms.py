"""What is built of a formula and its error grows with the formula, however deep it is nested."""

import math
from collections.abc import Iterable
from fractions import Fraction

import polars as pl
import pytest
from shuangkong.formulas import parse, to_exact
from shuangkong.formulas.float_error import UNIT, Error, FloatReading
from shuangkong.formulas.terms import SharedTerms

#: One level around another formula, and how many inside each other a plan may have, or nearly.
LEVELS = {
    "a / ({} + b)": 8,
    "if(a > 3, {} + 1, b)": 12,
    "if(a > 3, b / ({} + 1), a)": 6,
    "a * ({} - b)": 12,
    "round({} / b, 2)": 8,
    "ln({} + 9)": 8,
    "({} - 1)**2": 12,
    "min(a, {} + 1)": 8,
}


class Counted(SharedTerms):
    """Terms that count the columns named in what is computed."""

    def __init__(self) -> None:
        super().__init__()
        self.named = 0

    def column(self, term: pl.Expr) -> pl.Expr:
        self.named += len(term.meta.root_names())
        return super().column(term)

    def select(self, frame: pl.DataFrame, columns: Iterable[pl.Expr]) -> pl.DataFrame:  # type: ignore[override]
        columns = list(columns)
        self.named += sum(len(column.meta.root_names()) for column in columns)
        return super().select(frame, columns)


def nested(level: str, deep: int) -> str:
    text = "a"
    for _ in range(deep):
        text = level.replace("{}", text)
    return text


def read(text: str, a: float, b: float) -> tuple[float | None, float, int]:
    """The value, its error, and how many columns were named on the way."""
    node, terms = parse(text), Counted()
    reading = FloatReading(lambda name: pl.col(name.name), lambda _: Error(UNIT), terms)
    frame = pl.DataFrame({"a": [a], "b": [b]})
    value, off = reading.value(node), reading.amount(node)
    found = terms.select(frame, [value.alias("value"), off.alias("off")])
    return found["value"][0], found["off"][0], terms.named


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_built_grows_with_the_depth(level: str) -> None:
    _, _, half = read(nested(level, LEVELS[level] // 2), 7.0, 3.0)
    _, _, whole = read(nested(level, LEVELS[level]), 7.0, 3.0)

    assert whole <= 3 * half


@pytest.mark.parametrize("level", LEVELS)
def test_terms_in_columns_of_their_own_change_no_value(level: str) -> None:
    text = nested(level, 6)
    given = {"a": Fraction(29, 4), "b": Fraction(7, 2)}

    value, off, _ = read(text, 7.25, 3.5)
    exact = to_exact(parse(text), lambda name: given[name.name])

    assert value is not None
    assert off == math.inf or abs(Fraction(value) - Fraction(str(exact))) <= Fraction(off)
