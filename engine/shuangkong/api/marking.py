"""Files that were checked, given back with their findings marked."""

from pathlib import Path
from typing import TYPE_CHECKING

from ..records import dataclass
from ..running.progress import WRITING, Stage, silent

if TYPE_CHECKING:
    from ..intake.checks.report import CheckReport
    from ..intake.reading import Book
    from ..running.crew import Crew
    from ..vocabulary import Finding


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
