"""The early-warning letter 预警函: what is behind its pace within the year."""

from collections.abc import Sequence

from ...assess.result import Assessment
from ...assess.warn import Warned
from ...vocabulary import Verification
from ..figures import Figures, verdict_figure, verdict_label
from ..text import banner, based_on, mark_of
from .draft import Draft, Drafting
from .kinds import template_path
from .letterhead import Letterhead, named
from .render import render

_SEASONS = {"H1": "上半年", "H2": "下半年"}
_QUARTERS = {"Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度"}


def period_words(year: int, period: str | None) -> str:
    """2020年, 2020年上半年, 2020年三季度, 2020年1至6月."""
    if period is None:
        return f"{year}年"
    named = {**_SEASONS, **_QUARTERS}.get(period)
    if named is not None:
        return f"{year}年{named}"
    return f"{year}年1至{int(period)}月" if period.isdigit() else f"{year}年{period}"


def is_behind(warned: Warned) -> bool:
    """Whether a level calls for a letter: any but the normal one."""
    return warned.level is not None and warned.level.order > 0


def draft_warning(
    assessment: Assessment, warned: Sequence[Warned], period: str | None, drafting: Drafting
) -> Draft:
    """A letter to one entity about all its targets behind their pace; at least one.

    Raises:
        DocumentError: the template cannot be used.
    """
    figures = Figures()
    words = warning_words(assessment, warned, period, drafting.letterhead, figures)
    title = f"{words['对象']}{words['期间']}预警函"
    template = template_path("warning", drafting.templates)
    return Draft(render(template, words, title=title, year=assessment.year), figures.all)


def warning_words(
    assessment: Assessment,
    warned: Sequence[Warned],
    period: str | None,
    head: Letterhead,
    figures: Figures,
) -> dict[str, object]:
    """Placeholders of the early-warning letter."""
    plan = assessment.declarations.plan
    entity = warned[0].judgement.entity
    order = [v.value for v in Verification]
    mark = max((w.judgement.mark for w in warned), key=order.index)
    cited = [plan.documents.get(w.rule.source.document or "") for w in warned]
    year = figures.add(str(assessment.year), assessment.year, "assessment/year")
    return {
        **head.words(),
        "年度": year,
        "规划": plan.short,
        "考核依据": based_on([plan.document, *(d for d in cited if d is not None)]),
        "横幅": banner(mark),
        **named(entity),
        "期间": period_words(assessment.year, period),
        "预警表": [_row(w, figures) for w in sorted(warned, key=_gravest_first)],
    }


def _gravest_first(warned: Warned) -> int:
    return -warned.level.order if warned.level else 0


def _row(warned: Warned, figures: Figures) -> dict[str, str]:
    j, level = warned.judgement, warned.level
    assert level is not None
    name = j.target.name + mark_of(j.mark)
    told = [
        f"{verdict_label(j, 'required', '应达到')}{verdict_figure(j, 'required', figures)}",
        f"{verdict_label(j, 'actual', '实际')}{verdict_figure(j, 'actual', figures)}",
        warned.why,
        f"{level.name}（{level.colour}）预警",
    ]
    if level.says:
        told.append(level.says)
    return {
        "名称": name,
        "级别": level.name,
        "颜色": level.colour,
        "叙述": f"{name}（{j.view.chinese}）：{'，'.join(t for t in told if t)}。",
    }
