"""The files of a submission: one, many, a folder or a zip, each with its bytes and a safe name."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from .. import messages
from ..errors import IntakeError, Misuse
from ..vocabulary import Finding, Place
from .reading import limits
from .reading.package import Package

#: endings of files that are read when they lie in a folder or zip
TABLES = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".et"))
LONG = frozenset((".parquet",))
_LAYOUTS = frozenset((".yaml", ".yml"))


@dataclass(frozen=True)
class SourceFile:
    """One file's bytes; `path` is None for a file inside a zip."""

    name: str
    data: bytes
    path: Path | None = None

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def ending(self) -> str:
        return PurePosixPath(self.name).suffix.casefold()


def gather(paths: Path | Iterable[Path], findings: list[Finding]) -> list[SourceFile]:
    """All files under the given paths in order of name; what is left out is a finding.

    Raises:
        Misuse: when a path does not exist.
    """
    given = [paths] if isinstance(paths, Path) else list(paths)
    found: list[SourceFile] = []
    for path in given:
        if path.is_dir():
            for source in _folder(path, findings):
                found.extend(_expanded(source, findings))
        elif path.is_file():
            found.extend(_expanded(SourceFile(path.name, _bytes(path), path), findings))
        else:
            raise Misuse(f"没有这个文件或文件夹：{path}\n    怎么改：检查路径是否写对")
    if len(found) > limits.FILES:
        raise Misuse(f"文件太多：{len(found)} 个，上限 {limits.FILES}")
    return _once(found, findings)


def _bytes(path: Path) -> bytes:
    size = path.stat().st_size
    if size > limits.FILE_BYTES and path.suffix.casefold() not in LONG:
        with path.open("rb") as stream:
            return stream.read(limits.FILE_BYTES + 1)
    try:
        return path.read_bytes()
    except OSError as error:
        raise IntakeError(f"{path.name}  读不了文件：{error.strerror}") from error


def _folder(folder: Path, findings: list[Finding]) -> Iterator[SourceFile]:
    for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        parts = PurePosixPath(name).parts
        if not path.is_file() or path.is_symlink():
            continue
        if any(part.startswith((".", "~$")) for part in parts):
            continue
        if _wanted(name):
            yield SourceFile(name, _bytes(path), path)
        elif path.suffix.casefold() not in _LAYOUTS:
            findings.append(Finding.of(messages.IGNORED_FILE, Place(name), detail="不是表格文件"))


def _wanted(name: str) -> bool:
    return PurePosixPath(name).suffix.casefold() in TABLES | LONG | {".zip"}


def _expanded(source: SourceFile, findings: list[Finding]) -> Iterator[SourceFile]:
    """The files inside a zip of tables; any other file is itself."""
    if source.ending != ".zip" or not source.data.startswith(b"PK"):
        yield source
        return
    try:
        package = Package(source.name, source.data)
    except IntakeError as error:
        findings.extend(error.findings)
        return
    for inner in package.names:
        name = _safe(inner)
        if name is None:
            findings.append(
                Finding.of(messages.UNSAFE_NAME, Place(source.name), detail=repr(inner)[:80])
            )
        elif _wanted(name) and not name.casefold().endswith(".zip"):
            try:
                yield SourceFile(f"{source.name}/{name}", package.read(inner))
            except IntakeError as error:
                findings.extend(error.findings)
        elif not PurePosixPath(name).name.startswith((".", "~$")):
            findings.append(
                Finding.of(
                    messages.IGNORED_FILE, Place(f"{source.name}/{name}"), detail="不是表格文件"
                )
            )


def _safe(name: str) -> str | None:
    """A packed file's name when it is a plain relative path; None otherwise."""
    path = PurePosixPath(name.replace("\\", "/"))
    drive = len(name) > 1 and name[1] == ":"
    if path.is_absolute() or drive or ".." in path.parts or any(ord(c) < 32 for c in name):
        return None
    return path.as_posix()


def _once(found: list[SourceFile], findings: list[Finding]) -> list[SourceFile]:
    seen: dict[str, str] = {}
    kept: list[SourceFile] = []
    for source in found:
        digest = source.sha256
        if source.data and digest in seen:
            findings.append(Finding.of(messages.SAME_FILE, Place(source.name), other=seen[digest]))
            continue
        seen.setdefault(digest, source.name)
        kept.append(source)
    return kept
