"""What an office owns, letters and tables: which there are, whether sound, copies to edit."""

from pathlib import Path
from typing import NamedTuple

from .. import messages
from ..errors import DocumentError
from ..running.files import write_bytes
from ..vocabulary import Finding
from .letters.templates import check_template, list_templates
from .tables.check import check_table
from .tables.kinds import list_tables


class Owned(NamedTuple):
    """A template in use: its kind, what it is for, its file, and whether it is the office's own."""

    kind: str
    name: str
    path: Path
    own: bool


def listed(folder: Path | None = None) -> tuple[Owned, ...]:
    """The template used for each kind of letter, and every table."""
    letters = [Owned(t.kind, t.name, t.path, t.own) for t in list_templates(folder)]
    tables = [
        Owned(t.kind, f"{t.name}（{'每个对象一张' if t.each else '全部对象一张'}）", t.path, t.own)
        for t in list_tables(folder)
    ]
    return (*letters, *tables)


def copied(folder: Path) -> tuple[Path, ...]:
    """Copy the shipped templates into a folder for editing.

    Raises:
        DocumentError: a file of that name is already there; nothing is overwritten.
    """
    pairs = [(t.path, folder / t.path.name) for t in listed()]
    for _, target in pairs:
        if target.exists():
            raise DocumentError(
                f"{target}：文件已存在，没有覆盖。请换一个文件夹，或先把原文件移走。"
            )
    for source, target in pairs:
        write_bytes(target, source.read_bytes())
    return tuple(target for _, target in pairs)


def checked(folder: Path | None = None) -> tuple[Finding, ...]:
    """Check every template in use."""
    letters = [f for t in list_templates(folder) for f in check_template(t.kind, t.path)]
    tables = [f for t in list_tables(folder) for f in check_table(t.path)]
    return (*letters, *tables)


def require_sound(folder: Path | None, letters: set[str]) -> None:
    """Refuse an office's templates with faults, before anything is written.

    `letters` are the kinds that will be written; all of the office's tables will be.

    Raises:
        DocumentError: with every fault and its place.
    """
    if folder is None:
        return
    wanted = [t for t in list_templates(folder) if t.own and t.kind in letters]
    found = [f for t in wanted for f in check_template(t.kind, t.path)]
    found += [f for t in list_tables(folder) if t.own for f in check_table(t.path)]
    faults = [finding for finding in found if finding.kind != messages.UNUSED.id]
    if faults:
        listing = "\n".join(str(f) for f in faults)
        raise DocumentError(f"模板有{len(faults)}处问题，没有写出任何文件：\n{listing}", faults)
