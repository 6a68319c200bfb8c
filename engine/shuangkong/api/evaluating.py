"""Observations too many for forms and documents: Parquet in, outcomes in Parquet out."""

import glob
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ..assess.backends import backend_named, refuse_absent
from ..assess.backends.columns import refuse_columns
from ..assess.net import with_deductions
from ..assess.outcomes import as_table
from ..assess.requirements import Requirements, refuse_other_year, requirements
from ..assess.wanted import COLUMNS
from ..declarations.bundle import Declarations
from ..documents.files import replaced_folder
from ..errors import IntakeError, Misuse
from ..running.progress import Progress
from .given import PlanLike, load

#: Entities whose outcomes are worked out, and written as one file, at a time.
BATCH = 50_000
#: what the files of outcomes are called
_PART = re.compile(r"part-[0-9]{5,}\.parquet")


@dataclass(frozen=True)
class Evaluated:
    """Where the outcomes are, and how many there are of each."""

    output: str
    entities: int
    counts: Mapping[str, int]
    #: where an earlier folder of that name was kept
    kept: Path | None = None


def evaluate(
    plan: PlanLike,
    year: int,
    observations: str | Path | Sequence[str | Path],
    output: str | Path,
    *,
    engine: str = "polars",
    batch: int = BATCH,
    progress: Progress | None = None,
) -> Evaluated:
    """Judge every target of every entity on Parquet files, and write a folder of Parquet files.

    Args:
        plan: a plan, or the id or folder of one.
        year: assessment year.
        observations: files, folders or patterns with `*`; with Spark also addresses as `s3a://…`.
        output: the folder to write, where Spark reads addresses also an address.
        engine: a name in `engines.NEEDS`.
        batch: entities at a time.
        progress: told how many batches are done.

    Raises:
        ShuangkongError: plan, year, files or engine cannot be used, or the engine fails.
    """
    refuse_absent(engine)
    declarations = with_deductions(load(plan))
    refuse_other_year(declarations, year)
    given = [observations] if isinstance(observations, str | Path) else observations
    places, output = [str(one) for one in given], str(output)
    afar = [place for place in (*places, output) if _is_afar(place)]
    if afar and engine != "spark":
        raise Misuse(
            f"{afar[0]} 不在本机，引擎 {engine} 读写不了\n"
            "    怎么改：写 --engine spark，或把文件复制到本机后写文件夹的路径"
        )
    files = [file for place in places for file in _files(place)]
    check_columns([file for file in files if not _is_afar(file)])
    required = requirements(declarations, year)
    used = backend_named(engine)
    table = used.of_files(files)
    entities = len(required.entities)
    if _is_afar(output):
        from ..assess.backends.spark import Spark

        assert isinstance(used, Spark)
        counts = used.write(declarations, required, table, batch, output)
        return Evaluated(output, entities, counts)
    made = used.in_batches(declarations, required, table, batch)
    batches = -(-entities // batch)
    try:
        with replaced_folder(Path(output), _is_former) as (folder, kept):
            counts = _written(_told(made, batches, progress), declarations, required, folder)
    except pl.exceptions.PolarsError as error:
        raise IntakeError(
            f"数据文件没有读完：{str(error).splitlines()[0][:300]}\n"
            "    怎么改：文件可能不完整，重新导出或重新复制后再运行"
        ) from error
    return Evaluated(output, entities, counts, kept.path)


def _told(
    made: Iterator[pl.DataFrame], batches: int, progress: Progress | None
) -> Iterator[pl.DataFrame]:
    for number, batch in enumerate(made, start=1):
        yield batch
        if progress is not None:
            progress("评定", number, max(batches, number))


def _written(
    made: Iterator[pl.DataFrame], declarations: Declarations, required: Requirements, folder: Path
) -> Mapping[str, int]:
    """One file a batch; how many outcomes there are of each."""
    counts: dict[str, int] = {}
    for number, batch in enumerate(made):
        table = as_table(declarations, required, batch)
        table.write_parquet(folder / f"part-{number:05d}.parquet")
        for outcome, count in table.group_by("outcome").len().iter_rows():
            counts[outcome] = counts.get(outcome, 0) + count
    return counts


def _is_former(folder: Path) -> bool:
    """Whether a folder holds nothing but what an earlier run of `evaluate` wrote: results."""
    names = sorted(path.name for path in folder.iterdir())
    if not all(_PART.fullmatch(name) for name in names):
        return False
    try:
        return "outcome" in pl.read_parquet_schema(folder / names[0])
    except (OSError, pl.exceptions.PolarsError):
        return False


def _is_afar(place: str) -> bool:
    return "://" in place


def _files(place: str) -> list[str]:
    """The files that a path, folder or pattern stands for, in the order of their names."""
    if _is_afar(place):
        return [place]
    path = Path(place)
    if path.is_dir():
        inside = (file.relative_to(path) for file in path.rglob("*.parquet") if file.is_file())
        # what begins so is a note or an unfinished file of the program that wrote the folder
        kept = (file for file in inside if not any(p.startswith(("_", ".")) for p in file.parts))
        found = [path / file for file in kept]
    elif path.is_file():
        found = [path]
    else:
        found = [file for file in map(Path, glob.glob(place, recursive=True)) if file.is_file()]
    if not found:
        raise IntakeError(
            f"{place}：没有找到数据文件\n"
            "    怎么改：写 Parquet 文件或其所在文件夹；名称带 * 时加引号，如 '数据/*.parquet'"
        )
    return sorted(str(file.resolve()) for file in found)


def check_columns(files: Sequence[str]) -> None:
    """Every file must have the columns that are needed, each of one kind throughout.

    Raises:
        IntakeError: naming the file and the column.
    """
    first: Mapping[str, object] = {}
    for file in files:
        try:
            schema = pl.read_parquet_schema(file)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise IntakeError(
                f"{file}：不是完整的 Parquet 文件\n    怎么改：重新导出或重新复制这个文件"
            ) from error
        refuse_columns(file, {name: str(kind) for name, kind in schema.items()})
        first = first or schema
        differ = next((name for name in COLUMNS if schema[name] != first[name]), None)
        if differ is not None:
            raise IntakeError(
                f"{file}：“{differ}”列的类型是 {schema[differ]}，"
                f"与 {files[0]} 的 {first[differ]} 不同\n"
                "    怎么改：所有文件用同样的列类型导出"
            )
