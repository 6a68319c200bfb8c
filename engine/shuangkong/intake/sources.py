"""The files of a submission: one, many, a folder or a zip, each with its bytes and a safe name."""

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from zipfile import ZipInfo

from .. import messages
from ..errors import IntakeError, Misuse
from ..text import inert_name
from ..vocabulary import Finding, Place
from .layouts import ENDINGS
from .reading import limits
from .reading.barrier import guarded
from .reading.kinds import HEAD, Kind, kind_of
from .reading.package import Package

#: endings of files that are read when they lie in a folder or zip
TABLES = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".fods", ".csv", ".tsv", ".txt"))
TABLES |= {".et"}
LONG = frozenset((".parquet",))
#: endings of archives: a zip is opened; the others, and a zip in a zip, are refused by name
ARCHIVES = frozenset((".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"))
_LAYOUTS = frozenset((".yaml", ".yml"))
_LINK = "只是一个链接，没有打开它指向的内容"
_PIPE = "不是普通文件（管道、设备之类），没有打开"
#: endings of what is sent beside the tables as proof: listed, never read
EVIDENCE = frozenset((".pdf", ".ofd", ".doc", ".docx", ".wps", ".rtf", ".ppt", ".pptx"))
EVIDENCE |= {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp"}


@dataclass(frozen=True)
class SourceFile:
    """One file's bytes; `path` is None for a file inside a zip.

    `name` is how it is called wherever it is shown: no two files of one reading have the same.
    """

    name: str
    data: bytes
    path: Path | None = None
    #: the zip on disk that it came in
    within: Path | None = None
    #: bytes that it had inside a zip
    size_in_zip: int | None = None

    @property
    def packed(self) -> int:
        """The bytes that it came as."""
        return len(self.data) if self.size_in_zip is None else self.size_in_zip

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def ending(self) -> str:
        return PurePosixPath(self.name).suffix.casefold()


def most_cells(sources: Iterable[SourceFile]) -> int:
    """How many cells may be read of these files together."""
    return limits.ALL_CELLS + sum(one.packed for one in sources) // limits.BYTES_PER_CELL


def gather(
    paths: Path | Iterable[Path | SourceFile],
    findings: list[Finding],
    layouts: list[SourceFile] | None = None,
) -> list[SourceFile]:
    """All files under the given paths in order of name, and files already held in memory; what
    is left out is a finding. Layouts that came in a zip or in memory go to `layouts`.

    Raises:
        Misuse: when a path does not exist.
    """
    given: list[Path | SourceFile] = [paths] if isinstance(paths, Path) else list(paths)
    found: list[SourceFile] = []
    size = 0
    for path in given:
        if isinstance(path, Path) and not path.exists():
            raise Misuse(f"没有这个文件或文件夹：{path}\n    怎么改：检查路径是否写对")
        for source in _under(path, findings):
            if source.path is None and _is_layout(source.name):
                if layouts is not None:
                    layouts.append(source)
                continue
            found.append(source)
            size += len(source.data)
            if len(found) > limits.FILES or size > limits.ALL_BYTES:
                most = f"{limits.FILES} 个、{limits.ALL_BYTES // 1_000_000} MB"
                raise Misuse(f"文件太多，上限 {most}\n    怎么改：分几次处理")
    return _named_apart(_once(found, findings))


def _under(path: Path | SourceFile, findings: list[Finding]) -> Iterator[SourceFile]:
    """The file of a path, or the files of a folder; those of zips instead of the zips."""
    if isinstance(path, SourceFile):
        if _proof(path.name) and not _to_read(_held_kind(path.data)):
            findings.append(_left_out(path.name))
        else:
            yield from _expanded(path, findings)
        return
    folder = path.is_dir()
    if not folder and not path.is_file():
        findings.append(_not_opened(_shown(path.name), _PIPE))
        return
    if not folder and _proof(path.name) and not _to_read(_kind_on_disk(path)):
        findings.append(_left_out(_shown(path.name)))
        return
    for one in _folder(path, findings) if folder else _opened(_shown(path.name), path, findings):
        yield from _expanded(one, findings)


def _proof(name: str) -> bool:
    """Whether a file is called as evidence is."""
    return PurePosixPath(name).suffix.casefold() in EVIDENCE


def _to_read(kind: Kind) -> bool:
    """Whether a file of this content is no mere evidence: the content decides, not the name."""
    return kind is not Kind.OTHER


def _held_kind(data: bytes) -> Kind:
    return kind_of(data[:HEAD], lambda: data if len(data) <= limits.FILE_BYTES else None)


def _kind_on_disk(path: Path) -> Kind:
    """What a file is; one that is closed to us is called what its name says."""

    def whole() -> bytes | None:
        return path.read_bytes() if path.stat().st_size <= limits.FILE_BYTES else None

    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
        return kind_of(head, whole)
    except OSError:
        return Kind.OTHER


def _shown(name: str) -> str:
    """A name on this disk as it is shown; one that is no UTF-8 is taken for the GBK it was."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        # where it is not that either, its half characters are taken out below
        with contextlib.suppress(UnicodeError):
            name = os.fsencode(name).decode("gb18030")
    return inert_name(name)


def _opened(name: str, path: Path, findings: list[Finding]) -> Iterator[SourceFile]:
    """A file with its bytes, as many as say that it is too big; a finding where it is closed."""
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.FILE_BYTES + 1)
    except OSError as error:
        findings.append(_closed(name, error.strerror or type(error).__name__))
        return
    yield SourceFile(name, data, path)


def _folder(folder: Path, findings: list[Finding]) -> Iterator[SourceFile]:
    for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).as_posix()):
        name = _shown(path.relative_to(folder).as_posix())
        if _is_aside(name) or (path.suffix.casefold() in _LAYOUTS and path.is_file()):
            continue
        if path.is_symlink():
            findings.append(_not_opened(name, _LINK))
        elif path.is_dir():
            if not os.access(path, os.R_OK | os.X_OK):
                findings.append(_closed(name, "没有权限"))
        elif not path.is_file():
            findings.append(_not_opened(name, _PIPE))
        elif _wanted(name) or _to_read(_kind_on_disk(path)):
            yield from _opened(name, path, findings)
        else:
            findings.append(_left_out(name))


def _not_opened(name: str, what: str) -> Finding:
    """That a name has no file of its own behind it: a link is not followed, for it may lead out of
    what was handed in, and a pipe never ends."""
    return Finding.of(messages.NO_FILE, Place(name), what=what)


def _closed(name: str, detail: str) -> Finding:
    return Finding.of(messages.FILE_UNREADABLE, Place(name), detail=detail)


def _left_out(name: str) -> Finding:
    """That a file is no table: evidence, or something else."""
    if PurePosixPath(name).suffix.casefold() in EVIDENCE:
        return Finding.of(messages.EVIDENCE, Place(name))
    return Finding.of(messages.IGNORED_FILE, Place(name), detail="不是表格文件")


def _is_aside(name: str) -> bool:
    """Whether a program put the file there beside somebody's own: hidden, a lock, a Mac's."""
    return any(part.startswith((".", "~$")) or part == "__MACOSX" for part in name.split("/"))


def _is_layout(name: str) -> bool:
    return name.casefold().endswith(ENDINGS)


def _wanted(name: str) -> bool:
    """Whether a file is called as tables and archives are, those that are refused included."""
    return PurePosixPath(name).suffix.casefold() in TABLES | LONG | ARCHIVES


def _is_zip(source: SourceFile) -> bool:
    """Whether files lie in a file; one that is called a table is taken at its word."""
    if source.ending in TABLES | LONG or not source.data.startswith(b"PK"):
        return False
    kind = _held_kind(source.data)
    return kind is Kind.ZIP or (source.ending == ".zip" and kind is Kind.OTHER)


def _expanded(source: SourceFile, findings: list[Finding]) -> Iterator[SourceFile]:
    """The files inside a zip of tables; any other file is itself."""
    if not _is_zip(source):
        yield source
        return
    package = guarded(source.name, lambda: Package(source.name, source.data))
    if isinstance(package, IntakeError):
        findings.extend(package.findings)
        return
    sizes = {_safe(entry.name): entry.info.compress_size for entry in package.entries}
    for name, contents in _unpacked(package, findings).items():
        shown = f"{source.name}/{name}"
        if len(contents) == 1:
            yield SourceFile(shown, contents[0], within=source.path, size_in_zip=sizes[name])
        else:
            count = len(contents)
            findings.append(Finding.of(messages.SAME_NAME, Place(shown), count=count))


def _unpacked(package: Package, findings: list[Finding]) -> dict[str, list[bytes]]:
    """The tables inside a zip by name: usually one each, else all that differ."""
    found: dict[str, list[bytes]] = {}
    for entry in package.entries:
        name = _safe(entry.name)
        if name is None:
            detail = f"“{inert_name(entry.name)[:80]}”{_unsafe(entry.name)}"
            findings.append(Finding.of(messages.UNSAFE_NAME, Place(package.name), detail=detail))
        elif _is_aside(name):
            continue
        elif stat.S_ISLNK(entry.info.external_attr >> 16):
            findings.append(_not_opened(f"{package.name}/{name}", _LINK))
        elif _wanted(name) or _is_layout(name) or _to_read(_kind_packed(package, entry.info)):
            content = guarded(f"{package.name}/{name}", partial(package.content, entry.info))
            if isinstance(content, IntakeError):
                findings.extend(content.findings)
            elif content not in found.setdefault(name, []):
                found[name].append(content)
        else:
            findings.append(_left_out(f"{package.name}/{name}"))
    return found


def _kind_packed(package: Package, entry: ZipInfo) -> Kind:
    head = package.peek(entry, HEAD)
    return Kind.OTHER if head is None else kind_of(head, partial(package.peek, entry))


def _safe(name: str) -> str | None:
    """A packed file's name when it is a plain relative path; None otherwise."""
    path = PurePosixPath(name.replace("\\", "/"))
    drive = len(name) > 1 and name[1] == ":"
    if path.is_absolute() or drive or ".." in path.parts or not path.name:
        return None
    return path.as_posix() if inert_name(name) == name else None


def _unsafe(name: str) -> str:
    """What is wrong with a packed file's name."""
    hidden = inert_name(name) != name
    return "含看不见的控制字符" if hidden else "指向压缩包之外"


def _once(found: list[SourceFile], findings: list[Finding]) -> list[SourceFile]:
    seen: dict[str, str] = {}
    kept: list[SourceFile] = []
    for source in found:
        digest = source.sha256
        if source.data and digest in seen:
            place, kept_one = Place(source.name), seen[digest]
            findings.append(Finding.of(messages.SAME_FILE, place, seen=kept_one, other=kept_one))
            continue
        seen.setdefault(digest, source.name)
        kept.append(source)
    return kept


def _named_apart(found: list[SourceFile]) -> list[SourceFile]:
    """Files from several places that are called the same get names of their own."""
    taken: set[str] = set()
    apart = []
    for source in found:
        name, number = source.name, 1
        while name in taken:
            number += 1
            name = f"第{number}份/{source.name}"
        taken.add(name)
        apart.append(replace(source, name=name))
    return apart
