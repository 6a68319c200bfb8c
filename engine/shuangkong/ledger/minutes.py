"""`shuangkong minutes`: minutes 会议纪要 and signing sheet 会签表 of a year."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..assess.decided import approved_figures, decided
from ..documents.letterhead import Letterhead
from ..documents.order import assessed_results
from ..documents.papers import Paragraph, listed_book, paper
from ..documents.signing import issue_line
from ..running.files import write_bytes
from .entries import Ruling, Submission, submissions
from .issue import Assessed, assess_workspace
from .said import in_minutes, part_named
from .store import opened

if TYPE_CHECKING:
    from ..assess.result import EntityResult

#: what only those who were there know
_MEETING = (
    "时间：〔会议时间待定〕；地点：〔会议地点待定〕；主持人：〔主持人待定〕；"
    "参加人员：〔参加人员待定〕。"
)
_DAY = "签字日期：＿＿＿＿年＿＿月＿＿日"
MINUTES, SIGNING = "会议纪要（草稿）.docx", "会签表.xlsx"


def write_minutes(
    workspace: Path,
    year: int,
    output: Path,
    letterhead: Letterhead | None = None,
    templates: Path | None = None,
) -> tuple[Path, Path]:
    """Write the minutes and the signing sheet of what the ledger holds for a year.

    Raises:
        ShuangkongError: what cannot be assessed or written.
    """
    done = assess_workspace(workspace, year)
    assessment = done.assessment
    with opened(workspace) as ledger:
        sent = {one.number: one for one in submissions(ledger)}
        rests_on = ledger.entry(done.state.head)
        assert rests_on is not None
    said = [Paragraph(_MEETING), *_decisions(done, sent), *_differences(done), *_results(done)]
    title = f"{year}年度{assessment.declarations.wording_for(year).assessment}结果审议会议纪要"
    # minutes bear no seal, and say which state of the ledger was before the meeting
    head = replace(letterhead or Letterhead(), seal="", receipt=rests_on.receipt.code)
    minutes = paper(
        title, "", said, head, verification=assessment.verification, year=year, templates=templates
    )
    signing = _signing(done, year, head)
    paths = output / MINUTES, output / SIGNING
    write_bytes(paths[0], minutes)
    write_bytes(paths[1], signing)
    return paths


def _decisions(done: Assessed, sent: Mapping[int, Submission]) -> Iterator[Paragraph]:
    yield Paragraph("一、裁定事项", heading=True)
    state, declarations = done.state, done.assessment.declarations
    known = list(reversed(state.rulings))
    if not (known or state.waiting or state.refused):
        yield Paragraph("本年度没有裁定事项。")

    def told(ruling: Ruling) -> str:
        return in_minutes(ruling, declarations, done.assessment.year, sent)

    for one in known:
        second = state.seconds.confirmed.get(one.number)
        yield Paragraph(f"{told(one)}{f'；复核人：{second.by}' if second else ''}。")
    for one in state.waiting:
        yield Paragraph(f"{told(one)}；尚待第二人复核，未生效。")
    for one in state.refused:
        no = state.seconds.refused[one.number]
        yield Paragraph(f"{told(one)}；复核人{no.by}退回，未生效：{no.reason}。")


def _differences(done: Assessed) -> Iterator[Paragraph]:
    from ..assess.measures import differing

    yield Paragraph("二、考核人员评分的分歧", heading=True)
    made = done.assessment
    names = {e.code: e.name for e in made.declarations.entities.values()}
    found = differing(made.measures)
    if not found:
        yield Paragraph("没有未商定的分歧。")
    for code, item, part, entries in found:
        given = "、".join(f"{e[1]}评{e[0].normalize():f}分" for e in entries)
        what = part_named(f"{item}.{part}", made.declarations, made.year)
        yield Paragraph(f"{names.get(code, code)}“{what}”：{given}，待合议。")


def _results(done: Assessed) -> Iterator[Paragraph]:
    yield Paragraph("三、考核结果", heading=True)
    approved = approved_figures(done.assessment)
    for one in assessed_results(done.assessment):
        by_decision = decided(done.assessment, one, approved)
        marked = f"（{'；'.join(by_decision)}）" if by_decision else ""
        yield Paragraph(f"{one.entity.name}：{_grade(one)}{marked}。")


def _grade(result: "EntityResult") -> str:
    from ..assess.result import PROVISIONAL

    total = "" if result.total is None else f"{result.points_text(result.total)}分"
    provisional = PROVISIONAL if result.provisional else ""
    grade = result.grade_word
    return f"{total}{provisional}{'，' if total else ''}{grade}"


def _signing(done: Assessed, year: int, letterhead: Letterhead) -> bytes:
    """One line an entity, with room for three signatures."""
    made = done.assessment
    approved = approved_figures(made)
    rows = [
        (n, r.entity.name, _grade(r), "；".join(decided(made, r, approved)) or "—", "", "", "")
        for n, r in enumerate(assessed_results(made), start=1)
    ]
    head = ("序号", "考核对象", "考核结果", "人工裁定", "编制", "审核", "批准")
    declared = made.declarations
    below = f"{declared.plan.title}；依据台账第 1—{done.state.head} 号"
    widths = (6, 18, 26, 36, 14, 14, 14)
    title = f"{year}年度{declared.wording_for(year).assessment}结果会签表"
    return listed_book(
        title, below, head, rows, widths, year=year, verification=made.verification,
        foot=(_DAY, issue_line(letterhead.issue, letterhead.receipt)),
    )  # fmt: skip
