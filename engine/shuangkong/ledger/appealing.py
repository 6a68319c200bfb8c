"""An appeal received, and answered: with what was handed in, and the letter that goes out."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from .. import messages
from ..documents.entity import LETTERS
from ..documents.letterhead import Letterhead
from ..running.files import safe_name, write_bytes
from . import moments
from .appeal_decision import DECISION, decided, letter, numbered
from .appeals import CORRECTED, OUTCOMES, Appeal, by_number
from .attach import keep_files, kept_file
from .begin import named
from .corrections import replaced_by_next
from .entries import Issue, Ruling, submissions
from .matters import entity_code, refused, year_within
from .plans import edition_in_force
from .state import last_words, state
from .store import EntryKind, Ledger, opened


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
        LedgerError: nothing was issued, the deadline has passed, a file cannot be kept, or the
            same was registered before.
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
            for one in by_number(ledger).values():
                if (one.entity, one.year, one.said) == (code, year, said):
                    raise refused(messages.APPEAL_KNOWN, number=one.number)
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
        return by_number(ledger)[entry.number]


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
    # whoever answers at the same moment waits, and is told that it was answered
    with opened(workspace, writing=True) as ledger:
        with ledger.act(clock) as act:
            one = by_number(ledger).get(number)
            if one is None or one.answer is not None:
                raise refused(messages.NO_SUCH_APPEAL, seen=str(number))
            declarations = edition_in_force(ledger, None).declarations
            entity = declarations.entities[one.entity]
            entry = ledger.entry(one.issue)
            assert entry is not None
            issue = Issue.of(entry)
            rests_on = _corrected_by(ledger, one, issue, outcome, decisions)
            others = (a for a in by_number(ledger).values() if a.year == one.year)
            told = sum(a.answer is not None for a in others)
            head = numbered(ledger, one.year, told + 1, letterhead or Letterhead())
            text = decided(one, issue, entity, OUTCOMES[outcome], found, corrected=bool(rests_on))
            data = letter(ledger, one, issue, declarations, text, head, templates)
            name = f"{LETTERS}/{one.number:04d}_{safe_name(entity.name)}_{DECISION}.docx"
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
        return by_number(ledger)[number], path


def _corrected_by(
    ledger: Ledger, one: Appeal, issue: Issue, outcome: str, numbers: Sequence[int]
) -> tuple[Ruling, ...]:
    """The decisions by which an appeal is upheld: in effect, about its city, and not in what
    it was issued with; one that withdraws another corrects as well. Nobody upholds an appeal by a
    word alone.
    """
    if outcome not in CORRECTED:
        return ()
    assert ledger.head is not None
    now = state(ledger, one.year, ledger.head.number)
    sent_by = {s.number: s.entity for s in submissions(ledger)}
    fit = {
        r.number: r
        for r in (*now.rulings, *last_words(now.made, one.year))
        if r.number not in issue.decisions
        and r.number > issue.based_on
        and (sent_by[r.submission] if r.submission else r.decision.entity) in (None, one.entity)
    }
    wrong = [str(n) for n in numbers if n not in fit]
    if wrong or not numbers:
        seen = f"第 {'、'.join(wrong)} 号" if wrong else "没有写明"
        raise refused(messages.APPEAL_WITHOUT_DECISION, seen=seen, who=one.entity_name)
    return tuple(fit[n] for n in sorted(set(numbers)))
