"""What the ledger's commands print: one text per act and question."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .. import text
from ..intake.status import counted, lost_text
from ..vocabulary.deadline import term
from . import moments
from .entries import Issue, Ruling, Submission
from .said import ruling
from .state import Use
from .store import Receipt

if TYPE_CHECKING:
    from .begin import LedgerBegun
    from .confirm import Confirmed, SentBack
    from .decide import Decided
    from .issue import Assessed
    from .replay import Replayed
    from .status import EntityStatus, Status
    from .submit import FileTaken, Submitted

_MOST = 40
_PENDING = "待复核，尚未生效：由另一人运行 shuangkong confirm"


def begun(done: "LedgerBegun") -> str:
    """What `init` did."""
    if done.new:
        lines = [
            f"已建账：{done.path}",
            f"规划：{done.plan}（{len(done.changed)} 个声明文件已存档）",
        ]
    elif done.changed:
        listed = _listed(done.changed)
        lines = [f"已登记规划声明的改动：{listed}；此后的考核按新声明，以前的可按原声明重演"]
    else:
        lines = ["台账已有，规划声明没有变化，未登记任何内容"]
    return "\n".join([*lines, *map(receipt, done.receipts)])


def receipt(one: Receipt) -> str:
    """A receipt, to be noted down."""
    return f"回执 {one.code}　{one.kind.chinese}"


def submitted(done: "Submitted") -> str:
    """What `submit` did, file by file."""
    rows = [_taken(one, done.names) for one in done.taken]
    new = sum(not one.already for one in done.taken)
    lines = [
        text.table(("登记号", "文件", "种类", "对象", "年度", "数据", "结果"), rows, right=(0, 5)),
        f"新登记 {new} 份，原已登记 {len(done.taken) - new} 份",
    ]
    last = max((one.receipt for one in done.taken), key=lambda r: r.number, default=None)
    if new and last is not None:
        lines.append(receipt(last))
    return "\n".join(lines)


def _taken(one: "FileTaken", names: Mapping[str, str]) -> tuple[str, ...]:
    s = one.submission
    result = "原已登记" if one.already else "已登记" if s.usable else "已登记，不可用"
    return (
        str(s.number),
        s.file,
        s.role.chinese,
        names.get(s.entity or "", "—"),
        s.period,
        str(s.figures or "—"),
        result,
    )


def status(found: "Status") -> str:
    """Who has submitted what, what is missing, what waits, what was issued."""
    last = found.snapshots[-1]
    lines = [
        f"{found.title}　{term(found.term)}",
        f"台账始于 {moments.shown(moments.parsed(found.began))}，共 {found.head.number} 号；"
        f"规划声明第 {last.number} 号（第 {len(found.snapshots)} 版）",
        f"回执 {found.head.code}",
        "",
        text.table(
            ("考核对象", "状态", "登记号", "收到时间", "经手人", "版数", "说明"),
            [_entity(one) for one in found.entities],
            right=(2, 5),
        ),
        _counted(found),
    ]
    others = [_other(one, standing, found) for one, standing in found.others]
    if others:
        head = ("登记号", "文件", "种类", "年度", "收到时间", "状态")
        lines += ["", "公报、分解表、评分表和其他文件", text.table(head, others, right=(0,))]
    if found.lost:
        lines += ["", *lost(found)]
    if found.rulings:
        lines += ["", "现行裁定", *(ruling(r, found.declarations) for r in found.rulings)]
    if found.state.waiting:
        waiting = (ruling(r, found.declarations) for r in found.state.waiting)
        lines += ["", "待复核的裁定（尚未生效）", *waiting]
    if found.state.refused:
        sent_back = (_sent_back(r, found) for r in found.state.refused)
        lines += ["", "复核退回的裁定（未生效）", *sent_back]
    if found.issues:
        lines += ["", "已签发"]
        lines += [
            f"第 {one.number} 号　{moments.shown(one.at)}　{one.by}　{len(one.files)} 个文件"
            f"（依据截至第 {one.based_on} 号）"
            f"{_second(one, found)}"
            f"{f'　{one.note}' if one.note else ''}"
            for one in found.issues
        ]
    if found.findings:
        lines += ["", text.findings(found.findings, most=_MOST)]
    return "\n".join(lines)


def lost(found: "Status") -> tuple[str, ...]:
    """The files that cannot be used and are nobody's, a line each."""
    return lost_text(found.lost)


def _entity(one: "EntityStatus") -> tuple[str, ...]:
    row = one.row
    return (
        row.entity.name,
        row.word,
        str(row.number) if row.number else "—",
        row.received or "—",
        row.by or "—",
        str(one.versions) if one.versions else "—",
        "；".join(row.remarks),
    )


def _counted(found: "Status") -> str:
    missing = [one.entity.name for one in found.entities if one.missing]
    listed = f"；未报的有：{'、'.join(missing)}" if missing else ""
    return counted(found.rows) + listed


def _other(one: Submission, standing: Use, found: "Status") -> tuple[str, ...]:
    by = found.state.replaced_by.get(one.number)
    return (
        str(one.number),
        one.file,
        one.role.chinese,
        one.period,
        moments.shown(one.at),
        standing.chinese + (f"（第 {by} 号）" if by else ""),
    )


def _sent_back(one: Ruling, found: "Status") -> str:
    no = found.state.seconds.refused[one.number]
    return f"{ruling(one, found.declarations)}；{no.by}退回：{no.reason}"


def _second(one: Issue, found: "Status") -> str:
    """What a second person said of an issue, or has still to say."""
    word = found.state.seconds.word(one)
    return f"　{word}" if word else ""


def decided(done: "Decided") -> str:
    """What `decide` recorded."""
    lines = [f"已登记裁定。{ruling(done.ruling, done.declarations)}", receipt(done.receipt)]
    if done.doubts:
        lines.append(text.findings(done.doubts, most=_MOST))
    lines.append(f"{_PENDING} 工作区 {done.ruling.number} --by 姓名")
    if done.instead_of is not None:
        lines.append(f"取代第 {done.instead_of.number} 号裁定（仍留存备查）")
    return "\n".join(lines)


def confirmed(done: "Confirmed") -> str:
    """What `confirm` recorded."""
    what = "裁定" if isinstance(done.of, Ruling) else "签发"
    effect = "已生效" if isinstance(done.of, Ruling) else "函件可以发出"
    return f"第 {done.of.number} 号{what}经{done.by}复核，{effect}\n{receipt(done.receipt)}"


def refused(done: "SentBack") -> str:
    """What `refuse` recorded."""
    what = "裁定" if isinstance(done.of, Ruling) else "签发"
    effect = "不生效" if isinstance(done.of, Ruling) else "函件不得发出"
    return (
        f"第 {done.of.number} 号{what}由{done.by}退回，{effect}，留存备查：{done.reason}\n"
        f"{receipt(done.receipt)}"
    )


def issued(done: "Assessed") -> str:
    """What an assessment from the ledger rested on, and its receipt when it was issued."""
    state = done.state
    lines = [f"依据台账第 1—{state.head} 号，采用填报 {len(done.evidence.contributing)} 份"]
    waiting = state.those(Use.WAITING)
    if waiting:
        lines.append(
            f"签发后收到、待裁定而未采用：第 {_numbers(waiting)} 号（见 shuangkong status）"
        )
    if open_ones := done.assessment.left_open:
        from ..documents.owed import FILE as OWED

        lines.append(
            f"注意：有 {len(open_ones)} 个结论，数据印出的位数不足以判定，按所报的数评定；"
            f"发出前请先核定（见“{OWED}”）：{'、'.join(open_ones)}"
        )
    if done.receipt is not None:
        lines += ["已签发，全部文件已存入台账", receipt(done.receipt)]
        lines.append(
            f"文书上的签发编号：{done.letterhead.issue}；回执码：{done.letterhead.receipt}"
        )
        if done.unchanged_since is not None:
            lines.append(f"注意：各对象的结果与第 {done.unchanged_since} 号签发相同，没有更正函")
        if done.open_appeals:
            listed = "、".join(f"第 {a.number} 号（{a.entity_name}）" for a in done.open_appeals)
            lines.append(f"注意：尚有 {len(done.open_appeals)} 件申诉没有答复：{listed}")
        if done.second:
            lines.append(
                "函件待第二人复核后方可发出："
                f"shuangkong confirm 工作区 {done.receipt.number} --by 姓名"
            )
    return "\n".join(lines)


def replayed(done: "Replayed") -> str:
    """What `replay` made, and whether it is what was issued."""
    lines = [f"已写入 {done.folder}（{len(done.files)} 个文件）"]
    issue = done.issue
    if issue is None:
        lines.append(f"到该日没有签发过；以上是按台账第 1—{done.state.head} 号算出的结果")
        return "\n".join(lines)
    signed = f"第 {issue.number} 号（{moments.shown(issue.at)}，{issue.by}）签发的"
    if done.stored:
        lines.append(f"以上是{signed}原件")
    elif not done.differing:
        lines.append(f"重新计算的结果与{signed}逐字节相同")
    else:
        lines.append(f"与{signed}有 {len(done.differing)} 个文件不同：{_listed(done.differing)}")
    if done.later:
        lines.append(f"该次签发之后、所问时点之前另有 {done.later} 号登记，不在其中")
    if done.findings:
        lines.append(text.findings(done.findings))
    return "\n".join(lines)


def _numbers(found: Sequence[Submission]) -> str:
    return "、".join(str(one.number) for one in found)


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:6]) + (f" 等 {len(names)} 个" if len(names) > 6 else "")
