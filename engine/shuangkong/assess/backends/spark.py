"""Spark, here or on a cluster: observations are sifted and judged where they lie.

Spark takes the figures out of the observations, brings those of a share of the entities
together, and calls the evaluation of this package for each share.
"""

import io
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

import narwhals as nw
import polars as pl
import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark import SparkConf, StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql import functions as sf

from ...declarations.bundle import Declarations
from ...errors import AssessmentError
from ..figures import reported_slots
from ..judging import slots_asked
from ..outcomes import OUTCOMES, as_table
from ..requirements import Requirements
from ..wanted import COLUMNS, wanted
from .columns import refuse_columns
from .order import ORDER, numbered, placed
from .shares import Share, shares


class Spark:
    """A session with the cluster that `spark-submit` or the environment names, or a local one."""

    def __init__(self) -> None:
        self.session = _session()

    def of_frame(self, observations: pl.DataFrame) -> Any:
        """The frame as a table of Spark."""
        return self.session.createDataFrame(_plain(numbered(observations.select(COLUMNS))))

    def of_files(self, files: Sequence[str]) -> Any:
        """The files, which every executor must be able to read under the same name."""
        with _failures_told():
            found = self.session.read.parquet(*map(_escaped, files))
            refuse_columns(files[0], dict(found.dtypes))
        place = (
            sf.col("_metadata.file_path").alias("file"),
            sf.col("_metadata.row_index").alias("at"),
        )
        return found.select(*COLUMNS, *place)

    def in_batches(
        self, declarations: Declarations, required: Requirements, table: Any, size: int
    ) -> Iterator[pl.DataFrame]:
        """The outcomes, share by share; they wait for it on the executors' disks."""
        with _failures_told():
            found = self._by_share(declarations, required, table, size)
            packed = found.applyInArrow(_packed, "outcomes binary").persist(StorageLevel.DISK_ONLY)
            # all shares at once, and only then one after the other
            packed.count()
            for row in packed.toLocalIterator():
                yield pl.read_ipc(io.BytesIO(row["outcomes"]), use_pyarrow=False)
            packed.unpersist()

    def write(
        self, declarations: Declarations, required: Requirements, table: Any, size: int, to: str
    ) -> Mapping[str, int]:
        """Write the outcomes as Parquet files where the cluster keeps its data; their numbers.

        Raises:
            AssessmentError: when Spark fails, or something is there already.
        """
        schema = ", ".join(f"{name} {_SQL[kind]}" for name, kind in OUTCOMES.items())
        with _failures_told():
            found = self._by_share(declarations, required, table, size)
            found.applyInArrow(_told, schema).write.parquet(to)
            counted = self.session.read.parquet(to).groupBy("outcome").count().collect()
        return {row["outcome"]: row["count"] for row in counted}

    def _by_share(
        self, declarations: Declarations, required: Requirements, table: Any, size: int
    ) -> Any:
        """Wanted rows and requirements of each share, brought together."""
        cores = self.session.sparkContext.defaultParallelism
        every = len(required.entities)
        count = max(-(-every // size), min(2 * cores, every), 1)
        asked = slots_asked(required)
        if declarations.language.looks_around(name for name, _ in asked):
            count = 1  # what rests on other entities' figures needs all of them in one place
        slots = reported_slots(declarations.language, asked)
        rows = nw.to_native(wanted(nw.from_native(table), slots, nw, ORDER))
        rows = rows.withColumn("share", sf.crc32(sf.col("entity").cast("binary")) % count)
        sent = [
            (number, share.packed())
            for number, share in enumerate(shares(declarations, required, count))
        ]
        given = self.session.createDataFrame(sent, "share long, packed binary")
        # few shares would be put on one core if Spark chose
        by, at = sf.col("share"), 2 * count
        return rows.repartition(at, by).groupBy(by).cogroup(given.repartition(at, by).groupBy(by))


_SQL: Mapping[object, str] = {pl.String: "string", pl.Float64: "double"}


def _packed(rows: pa.Table, given: pa.Table) -> pa.Table:
    """In an executor: the outcomes of a share, as one file in memory."""
    share, found = _worked_out(rows, given)
    file = io.BytesIO()
    share.numbered_as_whole(found).write_ipc(file, compression="zstd")
    return pa.table({"outcomes": [file.getvalue()]})


def _told(rows: pa.Table, given: pa.Table) -> pa.Table:
    """In an executor: the outcomes of a share, as a user reads them."""
    share, found = _worked_out(rows, given)
    return _plain(as_table(share.declarations, share.required, found))


def _worked_out(rows: pa.Table, given: pa.Table) -> tuple[Share, pl.DataFrame]:
    share = Share.unpacked(given["packed"][0].as_py())
    sifted = pl.DataFrame(rows)
    files = sorted(sifted["file"].unique(), key=unquote)
    order = {file: number for number, file in enumerate(files)}
    return share, share.outcomes(placed(sifted, order))


def _escaped(file: str) -> str:
    """A local path as Spark takes it: signs of patterns in names stand for themselves."""
    return file if "://" in file else re.sub(r"([\[\]{}*?])", r"\\\1", file)


def _plain(frame: pl.DataFrame) -> pa.Table:
    """A frame in the types that Spark knows."""
    made = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    short = {pa.large_string(): pa.string()}
    return made.cast(pa.schema([f.with_type(short.get(f.type, f.type)) for f in made.schema]))


def _session() -> SparkSession:
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise AssessmentError(
            "引擎 spark 还不能用：没有找到 Java\n"
            "    怎么改：安装 Java 17 或以上（JRE 即可）并设置环境变量 JAVA_HOME；"
            "数据在一台机器上放得下时不写 --engine 即可，结果相同"
        )
    # executors on this machine run the same Python, and each task keeps to its core
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf().setIfMissing("spark.executorEnv.POLARS_MAX_THREADS", "1")
    conf.setIfMissing("spark.app.name", "shuangkong")
    if conf.get("spark.master", "local").startswith("local"):
        for name, value in _ALONE.items():
            conf.setIfMissing(name, value)
    with _failures_told():
        return SparkSession.builder.config(conf=conf).getOrCreate()


#: Alone on one machine: nothing listens to the network.
_ALONE = {
    "spark.master": "local[*]",
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.log.level": "ERROR",
}


@contextmanager
def _failures_told() -> Iterator[None]:
    try:
        yield
    except (PySparkException, Py4JError) as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        named = (line for line in lines if re.match(r"[\w.]+(Error|Exception): ", line))
        said = next(named, lines[0] if lines else type(error).__name__)
        raise AssessmentError(
            f"Spark 没有算完：{said[:300]}\n"
            "    怎么改：按 Spark 日志检查数据路径、执行器内存和各节点的 Python 环境，再运行一次"
        ) from error
