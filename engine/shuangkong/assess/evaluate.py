"""All verdicts of a year, whatever the number of targets and entities.

Each requirement is judged by its method's formulas, compiled to Polars (`judging`). Where binary
floats could err, a verdict is settled again in exact fractions (`appeal`). Missing data gives
`not_assessable` with the years that are missing.
"""

from collections.abc import Iterator

import polars as pl

from ..declarations.bundle import Declarations
from .agreed import agreed
from .appeal import appeal
from .figures import Take, take_from
from .interpretations import as_tier
from .judgement import Outcome
from .judging import FLAGS, Judging, side_by_side
from .measuring import CHANGING
from .requirements import Requirements
from .ruling import OUTCOMES, REASONS, Settled, rulings


def evaluate(
    declarations: Declarations, required: Requirements, observations: pl.LazyFrame
) -> pl.DataFrame:
    """Every requirement with its outcome; `order` tells the declared order of the rows.

    Columns: `order`, `entity`, `target`, `view`, `outcome`, `reason`, the steps `actual`,
    `required`, `margin`, `progress` and `required_progress`, the years that are missing,
    `missing_levels` and `missing_rates`, whether vintages are `mixed`, and `template` and `own`,
    for `Requirements.described`. `observations` has the columns of `frames.OBSERVATIONS`.
    """
    take, every = take_from(observations), len(required.entities)
    return pl.concat(in_batches(declarations, required, take, every))


def in_batches(
    declarations: Declarations, required: Requirements, take: Take, size: int
) -> Iterator[pl.DataFrame]:
    """`evaluate`, `size` entities at a time, so that the outcomes need not fit in memory.

    `take` takes what is needed out of the observations, wherever they lie.
    """
    judging = Judging(declarations, required, take)
    for first in range(0, max(len(required.entities), 1), max(size, 1)):
        judged = judging.judged(first, first + size)
        settled = appeal(declarations, required, judged, judging.figures)
        worded = pl.concat(side_by_side(_worded, settled), how="diagonal")
        yield _exempted(required, agreed(required, worded))


def _worded(whole: pl.DataFrame) -> pl.DataFrame:
    """Outcome and reason of every row; the few that have their own are laid over the rest."""
    passes, easy = pl.col("passes"), pl.col("passes_easy")
    mixed, baseless = pl.col("mixed").fill_null(False), pl.col("baseless").fill_null(False)
    number = (
        pl.when(mixed)
        .then(pl.lit(Settled.MIXED.value, pl.UInt8))
        .when(pl.col("lacks").fill_null(False))
        .then(pl.lit(Settled.UNKNOWN.value, pl.UInt8))
        .when(baseless)
        .then(pl.lit(Settled.BASELESS.value, pl.UInt8))
        .otherwise(rulings(passes, easy, pl.col("open_band")))
    )
    numbers = whole.select(number).to_series()
    outcomes = pl.Series("outcome", [outcome.value for outcome in OUTCOMES]).gather(numbers)
    reasons = pl.Series("reason", REASONS).gather(numbers)
    if whole["passes_easy"].null_count() < whole.height:
        # missed by both edges of a range: the easier one is what was missed
        missed = (~passes & ~easy & pl.col("state").is_null()).fill_null(False)
        chosen = [pl.when(missed).then(pl.col(f"{c}_easy")).otherwise(c).alias(c) for c in CHANGING]
        whole = whole.with_columns(chosen)
    # a chain with a year missing is no figure
    known = ~(pl.col("lacks").fill_null(True) | mixed | baseless)
    shown = ("actual", "margin", "progress")
    said = whole.with_columns(
        outcomes, reasons, *(pl.when(known).then(pl.col(c)).alias(c) for c in shown)
    )
    if said["undated"].any():
        said = said.with_columns(**_undated())
    for own, column in (("gaps", "reason"), ("state", "outcome"), ("why", "reason")):
        # an empty text is none; few rows have one
        rows = (said[own] != "").fill_null(False).arg_true()
        if len(rows):
            said = said.with_columns(said[column].scatter(rows, said[own].gather(rows)))
    if said["withdrawable"].any():
        said = said.with_columns(**_withdrawn())
    return said.drop(*_INNER)


#: Columns of the judging that no outcome shows.
_INNER = (
    *("row", "state", "why", "lacks", "baseless", "passes", "passes_easy", "near", "gaps"),
    *FLAGS,
    *(f"{name}_easy" for name in CHANGING),
)


def _undated() -> dict[str, pl.Expr]:
    """Without a printed deadline, what was not reached is not late, and no data is overdue."""
    missed = pl.col("outcome") == Outcome.NOT_MET.value
    open_ = pl.col("undated").fill_null(False) & (missed | pl.col("lacks").fill_null(False))
    open_ &= pl.col("state").is_null()
    lacking = pl.concat_str(
        pl.lit("条文没有印出期限"), pl.lit("，") + pl.col("gaps"), ignore_nulls=True
    )
    return {
        "outcome": pl.when(open_).then(pl.lit(Outcome.NOT_DUE.value)).otherwise("outcome"),
        "gaps": pl.when(open_).then(lacking).otherwise("gaps"),
    }


def _withdrawn() -> dict[str, pl.Expr]:
    """A state below zero means that the target was cancelled or put on hold, due or not."""
    over = pl.col("withdrawable").fill_null(False) & (pl.col("actual") < 0).fill_null(False)
    why = "所报状态表示已取消或搁置，不作完成与否的结论"
    return {
        "outcome": pl.when(over).then(pl.lit(Outcome.WITHDRAWN.value)).otherwise("outcome"),
        "reason": pl.when(over).then(pl.lit(why)).otherwise("reason"),
    }


def _reached(required: Requirements, tiers: pl.DataFrame) -> pl.DataFrame:
    """The tiers that were reached: as judged, or as a person decided where one can."""
    met = pl.col("outcome") == Outcome.MET.value
    judged = pl.col("outcome").is_in([Outcome.MET.value, Outcome.NOT_MET.value])
    open_ = (pl.col("outcome") == Outcome.NOT_ASSESSABLE.value) & pl.col("actual").is_not_null()
    for one in reversed(required.on_tiers):
        about = (judged | open_) & (pl.col("target") == one.target)
        if one.entity is not None:
            about &= pl.col("entity") == one.entity
        if one.view is not None:
            about &= pl.col("view") == one.view
        met = pl.when(about).then(pl.lit(one.choice == "met")).otherwise(met)
    return tiers.filter(met)


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
        _reached(required, whole.join(rules.select(target="by").unique(), on="target"))
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
