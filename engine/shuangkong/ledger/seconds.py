"""What second persons said: whether a decision or issue stands, waits, or was refused."""

import datetime
from collections.abc import Mapping
from dataclasses import field

from ..records import dataclass
from . import moments
from .entries import Issue, Ruling, issues
from .store import Entry, EntryKind, Ledger


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A second person's word for a decision or an issue."""

    number: int
    at: datetime.datetime
    #: number of what is confirmed
    of: int
    by: str
    note: str | None

    @classmethod
    def read(cls, entry: Entry) -> "Confirmation":
        """The record of an entry."""
        c = entry.content
        return cls(entry.number, moments.parsed(entry.at), c["of"], c["by"], c["note"])


@dataclass(frozen=True, slots=True)
class Refusal:
    """A second person's word against a decision or an issue, with the reason."""

    number: int
    at: datetime.datetime
    #: number of what is refused
    of: int
    by: str
    reason: str

    @classmethod
    def read(cls, entry: Entry) -> "Refusal":
        """The record of an entry."""
        c = entry.content
        return cls(entry.number, moments.parsed(entry.at), c["of"], c["by"], c["reason"])


@dataclass(frozen=True, slots=True)
class Seconds:
    """Confirmations and refusals, each by the number of what it is about."""

    confirmed: Mapping[int, Confirmation] = field(default_factory=dict)
    refused: Mapping[int, Refusal] = field(default_factory=dict)

    def stands(self, one: Ruling | Issue) -> bool:
        """Whether a decision has effect, or an issue's letters may go out."""
        return not one.second or one.number in self.confirmed

    def waits(self, one: Ruling | Issue) -> bool:
        """Whether nobody has confirmed or refused it yet, and somebody must."""
        return not self.stands(one) and one.number not in self.refused

    def word(self, one: Ruling | Issue) -> str:
        """What a second person said against it, or has still to say; empty where it stands."""
        no = self.refused.get(one.number)
        if no is not None:
            return f"{no.by}退回：{no.reason}"
        return "待复核" if self.waits(one) else ""


def seconds(ledger: Ledger, upto: int | None = None) -> Seconds:
    """What second persons have said up to an entry."""
    confirmed = map(Confirmation.read, ledger.entries(upto, EntryKind.CONFIRMATION))
    refused = map(Refusal.read, ledger.entries(upto, EntryKind.REFUSAL))
    return Seconds({one.of: one for one in confirmed}, {one.of: one for one in refused})


def issued(ledger: Ledger, year: int, upto: int | None = None) -> tuple[Issue, ...]:
    """The assessments issued for a year that nobody refused, oldest first."""
    said = seconds(ledger, upto)
    return tuple(one for one in issues(ledger, year, upto) if one.number not in said.refused)


def gone_out(ledger: Ledger, year: int) -> tuple[Issue, ...]:
    """The assessments of a year whose papers went out, oldest first: they wait for nobody."""
    said = seconds(ledger)
    return tuple(one for one in issues(ledger, year) if said.stands(one))
