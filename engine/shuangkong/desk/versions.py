"""Versions of a city's submission in a round, as their events tell it.

A version is one upload: its bytes, what was read, what was found. It never changes; a correction
is a new version. What a worker read in it and found is kept as JSON under its own hash.
"""

import hashlib
import sqlite3
from collections.abc import Mapping

from ..records import dataclass
from . import events
from .events import Event, Happened, Standing
from .found import Found, ShownFinding


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload of a round: number within it, who, when, what."""

    number: int
    at: str
    actor: int
    name: str
    sha256: str
    size: int
    reason: str
    found: str | None
    hard: int
    soft: int
    figures: int
    failure: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about one entity in one round."""

    events: tuple[Event, ...]
    versions: tuple[Upload, ...]
    standing: Standing
    #: sentences about soft findings, by the finding's key
    confirmed: Mapping[str, str]

    @property
    def current(self) -> Upload | None:
        """The newest version."""
        return self.versions[-1] if self.versions else None

    @property
    def reminded(self) -> Event | None:
        """The last reminder, while something is owed."""
        return events.reminded(self.events) if self.standing.owed else None

    def unexplained(self, found: Found) -> tuple[ShownFinding, ...]:
        """The doubts about a version that nobody has stood for with a sentence."""
        return tuple(f for f in found.soft if f.key not in self.confirmed)

    def last(self, *kinds: Happened) -> Event | None:
        """The newest event of some kinds."""
        return next((e for e in reversed(self.events) if e.kind in kinds), None)


_UPLOADS = (Happened.UPLOADED, Happened.CHECK_FAILED)


def dossier(connection: sqlite3.Connection, round_: str, entity: str) -> Dossier:
    """What happened to an entity's submission in a round."""
    found = events.events(connection, round_=round_, entity=entity)
    uploads = [e for e in found if e.kind in _UPLOADS]
    confirmed = {
        e.subject: str(e.content["sentence"])
        for e in found
        if e.kind is Happened.FINDING_CONFIRMED and e.subject
    }
    made = tuple(_version(number, event) for number, event in enumerate(uploads, start=1))
    return Dossier(found, made, events.standing(found), confirmed)


def _version(number: int, event: Event) -> Upload:
    c = event.content
    return Upload(
        number,
        event.at,
        event.actor,
        c["name"],
        c["sha256"],
        c["size"],
        c.get("reason", ""),
        c.get("found"),
        c.get("hard", 0),
        c.get("soft", 0),
        c.get("figures", 0),
        c.get("failure", ""),
    )


def keep(connection: sqlite3.Connection, data: bytes) -> str:
    """Keep bytes under their hash; the same bytes once."""
    sha = hashlib.sha256(data).hexdigest()
    connection.execute(
        "INSERT INTO file SELECT ?,?,? WHERE NOT EXISTS (SELECT 1 FROM file WHERE sha256 = ?)",
        (sha, len(data), data, sha),
    )
    return sha


def bytes_of(connection: sqlite3.Connection, sha256: str) -> bytes:
    """Bytes that were kept."""
    row = connection.execute("SELECT data FROM file WHERE sha256 = ?", (sha256,)).fetchone()
    data: bytes = row["data"]
    return data


def found_of(connection: sqlite3.Connection, version: Upload) -> Found | None:
    """What was read and found in a version; None where it could not be checked."""
    return Found.read(bytes_of(connection, version.found)) if version.found else None


def newest_found(connection: sqlite3.Connection, dossier: Dossier) -> Found | None:
    """What was read and found in the newest version; None where there is none."""
    return found_of(connection, dossier.current) if dossier.current else None


def numbered(dossier: Dossier, number: int) -> Upload | None:
    """A version by its number."""
    return next((v for v in dossier.versions if v.number == number), None)
