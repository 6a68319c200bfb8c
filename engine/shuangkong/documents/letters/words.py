"""The placeholders of letters to one entity, filled from its result."""

from collections.abc import Sequence

from ...assess.count import ClassCount, CountedIndicator
from ...assess.result import Assessment, EntityResult
from ..consequences import consequences, deadline
from ..figures import Figures
from ..letterhead import Letterhead, named
from ..problems import is_problem
from ..scored import UNROUNDED, total_note
from ..text import banner, based_on, mark_of
from .grades import grade_words, next_grade, other_problem, result_sentence
from .later import Later
from .scores import NOT_YET, parts_words, rank_words, score_words, sum_words, total_words
from .sentences import enumerated, left_open, sentence, told_of, wanting_figures
from .told import UNTOLD, Told, rows_of


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
    told = [j for j in every if not j.is_not_yet]
    counted = _scored(assessment)
    missed = [j for j in told if is_problem(assessment, j)]
    main = [j for j in told if j.target.id in counted or j in missed]
    if not any(j.target.id in counted for j in every):
        main = told
    table = rows_of(result, told, figures, assessment, told_before)
    rows = {j.key: row for j, row in zip(told, table, strict=False)}  # none told: one row says why
    holidays = assessment.declarations.holidays
    told_of_grade = consequences(result, holidays, head)
    return {
        **common_words(assessment, head, result.verification, figures),
        **named(result.entity),
        "措施": measures_too([result], figures),
        "等级": result.grade_word,
        "等级说明": grade_words(result, figures),
        "结果": result_sentence(assessment, result, figures) + head.replaces,
        "主要目标": [rows[j.key] for j in main],
        "未完成目标": [rows[j.key] for j in missed],
        "其他问题": other_problem(result, missed, figures),
        "目标表": table,
        "总分": total_words(result, figures),
        **sum_words(assessment, result, figures),
        "合计说明": total_note(assessment.scheme, result),
        "名次": rank_words(result, figures),
        "措施表": Later(lambda: parts_words(result, figures)),
        "计分表": [score_words(result, s, figures) for s in result.scores],
        "达标情况": "；".join(one.words for one in result.counts),
        "计数表": [_counted(one, i) for one in result.counts for i in one.indicators],
        "等级提示": next_grade(assessment, result),
        "奖惩合并": enumerated(told_of_grade) if result.grade else "",
        "奖惩措施": [sentence(text) for text in told_of_grade],
        "整改期限": deadline(result, holidays, head) or f"{head.deadline}前",
        # where data go back first, the letter that returns them asks
        "待补事项": wanting_figures(j for j in told if not j.held),
        "存疑": left_open([j for j in told if j.is_left_open], figures),
        "称号": "、".join(result.honours),
        "明细说明": _detail_note(assessment, result, len(every) - len(told), figures),
    }


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
    if judgement and judgement.is_not_yet:
        why = NOT_YET
    return {
        "类别": one.name,
        "指标": indicator.name + (mark_of(judgement.verification) if judgement else ""),
        "计数": indicator.counted.chinese,
        "说明": sentence(why) or "—",
    }


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
    notes += [f"※ {told}" for told in result.by_decision]
    note = "余量为负表示未达到要求，单位为%的，余量为百分点"
    return "；".join([*notes, f"{note}；完整计算过程和数据来源见{card}。"])
