"""The early-warning letter 预警函: what is behind its pace within the year."""

from collections.abc import Sequence
from typing import NamedTuple

from ...assess.result import Judgement
from ...declarations.bundle import Declarations
from ...vocabulary import Verification, WarningLevel
from ..figures import Figures, verdict_figure, verdict_label
from ..text import banner, mark_of, titled
from .draft import Draft, Drafting
from .kinds import template_path
from .letterhead import Letterhead, addressee, spoken
from .render import render


class Warned(NamedTuple):
    """A target behind its pace, and the level that the warning rule gives it."""

    judgement: Judgement
    level: WarningLevel


def draft_warning(
    declarations: Declarations, warned: Sequence[Warned], period: str, drafting: Drafting
) -> Draft:
    """A letter to one entity about all its targets behind their pace; at least one.

    `period` says what was looked at: 2020年上半年.

    Raises:
        DocumentError: the template cannot be used.
    """
    figures = Figures()
    words = warning_words(declarations, warned, period, drafting.letterhead, figures)
    first = warned[0].judgement
    title = f"{first.entity.name}{period}预警函"
    template = template_path("warning", drafting.templates)
    return Draft(render(template, words, title=title, year=first.year), figures.all)


def warning_words(
    declarations: Declarations,
    warned: Sequence[Warned],
    period: str,
    head: Letterhead,
    figures: Figures,
) -> dict[str, object]:
    """Placeholders of the early-warning letter."""
    first = warned[0].judgement
    order = [v.value for v in Verification]
    mark = max((w.judgement.mark for w in warned), key=order.index)
    year = figures.add(str(first.year), first.year, f"{first.key}/year")
    return {
        **head.words(),
        "年度": year,
        "规划": declarations.plan.short,
        "考核依据": titled(declarations.plan.document.title),
        "横幅": banner(mark),
        "对象": first.entity.name,
        "主送": addressee(first.entity),
        "称谓": spoken(first.entity),
        "期间": period,
        "预警表": [_row(w, figures) for w in sorted(warned, key=lambda w: -w.level.order)],
    }


def _row(warned: Warned, figures: Figures) -> dict[str, str]:
    j, level = warned
    name = j.target.name + mark_of(j.mark)
    told = [
        f"{verdict_label(j, 'required', '应达到')}{verdict_figure(j, 'required', figures)}",
        f"{verdict_label(j, 'actual', '实际')}{verdict_figure(j, 'actual', figures)}",
    ]
    if j.margin is not None and j.margin < 0:
        told.append(f"差距{verdict_figure(j, 'margin', figures).removeprefix('-')}")
    told.append(f"{level.name}（{level.colour}）预警")
    if level.says:
        told.append(level.says)
    return {
        "名称": name,
        "级别": level.name,
        "颜色": level.colour,
        "叙述": f"{name}（{j.view.chinese}）：{'，'.join(told)}。",
    }
