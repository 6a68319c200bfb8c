"""Which submissions and decisions count for a year, as of an entry: never more than were there.

1. A form counts for its own year and, for figures that newer forms leave out, for later ones;
   measure scores count for their own year only; everything else from its year on.
2. The last usable version counts; one that names others in `replaces` takes their place.
3. After a year's first issue, unless it was refused, nothing that comes in counts for it until a
   person accepts it.
4. What a person rejects does not count, whenever it came.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from .. import messages
from ..errors import LedgerError, ShuangkongError
from ..vocabulary import Decision, DecisionKind, Finding
from .entries import (
    ACCEPT,
    WITHDRAW,
    Issue,
    Ruling,
    Snapshot,
    Submission,
    issues,
    rulings,
    submissions,
)
from .moments import AsOf, parsed, shown, written
from .plans import latest
from .recorded import key_of
from .seconds import Seconds, issued, seconds
from .store import Ledger


class Use(StrEnum):
    """What a submission counts for in an assessment."""

    USED = "used"
    WAITING = "waiting"
    REPLACED = "replaced"
    REJECTED = "rejected"
    UNUSABLE = "unusable"

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {
            "used": "采用",
            "waiting": "待裁定",
            "replaced": "已被替换",
            "rejected": "裁定不采用",
            "unusable": "不可用",
        }[self.value]


@dataclass(frozen=True)
class YearState:
    """Everything that an assessment of a year may rest on, as of an entry.

    `standings` has every submission that could count for the year, oldest first;
    `replaced_by` says which one took a place. `made` are all decisions, whatever their year.
    """

    year: int
    head: int
    snapshot: Snapshot
    standings: tuple[tuple[Submission, Use], ...]
    replaced_by: Mapping[int, int]
    made: tuple[Ruling, ...]
    issues: tuple[Issue, ...]
    #: decisions that wait for a second person, or were refused by one, and have no effect
    waiting: tuple[Ruling, ...] = ()
    refused: tuple[Ruling, ...] = ()
    seconds: Seconds = field(default_factory=Seconds)

    def those(self, standing: Use) -> tuple[Submission, ...]:
        """The submissions of one standing, oldest first."""
        return tuple(one for one, found in self.standings if found is standing)

    @property
    def used(self) -> tuple[Submission, ...]:
        """The submissions that count."""
        return self.those(Use.USED)

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """The decisions that bear on the year, the newest first: those in force for it, and the
        figures of earlier years that were approved."""
        found = {r.number: r for r in (*in_force(self.made, self.year), *self.approved)}
        return tuple(found[number] for number in sorted(found, reverse=True))

    @property
    def approved(self) -> tuple[Ruling, ...]:
        """The figures that were approved for this and earlier years, the newest first."""
        about = [r for r in self.made if r.decision.kind is DecisionKind.FIGURE]
        years = sorted({r.decision.year for r in about if r.decision.year is not None})
        return tuple(r for y in years if y <= self.year for r in in_force(about, y))

    def decisions(self, year: int) -> tuple[Decision, ...]:
        """What is decided for this or an earlier year, the newest first."""
        return tuple(ruling.decision for ruling in in_force(self.made, year))


def state(ledger: Ledger, year: int, upto: int) -> YearState:
    """What counts for a year after entry `upto`.

    Raises:
        LedgerError: the ledger had no declarations yet.
    """
    snapshot = latest(ledger, upto)
    if snapshot is None:
        raise _before(ledger, f"第{upto}号")
    said = seconds(ledger, upto)
    every = rulings(ledger, upto)
    made = tuple(r for r in every if said.stands(r))
    kept = issued(ledger, year, upto)
    standings, replaced_by = _standings(
        [s for s in submissions(ledger, upto) if _concerns(s, year)],
        _verdicts(made, year),
        kept[0].based_on if kept else None,
    )
    about = [r for r in every if r.decision.year in (None, year)]
    return YearState(
        year, upto, snapshot, standings, replaced_by, made, issues(ledger, year, upto),
        waiting=tuple(r for r in about if said.waits(r)),
        refused=tuple(r for r in about if r.number in said.refused),
        seconds=said,
    )  # fmt: skip


def _concerns(one: Submission, year: int) -> bool:
    return one.year == year if one.role.by_row else one.year <= year


def _verdicts(made: Sequence[Ruling], year: int) -> dict[int, bool]:
    """Whether a submission was accepted, by the last word on it for the year."""
    found: dict[int, bool] = {}
    for ruling in made:
        decision = ruling.decision
        if ruling.submission is None or decision.year not in (None, year):
            continue
        if decision.choice == WITHDRAW:
            found.pop(ruling.submission, None)
        else:
            found[ruling.submission] = decision.choice == ACCEPT
    return found


def _standings(
    candidates: Sequence[Submission], verdicts: Mapping[int, bool], frozen_at: int | None
) -> tuple[tuple[tuple[Submission, Use], ...], dict[int, int]]:
    replaced_by: dict[int, int] = {}
    current: dict[tuple[object, ...], int] = {}
    found: dict[int, Use] = {}
    for one in candidates:
        late = frozen_at is not None and one.number > frozen_at
        verdict = verdicts.get(one.number)
        if not one.usable:
            found[one.number] = Use.UNUSABLE
        elif verdict is False:
            found[one.number] = Use.REJECTED
        elif late and verdict is None:
            found[one.number] = Use.WAITING
        else:
            found[one.number] = Use.USED
            gone = set(one.replaces)
            if not one.role.by_row:
                key = key_of(one.role, one.entity, one.year, one.file, one.part)
                gone |= {current[key]} if key in current else set()
                current[key] = one.number
            for number in gone:
                if found.get(number) is Use.USED:
                    found[number] = Use.REPLACED
                    replaced_by[number] = one.number
    return tuple((one, found[one.number]) for one in candidates), replaced_by


def in_force(made: Sequence[Ruling], year: int) -> tuple[Ruling, ...]:
    """The last ruling on each matter that bears on a year, newest first, unless it withdraws."""
    return tuple(r for r in last_words(made, year) if r.decision.choice != WITHDRAW)


def last_words(made: Sequence[Ruling], year: int) -> tuple[Ruling, ...]:
    """The last ruling on each matter that bears on a year, newest first, withdrawals included."""
    last: dict[tuple[object, ...], Ruling] = {}
    for ruling in made:
        if ruling.decision.year in (None, year):
            last[ruling.about] = ruling
    return tuple(sorted(last.values(), key=lambda ruling: -ruling.number))


def head_at(ledger: Ledger, moment: AsOf) -> int:
    """The last entry at a moment.

    Raises:
        LedgerError: the ledger began later.
    """
    entries = ledger.entries()
    if moment.number is not None:
        found = [e.number for e in entries if e.number <= moment.number]
        if not entries or moment.number > entries[-1].number or not found:
            raise _before(ledger, moment.text)
        return found[-1]
    assert moment.until is not None
    until = written(moment.until)
    found = [e.number for e in entries if e.at < until]
    if not found:
        raise _before(ledger, moment.text)
    return found[-1]


def _before(ledger: Ledger, seen: str) -> ShuangkongError:
    entries = ledger.entries()
    first = f"{shown(parsed(entries[0].at))}（第 1—{len(entries)} 号）" if entries else "（空）"
    return LedgerError.of(Finding.of(messages.BEFORE_BEGINNING, seen=seen, first=first))
