"""Everything that was submitted, read once: observations, measure scores, findings, files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..declarations.bundle import Declarations
from ..errors import IntakeError
from ..running.progress import Progress
from ..vocabulary import Finding
from .file_reading import FileReading
from .layouts import ENDINGS, Layout, kept_layouts, layout_in, load_layout
from .sources import SourceFile, gather
from .submissions import Reading

if TYPE_CHECKING:
    from ..running.kept import Kept
    from .recall import Elsewhere


@dataclass
class _Gathered:
    """What has been read so far."""

    files: list[FileReading] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_submissions(
    declarations: Declarations | None,
    paths: Path | Iterable[Path | SourceFile],
    year: int | None,
    layouts: Iterable[Layout] = (),
    progress: Progress | None = None,
    kept: "Kept | None" = None,
    elsewhere: "Elsewhere | None" = None,
) -> Reading:
    """Read files, folders and zips for one plan and assessment year.

    Without a plan, facts are found and nothing is made of them.

    `progress` is called with a file's name, its number and the number of all files.

    A file that cannot be read is a blocker among the findings, not an exception. Layouts are
    tried in this order: those given, those of the plan (`layouts/`), those beside the data.
    Of files that are in `kept` from an earlier run, the cells are not read again; others are then
    read `elsewhere`, if that is given.

    Raises:
        Misuse: when a path does not exist.
    """
    given = [paths] if isinstance(paths, Path) else list(paths)
    found = _Gathered()
    if declarations is not None:
        found.findings.extend(kept_layouts(declarations)[1])
    sent: list[SourceFile] = []
    sources = gather(given, found.findings, sent)
    beside = [*_layouts_beside(given, found.findings), *_layouts_sent(sent, found.findings)]
    if not sources:
        return _nothing(found.findings)
    # what only reads need is not imported for nothing
    from .collecting import collected
    from .files import Reader
    from .recall import Recall

    reader = Reader.of(declarations, year, layouts, beside)
    recall = Recall(kept, reader, elsewhere) if kept is not None else None
    received = (recall or reader).all_received(sources)
    for number, reading in enumerate(received, start=1):
        if progress:
            progress(reading.name, number, len(sources))
        found.files.append(reading)
    return replace(collected(declarations, found.files, found.findings), recall=recall)


def read_apart(
    declarations: Declarations, files: Sequence[SourceFile], year: int
) -> tuple[Reading, ...]:
    """What `read_submissions` gives of each of many files that came by themselves.

    None knows of the others: two may be called alike. Tables share the fixed cost of reading;
    a zip is read alone.
    """
    from .collecting import collected
    from .files import Reader, read_ahead

    about = kept_layouts(declarations)[1]
    gathered = []
    for file in files:
        findings, sent = [*about], list[SourceFile]()
        gathered.append((gather([file], findings, sent), sent, findings))
    plain = Reader.of(declarations, year, (), ())
    books = read_ahead(one for sources, *_ in gathered if len(sources) == 1 for one in sources)
    made = []
    for sources, sent, findings in gathered:
        ahead = books if len(sources) == 1 else None
        beside = _layouts_sent(sent, findings)
        reader = Reader.of(declarations, year, (), beside) if beside else plain
        received = list(reader.all_received(sources, ahead))
        made.append(collected(declarations, received, findings) if sources else _nothing(findings))
    return tuple(made)


def _nothing(findings: Sequence[Finding]) -> Reading:
    """What was read of no file at all."""
    from ..vocabulary import frames

    none = frames.empty(frames.OBSERVATIONS), frames.empty(frames.MEASURES)
    return Reading(*none, tuple(findings), (), ())


def _layouts_sent(sent: Iterable[SourceFile], findings: list[Finding]) -> list[Layout]:
    """Layouts that came in a zip or in memory."""
    found = []
    for one in sorted(sent, key=lambda source: source.name):
        try:
            found.append(layout_in(one.data, one.name))
        except IntakeError as error:
            findings.extend(error.findings)
    return found


def _layouts_beside(given: Iterable[Path | SourceFile], findings: list[Finding]) -> list[Layout]:
    found: dict[Path, Layout] = {}
    for one in given:
        if isinstance(one, SourceFile):
            continue
        beside = one.rglob("*") if one.is_dir() else one.parent.glob("*")
        for path in sorted(beside):
            if path.name.casefold().endswith(ENDINGS) and path.is_file() and path not in found:
                try:
                    found[path] = load_layout(path)
                except IntakeError as error:
                    findings.extend(error.findings)
    return list(found.values())
