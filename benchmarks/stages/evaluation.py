"""Evaluation: every target of every entity, from the observations to outcomes with reasons."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
from shuangkong.assess.evaluate import evaluate
from shuangkong.assess.requirements import requirements
from shuangkong.declarations.bundle import Declarations
from shuangkong.declarations.load import read

from ..generate import observations
from ..places import Size, places
from ..plan import BASE, LAST, YEARS, indicator_ids, write_plan
from ..stage import Stage
from ..timing import Work

INDICATORS = 30
PER_ENTITY = INDICATORS * len(YEARS)


def plain_facts(table: pl.DataFrame) -> pl.DataFrame:
    """What the floor works on: numbers for entities and indicators, nothing else."""
    ids = pl.Enum(indicator_ids(INDICATORS))
    codes = table["entity"].unique(maintain_order=True)
    return table.select(
        pl.col("entity").cast(pl.Enum(codes)).to_physical().cast(pl.UInt32),
        pl.col("year").cast(pl.Int16),
        pl.col("indicator").cast(ids).to_physical().cast(pl.UInt8),
        "value",
    )


def plain_targets() -> pl.DataFrame:
    """One reduction target for each indicator, the same for everybody."""
    return pl.DataFrame(
        {
            "indicator": range(INDICATORS),
            "T": [0.12 + n % 5 / 100 for n in range(INDICATORS)],
            "base": [BASE] * INDICATORS,
            "n": [LAST - BASE] * INDICATORS,
        },
        schema={"indicator": pl.UInt8, "T": pl.Float64, "base": pl.Int16, "n": pl.Int16},
    )


def plain_query(facts: pl.LazyFrame, targets: pl.LazyFrame) -> pl.LazyFrame:
    """The floor: base-year join, logarithmic progress, met or not, counted for each entity.

    It judges every year of the table with one formula: no versions to choose between, no units,
    no missing data, no reasons, no exactness near the threshold.
    """
    needed = targets.join(
        facts.rename({"value": "x_0"}),
        left_on=["indicator", "base"],
        right_on=["indicator", "year"],
    )
    done = (pl.col("value") / pl.col("x_0")).log() / (1 - pl.col("T")).log()
    pace = ((pl.col("year") - pl.col("base")) / pl.col("n")).clip(0, 1)
    return (
        facts.join(needed, on=["entity", "indicator"])
        .with_columns(done.alias("done"), pace.alias("pace"))
        .with_columns((pl.col("done") >= pl.col("pace")).alias("met"))
        .group_by("entity", "year")
        .agg(pl.col("met").sum(), pl.col("done").mean(), pl.len())
    )


def one_year(facts: pl.LazyFrame, targets: pl.LazyFrame) -> pl.LazyFrame:
    """The floor's query for the year judged alone."""
    return plain_query(facts.filter(pl.col("year").is_in([BASE, LAST])), targets)


def prepared(folder: Path, size: int) -> tuple[Declarations, pl.DataFrame]:
    """A plan with 30 targets, and about `size` observations of as many entities as that takes."""
    entities = places(Size(max(size // PER_ENTITY - 1, 1)))
    plan, _ = read(write_plan(folder / f"evaluation-{size}", entities, INDICATORS))
    assert plan is not None
    return plan, observations(entities, INDICATORS)


def _evaluation(folder: Path, size: int) -> Mapping[str, Work]:
    plan, table = prepared(folder, size)
    facts, targets = plain_facts(table).lazy(), plain_targets().lazy()
    required = requirements(plan, LAST)
    return {
        "plain lazy Polars query": lambda: plain_query(facts, targets).collect(),
        "engine: evaluation": lambda: evaluate(plan, required, table.lazy()),
        "engine: requirements and evaluation": lambda: evaluate(
            plan, requirements(plan, LAST), table.lazy()
        ),
        "plain query, judged year only": lambda: one_year(facts, targets).collect(),
    }


STAGES = (
    Stage(
        id="evaluation",
        title="Evaluation: 30 targets",
        prepare=_evaluation,
        goals={"engine: evaluation": 1.0, "engine: requirements and evaluation": 1.2},
        unit="observations",
        size=10_000_000,
        quick=500_000,
        sizes=(1_250_000, 2_500_000, 5_000_000, 10_000_000),
        note="The floor judges fifteen years by one formula; the engine judges one year by up to "
        "three clocks, chooses versions, says why, and settles near verdicts exactly.",
        memory={"engine: evaluation": 2.0},
    ),
)
