"""`shuangkong history`: years side by side, as they were last issued: score, grade, rank."""

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from .. import messages
from ..assess.points import points_text
from ..assess.result import NEVER_GRADED, PROVISIONAL, UNGRADED
from ..documents.papers import listed_book
from ..documents.results import points_decimals, rank_of
from ..documents.signing import issue_line, signatures
from ..records import dataclass
from ..running.files import write_bytes
from ..text import table
from ..vocabulary import Verification
from ..vocabulary.target import TIER
from .corrections import replaced_by_next
from .entries import Issue
from .matters import refused
from .plans import edition_in_force
from .signed import letterhead_in
from .state import state
from .store import EntryKind, Ledger, opened
from .trust import check_whole

#: from checked to invented
_ORDER = tuple(Verification)


@dataclass(frozen=True, slots=True)
class Year:
    """One entity's result of one year, as issued."""

    year: int
    issue: int
    total: str
    grade: str
    rank: str
    met: str
    #: what stands in it because persons decided so
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """Years by entity; an entity that was not assessed in a year has no entry of it."""

    years: tuple[int, ...]
    entities: tuple[tuple[str, str, tuple[Year, ...]], ...]
    #: that of the figures least checked among the years
    verification: Verification
    #: the plan, what its assessment is called, and the issues by number and receipt code
    plan: str = ""
    assessment: str = ""
    issues: tuple[tuple[str, str], ...] = ()


def history(workspace: Path) -> History:
    """What was last issued for every year; issues that wait for a second person are left out.

    Raises:
        LedgerError: nothing was issued, or the ledger was changed since.
    """
    with opened(workspace) as ledger:
        check_whole(ledger)
        every = [Issue.of(e) for e in ledger.entries(None, EntryKind.ISSUE)]
        last = [_last(ledger, year) for year in sorted({one.year for one in every})]
        found = [one for one in last if one is not None]
        if not found:
            raise refused(messages.NOTHING_SENT, round="各")
        results = [(one, json.loads(ledger.blob(one.files["results.json"]))) for one in found]
        declared = edition_in_force(ledger, None).declarations
    names: dict[str, str] = {}
    rows: dict[str, list[Year]] = {}
    for issue, result in results:
        for one in sorted(result["entities"], key=lambda e: str(e["code"])):
            names[one["code"]] = one["name"]
            rows.setdefault(one["code"], []).append(_year(issue, one))
    listed = tuple((code, names[code], tuple(rows[code])) for code in sorted(rows))
    # results of before the key was called so have `mark`
    said = [one.get("verification") or one["mark"] for _, one in results]
    least = max(map(Verification, said), key=_ORDER.index)
    return History(
        years=tuple(one.year for one in found),
        entities=listed,
        verification=least,
        plan=declared.plan.title,
        assessment=declared.wording_for(found[-1].year).assessment,
        issues=tuple(_signed_as(one) for one in found),
    )


def _signed_as(issue: Issue) -> tuple[str, str]:
    """Number and receipt code on an issue's papers; those of early ledgers bore none."""
    head = letterhead_in(issue)
    return head.issue, head.receipt


def _last(ledger: Ledger, year: int) -> Issue | None:
    assert ledger.head is not None
    return replaced_by_next(state(ledger, year, ledger.head.number))


def _year(issue: Issue, one: dict[str, Any]) -> Year:
    total = (
        "—" if one["total"] is None else points_text(Decimal(one["total"]), points_decimals(one))
    )
    # an incentive that was not reached is no duty missed
    asked = [j for j in one["judgements"] if TIER not in j["target"]]
    judged = [j for j in asked if j["outcome"] in ("met", "not_met", "overridden")]
    met = sum(j["outcome"] == "met" or j.get("decided_met") is True for j in judged)
    return Year(
        year=issue.year,
        issue=issue.number,
        total=f"{total}{PROVISIONAL}" if one["provisional"] and one["total"] is not None else total,
        grade=one["grade"] or (UNGRADED if one["scores"] or one.get("counts") else NEVER_GRADED),
        rank="—" if one["provisional"] else rank_of(one) or "—",
        met=f"{met}/{len(judged)}" if judged else "—",
        marks=tuple(one.get("by_decision") or ()),
    )


def _table(found: History) -> tuple[list[str], list[list[str]]]:
    head = ["考核对象"]
    for year in found.years:
        head += [f"{year}得分", f"{year}等级", f"{year}名次", f"{year}完成/评定"]
    rows = []
    for _, name, years in found.entities:
        known = {one.year: one for one in years}
        row = [name]
        for year in found.years:
            one = known.get(year)
            row += [one.total, one.grade, one.rank, one.met] if one else ["—"] * 4
        rows.append(row)
    return head, rows


def history_text(found: History) -> str:
    """Years side by side for the terminal, and below what persons decided."""
    head, rows = _table(found)
    return "\n".join([table(head, rows), *_marks(found)])


def _marks(found: History) -> list[str]:
    """What stands in results because persons decided so, a line for each entity and year."""
    return [
        f"※ {one.year}年度{name}：{'；'.join(one.marks)}"
        for _, name, years in found.entities
        for one in years
        if one.marks
    ]


def write_history(found: History, path: Path) -> Path:
    """Years side by side as a workbook.

    Raises:
        DocumentError: the file cannot be written.
    """
    head, rows = _table(found)
    widths: Sequence[float] = (20, *([13, 12, 9, 14] * len(found.years)), 60)
    told = {
        name: "；".join(f"※ {one.year}年度：{mark}" for one in years for mark in one.marks)
        for _, name, years in found.entities
    }
    head, rows = [*head, "人工裁定"], [[*row, told[row[0]] or "—"] for row in rows]
    title = f"历年{found.assessment}结果"
    below = (
        f"{found.plan}；按各年度最后一次签发的结果；"
        "完成/评定为完成的结论数与作出的结论数，不计激励目标"
    )
    book = listed_book(
        title, below, head, rows, widths, year=found.years[-1], verification=found.verification,
        foot=(signatures(), *(issue_line(*one) for one in found.issues)),
    )  # fmt: skip
    write_bytes(path, book)
    return path
