"""The early-warning letter 预警函: what is behind its pace within the year."""

from collections.abc import Sequence

from ...assess.assume import ASSUMED_FILE
from ...assess.count_margin import margins
from ...assess.judgement import Judgement
from ...assess.outlook_text import period_words
from ...assess.result import Assessment
from ...assess.warn import Warned
from ...assess.wording import spoken
from ...vocabulary import Verification
from ..figures import Figures, verdict_figure, verdict_label
from ..letterhead import Letterhead, named
from ..text import banner, based_on, mark_of
from .draft import Draft, Drafting
from .kinds import template_path
from .render import render
from .sentences import sentence
from .words import worded

#: how a file is called that rests on assumed figures
WHAT_IF = "假设推演"


def what_if(assumed: Sequence[str]) -> str:
    """What stands on top of whatever rests on assumed figures; blank without any."""
    if not assumed:
        return ""
    return f"本文件据假设数据推演（{'；'.join(assumed)}），不是填报结果，不得作为预警或考核依据"


def is_behind(warned: Warned) -> bool:
    """Whether a level calls for a letter: any but the normal one."""
    return warned.level is not None and warned.level.order > 0


def draft_warning(
    assessment: Assessment,
    warned: Sequence[Warned],
    period: str | None,
    drafting: Drafting,
    *,
    assumed: Sequence[str] = (),
) -> Draft:
    """A letter to one entity about all its targets behind their pace; at least one.

    Raises:
        DocumentError: the template cannot be used.
    """
    figures = Figures()
    words = warning_words(assessment, warned, period, drafting.letterhead, figures, assumed=assumed)
    title = f"{words['对象']}{words['期间']}预警函"
    template = template_path("warning", drafting.templates)
    return Draft(render(template, words, title=title, year=assessment.year), figures.all)


def warning_words(
    assessment: Assessment,
    warned: Sequence[Warned],
    period: str | None,
    head: Letterhead,
    figures: Figures,
    *,
    assumed: Sequence[str] = (),
) -> dict[str, object]:
    """Placeholders of the early-warning letter."""
    plan = assessment.declarations.plan
    entity = warned[0].judgement.entity
    order = [v.value for v in Verification]
    mark = max((w.judgement.verification for w in warned), key=order.index)
    cited = [plan.documents.get(w.rule.source.document or "") for w in warned]
    year = figures.add(str(assessment.year), assessment.year, "assessment/year")
    return {
        **head.words(),
        "年度": year,
        "规划": plan.short,
        **worded(assessment),
        "考核依据": based_on([plan.document, *(d for d in cited if d is not None)]),
        "横幅": what_if(assumed) or banner(mark),
        **named(entity),
        "期间": period_words(assessment.year, period),
        "等级提示": _near(assessment, entity.code),
        "预警表": [_row(w, period, figures) for w in sorted(warned, key=_gravest_first)],
    }


def _near(assessment: Assessment, code: str) -> str:
    """How many indicators the counted grade is from another, by the figures so far."""
    result = assessment.results[code]
    near = () if result.forced else margins(assessment.scheme, result.counts, result.grade)
    return f"按现有数据，{sentence('；'.join(near))}" if near else ""


def _gravest_first(warned: Warned) -> int:
    return -warned.level.order if warned.level else 0


def _row(warned: Warned, period: str | None, figures: Figures) -> dict[str, str]:
    j, level = warned.judgement, warned.level
    assert level is not None
    name = j.target.name + mark_of(j.verification)
    told = [
        f"{verdict_label(j, 'required', '应达到')}{verdict_figure(j, 'required', figures)}",
        spoken(label_of_part(j, period), verdict_figure(j, "actual", figures)),
        warned.why,
        f"{level.shown}预警",
    ]
    if level.says:
        told.append(level.says)
    return {
        "名称": name,
        "级别": level.name,
        "颜色": level.colour,
        "叙述": f"{_assumed(j)}{name}（{j.clock}）：{'，'.join(t for t in told if t)}。",
    }


def _assumed(j: Judgement) -> str:
    """The mark of a paragraph that rests on an assumed figure."""
    return "〔据假设〕" if any(i.source.startswith(ASSUMED_FILE) for i in j.inputs) else ""


def label_of_part(j: Judgement, period: str | None) -> str:
    """What was reached, called what it is: a part's own rate, or a year reckoned from it."""
    label = verdict_label(j, "actual", "实际")
    if period is None or not label.startswith(("当年", "推算的")):
        return label
    part = period_words(j.year, period).removeprefix(f"{j.year}年")
    if label.startswith("推算的"):
        return f"按{part}变化率{label}"
    rest = label.removeprefix("当年")
    return f"{part}{rest}" if j.unit == "%" else f"按{part}变化率推算的全年{rest}"
