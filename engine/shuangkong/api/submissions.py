"""The jobs around submissions: forms out; files read, checked, marked and counted."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..records import dataclass
from ..running.progress import CHECKING, WRITING, Stage, silent
from .given import Data, PlanLike, load, places, read_from

if TYPE_CHECKING:
    import polars as pl

    from ..declarations.bundle import Declarations
    from ..intake import Layout, Reading
    from ..intake.checks.report import CheckReport
    from ..intake.form.entered import Entered
    from ..intake.form.metadata import Identity
    from ..intake.reading import Book
    from ..intake.status import EntityForms as EntityForms  # noqa: PLC0414 (the terminal names it)
    from ..running.crew import Crew
    from ..vocabulary import Entity, Finding


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
        ShuangkongError: the plan or a layout cannot be used, or a path does not exist.
    """
    from ..intake import Layout, load_layout

    declarations = None if plan is None else load(plan)
    known = [one if isinstance(one, Layout) else load_layout(Path(one)) for one in layouts]
    return read_from(declarations, year, data, known, stage)


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
        ShuangkongError: the plan cannot be used, a path does not exist, or nothing says which
            plan and year the files are for, be it because they cannot be read.
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
    return checked(declarations, year, read_from(declarations, year, data, stage=stage), stage)


def _plan_of(known: "Identity") -> "Declarations | None":
    """The plan that a form names; None where it names none.

    Raises:
        Misuse: no plan of that name is shipped: its folder has to be given.
    """
    from ..errors import Misuse

    if not known.plan:
        return None
    try:
        return load(known.plan)
    except Misuse as error:
        what = str(error).partition("\n")[0]
        raise Misuse(
            f"“{known.file}”写明属于规划“{known.plan}”，{what}\n"
            "    怎么改：写明这个规划的文件夹（其中有 plan.yaml）：--plan 文件夹"
        ) from error


def _refuse_unusable(data: Data, stage: Stage) -> None:
    """Say what is wrong with files that would have said what they are for, could they be read.

    Raises:
        IntakeError: any of them cannot be used.
    """
    from .. import text
    from ..errors import IntakeError
    from ..intake.checks.named import unusable

    lost = unusable(read_from(None, None, data, stage=stage).findings)
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


def annotated(report: "CheckReport", name: str, data: bytes | None = None) -> bytes:
    """A file that was checked, with its findings marked, as bytes.

    Args:
        report: of `check`.
        name: what the file is called in the report.
        data: the file's bytes, where they are to be others than those that were checked.

    Raises:
        IntakeError: the file cannot be read.
    """
    from ..intake.annotate import marked

    file = next(one for one in report.reading.files if one.name == name)
    if data is None:
        data = file.data if file.path is None else file.path.read_bytes()
        assert data is not None, "a file without a path has its bytes"
    return marked(data, name, report.of_file(name), report.rules)


def write_annotated(
    report: "CheckReport", folder: Path, stage: Stage = silent, crew: "Crew | None" = None
) -> "Annotated":
    """A marked copy of every file that was read and in which something was found, in a folder.

    A copy that cannot be made or written is a finding, and the others are.
    """
    from ..intake.annotate import annotated_name
    from ..running.crew import Crew

    taken: set[str] = set()
    marked = [
        _ToMark(file.path or file.data or b"", file.book, report.of_file(file.name), copy, rules)
        for rules in [report.rules]
        for file in report.reading.files
        if file.book is not None and report.of_file(file.name)
        for copy in [folder / annotated_name(file.name, file.book, taken)]
    ]
    copies: list[Path] = []
    said: list[Finding] = []
    with stage(WRITING) as step:
        for number, (copy, faults) in enumerate(
            (crew or Crew()).each(_annotated, None, marked), start=1
        ):
            copies += [copy] if copy is not None else []
            said += faults
            step(marked[number - 1].copy.name, number, len(marked))
    read = (file.name for file in report.reading.files if file.book is not None)
    clean = tuple(name for name in read if not report.of_file(name))
    return Annotated(tuple(copies), tuple(said), clean)


@dataclass(frozen=True, slots=True)
class Annotated:
    """The marked copies that were written, and what must be said of those that are otherwise;
    `clean` are the files in which there was nothing to mark."""

    paths: tuple[Path, ...]
    findings: "tuple[Finding, ...]"
    clean: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _ToMark:
    """A file that is to be copied with its findings marked; its bytes, or where they are."""

    source: Path | bytes
    book: "Book"
    findings: "tuple[Finding, ...]"
    copy: Path
    rules: str

    def write(self) -> "tuple[Path | None, tuple[Finding, ...]]":
        """Write the copy; gives where it is, and what must be said of it."""
        from .. import messages
        from ..errors import DocumentError
        from ..intake.annotate import copied
        from ..running.files import write_bytes
        from ..vocabulary import Finding, Place

        data = self.source if isinstance(self.source, bytes) else self.source.read_bytes()
        content, said = copied(data, self.book, self.findings, self.rules)
        try:
            write_bytes(self.copy, content)
        except DocumentError as error:
            place = Place(self.book.name)
            return None, (Finding.of(messages.NOT_MARKED, place, detail=str(error)),)
        return self.copy, said


def _annotated(_: None, one: _ToMark) -> "tuple[Path | None, tuple[Finding, ...]]":
    from ..errors import IntakeError
    from ..intake.reading.barrier import guarded

    done = guarded(one.book.name, one.write)
    return (None, done.findings) if isinstance(done, IntakeError) else done


def form(
    plan: PlanLike,
    year: int,
    entity: str,
    data: Data | None = None,
    *,
    period: str | None = None,
    entered: Data | None = None,
) -> bytes:
    """One entity's form of a year, or of a part of it (`period`: H1, Q3, 06), as the bytes of an
    xlsx file.

    `data` are figures already known; those of the time before that of the form are shown.
    `entered` is what the entity had entered itself, to go on with.

    Raises:
        ShuangkongError: the plan, entity, year, period or data cannot be used.
    """
    made = _Forms.of(load(plan), year, period, Path(), data, silent)
    of = _entity(made.declarations, entity)
    if entered is None:
        return made.content(of)
    from ..intake.entered import entered as entered_in

    reading = read_from(made.declarations, year, entered)
    return made.content(of, entered_in(reading, of))


def write_forms(
    plan: PlanLike,
    year: int,
    entity: str | None,
    target: Path,
    data: Data | None = None,
    *,
    period: str | None = None,
    stage: Stage = silent,
    crew: "Crew | None" = None,
) -> tuple[Path, ...]:
    """Write one entity's form to the file `target`, or all forms into the folder `target`; of a
    year, or of a part of it (`period`: H1, Q3, 06).

    A form that somebody filled in is never replaced: the new one then stands beside it, and its
    name says so (`…_新表.xlsx`).

    Raises:
        ShuangkongError: the plan, entity, year, period or data cannot be used.
    """
    from ..running.crew import Crew

    forms = _Forms.of(load(plan), year, period, target, data, stage)
    if entity is not None:
        return (forms.write(_entity(forms.declarations, entity), target),)
    entities = forms.declarations.assessed(year)
    written: list[Path] = []
    with stage(WRITING) as step:
        for path in (crew or Crew()).each(_form, forms, entities):
            written.append(path)
            step(path.name, len(written), len(entities))
    return tuple(written)


@dataclass(frozen=True, slots=True)
class _Forms:
    """What all forms are made from: `known` are the figures of earlier times by entity."""

    declarations: "Declarations"
    year: int
    period: str | None
    folder: Path
    known: "Mapping[tuple[object, ...], pl.DataFrame]"

    @classmethod
    def of(
        cls,
        declarations: "Declarations",
        year: int,
        period: str | None,
        folder: Path,
        data: Data | None,
        stage: Stage,
    ) -> "_Forms":
        if data is None:
            return cls(declarations, year, period, folder, {})
        import polars as pl

        observations = read_from(declarations, year, data, stage=stage).observations
        known = pl.col("year") < year
        if period is not None:
            # the form takes of the year what is of a part before its own
            known = (pl.col("year") <= year) & (pl.col("period") != f"{year}-{period}")
        before = observations.filter(known)
        return cls(declarations, year, period, folder, before.partition_by("entity", as_dict=True))

    def content(self, entity: "Entity", entered: "Entered | None" = None) -> bytes:
        """One entity's form."""
        from ..intake.form.write import form_bytes

        known = self.known.get((entity.code,))
        return form_bytes(
            self.declarations, entity, self.year, known, part=self.period, entered=entered
        )

    def write(self, entity: "Entity", path: Path) -> Path:
        """One entity's form; beside the one that is there, where that holds anything."""
        from ..intake.form.untouched import untouched
        from ..running.files import free_beside, write_bytes

        content = self.content(entity)
        if path.exists() and path.read_bytes() != content and not untouched(path):
            path = free_beside(path, "新表")
        write_bytes(path, content)
        return path


def _form(forms: _Forms, entity: "Entity") -> Path:
    from ..running.files import safe_name

    when = f"{forms.year}" if forms.period is None else f"{forms.year}-{forms.period}"
    name = safe_name(f"{entity.code}_{entity.name}_{when}")
    return forms.write(entity, forms.folder / f"{name}.xlsx")


def _entity(declarations: "Declarations", name: str) -> "Entity":
    from ..declarations.hints import alike
    from ..errors import Misuse

    code = declarations.names.get("".join(name.split()), name)
    if code not in declarations.entities:
        kinds = declarations.plan.assessed
        known = [e.name for e in declarations.entities.values() if e.kind in kinds]
        listed = alike("".join(name.split()), known)
        hint = f"，相近的有：{'、'.join(listed)}" if listed else ""
        raise Misuse(f"没有名为“{name}”的考核对象{hint}\n    怎么改：写规划中的名称或代码")
    return declarations.entities[code]


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
        data = check(declarations, year, data, stage=stage)
    term_of(year, period)
    return standings(declarations, data.reading, year, data.findings, period)


def term_of(year: int, period: str | None) -> int:
    """A year, or a part of it, in digits.

    Raises:
        Misuse: the period is no part of a year.
    """
    from ..intake.periods import part_in

    return year if period is None else part_in(year, period).number
