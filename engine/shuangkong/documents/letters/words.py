"""The placeholders of letters to one entity, filled from its result."""

from collections.abc import Sequence

from ...assess.result import Assessment, Course, EntityResult, ItemScore, Judgement, Outcome
from ...vocabulary import Finding, Severity
from .. import looks
from ..figures import Figures, points, score_trace, step_figure, verdict_figure, verdict_label
from ..text import banner, cited, clean, mark_of, titled
from .letterhead import Letterhead, named

#: outcomes worth a sentence; a target not due yet or not set for the entity is none
_TOLD = (
    Outcome.MET,
    Outcome.NOT_MET,
    Outcome.NOT_ASSESSABLE,
    Outcome.WITHDRAWN,
    Outcome.OVERRIDDEN,
)


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


def entity_words(
    assessment: Assessment, result: EntityResult, head: Letterhead, figures: Figures
) -> dict[str, object]:
    """Placeholders of a letter that tells one entity its result."""
    told = [j for j in result.judgements if j.outcome in _TOLD]
    counted = _scored(assessment)
    main = [j for j in told if j.target.id in counted] or told
    rows = {j.key: judgement_words(j, figures, assessment) for j in told}
    return {
        **common_words(assessment, head, result.mark, figures),
        **named(result.entity),
        "等级": result.grade.name if result.grade else "暂不评定",
        "等级说明": sentence(result.grade_reason),
        "结果": result_sentence(assessment, result, figures) + head.replaces,
        "主要目标": [rows[j.key] for j in main],
        "未完成目标": [rows[j.key] for j in main if _missed(assessment, j)],
        "目标表": list(rows.values()),
        "计分表": [_score(result.entity.code, s, figures) for s in result.scores],
        "奖惩措施": [sentence(t) for t in (result.grade.consequences if result.grade else ())],
        "称号": "、".join(result.honours),
        "明细说明": _detail_note(result),
    }


def _missed(assessment: Assessment, j: Judgement) -> bool:
    """Whether a verdict belongs in the list of what was not met."""
    scheme = assessment.scheme
    kept_out = scheme is not None and scheme.keeps_out(j.target.strength)
    failed = j.outcome is Outcome.NOT_MET or j.decided_met is False
    return failed and not kept_out


def return_words(
    assessment: Assessment, result: EntityResult, head: Letterhead, figures: Figures
) -> dict[str, object]:
    """Placeholders of the letter that sends a submission back."""
    counted = _scored(assessment)
    waiting = [
        f"{j.target.name}（{j.view.chinese}）：{sentence(j.reason)}"
        for j in result.judgements
        if j.outcome is Outcome.NOT_ASSESSABLE and j.target.id in counted and result.submitted
    ]
    return {
        **common_words(assessment, head, result.mark, figures),
        **named(result.entity),
        "已报送": result.submitted,
        "退回原因": _return_reason(result, bool(waiting), figures),
        "待补事项": waiting,
        "审核意见": [finding_words(f) for f in serious(result.findings)],
    }


def serious(findings: Sequence[Finding]) -> list[Finding]:
    """Findings that must be mended before the data can be used, gravest first."""
    found = [f for f in findings if f.severity in (Severity.BLOCKER, Severity.ERROR)]
    return sorted(found, key=lambda f: f.severity.rank)


def _return_reason(result: EntityResult, waiting: bool, figures: Figures) -> str:
    if not result.submitted:
        return f"至今没有收到{result.entity.address.spoken}的考核数据。"
    reasons = []
    count = len(serious(result.findings))
    if count:
        shown = figures.add(str(count), count, f"{result.entity.code}/findings")
        reasons.append(f"有{shown}条须更正的审核意见（见附件）")
    if waiting:
        reasons.append("下列考核目标无法评定")
    return "，".join(reasons) + "。"


def _scored(assessment: Assessment) -> set[str]:
    """Targets that the scheme scores or vetoes by; all when there is no scheme."""
    scheme = assessment.scheme
    if scheme is None:
        return set(assessment.declarations.targets)
    return {i.target for i in scheme.items if i.target} | {v.target for v in scheme.vetoes}


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


def judgement_words(j: Judgement, figures: Figures, assessment: Assessment) -> dict[str, str]:
    """A verdict as a row of a table and as a sentence."""
    indicator = assessment.declarations.indicators.get(j.target.indicator or "")
    states = indicator.states if indicator else {}
    required = verdict_figure(j, "required", figures, states)
    actual = verdict_figure(j, "actual", figures, states)
    name = j.target.name + mark_of(j.mark)
    outcome = looks.outcome_text(j.outcome).replace(" ", "")
    told = f"{j.outcome.chinese}。{sentence(j.reason)}"
    if j.actual is not None and j.required is not None and j.outcome in _TOLD[:2]:
        told = (
            f"{verdict_label(j, 'required', '应达到')}{required}，"
            f"{verdict_label(j, 'actual', '实际')}{actual}，{j.outcome.chinese}"
            f"{_gap(j, figures) if not states else ''}{_course(j)}。"
        )
    if j.outcome is Outcome.OVERRIDDEN:
        outcome = "完成（经复核）" if j.decided_met else "未完成（经复核）"
        told = _found_on_review(j, required, actual)
    return {
        "名称": name,
        "时段": j.view.chinese,
        "应达到": required,
        "实际": actual,
        "余量": verdict_figure(j, "margin", figures, states),
        "完成情况": outcome,
        "条款": cited(j.target.source, assessment.declarations),
        "叙述": f"{name}（{j.view.chinese}）：{told}",
    }


def _found_on_review(j: Judgement, required: str, actual: str) -> str:
    """What was found on review, beside what the figures gave; who decided stays in the ledger."""
    computed = ""
    if j.actual is not None and j.required is not None:
        computed = (
            f"{verdict_label(j, 'required', '应达到')}{required}，"
            f"{verdict_label(j, 'actual', '实际')}{actual}；"
        )
    before = f"（按填报数据计算为{j.underlying.chinese}）" if j.underlying else ""
    return f"{computed}经复核，认定为{'完成' if j.decided_met else '未完成'}{before}。"


def _course(j: Judgement) -> str:
    """What became of it after a deadline within the year, where that is not the plain verdict."""
    return f"（{j.course.chinese}）" if j.course in (Course.RELAPSED, Course.LATE) else ""


def _gap(j: Judgement, figures: Figures) -> str:
    """How much is missing, what saving would close it, and what each year left must bring."""
    if j.outcome is not Outcome.NOT_MET or j.margin is None or j.margin >= 0:
        return ""
    told = f"，差距{verdict_figure(j, 'margin', figures).removeprefix('-')}"
    short = step_figure(j, "shortfall", figures)
    if short:
        told += f"，折合{short}"
    yearly = step_figure(j, "remaining_yearly", figures)
    if yearly:
        label = next(s.label for s in j.steps if s.name == "remaining_yearly")
        told += f"，{label}{yearly}"
    return told


def _score(entity: str, score: ItemScore, figures: Figures) -> dict[str, str]:
    def shown(field: str) -> str:
        value = score.item.points if field == "full" else getattr(score, field)
        return points(value, score_trace(entity, score, field), figures)

    return {
        "大类": score.item.group or "—",
        "内容": score.item.name + mark_of(score.mark),
        "分值": shown("full"),
        "得分": shown("points"),
        "加分": shown("bonus") if score.bonus else "—",
        "说明": _unscored(entity, score, figures) if score.points is None else score.why,
    }


def _unscored(entity: str, score: ItemScore, figures: Figures) -> str:
    """Why an item has no points yet, short enough for a table."""
    waiting = sum(part.points is None for part in score.parts)
    if not waiting:
        return score.why
    count = figures.add(str(waiting), waiting, score_trace(entity, score, "parts"))
    return f"尚有{count}项未评分"


def result_sentence(assessment: Assessment, result: EntityResult, figures: Figures) -> str:
    """Total, grade and rank in words, or why there is no grade."""
    code = result.entity.code
    if not result.scores:
        return "本年度只评定目标完成情况，不计分、不评等级。"
    if result.grade is None:
        return f"暂不评定等级。{sentence(result.grade_reason)}"
    total = points(result.total, f"{code}/total", figures)
    said = f"考核总分{total}分，等级为{result.grade.name}"
    if result.rank is not None:
        ranked = assessment.ranks.total()
        rank = figures.add(str(result.rank), result.rank, f"{code}/rank")
        among = figures.add(str(ranked), ranked, "assessment/ranked")
        tied = assessment.ranks[result.rank] > 1
        said += f"，在{among}个参评对象中{'并列' if tied else '名列'}第{rank}"
    if result.vetoed_by:
        said += f"（否决事项：{'、'.join(result.vetoed_by)}）"
    return f"{said}。"


def _detail_note(result: EntityResult) -> str:
    marks = sorted({j.mark for j in result.judgements} | {s.mark for s in result.scores})
    notes = [f"{mark_of(m)}：{banner(m)}" for m in marks if m != "verified"]
    return "；".join([*notes, "余量为负表示未达到要求；完整计算过程和数据来源见评分卡。"])


def sentence(text: str) -> str:
    """Text that ends like a sentence."""
    text = clean(text).strip()
    return text if not text or text[-1] in "。！？；" else f"{text}。"
