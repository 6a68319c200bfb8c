"""`shuangkong confirm` and `refuse`: what a second person says of a decision or an issue."""

import unicodedata
from pathlib import Path

from .. import messages
from ..records import dataclass
from . import moments
from .begin import named
from .canonical import clean
from .entries import Issue, Ruling, issues
from .matters import refused
from .seconds import seconds
from .store import Entry, EntryKind, Ledger, Receipt, opened


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was confirmed: a decision, or an issue."""

    of: Ruling | Issue
    by: str
    receipt: Receipt


def confirm(
    workspace: Path,
    numbers: tuple[int, ...],
    by: str,
    *,
    note: str | None = None,
    clock: moments.Clock = moments.now,
) -> tuple[Confirmed, ...]:
    """Confirm decisions or issues, all or none; from then on they are in effect.

    Args:
        workspace: where the ledger is.
        numbers: entries that wait for a second person.
        by: the second person; another one than who decided or issued.
        note: a remark.
        clock: tells the time.

    Raises:
        LedgerError: an entry does not wait for anybody, it is the same person's, or a later
            issue of its year is in effect.
    """
    by = named(by, _SECOND, "--by 姓名")
    with opened(workspace, writing=True) as ledger, ledger.act(clock) as act:
        found = []
        for number in dict.fromkeys(numbers):
            one = _waiting(ledger, number)
            _another_person(one, by)
            _not_overtaken(ledger, one)
            content = {"of": number, "by": by, "note": clean(note) if note else None}
            entry = act.add(EntryKind.CONFIRMATION, content)
            found.append(Confirmed(one, by, entry.receipt))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class SentBack:
    """A decision or an issue that was refused, and why."""

    of: Ruling | Issue
    by: str
    reason: str
    receipt: Receipt


def refuse(
    workspace: Path,
    numbers: tuple[int, ...],
    by: str,
    reason: str,
    *,
    clock: moments.Clock = moments.now,
) -> tuple[SentBack, ...]:
    """Refuse decisions or issues, all or none: they never have effect, and stay on record.

    Args:
        workspace: where the ledger is.
        numbers: entries that wait for a second person.
        by: the second person; another one than who decided or issued.
        reason: why, for whoever decided or issued.
        clock: tells the time.

    Raises:
        LedgerError: an entry does not wait for anybody, or it is the same person's.
    """
    by, reason = named(by, _SECOND, "--by 姓名"), named(reason, "退回的理由", "--reason 理由")
    with opened(workspace, writing=True) as ledger, ledger.act(clock) as act:
        found = []
        for number in dict.fromkeys(numbers):
            one = _waiting(ledger, number)
            _another_person(one, by)
            entry = act.add(EntryKind.REFUSAL, {"of": number, "by": by, "reason": reason})
            found.append(SentBack(one, by, reason, entry.receipt))
    return tuple(found)


_SECOND = "复核人"


def _another_person(one: Ruling | Issue, by: str) -> None:
    first = one.decision.by if isinstance(one, Ruling) else one.by
    if same_person(first, by):
        raise refused(messages.SAME_PERSON, seen=by, number=one.number, by=first)


def _not_overtaken(ledger: Ledger, one: Ruling | Issue) -> None:
    """Refuse to send the letters of an issue after those of a later one."""
    if isinstance(one, Ruling):
        return
    said = seconds(ledger)
    for later in issues(ledger, one.year):
        if later.number > one.number and said.stands(later):
            raise refused(messages.ISSUE_OVERTAKEN, seen=str(one.number), later=later.number)


def _waiting(ledger: Ledger, number: int) -> Ruling | Issue:
    entry = ledger.entry(number)
    one = _of(entry) if entry else None
    if one is None or not seconds(ledger).waits(one):
        raise refused(messages.NOTHING_TO_CONFIRM, seen=str(number))
    return one


def _of(entry: Entry) -> Ruling | Issue | None:
    if entry.kind is EntryKind.DECISION:
        return Ruling.of(entry)
    return Issue.of(entry) if entry.kind is EntryKind.ISSUE else None


def same_person(one: str, two: str) -> bool:
    """Whether two names are one person's, however wide or spaced they are written."""
    return _plain(one) == _plain(two)


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKC", name)
    # signs that cannot be seen are no part of a name
    kept = (c for c in text if unicodedata.category(c)[0] not in "ZCP")
    return "".join(kept).casefold()
