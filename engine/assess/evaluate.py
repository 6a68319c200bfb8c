"""All verdicts of a year, whatever the number of targets and entities.

Each requirement is judged by its method's formulas, compiled to Polars and run over all rows of
that method at once. Where a verdict comes within a hair of its threshold, where binary floats
could err, it is settled again in exact fractions (`appeal`). Missing data gives `not_assessable`
with the years that are missing.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from ..declarations.bundle import Declarations
from ..formulas import Compare, Name
from ..formulas.polars_reading import to_polars
from ..vocabulary import View
from .appeal import appeal
from .figures import Slot, column, gather
from .methods import Method
from .needs import NOTHING, needs
from .readings import as_tier
from .requirements import Requirements
from .result import Outcome

#: Relative nearness to a threshold below which floats are not trusted with a verdict.
NEAR = 1e-9

_VIEWS = {view.value: number for number, view in enumerate(View)}
_YEARS = pl.List(pl.Int32)
#: Columns of the templates that every row keeps, and those that formulas may name.
_KEPT = ("variant", "template", "target", "view", "state", "why")
_GIVEN = ("T", "Y", "k", "n")
#: What the judging of a method adds to its rows.
_FOUND: dict[str, pl.DataType | type[pl.DataType]] = {
    "open_band": pl.Boolean,
    "mixed": pl.Boolean,
    "lacks": pl.Boolean,
    "passes": pl.Boolean,
    "passes_easy": pl.Boolean,
    "near": pl.Boolean,
    "actual": pl.Float64,
    "required": pl.Float64,
    "margin": pl.Float64,
    "progress": pl.Float64,
    "required_progress": pl.Float64,
    "missing_levels": _YEARS,
    "missing_rates": _YEARS,
    "gaps": pl.String,
}


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
    judging = _Judging(declarations, required, observations)
    for first in range(0, max(len(required.entities), 1), max(size, 1)):
        judged = judging.judged(first, first + size)
        settled = appeal(declarations, required, judged, observations)
        yield _exempted(required, _worded(settled))


class _Judging:
    """The figures of all entities, and for each template the columns it rests on."""

    def __init__(
        self, declarations: Declarations, required: Requirements, observations: pl.LazyFrame
    ) -> None:
        self.required = required
        self.names = {i.id: i.name for i in declarations.indicators.values()}
        # a target that is not due yet still shows where it stands
        counted = pl.col("method").is_not_null() & (
            pl.col("state").is_null() | (pl.col("state") == Outcome.NOT_DUE.value)
        )
        numbered = required.templates.with_row_index("template")
        self.settled = numbered.filter(~counted)
        self.open = numbered.filter(counted)
        self.needs = {
            row["template"]: needs(required.methods[row["method"]], row)
            for row in self.open.iter_rows(named=True)
        }
        slots = dict.fromkeys(slot for n in self.needs.values() for slot in n.slots)
        figures = gather(observations, declarations.indicators, slots, required.entities)
        made = {name: one for n in self.needs.values() for name, one in n.made.items()}
        self.figures = figures.with_columns(made)

    def judged(self, first: int, last: int) -> pl.DataFrame:
        """The rows of some entities, numbered from `first` to before `last`."""
        members = self.required.members.with_row_index("member").filter(
            pl.col("row") >= first, pl.col("row") < last
        )
        settled = self._rows(self.settled.select(_KEPT), members)
        whose = self.required.own["own_why"].gather(settled["own"])
        settled = settled.with_columns(pl.coalesce(whose, "why").alias("why"))
        parts = [pl.DataFrame(schema=_FOUND), settled]
        for number, used in enumerate(self.required.methods):
            templates = self.open.filter(pl.col("method") == number)
            if templates.height:
                parts.append(self._by_method(used, templates, members))
        return pl.concat(parts, how="diagonal")

    def _rows(self, templates: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
        """The rows that some templates make, with as much of these as outcomes need."""
        nth = pl.col("view").replace_strict(_VIEWS, return_dtype=pl.UInt32).alias("nth")
        which = templates.select("variant", nth).with_row_index("at")
        rows = members.join(which, on="variant", maintain_order="left_right")
        order = (rows["member"] * len(_VIEWS) + rows["nth"]).alias("order")
        entity = self.required.entities.gather(rows["row"])
        given = templates.drop("variant").select(pl.all().gather(rows["at"]))
        return pl.DataFrame([order, entity, rows["row"], rows["own"], *given.get_columns()])

    def _by_method(
        self, used: Method, templates: pl.DataFrame, members: pl.DataFrame
    ) -> pl.DataFrame:
        """The rows of one method with what was found, and the years that are missing."""
        every = [self.needs[number] for number in templates["template"]]
        height, positions = len(self.figures.entities), self.figures.positions
        names = sorted(every[0].columns)
        places = [
            pl.Series(name, [positions[n.columns[name]] * height for n in every], dtype=pl.UInt64)
            for name in names
        ]
        given = templates.select(*_KEPT, *_GIVEN, "T_easy", "open_band", *places)
        rows = self._rows(given, members)
        at = {name: rows[name] + rows["row"] for name in names}
        found = rows.with_columns(
            self.figures.long.gather(place).alias(name) for name, place in at.items()
        )
        judged = _judged(found.with_columns(self._mixed(at)), used, names)
        lacking = judged.filter("lacks")
        if lacking.is_empty():
            return judged
        return judged.join(self._missing(lacking), on="order", how="left", maintain_order="left")

    def _mixed(self, at: dict[str, pl.Series]) -> pl.Series:
        """Whether the levels that are compared are of different vintages."""
        long = self.figures.long_versions
        others = [name for name in ("x_0", "x_p") if name in at and "x_t" in at]
        mixed = pl.Series("mixed", [False], dtype=pl.Boolean)
        if not others or self.figures.of_one_vintage:
            return mixed.new_from_index(0, len(next(iter(at.values()), [])))
        last = long.gather(at["x_t"])
        differ = [(last != long.gather(at[name])).fill_null(False) for name in others]
        return (differ[0] | differ[-1]).alias("mixed")

    def _missing(self, lacking: pl.DataFrame) -> pl.DataFrame:
        """By `order`: the years whose figures are missing, and how that is said."""
        parts = []
        for (template,), rows in lacking.partition_by("template", as_dict=True).items():
            needed = self.needs[int(str(template))]
            about = self.required.templates.row(int(str(template)), named=True)
            parts.append(
                rows.select(
                    "order",
                    pl.lit(about["level"], pl.String).alias("level"),
                    pl.lit(about["rate"], pl.String).alias("rate"),
                    missing_levels=self._absent(rows["row"], needed.levels),
                    missing_rates=self._absent(rows["row"], needed.rates),
                )
            )
        gaps = [self._said("missing_levels", "level"), self._said("missing_rates", "rate")]
        said = pl.concat_str(gaps, separator="，", ignore_nulls=True)
        return pl.concat(parts).with_columns(said.alias("gaps")).drop("level", "rate")

    def _absent(self, rows: pl.Series, slots: Sequence[Slot]) -> pl.Series:
        """The years of the slots that have no figure, for each of some rows of figures."""
        years = {column(slot): slot[1] for slot in sorted(set(slots)) if slot != NOTHING}
        if not years:
            return pl.Series([[]], dtype=_YEARS).new_from_index(0, len(rows))
        here = pl.DataFrame([self.figures.values[name].gather(rows) for name in years])
        absent = [pl.when(pl.col(n).is_null()).then(pl.lit(y, pl.Int32)) for n, y in years.items()]
        return here.select(pl.concat_list(absent).list.drop_nulls()).to_series()

    def _said(self, years: str, indicator: str) -> pl.Expr:
        listed = pl.col(years).cast(pl.List(pl.String)).list.join("、")
        name = pl.col(indicator).replace_strict(self.names, default=pl.col(indicator))
        said = pl.concat_str(pl.lit("缺"), listed, pl.lit("年的"), name)
        return pl.when(pl.col(years).list.len() > 0).then(said)


def _judged(rows: pl.DataFrame, used: Method, names: Sequence[str]) -> pl.DataFrame:
    """The rows of one method with steps, verdict, nearness and whether anything is missing."""
    stepped = rows.lazy()
    for step in used.steps:
        stepped = stepped.with_columns(to_polars(step.node, _column).alias(step.name))
    verdict = used.verdict_node
    assert isinstance(verdict, Compare)
    gap, size = _gap(verdict)
    easy = to_polars(verdict, lambda n: pl.col("T_easy") if n.name == "T" else _column(n))
    done = pl.col(used.progress) if used.progress else pl.lit(None, pl.Float64)
    pace = pl.col(used.required_progress) if used.required_progress else pl.lit(None, pl.Float64)
    sign = 1 if used.higher else -1
    known = pl.all_horizontal([pl.col(n).is_not_null() for n in names]) if names else pl.lit(True)
    return stepped.select(
        *("order", "entity", "row", "own", *(n for n in _KEPT if n != "variant")),
        *("open_band", "mixed"),
        (~known).alias("lacks"),
        to_polars(verdict, _column).alias("passes"),
        pl.when(pl.col("T_easy").is_not_null()).then(easy).alias("passes_easy"),
        (gap.abs() <= NEAR * size).fill_null(False).alias("near"),
        pl.col(used.actual).alias("actual"),
        pl.col(used.required).alias("required"),
        (sign * (pl.col(used.actual) - pl.col(used.required))).alias("margin"),
        done.alias("progress"),
        pace.alias("required_progress"),
    ).collect()


def _column(name: Name) -> pl.Expr:
    return pl.col(name.name)


def _gap(verdict: Compare) -> tuple[pl.Expr, pl.Expr]:
    """Difference of a comparison's sides, and the size against which it is near or not."""
    left, right = to_polars(verdict.left, _column), to_polars(verdict.right, _column)
    return left - right, pl.max_horizontal(left.abs(), right.abs(), pl.lit(1e-12))


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
