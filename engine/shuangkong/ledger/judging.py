"""Verdicts 评价 that a department types in: recorded as its workbook 评价表 would be.

What is typed becomes such a workbook and goes the way of every file that comes in; a later verdict
of the department on the same indicator takes the place of the earlier one, and none is erased.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import messages
from ..documents.verdicts import GivenVerdict, asked_verdicts, write_verdicts_workbook
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
class Owned:
    """An indicator of an entity that a department judges, and its verdict in the ledger."""

    entity: Entity
    target: Target
    given: Verdict | None


def owned(workspace: Path, year: int, department: str) -> tuple[Owned, ...]:
    """What a department judges in a year, with what it last said; empty where it owns nothing."""
    with opened(workspace) as ledger:
        assert ledger.head is not None
        found = state(ledger, year, ledger.head.number)
        declarations = declarations_of(ledger, found.snapshot)
        said = evidence(ledger, declarations, found, checked=False).reading.verdicts
    last = {
        (one.entity, one.target): one
        for one in said
        if (one.by, one.who, one.year) == (VerdictBy.DEPARTMENT, department, year)
    }
    return tuple(
        Owned(entity, target, last.get((entity.code, target.id)))
        for entity, target in asked_verdicts(declarations, year, VerdictBy.DEPARTMENT, department)
    )


def judge(
    workspace: Path,
    year: int,
    department: str,
    verdicts: Mapping[Key, tuple[bool, str, str]],
    by: str,
    *,
    clock: moments.Clock = moments.now,
) -> Submitted:
    """Record a department's verdicts: met, basis and advice by entity and target.

    Raises:
        LedgerError: one is not the department's to judge, has no basis, or nothing was given;
            nothing was recorded.
    """
    by = named(by, "评价人", "--by 姓名")
    with opened(workspace) as ledger:
        declarations = edition_in_force(ledger, None).declarations
    year_within(declarations, year)
    asked = asked_verdicts(declarations, year, VerdictBy.DEPARTMENT, department)
    known = {(entity.code, target.id) for entity, target in asked}
    if not verdicts or not set(verdicts) <= known:
        raise refused(messages.NOT_TO_JUDGE, seen=department, round=year)
    today = clock().astimezone(moments.BEIJING).date().isoformat()
    filled = {
        key: GivenVerdict(
            WORDS[met], named(basis, "评价依据", "评价依据"), by, today, clean(advice)
        )
        for key, (met, basis, advice) in verdicts.items()
    }
    with tempfile.TemporaryDirectory(prefix="shuangkong-") as folder:
        path = Path(folder) / safe_name(f"{year}_部门评价_{department}_{by}.xlsx")
        write_verdicts_workbook(
            declarations, year, path, VerdictBy.DEPARTMENT, department, filled=filled
        )
        return submit(workspace, path, year, by, clock=clock)
