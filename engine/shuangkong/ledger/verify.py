"""`shuangkong verify`: whether a ledger is what was recorded, and where it is not.

The surface check recomputes every hash: a changed byte in anything the ledger holds is found
and the entry that vouches for it is named. The deep check reads every kept file again and
makes every issued assessment again (`deep`).
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import messages
from ..errors import LedgerError
from ..running.progress import Progress
from ..vocabulary import Finding, Place, Severity
from . import moments
from .around import around
from .canonical import NOTHING, chained, digest
from .entries import kept_by
from .schema import ROW, shape_faults
from .store import Entry, EntryKind, Ledger, Receipt, opened, rows_digest, unpacked

_GRAVE = (Severity.BLOCKER, Severity.ERROR)


@dataclass(frozen=True)
class Verified:
    """What was checked and found. `head` is the last entry's receipt.

    `intact` says whether the ledger is what was recorded. What only the deep check finds is no
    change of the ledger: today's program makes something else of what is kept there.
    """

    path: Path
    entries: int
    submissions: int
    issues: int
    head: Receipt | None
    deep: bool
    intact: bool
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether it is what was recorded and, checked deeply, follows again from its files."""
        return not any(finding.severity in _GRAVE for finding in self.findings)


@dataclass
class _Check:
    """One verification under way."""

    ledger: Ledger
    findings: list[Finding] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def say(self, kind: Any, **words: Any) -> None:
        """Add a finding about the ledger's file."""
        self.findings.append(Finding.of(kind, Place(self.ledger.path.name), **words))


def verify(
    workspace: Path,
    *,
    deep: bool = False,
    receipts: tuple[str, ...] = (),
    progress: Progress | None = None,
    clock: moments.Clock = moments.now,
) -> Verified:
    """Check a ledger from end to end.

    Args:
        workspace: where the ledger is.
        deep: also read every kept file again and repeat every issued assessment; not done
            when the ledger is found damaged before.
        receipts: receipts noted outside the ledger (`12:3fa9c0d1e2f4`); only they can show
            that a whole ledger was replaced by another sound one, or cut short.
        progress: called by the deep check with what is done, its number and the number of all.
        clock: tells the time, which the last entry's is held against.

    Raises:
        LedgerError: there is no ledger, or a receipt cannot be understood.
    """
    noted = [_noted(text) for text in receipts]
    with opened(workspace) as ledger:
        check = _Check(ledger)
        for step in (_file, _shape, _chain, _blobs, _figures):
            _safely(check, step)
        times = [entry.at for entry in check.entries]
        _safely(check, lambda one: one.findings.extend(around(ledger.path, times, clock)))
        _receipts(check, noted)
        intact = not any(finding.severity in _GRAVE for finding in check.findings)
        deep = deep and intact
        if deep:
            from .deep import deeply

            check.findings.extend(deeply(ledger, check.entries, progress))
        counts = [entry.kind for entry in check.entries]
        return Verified(
            path=ledger.path,
            entries=len(check.entries),
            submissions=counts.count(EntryKind.SUBMISSION),
            issues=counts.count(EntryKind.ISSUE),
            head=check.entries[-1].receipt if check.entries else None,
            deep=deep,
            intact=intact,
            findings=tuple(dict.fromkeys(check.findings)),
        )


def _noted(text: str) -> tuple[str, int, str]:
    number, colon, code = text.strip().partition(":")
    if not (number.isascii() and number.isdigit() and colon and len(code) >= 8):
        raise LedgerError.of(Finding.of(messages.BAD_RECEIPT, seen=text))
    return text.strip(), int(number), code.lower()


def _safely(check: _Check, step: Callable[[_Check], None]) -> None:
    """One step; what the database cannot even read is a finding as well."""
    try:
        step(check)
    except (sqlite3.Error, TypeError, ValueError, KeyError, AttributeError) as error:
        # a damaged or forged entry can hold anything where text or a list is expected
        check.say(messages.FILE_FAULT, detail=str(error))


def _file(check: _Check) -> None:
    """The pages of the file, and the indexes against the tables."""
    for (said,) in check.ledger.connection.execute("PRAGMA integrity_check(20)"):
        if said != "ok":
            check.say(messages.FILE_FAULT, detail=said)


def _shape(check: _Check) -> None:
    """Tables and the triggers that protect them are those that were made."""
    for fault in shape_faults(check.ledger.connection):
        check.say(messages.SHAPE_CHANGED, detail=fault)


def _chain(check: _Check) -> None:
    """Entries: complete, in order, each with the hash of all of its bytes and of the one before."""
    rows = check.ledger.connection.execute(
        "SELECT number, kind, at, content, previous, hash FROM entry ORDER BY number"
    )
    before, earlier = NOTHING, ""
    expected = 1
    for number, kind, at, content, previous, hashed in rows:
        for missing in range(expected, min(number, expected + 20)):
            check.say(messages.ENTRY_MISSING, number=missing)
        expected = number + 1
        texts = all(isinstance(one, str) for one in (kind, at, content, previous, hashed))
        entry = _entry(check, number, kind, at, content, hashed) if texts else None
        if not texts or hashed != chained(previous, number, kind, at, content):
            what = entry.kind.chinese if entry else str(kind)
            check.say(messages.ENTRY_CHANGED, number=number, what=what)
        if previous != before:
            check.say(messages.CHAIN_BROKEN, number=number)
        if isinstance(at, str) and at < earlier:
            check.say(messages.TIME_BACKWARDS, number=number)
        before, earlier = hashed, at if isinstance(at, str) else earlier
        if entry is not None:
            check.entries.append(entry)


def _entry(
    check: _Check, number: int, kind: Any, at: Any, content: Any, hashed: Any
) -> Entry | None:
    try:
        entry = Entry(number, EntryKind(kind), at, json.loads(content), hashed)
        kept_by(entry)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        detail = type(error).__name__
        check.say(messages.CONTENT_UNREADABLE, number=number, detail=detail)
        return None
    return entry


def _blobs(check: _Check) -> None:
    """Kept bytes: each is what its entry says, and each has an entry."""
    claims = list(_claims(check))
    owners: dict[str, tuple[Entry, str]] = {}
    for entry, name, sha256 in claims:
        owners.setdefault(sha256, (entry, name))
    present = set()
    rows = check.ledger.connection.execute("SELECT sha256, size, packed, data FROM blob")
    for sha256, size, packed, data in rows:
        present.add(sha256)
        found = unpacked(size, packed, data)
        good = found is not None and digest(found) == sha256 and len(found) == size
        if not good and sha256 in owners:
            entry, name = owners[sha256]
            words = {"number": entry.number, "what": entry.kind.chinese, "name": name}
            check.say(messages.BYTES_CHANGED, **words)
    for sha256, (entry, name) in owners.items():
        if sha256 not in present:
            words = {"number": entry.number, "what": entry.kind.chinese, "name": name}
            check.say(messages.BYTES_MISSING, **words)
    extra = len(present - owners.keys())
    if extra:
        check.say(messages.UNCLAIMED, count=extra, what="存档")


def _claims(check: _Check) -> Iterator[tuple[Entry, str, str]]:
    for entry in check.entries:
        for name, sha256 in kept_by(entry):
            yield entry, name, sha256


def _figures(check: _Check) -> None:
    """Figures: each submission has those it came with, and there are no others."""
    counted = dict(
        check.ledger.connection.execute(
            "SELECT submission, COUNT(*) FROM observation GROUP BY submission"
        )
    )
    for entry in check.entries:
        if entry.kind is not EntryKind.SUBMISSION:
            continue
        counted.pop(entry.number, None)
        numbered = check.ledger.connection.execute(
            f"SELECT ordinal, {','.join(ROW)} FROM observation WHERE submission = ? "
            "ORDER BY ordinal",
            (entry.number,),
        ).fetchall()
        if _digest(numbered) != entry.content.get("observations"):
            check.say(
                messages.FIGURES_CHANGED,
                number=entry.number,
                what=entry.kind.chinese,
            )
    if counted:
        check.say(messages.UNCLAIMED, count=sum(counted.values()), what="数据")


def _digest(numbered: list[tuple[Any, ...]]) -> dict[str, Any] | None:
    """The digest of numbered rows; None when they cannot be rows as they were recorded."""
    in_order = [row[0] for row in numbered] == [*range(len(numbered))]
    texts = all(isinstance(one, str | None) for row in numbered for one in row[1:])
    return rows_digest([row[1:] for row in numbered]) if in_order and texts else None


def _receipts(check: _Check, noted: list[tuple[str, int, str]]) -> None:
    known = {entry.number: entry.hash for entry in check.entries}
    for text, number, code in noted:
        if number not in known:
            check.say(messages.RECEIPT_UNKNOWN, seen=text, detail="不在台账中")
        elif not str(known[number]).startswith(code):
            check.say(messages.RECEIPT_UNKNOWN, seen=text, detail="的校验码不同")
