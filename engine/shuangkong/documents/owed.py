"""本级待办: what the authority that sets targets and points owes, beside what cities must mend.

It is read from the same judged records and findings as the letters that go back, and nothing
stands in both.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..assess.judgement import Judgement, Outcome
from ..assess.judging_plan import UNKNOWN_CONDITION
from ..assess.measures import differing
from ..assess.result import Assessment, EntityResult
from ..vocabulary import Severity
from .figures import Figures
from .letterhead import Letterhead
from .letters.sentences import left_open, sentence
from .order import assessed_results, top_result
from .papers import listed_book
from .signing import issue_line, signatures

FILE = "本级待办.xlsx"
_HEAD = ("序号", "类别", "对象", "事项", "原因", "怎么办")
_WIDTHS = (6, 18, 34, 40, 62, 46)
#: what is owed where a clause or a value leaves open what is asked for
UNCLEAR = "目标待明确"
#: names in one line; more are counted
_MOST = 8


class Owed(NamedTuple):
    """One thing that is owed above: its kind, for whom, what, why, and how it is done."""

    kind: str
    who: str
    what: str
    why: str
    mend: str


def owed(assessment: Assessment) -> tuple[Owed, ...]:
    """Everything that no figure of an assessed entity could settle."""
    return (
        *_targets(assessment),
        *_points(assessment),
        *_differing(assessment),
        *_undecided(assessment),
        *_own(assessment),
    )


def owed_book(assessment: Assessment, rows: Sequence[Owed], head: Letterhead) -> bytes:
    """The list as a workbook."""
    listed = [(number, *row) for number, row in enumerate(rows, start=1)]
    year = assessment.year
    title = f"{year}年度{assessment.declarations.wording_for(year).assessment}本级待办事项"
    return listed_book(
        title, "各对象须更正、补报的见退回更正函、催报函、考核结果函", _HEAD, listed, _WIDTHS,
        year=year, verification=assessment.verification,
        foot=(signatures(), issue_line(head.issue, head.receipt)),
    )  # fmt: skip


def _targets(assessment: Assessment) -> Iterator[Owed]:
    """Targets that wait for a value, a reading or a decision from above."""
    found: dict[tuple[str, str, str, str], dict[str, None]] = {}
    for result in assessment.results.values():
        for j in result.judgements:
            if j.outcome is Outcome.NOT_ASSESSABLE and j.waits_above:
                # the reason names the entity where it is about it alone
                why = j.reason.replace(result.entity.name, "该对象")
                kind, mend = _way(j)
                told = (kind, j.target.name, why, f"{mend}后重新考核")
                found.setdefault(told, {})[result.entity.name] = None
    for (kind, target, why, mend), names in found.items():
        yield Owed(kind, _few(list(names)), target, sentence(why), mend)


def _way(j: Judgement) -> tuple[str, str]:
    """What kind of thing a verdict waits for from above, and how it is done."""
    target = j.target
    if j.is_contested:
        return "评价待裁定", "裁定以何者为准，记入台账"
    if target.for_department:
        return "评价待报", f"由{target.judged_by}填写评价表，登记"
    if j.in_band:
        return "结论待裁定", "裁定是否视为完成，写明理由，记入台账"
    if j.reason.startswith(UNKNOWN_CONDITION):
        return "属性待补", "在考核对象名单中补入这一属性"
    if target.readings:
        return UNCLEAR, "裁定按哪种理解，记入台账"
    if target.conflicts_with:
        return UNCLEAR, "裁定以何者为准，记入台账"
    if target.not_computable:
        return UNCLEAR, "公布可以计算的数值；确实不能计算的，裁定认可并记入台账"
    return UNCLEAR, "公布或下达目标值，记入分解表"


def _points(assessment: Assessment) -> Iterator[Owed]:
    """Measure points that assessors have not entered."""
    found: dict[tuple[str, str], list[str]] = {}
    for result in assessed_results(assessment):
        for score in result.scores:
            waiting = [p.name for p in score.parts if p.points is None and not p.disputed]
            if score.points is None and waiting and not score.scaled_out:
                found.setdefault((score.item.name, "；".join(waiting)), []).append(
                    result.entity.name
                )
    for (item, parts), names in found.items():
        mend = "考核人员在措施评分表中录入得分和佐证，第二人复核"
        yield Owed("得分待录入", _few(names), item, f"尚未录入：{parts}。", mend)


def _differing(assessment: Assessment) -> Iterator[Owed]:
    """Points on which assessors differ."""
    items = {i.id: i for i in assessment.scheme.items} if assessment.scheme else {}
    for code, item, part, entries in differing(assessment.measures):
        entity = assessment.declarations.entities.get(code)
        known = items.get(item)
        names = {p.id: p.name for p in known.parts} if known else {}
        given = "，".join(f"{one[1]}评{one[0].normalize():f}分" for one in entries)
        what = f"{known.name if known else item}：{names.get(part, part)}"
        who = entity.name if entity else code
        yield Owed("得分待合议", who, what, f"{given}。", "合议后记入裁定，写明理由")


def _undecided(assessment: Assessment) -> Iterator[Owed]:
    """What printed digits leave open."""
    for result in assessed_results(assessment):
        open_ones = [j for j in result.judgements if j.is_left_open]
        for said in left_open(open_ones, Figures()):
            what, _, why = said.partition("：")
            mend = "请统计部门提供未舍入的数，核定后记入台账"
            yield Owed("数据待核定", result.entity.name, what, why, mend)


def _own(assessment: Assessment) -> Iterator[Owed]:
    """What lacks in the authority's own figures and files."""
    top = top_result(assessment)
    if top is not None:
        yield from _lacking(top)
    theirs = {f for r in assessed_results(assessment) for f in r.findings}
    grave = (Severity.BLOCKER, Severity.ERROR, Severity.WARNING)
    for finding in assessment.findings:
        if finding not in theirs and finding.severity in grave:
            where = str(finding.place) if finding.place else "—"
            who = top.entity.name if top else "本级"
            yield Owed(finding.severity.chinese, who, where, finding.why, finding.mend)


def _lacking(top: EntityResult) -> Iterator[Owed]:
    found: dict[tuple[str, str], list[str]] = {}
    for j in top.judgements:
        if j.outcome is Outcome.NOT_ASSESSABLE and not (j.waits_above or j.held):
            found.setdefault((j.target.name, j.reason), []).append(j.clock)
    for (target, why), clocks in found.items():
        what = f"{target}（{'、'.join(clocks)}）"
        mend = "由主管部门提供数据，连同出处补入"
        yield Owed("本级数据待补", top.entity.name, what, sentence(why), mend)


def _few(names: Sequence[str]) -> str:
    shown = "、".join(names[:_MOST])
    return shown if len(names) <= _MOST else f"{shown}等{len(names)}个"
