"""自评报告: what the entity above all others says of itself, by the same scheme, as a paper."""

from collections.abc import Iterator, Sequence

from ..assess.count import ClassCount, Counted, CountedIndicator
from ..assess.points import ItemScore
from ..assess.result import Assessment, EntityResult
from ..vocabulary import VerdictBy
from .figures import Figures, points, score_trace
from .letters.draft import Draft, Drafting
from .letters.grades import grade_words, next_grade
from .letters.sentences import judgement_words, left_open, sentence
from .letters.words import common_words
from .order import top_result
from .papers import Paragraph, numbered, paper

FILE = "自评报告（草稿）.docx"
#: whom it is to, for the office to name
_ABOVE = "〔主送机关待定〕"
_NUMERALS = "一二三四五六七八九十"


def self_report(assessment: Assessment, drafting: Drafting) -> Draft | None:
    """The draft of the report; None where the scheme asks for none.

    Raises:
        DocumentError: the template cannot be used.
    """
    result = top_result(assessment)
    if result is None or not result.self_assessed:
        return None
    figures = Figures()
    wording = assessment.declarations.wording_for(assessment.year)
    title = f"{result.entity.name}{assessment.year}年度{wording.assessment}自评报告"
    content = paper(
        title,
        _ABOVE,
        list(_said(assessment, result, drafting, figures)),
        drafting.letterhead,
        verification=result.verification,
        year=assessment.year,
        templates=drafting.templates,
    )
    return Draft(content, figures.all)


def _said(
    assessment: Assessment, result: EntityResult, drafting: Drafting, figures: Figures
) -> Iterator[Paragraph]:
    words = common_words(assessment, drafting.letterhead, result.verification, figures)
    goals = words["目标统称"]
    yield Paragraph(
        f"按照{words['考核依据']}，对{result.entity.name}{words['年度']}年度{goals}完成情况"
        "进行了自评。现将有关情况报告如下："
    )
    yield Paragraph("一、自评结果", heading=True)
    grade = result.grade_word
    yield Paragraph(f"自评等级为{grade}。{grade_words(result, figures)}")
    if near := next_grade(assessment, result):
        yield Paragraph(near)
    yield Paragraph("二、各项指标完成情况", heading=True)
    yield from _indicators(assessment, result, figures)
    yield Paragraph("三、不达标的指标及原因", heading=True)
    yield from _missed(result)
    yield Paragraph("四、需要说明的事项", heading=True)
    yield from _remarks(result, words["评分卡"], figures)
    yield Paragraph("特此报告。")


def _indicators(
    assessment: Assessment, result: EntityResult, figures: Figures
) -> Iterator[Paragraph]:
    """Every class with its indicators, or every item with its points."""
    for number, one in enumerate(result.counts):
        yield Paragraph(f"（{_NUMERALS[number % 10]}）{one.words}。")
        yield from numbered(_indicator(assessment, i, figures) for i in one.indicators)
    yield from numbered(_scored(result, score, figures) for score in result.scores)


def _scored(result: EntityResult, score: ItemScore, figures: Figures) -> str:
    trace = score_trace(result.entity.code, score, "points")
    given = points(score.points, trace, figures, result.decimals)
    return f"{score.item.name}：{given}。{sentence(score.why)}"


def _indicator(assessment: Assessment, one: CountedIndicator, figures: Figures) -> str:
    told = f"{one.name}：{sentence(one.why)}"
    if one.judgement is not None:
        told = judgement_words(one.judgement, figures, assessment)["叙述"]
    return f"{told}按{one.counted.chinese}计。"


def _missed(result: EntityResult) -> Iterator[Paragraph]:
    """Causes are the writer's to give; what departments gave stands there."""
    missed = _those(result.counts, Counted.MISSED)
    if not missed:
        yield Paragraph("没有不达标的指标。")
    advice = {
        side.target.id: "；".join(v.advice for v in side.said if v.advice) for side in result.sides
    }
    to_write = "〔原因和改进措施待填〕"
    yield from numbered(
        f"{one.name}：{sentence(advice.get(one.target) or to_write)}" for one in missed
    )


def _remarks(result: EntityResult, card: object, figures: Figures) -> Iterator[Paragraph]:
    said = [f"{one.name}待定：{sentence(one.why)}" for one in _those(result.counts, Counted.OPEN)]
    said += left_open([j for j in result.judgements if j.is_left_open], figures)
    for side in result.sides:
        if side.differs:
            final = side.words(VerdictBy.FINAL)
            said.append(f"{side.target.name}各方评价不一致，现为{final}：{sentence(side.why)}")
    if result.findings:
        count = figures.add(
            str(len(result.findings)), len(result.findings), f"{result.entity.code}/findings"
        )
        said.append(f"所用数据有审核意见{count}条，见{card}。")
    yield from numbered(said or ["没有需要说明的事项。"])


def _those(counts: Sequence[ClassCount], how: Counted) -> list[CountedIndicator]:
    return [one for group in counts for one in group.those(how)]
