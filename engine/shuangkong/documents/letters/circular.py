"""The placeholders of the circular to all 通报."""

from collections.abc import Sequence

from ...assess.consequences import follows
from ...assess.count import Counted
from ...assess.grading import UNSENT
from ...assess.judgement import Judgement, Outcome
from ...assess.result import Assessment, EntityResult
from ...assess.wording import spoken
from ...reporting import ReportState, named_only
from ...vocabulary import Consequence
from ..consequences import consequence
from ..counted import by_grade
from ..figures import Figures, verdict_figure, verdict_label
from ..letterhead import Letterhead
from ..order import assessed_results, top_result
from ..text import mark_of
from .grades import VERDICTS_ALONE, why_ungraded
from .later import Later
from .scores import rank_words, total_words
from .sentences import enumerated, told_of
from .told import UNTOLD, Told, rows_of
from .words import common_words, measures_too

#: the opening paragraph names no more of the province's own results than this
_MOST = 4


def circular_words(
    assessment: Assessment, head: Letterhead, figures: Figures, told: Told = UNTOLD
) -> dict[str, object]:
    """Grades best first, honours, consequences, and the table of all results.

    `told` are verdicts that are in words already.
    """
    assessed = assessed_results(assessment)
    groups = _by_grade(assessment, assessed)
    holidays = assessment.declarations.holidays
    return {
        "措施": measures_too(_with_data(assessed), figures),
        **common_words(assessment, head, assessment.verification, figures),
        "参评范围": _scope(assessed, figures),
        "全省概况": head.replaces + head.corrects + _overview(assessment, figures),
        "各等级": [
            {
                "等级": name,
                "对象": _listed(members),
                "数量": figures.add(str(len(members)), len(members), f"grades/{name}"),
            }
            for name, members in groups
        ],
        "暂缓评定": _ungraded([r for r in assessed if r.grade is None and r.assessed]),
        "只评目标": "" if any(r.assessed for r in assessed) else VERDICTS_ALONE,
        "表彰": _honours(assessed),
        "奖惩": [
            {
                "等级": name,
                "对象": _listed(members),
                "措施": enumerated([consequence(c, holidays, head) for c in following]),
            }
            for name, group in groups
            for following, members in _alike(group)
            if following
        ],
        "结果表": [_ranked(assessment, r, figures, told) for r in by_grade(assessment, assessed)],
        "计数表": [_counted(r) for r in by_grade(assessment, assessed) if r.counts],
    }


def _with_data(results: Sequence[EntityResult]) -> list[EntityResult]:
    return [r for r in results if r.submitted]


def _scope(results: Sequence[EntityResult], figures: Figures) -> str:
    """Whom it was about: nobody was assessed who sent nothing, or nothing that could be used."""
    found = len(_with_data(results))
    if found == len(results):
        return f"{figures.add(str(found), found, 'assessment/assessed')}个考核对象"
    return f"已报送可用数据的{figures.add(str(found), found, 'assessment/reported')}个考核对象"


def _alike(
    results: Sequence[EntityResult],
) -> list[tuple[tuple[Consequence, ...], list[EntityResult]]]:
    """Those of one grade by what follows for them, which conditions may make different."""
    found: dict[tuple[str, ...], tuple[tuple[Consequence, ...], list[EntityResult]]] = {}
    for result in results:
        following = follows(result)
        key = tuple(one.text for one in following)
        found.setdefault(key, (following, []))[1].append(result)
    return list(found.values())


def _listed(results: Sequence[EntityResult]) -> str:
    return "、".join(r.entity.name for r in results)


def _by_grade(
    assessment: Assessment, results: Sequence[EntityResult]
) -> list[tuple[str, list[EntityResult]]]:
    grades = assessment.scheme.grades if assessment.scheme else ()
    found = [
        (grade.name, [r for r in results if r.grade and r.grade.name == grade.name])
        for grade in grades
    ]
    return [(name, members) for name, members in found if members]


def _honours(results: Sequence[EntityResult]) -> list[dict[str, str]]:
    titles = dict.fromkeys(h for r in results for h in r.honours)
    return [
        {"称号": title, "对象": _listed([r for r in results if title in r.honours])}
        for title in titles
    ]


def _overview(assessment: Assessment, figures: Figures) -> str:
    """One sentence on the whole province, when it was judged; what it leaves out is counted."""
    top = top_result(assessment)
    if top is None:
        return ""
    judged = [j for j in top.duties if j.outcome in (Outcome.MET, Outcome.NOT_MET)]
    by_target: dict[str, list[Judgement]] = {}
    for j in judged:
        by_target.setdefault(j.target.id, []).append(j)
    # a class of indicators is told whole
    first = {one.target for group in top.counts[:1] for one in group.indicators}
    # what a department says of a state has no figure to be told
    with_figures = [t for t, own in by_target.items() if own[0].actual is not None]
    named = [t for t in with_figures if t in first] or with_figures[:_MOST]
    told = [_told(by_target[target], figures) for target in named]
    rest = [found for target, found in by_target.items() if target not in named]
    # 全省 stands in many a name of the province's own targets
    return f"{top.entity.name}{'；'.join([*told, *_rest(rest, figures)])}。" if told else ""


def _rest(rest: Sequence[Sequence[Judgement]], figures: Figures) -> list[str]:
    """How many more targets were judged, by outcome: 其余4项目标完成3项、未完成1项."""
    if not rest:
        return []
    missed = sum(any(j.is_missed for j in found) for found in rest)

    def count(number: int, trace: str) -> str:
        return figures.add(str(number), number, f"assessment/top/{trace}")

    said = f"其余{count(len(rest), 'rest')}项目标"
    if not missed or missed == len(rest):
        return [f"{said}均{'未' if missed else ''}完成"]
    met = len(rest) - missed
    return [f"{said}完成{count(met, 'met')}项、未完成{count(missed, 'missed')}项"]


def _told(found: Sequence[Judgement], figures: Figures) -> str:
    """One target with its clocks, its name once.

    能耗降低，累计降低率17.34%（目标值17.00%，期末目标完成）.
    """
    first = found[0]
    name = first.target.name.removeprefix("全省") + mark_of(first.verification)
    return f"{name}，{'，'.join(_came_out(j, figures) for j in found)}"


def _came_out(j: Judgement, figures: Figures) -> str:
    """What was reached, what was asked for and how it came out; a state by its word."""
    if j.in_words is not None:
        reached, asked = j.in_words
        return f"现为“{reached}”（要求“{asked}”，{j.clocked}）"
    actual = spoken(verdict_label(j, "actual", "实际"), verdict_figure(j, "actual", figures))
    return f"{actual}（{_asked(j, figures)}{j.clocked}）"


def _asked(j: Judgement, figures: Figures) -> str:
    """What was to be reached, before how it came out."""
    if j.required is None:
        return ""
    label = verdict_label(j, "required", "应达到")
    return f"{spoken(label, verdict_figure(j, 'required', figures))}，"


def _ungraded(results: Sequence[EntityResult]) -> str:
    """Who has no grade yet, by the reason: 辛集市（…尚未计分）；雄安新区（尚未报送数据）."""
    found: dict[str, list[EntityResult]] = {}
    for result in results:
        found.setdefault(_withheld(result), []).append(result)
    return "；".join(f"{_listed(members)}（{why}）" for why, members in found.items())


def _withheld(result: EntityResult) -> str:
    """Why one entity has no grade yet."""
    if result.to_mend:
        return "填报数据须更正"
    if result.reported is ReportState.MISSING:
        return "，".join(filter(None, (UNSENT, named_only(result.findings))))
    return _open(result) or why_ungraded(result)


def _open(result: EntityResult) -> str:
    """Which indicators are not counted yet; blank without any."""
    names = [i.name for one in result.counts for i in one.those(Counted.OPEN)]
    return f"{'、'.join(names)}待定" if names else ""


def _counted(result: EntityResult) -> dict[str, str]:
    """An entity's grade by counting, with every class counted unless nothing came to count."""
    remarks = [*result.distinctions, *result.by_decision]
    unsent = result.grade is None and result.reported is ReportState.MISSING
    if result.grade is None:
        remarks.append(_withheld(result))
    return {
        "对象": result.entity.name + mark_of(result.verification),
        "等级": result.grade_word,
        "达标情况": "—" if unsent else "；".join(one.words for one in result.counts),
        "备注": "；".join(remarks) or "—",
    }


def _tally(result: EntityResult, figures: Figures) -> str:
    """How the targets came out of whom no scheme grades, each once, those missed by name."""
    told: dict[str, list[Judgement]] = {}
    for j in told_of(result):
        told.setdefault(j.target.name, []).append(j)
    found: dict[str, list[str]] = {"完成": [], "未完成": [], "无法评定": []}
    for name, own in told.items():
        found[_whole(own)].append(name)
    parts = []
    for word, names in found.items():
        if names:
            shown = figures.add(str(len(names)), len(names), f"{result.entity.code}/{word}")
            listed = f"（{'、'.join(names)}）" if word == "未完成" else ""
            parts.append(f"{word}{shown}项{listed}")
    return "，".join(parts)


def _whole(own: Sequence[Judgement]) -> str:
    """How one target came out by all its clocks: missed by one is missed."""
    if any(j.is_missed for j in own):
        return "未完成"
    return "完成" if any(j.outcome is Outcome.MET or j.decided_met for j in own) else "无法评定"


def _ranked(
    assessment: Assessment, result: EntityResult, figures: Figures, told: Told
) -> dict[str, object]:
    remarks = [
        *(one.words for one in result.counts),
        *result.distinctions,
        *(f"否决：{v}" for v in result.vetoed_by),
        *result.by_decision,
    ]
    # which indicators are open stands among those counted
    if result.grade is None and result.assessed and (why := _withheld(result)) != _open(result):
        remarks.append(why)
    if not result.assessed:
        remarks.append(_tally(result, figures))
    return {
        "名次": rank_words(result, figures),
        "代码": result.entity.code,
        "对象": result.entity.name + mark_of(result.verification),
        "总分": total_words(result, figures),
        "等级": result.grade_word,
        "备注": "；".join(remarks) or "—",
        "目标": Later(lambda: rows_of(result, told_of(result), figures, assessment, told)),
    }
