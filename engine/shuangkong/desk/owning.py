"""What an entity may hand in: its own form, its own tables, what it says of itself, attachments.

Every file of an upload is asked by itself, also one in a zip: a form of one's own beside it says
nothing of whose figures it holds. Targets, points, verdicts of departments and figures of others
come by those whose they are (`rights`). It is asked when a file is checked, and once more when it
is signed, of the very files that the ledger would take.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from .. import messages
from ..declarations.bundle import Declarations
from ..errors import DeskError
from ..intake.files import FileReading, FileRole
from ..ledger.entries import Submission, submissions
from ..ledger.plans import edition_in_force
from ..ledger.received import base_name, receive
from ..ledger.recorded import key_of
from ..ledger.store import opened
from ..vocabulary import Finding, Place, VerdictBy
from . import events
from .events import Happened
from .store import Store

#: whose what an entity does not hand in is
_OTHERS = {
    FileRole.ALLOCATIONS: "目标值由省里下达",
    FileRole.MEASURES: "措施得分由考核人员在工作台上评",
    FileRole.VERDICTS: "评价由评定部门在工作台上填，各市只填自己的自评",
}


def strange(
    workspace: Path,
    declarations: Declarations,
    files: Sequence[FileReading],
    entity: str,
    year: int,
) -> list[Finding]:
    """What in an upload is not an entity's to hand in, file by file."""
    found = [said for file in files for said in _of_file(declarations, file, entity)]
    return found + _taking_place(workspace, files, entity, year)


def _of_file(declarations: Declarations, file: FileReading, entity: str) -> list[Finding]:
    def called(code: str) -> str:
        one = declarations.entities.get(code)
        return one.name if one else code

    found, yours = [], called(entity)
    if file.role in _OTHERS and not _said_of_itself(file, entity):
        found.append(
            Finding.of(
                messages.DESK_NOT_TO_HAND_IN,
                Place(file.name),
                what=file.role.chinese,
                why=_OTHERS[file.role],
            )
        )
    whose = {one.entity for one in file.observations} | {file.entity or entity}
    if others := sorted(whose - {entity}):
        seen = "、".join(map(called, others))
        found.append(Finding.of(messages.DESK_NOT_YOURS, Place(file.name), seen=seen, yours=yours))
    return found


def _said_of_itself(file: FileReading, entity: str) -> bool:
    """Whether a file has verdicts, and none but of the entity itself."""
    return bool(file.verdicts) and all(
        one.by is VerdictBy.SELF and one.entity == entity for one in file.verdicts
    )


def _taking_place(
    workspace: Path, files: Iterable[FileReading], entity: str, year: int
) -> list[Finding]:
    """Which files would take the place, by their name, of what somebody else handed in."""
    kinds = (FileRole.TABLE, FileRole.LONG)
    tables = {_key(one.role, one.name, year): one for one in files if one.role in kinds}
    if not tables:
        return []
    with Store.beside(workspace).reading() as connection:
        signed = events.events(connection, entity=entity, kinds=[Happened.SIGNED])
    with opened(workspace) as ledger:
        known = submissions(ledger)
    own = {number for event in signed for number in events.entries(event, known)}
    there = {
        _key(one.role, one.file, one.year): one
        for one in known
        if one.usable and one.number not in own and not one.role.by_row
    }
    return [_taken(file, there[key]) for key, file in tables.items() if key in there]


def _key(role: FileRole, name: str, year: int) -> tuple[object, ...]:
    return key_of(role, None, year, base_name(name))


def _taken(file: FileReading, there: Submission) -> Finding:
    return Finding.of(messages.DESK_NAME_TAKEN, Place(file.name), number=there.number)


def must_be_own(workspace: Path, path: Path, year: int, entity: str) -> None:
    """Refuse to sign what is not an entity's to hand in, as the ledger would read it now.

    Raises:
        DeskError: which files, why, and what to do.
    """
    with opened(workspace) as ledger:
        declarations = edition_in_force(ledger, None).declarations
    files = [one.reading for one in receive(declarations, [path], year, None, workspace).files]
    said = strange(workspace, declarations, files, entity, year)
    if said:
        raise DeskError("\n".join(map(str, said)))
