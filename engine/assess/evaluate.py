"""All verdicts of a year, whatever the number of targets and entities.

Each requirement is judged by its method's formulas, compiled to Polars (`judging`). Where binary
floats could err, a verdict is settled again in exact fractions (`appeal`). Missing data gives
`not_assessable` with the years that are missing.
"""

from collections.abc import Iterator

import polars as pl

from ..declarations.bundle import Declarations
from .appeal import appeal
from .judging import Judging
from .readings import as_tier
from .requirements import Requirements
from .result import Outcome


def evaluate(
    declarations: Declarations, required: Requirements, observations: pl.LazyFrame
) -> pl.DataFrame:
    """Every requirement with its outcome; `order` tells the declared order of the rows.

    Columns: `order`, `entity`, `target`, `view`, `outcome`, `reason`, the steps `actual`,
    `required`, `margin`, `progress` and `required_progress`, the years that are missing,
    `missing_levels` and `missing_rates`, whether vintages are `mixed`, and `template` and `own`,
    for `Requirements.described`. `observations` has the columns of `frames.OBSERVATIONS`.
    """
    return pl.concat(in_batches(declarations, required, observations, len(required.entities)))


def in_batches(
    declarations: Declarations, required: Requirements, observations: pl.LazyFrame, size: int
) -> Iterator[pl.DataFrame]:
    """`evaluate`, `size` entities at a time, so that the outcomes need not fit in memory."""
    judging = Judging(declarations, required, observations)
    for first in range(0, max(len(required.entities), 1), max(size, 1)):
        judged = judging.judged(first, first + size)
        settled = appeal(declarations, required, judged, observations)
        yield _exempted(required, _worded(settled))


def _worded(whole: pl.DataFrame) -> pl.DataFrame:
    """Outcome and reason of every row."""
    lacks = pl.col("lacks").fill_null(False)
    undecided = ~pl.col("passes") & (pl.col("open_band") | (pl.col("passes_easy").fill_null(False)))
    outcome = (
        pl.when(pl.col("state").is_not_null())
        .then(pl.col("state"))
        .when(lacks | pl.col("mixed") | pl.col("passes").is_null() | undecided)
        .then(pl.lit(Outcome.NOT_ASSESSABLE.value))
        .when(pl.col("passes"))
        .then(pl.lit(Outcome.MET.value))
        .otherwise(pl.lit(Outcome.NOT_MET.value))
    )
    reason = (
        pl.when(pl.col("state").is_not_null())
        .then(pl.col("why"))
        .when(lacks & (pl.col("gaps") != ""))
        .then(pl.col("gaps"))
        .when(pl.col("mixed"))
        .then(
            pl.lit(
                "两个年份的数据不是同一核算批次，不能相比（应使用同一批次的水平，或逐年公布的变化率）"
            )
        )
        .when(pl.col("passes").is_null())
        .then(pl.lit("基数为零或数据不足，无法计算"))
        .when(undecided)
        .then(pl.lit("介于目标的宽、严两种理解之间，规划未写明幅度，待人裁定"))
        .when(pl.col("passes"))
        .then(pl.lit("达到要求"))
        .otherwise(pl.lit("未达到要求"))
    )
    shown = ("actual", "margin", "progress")
    known = ~(lacks | pl.col("mixed")).fill_null(False)
    return whole.with_columns(
        outcome.alias("outcome"),
        reason.alias("reason"),
        # a chain with a year missing is no figure
        *(pl.when(known).then(pl.col(c)).alias(c) for c in shown),
    ).drop("row", "state", "why", "lacks", "passes", "passes_easy", "near", "open_band", "gaps")


def _exempted(required: Requirements, whole: pl.DataFrame) -> pl.DataFrame:
    """Targets that need not be met because a tier of another was reached, by the same clock."""
    exempt = [
        (as_tier(target, tier).id, tier.name, target.name, other)
        for target in required.targets.values()
        for tier in target.tiers
        for other in tier.exempts
    ]
    if not exempt:
        return whole
    schema = dict.fromkeys(("by", "tier_name", "of_name", "target"), pl.String)
    rules = pl.DataFrame(exempt, schema=schema, orient="row")
    reached = (
        whole.filter(pl.col("outcome") == Outcome.MET.value)
        .select("entity", "view", pl.col("target").alias("by"))
        .join(rules, on="by")
        .unique(["entity", "view", "target"], keep="first", maintain_order=True)
        .select("entity", "view", "target", "tier_name", "of_name")
    )
    judged = pl.col("outcome").is_in([Outcome.MET.value, Outcome.NOT_MET.value])
    free = pl.col("tier_name").is_not_null() & judged
    why = pl.format("已达到“{}”的{}，免于考核", "of_name", "tier_name")
    return (
        whole.join(reached, on=["entity", "view", "target"], how="left", maintain_order="left")
        .with_columns(
            pl.when(free)
            .then(pl.lit(Outcome.NOT_APPLICABLE.value))
            .otherwise("outcome")
            .alias("outcome"),
            pl.when(free).then(why).otherwise("reason").alias("reason"),
        )
        .drop("tier_name", "of_name")
    )
