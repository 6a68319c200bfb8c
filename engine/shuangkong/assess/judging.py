"""Templates and figures → verdicts in binary floats, all rows of a method at once.

Figures are looked up by row number, declared numbers by template; what rests on declared numbers
only is computed once a template (`measuring`). Where floats cannot be sure of a verdict, `near`
says so, and `appeal` settles it.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import polars as pl

from ..declarations.bundle import Declarations
from ..vocabulary import View
from ..vocabulary.deadline import named, year_of
from .figure_columns import column
from .figures import Take, gather
from .judgement import Outcome
from .measuring import CHANGING, ahead, measured
from .needs import Needs, needs
from .requirements import Requirements
from .wanted import NOTHING, Slot

_T = TypeVar("_T")

#: Numbers of rows as Polars counts them.
_AT = pl.get_index_type()
_VIEWS = {view.value: number for number, view in enumerate(View)}
_YEARS = pl.List(pl.Int32)
#: Columns of the templates that every row keeps, and those that formulas may name.
_KEPT = ("variant", "template", "target", "view", "state", "why")
_UNUSED = (
    *("reading", "level", "rate", "method", "easy", "base", "since", "t"),
    *("verification", "value_source"),
)
FLAGS = ("open_band", "undated", "withdrawable")
_CARRIED = {"order", "entity", "row", "own", *FLAGS, "mixed", *_KEPT}
#: What the judging of a method adds to its rows.
_FOUND: dict[str, pl.DataType | type[pl.DataType]] = {
    "state": pl.String,
    "why": pl.String,
    "open_band": pl.Boolean,
    "undated": pl.Boolean,
    "withdrawable": pl.Boolean,
    "mixed": pl.Boolean,
    "lacks": pl.Boolean,
    "baseless": pl.Boolean,
    "passes": pl.Boolean,
    "passes_easy": pl.Boolean,
    "required_easy": pl.Float64,
    "margin_easy": pl.Float64,
    "progress_easy": pl.Float64,
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


def side_by_side(work: Callable[[_T], pl.DataFrame], parts: Sequence[_T]) -> list[pl.DataFrame]:
    """Work on each part, on all cores: much of Polars' own work on a frame runs on one."""
    if len(parts) < 2:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        return list(pool.map(work, parts))


#: Templates that are judged; a target that is not due yet still shows where it stands.
_COUNTED = pl.col("method").is_not_null() & (
    pl.col("state").is_null() | (pl.col("state") == Outcome.NOT_DUE.value)
)


def slots_asked(required: Requirements) -> Sequence[Slot]:
    """Every indicator and year that judging rests on."""
    numbered = required.templates.with_row_index("template")
    return _slots(_needs(required, numbered.filter(_COUNTED)))


def _needs(required: Requirements, open_: pl.DataFrame) -> dict[int, Needs]:
    rows = open_.iter_rows(named=True)
    return {row["template"]: needs(required.methods[row["method"]], row) for row in rows}


def _slots(needed: Mapping[int, Needs]) -> Sequence[Slot]:
    return list(dict.fromkeys(slot for n in needed.values() for slot in n.slots))


def _among(templates: pl.DataFrame, kept: pl.DataFrame, whose: pl.DataFrame) -> pl.DataFrame:
    """Whose the kept ones of some templates are, told by their places among the kept."""
    places = templates.select("template").with_row_index("at")
    among = kept.select("template").with_row_index("place").join(places, on="template")
    rows = whose.join(among.select("at", "place"), on="at", maintain_order="left")
    return rows.drop("at").rename({"place": "at"})


class Judging:
    """The figures of all entities, and for each template the columns it rests on."""

    def __init__(self, declarations: Declarations, required: Requirements, take: Take) -> None:
        self.required = required
        self.names = {i.id: i.name for i in declarations.indicators.values()}
        numbered = required.templates.with_row_index("template")
        self.settled = numbered.filter(~_COUNTED)
        self.open = numbered.filter(_COUNTED)
        self.needs = _needs(required, self.open)
        slots = _slots(self.needs)
        figures = gather(take, declarations.language, slots, required.entities)
        made = {name: one for n in self.needs.values() for name, one in n.made.items()}
        self.figures = figures.with_columns(made)

    def judged(self, first: int, last: int) -> list[pl.DataFrame]:
        """The rows of some entities, numbered from `first` to before `last`, in parts."""
        members = self.required.members.filter(pl.col("row") >= first, pl.col("row") < last)
        settled = self._rows(self.settled.select(_KEPT), self._whose(self.settled, members))
        own_why = self.required.own["own_why"].gather(settled["own"])
        settled = settled.with_columns(pl.coalesce(own_why, "why").alias("why"))
        by_method = self.open.partition_by("method", maintain_order=True)
        # the clocks of a target are for the same entities
        alike = {tuple(templates["variant"]): templates for templates in by_method}
        whose = {variants: self._whose(one, members) for variants, one in alike.items()}
        judged = side_by_side(lambda t: self._by_method(t, whose[tuple(t["variant"])]), by_method)
        blank = pl.DataFrame(schema=_FOUND)
        parts = (settled, *self._with_missing(judged))
        return [pl.concat([blank, part], how="diagonal") for part in parts]

    def _whose(self, templates: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
        """The entities and members that some templates are for; `at` is the template's place."""
        which = templates.select("variant").with_row_index("at")
        rows = members.join(which, on="variant", maintain_order="left_right").drop("variant")
        return rows.with_columns(self.required.entities.gather(rows["row"]))

    def _rows(self, templates: pl.DataFrame, whose: pl.DataFrame) -> pl.DataFrame:
        """The rows that some templates make, with as much of these as outcomes need."""
        nth = pl.col("view").replace_strict(_VIEWS, return_dtype=pl.UInt32).alias("nth")
        given = templates.with_columns(nth).drop("variant").select(pl.all().gather(whose["at"]))
        order = (whose["member"] * len(_VIEWS) + given["nth"]).alias("order")
        kept = whose.select("entity", "row", "own")
        return pl.DataFrame([order, *kept.get_columns(), *given.drop("nth").get_columns()])

    def _by_method(self, templates: pl.DataFrame, whose: pl.DataFrame) -> pl.DataFrame:
        """The rows of the templates of one method, with what was found.

        Where the value to reach is a range they are measured by both of its edges; what depends
        on the value stands under its name for the harder one, and with `_easy` for the other.
        """
        found = self._measured(templates, whose)
        ranged = templates.filter(pl.col("easy").is_not_null())
        if ranged.height:
            goal = self.required.methods[templates["method"][0]].goal
            eased = ranged.with_columns(pl.col("easy").alias(goal))
            easy = self._measured(eased, _among(templates, ranged, whose))
            on_goal = [pl.col(name).alias(f"{name}_easy") for name in ("passes", *CHANGING)]
            easy = easy.select("order", pl.col("near").alias("near_easy"), *on_goal)
            # of an 'about' the printed number is what was missed, however lenient one is
            about = [t.id for t in self.required.targets.values() if t.about]
            found = found.join(easy, on="order", how="left", maintain_order="left")
            near = pl.col("near") | pl.col("near_easy").fill_null(False)
            printed = [
                pl.when(pl.col("target").is_in(about))
                .then(pl.col(name))
                .otherwise(pl.col(f"{name}_easy"))
                .alias(f"{name}_easy")
                for name in CHANGING
            ]
            found = found.with_columns(near.alias("near"), *printed).drop("near_easy")
        return found

    def _measured(self, templates: pl.DataFrame, whose: pl.DataFrame) -> pl.DataFrame:
        """The rows of the templates of one method, measured by the value to reach."""
        used = self.required.methods[templates["method"][0]]
        every = [self.needs[number] for number in templates["template"]]
        height, positions = len(self.figures.entities), self.figures.positions
        names = sorted(every[0].columns)
        places = [
            pl.Series(name, [positions[n.columns[name]] * height for n in every], dtype=_AT)
            for name in names
        ]
        prepared, templates = ahead(used, templates)
        blank = [name for name in ("state", "why") if templates[name].null_count() == len(every)]
        blank += [name for name in FLAGS if not templates[name].any()]
        rows = self._rows(templates.drop(*_UNUSED, *blank).with_columns(places), whose)
        at = {name: rows[name] + rows["row"] for name in names}
        found = rows.with_columns(
            self.figures.long.gather(place).alias(name) for name, place in at.items()
        )
        found = found.with_columns(self._mixed(at))
        doubts = self.figures.long_doubts
        if doubts is not None and at:
            doubtful = pl.any_horizontal([doubts.gather(place) for place in at.values()])
            found = found.with_columns(doubtful.alias("doubtful"))
        carried = [name for name in found.columns if name in _CARRIED]
        return measured(found, prepared, names, carried)

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

    def _with_missing(self, parts: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
        """Rows that lack figures with the years these are of, and how that is said."""
        lacking = [part["lacks"].fill_null(False).arg_true() for part in parts]
        whose = [
            part.select(pl.col("template", "row").gather(rows))
            for part, rows in zip(parts, lacking, strict=True)
            if len(rows)
        ]
        if not whose:
            return list(parts)
        missing, first = self._missing(pl.concat(whose)), 0
        told: list[pl.DataFrame] = []
        for part, rows in zip(parts, lacking, strict=True):
            place = pl.repeat(None, part.height, dtype=pl.UInt32, eager=True)
            place = place.scatter(rows, range(first, first + len(rows)))
            told.append(part.with_columns(missing.select(pl.all().gather(place))))
            first += len(rows)
        return told

    def _missing(self, lacking: pl.DataFrame) -> pl.DataFrame:
        """For each of some rows: the years whose figures are missing, and how that is said."""
        height, positions = len(self.figures.entities), self.figures.positions
        slots = [
            (template, slot[1], rate, positions[column(slot)] * height)
            for template, needed in self.needs.items()
            for rate, wanted in ((False, needed.levels), (True, needed.rates))
            for slot in wanted
            if slot != NOTHING
        ]
        schema = {"template": pl.UInt32, "year": pl.Int32, "rate": pl.Boolean, "at": _AT}
        asked = pl.DataFrame(slots, schema=schema, orient="row")
        lacking = lacking.with_row_index("nth")
        wanted = lacking.join(asked, on="template", maintain_order="left_right")
        absent = self.figures.long.gather(wanted["at"] + wanted["row"]).is_null()
        years, rate = pl.col("year"), pl.col("rate")
        listed = (
            wanted.filter(absent)
            .group_by("nth", maintain_order=True)
            .agg(
                years.filter(~rate).unique().sort().alias("missing_levels"),
                years.filter(rate).unique().sort().alias("missing_rates"),
            )
        )
        gaps = [self._said("missing_levels", "level"), self._said("missing_rates", "rate")]
        about = self.required.templates.select("level", "rate")
        about = about.select(pl.all().gather(lacking["template"]))
        return (
            pl.concat([lacking, about], how="horizontal")
            .join(listed, on="nth", how="left", maintain_order="left")
            .with_columns(pl.concat_str(gaps, separator="，", ignore_nulls=True).alias("gaps"))
            .select("missing_levels", "missing_rates", "gaps")
        )

    def _said(self, years: str, indicator: str) -> pl.Expr:
        listed = pl.col(years).cast(pl.List(pl.String)).list.join("、") + "年"
        # what lies within a year is named as what it is
        parts = {at: named(at) for needed in self.needs.values() for _, at in needed.slots}
        parts = {at: words for at, words in parts.items() if at != year_of(at)}
        for at, words in parts.items():
            only = pl.col(years).list.contains(at)
            listed = pl.when(only).then(pl.lit(words)).otherwise(listed)
        name = pl.col(indicator).replace_strict(self.names, default=pl.col(indicator))
        said = pl.concat_str(pl.lit("缺"), listed, pl.lit("的"), name)
        return pl.when(pl.col(years).list.len() > 0).then(said)
