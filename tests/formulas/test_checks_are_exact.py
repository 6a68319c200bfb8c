"""Declared checks of figures nearer to the edge than floats can tell: the reported decimals decide.

Every rule is put to figures that lie on its edge, or from 1e-16 to 1e-8 of their size beside it.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shuangkong.declarations.bundle import Declarations
from shuangkong.intake.checks import plausible

from .stands import CITY, CODES, OTHER, PROVINCE, YEAR, Probe, sound_plan

#: A number of up to six digits, from a millionth to a million million.
magnitudes = st.builds(
    lambda digits, exponent: digits * Fraction(10) ** exponent,
    st.integers(1, 999_999),
    st.integers(-6, 6),
)
distances = st.just(Fraction(0)) | st.builds(
    lambda sign, digit, exponent: sign * digit * Fraction(10) ** -exponent,
    st.sampled_from([-1, 1]),
    st.integers(1, 9),
    st.integers(8, 16),
)
F = Fraction
#: Rules, and the x of the year that lies on their edge, given the x before, the y and the other x.
RULES: dict[str, Callable[[Fraction, Fraction, Fraction], Fraction]] = {
    "x <= y": lambda before, y, other: y,
    "x == y": lambda before, y, other: y,
    "x != y * 3": lambda before, y, other: 3 * y,
    "abs(yoy(x)) <= 30%": lambda before, y, other: before * F(13, 10),
    "x / prior(x) < 1.1": lambda before, y, other: before * F(11, 10),
    "near(x, y * 1.1, 0.7)": lambda before, y, other: y * F(11, 10) + F(7, 10),
    "x - prior(x) >= y": lambda before, y, other: before + y,
    "x * y > 7": lambda before, y, other: 7 / y,
    "round(x / y, 2) <= 2.35": lambda before, y, other: y * F(2355, 1000),
    "floor(x / y) < 3": lambda before, y, other: 3 * y,
    "steps(x, 100%, 2, 1) == 2": lambda before, y, other: F(1),
    "max(x, y) - prior(x) <= 30%": lambda before, y, other: before + F(3, 10),
    "if(x > y, 1, 0) == 0": lambda before, y, other: y,
    "x ** 3 >= y ** 3": lambda before, y, other: y,
    "x > 1 and x <= y or missing(s) and x <= y": lambda before, y, other: y,
    "if(x > y, s, 1) == 1": lambda before, y, other: y,
    "1 / (x - y) > 0": lambda before, y, other: y,
    "1 / (x - y) + prior(x) > 0 or x >= y": lambda before, y, other: y,
}


def submitted(value: Fraction) -> Fraction:
    """The decimal that a value is when it stands in a cell."""
    return Fraction(repr(float(value)))


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Declarations:
    return sound_plan(tmp_path_factory.mktemp("plan"))


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=8)
@given(before=magnitudes, y=magnitudes, far=distances)
def test_a_rule_is_exact_at_its_edge(
    plan: Declarations, rule: str, before: Fraction, y: Fraction, far: Fraction
) -> None:
    before, y = submitted(before), submitted(y)
    x = submitted(RULES[rule](before, y, F(0)) * (1 + far))
    given_figures = {(CITY, "x", YEAR): x, (CITY, "x", YEAR - 1): before, (CITY, "y", YEAR): y}
    probe = Probe(plan, rule, given_figures)

    assert probe.check(CITY) is probe.meaning(CITY)


@pytest.mark.parametrize("rule", ["sum(cities.x) <= y", "y - sum(cities.x) == 0"])
@settings(max_examples=10)
@given(one=magnitudes, other=magnitudes, far=distances)
def test_a_sum_over_those_below_is_exact_at_its_edge(
    plan: Declarations, rule: str, one: Fraction, other: Fraction, far: Fraction
) -> None:
    one, other = submitted(one), submitted(other)
    y = submitted((one + other) * (1 + far))
    given_figures = {(CITY, "x", YEAR): one, (OTHER, "x", YEAR): other, (PROVINCE, "y", YEAR): y}
    probe = Probe(plan, rule, given_figures)

    assert probe.check(PROVINCE) is probe.meaning(PROVINCE)


@settings(max_examples=15)
@given(y=magnitudes, above=magnitudes, far=distances, step=st.sampled_from([-1, 0, 1]))
def test_a_rule_over_a_rounded_figure_is_exact_at_its_half(
    plan: Declarations, y: Fraction, above: Fraction, far: Fraction, step: int
) -> None:
    # e is (y - prior(x)) * 2 + province.y, with one digit
    y, above = submitted(y), submitted(above)
    half = F(round(10 * (2 * y + above)), 10) + F(1, 20)
    before = submitted((y - (half - above) / 2) * (1 + far))
    given_figures = {
        (CITY, "y", YEAR): y,
        (CITY, "x", YEAR - 1): before,
        (PROVINCE, "y", YEAR): above,
    }
    limit = half + F(1, 20) + F(step, 10)
    probe = Probe(plan, f"e < {float(limit):.1f}" if limit >= 0 else "e < 0", given_figures)

    assert probe.check(CITY) is probe.meaning(CITY)


def test_what_was_taken_for_equal_is_told_apart(plan: Declarations) -> None:
    def told(x: str, y: str) -> bool | None:
        return Probe(plan, "x <= y", {(CITY, "x", YEAR): F(x), (CITY, "y", YEAR): F(y)}).check(CITY)

    assert told("0.00000000001", "0") is False
    assert told("0", "0.00000000001") is True
    assert told("0.3", "0.3") is True


# --- plausible ranges --------------------------------------------------------------------------


def ranged(plan: Declarations, indicator: str, ends: tuple[str, str], unit: str) -> Declarations:
    lowest, highest = map(Decimal, ends)
    changed = replace(plan.indicators[indicator], lowest=lowest, highest=highest, unit=unit)
    return replace(plan, indicators={**plan.indicators, indicator: changed})


def outside(plan: Declarations, figures: dict[tuple[str, str, int], Fraction]) -> set[str]:
    table: pl.DataFrame = Probe(plan, "1 > 0", figures).observations
    found = plausible.check(plan, table.filter(pl.col("indicator") != "z"))
    assert {f.entity for f in found} <= set(CODES)
    return {str(f.indicator) for f in found if f.kind == "SK-C001"}


def test_a_computed_share_is_held_against_its_range_in_its_own_unit(plan: Declarations) -> None:
    shares = ranged(plan, "d", ("0", "50"), "%")
    figures = {(CITY, "y", YEAR): F("0.8"), (CITY, "x", YEAR - 1): F("0.3")}

    assert outside(shares, figures) == set()
    assert outside(shares, {**figures, (CITY, "y", YEAR): F("0.800000000001")}) == {"d"}
    assert outside(shares, {**figures, (CITY, "y", YEAR): F("0.2999999999999")}) == {"d"}


def test_the_ends_of_a_range_are_inside_it(plan: Declarations) -> None:
    levels = ranged(plan, "x", ("0.1", "0.7"), "倍")

    for value, found in [("0.1", set()), ("0.7", set()), ("0.09999999999999", {"x"})]:
        assert outside(levels, {(CITY, "x", YEAR): F(value)}) == found
