"""From a comparison to an outcome: one table, for the bulk query and for the exact trace alike."""

from collections.abc import Sequence
from enum import IntEnum

import polars as pl

from .judgement import Outcome


class Settled(IntEnum):
    """What is to be said of a comparison."""

    UNKNOWN = 0
    MIXED = 1
    BASELESS = 2
    BETWEEN = 3
    MET = 4
    NOT_MET = 5


_WORDS: Sequence[tuple[Settled, Outcome, str]] = (
    (Settled.UNKNOWN, Outcome.NOT_ASSESSABLE, "基数为零或数据不足，无法计算"),
    (
        Settled.MIXED,
        Outcome.NOT_ASSESSABLE,
        "两个年份的数据不是同一核算批次，不能相比（应使用同一批次的水平，或逐年公布的变化率）",
    ),
    (
        Settled.BASELESS,
        Outcome.NOT_ASSESSABLE,
        "基数为零或负数，升降的百分比没有意义，应改用绝对量的目标",
    ),
    (
        Settled.BETWEEN,
        Outcome.NOT_ASSESSABLE,
        "介于目标的宽、严两种理解之间，规划未写明幅度，待人裁定",
    ),
    (Settled.MET, Outcome.MET, "达到要求"),
    (Settled.NOT_MET, Outcome.NOT_MET, "未达到要求"),
)
#: The outcome and the reason of each ruling, by its number.
OUTCOMES: Sequence[Outcome] = tuple(outcome for _, outcome, _ in sorted(_WORDS))
REASONS: Sequence[str] = tuple(reason for _, _, reason in sorted(_WORDS))

_STATES = (None, False, True)


def ruling(passes: bool | None, passes_easy: bool | None, open_band: bool) -> Settled:
    """What a comparison with the value to reach means, with what is known of its easier edge."""
    if passes is None:
        return Settled.UNKNOWN
    if passes:
        return Settled.MET
    return Settled.BETWEEN if open_band or passes_easy else Settled.NOT_MET


def rulings(passes: pl.Expr, passes_easy: pl.Expr, open_band: pl.Expr) -> pl.Expr:
    """The numbers of the rulings of whole columns; nulls stand for None, of `open_band` for no."""
    table = [ruling(p, e, band) for p in _STATES for e in _STATES for band in (False, True)]
    places = (
        _place(passes) * 6 + _place(passes_easy) * 2 + open_band.fill_null(False).cast(pl.UInt8)
    )
    return pl.lit(pl.Series(table, dtype=pl.UInt8)).gather(places)


def _place(told: pl.Expr) -> pl.Expr:
    """The place of a truth value in `_STATES`."""
    return (told.cast(pl.UInt8) + 1).fill_null(0)
