"""`shuangkong evidence`: files 佐证 tied to what they prove: hashed and kept, never opened."""

from collections.abc import Sequence
from pathlib import Path

from .. import messages
from ..errors import LedgerError
from ..intake.reading import limits
from ..records import dataclass
from ..running.files import safe_name, write_bytes
from ..text import table
from ..vocabulary import Finding, Place
from . import moments
from .begin import named
from .canonical import clean
from .matters import entity_code, refused, year_within
from .plans import edition_in_force
from .store import Entry, EntryKind, Ledger, LedgerAct, Receipt, opened
from .trust import check_chain

#: how the files that may be evidence begin, and what must stand somewhere in a zip of the kind
_SIGNS: tuple[tuple[str, bytes, bytes], ...] = (
    ("pdf", b"%PDF-", b""),
    ("png", b"\x89PNG\r\n\x1a\n", b""),
    ("jpg", b"\xff\xd8\xff", b""),
    ("docx", b"PK\x03\x04", b"word/document.xml"),
    ("xlsx", b"PK\x03\x04", b"xl/workbook.xml"),
)
_ABOUT = (EntryKind.SUBMISSION, EntryKind.DECISION, EntryKind.APPEAL, EntryKind.ISSUE)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of evidence: what it is tied to, and its entry's receipt."""

    number: int
    at: str
    file: str
    type: str
    size: int
    sha256: str
    #: number of the entry it proves; None when it proves an item
    entry: int | None
    #: entity and item as recorded, when it proves an item
    item: str | None
    by: str
    receipt: Receipt

    @classmethod
    def of(cls, entry: Entry) -> "Attached":
        """The record of an entry."""
        c = entry.content
        return cls(
            entry.number,
            moments.shown(moments.parsed(entry.at)),
            *(c["file"], c["type"], c["size"], c["sha256"], c["entry"], c["item"], c["by"]),
            entry.receipt,
        )


def attach(
    workspace: Path,
    about: str,
    paths: Sequence[Path],
    by: str,
    *,
    year: int | None = None,
    note: str | None = None,
    clock: moments.Clock = moments.now,
) -> tuple[Attached, ...]:
    """Record files as evidence, all or none.

    Args:
        workspace: where the ledger is.
        about: number of a submission, decision, appeal or issue, or 对象.计分项 for an item.
        paths: the files: pdf, png, jpg, docx or xlsx, told by their content.
        by: who records them.
        year: the year, needed for an item.
        note: a remark.
        clock: tells the time.

    Raises:
        LedgerError: a file is of no such type or too big, or there is nothing it could prove.
    """
    by = named(by, "经手人", "--by 姓名")
    files = [kept_file(path) for path in paths]
    with opened(workspace, writing=True) as ledger:
        number, item = _about(ledger, about, year)
        with ledger.act(clock) as act:
            made = []
            for name, type_, data in files:
                content = {
                    "file": name,
                    "type": type_,
                    "size": len(data),
                    "sha256": act.keep(data),
                    "entry": number,
                    "item": item,
                    "year": year,
                    "by": by,
                    "note": clean(note) if note else None,
                }
                made.append(Attached.of(act.add(EntryKind.EVIDENCE, content)))
    return tuple(made)


def kept_file(path: Path) -> tuple[str, str, bytes]:
    """A file's name, type and bytes.

    Raises:
        LedgerError: it cannot be read, is too big, or its content is of no type that is taken.
    """
    name, data = clean(path.name), bytes_of(path)
    return name, typed(name, data), data


def bytes_of(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        LedgerError: it cannot be read, or is too big.
    """
    place = Place(clean(path.name))
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= limits.FILE_BYTES else b""
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise LedgerError.of(Finding.of(messages.EVIDENCE_UNREAD, place, detail=detail)) from error
    if size > limits.FILE_BYTES:
        limit = limits.FILE_BYTES // 1_000_000
        raise LedgerError.of(Finding.of(messages.TOO_BIG_TO_KEEP, place, limit=limit))
    return data


def typed(name: str, data: bytes) -> str:
    """What a file of evidence is by its content: pdf, png, jpg, docx or xlsx.

    Raises:
        LedgerError: it is none of them.
    """
    for type_, begins, holds in _SIGNS:
        if data.startswith(begins) and holds in data:
            return type_
    raise LedgerError.of(Finding.of(messages.EVIDENCE_TYPE, Place(name)))


def keep_files(
    act: LedgerAct, files: Sequence[tuple[str, str, bytes]], folder: str
) -> dict[str, str]:
    """Keep files with an entry of their own: their hashes by name below a folder.

    Raises:
        LedgerError: two have the same name.
    """
    names = [name for name, _, _ in files]
    for name in names:
        if names.count(name) > 1:
            raise refused(messages.FILES_OF_ONE_NAME, seen=name)
    return {f"{folder}/{name}": act.keep(data) for name, _, data in files}


def _about(ledger: Ledger, about: str, year: int | None) -> tuple[int | None, str | None]:
    asked = about.strip().removeprefix("第").removesuffix("号").strip()
    if asked.isdigit():
        entry = ledger.entry(int(asked))
        if entry is None or entry.kind not in _ABOUT:
            raise refused(messages.NOTHING_TO_PROVE, seen=about)
        return entry.number, None
    declarations = edition_in_force(ledger, None).declarations
    name, _, item = asked.partition(".")
    if year is None:
        raise refused(messages.YEAR_NEEDED, matter="计分项的佐证")
    scheme = declarations.scheme_for(year_within(declarations, year) or year)
    items = {i.id: {p.id for p in i.parts} for i in (scheme.items if scheme else ())}
    head, _, part = item.partition(".")
    if head not in items or (part and part not in items[head]):
        raise refused(messages.NOTHING_TO_PROVE, seen=about)
    return None, f"{entity_code(declarations, name)}.{item}"


def attached(workspace: Path) -> tuple[Attached, ...]:
    """All evidence, oldest first."""
    with opened(workspace) as ledger:
        check_chain(ledger)
        return tuple(map(Attached.of, ledger.entries(None, EntryKind.EVIDENCE)))


def hand_out(workspace: Path, number: int, output: Path) -> Path:
    """Write one file of evidence out as it was kept, led by its number.

    Raises:
        LedgerError: there is none of that number.
        DocumentError: the file cannot be written.
    """
    with opened(workspace) as ledger:
        entry = ledger.entry(number)
        if entry is None or entry.kind is not EntryKind.EVIDENCE:
            raise refused(messages.NO_SUCH_EVIDENCE, seen=str(number))
        data = ledger.blob(entry.content["sha256"])
    path = output / safe_name(f"{number:04d}_{entry.content['file']}")
    write_bytes(path, data)
    return path


def attached_text(found: Sequence[Attached]) -> str:
    """Evidence for the terminal."""
    if not found:
        return "台账中没有佐证"
    rows = [
        (
            *(str(one.number), one.file, one.type, f"{one.size:,}"),
            f"第 {one.entry} 号" if one.entry else str(one.item),
            *(one.by, one.at, one.sha256[:12]),
        )
        for one in found
    ]
    head = ("登记号", "文件", "类型", "字节", "证明", "经手人", "时间", "校验码")
    return table(head, rows, right=(0, 3))
