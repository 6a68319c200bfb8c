"""`shuangkong appeal`: a city's objection 申诉, its deadline, and the answer 复核决定书."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from .. import messages
from ..documents.entity import LETTERS
from ..documents.letterhead import Letterhead
from ..records import dataclass
from ..running.files import safe_name, write_bytes
from ..text import table
from . import moments
from .appeal_decision import DECISION, decided, letter, numbered
from .attach import keep_files, kept_file
from .begin import named
from .corrections import replaced_by_next
from .entries import Issue, Ruling, submissions
from .matters import entity_code, refused, year_within
from .plans import edition_in_force
from .state import state
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
        return f"待复核，余 {days} 日" if days >= 0 else f"已逾期 {-days} 日"


def receive(
    workspace: Path,
    entity: str,
    year: int,
    said: str,
    deadline: datetime.date,
    by: str,
    *,
    files: Sequence[Path] = (),
    clock: moments.Clock = moments.now,
) -> Appeal:
    """Record an appeal against the year's last issue; its receipt is what the city gets.

    Args:
        workspace: where the ledger is.
        entity: who appeals, by name or code.
        year: the assessment year.
        said: what it objects to, in a sentence.
        deadline: until when it is to be answered.
        by: who receives it.
        files: what came with it: pdf, pictures, docx or xlsx.
        clock: tells the time.

    Raises:
        LedgerError: nothing was issued, the deadline has passed, or a file cannot be kept.
    """
    by, said = named(by, "经手人", "--by 姓名"), named(said, "申诉事项", "--said 事项")
    kept = [kept_file(path) for path in files]
    moment = clock()
    today = moment.astimezone(moments.BEIJING).date()
    if deadline < today:
        raise refused(messages.DEADLINE_GONE, seen=str(deadline))
    with opened(workspace, writing=True) as ledger:
        declarations = edition_in_force(ledger, None).declarations
        code = entity_code(declarations, entity)
        year_within(declarations, year)
        assert ledger.head is not None
        issue = replaced_by_next(state(ledger, year, ledger.head.number))
        if issue is None:
            raise refused(messages.NOTHING_SENT, round=year)
        with ledger.act(lambda: moment) as act:
            content = {
                "act": "received",
                "entity": code,
                "year": year,
                "issue": issue.number,
                "said": said,
                "deadline": deadline.isoformat(),
                "by": by,
                "files": keep_files(act, kept, "申诉材料"),
            }
            entry = act.add(EntryKind.APPEAL, content)
        return _read(ledger)[entry.number]


def answer(
    workspace: Path,
    number: int,
    outcome: str,
    found: str,
    by: str,
    output: Path,
    *,
    decisions: Sequence[int] = (),
    letterhead: Letterhead | None = None,
    templates: Path | None = None,
    clock: moments.Clock = moments.now,
) -> tuple[Appeal, Path]:
    """Answer an appeal: the letter 复核决定书 is written and kept.

    What is to be changed is decided by `decide` and confirmed by a second person; this says it
    to the city, and names those decisions.

    Args:
        workspace: where the ledger is.
        number: the appeal's entry.
        outcome: a key of `OUTCOMES`.
        found: what was found on review, as the city is told it.
        by: who answers.
        output: folder for the letter.
        decisions: numbers of the decisions that correct the result; needed where the appeal
            is upheld, wholly or partly.
        letterhead: issuer and formalities.
        templates: a folder of the office's own templates.
        clock: tells the time.

    Raises:
        LedgerError: there is no such open appeal, or no decision in effect corrects what it is
            about.
    """
    by, found = named(by, "复核人", "--by 姓名"), named(found, "复核认定", "--found 认定")
    with opened(workspace, writing=True) as ledger:
        one = _read(ledger).get(number)
        if one is None or one.answer is not None:
            raise refused(messages.NO_SUCH_APPEAL, seen=str(number))
        entity = edition_in_force(ledger, None).declarations.entities[one.entity]
        entry = ledger.entry(one.issue)
        assert entry is not None
        issue = Issue.of(entry)
        rests_on = _corrected_by(ledger, one, issue, outcome, decisions)
        told = sum((a.year, a.answer is None) == (one.year, False) for a in _read(ledger).values())
        head = numbered(ledger, one.year, told + 1, letterhead or Letterhead())
        text = decided(one, issue, entity, OUTCOMES[outcome], found, corrected=bool(rests_on))
        data = letter(ledger, one, issue, entity, text, head, templates)
        name = f"{LETTERS}/{one.number:04d}_{safe_name(entity.name)}_{DECISION}.docx"
        with ledger.act(clock) as act:
            content = {
                "act": "answered",
                "of": number,
                "year": one.year,
                "outcome": outcome,
                "found": found,
                "by": by,
                "decisions": [ruling.number for ruling in rests_on],
                "files": {name: act.keep(data)},
            }
            act.add(EntryKind.APPEAL, content)
            path = output / Path(name).name
            write_bytes(path, data)
        return _read(ledger)[number], path


def _corrected_by(
    ledger: Ledger, one: Appeal, issue: Issue, outcome: str, numbers: Sequence[int]
) -> tuple[Ruling, ...]:
    """The decisions by which an appeal is upheld: in effect, about its city, and not in what
    it was issued with. Nobody upholds an appeal by a word alone.
    """
    if outcome not in CORRECTED:
        return ()
    assert ledger.head is not None
    now = state(ledger, one.year, ledger.head.number)
    sent_by = {s.number: s.entity for s in submissions(ledger)}
    fit = {
        r.number: r
        for r in (*now.rulings, *now.approved)
        if r.number not in issue.decisions
        and r.number > issue.based_on
        and (sent_by[r.submission] if r.submission else r.decision.entity) in (None, one.entity)
    }
    wrong = [str(n) for n in numbers if n not in fit]
    if wrong or not numbers:
        seen = f"第 {'、'.join(wrong)} 号" if wrong else "没有写明"
        raise refused(messages.APPEAL_WITHOUT_DECISION, seen=seen, who=one.entity_name)
    return tuple(fit[n] for n in sorted(set(numbers)))


def _read(ledger: Ledger) -> dict[int, Appeal]:
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
        return tuple(_read(ledger).values())


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
