"""A declared rounding, in exact fractions and as a Polars expression."""

from fractions import Fraction
from typing import TYPE_CHECKING

from ..vocabulary import Rounding, RoundMode
from .as_exact import half_even, half_up

if TYPE_CHECKING:
    import polars as pl


def rounded(value: Fraction, rounding: Rounding | None) -> Fraction:
    """A value with a declared rounding."""
    if rounding is None:
        return value
    if rounding.mode is RoundMode.HALF_EVEN:
        return half_even(value, rounding.digits)
    return half_up(value, rounding.digits)


def rounded_column(value: "pl.Expr", rounding: Rounding | None) -> "pl.Expr":
    """A column with a declared rounding."""
    if rounding is None:
        return value
    scale = 10.0**rounding.digits
    if rounding.mode is RoundMode.HALF_EVEN:
        return (value * scale).round(0, mode="half_to_even") / scale
    return value.sign() * (value.abs() * scale + 0.5).floor() / scale
