"""Appeals: filed by a city at the desk, registered in the ledger with a deadline, answered.

What a city's signatory writes is kept at the desk until an approver registers it in the ledger; it
is registered once the ledger has an appeal of the same words, so nothing is registered twice.
"""

import datetime
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from ...errors import DeskError
from ...ledger.appealing import answer, receive
from ...ledger.appeals import OUTCOMES, Appeal, appeals
from ...ledger.attach import kept_file
from ...ledger.canonical import clean
from ...ledger.seconds import gone_out
from ...ledger.store import opened
from .. import events, versions
from ..context import Desk
from ..events import Event, Happened
from ..evidence import laid
from ..rights import Act
from .base import Actor, Unknown, note

#: name and bytes
File = tuple[str, bytes]


def filed(connection: sqlite3.Connection, entity: str | None = None) -> tuple[Event, ...]:
    """What was filed at the desk, by one city or by all."""
    return events.events(connection, entity=entity, kinds=(Happened.APPEALED,))


def unregistered(found: Iterable[Event], known: Iterable[Appeal]) -> list[Event]:
    """What was filed at the desk and is not in the ledger yet."""
    have = {(a.entity, a.year, a.said) for a in known}
    return [e for e in found if (e.entity, e.content["year"], e.content["said"]) not in have]


def issued_years(here: Desk) -> list[int]:
    """Years of which papers went out, so that one may object."""
    period = here.declarations.plan.period
    with opened(here.workspace) as ledger:
        return [y for y in range(period.first, period.last + 1) if gone_out(ledger, y)]


def file(
    here: Desk, actor: Actor, entity: str, year: int | None, said: str, given: Sequence[File]
) -> None:
    """A signatory objects to what was issued, with files that prove it."""
    said = clean(said.strip())[:2000]
    if not said or year not in issued_years(here):
        raise DeskError("申诉要写明事项和已签发的年度\n    怎么改：选年度，写明对哪项结果有异议")
    with laid(given) as paths:
        for path in paths:
            kept_file(path)  # refused now, and not when it is registered
        proofs = [(path.name, path.read_bytes()) for path in paths]
    with here.store.writing() as connection:
        before = filed(connection, entity)
        if any((e.content["year"], e.content["said"]) == (year, said) for e in before):
            raise DeskError("同样的申诉已经提交\n    怎么改：不用重复提交；补充的内容请另写")
        content = {
            "year": year, "said": said,
            "files": {name: versions.keep(connection, data) for name, data in proofs},
        }  # fmt: skip
        events.add(connection, Happened.APPEALED, actor.account.id, entity=entity, content=content)
        note(connection, actor, Act.APPEAL, f"{entity} {year}")


def register_filed(here: Desk, actor: Actor, number: int, deadline: datetime.date) -> None:
    """Register an appeal that was filed at the desk."""
    with here.store.reading() as connection:
        found = next((e for e in filed(connection) if e.number == number), None)
        if found is None or found.entity is None:
            raise Unknown("没有这件申诉\n    怎么改：刷新页面")
        c = found.content
        given = [(n, versions.bytes_of(connection, sha)) for n, sha in c["files"].items()]
    if not unregistered([found], appeals(here.workspace)):
        raise DeskError("这件申诉已经登记\n    怎么改：刷新页面")
    register(here, actor, found.entity, c["year"], c["said"], deadline, given)


def register(
    here: Desk,
    actor: Actor,
    entity: str,
    year: int | None,
    said: str,
    deadline: datetime.date,
    given: Sequence[File],
) -> None:
    """Register an appeal with its deadline, as one that came on paper."""
    if not entity or not year:
        raise DeskError("没有选对象和年度\n    怎么改：两项都要选")
    with laid(given) as paths:
        made = receive(
            here.workspace, entity, year, said, deadline, actor.account.name, files=paths
        )
    with here.store.writing() as connection:
        note(connection, actor, Act.RULE_APPEAL, f"登记 {made.receipt.code}")


def rule(
    here: Desk, actor: Actor, number: int, outcome: str, found: str, decisions: Sequence[int]
) -> None:
    """Answer an appeal: the letter is written and kept, and the city finds it on its page."""
    if outcome not in OUTCOMES:
        raise DeskError("没有选复核决定\n    怎么改：选成立、部分成立或不成立")
    with tempfile.TemporaryDirectory(prefix="shuangkong-") as folder:
        answer(
            here.workspace, number, outcome, found, actor.account.name, Path(folder),
            decisions=decisions,
        )  # fmt: skip
    with here.store.writing() as connection:
        note(connection, actor, Act.RULE_APPEAL, f"第 {number} 号 {outcome}")
