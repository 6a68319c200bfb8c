"""Invented data of any size: the same arguments give the same figures on every machine.

A figure follows from its entity, indicator and year by integer arithmetic alone; there is no
random generator whose sequence a library might change.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import polars as pl
from shuangkong.vocabulary import frames

from .places import Place
from .plan import BASE, UNIT, YEARS, indicator_ids

#: share of entities that lack one figure of the last year
_GAP = 97


def observations(
    entities: Sequence[Place], indicators: int, years: Sequence[int] = YEARS, *, start: int = 0
) -> pl.DataFrame:
    """Yearly figures with the columns of `frames.OBSERVATIONS`, entity by entity.

    `start` is the number of the first entity, so that pieces made one by one equal the whole.
    """
    return _figures(entities, indicators, years, start).select(*frames.OBSERVATIONS)


def in_pieces(entities: Sequence[Place], indicators: int, piece: int) -> Iterator[pl.DataFrame]:
    """`observations`, some entities at a time, for tables larger than memory."""
    for start in range(0, len(entities), piece):
        yield observations(entities[start : start + piece], indicators, start=start)


def monthly(entities: Sequence[Place], indicators: int, year: int) -> pl.DataFrame:
    """A year's monthly reports, each cumulative from January as energy users send them."""
    yearly = _figures(entities, indicators, [year], 0)
    months = pl.DataFrame({"month": range(1, 13)}, schema={"month": pl.Int32})
    share = pl.col("month") / 12
    value = (pl.col("value") * share).round(2)
    month = pl.col("month").cast(pl.String).str.zfill(2)
    return (
        yearly.join(months, how="cross")
        .with_columns(
            (pl.col("period") + "-" + month).alias("period"),
            value.alias("value"),
            value.cast(pl.String).alias("raw"),
        )
        .select(*frames.OBSERVATIONS)
    )


def _mixed(salt: int) -> pl.Expr:
    """A number below 2**21 that looks random, from entity and indicator numbers."""
    key = pl.col("e") * 7919 + pl.col("i") * 104729 + salt * 15485863
    once = (key * 1103515245 + 12345) % 2147483648
    twice = (once // 1024 * 69069 + once * 1664525 + 1013904223) % 2147483648
    # the low bits of such products repeat early
    return twice // 1024


def _figures(
    entities: Sequence[Place], indicators: int, years: Sequence[int], start: int
) -> pl.DataFrame:
    ids = indicator_ids(indicators)
    hashes = [f"{start + n:064x}" for n in range(len(entities))]
    who = pl.DataFrame(
        {
            "e": range(start, start + len(entities)),
            "entity": [e.code for e in entities],
            "file": [f"{e.code}.xlsx" for e in entities],
            "file_hash": hashes,
        },
        schema_overrides={"e": pl.Int64},
    )
    what = pl.DataFrame(
        {"i": range(indicators), "indicator": ids}, schema_overrides={"i": pl.Int64}
    )
    when = pl.DataFrame(
        {"year": years, "period": [str(y) for y in years]}, schema_overrides={"year": pl.Int32}
    )
    cells = what.join(when, how="cross")
    column = (pl.col("year") - min(years)).cast(pl.Int64)
    letters = [chr(ord("D") + n) for n in range(len(years))]
    letter = column.replace_strict(range(len(years)), letters, return_dtype=pl.String)
    cells = cells.with_columns((letter + (pl.col("i") + 6).cast(pl.String)).alias("cell"))
    level = 50 + _mixed(1) % 995000 / 100
    yearly_fall = 1 - (150 + _mixed(2) % 300) / 10000
    wobble = 1 + (_mixed(3) % 7 + pl.col("year") % 5 - 5) / 2000
    value = (level * yearly_fall ** (pl.col("year") - BASE) * wobble).round(2)
    lacks = (pl.col("year") == max(years)) & (_mixed(4) % (_GAP * indicators) == 0)
    return (
        who.join(cells, how="cross")
        .with_columns(value.alias("value"))
        .filter(~lacks)
        .with_columns(
            pl.lit(UNIT).alias("unit"),
            pl.lit("最终核实").alias("vintage"),
            pl.lit("自报").alias("authority"),
            pl.lit("synthetic").alias("verification"),
            pl.lit("填报表").alias("sheet"),
            pl.col("value").cast(pl.String).alias("raw"),
            pl.lit(UNIT).alias("raw_unit"),
            pl.lit(None, pl.String).alias("note"),
        )
    )


def workbooks(
    plan: Path, folder: Path, entities: Sequence[Place], indicators: int, *, workers: int = 1
) -> list[Path]:
    """One filled form per entity, as it would come back from it."""
    folder.mkdir(parents=True, exist_ok=True)
    chunk = -(-len(entities) // workers)
    parts = [
        (plan, folder, entities[s : s + chunk], indicators, s)
        for s in range(0, len(entities), chunk)
    ]
    if workers == 1:
        return [path for part in parts for path in _workbooks(*part)]
    # a forked child would inherit locks of the threads that Polars runs
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        return [path for made in pool.map(_workbooks_of, parts) for path in made]


def long_tables(folder: Path, entities: Sequence[Place], indicators: int, piece: int) -> Path:
    """The figures of a plan's years as long tables in a folder, `piece` entities in each."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {one: f"第{number}类能源消费量" for number, one in enumerate(indicator_ids(indicators))}
    for start in range(0, len(entities), piece):
        some = entities[start : start + piece]
        figures = observations(some, indicators, range(BASE, YEARS.stop), start=start)
        figures.select(
            pl.col("entity").replace_strict({e.code: e.name for e in some}).alias("考核对象"),
            pl.col("indicator").replace_strict(names).alias("指标"),
            pl.col("year").alias("年份"),
            pl.col("raw").alias("数值"),
            pl.col("unit").alias("单位"),
            pl.col("vintage").alias("数据版本"),
        ).write_csv(folder / f"{start:05d}.csv")
    return folder


def _workbooks_of(part: tuple[Path, Path, Sequence[Place], int, int]) -> list[Path]:
    return _workbooks(*part)


def _workbooks(
    plan: Path, folder: Path, entities: Sequence[Place], indicators: int, start: int
) -> list[Path]:
    from shuangkong.declarations.load import load
    from shuangkong.intake.form.write import write_form
    from shuangkong.vocabulary import Verification

    declarations = load(plan)
    figures = observations(entities, indicators, range(BASE, YEARS.stop), start=start)
    by_entity = figures.partition_by("entity", as_dict=True)
    made = []
    for entity in entities:
        path = folder / f"{entity.code}.xlsx"
        write_form(
            declarations,
            declarations.entities[entity.code],
            YEARS[-1],
            path,
            by_entity[entity.code,],
            verification=Verification.SYNTHETIC,
            vintage="最终核实",
        )
        made.append(path)
    return made
