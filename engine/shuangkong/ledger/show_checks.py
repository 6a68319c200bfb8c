"""What is printed of a ledger that was verified, copied or put back."""

from typing import TYPE_CHECKING

from .. import text
from ..errors import LedgerError
from ..vocabulary import Severity
from . import moments

if TYPE_CHECKING:
    from .backup import BackedUp, Restored
    from .verify import Verified

_MOST = 40


def verified(found: "Verified") -> str:
    """Whether a ledger is what was recorded."""
    depth = "，并重读全部原件、重演全部签发" if found.deep else ""
    lines = [
        f"已核对 {found.path.name}{depth}：共 {found.entries} 号，"
        f"其中填报 {found.submissions} 份，签发 {found.issues} 次",
    ]
    if found.findings:
        lines.append(text.findings(found.findings, most=_MOST))
    lines.append("台账完好，与登记时一致" if found.intact else "台账与登记时不一致")
    if found.intact and not found.sound:
        lines.append("重读原件或重演签发的结果与台账所存的不同，见上面各条；台账没有改动")
    if found.head is not None:
        lines.append(f"最后一号的回执 {found.head.code}")
    return "\n".join(lines)


def verified_in_short(found: "Verified") -> str:
    """The same in one line, for the log of a scheduler."""
    grave = sum(one.severity in (Severity.BLOCKER, Severity.ERROR) for one in found.findings)
    said = f"台账与登记时不一致：{grave} 处"
    if found.intact:
        said = "台账完好" if found.sound else f"台账完好，重读或重演不同：{grave} 处"
    doubts = len(found.findings) - grave
    noted = f"，另有 {doubts} 条提示" if doubts else ""
    head = f"，最后一号的回执 {found.head.code}" if found.head else ""
    now = moments.shown(moments.now())
    return f"{now} {found.path}：{said}（共 {found.entries} 号{head}）{noted}"


def not_verified(error: LedgerError) -> str:
    """Why a ledger could not be looked at, in one line."""
    return f"{moments.shown(moments.now())} {str(error).splitlines()[0]}"


def backed_up(done: "BackedUp") -> str:
    """Where a backup is, and up to which number it goes."""
    return f"已备份到 {done.path}\n{verified(done.verified)}"


def restored(done: "Restored") -> str:
    """What was put back, and what is where now."""
    lines = [f"已恢复 {done.path}", verified(done.verified)]
    if done.kept is not None:
        lines.append(f"原来的台账留在 {done.kept}")
    if done.missing:
        lines.append(
            f"注意：原来的台账里有 {done.missing} 号登记是这份备份之后的，不在恢复后的台账里"
        )
    return "\n".join(lines)
