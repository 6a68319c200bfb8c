"""The jobs around submissions: files read, checked and counted."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..running.progress import CHECKING, Stage, silent
from .given import Data, PlanLike, load, places, read_from

if TYPE_CHECKING:
    from ..declarations.bundle import Declarations
    from ..intake import Layout, Reading
    from ..intake.checks.report import CheckReport
    from ..intake.form.metadata import Identity
    from ..intake.status import EntityForms as EntityForms  # noqa: PLC0414 (the terminal names it)


def read(
    plan: PlanLike | None,
    year: int | None,
    data: Data,
    *,
    layouts: "Iterable[Layout | str | Path]" = (),
    stage: Stage = silent,
) -> "Reading":
    """Everything that is in files, folders or zips: figures, measure points, allocations, cells.

    A file that cannot be read is a finding and no exception. Layouts (`*.layout.yaml`) that lie
    beside the data are used after those given.

    Args:
        plan: whose indicators and entities are looked for; with None only facts are found.
        year: the assessment year; None where only looking.
        data: paths, or files in memory as a mapping of name to bytes.
        layouts: what tables leave out, as records or as files.
        stage: told what the job is at.

    Raises:
        ShuangkongError: the plan or a layout cannot be used, a path does not exist, or there is
            no file in it.
    """
    from ..intake import Layout, load_layout

    declarations = None if plan is None else load(plan)
    known = [one if isinstance(one, Layout) else load_layout(Path(one)) for one in layouts]
    return _of_some_file(read_from(declarations, year, data, known, stage))


def _of_some_file(reading: "Reading") -> "Reading":
    """What was read, where there was a file to read.

    Raises:
        Misuse: there was none.
    """
    from ..errors import Misuse

    if not reading.files and not reading.findings:
        raise Misuse(
            "给出的路径里没有文件，什么也没有读\n"
            "    怎么改：检查路径；可以读的有 xlsx、xls、xlsb、ods、csv、parquet 以及装有它们的 zip"
        )
    return reading


def read_apart(
    plan: PlanLike, year: int, files: "Iterable[tuple[str, bytes]]"
) -> "tuple[Reading, ...]":
    """What `read` gives of each of many files in memory (name and bytes), as if it were the only
    one: they share the fixed cost of reading, and nothing else.

    Raises:
        ShuangkongError: the plan cannot be used.
    """
    from ..intake.intake import read_apart
    from ..intake.sources import SourceFile

    return read_apart(load(plan), [SourceFile(name, data) for name, data in files], year)


def check(
    plan: PlanLike | None, year: int | None, data: Data, *, stage: Stage = silent
) -> "CheckReport":
    """Read and check submissions: every finding with its cell, reason and mend, gravest first.

    Args:
        plan: the plan; None takes it from the first form among the files.
        year: the assessment year; None likewise.
        data: as in `read`.
        stage: told what the job is at.

    Raises:
        ShuangkongError: the plan cannot be used, a path does not exist or has no file in it, or
            nothing says which plan and year the files are for, be it because they cannot be read.
    """
    from ..errors import Misuse

    if plan is None or year is None:
        known = identify(data)
        plan = _plan_of(known) if plan is None else plan
        year = known.year if year is None else year
    if plan is None or year is None:
        _refuse_unusable(data, stage)
        raise Misuse(
            "看不出这些文件属于哪个规划、哪个年度\n    怎么改：写明 --plan 规划代号 和 --year 年度"
        )
    declarations = load(plan)
    reading = _of_some_file(read_from(declarations, year, data, stage=stage))
    return checked(declarations, year, reading, stage)


def _plan_of(known: "Identity") -> "Declarations | None":
    """The plan that a form names; None where it names none.

    Raises:
        Misuse: no plan of that name is shipped: its folder has to be given.
    """
    from ..declarations.load import shipped_folder
    from ..errors import Misuse

    if not known.plan:
        return None
    try:
        return load(shipped_folder(known.plan))
    except Misuse as error:
        what = str(error).partition("\n")[0]
        raise Misuse(
            f"“{known.file}”写明属于规划“{known.plan}”，{what}\n"
            "    怎么改：写明这个规划的文件夹（其中有 plan.yaml）：--plan 文件夹"
        ) from error


def _refuse_unusable(data: Data, stage: Stage) -> None:
    """Say what is wrong with files that would have said what they are for, could they be read.

    Raises:
        Misuse: there are no files.
        IntakeError: any of them cannot be used.
    """
    from .. import text
    from ..errors import IntakeError
    from ..intake.checks.named import unusable

    lost = unusable(_of_some_file(read_from(None, None, data, stage=stage)).findings)
    if lost:
        raise IntakeError(text.findings(lost), lost)


def checked(
    declarations: "Declarations", year: int, reading: "Reading", stage: Stage
) -> "CheckReport":
    """What checking finds in what was read."""
    from ..intake.checks.report import check

    with stage(CHECKING) as step:
        return check(declarations, reading, year, step)


def identify(data: Data) -> "Identity":
    """What the first form among the files says it is for: plan, entity, year."""
    from ..intake import Reading
    from ..intake.form.metadata import Identity
    from ..intake.identifying import identify as identity

    known = None if isinstance(data, Reading) else identity(places(data))
    if known is None:
        return Identity("", "", None, None)
    return known if known.plan else replace(known, plan=_plan_named(known.plan_short))


def _plan_named(short: str) -> str:
    """The shipped plan with a short name; empty when there is none."""
    from ..resources import targets

    for folder in sorted(targets().iterdir()) if short else ():
        declared = folder / "plan.yaml"
        if declared.is_file() and f"short: {short}\n" in declared.read_text(encoding="utf-8"):
            return folder.name
    return ""


def write_layout(reading: "Reading", plan: PlanLike | None, path: Path) -> None:
    """Write a layout for the first file of a reading, to adjust.

    Raises:
        Misuse: there is nothing to lay out.
        DocumentError: the file cannot be written.
    """
    from ..errors import Misuse
    from ..intake.show import layout_text
    from ..running.files import write_bytes

    readable = next((one for one in reading.files if one.book is not None), None)
    if readable is None:
        raise Misuse("没有读到任何表，写不出版式说明\n    怎么改：检查文件是否是表格文件")
    declarations = None if plan is None else load(plan)
    write_bytes(path, layout_text(readable, declarations).encode("utf-8"))


def standings(
    plan: PlanLike,
    year: int,
    data: "Data | CheckReport",
    *,
    period: str | None = None,
    stage: Stage = silent,
) -> "tuple[EntityForms, ...]":
    """Who has submitted for a year, or for a part of it (`period`: H1, Q3, 06), and what must be
    corrected; `data` may be checked already.

    Raises:
        ShuangkongError: the plan, the period or the data cannot be used.
    """
    from ..intake.checks.report import CheckReport
    from ..intake.status import standings

    declarations = load(plan)
    if not isinstance(data, CheckReport):
        # where nothing came, it is known of everybody that he has not reported
        data = checked(declarations, year, read_from(declarations, year, data, stage=stage), stage)
    term_of(year, period)
    return standings(declarations, data.reading, year, data.findings, period)


def term_of(year: int, period: str | None) -> int:
    """A year, or a part of it, in digits.

    Raises:
        Misuse: the period is no part of a year.
    """
    if period is None:
        return year
    from ..intake.periods import part_in

    return part_in(year, period).number
