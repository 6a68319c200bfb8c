"""What is read from a ledger is what was recorded, or nothing is made of it."""

from pathlib import Path, PurePosixPath

from .. import messages
from ..errors import LedgerError
from ..vocabulary import Finding, Place
from .canonical import NOTHING, chained
from .entries import Submission, submissions
from .store import EntryKind, Ledger, Row, rows_digest


def check_chain(ledger: Ledger) -> None:
    """Refuse a ledger whose entries were changed since they were recorded.

    Raises:
        LedgerError: naming the first entry that is not what it was.
    """
    rows = ledger.connection.execute(
        "SELECT number, kind, at, content, previous, hash FROM entry ORDER BY number"
    )
    before = NOTHING
    for expected, (number, kind, at, content, previous, hashed) in enumerate(rows, start=1):
        place = Place(ledger.path.name)
        if number != expected:
            raise LedgerError.of(Finding.of(messages.ENTRY_MISSING, place, number=expected))
        if previous != before or hashed != chained(previous, number, kind, at, content):
            what = EntryKind(kind).chinese if kind in set(EntryKind) else str(kind)
            raise LedgerError.of(
                Finding.of(messages.ENTRY_CHANGED, place, number=number, what=what)
            )
        before = hashed


def checked_rows(ledger: Ledger, one: Submission) -> list[Row]:
    """The figures of a submission.

    Raises:
        LedgerError: they are not those that were recorded.
    """
    rows = ledger.rows(one.number)
    if rows_digest(rows) != {"count": one.figures, "sha256": one.figures_sha256}:
        what = EntryKind.SUBMISSION.chinese
        raise LedgerError.of(
            Finding.of(messages.FIGURES_CHANGED, Place(one.name), number=one.number, what=what)
        )
    return rows


def check_whole(ledger: Ledger) -> None:
    """Refuse a ledger whose entries or figures were changed since they were recorded.

    Raises:
        LedgerError: naming the first entry that is not what it was.
    """
    check_chain(ledger)
    for one in submissions(ledger):
        checked_rows(ledger, one)


def inside(folder: Path, name: str) -> Path:
    """Where a kept file goes below a folder.

    Raises:
        LedgerError: its name leads out of the folder, which nothing recorded here does.
    """
    path = PurePosixPath(name)
    plain = not path.is_absolute() and ".." not in path.parts and not {"\\", ":"} & {*name}
    if not plain:
        detail = f"存档的文件名不可信：{name[:60]}"
        raise LedgerError.of(
            Finding.of(messages.LEDGER_UNREADABLE, Place(folder.name), detail=detail)
        )
    return folder / name
