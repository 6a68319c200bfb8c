"""The grade in letters: with total and rank, what set it, and why there is none."""

from collections.abc import Sequence

from ...assess.count_margin import wanting
from ...assess.judgement import Judgement
from ...assess.override import FALSIFIED
from ...assess.result import PROVISIONAL_RANK, UNGRADED, Assessment, EntityResult
from ..figures import Figures
from .scores import total_figure
from .sentences import sentence

#: what is said where the year has no scheme
VERDICTS_ALONE = "本年度只评定目标完成情况，不计分、不评等级。"


def result_sentence(assessment: Assessment, result: EntityResult, figures: Figures) -> str:
    """Total, grade and rank in words, or why there is no grade."""
    code = result.entity.code
    if not result.assessed:
        return VERDICTS_ALONE
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
    said = f"考核总分{total_figure(result, figures)}分，{graded}"
    if result.rank is not None:
        ranked = assessment.ranks.total()
        rank = figures.add(str(result.rank), result.rank, f"{code}/rank")
        among = figures.add(str(ranked), ranked, "assessment/ranked")
        placed = "并列" if assessment.ranks[result.rank] > 1 else "名列"
        pending = ""
        if result.unsettled:
            count = figures.add(str(result.unsettled), result.unsettled, f"{code}/unsettled")
            placed = PROVISIONAL_RANK + placed.removeprefix("名列")
            pending = f"（尚有{count}个考核对象的得分或等级未定）"
        said += f"，在{among}个定级对象中{placed}第{rank}名{pending}"
    return f"{said}。"


def grade_words(result: EntityResult, figures: Figures) -> str:
    """Why this grade, in words; with the total where that is why."""
    why = result.grade_reason
    by_total = result.grade is not None and result.total is not None and not result.counts
    if not by_total or result.forced or result.vetoed_by:
        return sentence(why)
    return sentence(f"总分{total_figure(result, figures)}分，{why.removeprefix('总分')}")


def _because(result: EntityResult) -> str:
    """What set the grade whatever the total: falsified data, or vetoes."""
    why = [FALSIFIED] if result.forced else []
    why += [f"否决事项：{'、'.join(result.vetoed_by)}"] if result.vetoed_by else []
    return f"（{'；'.join(why)}）" if why else ""


def other_problem(result: EntityResult, missed: Sequence[Judgement], figures: Figures) -> str:
    """What the grade rests on besides targets that were missed; where none was, there is always.

    Only a grade that followed from the total says that the total was too low.
    """
    if result.forced:
        return sentence(FALSIFIED)
    if missed or result.grade is None:
        return ""
    if result.counts or result.vetoed_by or result.total is None:
        return sentence(result.grade_reason)
    total = total_figure(result, figures)
    return f"考核总分{total}分，未达到更高等级的要求，失分情况见附件。"


def _so_far(result: EntityResult, figures: Figures) -> str:
    so_far = total_figure(result, figures)
    return f"已评项目得分暂计{so_far}分，不排名次。"


def next_grade(assessment: Assessment, result: EntityResult) -> str:
    """What a better counted grade would have asked for; a year that is over cannot fall lower."""
    if assessment.scheme is None or result.grade is None or not result.counts:
        return ""
    return sentence(wanting(assessment.scheme, result.counts, result.grade))


def why_ungraded(result: EntityResult) -> str:
    """Why there is no grade yet, without that there is none and what is provisional."""
    return result.grade_reason.removesuffix(f"，{UNGRADED}").removesuffix("，得分为暂计")
