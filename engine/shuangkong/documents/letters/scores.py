"""Points in letters: of items and their contents, what they add up to, total and rank."""

from ...assess.points import ItemScore
from ...assess.result import PROVISIONAL, Assessment, EntityResult
from ..figures import Figures, points, score_trace
from ..text import mark_of

#: what is said to an entity of that for which whoever set the targets owes something
NOT_YET = "尚不具备评定条件"


def score_words(result: EntityResult, score: ItemScore, figures: Figures) -> dict[str, str]:
    """An item as a row of the table of points."""
    entity = result.entity.code
    owed = any(j.is_not_yet and j.key in score.judgements for j in result.judgements)
    without = f"{NOT_YET}，暂缓计分" if owed else _unscored(entity, score, figures)

    def shown(field: str) -> str:
        value = score.item.points if field == "full" else getattr(score, field)
        if value is None:
            return score.word
        return points(value, score_trace(entity, score, field), figures, result.decimals)

    return {
        "大类": score.item.group or "—",
        "内容": score.item.name + mark_of(score.verification),
        "分值": shown("full"),
        "得分": shown("points"),
        "加分": shown("bonus") if score.bonus else "—",
        "说明": without if score.points is None else score.why,
    }


def parts_words(result: EntityResult, figures: Figures) -> list[dict[str, str]]:
    """The contents of every item that has any, as assessors score them."""
    code = result.entity.code
    return [
        {
            "大类": score.item.group or "—",
            "计分项": score.item.name,
            "内容": part.name,
            "分值": points(part.full, f"{code}.{score.item.id}.{part.id}/full", figures),
            "得分": points(
                part.points, f"{code}.{score.item.id}.{part.id}/points", figures, result.decimals
            ),
            "佐证": asked.get(part.id) or "—",
        }
        for score in result.scores
        for asked in [{p.id: p.evidence for p in score.item.parts}]
        for part in score.parts
    ]


def total_words(result: EntityResult, figures: Figures) -> str:
    """The total as printed; what is provisional is called that, and a count has none."""
    if result.counts or not result.assessed:
        return "不计分"
    total = total_figure(result, figures)
    return f"{total}{PROVISIONAL}" if result.provisional else total


def total_figure(result: EntityResult, figures: Figures) -> str:
    """The total as printed, without saying whether it is provisional."""
    return points(result.total, f"{result.entity.code}/total", figures, result.decimals)


def sum_words(assessment: Assessment, result: EntityResult, figures: Figures) -> dict[str, object]:
    """What the columns of the score table add up to; blank without points."""
    if assessment.scheme is None or not result.scores:
        return {"满分": "", "得分合计": "", "加分合计": ""}
    code = result.entity.code
    given = None if result.total is None else result.points_given
    return {
        "满分": points(assessment.scheme.full, "assessment/full", figures),
        "得分合计": points(given, f"{code}/points_given", figures, result.decimals),
        "加分合计": points(result.bonus_given, f"{code}/bonus_given", figures, result.decimals)
        if result.bonus_given
        else "—",
    }


def rank_words(result: EntityResult, figures: Figures) -> str:
    """The rank as printed, 暂列 before one that is open; — without one yet.

    Where indicators are counted nobody has any.
    """
    if result.counts:
        return "不排名次"
    if result.rank is not None:
        figures.add(str(result.rank), result.rank, f"{result.entity.code}/rank")
    return result.rank_word


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
