"""The board of a round: who stands where, and what of a submission others than the city may see."""

import datetime
import sqlite3

from ..records import dataclass
from . import events, rounds, versions
from .context import desk
from .events import Event, Happened, Standing
from .rounds import Round


@dataclass(frozen=True, slots=True)
class Row:
    """One entity on the board."""

    code: str
    name: str
    standing: Standing
    next: str
    due: datetime.date
    days: int
    version: int
    hard: int
    #: findings that needed a sentence, and have it: nothing is signed before
    explained: int
    at: str
    #: when it was reminded last of what it owes, and at what time if that was today; else empty
    reminded: str
    reminded_today: str

    @property
    def late(self) -> bool:
        """Whether the deadline has passed and nothing was reported."""
        return self.days < 0 and self.standing.owed


def board_rows(connection: sqlite3.Connection, round_: Round, today: datetime.date) -> list[Row]:
    """The board, in the plan's order: one pass over the round's events."""
    by_entity: dict[str, list[Event]] = {}
    for event in events.events(connection, round_=round_.id):
        if event.entity is not None:
            by_entity.setdefault(event.entity, []).append(event)
    entities = desk().declarations.entities
    rows = []
    for code in round_.entities:
        found = by_entity.get(code, [])
        standing = events.standing(found)
        uploads = [e for e in found if e.kind in (Happened.UPLOADED, Happened.CHECK_FAILED)]
        # drafts are the city's own: of them only that there is one
        shown = uploads[-1].content if uploads and standing not in _OWN else {}
        reminder = events.reminded(found) if standing.owed else None
        rows.append(
            Row(
                code,
                entities[code].name if code in entities else code,
                standing,
                standing.next,
                round_.due(code),
                round_.days_left(code, today),
                len(uploads),
                int(shown.get("hard", 0)),
                int(shown.get("soft", 0)),
                next((e.at for e in reversed(found) if e.kind is not Happened.ISSUED), ""),
                reminder.at if reminder else "",
                rounds.reminded_on(reminder, today),
            )
        )
    return rows


_OWN = (Standing.NONE, Standing.DRAFT, Standing.TO_SIGN)


#: what a city does before it signs is not for others
DRAFTING = (
    Happened.UPLOADED, Happened.CHECK_FAILED, Happened.FINDING_CONFIRMED, Happened.HANDED_OVER,
    Happened.TAKEN_BACK, Happened.DECLINED,
)  # fmt: skip


def signed_versions(dossier: versions.Dossier) -> list[versions.Upload]:
    """The versions that were signed, oldest first."""
    numbers = [e.content["version"] for e in dossier.events if e.kind is Happened.SIGNED]
    return [v for v in dossier.versions if v.number in numbers]
