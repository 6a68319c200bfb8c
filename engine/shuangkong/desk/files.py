"""Files of the ledger as the desk hands them out: by entry and hash, and which are a city's own."""

from collections.abc import Mapping
from pathlib import Path

from ..ledger.entries import Issue, kept_by
from ..ledger.seconds import seconds
from ..ledger.store import Entry, EntryKind, opened
from ..records import dataclass
from ..running.files import safe_name
from ..vocabulary import Entity


@dataclass(frozen=True, slots=True)
class VouchedFile:
    """A file that an entry of the ledger vouches for."""

    entry: Entry
    name: str
    sha256: str

    @property
    def short(self) -> str:
        """The name without its folder."""
        return self.name.rpartition("/")[2]


def kept(workspace: Path, number: int) -> tuple[VouchedFile, ...]:
    """The files of an entry, by name; none where there is no such entry."""
    with opened(workspace) as ledger:
        entry = ledger.entry(number)
        return _of(entry) if entry else ()


def bytes_of(workspace: Path, one: VouchedFile) -> bytes:
    """A file's bytes."""
    with opened(workspace) as ledger:
        return ledger.blob(one.sha256)


def own(workspace: Path, entity: str, declared: Mapping[str, Entity]) -> tuple[VouchedFile, ...]:
    """The scorecards and letters that went to an entity, the newest entry first.

    Issues that wait for a second person have gone to nobody. Papers bear names, which no two
    entities of a plan have in one year: an entry's year says which of two it is.
    """
    whose, alone = declared[entity], not shares_name(entity, declared)
    with opened(workspace) as ledger:
        said = seconds(ledger)
        issues = map(Issue.of, ledger.entries(None, EntryKind.ISSUE))
        waiting = {one.number for one in issues if not said.stands(one)}
        appeals = {
            e.number
            for e in ledger.entries(None, EntryKind.APPEAL)
            if e.content["act"] == "received" and e.content["entity"] == entity
        }
        kinds = (EntryKind.ISSUE, EntryKind.WARNING, EntryKind.APPEAL)
        found = [e for e in ledger.entries(None, *kinds) if e.number not in waiting]
    return tuple(
        one
        for entry in reversed(found)
        for one in _of(entry)
        if _is_to(one, whose.name)
        and whose.valid_in(entry.content["year"])
        and (_answers(entry, appeals) if entry.kind is EntryKind.APPEAL else alone)
    )


def shares_name(entity: str, declared: Mapping[str, Entity]) -> bool:
    """Whether papers of an entity bear the name of another one of the same year too: names that
    differ only by what names of files cannot have."""
    own = declared[entity]
    return any(
        one.code != entity and own.meets(one) and safe_name(one.name) == safe_name(own.name)
        for one in declared.values()
    )


def _of(entry: Entry) -> tuple[VouchedFile, ...]:
    return tuple(VouchedFile(entry, name, sha) for name, sha in sorted(kept_by(entry)))


def _answers(entry: Entry, appeals: set[int]) -> bool:
    return entry.content["act"] == "answered" and entry.content["of"] in appeals


def _is_to(one: VouchedFile, name: str) -> bool:
    """Whether a file is an entity's: `函/06_邢台市_考核结果函.docx`, `评分卡/06_邢台市.xlsx`."""
    folder, _, file = one.name.rpartition("/")
    _, _, rest = file.rpartition(".")[0].partition("_")
    whose = safe_name(name)
    return bool(folder) and whose in (rest, rest.rpartition("_")[0])
