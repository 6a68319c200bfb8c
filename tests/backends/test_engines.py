"""The same evaluation on every engine: outcomes equal row by row, to the last bit."""

from pathlib import Path

import polars as pl
import pytest
from shuangkong import resources
from shuangkong.assess.backends import Backend
from shuangkong.assess.backends.shares import Share, shares
from shuangkong.assess.evaluate import evaluate
from shuangkong.assess.figures import reported_slots, take_from
from shuangkong.assess.judging import slots_asked
from shuangkong.assess.net import with_deductions
from shuangkong.assess.requirements import requirements
from shuangkong.assess.wanted import COLUMNS
from shuangkong.declarations.bundle import Declarations
from shuangkong.declarations.load import folder_of, load, read
from shuangkong.intake import read_submissions

from benchmarks.generate import observations as generated
from benchmarks.places import Size, places
from benchmarks.plan import LAST, write_plan

SAMPLES = ("national-13fyp", "hebei-13fyp")
YEARS = range(2016, 2021)


def sample(name: str) -> tuple[Declarations, pl.DataFrame]:
    plan = load(folder_of(name))
    return with_deductions(plan), read_submissions(
        plan, resources.samples() / name, 2020
    ).observations


def many_versions(observations: pl.DataFrame) -> pl.DataFrame:
    """Real figures among versions of every rank, equal ranks, blanks, parts of years, strangers."""
    number = pl.int_range(pl.len())
    vintages = ["快报", "初步核算", "最终核实", "普查修订", "别的", None]
    authorities = ["自报", "核定", None]

    def one_of(words: list[str | None], step: int) -> pl.Expr:
        return ((number * step) % len(words)).replace_strict(
            list(range(len(words))), words, return_dtype=pl.String
        )

    given = observations.with_columns(authority=one_of(authorities, 1), vintage=one_of(vintages, 7))
    other = given.with_columns(
        pl.when(number % 5 > 0).then(pl.col("value") * (1 + (number % 9 - 4) / 500)).alias("value"),
        vintage=one_of(vintages, 11),
    )
    equal = given.filter(number % 3 == 0).with_columns(pl.col("value") * 0.9)
    half = given.with_columns(pl.col("period") + "-H1", pl.col("value") / 2)
    strange = given.filter(number % 4 == 0).with_columns(
        pl.when(number % 2 == 0).then(pl.lit("无此对象")).otherwise("entity").alias("entity"),
        pl.when(number % 2 == 1).then(pl.lit("none")).otherwise("indicator").alias("indicator"),
    )
    return pl.concat([half, other, given, equal, strange])


@pytest.fixture(scope="module")
def samples() -> dict[str, tuple[Declarations, pl.DataFrame]]:
    return {name: sample(name) for name in SAMPLES}


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> tuple[Declarations, pl.DataFrame]:
    """Allocated values, figures that are missing, and figures a hair above what is asked for."""
    entities = places(Size(1, 3, 40))
    plan, _ = read(write_plan(tmp_path_factory.mktemp("invented") / "plan", entities, 30))
    assert plan is not None
    table = generated(entities, 30)
    base = table.filter(year=2015).select("entity", "indicator", first="value")
    # the first target asks for 12 % less: some reach it exactly, some miss it by a hair
    odd = pl.col("entity").rank("dense") % 2 == 1
    reached = (pl.col("first") * 0.88).round(6) + pl.when(odd).then(1e-9).otherwise(0)
    close = (pl.col("year") == LAST) & (pl.col("indicator") == "energy_00")
    table = table.join(base, on=["entity", "indicator"], how="left", maintain_order="left")
    value = pl.when(close).then(reached).otherwise("value").alias("value")
    return plan, table.with_columns(value).drop("first").filter(pl.int_range(pl.len()) % 47 != 0)


def same(engine: Backend, plan: Declarations, year: int, table: pl.DataFrame, kept: object) -> None:
    """What an engine finds in its own table is what Polars finds in the frame."""
    required = requirements(plan, year)
    expected = evaluate(plan, required, table.lazy()).sort("order")
    size = max(len(required.entities) // 3, 1)
    found = pl.concat(engine.in_batches(plan, required, kept, size)).sort("order")
    assert found.schema == expected.schema
    assert found.equals(expected)
    assert required.described(found).equals(required.described(expected))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_have_the_same_outcomes(
    engine: Backend, samples: dict[str, tuple[Declarations, pl.DataFrame]], name: str
) -> None:
    plan, table = samples[name]
    kept = engine.of_frame(table)
    for year in YEARS:
        same(engine, plan, year, table, kept)


def test_of_many_versions_the_same_one_counts(
    engine: Backend, samples: dict[str, tuple[Declarations, pl.DataFrame]], tmp_path: Path
) -> None:
    plan, table = samples["hebei-13fyp"]
    table = many_versions(table)
    assert table.unique(["entity", "indicator", "year", "period"]).height < table.height / 1.5
    parts = table.select(COLUMNS).iter_slices(table.height // 7)
    files = [tmp_path / f"第 {n}% [部分]{{a}}.parquet" for n in range(10)]
    for file, part in zip(files, parts, strict=False):
        part.write_parquet(file, row_group_size=50)
    written = [str(file) for file in files if file.exists()]
    same(engine, plan, 2020, table, engine.of_frame(table))
    same(engine, plan, 2020, table, engine.of_files(written))


def test_allocated_missing_and_near_values_are_judged_the_same(
    engine: Backend, invented: tuple[Declarations, pl.DataFrame]
) -> None:
    plan, table = invented
    required = requirements(plan, LAST)
    expected = evaluate(plan, required, table.lazy())
    first = expected.filter(target="target-00", view="final")
    # without exact fractions a miss by 1e-11 would count as met
    assert first["outcome"].value_counts().filter(pl.col("count") > 10).height == 2
    assert "not_assessable" in set(expected["outcome"])
    same(engine, plan, LAST, table, engine.of_frame(table))


def test_no_observations_give_the_same_reasons(
    engine: Backend, samples: dict[str, tuple[Declarations, pl.DataFrame]]
) -> None:
    plan, table = samples["national-13fyp"]
    same(engine, plan, 2020, table.clear(), engine.of_frame(table.clear()))


@pytest.mark.parametrize("count", [1, 7, 20])
def test_shares_put_together_are_the_whole(
    samples: dict[str, tuple[Declarations, pl.DataFrame]], count: int
) -> None:
    plan, table = samples["hebei-13fyp"]
    required = requirements(plan, 2020)
    whole = evaluate(plan, required, table.lazy()).sort("order")
    made = [Share.unpacked(s.packed()) for s in shares(plan, required, count)]
    assert len(made) == count
    slots = reported_slots(plan.language, slots_asked(required))
    rows = pl.concat(take_from(table.lazy())(slots)).collect()
    parts = []
    for one in made:
        theirs = rows.filter(pl.col("entity").is_in(one.required.entities.to_list()))
        parts.append(one.numbered_as_whole(one.outcomes(theirs.lazy())))
    assert pl.concat(parts).sort("order").equals(whole)


def test_of_files_only_what_is_asked_for_is_read(
    invented: tuple[Declarations, pl.DataFrame], tmp_path: Path
) -> None:
    plan, table = invented
    file = tmp_path / "o.parquet"
    table.write_parquet(file)
    slots = reported_slots(plan.language, slots_asked(requirements(plan, LAST)))
    (rows,) = take_from(pl.scan_parquet(file))(slots)
    asked = rows.explain()
    assert "PROJECT 7/16 COLUMNS" in asked
    # years are sifted while the file is read, and before names are looked up
    selection = next(line for line in asked.splitlines() if "SELECTION" in line)
    assert 'col("year").is_in' in selection
    assert "indicator" not in selection
