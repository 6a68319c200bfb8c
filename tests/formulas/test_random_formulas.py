"""Random formulas over random values, nulls and zeros: all readings agree, in all places."""

from fractions import Fraction

import formualizer as fz
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shuangkong.declarations.bundle import Declarations
from shuangkong.formulas import Node, parse, to_exact, to_excel
from shuangkong.formulas.as_polars import to_polars

from .stands import CODES, Probe, sound_plan

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


@settings(max_examples=150)
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


#: Quarters of small numbers: what floats do with them is exact but for divisions.
quarters = st.integers(-24, 24).map(lambda n: Fraction(n, 4))
numbered = {"x": quarters, "y": quarters, "r": quarters, "s": st.integers(0, 2).map(Fraction)}
figures = st.fixed_dictionaries(
    {
        (code, name, year): st.none() | numbered[name]
        for code in CODES
        for name in numbered
        for year in (2015, 2016, 2017, 2018)
    }
)
_NUMBERS = [
    *("x", "y", "r", "d", "e", "prior(x)", "prior(d)", "prior(e)", "base(y)", "base(d)", "25%"),
    *("at(x, 2016)", "at(e, 2017)", "yoy(x)", "yoy(d)", "province.y", "province.d", "province.r"),
    *("sum(cities.x)", "sum(cities.e)", "sum(cities.r)", "cities.y", "2", "0", "10"),
    *("people", "province.share", "sum(cities.people)"),
    *("factor[s]", "factor[prior(s)]", "factor[province.s]", "factor[at(s, 2016)]"),
    *("bench[kind]", "bench[province.kind]", "both[kind, s]", "both[kind, base(s)]"),
]
_TRUTHS = [
    *("s == '乙'", "s != prior(s)", "province.s == '甲'", "base(s) == '丙'", "at(s, 2017) != '乙'"),
    *("kind == '燃煤'", "province.kind != kind", "missing(x)", "missing(d)", "missing(province.x)"),
    *("missing(prior(s))", "missing(at(x, 2016))"),
]
_ATTRIBUTES = ["people", "share", "province.people", "sum(cities.share)", "bench[kind]", "3", "20%"]


_OF_ONE = [
    *("-({})", "max({}, 1, -2)", "round({}, 1)", "floor({})", "({}) ** 2"),
    *("root(abs({}), 2)", "ln(abs({}) + 1)"),
]


def numbers_over(leaves: list[str], spoken: bool = False) -> st.SearchStrategy[str]:
    """Numbers of leaves; `spoken`: only by what is read back from Chinese sentences."""

    def more(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        pair = st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner)
        few = (
            pair.map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
            st.tuples(inner, inner).map(lambda p: f"min({p[0]}, {p[1]})"),
            st.tuples(inner, inner, inner).map(lambda p: f"if({p[0]} > {p[1]}, {p[1]}, {p[2]})"),
            inner.map(lambda x: f"abs({x})"),
        )
        if spoken:
            return st.one_of(*few)
        return st.one_of(
            *few,
            st.tuples(inner, st.sampled_from(_OF_ONE)).map(lambda p: p[1].format(p[0])),
            st.tuples(inner, inner).map(lambda p: f"steps({p[0]}, 2, 5, {p[1]}, 3, 1)"),
            st.tuples(inner, inner).map(lambda p: f"chain({p[0]}, {p[1]})"),
        )

    return st.recursive(st.sampled_from(leaves), more, max_leaves=3)


def conditions(
    leaves: list[str], truths: list[str], spoken: bool = False
) -> st.SearchStrategy[str]:
    number = numbers_over(leaves, spoken)
    compared = st.tuples(number, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), number)
    near = st.tuples(number, number, number).map(lambda p: f"{p[0]} ~ {p[1]} ± abs({p[2]})")
    plain = compared.map(lambda p: f"{p[0]} {p[1]} {p[2]}")
    simple = plain if spoken else st.one_of(plain, near)
    told = st.one_of(simple, st.sampled_from(truths)) if truths else simple
    pair = st.tuples(told, st.sampled_from(["且", "或"]), told)
    return st.one_of(
        told,
        told.map(lambda c: f"非 ({c})"),
        pair.map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
        st.tuples(told, simple, simple).map(lambda p: f"if({p[0]}, 1, 0) >= if({p[1]}, 1, 0)"),
    )


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Declarations:
    return sound_plan(tmp_path_factory.mktemp("plan"))


@settings(max_examples=80)
@given(text=conditions(_NUMBERS, _TRUTHS), given_figures=figures)
def test_random_conditions_mean_the_same_in_all_places(plan, text, given_figures):
    assert Probe(plan, text, given_figures).differences() == []


@settings(max_examples=40)
@given(text=conditions(_ATTRIBUTES, ["kind == '燃煤'", "province.kind == '燃气'"]))
def test_random_conditions_over_attributes_mean_the_same_in_all_places(plan, text):
    assert Probe(plan, text, {}, attributes_only=True).differences() == []
