"""The placeholders of the circular to all 通报."""

from collections.abc import Sequence

from ...assess.result import Assessment, EntityResult, Outcome
from ..figures import Figures, points, verdict_figure, verdict_label
from ..order import assessed_results, top_result
from ..text import mark_of
from .letterhead import Letterhead
from .words import common_words, sentence

#: the opening paragraph names no more of the province's own results than this
_MOST = 4


def circular_words(assessment: Assessment, head: Letterhead, figures: Figures) -> dict[str, object]:
    """Grades best first, honours, consequences, and the table of all results."""
    assessed = assessed_results(assessment)
    groups = _by_grade(assessment, assessed)
    scope = figures.add(str(len(assessed)), len(assessed), "assessment/assessed")
    return {
        **common_words(assessment, head, assessment.mark, figures),
        "参评范围": f"{scope}个考核对象",
        "全省概况": head.replaces + _overview(assessment, figures),
        "各等级": [
            {
                "等级": name,
                "对象": _listed(members),
                "数量": figures.add(str(len(members)), len(members), f"grades/{name}"),
            }
            for name, members in groups
        ],
        "暂缓评定": _listed([r for r in assessed if r.grade is None]),
        "表彰": _honours(assessed),
        "奖惩": [
            {
                "等级": name,
                "对象": _listed(members),
                "措施": "".join(sentence(t) for t in members[0].grade.consequences),
            }
            for name, members in groups
            if members[0].grade and members[0].grade.consequences
        ],
        "结果表": [_ranked(r, figures) for r in assessed],
    }


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
    """One sentence on the whole province, when it was judged."""
    top = top_result(assessment)
    if top is None:
        return ""
    judged = [
        j
        for j in top.judgements
        if j.outcome in (Outcome.MET, Outcome.NOT_MET) and j.actual is not None
    ]
    told = [
        f"{j.target.name}{mark_of(j.mark)}{verdict_label(j, 'actual', '实际')}"
        f"{verdict_figure(j, 'actual', figures)}（{j.view.chinese}{j.outcome.chinese}）"
        for j in judged[:_MOST]
    ]
    return f"{top.entity.name}{'，'.join(told)}。" if told else ""


def _ranked(result: EntityResult, figures: Figures) -> dict[str, str]:
    code = result.entity.code
    rank = "—"
    if result.rank is not None:
        rank = figures.add(str(result.rank), result.rank, f"{code}/rank")
    remarks = [*result.honours, *(f"否决：{v}" for v in result.vetoed_by), *result.by_decision]
    if result.grade is None and result.assessed:
        remarks.append("有项目未计分，总分为暂计" if result.total is not None else "数据不全")
    return {
        "名次": rank,
        "对象": result.entity.name + mark_of(result.mark),
        "总分": points(result.total, f"{code}/total", figures),
        "等级": result.grade.name if result.grade else "暂不评定",
        "备注": "；".join(remarks) or "—",
    }
