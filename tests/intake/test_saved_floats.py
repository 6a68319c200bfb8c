"""Saved results of formulas: what binary arithmetic may leave is no fault, all else is one."""

import itertools
import math
import random

import pytest
from shuangkong.intake.cell_formulas import evaluate
from shuangkong.intake.checks import stale
from shuangkong.intake.reading import read_book

from .sheets import workbook

_CELLS = ("B1", "B2", "B3", "B4")


def book_of(values):
    return read_book("x.xlsx", workbook({"甲": [["", value] for value in values]}))


def grown(rng, depth):
    """A random formula as a sheet has it and as Python computes it in floats."""
    if depth == 0 or rng.random() < 0.15:
        if rng.random() < 0.3:
            constant = rng.choice(["2", "100", "0.1", "1.05", "7"])
            return constant, constant
        cell = rng.choice(_CELLS)
        return cell, f"v[{cell!r}]"
    kind = rng.choice(["+", "-", "*", "/", "SUM", "^", "ABS", "MIN", "%", "-1"])
    a, b = grown(rng, depth - 1), grown(rng, depth - 1)
    if kind == "SUM":
        return f"SUM({a[0]},{b[0]},B1:B4)", f"math.fsum([{a[1]},{b[1]},*v.values()])"
    if kind == "^":
        power = rng.choice(["2", "0.2", "(1/5)"])
        return f"ABS({a[0]})^{power}", f"abs({a[1]})**{power}"
    if kind == "ABS":
        return f"ABS({a[0]})", f"abs({a[1]})"
    if kind == "MIN":
        return f"MIN({a[0]},{b[0]})", f"min({a[1]},{b[1]})"
    if kind == "%":
        return f"({a[0]})%", f"(({a[1]})/100)"
    if kind == "-1":
        return f"({a[0]}/{b[0]}-1)", f"({a[1]}/{b[1]}-1)"
    return f"({a[0]}{kind}{b[0]})", f"({a[1]}{kind}{b[1]})"


def fifteen(value):
    """As a program saves it that keeps fifteen digits."""
    return float(f"{value:.15g}")


@pytest.mark.parametrize("seed", range(5))
def test_what_any_order_and_fifteen_digits_make_of_a_result_is_never_a_fault(seed):
    rng, tried = random.Random(seed), 0
    while tried < 40:
        scales = [10.0 ** rng.randint(-9, 9) for _ in _CELLS]
        inside = [rng.choice([1, -1, 1, 1]) * rng.random() * scale for scale in scales]
        shown, reckoned = grown(rng, 4)
        try:
            value = eval(reckoned, {"math": math, "v": dict(zip(_CELLS, inside, strict=True))})
        except (ZeroDivisionError, OverflowError):
            continue
        book = book_of([fifteen(x) for x in inside])
        found = evaluate(shown, book, book.sheets[0])
        if found is None or not math.isfinite(value):
            continue
        tried += 1
        assert found.may_be(value), shown
        assert found.may_be(fifteen(value)), shown


def compared(formula, saved, values):
    book = book_of(values)
    cell = next(c for c in book.sheets[0].cells if c.number is not None)
    return stale._compare(book, book.sheets[0], cell._replace(formula=formula, number=saved))


def test_a_sum_of_figures_above_zero_shows_a_change_in_its_twelfth_digit():
    values = [123.4, 0.056, 7890.12, 3.5]
    whole = sum(values)

    assert compared("SUM(B1:B4)", whole, values) is None
    assert compared("SUM(B1:B4)", fifteen(whole), values) is None
    assert compared("SUM(B1:B4)", whole * (1 + 1e-12), values) is not None


def test_a_small_result_is_not_small_enough_to_be_anything():
    found = compared("B1/B2", 4.5e-10, [5.0, 1e10])

    assert found is not None
    assert "5e-10" in found.why


def test_digits_that_cancel_are_nobodys_fault():
    values = [1e9, 0.1, 1e9]

    for order in itertools.permutations(["B1", "B2", "-B3"]):
        shown = "+".join(order).replace("+-", "-")
        assert compared(shown, 0.1, values) is None
        assert compared(shown, 0.10000002384185791, values) is None
        assert compared(shown, 0.1002, values) is not None


def test_a_difference_of_numbers_that_agree_in_fifteen_digits_may_be_zero():
    assert compared("B1+B2-B3", 0.0, [0.1, 0.2, 0.3]) is None
    assert compared("B1+B2-B3", 5.551115123125783e-17, [0.1, 0.2, 0.3]) is None


@pytest.mark.parametrize(("saved", "fine"), [(2.68, True), (2.67, True), (2.65, False)])
def test_a_half_may_round_either_way_and_no_further(saved, fine):
    assert (compared("ROUND(B1,2)", saved, [2.675]) is None) is fine


def test_rounding_left_of_the_point():
    assert compared("ROUND(B1,-2)", 1300.0, [1250.0]) is None
    assert compared("ROUND(B1,-2)", 1250.0, [1240.0]) is not None


def test_the_finding_shows_a_difference_however_small():
    found = compared("B1*B2", 1.0000000000005, [1.0, 1.0])

    assert found is not None
    assert "应为 1" in found.why


def test_a_root_of_a_negative_number_is_left_alone():
    book = book_of([-8.0])

    assert evaluate("B1^(1/3)", book, book.sheets[0]) is None
