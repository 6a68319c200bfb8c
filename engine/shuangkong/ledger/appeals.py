"""`shuangkong appeal`: a city's objection 申诉, its deadline, and the answer 复核决定书."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from ..records import dataclass
from ..text import table
from . import moments
from .plans import edition_in_force
from .store import EntryKind, Ledger, Receipt, opened
from .trust import check_chain

#: outcomes by which something is corrected: what corrects it has to be decided first
CORRECTED = ("upheld", "partly")
OUTCOMES = {
    "upheld": "申诉成立，更正原考核结果",
    "partly": "申诉部分成立，更正原考核结果的有关部分",
    "rejected": "申诉不成立，维持原考核结果",
}


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal against an issue; `answer` is how it was decided, None while it is open."""

    number: int
    at: datetime.datetime
    entity: str
    entity_name: str
    year: int
    issue: int
    said: str
    deadline: datetime.date
    by: str
    receipt: Receipt
    answer: str | None = None
    answered: int | None = None

    def standing(self, today: datetime.date) -> str:
        """Whether it is answered, open or overdue."""
        if self.answer is not None:
            return f"{OUTCOMES[self.answer].split('，')[0]}（第{self.answered}号）"
        days = (self.deadline - today).days
        return f"待答复，余 {days} 日" if days >= 0 else f"已逾期 {-days} 日"


def by_number(ledger: Ledger) -> dict[int, Appeal]:
    """Every appeal by the number of its entry, in the order in which they came."""
    names = {e.code: e.name for e in edition_in_force(ledger, None).declarations.entities.values()}
    entries = ledger.entries(None, EntryKind.APPEAL)
    answers = {e.content["of"]: e for e in entries if e.content["act"] == "answered"}
    found = {}
    for entry in entries:
        c = entry.content
        if c["act"] != "received":
            continue
        reply = answers.get(entry.number)
        found[entry.number] = Appeal(
            number=entry.number,
            at=moments.parsed(entry.at),
            entity=c["entity"],
            entity_name=names.get(c["entity"], c["entity"]),
            year=c["year"],
            issue=c["issue"],
            said=c["said"],
            deadline=datetime.date.fromisoformat(c["deadline"]),
            by=c["by"],
            receipt=entry.receipt,
            answer=reply.content["outcome"] if reply else None,
            answered=reply.number if reply else None,
        )
    return found


def appeals(workspace: Path) -> tuple[Appeal, ...]:
    """All appeals, oldest first."""
    with opened(workspace) as ledger:
        check_chain(ledger)
        return tuple(by_number(ledger).values())


def appeals_text(found: Sequence[Appeal], today: datetime.date) -> str:
    """The register of appeals for the terminal."""
    if not found:
        return "台账中没有申诉"
    rows = [
        (
            *(str(one.number), one.entity_name, str(one.year), moments.shown(one.at)[:10]),
            *(str(one.deadline), one.standing(today), one.said),
        )
        for one in found
    ]
    head = ("收件号", "考核对象", "年度", "收到", "答复期限", "状态", "申诉事项")
    return table(head, rows, right=(0,))
