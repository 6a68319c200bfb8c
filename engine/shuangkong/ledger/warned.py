"""An outlook on the record: the warnings that were issued, with the bytes of every document."""

from dataclasses import replace
from pathlib import Path

from ..documents.letterhead import Letterhead
from ..resources import software
from . import moments
from .begin import named
from .entries import issue_number
from .signed import as_written
from .store import EntryKind, Receipt, opened

#: what issues of warnings are counted as
WARNING = "预警"


def numbered_warnings(workspace: Path, year: int, head: Letterhead) -> Letterhead:
    """The letterhead of the year's next issue of warnings."""
    with opened(workspace) as ledger:
        last = ledger.head
        assert last is not None
        gone = [e for e in ledger.entries(None, EntryKind.WARNING) if e.content["year"] == year]
        number = issue_number(year, len(gone) + 1, WARNING)
        return replace(head, issue=number, receipt=last.code)


def issue_warnings(
    workspace: Path,
    year: int,
    period: str | None,
    folder: Path,
    files: dict[str, str],
    by: str | None,
) -> Receipt:
    """Record an outlook's documents as issued.

    Args:
        workspace: where the ledger is.
        year: the year looked at.
        period: the part of it, such as H1; None for the whole.
        folder: where the documents were written.
        files: the hash of each by its name.
        by: who issues.

    Raises:
        LedgerError: nobody is named, or a document was changed meanwhile.
    """
    by = named(by, "签发人", "--by 姓名")
    documents = as_written(folder, files)
    with opened(workspace, writing=True) as ledger, ledger.act(moments.now) as act:
        assert act.head is not None
        content = {
            "year": year,
            "period": period,
            "based_on": act.head.number,
            "files": {name: act.keep(data) for name, data in sorted(documents.items())},
            "software": software(),
            "by": by,
            "note": None,
        }
        return act.add(EntryKind.WARNING, content).receipt
