"""Files as they come in: each read on its own, with what must be kept to read it again."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

from .. import messages
from ..declarations.bundle import Declarations
from ..errors import IntakeError
from ..intake.files import ExplainedDoubt, FileReading, FileRole, Reader
from ..intake.layouts import ENDINGS, Layout, kept_layouts, parse_layout
from ..intake.observe import Observation
from ..intake.reading import limits
from ..intake.reading.barrier import guarded
from ..intake.sources import SourceFile, gather
from ..running.progress import Progress
from ..vocabulary import Authority, Finding, Place, Verdict, VerdictBy, Verification, Vintage
from ..vocabulary.versions import stated
from .canonical import canonical, clean, cleaned, finding_content
from .store import Row

#: how the name of a workspace's own layout begins; no path inside a folder does
_WORKSPACE = "//layouts/"


@dataclass(frozen=True)
class Received:
    """One file: its bytes, the archive it came in, and what was read from it."""

    file: str
    data: bytes
    via: str | None
    reading: FileReading

    @property
    def usable(self) -> bool:
        """Whether anything in it can take part in an assessment."""
        role = self.reading.role
        if role.by_row:
            return bool(self.reading.measures or self.reading.verdicts)
        if role is FileRole.ALLOCATIONS:
            return not self.reading.findings
        return role is not FileRole.UNRECOGNISED and bool(self.reading.observations)


@dataclass(frozen=True)
class Batch:
    """All files of one submission, the layouts that came with them, and what was left out."""

    files: tuple[Received, ...]
    layouts: Mapping[str, bytes]
    findings: tuple[Finding, ...]

    def explained(self, explanations: Sequence[ExplainedDoubt]) -> "Batch":
        """The same with sentences by which doubts about the files were stood for."""
        told = tuple(explanations)
        files = (replace(f, reading=replace(f.reading, explanations=told)) for f in self.files)
        return replace(self, files=tuple(files))


def receive(
    declarations: Declarations,
    paths: Sequence[Path],
    year: int,
    progress: Progress | None = None,
    workspace: Path | None = None,
) -> Batch:
    """Read files, folders and zips, each file on its own.

    Layouts in the folder `layouts/` of the workspace come before those beside the data.

    Raises:
        ShuangkongError: a path does not exist or cannot be read.
    """
    findings: list[Finding] = []
    layouts = _layouts_beside(paths)
    if workspace is not None:
        kept = _layouts_beside([workspace / "layouts"])
        layouts |= {f"{_WORKSPACE}{name}": data for name, data in kept.items()}
    findings.extend(kept_layouts(declarations)[1])
    sent: list[SourceFile] = []
    sources = gather(paths, findings, sent)
    layouts |= {clean(one.name): one.data for one in sent}
    reader = Reader.of(declarations, year, beside=parsed_layouts(layouts, findings))
    files = []
    for number, source in enumerate(sources, start=1):
        if progress:
            progress(source.name, number, len(sources))
        name = base_name(source.name)
        if len(source.data) > limits.FILE_BYTES:
            limit = limits.FILE_BYTES // 1_000_000
            findings.append(Finding.of(messages.TOO_BIG_TO_KEEP, Place(name), limit=limit))
            continue
        files.append(Received(name, source.data, _archive(source), read(reader, name, source.data)))
    return Batch(tuple(files), layouts, tuple(findings))


def read(reader: Reader, name: str, data: bytes) -> FileReading:
    """One file's reading, with every finding that rests on the file alone."""
    reading = reader.received(SourceFile(name, data))
    declarations = reader.declarations
    if declarations is None:
        return reading
    faults = guarded(name, lambda: _faults(declarations, reading))
    if isinstance(faults, IntakeError):
        # what cannot be checked cannot be used, so that nobody rests on it
        return FileReading(name, reading.sha256, FileRole.UNRECOGNISED, findings=faults.findings)
    return replace(reading, findings=(*reading.findings, *faults))


def _faults(declarations: Declarations, reading: FileReading) -> list[Finding]:
    """What is wrong with a file that has been read, and that it can be written down at all."""
    faults = _seen_in(declarations, reading)
    canonical([list(row_of(one)) for one in reading.observations])
    canonical([measure_content(row) for row in reading.measures])
    canonical([verdict_content(one) for one in reading.verdicts])
    canonical([finding_content(one) for one in (*reading.findings, *faults)])
    return faults


def _seen_in(declarations: Declarations, reading: FileReading) -> list[Finding]:
    """Checks of cells and sheets; those of figures are made when all figures are together."""
    from ..intake.checks import own

    return own.check(declarations, [reading])


def base_name(name: str) -> str:
    """A file's own name, without folders and archives; no machine's paths enter the ledger."""
    return clean(PurePosixPath(name.replace("\\", "/")).name)


def _archive(source: SourceFile) -> str | None:
    if source.path is not None:
        return None
    folders = PurePosixPath(source.name).parts[:-1]
    return next((clean(p) for p in folders if p.casefold().endswith(".zip")), None)


def _layouts_beside(paths: Sequence[Path]) -> dict[str, bytes]:
    """Layout files in the folders given, and in those that given files lie in, by name."""
    found: dict[str, bytes] = {}
    for given in paths:
        folder = given if given.is_dir() else given.parent
        beside = folder.rglob("*") if folder is given else folder.glob("*")
        for path in sorted(beside):
            if path.name.casefold().endswith(ENDINGS) and path.is_file():
                found[clean(path.relative_to(folder).as_posix())] = path.read_bytes()
    return found


def parsed_layouts(layouts: Mapping[str, bytes], findings: list[Finding]) -> list[Layout]:
    """Layouts from their bytes, the workspace's first, in order of name; one with faults is left
    out and said."""
    found = []
    for name in sorted(layouts, key=lambda name: (not name.startswith(_WORKSPACE), name)):
        try:
            text = layouts[name].decode("utf-8-sig", errors="replace")
            found.append(parse_layout(text, base_name(name)))
        except IntakeError as error:
            findings.extend(error.findings)
    return found


def row_of(one: Observation) -> Row:
    """An observation as it is kept (columns of `schema.ROW`); its value stays exact."""
    texts = (
        one.entity,
        one.indicator,
        one.period,
        str(one.value),
        one.unit,
        one.verification,
        one.sheet,
        one.cell,
        one.raw,
        one.raw_unit,
        one.vintage,
        one.authority,
        one.note,
    )
    return tuple(map(cleaned, texts))


def observation_of(row: Row, file: str, file_hash: str) -> Observation:
    """An observation as it was read; `file` is what it is called in this ledger."""
    entity, indicator, period, value, unit, checked, sheet, cell, raw, raw_unit, *rest = row
    vintage, authority, note = rest
    return Observation(
        entity=entity or "",
        indicator=indicator or "",
        period=period or "",
        value=Decimal(value or "0"),
        unit=unit or "",
        verification=checked or "",
        file=file,
        file_hash=file_hash,
        sheet=sheet or "",
        cell=cell or "",
        raw=raw or "",
        raw_unit=raw_unit or "",
        vintage=stated(Vintage, vintage),
        authority=stated(Authority, authority),
        note=note,
    )


def _kept(texts: Mapping[str, object]) -> dict[str, Any]:
    """What is kept of a row: without the file's name, which the ledger gives.

    Ledgers call the verification `mark`, as they did from the first on; what is kept in one is
    hashed, and names in it stay.
    """
    kept = {key: value for key, value in texts.items() if key not in ("file", "file_hash")}
    kept["mark"] = kept.pop("verification")
    return {key: clean(v) if isinstance(v, str) else v for key, v in kept.items()}


def _told(content: Mapping[str, Any]) -> dict[str, Any]:
    """The row that was kept, in the words of today."""
    told = dict(content)
    told["verification"] = told.pop("mark")
    return told


def measure_content(row: Mapping[str, object]) -> dict[str, Any]:
    """A measure score as it is kept."""
    return _kept(row)


def measure_of(content: Mapping[str, Any], file: str, file_hash: str) -> dict[str, object]:
    """A measure score as it was read; `file` is what it is called in this ledger."""
    return {**_told(content), "file": file, "file_hash": file_hash}


def verdict_content(one: Verdict) -> dict[str, Any]:
    """A verdict as it is kept."""
    return _kept({**asdict(one), "at": one.at.isoformat()})


def verdict_of(content: Mapping[str, Any], file: str, file_hash: str) -> Verdict:
    """A verdict as it was read; `file` is what it is called in this ledger."""
    told = {
        **_told(content),
        "by": VerdictBy(content["by"]),
        "at": datetime.date.fromisoformat(content["at"]),
        "verification": Verification(content["mark"]),
    }
    return Verdict(**told, file=file, file_hash=file_hash)


def explanation_content(one: ExplainedDoubt) -> dict[str, str]:
    """A sentence on a doubt as it is kept."""
    return {name: clean(text) for name, text in asdict(one).items()}
