"""The placeholders of letter templates, filled from an assessment, and what each one means."""

from collections.abc import Mapping, Sequence

from ...assess.result import Assessment, EntityResult, ItemScore, Judgement, Outcome
from ...vocabulary import Finding, Severity
from .. import looks
from ..figures import Figures, points, score_trace, verdict_figure, verdict_label
from ..text import banner, cited, clean, mark_of, titled
from .letterhead import Letterhead, addressee, spoken

Words = Mapping[str, object]


def entity_words(
    assessment: Assessment, result: EntityResult, head: Letterhead, figures: Figures
) -> dict[str, object]:
    """Placeholders of a letter to one entity."""
    judged = [_judgement(j, figures, assessment) for j in result.judgements]
    missed = [
        _judgement(j, figures, assessment)
        for j in result.judgements
        if j.outcome is Outcome.NOT_MET
    ]
    return {
        **common_words(assessment, head, result.mark, figures),
        "对象": result.entity.name,
        "主送": addressee(result.entity),
        "称谓": spoken(result.entity),
        "等级": result.grade.name if result.grade else "暂不评定",
        "等级说明": _sentence(result.grade_reason),
        "结果": _result_sentence(assessment, result, figures),
        "目标表": judged,
        "未完成目标": missed,
        "计分表": [_score(result.entity.code, s, figures) for s in result.scores],
        "奖惩措施": [_sentence(t) for t in (result.grade.consequences if result.grade else ())],
        "称号": "、".join(result.honours),
        "明细说明": _detail_note(result),
    }


def common_words(
    assessment: Assessment, head: Letterhead, mark: str, figures: Figures
) -> dict[str, object]:
    """Placeholders that every letter may use."""
    plan, scheme = assessment.declarations.plan, assessment.scheme
    basis = titled(plan.document.title)
    if scheme:
        basis += f"和{titled(scheme.title)}"
    figures.add(str(assessment.year), assessment.year, "assessment/year")
    return {
        **head.words(),
        "年度": str(assessment.year),
        "规划": plan.short,
        "考核依据": basis,
        "横幅": banner(mark),
    }


def return_words(
    assessment: Assessment, result: EntityResult, head: Letterhead, figures: Figures
) -> dict[str, object]:
    """Placeholders of the letter that sends a submission back."""
    serious = [f for f in result.findings if f.severity in (Severity.BLOCKER, Severity.ERROR)]
    open_verdicts = [
        f"{j.target.name}（{j.view.chinese}）：{_sentence(j.reason)}"
        for j in result.judgements
        if j.outcome is Outcome.NOT_ASSESSABLE
    ]
    reasons = []
    if not result.submitted:
        reasons.append("未收到填报数据")
    if serious:
        count = figures.add(str(len(serious)), len(serious), f"{result.entity.code}/findings")
        reasons.append(f"有{count}条须更正的审核意见（见附件）")
    if open_verdicts:
        reasons.append("下列目标因数据不全无法评定")
    return {
        **common_words(assessment, head, result.mark, figures),
        "对象": result.entity.name,
        "主送": addressee(result.entity),
        "称谓": spoken(result.entity),
        "退回原因": ("，".join(reasons) or "数据尚待核实") + "。",
        "待补事项": open_verdicts,
        "审核意见": [finding_words(f) for f in serious],
    }


def finding_words(finding: Finding) -> dict[str, str]:
    """A finding as a row of a letter's table."""
    seen = f"（所见：{clean(finding.seen)}）" if finding.seen else ""
    return {
        "级别": finding.severity.chinese,
        "位置": clean(str(finding.place)) if finding.place else "—",
        "意见": clean(finding.why) + seen,
        "更正": clean(finding.mend),
        "编号": finding.kind,
    }


def _judgement(j: Judgement, figures: Figures, assessment: Assessment) -> dict[str, str]:
    required = verdict_figure(j, "required", figures)
    actual = verdict_figure(j, "actual", figures)
    state = f"{looks.SYMBOLS[j.outcome.value]}{j.outcome.chinese}"
    if j.actual is None or j.required is None:
        told = f"{j.outcome.chinese}。{_sentence(j.reason)}"
    else:
        told = (
            f"{verdict_label(j, 'required', '应达到')}{required}，"
            f"{verdict_label(j, 'actual', '实际')}{actual}，{j.outcome.chinese}。"
        )
    return {
        "名称": j.target.name + mark_of(j.mark),
        "时段": j.view.chinese,
        "应达到": required,
        "实际": actual,
        "余量": verdict_figure(j, "margin", figures),
        "完成情况": state,
        "条款": cited(j.target.source, assessment.declarations),
        "叙述": f"{j.target.name}{mark_of(j.mark)}（{j.view.chinese}）：{told}",
    }


def _score(entity: str, score: ItemScore, figures: Figures) -> dict[str, str]:
    bonus = (
        points(score.bonus, score_trace(entity, score, "bonus"), figures) if score.bonus else "—"
    )
    return {
        "大类": score.item.group or "—",
        "内容": score.item.name + mark_of(score.mark),
        "分值": points(score.item.points, score_trace(entity, score, "full"), figures),
        "得分": points(score.points, score_trace(entity, score, "points"), figures),
        "加分": bonus,
        "说明": score.why,
    }


def _result_sentence(assessment: Assessment, result: EntityResult, figures: Figures) -> str:
    code = result.entity.code
    if result.grade is None:
        return f"暂不评定等级。{_sentence(result.grade_reason)}"
    total = points(result.total, f"{code}/total", figures)
    said = f"考核总分{total}分，等级为{result.grade.name}"
    if result.rank is not None:
        ranked = sum(r.rank is not None for r in assessment.results.values())
        rank = figures.add(str(result.rank), result.rank, f"{code}/rank")
        among = figures.add(str(ranked), ranked, "assessment/ranked")
        said += f"，在{among}个参评对象中名列第{rank}"
    if result.vetoed_by:
        said += f"（否决事项：{'、'.join(result.vetoed_by)}）"
    return said + "。"


def _detail_note(result: EntityResult) -> str:
    marks = sorted({j.mark for j in result.judgements} | {s.mark for s in result.scores})
    notes = [f"{mark_of(m)}{banner(m)}" for m in marks if m != "verified"]
    text = "余量为负表示未达到要求。完整计算过程和数据来源见评分卡。"
    return "；".join([*notes, text])


def _sentence(text: str) -> str:
    """Text that ends like a sentence."""
    text = clean(text).strip()
    return text if not text or text[-1] in "。！？；" else f"{text}。"


def circular_words(assessment: Assessment, head: Letterhead, figures: Figures) -> dict[str, object]:
    """Placeholders of the circular to all 通报."""
    assessed = assessed_results(assessment)
    groups = _by_grade(assessment, assessed)
    return {
        **common_words(assessment, head, assessment.mark, figures),
        "参评范围": _scope(assessed, figures),
        "全省概况": _overview(assessment, figures),
        "各等级": [
            {
                "等级": name,
                "对象": "、".join(r.entity.name for r in results),
                "数量": figures.add(str(len(results)), len(results), f"assessment/grades/{name}"),
            }
            for name, results in groups
        ],
        "暂缓评定": "、".join(r.entity.name for r in assessed if r.grade is None),
        "表彰": _honours(assessed),
        "奖惩": [
            {
                "等级": name,
                "对象": "、".join(r.entity.name for r in results),
                "措施": "".join(_sentence(t) for t in results[0].grade.consequences),
            }
            for name, results in groups
            if results[0].grade and results[0].grade.consequences
        ],
        "结果表": [_ranked(r, figures) for r in assessed],
    }


def assessed_results(assessment: Assessment) -> tuple[EntityResult, ...]:
    """Results of the entities that get a scorecard and a letter, best first."""
    codes = {e.code for e in assessment.declarations.assessed(assessment.year)}
    return tuple(r for r in assessment.ranking if r.entity.code in codes)


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
        {"称号": title, "对象": "、".join(r.entity.name for r in results if title in r.honours)}
        for title in titles
    ]


def _scope(results: Sequence[EntityResult], figures: Figures) -> str:
    count = figures.add(str(len(results)), len(results), "assessment/assessed")
    return f"{count}个考核对象"


def _overview(assessment: Assessment, figures: Figures) -> str:
    """One sentence on the whole province, when it was judged."""
    top = assessment.results.get(assessment.declarations.plan.top)
    if top is None:
        return ""
    told = [
        f"{j.target.name}{verdict_label(j, 'actual', '实际')}"
        f"{verdict_figure(j, 'actual', figures)}（{j.view.chinese}{j.outcome.chinese}）"
        for j in top.judgements
        if j.outcome in (Outcome.MET, Outcome.NOT_MET) and j.actual is not None
    ][:4]
    return f"{top.entity.name}{'，'.join(told)}。" if told else ""


def _ranked(result: EntityResult, figures: Figures) -> dict[str, str]:
    code = result.entity.code
    rank = (
        "—" if result.rank is None else figures.add(str(result.rank), result.rank, f"{code}/rank")
    )
    total = points(result.total, f"{code}/total", figures)
    remarks = [*result.honours, *(f"否决：{v}" for v in result.vetoed_by)]
    if result.grade is None:
        remarks.append(result.grade_reason)
    elif result.provisional:
        remarks.append("总分为暂定")
    return {
        "名次": rank,
        "对象": result.entity.name + mark_of(result.mark),
        "总分": total,
        "等级": result.grade.name if result.grade else "暂不评定",
        "备注": "；".join(remarks) or "—",
    }


__all__ = [
    "Words",
    "assessed_results",
    "circular_words",
    "common_words",
    "entity_words",
    "finding_words",
    "return_words",
]
