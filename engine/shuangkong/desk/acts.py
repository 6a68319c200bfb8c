"""What can be done with a submission, once, for pages and for the API alike.

Each act is one transaction: it looks where the submission stands, refuses with words what cannot
be done now, records the event, and notes it in the audit log. Who may do it was asked before.
"""

import datetime
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ..errors import DeskError
from ..ledger import moments
from . import accounts, audit, events, evidence, jobs, rounds, versions
from .accounts import Account
from .events import Happened, Standing
from .rights import Act
from .rounds import Round
from .store import Store
from .versions import Case, Found, Version

STATEMENT = "本单位已核对所报数据，数据真实、准确、完整，并对其负责。"


class Unknown(DeskError):
    """There is no such thing, or not for whoever asks."""


class Malformed(DeskError):
    """A request of a program that does not have the shape it must have."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and from where."""

    account: Account
    address: str


@dataclass(frozen=True, slots=True)
class Desk:
    """One act's transaction: the submission of an entity in a round as it stands now."""

    connection: sqlite3.Connection
    actor: Actor
    round: Round
    entity: str
    case: Case

    @property
    def found(self) -> Found | None:
        """What was found in the newest version."""
        current = self.case.current
        return versions.found_of(self.connection, current) if current else None

    def happened(
        self, kind: Happened, act: Act, subject: str | None = None, /, **content: object
    ) -> None:
        """Record what was done."""
        events.add(self.connection, kind, self.actor.account.id, round_=self.round.id,
                   entity=self.entity, subject=subject, content=content)  # fmt: skip
        self.noted(act)

    def noted(self, act: Act, more: str = "") -> None:
        """Note it in the audit log."""
        note(self.connection, self.actor, act, f"{self.round.id}/{self.entity} {more}".strip())

    def must_not_be_signing(self) -> None:
        """Refuse while a signature is on its way into the ledger."""
        job = jobs.unfinished(self.connection, self.round.id, self.entity)
        if job is not None and job.kind == "sign" and not job.state.over:
            raise DeskError("正在签发，还没有记完\n    怎么改：稍等片刻，刷新页面")

    def must_be(self, *standings: Standing) -> None:
        """Refuse where the submission stands elsewhere."""
        now = self.case.standing
        if now not in standings:
            raise DeskError(f"现在是“{now.chinese}”，不能这样做\n    怎么改：{now.next}")


def note(connection: sqlite3.Connection, actor: Actor, act: Act, object_: str) -> None:
    """Note an act in the audit log."""
    who = actor.account
    audit.note(
        connection, act.value, object_, account=who.id, login=who.login, address=actor.address
    )


@contextmanager
def acting(store: Store, actor: Actor, round_id: str, entity: str) -> Iterator[Desk]:
    """One act, whole or not at all.

    Raises:
        Unknown: there is no such round for the entity.
    """
    with store.writing() as connection:
        round_ = round_for(connection, round_id, entity)
        case = versions.case(connection, round_id, entity)
        yield Desk(connection, actor, round_, entity, case)


def round_for(connection: sqlite3.Connection, round_id: str, entity: str) -> Round:
    """The round an entity reports in.

    Raises:
        Unknown: there is none.
    """
    found = rounds.round_of(connection, round_id)
    if found is None or entity not in found.entities:
        raise Unknown("没有这一轮填报\n    怎么改：从首页进入")
    return found


def blocked(case: Case, found: Found | None) -> str:
    """Why the newest version cannot be handed over; empty where it can."""
    if case.current is None:
        return "还没有上传"
    if case.standing is Standing.RETURNED:
        return "请按退回事由改正后重新上传"
    if case.standing is not Standing.DRAFT:
        return f"现在是“{case.standing.chinese}”。{case.standing.next}"
    if found is None:
        return "这一版没有能够审核，请重新上传；仍不行请联系省级经办人"
    if found.hard:
        return f"还有 {len(found.hard)} 条须更正"
    open_ = [f for f in found.soft if f.key not in case.confirmed]
    return f"还有 {len(open_)} 条须说明" if open_ else ""


def must_be_newest(current: Version | None, sha256: str) -> Version:
    """The newest version; refuse what was decided looking at another one."""
    if current is None or sha256 != current.sha256:
        raise DeskError("您看到的不是最新一版\n    怎么改：打开最新一版，核对后再操作")
    return current


def upload(desk: Desk, name: str, data: bytes, reason: str) -> str:
    """Take a file: kept at once, checked by a worker; returns the job's id."""
    _may_upload(desk, data, reason)
    sha = versions.keep(desk.connection, data)
    content = {
        "round": desk.round.id, "year": desk.round.year, "period": desk.round.period,
        "name": name, "sha256": sha,
        "reason": reason,
    }  # fmt: skip
    id_ = jobs.ask(desk.connection, "check", content, desk.actor.account.id, desk.entity)
    desk.noted(Act.UPLOAD, f"{name} {sha[:12]}")
    return id_


def _may_upload(desk: Desk, data: bytes, reason: str) -> None:
    """State comes first: a message never contradicts it."""
    case = desk.case
    if desk.round.closed:
        raise DeskError(f"{desk.round.title}已经结束\n    怎么改：需要补报的，请与省级经办人联系")
    if case.standing not in (Standing.NONE, Standing.DRAFT, Standing.RETURNED):
        raise DeskError(
            f"现在是“{case.standing.chinese}”，不能上传\n    怎么改：{case.standing.next}；"
            "需要更正的，请签发人退回，或请省级经办人退回"
        )
    sha = hashlib.sha256(data).hexdigest()
    current = case.current
    if current is not None and current.sha256 == sha:
        raise DeskError(
            f"这个文件与最新的第 {current.number} 版"
            f"（{moments.shown(moments.parsed(current.at))}）完全相同\n"
            "    怎么改：没有改动就不用重新上传；已改动的，请先在 Excel 或 WPS 中保存再上传"
        )
    _not_superseded(case, sha)
    if case.last(Happened.SIGNED, Happened.RETURNED) and not reason:
        raise DeskError("更正已报送的数据要写明理由\n    怎么改：在“更正理由”中写一句话")


def _not_superseded(case: Case, sha256: str) -> None:
    """An earlier version may come back, but not one that the ledger holds as corrected.

    The ledger records the same bytes once: signing them again would leave the correction in force.
    """
    signed = [e.content for e in case.events if e.kind is Happened.SIGNED]
    old = next((c for c in signed if c["sha256"] == sha256), None)
    if old is not None and signed[-1]["sha256"] != sha256:
        raise DeskError(
            f"这个文件与第 {old['version']} 版完全相同，那一版报送后已由"
            f"第 {signed[-1]['version']} 版更正，台账不重复登记\n"
            "    怎么改：要恢复那一版的数据的，请在 Excel 或 WPS 中另存后上传，并写明理由"
        )


def confirm(desk: Desk, key: str, sentence: str) -> None:
    """Explain one soft finding of the newest version with a sentence."""
    if len(sentence.strip()) < 4:
        raise DeskError("说明太短\n    怎么改：用一句话写明原因，例如“2020年新投产一座电厂”")
    desk.must_be(Standing.DRAFT)
    found = desk.found
    said = next((f for f in found.soft if f.key == key), None) if found else None
    if said is None:
        raise Unknown("没有这条须说明的意见\n    怎么改：刷新页面")
    desk.happened(Happened.FINDING_CONFIRMED, Act.CONFIRM, key, sentence=sentence.strip()[:500],
                  id=said.id, why=said.why, cell=said.cell)  # fmt: skip


def hand_over(desk: Desk, sha256: str) -> None:
    """To the signatory: the newest version, which must be the one that was looked at."""
    why = blocked(desk.case, desk.found) or ("本轮填报已结束" if desk.round.closed else "")
    if why:
        raise DeskError(f"{why}\n    怎么改：处理后再提交签发人")
    current = must_be_newest(desk.case.current, sha256)
    desk.happened(Happened.HANDED_OVER, Act.HAND_OVER, version=current.number,
                  sha256=current.sha256)  # fmt: skip


def decline(desk: Desk, reason: str) -> None:
    """The signatory gives it back, with the reason."""
    if not reason.strip():
        raise DeskError("没有写退回的理由\n    怎么改：写明哪里要改，填报人会看到")
    desk.must_be(Standing.TO_SIGN)
    desk.must_not_be_signing()
    desk.happened(Happened.DECLINED, Act.DECLINE, reason=reason.strip()[:500])


def sign(desk: Desk, sha256: str, stated: bool) -> str:
    """Sign under the statement: a worker records it in the ledger; returns the job's id."""
    if not stated:
        raise DeskError("没有勾选声明\n    怎么改：核对数据并勾选声明后再签发")
    desk.must_be(Standing.TO_SIGN)
    desk.must_not_be_signing()
    current = must_be_newest(desk.case.current, sha256)
    handed = desk.case.last(Happened.HANDED_OVER)
    assert handed is not None
    who = desk.actor.account
    clerk = accounts.by_id(desk.connection, handed.actor)
    if clerk is None or clerk.id == who.id:
        raise DeskError("填报人和签发人不能是同一人\n    怎么改：请另一人签发")
    content = {
        "round": desk.round.id, "year": desk.round.year, "name": current.name,
        "sha256": current.sha256, "version": current.number, "figures": current.figures,
        "clerk": clerk.name, "signatory": who.name,
        "by": f"{clerk.name}（填报）、{who.name}（签发）", "note": current.reason or None,
    }  # fmt: skip
    id_ = jobs.ask(desk.connection, "sign", content, who.id, desk.entity)
    desk.noted(Act.SIGN, current.sha256[:12])
    return id_


def add_evidence(desk: Desk, name: str, data: bytes, about: str) -> None:
    """Add a file that proves something: hashed, typed by content, never opened."""
    typed = evidence.typed(name, data)
    if desk.round.closed:
        raise DeskError("本轮填报已结束\n    怎么改：请与省级经办人联系")
    sha = versions.keep(desk.connection, data)
    desk.happened(Happened.EVIDENCE_ADDED, Act.EVIDENCE, sha, name=name, sha256=sha,
                  size=len(data), kind=typed.kind, about=about.strip()[:200])  # fmt: skip


def accept(desk: Desk) -> None:
    """Accept what was signed."""
    desk.must_be(Standing.SIGNED)
    desk.happened(Happened.ACCEPTED, Act.ACCEPT)


def give_back(desk: Desk, reason: str, deadline: datetime.date) -> None:
    """Return what was signed, with the reason and a deadline."""
    if not reason.strip():
        raise DeskError("没有写退回的事由\n    怎么改：写明要改什么；填报人会看到")
    if deadline < rounds.today():
        raise DeskError("重新报送的期限已经过去\n    怎么改：写今天或以后的日期")
    desk.must_be(Standing.SIGNED, Standing.ACCEPTED)
    desk.happened(Happened.RETURNED, Act.RETURN, reason=reason.strip()[:1000],
                  deadline=deadline.isoformat())  # fmt: skip
    if deadline > desk.round.due(desk.entity):
        who = desk.actor.account.id
        rounds.extend(desk.connection, who, desk.round, desk.entity, deadline, "退回后重新报送")


def extend(desk: Desk, until: datetime.date, reason: str) -> None:
    """More time for one entity."""
    who = desk.actor.account.id
    rounds.extend(desk.connection, who, desk.round, desk.entity, until, reason[:500])
    desk.noted(Act.EXTEND, f"至 {until}")


def remind(desk: Desk) -> None:
    """Record that an entity was reminded."""
    desk.must_be(Standing.NONE, Standing.DRAFT, Standing.TO_SIGN, Standing.RETURNED)
    desk.happened(Happened.REMINDED, Act.REMIND)
