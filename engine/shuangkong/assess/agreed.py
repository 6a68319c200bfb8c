"""Ambiguous clauses: where every reading comes to the same outcome, that is the outcome.

Each reading is judged like a target of its own. Where they differ a person has to decide, and is
told what each of them comes to.
"""

import polars as pl

from .judgement import Outcome
from .requirements import Requirements

#: What a verdict is about.
_KEY = ("entity", "target", "view")
_CHINESE = {outcome.value: outcome.chinese for outcome in Outcome}
_VERDICTS = [Outcome.MET.value, Outcome.NOT_MET.value]
#: Outcomes on which readings may agree; that nobody can tell is none.
_SAME = [*_VERDICTS, Outcome.NOT_DUE.value]


def agreed(required: Requirements, whole: pl.DataFrame) -> pl.DataFrame:
    """Evaluated rows without those of single readings, these put in place where all agree."""
    readings = required.templates["reading"]
    if readings.null_count() == len(readings):
        return whole
    told = whole.with_columns(readings.gather(whole["template"]).alias("reading")).sort("order")
    by_reading = told.filter(pl.col("reading").is_not_null())
    rows = told.filter(pl.col("reading").is_null())
    found = _compared(required, by_reading)
    same = found.filter(pl.col("alike").is_in(_VERDICTS)).select(_KEY)
    chosen = (
        by_reading.unique(_KEY, keep="first", maintain_order=True)
        .drop("order")
        .join(same, on=_KEY, how="semi")
        .join(rows.select(*_KEY, "order"), on=_KEY)
        .with_columns(pl.format("条款的各种理解结论相同：{}", "reason").alias("reason"))
    )
    rest = (
        rows.join(same, on=_KEY, how="anti")
        .join(found, on=_KEY, how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("alike", "outcome").alias("outcome"),
            pl.concat_str("before", "reason", "after", ignore_nulls=True).alias("reason"),
        )
    )
    return pl.concat([part.select(whole.columns) for part in (rest, chosen)])


def _compared(required: Requirements, by_reading: pl.DataFrame) -> pl.DataFrame:
    """The outcome on which all readings of a verdict agree; what goes before and after its reason.

    Before its date, nobody has to decide yet; where readings differ, it is said how.
    """
    counts = {target.id: len(target.readings) for target in required.targets.values()}
    outcome = pl.col("outcome")
    numbered = pl.int_range(1, pl.len() + 1)
    each = pl.format("理解{}：{}", numbered, outcome.replace_strict(_CHINESE)).str.join("，")
    asked = pl.col("target").replace_strict(counts, return_dtype=pl.UInt32)
    agree = (pl.col("kinds") == 1) & (pl.col("judged") == asked) & pl.col("first").is_in(_SAME)
    waits = pl.col("alike") == Outcome.NOT_DUE.value
    return (
        by_reading.group_by(_KEY, maintain_order=True)
        .agg(
            pl.len().alias("judged"),
            outcome.n_unique().alias("kinds"),
            outcome.first().alias("first"),
            pl.col("reason").first().alias("why"),
            outcome.is_in(_VERDICTS).any().alias("decided"),
            each.alias("each"),
        )
        .with_columns(pl.when(agree).then("first").alias("alike"))
        .select(
            *_KEY,
            "alike",
            pl.when(waits).then(pl.col("why") + "；").alias("before"),
            pl.when(pl.col("decided") & pl.col("alike").is_null())
            .then(pl.format("；分别评定为{}", "each"))
            .alias("after"),
        )
    )
