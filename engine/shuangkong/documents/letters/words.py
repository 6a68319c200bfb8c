"""The placeholders of letters to one entity, filled from its result."""

from collections.abc import Iterator, Sequence

from ... import messages
from ...assess.count import ClassCount, CountedIndicator
from ...assess.count_margin import wanting
from ...assess.judgement import Judgement, Outcome
from ...assess.override import FALSIFIED
from ...assess.points import ItemScore
from ...assess.result import PROVISIONAL, UNGRADED, Assessment, EntityResult
from ...reporting import NOTHING_USABLE, ReportState
from ...vocabulary import Finding
from ..consequences import consequences, deadline
from ..figures import (
    Figures,
    points,
    score_trace,
)
from ..letterhead import Letterhead, named
from ..scored import UNROUNDED, total_note
from ..text import banner, based_on, mark_of
from .later import Later
from .sentences import (
    enumerated,
    file_named,
    finding_words,
    is_problem,
    left_open,
    sentence,
    told_of,
)
from .told import UNTOLD, Told, words_of

#: what is said to an entity of that for which whoever set the targets owes something
NOT_YET = "尚不具备评定条件"


def common_words(
    assessment: Assessment, head: Letterhead, mark: str, figures: Figures
) -> dict[str, object]:
    """Placeholders that every letter may use."""
    plan, scheme = assessment.declarations.plan, assessment.scheme
    documents = [plan.document]
    if scheme is not None and scheme.source.document in plan.documents:
        documents.append(plan.documents[scheme.source.document])
    figures.add(str(assessment.year), assessment.year, "assessment/year")
    return {
        **head.words(),
        "年度": str(assessment.year),
        "规划": plan.short,
        **worded(assessment),
        "考核依据": based_on(documents),
        "横幅": banner(mark),
    }


def worded(assessment: Assessment) -> dict[str, object]:
    """What the assessment, its targets, the work and the cards are called."""
    wording = assessment.declarations.wording_for(assessment.year)
    return {
        "考核名称": wording.assessment,
        "目标统称": wording.goals,
        "工作": wording.work,
        "评分卡": wording.card_name,
    }


def measures_too(results: Sequence[EntityResult], figures: Figures) -> str:
    """That measures were assessed as well: said of those whose measures were scored."""
    scored = [r for r in results if r.measured]
    if not scored or len(scored) == len(results):
        return "和措施落实情况" if scored else ""
    count = figures.add(str(len(scored)), len(scored), "assessment/measured")
    return f"和其中{count}个考核对象的措施落实情况"


def entity_words(
    assessment: Assessment,
    result: EntityResult,
    head: Letterhead,
    figures: Figures,
    told_before: Told = UNTOLD,
) -> dict[str, object]:
    """Placeholders of a letter that tells one entity its result.

    `told_before` are verdicts that are in words already.
    """
    every = told_of(result)
    # what whoever set the targets owes is listed for it, and is no matter of the entity's
    told = [j for j in every if not j.owed_above]
    counted = _scored(assessment)
    missed = [j for j in told if is_problem(assessment, j)]
    main = [j for j in told if j.target.id in counted or j in missed]
    if not any(j.target.id in counted for j in every):
        main = told
    rows = {j.key: words_of(j, figures, assessment, told_before) for j in told}
    holidays = assessment.declarations.holidays
    told_of_grade = consequences(result, holidays, head)
    return {
        **common_words(assessment, head, result.verification, figures),
        **named(result.entity),
        "措施": measures_too([result], figures),
        "等级": result.grade_word,
        "等级说明": sentence(result.grade_reason),
        "结果": result_sentence(assessment, result, figures) + head.replaces,
        "主要目标": [rows[j.key] for j in main],
        "未完成目标": [rows[j.key] for j in missed],
        "其他问题": _other_problem(result, missed, figures),
        "目标表": list(rows.values()),
        "总分": total_words(result, figures),
        **_sums(assessment, result, figures),
        "合计说明": total_note(assessment.scheme, result),
        "名次": rank_words(result, figures),
        "措施表": Later(lambda: _parts(result, figures)),
        "计分表": [_score(result, s, figures) for s in result.scores],
        "达标情况": "；".join(one.words for one in result.counts),
        "计数表": [_counted(one, i) for one in result.counts for i in one.indicators],
        "等级提示": next_grade(assessment, result),
        "奖惩合并": enumerated(told_of_grade) if result.grade else "",
        "奖惩措施": [sentence(text) for text in told_of_grade],
        "整改期限": deadline(result, holidays, head) or f"{head.deadline}前",
        "存疑": left_open([j for j in told if j.between is not None], figures),
        "称号": "、".join(result.honours),
        "明细说明": _detail_note(assessment, result, len(every) - len(told), figures),
    }


def return_words(
    assessment: Assessment, result: EntityResult, head: Letterhead, figures: Figures
) -> dict[str, object]:
    """Placeholders of the letter that sends a submission back."""
    came = result.reported is not ReportState.MISSING
    # what whoever set the target owes is no matter of the entity's
    owed = [j for j in result.judgements if j.outcome is Outcome.NOT_ASSESSABLE]
    # and figures that must be corrected stand among the findings
    owed = [j for j in owed if came and not (j.owed_above or j.held)]
    waiting = [f"{name}：{sentence(reason)}" for name, reason in _together(owed)]
    return {
        **common_words(assessment, head, result.verification, figures),
        **named(result.entity),
        "已报送": came,
        "退回原因": _return_reason(result, bool(waiting), figures),
        "待补事项": waiting,
        "审核意见": [finding_words(f) for f in _sent_back(result)],
    }


def _sent_back(result: EntityResult) -> tuple[Finding, ...]:
    """What must be mended, and where no figure came what stands in the figures' places."""
    if result.submitted:
        return result.to_mend
    return (*result.to_mend, *(f for f in result.findings if f.kind == messages.SAID_MISSING.id))


def _together(judgements: Sequence[Judgement]) -> Iterator[tuple[str, str]]:
    """Each target with the clocks that share a reason, and that reason once."""
    found: dict[tuple[str, str], list[str]] = {}
    for j in judgements:
        found.setdefault((j.target.name, j.reason), []).append(j.clock)
    for (name, reason), views in found.items():
        yield f"{name}（{'、'.join(views)}）", reason


def _return_reason(result: EntityResult, waiting: bool, figures: Figures) -> str:
    if result.reported is ReportState.MISSING:
        return f"截至本函起草时，尚未收到{result.entity.address.spoken}的考核数据。"
    reasons = [] if result.submitted else [_received(result)]
    count = len(_sent_back(result))
    if count:
        shown = figures.add(str(count), count, f"{result.entity.code}/findings")
        which = "须更正的审核意见" if len(result.to_mend) == count else "须更正、补填的审核意见"
        reasons.append(f"有{shown}条{which}（见附件）")
    if waiting:
        reasons.append("下列考核目标无法评定")
    return "，".join(reasons) + "。"


def _received(result: EntityResult) -> str:
    """What came of which nothing could be used, by its names."""
    files = (file_named(f.place.file) for f in result.findings if f.place is not None)
    names = "、".join(f"“{name}”" for name in dict.fromkeys(files))
    return f"收到{names}，{NOTHING_USABLE}" if names else NOTHING_USABLE


def _scored(assessment: Assessment) -> set[str]:
    """Targets that the scheme scores or vetoes by; all when there is no scheme."""
    scheme = assessment.scheme
    if scheme is None:
        return set(assessment.declarations.targets)
    return {i.target for i in scheme.items if i.target} | {v.target for v in scheme.vetoes}


def _counted(one: ClassCount, indicator: CountedIndicator) -> dict[str, str]:
    """How an indicator of a class counts."""
    judgement = indicator.judgement
    why = indicator.why or (judgement.reason if judgement else "")
    if judgement and judgement.owed_above:
        why = NOT_YET
    return {
        "类别": one.name,
        "指标": indicator.name + (mark_of(judgement.verification) if judgement else ""),
        "计数": indicator.counted.chinese,
        "说明": sentence(why) or "—",
    }


def _score(result: EntityResult, score: ItemScore, figures: Figures) -> dict[str, str]:
    entity = result.entity.code
    owed = any(j.owed_above and j.key in score.judgements for j in result.judgements)
    without = f"{NOT_YET}，暂缓计分" if owed else _unscored(entity, score, figures)

    def shown(field: str) -> str:
        value = score.item.points if field == "full" else getattr(score, field)
        if value is None:
            return score.word
        return points(value, score_trace(entity, score, field), figures)

    return {
        "大类": score.item.group or "—",
        "内容": score.item.name + mark_of(score.verification),
        "分值": shown("full"),
        "得分": shown("points"),
        "加分": shown("bonus") if score.bonus else "—",
        "说明": without if score.points is None else score.why,
    }


def _parts(result: EntityResult, figures: Figures) -> list[dict[str, str]]:
    """The contents of every item that has any, as assessors score them."""
    code = result.entity.code
    return [
        {
            "大类": score.item.group or "—",
            "计分项": score.item.name,
            "内容": part.name,
            "分值": points(part.full, f"{code}.{score.item.id}.{part.id}/full", figures),
            "得分": points(part.points, f"{code}.{score.item.id}.{part.id}/points", figures),
            "佐证": asked.get(part.id) or "—",
        }
        for score in result.scores
        for asked in [{p.id: p.evidence for p in score.item.parts}]
        for part in score.parts
    ]


def total_words(result: EntityResult, figures: Figures) -> str:
    """The total as printed; what is provisional is called that, and a count has none."""
    if result.counts:
        return "—"
    total = points(result.total, f"{result.entity.code}/total", figures)
    return f"{total}{PROVISIONAL}" if result.provisional else total


def _sums(assessment: Assessment, result: EntityResult, figures: Figures) -> dict[str, object]:
    """What the columns of the score table add up to; blank without points."""
    if assessment.scheme is None or not result.scores:
        return {"满分": "", "得分合计": "", "加分合计": ""}
    code = result.entity.code
    given = None if result.total is None else result.points_given
    return {
        "满分": points(assessment.scheme.full, "assessment/full", figures),
        "得分合计": points(given, f"{code}/points_given", figures),
        "加分合计": points(result.bonus_given, f"{code}/bonus_given", figures)
        if result.bonus_given
        else "—",
    }


def rank_words(result: EntityResult, figures: Figures) -> str:
    """The rank as printed; — without one."""
    if result.rank is None:
        return "—"
    return figures.add(str(result.rank), result.rank, f"{result.entity.code}/rank")


def _unscored(entity: str, score: ItemScore, figures: Figures) -> str:
    """Why an item has no points yet, short enough for a table."""
    waiting = [part for part in score.parts if part.points is None]
    if not waiting:
        return score.why
    disputed = sum(part.disputed for part in waiting)
    trace = score_trace(entity, score, "parts")
    told = [
        said.format(figures.add(str(count), count, trace))
        for said, count in (
            ("尚有{}项未评分", len(waiting) - disputed),
            ("有{}项评分不一致，待合议", disputed),
        )
        if count
    ]
    return "，".join(told)


def result_sentence(assessment: Assessment, result: EntityResult, figures: Figures) -> str:
    """Total, grade and rank in words, or why there is no grade."""
    code = result.entity.code
    if not result.assessed:
        return "本年度只评定目标完成情况，不计分、不评等级。"
    if result.grade is None:
        said = f"{UNGRADED}：{sentence(why_ungraded(result))}"
        return said + _so_far(result, figures) if result.total is not None else said
    if result.counts:
        return f"考核等级为{result.grade.name}。{sentence(result.grade_reason)}"
    graded = f"等级为{result.grade.name}{_because(result)}"
    if result.total is None:
        return f"{graded}。"
    if result.provisional:
        return f"{graded}。{_so_far(result, figures)}"
    said = f"考核总分{points(result.total, f'{code}/total', figures)}分，{graded}"
    if result.rank is not None:
        ranked = assessment.ranks.total()
        rank = figures.add(str(result.rank), result.rank, f"{code}/rank")
        among = figures.add(str(ranked), ranked, "assessment/ranked")
        tied = assessment.ranks[result.rank] > 1
        said += f"，在{among}个定级对象中{'并列' if tied else '名列'}第{rank}名"
    return f"{said}。"


def _because(result: EntityResult) -> str:
    """What set the grade whatever the total: falsified data, or vetoes."""
    why = [FALSIFIED] if result.forced else []
    why += [f"否决事项：{'、'.join(result.vetoed_by)}"] if result.vetoed_by else []
    return f"（{'；'.join(why)}）" if why else ""


def _other_problem(result: EntityResult, missed: Sequence[Judgement], figures: Figures) -> str:
    """What the grade rests on besides targets that were missed; where none was, there is always.

    Only a grade that followed from the total says that the total was too low.
    """
    if result.forced:
        return sentence(FALSIFIED)
    if missed or result.grade is None:
        return ""
    if result.counts or result.vetoed_by or result.total is None:
        return sentence(result.grade_reason)
    total = points(result.total, f"{result.entity.code}/total", figures)
    return f"考核总分{total}分，未达到更高等级的要求，失分情况见附件。"


def _so_far(result: EntityResult, figures: Figures) -> str:
    so_far = points(result.total, f"{result.entity.code}/total", figures)
    return f"已评项目得分暂计{so_far}分，不排名次。"


def next_grade(assessment: Assessment, result: EntityResult) -> str:
    """What a better counted grade would have asked for; a year that is over cannot fall lower."""
    if assessment.scheme is None or result.grade is None or not result.counts:
        return ""
    return sentence(wanting(assessment.scheme, result.counts, result.grade))


def why_ungraded(result: EntityResult) -> str:
    """Why there is no grade yet, without that there is none and what is provisional."""
    return result.grade_reason.removesuffix(f"，{UNGRADED}").removesuffix("，得分为暂计")


def _detail_note(
    assessment: Assessment, result: EntityResult, left_out: int, figures: Figures
) -> str:
    marks = sorted(
        {j.verification for j in result.judgements} | {s.verification for s in result.scores}
    )
    notes = [f"{mark_of(m)}：{banner(m)}" for m in marks if m != "verified"]
    card = assessment.declarations.wording_for(assessment.year).card_name
    if left_out:
        count = figures.add(str(left_out), left_out, f"{result.entity.code}/not_yet")
        notes.append(f"另有{count}项{NOT_YET}，未列入")
    if any(score.completion is not None for score in result.scores):
        notes.append(UNROUNDED)
    note = "余量为负表示未达到要求，单位为%的，余量为百分点"
    return "；".join([*notes, f"{note}；完整计算过程和数据来源见{card}。"])
