"""All verdicts of a year in one lazy query over the facts.

Each requirement is judged by its method's formulas, compiled to Polars. Where a verdict comes
within a hair of its threshold, where binary floats could err, it is settled again in exact
fractions (`appeal`). Missing data gives `not_assessable` with the years that are missing.
"""

import polars as pl

from ..declarations.bundle import Declarations
from ..formulas import Compare, Name
from ..formulas.polars_reading import to_polars
from .appeal import appeal
from .methods import Method, names_needed
from .requirements import Requirements, as_tier
from .result import Outcome

#: Relative nearness to a threshold below which floats are not trusted with a verdict.
NEAR = 1e-9

#: Columns added to a requirement frame by `evaluate`.
ADDED = ("outcome", "reason", "actual", "required", "progress", "required_progress")


def evaluate(
    declarations: Declarations, required: Requirements, facts: pl.LazyFrame, selected: pl.DataFrame
) -> pl.DataFrame:
    """Requirement frame plus `ADDED` (and `margin`), in the requirement frame's order.

    `facts` are in formula scale with derived indicators; `selected` are the observations they
    come from, for the exact appeal.
    """
    frame = required.frame.with_row_index("order").lazy()
    # a target that is not due yet still shows where it stands
    counted = pl.col("method").is_not_null() & (
        pl.col("state").is_null() | (pl.col("state") == Outcome.NOT_DUE.value)
    )
    settled = frame.filter(~counted)
    open_rows = frame.filter(counted)
    gathered = _gathered(open_rows, facts).collect()
    joined = open_rows.join(gathered.lazy(), on=["entity", "target"], how="left")
    judged = [
        _judged(joined.filter(pl.col("method") == number), used)
        for number, used in enumerate(required.methods)
    ]
    whole = pl.concat([settled, *judged], how="diagonal").sort("order").collect()
    whole = appeal(declarations, required, whole, selected)
    return _exempted(required, _worded(declarations, whole))


def _gathered(open_rows: pl.LazyFrame, facts: pl.LazyFrame) -> pl.LazyFrame:
    """One row per entity and target with the values its methods need."""
    keys = open_rows.select("entity", "target", "level", "rate", "base", "since", "t").unique()
    level = keys.select(
        "entity", "target", "base", "since", "t", pl.col("level").alias("indicator")
    ).with_columns(pl.lit(True).alias("is_level"))
    rate = keys.select(
        "entity", "target", "base", "since", "t", pl.col("rate").alias("indicator")
    ).with_columns(pl.lit(False).alias("is_level"))
    wanted = pl.concat([level, rate]).filter(pl.col("indicator").is_not_null())
    year, value, is_level = pl.col("year"), pl.col("value"), pl.col("is_level")
    within = is_level & (year >= pl.col("since")) & (year <= pl.col("t"))
    rated = ~is_level & (year > pl.col("base")) & (year <= pl.col("t"))

    def at(when: pl.Expr, name: str) -> pl.Expr:
        return value.filter(when).first().alias(name)

    return (
        facts.join(wanted, on=["entity", "indicator"], how="inner", maintain_order="left")
        .filter(year <= pl.col("t"), year >= pl.min_horizontal("base", "since"))
        .group_by("entity", "target")
        .agg(
            at(is_level & (year == pl.col("t")), "x_t"),
            at(is_level & (year == pl.col("t") - 1), "x_p"),
            at(is_level & (year == pl.col("base")), "x_0"),
            at(~is_level & (year == pl.col("t")), "r_t"),
            value.filter(within).sum().alias("total"),
            (1 + value.filter(rated)).product().alias("chained"),
            year.filter(is_level).alias("level_years"),
            year.filter(~is_level).alias("rate_years"),
            pl.col("vintage").filter(is_level & (year == pl.col("t"))).first().alias("vintage_t"),
            pl.col("vintage")
            .filter(is_level & (year == pl.col("base")))
            .first()
            .alias("vintage_0"),
            pl.col("vintage")
            .filter(is_level & (year == pl.col("t") - 1))
            .first()
            .alias("vintage_p"),
        )
    )


def _column(name: Name) -> pl.Expr:
    return pl.col("chained") - 1 if name.name == "rates" else pl.col(name.name)


def _judged(rows: pl.LazyFrame, used: Method) -> pl.LazyFrame:
    """The rows of one method with steps, verdict, nearness and what is missing."""
    rows = rows.with_columns(*_missing(used))
    for step in used.steps:
        rows = rows.with_columns(to_polars(step.node, _column).alias(step.name))
    verdict = used.verdict_node
    assert isinstance(verdict, Compare)
    gap, size = _gap(verdict)
    easy = to_polars(verdict, lambda n: pl.col("T_easy") if n.name == "T" else _column(n))
    done = pl.col(used.progress) if used.progress else pl.lit(None, pl.Float64)
    pace = pl.col(used.required_progress) if used.required_progress else pl.lit(None, pl.Float64)
    sign = 1 if used.higher else -1
    return rows.select(
        *(pl.col(c) for c in ("order", "entity", "target", "view", "level", "rate", "method")),
        *(pl.col(c) for c in ("T", "T_easy", "Y", "base", "since", "t", "k", "n", "open_band")),
        *(pl.col(c) for c in ("mark", "value_source", "state", "why")),
        *(pl.col(c) for c in ("missing_levels", "missing_rates", "mixed")),
        to_polars(verdict, _column).alias("passes"),
        pl.when(pl.col("T_easy").is_not_null()).then(easy).alias("passes_easy"),
        (gap.abs() <= NEAR * size).fill_null(False).alias("near"),
        pl.col(used.actual).alias("actual"),
        pl.col(used.required).alias("required"),
        (sign * (pl.col(used.actual) - pl.col(used.required))).alias("margin"),
        done.alias("progress"),
        pace.alias("required_progress"),
    )


def _gap(verdict: Compare) -> tuple[pl.Expr, pl.Expr]:
    """Difference of a comparison's sides, and the size against which it is near or not."""
    left, right = to_polars(verdict.left, _column), to_polars(verdict.right, _column)
    return left - right, pl.max_horizontal(left.abs(), right.abs(), pl.lit(1e-12))


def _missing(used: Method) -> list[pl.Expr]:
    """Years a method needs and the facts lack, and whether its levels are of one vintage."""
    needed = names_needed(used)
    t, base = pl.col("t"), pl.col("base")
    point = {"x_t": t, "x_p": t - 1, "x_0": base}
    levels = [year for name, year in point.items() if name in needed]
    wanted = pl.concat_list(levels) if levels else pl.lit([], pl.List(pl.Int32))
    if "total" in needed:
        wanted = pl.int_ranges(pl.col("since"), t + 1, dtype=pl.Int32)
    rates = pl.lit([], pl.List(pl.Int32))
    if "rates" in needed:
        rates = pl.int_ranges(base + 1, t + 1, dtype=pl.Int32)
    elif "r_t" in needed:
        rates = pl.concat_list(t)

    def lacking(years: pl.Expr, present: str) -> pl.Expr:
        have = pl.col(present).fill_null(pl.lit([], pl.List(pl.Int32)))
        return years.cast(pl.List(pl.Int32)).list.set_difference(have).list.unique().list.sort()

    mixed = pl.lit(False)
    for name, vintage in (("x_0", "vintage_0"), ("x_p", "vintage_p")):
        if "x_t" in needed and name in needed:
            mixed = mixed | (pl.col("vintage_t") != pl.col(vintage)).fill_null(False)
    return [
        lacking(wanted, "level_years").alias("missing_levels"),
        lacking(rates, "rate_years").alias("missing_rates"),
        mixed.alias("mixed"),
    ]


def _worded(declarations: Declarations, whole: pl.DataFrame) -> pl.DataFrame:
    """Outcome and reason of every row."""
    lacks = (pl.col("missing_levels").list.len() > 0) | (pl.col("missing_rates").list.len() > 0)
    undecided = ~pl.col("passes") & (pl.col("open_band") | (pl.col("passes_easy").fill_null(False)))
    outcome = (
        pl.when(pl.col("state").is_not_null())
        .then(pl.col("state"))
        .when(lacks | pl.col("mixed") | pl.col("passes").is_null())
        .then(pl.lit(Outcome.NOT_ASSESSABLE.value))
        .when(undecided)
        .then(pl.lit(Outcome.NOT_ASSESSABLE.value))
        .when(pl.col("passes"))
        .then(pl.lit(Outcome.MET.value))
        .otherwise(pl.lit(Outcome.NOT_MET.value))
    )
    indicator_names = {i.id: i.name for i in declarations.indicators.values()}

    def lacking(column: str, indicator: str) -> pl.Expr:
        years = pl.col(column).cast(pl.List(pl.String)).list.join("、")
        name = pl.col(indicator).replace_strict(indicator_names, default=pl.col(indicator))
        said = pl.concat_str(pl.lit("缺"), years, pl.lit("年的"), name)
        return pl.when(pl.col(column).list.len() > 0).then(said)

    gaps = pl.concat_str(
        lacking("missing_levels", "level"),
        lacking("missing_rates", "rate"),
        separator="，",
        ignore_nulls=True,
    )
    reason = (
        pl.when(pl.col("state").is_not_null())
        .then(pl.col("why"))
        .when(lacks)
        .then(gaps)
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
    )


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
