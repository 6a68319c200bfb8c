"""Random formulas over random values, nulls and zeros: the sheet and the engine agree."""

from fractions import Fraction

import formualizer as fz
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shuangkong.formulas import Node, parse, to_exact, to_excel
from shuangkong.formulas.polars_reading import to_polars

CELLS = {"a": "A1", "b": "B1", "c": "C1"}
values = st.one_of(
    st.none(), st.just(Fraction(0)), st.decimals(-50, 50, places=2).map(lambda d: Fraction(str(d)))
)


def joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner)
    return st.one_of(
        pair.map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        pair.map(lambda p: f"{p[0]} {p[1]} {p[2]}"),
        st.tuples(inner, inner).map(lambda p: f"max({p[0]}, {p[1]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"if({p[0]} >= {p[1]}, {p[1]}, {p[2]})"),
        inner.map(lambda x: f"abs({x})"),
        inner.map(lambda x: f"-({x})"),
    )


formulas = st.recursive(st.sampled_from(["a", "b", "c", "2", "10%"]), joined, max_leaves=7)


def in_polars(node: Node, given_values: dict[str, Fraction | None]) -> object:
    floats = {k: [None if v is None else float(v)] for k, v in given_values.items()}
    frame = pl.DataFrame(floats, schema=dict.fromkeys(given_values, pl.Float64))
    # a literal alone has one row too
    return frame.select(to_polars(node, lambda n: pl.col(n.name)).alias("x"))["x"][0]


def in_a_sheet(node: Node, given_values: dict[str, Fraction | None]) -> object:
    book = fz.Workbook()
    book.add_sheet("S")
    for column, value in enumerate(given_values.values(), start=1):
        if value is not None:
            book.set_value("S", 1, column, float(value))
    book.set_formula("S", 2, 1, "=" + to_excel(node, lambda n: CELLS[n.name]))
    return book.evaluate_cell("S", 2, 1)


@settings(max_examples=150, deadline=None)
@given(text=formulas, numbers=st.tuples(values, values, values))
def test_random_formulas_agree(text: str, numbers: tuple[Fraction | None, ...]) -> None:
    node = parse(text)
    named = dict(zip("abc", numbers, strict=True))

    expected = to_exact(node, lambda n: named[n.name])
    found = in_polars(node, named)

    if expected is None:
        # missing, or divided by zero: never a number (a branch not taken may stay unseen)
        assert found is None
        return
    assert isinstance(expected, Fraction)
    assume(abs(expected) < 10**9)
    assume(found is not None)  # Polars keeps null where only a branch not taken divides by zero
    assert found == pytest.approx(float(expected), rel=1e-9, abs=1e-7)
    if None not in numbers:
        assert in_a_sheet(node, named) == pytest.approx(float(expected), rel=1e-9, abs=1e-7)
