"""Which tables there are: the shipped ones, and any workbook in the office's folder."""

from pathlib import Path

from ... import resources
from ...errors import DocumentError
from ...records import dataclass
from .layout import opened

#: Chinese names of the shipped tables, and whether each entity has one of its own
SHIPPED = {"report": ("汇总上报表", False), "self": ("自评表", True)}


@dataclass(frozen=True, slots=True)
class Table:
    """A table in use: its kind (the file's stem), its name, its file, whose it is, for whom."""

    kind: str
    name: str
    path: Path
    #: whether it is the office's own
    own: bool
    #: whether every entity has one of its own; else there is one of all
    each: bool


def list_tables(folder: Path | None = None) -> tuple[Table, ...]:
    """The tables in use: the shipped ones, in the office's version where it has one, then its own.

    Whom a table is about is read from it: one that names 对象, or another word of one entity, is
    filled once for each.
    """
    shipped = {kind: resources.templates() / "tables" / f"{kind}.xlsx" for kind in SHIPPED}
    own = {p.stem: p for p in _workbooks(folder)} if folder else {}
    known = [_table(kind, own.get(kind, path), kind in own) for kind, path in shipped.items()]
    return (*known, *(_table(k, path, True) for k, path in own.items() if k not in shipped))


def _workbooks(folder: Path) -> list[Path]:
    # what begins like this is a lock of a spreadsheet program
    return [p for p in sorted(folder.glob("*.xlsx")) if not p.name.startswith("~$")]


def _table(kind: str, path: Path, own: bool) -> Table:
    name, each = SHIPPED.get(kind, (kind, False))
    if own:
        try:
            each = opened(path.read_bytes()).each
        except (DocumentError, OSError):  # said in full where it is checked or filled
            return Table(kind, name, path, own, each)
    return Table(kind, name, path, own, each)


def tables_written(folder: Path | None = None) -> tuple[Table, ...]:
    """The tables that belong to the documents of a year: those of all, and the office's own.

    The shipped 自评表 is a paper of the entity's; it stands among its drafts alone.
    """
    return tuple(t for t in list_tables(folder) if t.own or not t.each)


def tables_drafted(folder: Path | None = None) -> tuple[Table, ...]:
    """The tables that belong to the drafts of one entity."""
    return tuple(t for t in list_tables(folder) if t.each)
