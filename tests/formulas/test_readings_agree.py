"""Polars within its error, exact fractions and an independent workbook engine agree."""

import math
from fractions import Fraction

import formualizer as fz
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shuangkong.formulas import Name, Node, parse, to_exact, to_excel
from shuangkong.formulas.as_polars import to_polars
from shuangkong.formulas.float_error import UNIT, Error, FloatReading
from shuangkong.formulas.terms import SharedTerms

CELLS = {"a": "A1", "b": "B1", "c": "C1"}
FORMULAS = [
    "a + b * c",
    "(a - b) / c",
    "abs(a - b)",
    "max(a, b, c) - min(a, b, c)",
    "round(a / 7, 2)",
    "floor((a - 1) / 10%)",
    "if(a > b, a, c)",
    "chain(a / 100, b / 100)",
    "steps(a, 100%, 40, 90%, 36, 0)",
    "min(max(floor((a - 100%) / 10%), 0) * 3, 9)",
    "ln(1 - 0.0764) / ln(1 - 16%)",
    "1 - root(1 - 17%, 5)",
    "(1 - a / 1000)**5",
    "-a + 3",
]
TRUTHS = ["a >= 1 - 0.9", "a ~ b ± 0.5", "a < b 且 b <= c", "a = b 或 非 a > c", "a != b"]

numbers = st.decimals(-200, 200, places=2, allow_nan=False).filter(lambda d: d != 0)


def in_polars(node: Node, values: dict[str, float]) -> object:
    frame = pl.DataFrame({k: [v] for k, v in values.items()})
    return frame.select(to_polars(node, lambda n: pl.col(n.name)).alias("x"))["x"][0]


def off(node: Node, values: dict[str, float]) -> float:
    """How far the floats may lie from the exact value; infinite where they do not decide."""
    frame = pl.DataFrame({k: [v] for k, v in values.items()})

    def value(name: Name) -> pl.Expr:
        return pl.col(name.name)

    terms = SharedTerms()
    reading = FloatReading(value, lambda _: Error(UNIT), terms)
    error = reading.error(node).of(reading.value(node) * 1.0)
    return terms.select(frame, [error.alias("x")])["x"][0]  # type: ignore[no-any-return]


def exactly(node: Node, values: dict[str, Fraction | None]) -> object:
    return to_exact(node, lambda n: values[n.name])


def in_a_sheet(node: Node, values: dict[str, float]) -> object:
    book = fz.Workbook()
    book.add_sheet("S")
    for column, value in enumerate(values.values(), start=1):
        book.set_value("S", 1, column, value)
    book.set_formula("S", 2, 1, "=" + to_excel(node, lambda n: CELLS[n.name]))
    return book.evaluate_cell("S", 2, 1)


@pytest.mark.parametrize("text", FORMULAS)
@settings(max_examples=20)
@given(values=st.tuples(numbers, numbers, numbers))
def test_values_agree(text: str, values: tuple[object, ...]) -> None:
    node = parse(text)
    exact = dict(zip("abc", (Fraction(str(v)) for v in values), strict=True))
    floats = {k: float(v) for k, v in exact.items()}

    expected = exactly(node, exact)  # type: ignore[arg-type]

    assert isinstance(expected, Fraction)
    bound, found = off(node, floats), in_polars(node, floats)
    assert isinstance(found, float)
    assert bound == math.inf or abs(Fraction(found) - expected) <= Fraction(bound)
    assert in_a_sheet(node, floats) == pytest.approx(float(expected), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("text", TRUTHS)
@settings(max_examples=20)
@given(values=st.tuples(numbers, numbers, numbers))
def test_verdicts_agree(text: str, values: tuple[object, ...]) -> None:
    node = parse(text)
    exact = dict(zip("abc", (Fraction(str(v)) for v in values), strict=True))
    floats = {k: float(v) for k, v in exact.items()}

    expected = exactly(node, exact)  # type: ignore[arg-type]

    assert off(node, floats) == math.inf or in_polars(node, floats) is expected
    assert in_a_sheet(node, floats) is expected


@pytest.mark.parametrize("text", [*FORMULAS, *TRUTHS])
def test_floats_decide_what_lies_apart(text: str) -> None:
    assert off(parse(text), {"a": 3.74, "b": 12.1, "c": 45.0}) < 1e-9


@pytest.mark.parametrize("text", [*FORMULAS[:9], *TRUTHS[:2]])
def test_a_missing_input_never_passes(text: str) -> None:
    node = parse(text)

    assert exactly(node, {"a": None, "b": Fraction(2), "c": Fraction(3)}) is None
    frame = pl.DataFrame({"a": [None], "b": [2.0], "c": [3.0]}, schema_overrides={"a": pl.Float64})
    assert frame.select(to_polars(node, lambda n: pl.col(n.name)).alias("x"))["x"][0] is None


def test_a_number_before_a_column_that_nobody_has_gives_a_row_for_each() -> None:
    frame = pl.DataFrame({"a": [1.0, 2.0], "b": [None, None]}, schema_overrides={"b": pl.Float64})
    for text in ("3 < min(a, b)", "3 == min(a, b)", "6 / 3 >= abs(max(a, b))"):
        found = frame.with_columns(to_polars(parse(text), lambda n: pl.col(n.name)).alias("x"))
        assert found["x"].to_list() == [None, None]


def test_traps_of_binary_floats() -> None:
    bonus = parse("floor((a - 1) / 10%)")
    cut = parse("1 - a >= 10%")

    assert off(bonus, {"a": 1.2}) == off(cut, {"a": 0.9}) == math.inf
    assert in_a_sheet(bonus, {"a": 1.2}) == 2
    assert in_a_sheet(cut, {"a": 0.9}) is True
    assert exactly(cut, {"a": Fraction("0.9")}) is True


def test_name_is_asked_for_with_its_qualifier() -> None:
    seen: list[Name] = []
    to_exact(parse("yoy(x)"), lambda n: seen.append(n) or Fraction(1))  # type: ignore[func-returns-value]

    assert [str(n) for n in seen] == ["x", "prior.x"]
