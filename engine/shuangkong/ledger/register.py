"""`shuangkong letters`: to whom which letter went, when, by which issue, and whether it stands."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypedDict

from ..documents.book import Plain
from ..documents.papers import listed_book
from ..documents.signing import signatures
from ..records import dataclass
from ..running.files import write_bytes
from ..text import table
from . import moments
from .appeal_decision import REVIEW
from .corrections import CORRECTION, WITHDRAWAL
from .entries import Issue, issue_number
from .plans import edition_in_force
from .seconds import Seconds, seconds
from .store import EntryKind, Ledger, opened
from .trust import check_chain
from .warned import WARNING

_FOLDER = "函/"
HEAD = ("签发号", "签发编号", "签发时间", "发给", "函件", "签发人", "复核人", "状态", "校验码")
#: what is written by hand when a letter goes out
_SENT_BY_HAND = ("文号", "发出日期", "签收人")


@dataclass(frozen=True, slots=True)
class Sent:
    """One letter: of which entry, for whom, and what became of it."""

    number: int
    #: number of the issue as it stands on the letter
    issue: str
    at: str
    year: int
    #: place of the addressee in the declared order, as the letter's file name says it
    place: int
    to: str
    kind: str
    by: str
    #: who confirmed the issue as the second person
    second: str
    standing: str
    sha256: str

    @property
    def row(self) -> tuple[str, ...]:
        """As it stands in the register."""
        return (
            *(str(self.number), self.issue, self.at, self.to, self.kind, self.by),
            *(self.second or "—", self.standing, self.sha256[:12]),
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
    counted: Counter[int] = Counter()
    for one in every:
        counted[one.year] += 1
        issue = one.letterhead.get("issue") or issue_number(one.year, counted[one.year])
        confirmed = said.confirmed.get(one.number)
        # what a second person has not confirmed, or refused, replaces nothing
        after = (i for i in every if i.replaces == one.number and said.stands(i))
        next_ = next(after, None)
        for name, sha256 in one.files.items():
            if not name.startswith(_FOLDER) or not name.endswith(".docx"):
                continue
            standing = _standing(one, name, next_, said)
            yield Sent(
                number=one.number,
                issue=issue,
                at=moments.shown(one.at),
                year=one.year,
                by=one.by,
                second=confirmed.by if confirmed else "",
                standing=standing,
                sha256=sha256,
                **_addressed(name),
            )


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
    """Warnings, and answers to appeals, each counted by the year as their papers are."""
    counted: Counter[tuple[EntryKind, int]] = Counter()
    for entry in ledger.entries(None, EntryKind.WARNING, EntryKind.APPEAL):
        c = entry.content
        if entry.kind is EntryKind.APPEAL and c["act"] != "answered":
            continue
        counted[entry.kind, c["year"]] += 1
        what = REVIEW if entry.kind is EntryKind.APPEAL else WARNING
        for name, sha256 in c["files"].items():
            if name.startswith(_FOLDER) and name.endswith(".docx"):
                yield Sent(
                    number=entry.number,
                    issue=issue_number(c["year"], counted[entry.kind, c["year"]], what),
                    at=moments.shown(moments.parsed(entry.at)),
                    year=c["year"],
                    by=c["by"],
                    second="",
                    standing="有效",
                    sha256=sha256,
                    **_addressed(name),
                )


class _Addressed(TypedDict):
    """What a letter's file name says."""

    place: int
    to: str
    kind: str


def _addressed(name: str) -> _Addressed:
    stem = name.removeprefix(_FOLDER).removesuffix(".docx")
    place, _, rest = stem.partition("_")
    to, _, kind = rest.rpartition("_")
    return _Addressed(place=int(place), to=to, kind=kind)


def register_text(found: Sequence[Sent]) -> str:
    """The register for the terminal."""
    if not found:
        return "台账中没有签发过函件"
    return table(HEAD, [one.row for one in found], right=(0,))


def write_register(workspace: Path, path: Path, year: int | None = None) -> Path:
    """The register as a workbook, with room for what happens to a letter outside the ledger.

    Raises:
        ShuangkongError: there is no ledger, or the file cannot be written.
    """
    found = register(workspace, year)
    with opened(workspace) as ledger:
        head, plan = ledger.head, edition_in_force(ledger, None).declarations.plan
    assert head is not None
    rows: list[list[Plain]] = [
        [one.number, *one.row[1:], *[""] * len(_SENT_BY_HAND)] for one in found
    ]
    below = f"{plan.title}；签发号是台账的登记号，签发编号是函上的"
    rests_on = f"依据台账第 1—{head.number} 号　　回执码：{head.code}"
    widths = (8, 20, 20, 16, 14, 10, 10, 24, 15, 20, 13, 11)
    content = listed_book(
        "发函登记簿", below, (*HEAD, *_SENT_BY_HAND), rows, widths,
        year=max((one.year for one in found), default=plan.period.first),
        foot=(signatures("登记人", "核对人"), rests_on),
    )  # fmt: skip
    write_bytes(path, content)
    return path
