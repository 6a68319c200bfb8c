"""Outcomes as a table that a user reads: names beside codes, what was found, and why."""

import polars as pl

from ..declarations.bundle import Declarations
from .requirements import Requirements

#: Columns of the table, one row for each entity, target and clock.
OUTCOMES: dict[str, pl.DataType | type[pl.DataType]] = {
    "entity": pl.String,
    "entity_name": pl.String,
    "target": pl.String,
    "target_name": pl.String,
    "view": pl.String,
    "outcome": pl.String,
    "reason": pl.String,
    "actual": pl.Float64,
    "required": pl.Float64,
    "margin": pl.Float64,
    "progress": pl.Float64,
    "required_progress": pl.Float64,
    "verification": pl.String,
    #: what `verification` was called before
    "mark": pl.String,
}


def as_table(
    declarations: Declarations, required: Requirements, outcomes: pl.DataFrame
) -> pl.DataFrame:
    """Evaluated rows with the columns of `OUTCOMES`, in the declared order."""
    entities = declarations.entities.values()
    named = pl.DataFrame(
        {"entity": [e.code for e in entities], "entity_name": [e.name for e in entities]},
        schema={"entity": pl.String, "entity_name": pl.String},
    )
    titles = {target.id: target.name for target in required.targets.values()}
    return (
        required.described(outcomes.sort("order"))
        .join(named, on="entity", how="left", maintain_order="left")
        .with_columns(
            pl.col("target").replace_strict(titles, default=None).alias("target_name"),
            pl.col("verification").alias("mark"),
        )
        .select(*OUTCOMES)
    )
