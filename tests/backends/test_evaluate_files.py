"""`evaluate`: Parquet in, outcomes out, and every fault told in one message."""

import importlib.util
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from shuangkong import resources
from shuangkong.api.evaluating import evaluate
from shuangkong.assess import backends
from shuangkong.assess.assess import assess
from shuangkong.assess.backends import NEEDS, Backend, backend_named
from shuangkong.assess.outcomes import OUTCOMES
from shuangkong.assess.wanted import COLUMNS
from shuangkong.commands import root
from shuangkong.declarations.load import folder_of, load
from shuangkong.errors import AssessmentError, IntakeError, Misuse, ShuangkongError
from shuangkong.intake import read_submissions

PLAN = "national-13fyp"


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    return read_submissions(load(folder_of(PLAN)), resources.samples() / PLAN, 2020).observations


@pytest.fixture
def folder(table: pl.DataFrame, tmp_path: Path) -> Path:
    """The sample in two files, with what other programs leave beside."""
    made = tmp_path / "数据"
    (made / "_temporary").mkdir(parents=True)
    half = table.height // 2
    table[:half].write_parquet(made / "a.parquet")
    table[half:].select(COLUMNS).write_parquet(made / "b.parquet")
    (made / "_temporary" / "c.parquet").write_bytes(b"unfinished")
    return made


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_the_outcomes_are_those_of_an_assessment(
    table: pl.DataFrame, folder: Path, tmp_path: Path, engine: str
) -> None:
    if any(importlib.util.find_spec(name) is None for name in NEEDS[engine]):
        pytest.skip(f"{engine} is not installed")
    done = evaluate(PLAN, 2020, [str(folder)], str(tmp_path / "o"), engine=engine, batch=7)
    found = pl.read_parquet(tmp_path / "o" / "*.parquet")
    expected = assess(load(folder_of(PLAN)), 2020, table).outcomes
    order = ["entity", "target", "view"]
    assert found.sort(order).equals(expected.select(*OUTCOMES).sort(order))
    assert sum(done.counts.values()) == found.height
    assert len(list((tmp_path / "o").iterdir())) > 1


def test_the_command_says_what_it_found(folder: Path, tmp_path: Path) -> None:
    pattern, output = str(folder / "*.parquet"), str(tmp_path / "o")
    given = ["evaluate", PLAN, "--year", "2020", "--observations", pattern, "--output", output]
    done = CliRunner().invoke(root, given)
    assert done.exit_code == 0, done.output
    assert "条结论：完成 " in done.output
    again = CliRunner().invoke(root, given)
    assert "原来的同名文件夹没有覆盖" in again.output


def test_the_folder_of_the_observations_is_no_output(folder: Path) -> None:
    before = sorted(path.relative_to(folder) for path in folder.rglob("*"))
    given = ["evaluate", PLAN, "--year", "2020", "--observations", str(folder)]

    done = CliRunner().invoke(root, [*given, "--output", str(folder)])

    assert "不是以前写出的结果" in str(done.exception)
    assert sorted(path.relative_to(folder) for path in folder.rglob("*")) == before


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_an_engine_that_is_not_installed_is_told(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backends, "find_spec", lambda _name: None)
    with pytest.raises(
        AssessmentError, match=rf"pip install (py{engine}|{engine}) narwhals pyarrow"
    ):
        evaluate(PLAN, 2020, [str(tmp_path)], str(tmp_path / "o"), engine=engine)


def test_spark_without_java_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(AssessmentError, match="没有找到 Java"):
        backend_named("spark")


def refused(place: Path, kind: type[ShuangkongError], *words: str) -> None:
    with pytest.raises(kind) as caught:
        evaluate(PLAN, 2020, [str(place)], str(place.parent / "o"))
    for word in words:
        assert word in str(caught.value)
    assert not (place.parent / "o").exists()


def test_a_column_that_is_missing_is_named(table: pl.DataFrame, tmp_path: Path) -> None:
    file = tmp_path / "x.parquet"
    table.drop("vintage").write_parquet(file)
    refused(file, IntakeError, "x.parquet", "缺少“vintage”列", "怎么改")


def test_a_column_of_another_kind_is_named(table: pl.DataFrame, tmp_path: Path) -> None:
    file = tmp_path / "x.parquet"
    table.with_columns(pl.col("value").cast(pl.Float32)).write_parquet(file)
    refused(file, IntakeError, "“value”列的类型是 Float32", "double")


def test_files_must_agree(table: pl.DataFrame, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    table.write_parquet(folder / "a.parquet")
    table.with_columns(pl.col("year").cast(pl.Int64)).write_parquet(folder / "b.parquet")
    refused(folder, IntakeError, "b.parquet", "“year”列的类型是 Int64", "a.parquet 的 Int32 不同")


def test_no_files_and_no_parquet_are_told(tmp_path: Path) -> None:
    refused(tmp_path / "none*.parquet", IntakeError, "没有找到数据文件")
    (tmp_path / "y.parquet").write_bytes(b"PAR1 is not all of it")
    refused(tmp_path / "y.parquet", IntakeError, "y.parquet", "不是完整的 Parquet 文件")


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_damaged_file_is_told_and_leaves_nothing(
    table: pl.DataFrame, tmp_path: Path, engine: str
) -> None:
    if any(importlib.util.find_spec(name) is None for name in NEEDS[engine]):
        pytest.skip(f"{engine} is not installed")
    file = tmp_path / "x.parquet"
    table.write_parquet(file, compression="uncompressed", row_group_size=10)
    whole = bytearray(file.read_bytes())
    whole[4 : len(whole) // 2] = b"\xff" * (len(whole) // 2 - 4)
    file.write_bytes(whole)
    with pytest.raises(ShuangkongError, match=r"没有(读|算)完"):
        evaluate(PLAN, 2020, [str(file)], str(tmp_path / "o"), engine=engine)
    assert [p.name for p in tmp_path.iterdir()] == ["x.parquet"]


def test_spark_reads_and_writes_where_the_data_lie(
    spark: Backend, table: pl.DataFrame, folder: Path, tmp_path: Path
) -> None:
    assert spark is not None
    there = f"file://{tmp_path / 'there'}"
    done = evaluate(PLAN, 2020, [f"file://{folder}"], there, engine="spark", batch=10)
    found = pl.read_parquet(tmp_path / "there" / "*.parquet")
    expected = assess(load(folder_of(PLAN)), 2020, table).outcomes
    order = ["entity", "target", "view"]
    assert found.sort(order).equals(expected.select(*OUTCOMES).sort(order))
    assert sum(done.counts.values()) == found.height
    with pytest.raises(AssessmentError, match="already exists"):
        evaluate(PLAN, 2020, [f"file://{folder}"], there, engine="spark")
    with pytest.raises(AssessmentError, match="Spark 没有算完"):
        evaluate(PLAN, 2020, [f"{there}-not"], there + "2", engine="spark")


def test_spark_names_a_column_of_another_kind(
    spark: Backend, table: pl.DataFrame, tmp_path: Path
) -> None:
    for wrong, words in (
        (table.with_columns(pl.col("value").cast(pl.String)), "“value”列的类型是 string"),
        (table.drop("vintage"), "缺少“vintage”列"),
    ):
        file = tmp_path / "x.parquet"
        wrong.write_parquet(file)
        with pytest.raises(IntakeError, match=words):
            spark.of_files([f"file://{file}"])


def test_addresses_are_for_spark(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="--engine spark"):
        evaluate(PLAN, 2020, ["s3a://bucket/o"], str(tmp_path / "o"))


def test_a_year_outside_the_plan_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(AssessmentError, match="规划期"):
        evaluate(PLAN, 2031, [str(folder)], str(tmp_path / "o"))


def test_a_ledger_keeps_to_the_default(tmp_path: Path) -> None:
    given = ["assess", PLAN, "--year", "2020", "--workspace", str(tmp_path), "--engine", "duckdb"]
    done = CliRunner().invoke(root, [*given, "--output", str(tmp_path / "o")])
    assert isinstance(done.exception, Misuse)
    assert "台账只用默认引擎" in str(done.exception)
