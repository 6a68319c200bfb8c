"""What happened to a round's submissions, in the past tense; states are folded from that.

There is no status column that could go wrong: `state` reads the events of one entity in one
round, oldest first, and says where its submission stands and who acts next.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from ..ledger import moments
from ..ledger.entries import Submission
from ..records import dataclass
from .clock import stamp


class Happened(StrEnum):
    """Kinds of events."""

    ROUND_OPENED = "round_opened"
    ROUND_CLOSED = "round_closed"
    UPLOADED = "uploaded"  #: a draft: file hash, findings, figures taken
    CHECK_FAILED = "check_failed"  #: it could not be checked; blocks like an error
    FINDING_CONFIRMED = "finding_confirmed"  #: a soft finding explained with a sentence
    HANDED_OVER = "handed_over"
    TAKEN_BACK = "taken_back"  #: by the clerk, before it was signed
    DECLINED = "declined"
    SIGNED = "signed"  #: recorded in the ledger: its number and receipt
    RETURNED = "returned"
    ACCEPTED = "accepted"
    EXTENDED = "extended"
    REMINDED = "reminded"
    EVIDENCE_ADDED = "evidence_added"
    APPEALED = "appealed"
    ISSUE_PROPOSED = "issue_proposed"
    ISSUE_DECLINED = "issue_declined"  #: a proposal was refused, with the reason
    ISSUED = "issued"
    LAYOUT_BEGUN = "layout_begun"  #: an unknown table was put up to be laid out


class Standing(StrEnum):
    """Where an entity's submission of a round stands."""

    NONE = "none"
    DRAFT = "draft"
    TO_SIGN = "to_sign"
    SIGNED = "signed"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    ADOPTED = "adopted"

    @property
    def chinese(self) -> str:
        """The fixed words of the desk."""
        return {
            "none": "未报",
            "draft": "草稿",
            "to_sign": "待市级签发",
            "signed": "已报送",
            "accepted": "受理",
            "returned": "退回",
            "adopted": "采用",
        }[self.value]

    @property
    def owed(self) -> bool:
        """Whether the city has still to report."""
        return self in (Standing.NONE, Standing.DRAFT, Standing.TO_SIGN, Standing.RETURNED)

    @property
    def next(self) -> str:
        """Who acts next, and what they do."""
        return {
            "none": "填报人：下载填报表，填好后上传",
            "draft": "填报人：改正或说明审核意见后，提交签发人",
            "to_sign": "签发人：核对后签发，或退给填报人（签发以前，填报人可以撤回）",
            "signed": "省级经办人：受理或退回",
            "accepted": "省级经办人：提请签发考核结果，由省级审定人签发",
            "returned": "填报人：按退回事由改正后重新上传",
            "adopted": "无需操作；如有异议，签发人可以申诉",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened."""

    number: int
    at: str
    kind: Happened
    round: str | None
    entity: str | None
    subject: str | None
    actor: int
    content: Mapping[str, Any]


#: the standing after an event; kinds that are not here leave it as it was
_AFTER = {
    Happened.UPLOADED: Standing.DRAFT,
    Happened.CHECK_FAILED: Standing.DRAFT,
    Happened.HANDED_OVER: Standing.TO_SIGN,
    Happened.TAKEN_BACK: Standing.DRAFT,
    Happened.DECLINED: Standing.DRAFT,
    Happened.SIGNED: Standing.SIGNED,
    Happened.RETURNED: Standing.RETURNED,
    Happened.ACCEPTED: Standing.ACCEPTED,
    Happened.ISSUED: Standing.ADOPTED,
}


def standing(events: Iterable[Event]) -> Standing:
    """Where a submission stands after its events, oldest first."""
    found = Standing.NONE
    for event in events:
        after = _AFTER.get(event.kind, found)
        if event.kind is Happened.ISSUED and found is not Standing.ACCEPTED:
            continue  # an issue adopts only what had been accepted
        found = after
    return found


def reminded(events: Sequence[Event]) -> Event | None:
    """The last reminder of what is owed now, of events oldest first; not one of before it was
    handed in or returned."""
    for event in reversed(events):
        if event.kind is Happened.REMINDED:
            return event
        if event.kind in (Happened.SIGNED, Happened.RETURNED):
            return None
    return None


def entries(signed: Event, known: Iterable[Submission]) -> frozenset[int]:
    """Numbers of every entry of the ledger that a signature made, of `known` submissions.

    Of a zip that an earlier version signed, what the ledger took from it in the same act.
    """
    made = {one["submission"] for one in recorded(signed)}
    if "entries" not in signed.content:
        name, there = signed.content["name"], tuple(known)
        acts = {one.at for one in there if one.number in made and one.via == name}
        made |= {one.number for one in there if one.at in acts and one.via == name}
    return frozenset(made)


def recorded(signed: Event) -> Sequence[Mapping[str, Any]]:
    """What a signature recorded, entry by entry: name, sha256, submission, receipt.

    Signatures of earlier versions kept the first alone.
    """
    return signed.content.get("entries") or [signed.content]


def add(
    connection: sqlite3.Connection,
    kind: Happened,
    actor: int,
    *,
    round_: str | None = None,
    entity: str | None = None,
    subject: str | None = None,
    content: Mapping[str, Any] | None = None,
    clock: moments.Clock = moments.now,
) -> Event:
    """Record that something happened, inside the transaction of the act itself."""
    at = stamp(connection, "event", clock)
    text = json.dumps(dict(content or {}), ensure_ascii=False, sort_keys=True)
    cursor = connection.execute(
        "INSERT INTO event (at, kind, round, entity, subject, actor, content) "
        "VALUES (?,?,?,?,?,?,?)",
        (at, kind.value, round_, entity, subject, actor, text),
    )
    number = int(cursor.lastrowid or 0)
    return Event(number, at, kind, round_, entity, subject, actor, json.loads(text))


def events(
    connection: sqlite3.Connection,
    *,
    round_: str | None = None,
    entity: str | None = None,
    subject: str | None = None,
    kinds: Iterable[Happened] = (),
) -> tuple[Event, ...]:
    """Events, oldest first, narrowed by what is given."""
    wanted = [("round", round_), ("entity", entity), ("subject", subject)]
    given = [(column, value) for column, value in wanted if value is not None]
    where = [f"{column} = ?" for column, _ in given]
    values = [value for _, value in given]
    if named := [kind.value for kind in kinds]:
        where.append(f"kind IN ({','.join('?' * len(named))})")
        values += named
    clause = f"WHERE {' AND '.join(where)}" if where else ""
    rows = connection.execute(f"SELECT * FROM event {clause} ORDER BY number", values)
    return tuple(_event(row) for row in rows)


def _event(row: sqlite3.Row) -> Event:
    values: dict[str, Any] = dict(row)
    values["kind"] = Happened(values["kind"])
    values["content"] = json.loads(values["content"])
    return Event(**values)
