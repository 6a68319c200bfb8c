"""Checks: 20 declared rules over a long table of observations, offenders traced to cells."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
from shuangkong.declarations.load import read
from shuangkong.intake.checks.declared import run

from ..generate import observations
from ..places import Size, places
from ..plan import LAST, YEARS, indicator_ids, write_plan
from ..stage import Stage
from ..timing import Work

_INDICATORS, _RULES = 30, 20


def by_hand(table: pl.DataFrame) -> pl.DataFrame:
    """The same twenty rules as one would write them for this table alone."""
    ids = indicator_ids(_INDICATORS)
    wide = (
        table.lazy()
        .group_by("entity", "year")
        .agg(pl.col("value").filter(pl.col("indicator") == i).first().alias(i) for i in ids)
        .sort("entity", "year")
    )
    rules = []
    for number in range(_RULES):
        first, second = (
            pl.col(ids[number % len(ids)]),
            pl.col(ids[(number * 3 + 1) % len(ids)]),
        )
        holds = (
            (first / first.shift(1).over("entity") - 1).abs() <= 0.3,
            first > 0,
            first + second <= 100000,
            first <= 150 * second,
        )[number % 4]
        rules.append((~holds).alias(f"rule-{number:02d}"))
    names = [f"rule-{n:02d}" for n in range(_RULES)]
    broken = (
        wide.with_columns(rules)
        .unpivot(names, index=["entity", "year"], variable_name="rule", value_name="broken")
        .filter(pl.col("broken"))
        .with_columns(
            pl.col("rule")
            .replace_strict(names, [ids[n % len(ids)] for n in range(_RULES)])
            .alias("indicator")
        )
    )
    cells = table.lazy().select("entity", "indicator", "year", "file", "sheet", "cell")
    return broken.join(cells, on=["entity", "indicator", "year"], how="left").collect()


def _checks(folder: Path, size: int) -> Mapping[str, Work]:
    entities = places(Size(size // (_INDICATORS * len(YEARS)) - 1))
    plan, _ = read(write_plan(folder / f"checks-{size}", entities, _INDICATORS, rules=_RULES))
    assert plan is not None
    table = observations(entities, _INDICATORS)
    return {
        "one hand-written Polars pass": lambda: by_hand(table),
        "engine": lambda: run(plan, table, LAST),
    }


STAGES = (
    Stage(
        id="checks",
        title="Checks: 20 rules",
        prepare=_checks,
        goals={"engine": 1.3},
        unit="observations",
        size=1_000_000,
        quick=100_000,
        sizes=(125_000, 250_000, 500_000, 1_000_000),
    ),
)
