"""Observations side by side: one row per entity, year and version, with all that rules name."""

from collections.abc import Iterable, Mapping

import polars as pl

from ...declarations.bundle import Declarations
from ...formulas import Name
from ...units import scale
from ...vocabulary.versions import counting

KEYS = ("entity", "year", "authority", "vintage")


def column(name: Name) -> str:
    """The column that holds a name."""
    return f"{name.of or 'own'}.{name.name}"


def wide(
    observations: pl.DataFrame, declarations: Declarations, names: Iterable[Name]
) -> pl.DataFrame:
    """Keys and one column per name; a name that has no figure is null, never zero.

    Values of indicators in % are ratios, as formulas want them.
    """
    wanted = list(dict.fromkeys(names))
    yearly = observations.filter(pl.col("period").str.len_chars() == 4).select(
        *KEYS, "indicator", "value"
    )
    own = _pivot(yearly, declarations, {name.name for name in wanted})
    found = own.select(*KEYS)
    for of in dict.fromkeys(name.of for name in wanted):
        ids = [name.name for name in wanted if name.of == of]
        part = _part(of, ids, own, yearly, declarations)
        on = [key for key in KEYS if key in part.columns]
        found = found.join(part, on=on, how="left", nulls_equal=True)
    return found


def _pivot(yearly: pl.DataFrame, declarations: Declarations, ids: Iterable[str]) -> pl.DataFrame:
    chosen = [
        (
            pl.col("value").filter(pl.col("indicator") == one).first() * _scale(declarations, one)
        ).alias(one)
        for one in sorted(ids)
    ]
    return yearly.group_by(KEYS, maintain_order=True).agg(chosen)


def _scale(declarations: Declarations, indicator: str) -> float:
    return float(scale(declarations.indicators[indicator].unit))


def _part(
    of: str | None,
    ids: list[str],
    own: pl.DataFrame,
    yearly: pl.DataFrame,
    declarations: Declarations,
) -> pl.DataFrame:
    """Keys and columns of the names with one qualifier."""
    columns = [pl.col(one).alias(column(Name(one, of))) for one in ids]
    if of is None:
        return own.select(*KEYS, *columns)
    if of == "prior":
        return own.select(
            "entity", (pl.col("year") + 1).alias("year"), "authority", "vintage", *columns
        )
    if of == "base":
        base = own.filter(pl.col("year") == declarations.plan.period.base)
        return base.select("entity", "authority", "vintage", *columns)
    best = _best(yearly, declarations, ids)
    if of == "parent":
        parents = _parents(declarations)
        return parents.join(best, left_on="parent", right_on="entity", how="inner").select(
            "entity", "year", *columns
        )
    return _children(best, ids, declarations)


def _parents(declarations: Declarations) -> pl.DataFrame:
    pairs = [(e.code, e.parent) for e in declarations.entities.values() if e.parent]
    return pl.DataFrame(pairs, schema={"entity": pl.String, "parent": pl.String}, orient="row")


def _best(yearly: pl.DataFrame, declarations: Declarations, ids: list[str]) -> pl.DataFrame:
    """Of each figure the version that counts: a column per indicator, a row per entity and year."""
    named = yearly.filter(pl.col("indicator").is_in(ids))
    first = counting(named, ("entity", "year", "indicator"))
    chosen = [
        (
            pl.col("value").filter(pl.col("indicator") == one).first() * _scale(declarations, one)
        ).alias(one)
        for one in ids
    ]
    return first.group_by("entity", "year", maintain_order=True).agg(chosen)


def _children(best: pl.DataFrame, ids: list[str], declarations: Declarations) -> pl.DataFrame:
    """Sums over the entities below; null unless every one that should report has reported."""
    parents = _parents(declarations)
    joined = best.join(parents, on="entity", how="inner")
    years = best["year"].unique().to_list()
    expected = expected_children(declarations, ids, years)
    sums = joined.group_by(pl.col("parent").alias("entity"), "year").agg(
        *(pl.col(one).sum().alias(one) for one in ids),
        *(pl.col(one).count().alias(f"n.{one}") for one in ids),
    )
    counted = sums.join(expected, on=["entity", "year"], how="left")
    return counted.select(
        "entity",
        "year",
        *(
            pl.when(pl.col(f"n.{one}") >= pl.col(f"expected.{one}"))
            .then(pl.col(one))
            .alias(column(Name(one, "children")))
            for one in ids
        ),
    )


def expected_children(
    declarations: Declarations, ids: Iterable[str], years: Iterable[int]
) -> pl.DataFrame:
    """How many entities below each one should report an indicator in a year."""
    rows: dict[tuple[str, int], dict[str, int]] = {}
    for entity in declarations.entities.values():
        for year in years:
            if entity.parent is None or not entity.valid_in(year):
                continue
            row = rows.setdefault((entity.parent, year), {})
            for one in ids:
                if reports(declarations, one, entity.kind):
                    row[one] = row.get(one, 0) + 1
    data: Mapping[str, list[object]] = {
        "entity": [code for code, _ in rows],
        "year": [year for _, year in rows],
        **{f"expected.{one}": [row.get(one, 0) for row in rows.values()] for one in ids},
    }
    schema = {"entity": pl.String, "year": pl.Int32} | {f"expected.{one}": pl.Int64 for one in ids}
    return pl.DataFrame(data, schema=schema)


def reports(declarations: Declarations, indicator: str, kind: str) -> bool:
    """Whether entities of a kind report an indicator."""
    declared = declarations.indicators[indicator]
    return declared.formula is None and (not declared.entities or kind in declared.entities)
