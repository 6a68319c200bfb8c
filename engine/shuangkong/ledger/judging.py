"""Verdicts 评价 that are typed in, by a department or by an entity of itself: as their workbook.

What is typed becomes such a workbook 评价表 and goes the way of every file that comes in; a later
verdict of the same side on the same indicator takes the place of the earlier one, none is erased.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from .. import messages
from ..documents.verdicts import GivenVerdict, asked_verdicts, write_verdicts_workbook
from ..records import dataclass
from ..running.files import safe_name
from ..vocabulary import Entity, Target, Verdict, VerdictBy
from ..vocabulary.verdict import WORDS
from . import moments
from .begin import named
from .canonical import clean
from .evidence import evidence
from .matters import refused, year_within
from .plans import declarations_of, edition_in_force
from .state import state
from .store import opened
from .submit import Submitted, submit

#: entity and target
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class OwnIndicator:
    """An indicator of an entity that a side judges, and its verdict in the ledger."""

    entity: Entity
    target: Target
    given: Verdict | None


def owned(workspace: Path, year: int, by: VerdictBy, who: str) -> tuple[OwnIndicator, ...]:
    """What a department (its name) or an entity (its code, of itself) judges in a year.

    Each with what it last said; empty where there is nothing for it to judge.
    """
    with opened(workspace) as ledger:
        assert ledger.head is not None
        found = state(ledger, year, ledger.head.number)
        declarations = declarations_of(ledger, found.snapshot)
        said = evidence(ledger, declarations, found, checked=False).reading.verdicts
    last = {
        (one.entity, one.target): one
        for one in said
        if (one.by, one.year) == (by, year) and who in (one.who, one.entity)
    }
    return tuple(
        OwnIndicator(entity, target, last.get((entity.code, target.id)))
        for entity, target in asked_verdicts(declarations, year, by, who)
    )


def judge(
    workspace: Path,
    year: int,
    by: VerdictBy,
    who: str,
    verdicts: Mapping[Key, tuple[bool, str, str]],
    author: str,
) -> Submitted:
    """Record what a department, or an entity of itself, says: met, basis, advice by Key.

    Raises:
        LedgerError: one is not its to judge, has no basis, or nothing was given; nothing was
            recorded.
    """
    author = named(author, "评价人", "--by 姓名")
    with opened(workspace) as ledger:
        declarations = edition_in_force(ledger, None).declarations
    year_within(declarations, year)
    asked = asked_verdicts(declarations, year, by, who)
    known = {(entity.code, target.id) for entity, target in asked}
    if not verdicts or not set(verdicts) <= known:
        raise refused(messages.NOT_TO_JUDGE, seen=who, round=year)
    today = moments.now().astimezone(moments.BEIJING).date().isoformat()
    filled = {
        key: GivenVerdict(
            WORDS[met], named(basis, "评价依据", "评价依据"), author, today, clean(advice)
        )
        for key, (met, basis, advice) in verdicts.items()
    }
    with tempfile.TemporaryDirectory(prefix="shuangkong-") as folder:
        path = Path(folder) / safe_name(f"{year}_{by.chinese}_{who}_{author}.xlsx")
        write_verdicts_workbook(declarations, year, path, by, who, filled=filled)
        return submit(workspace, path, year, author)
