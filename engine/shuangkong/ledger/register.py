"""`shuangkong letters`: to whom which letter went, when, by which issue, and whether it stands."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..documents.papers import listed_book
from ..records import dataclass
from ..running.files import write_bytes
from ..text import table
from . import moments
from .corrections import CORRECTION, WITHDRAWAL
from .entries import Issue
from .seconds import Seconds, seconds
from .store import Entry, EntryKind, Ledger, opened
from .trust import check_chain

_FOLDER = "函/"
HEAD = ("签发号", "签发时间", "年度", "发给", "函件", "签发人", "状态", "校验码")


@dataclass(frozen=True, slots=True)
class Sent:
    """One letter: of which entry, for whom, and what became of it."""

    number: int
    at: str
    year: int
    #: place of the addressee in the declared order, as the letter's file name says it
    place: int
    to: str
    kind: str
    by: str
    standing: str
    sha256: str

    @property
    def row(self) -> tuple[str, ...]:
        """As it stands in the register."""
        return (
            *(str(self.number), self.at, str(self.year), self.to, self.kind, self.by),
            *(self.standing, self.sha256[:12]),
        )


def register(workspace: Path, year: int | None = None) -> tuple[Sent, ...]:
    """Every letter that the ledger issued, oldest first, addressees in their declared order.

    Raises:
        LedgerError: there is no ledger, or it cannot be read.
    """
    with opened(workspace) as ledger:
        check_chain(ledger)
        found = [*_of_issues(ledger), *_of_others(ledger)]
    return tuple(
        sorted(
            (one for one in found if year in (None, one.year)),
            key=lambda one: (one.number, one.place, one.kind),
        )
    )


def _of_issues(ledger: Ledger) -> Iterator[Sent]:
    said = seconds(ledger)
    every = [Issue.of(e) for e in ledger.entries(None, EntryKind.ISSUE)]
    for one in every:
        # what a second person has not confirmed, or refused, replaces nothing
        after = (i for i in every if i.replaces == one.number and said.stands(i))
        next_ = next(after, None)
        for name, sha256 in one.files.items():
            if not name.startswith(_FOLDER) or not name.endswith(".docx"):
                continue
            standing = _standing(one, name, next_, said)
            yield _sent(one.number, moments.shown(one.at), one.year, one.by, name, standing, sha256)


def _standing(one: Issue, name: str, next_: Issue | None, said: Seconds) -> str:
    """What became of a letter of an issue; `next_` is the issue in effect that replaces it."""
    if one.number in said.refused:
        return "复核退回，不得发出"
    if said.waits(one):
        return "待复核，不得发出"
    # to correct or withdraw an earlier letter is an act, which no later issue undoes
    act = name.removesuffix(".docx").rpartition("_")[2] in (CORRECTION, WITHDRAWAL)
    if next_ is None or act:
        return "有效"
    return f"已由第{next_.number}号{'替代' if name in next_.files else '撤回'}"


def _of_others(ledger: Ledger) -> Iterator[Sent]:
    """Warnings, and answers to appeals."""
    for entry in ledger.entries(None, EntryKind.WARNING, EntryKind.APPEAL):
        c = entry.content
        for name, sha256 in c["files"].items():
            if name.startswith(_FOLDER) and name.endswith(".docx"):
                yield _sent(entry.number, _at(entry), c["year"], c["by"], name, "有效", sha256)


def _at(entry: Entry) -> str:
    return moments.shown(moments.parsed(entry.at))


def _sent(number: int, at: str, year: int, by: str, name: str, standing: str, sha256: str) -> Sent:
    stem = name.removeprefix(_FOLDER).removesuffix(".docx")
    place, _, rest = stem.partition("_")
    to, _, kind = rest.rpartition("_")
    return Sent(number, at, year, int(place), to, kind, by, standing, sha256)


def register_text(found: Sequence[Sent]) -> str:
    """The register for the terminal."""
    if not found:
        return "台账中没有签发过函件"
    return table(HEAD, [one.row for one in found], right=(0,))


def write_register(found: Sequence[Sent], path: Path) -> Path:
    """The register as a workbook.

    Raises:
        DocumentError: the file cannot be written.
    """
    year = max((one.year for one in found), default=2000)
    rows = [one.row for one in found]
    widths = (8, 20, 8, 20, 16, 12, 26, 16)
    content = listed_book("发函登记簿", "按台账的签发号", HEAD, rows, widths, year=year)
    write_bytes(path, content)
    return path
