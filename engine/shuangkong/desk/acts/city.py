"""A city's acts: upload, explain, hand over or take back, sign or decline, prove."""

import hashlib
from pathlib import Path

from ...errors import DeskError
from ...ledger import moments
from .. import accounts, evidence, jobs, versions
from ..events import Happened, Standing
from ..found import Found
from ..rights import Act
from ..rounds import Round
from ..versions import Dossier, Upload
from .base import Deed, Unknown, closed

STATEMENT = "本单位已核对所报数据，数据真实、准确、完整，并对其负责。"


def blocked(round_: Round, dossier: Dossier, found: Found | None) -> str:
    """Why the newest version cannot be handed over; empty where it can."""
    if round_.closed:
        return closed(round_)
    if dossier.current is None:
        return "还没有上传"
    if dossier.standing is Standing.RETURNED:
        return "请按退回事由改正后重新上传"
    if dossier.standing is not Standing.DRAFT:
        return f"现在是“{dossier.standing.chinese}”。{dossier.standing.next}"
    if found is None:
        return "这一版没有能够审核，请重新上传；仍不行请联系省级经办人"
    if found.hard:
        return f"还有{found.blocking}没有改"
    left = len(dossier.unexplained(found))
    return f"还有 {left} 条须说明" if left else ""


def next_step(round_: Round, dossier: Dossier, blocked: str = "") -> str:
    """Who acts next and what they do, in one sentence; `blocked` is why a draft must wait."""
    if round_.closed and dossier.standing.owed:
        return f"{closed(round_)}，没有报送；需要补报的，请与省级经办人联系"
    if dossier.standing is Standing.DRAFT and not blocked:
        last = dossier.last(Happened.DECLINED, Happened.UPLOADED, Happened.HANDED_OVER)
        if last and last.kind is Happened.DECLINED:
            return "填报人：按签发人退回的理由改正；核对无误的，再次提交签发人"
        return "填报人：没有要改正或说明的了，提交签发人"
    return dossier.standing.next


def must_be_newest(current: Upload | None, sha256: str) -> Upload:
    """The newest version; refuse what was decided looking at another one."""
    if current is None or sha256 != current.sha256:
        raise DeskError("您看到的不是最新一版\n    怎么改：打开最新一版，核对后再操作")
    return current


def upload(deed: Deed, name: str, data: bytes, reason: str) -> str:
    """Take a file: kept at once, checked by a worker; returns the job's id."""
    _may_upload(deed, data, reason)
    sha = versions.keep(deed.connection, data)
    content = {
        "round": deed.round.id, "year": deed.round.year, "period": deed.round.period,
        "name": name, "sha256": sha, "reason": reason,
    }  # fmt: skip
    id_ = jobs.ask(deed.connection, "check", content, deed.actor.account.id, deed.entity)
    deed.noted(Act.UPLOAD, f"{name} {sha[:12]}")
    return id_


def _may_upload(deed: Deed, data: bytes, reason: str) -> None:
    """State comes first: a message never contradicts it."""
    dossier = deed.dossier
    deed.must_be_open()
    if dossier.standing not in (Standing.NONE, Standing.DRAFT, Standing.RETURNED):
        mend = "填报人先撤回" if dossier.standing is Standing.TO_SIGN else "请省级经办人退回"
        raise DeskError(
            f"现在是“{dossier.standing.chinese}”，不能上传\n    怎么改：需要更正的，{mend}，再上传"
        )
    sha = hashlib.sha256(data).hexdigest()
    current = dossier.current
    if current is not None and current.sha256 == sha:
        signed = dossier.last(Happened.SIGNED)
        have = signed is not None and signed.content["sha256"] == sha
        receipt = f"，回执 {signed.content['receipt']}" if signed and have else ""
        raise DeskError(
            f"这个文件与最新的第 {current.number} 版"
            f"（{moments.shown(moments.parsed(current.at))}{receipt}）完全相同\n"
            "    怎么改：没有改动就不用重新上传；已改动的，请先在 Excel 或 WPS 中保存再上传"
        )
    _not_superseded(dossier, sha)
    if dossier.last(Happened.SIGNED, Happened.RETURNED) and not reason:
        raise DeskError("更正已报送的数据要写明理由\n    怎么改：在“更正理由”中写一句话")


def _not_superseded(dossier: Dossier, sha256: str) -> None:
    """An earlier version may come back, but not one that the ledger holds as corrected.

    The ledger records the same bytes once: signing them again would leave the correction in force.
    """
    signed = [e.content for e in dossier.events if e.kind is Happened.SIGNED]
    old = next((c for c in signed if c["sha256"] == sha256), None)
    if old is not None and signed[-1]["sha256"] != sha256:
        raise DeskError(
            f"这个文件与第 {old['version']} 版完全相同，那一版报送后已由"
            f"第 {signed[-1]['version']} 版更正，台账不重复登记\n"
            "    怎么改：要恢复那一版的数据的，请在 Excel 或 WPS 中另存后上传，并写明理由"
        )


def confirm(deed: Deed, key: str, sentence: str) -> None:
    """Explain one soft finding of the newest version with a sentence."""
    if len(sentence.strip()) < 4:
        raise DeskError("说明太短\n    怎么改：用一句话写明原因，例如“2020年新投产一座电厂”")
    deed.must_be(Standing.DRAFT)
    found = deed.found
    said = next((f for f in found.soft if f.key == key), None) if found else None
    if said is None:
        raise Unknown("没有这条须说明的意见\n    怎么改：刷新页面")
    deed.happened(Happened.FINDING_CONFIRMED, Act.CONFIRM, key, sentence=sentence.strip()[:500],
                  id=said.id, why=said.why, cell=said.cell)  # fmt: skip


def hand_over(deed: Deed, sha256: str) -> None:
    """To the signatory: the newest version, which must be the one that was looked at."""
    deed.must_be_settled()
    if why := blocked(deed.round, deed.dossier, deed.found):
        raise DeskError(f"{why}\n    怎么改：处理后再提交签发人")
    current = must_be_newest(deed.dossier.current, sha256)
    deed.happened(Happened.HANDED_OVER, Act.HAND_OVER, version=current.number,
                  sha256=current.sha256)  # fmt: skip


def take_back(deed: Deed) -> None:
    """The clerk takes it back from the signatory, who has not signed yet."""
    deed.must_be(Standing.TO_SIGN)
    deed.must_be_settled()
    deed.happened(Happened.TAKEN_BACK, Act.TAKE_BACK)


def decline(deed: Deed, reason: str) -> None:
    """The signatory gives it back, with the reason."""
    if not reason.strip():
        raise DeskError("没有写退回的理由\n    怎么改：写明哪里要改，填报人会看到")
    deed.must_be(Standing.TO_SIGN)
    deed.must_be_settled()
    deed.happened(Happened.DECLINED, Act.DECLINE, reason=reason.strip()[:500])


def sign(deed: Deed, sha256: str, stated: bool) -> str:
    """Sign under the statement: a worker records it in the ledger; returns the job's id."""
    if not stated:
        raise DeskError("没有勾选声明\n    怎么改：核对数据并勾选声明后再签发")
    deed.must_be_open()
    deed.must_be(Standing.TO_SIGN)
    deed.must_be_settled()
    current = must_be_newest(deed.dossier.current, sha256)
    handed = deed.dossier.last(Happened.HANDED_OVER)
    assert handed is not None
    who = deed.actor.account
    clerk = accounts.by_id(deed.connection, handed.actor)
    if clerk is None or clerk.id == who.id:
        raise DeskError("填报人和签发人不能是同一人\n    怎么改：请另一人签发")
    content = {
        "round": deed.round.id, "year": deed.round.year, "name": current.name,
        "sha256": current.sha256, "version": current.number, "figures": current.figures,
        "clerk": clerk.name, "signatory": who.name,
        "by": f"{clerk.name}（填报）、{who.name}（签发）", "note": current.reason or None,
    }  # fmt: skip
    id_ = jobs.ask(deed.connection, "sign", content, who.id, deed.entity)
    deed.noted(Act.SIGN, current.sha256[:12])
    return id_


def add_evidence(deed: Deed, workspace: Path, name: str, data: bytes, about: str) -> None:
    """Add a file that proves something: hashed, typed by content, never opened.

    It is tied to the submission in the ledger: at once where one is signed, else when it is.
    """
    kind = evidence.kind_of(name, data)
    deed.must_be_open()
    sha, about = versions.keep(deed.connection, data), about.strip()[:200]
    deed.happened(Happened.EVIDENCE_ADDED, Act.EVIDENCE, sha, name=name, sha256=sha,
                  size=len(data), kind=kind, about=about)  # fmt: skip
    signed = deed.dossier.last(Happened.SIGNED)
    if signed and deed.dossier.standing in (Standing.SIGNED, Standing.ACCEPTED, Standing.ADOPTED):
        proof = evidence.Proof(name, sha, data, deed.actor.account.name, about)
        evidence.into_ledger(workspace, signed.content["submission"], [proof])
