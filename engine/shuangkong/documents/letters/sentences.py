"""Verdicts and findings as they stand in letters: rows of tables, and sentences."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ...assess.digits import digits_apart
from ...assess.judgement import Course, Judgement, Outcome
from ...assess.result import Assessment, EntityResult
from ...assess.wording import AS_REPORTED, spoken
from ...text import NO_BREAK
from ...vocabulary import Finding, Place
from .. import looks
from ..figures import (
    Figures,
    shown_in,
    step_figure,
    unit_of,
    verdict_figure,
    verdict_label,
)
from ..text import cited, clean, figure, mark_of
from .placeholders import TARGET_ROW
from .scores import NOT_YET

_NUMERALS = "一二三四五六七八九十"
#: how a ledger numbers the files it keeps, before their own names
_STORED = re.compile(r"^\d{4}_(?=\D|\d{6}_)")
#: a sign that no file's or folder's name within a sentence has
_NO_SIGN = r"\s“”、，；：。（）\[\]/\\"
#: the folders, or the number, before a file's name within a sentence
_KEPT_UNDER = re.compile(
    rf"(?<![^{_NO_SIGN}])(?:[^{_NO_SIGN}]*[/\\])*(?:\d{{4}}_(?=\D|\d{{6}}_))?"
    rf"(?=[^{_NO_SIGN}]*(?:（[^{_NO_SIGN}]*）[^{_NO_SIGN}]*)*"
    r"\.(?:xlsx|xlsm|xls|et|ods|csv|tsv|docx|pdf|html?|zip)\b)"
)

#: outcomes worth a sentence; a target not due yet or not set for the entity is none
TOLD = (
    Outcome.MET,
    Outcome.NOT_MET,
    Outcome.NOT_ASSESSABLE,
    Outcome.WITHDRAWN,
    Outcome.OVERRIDDEN,
)


def told_of(result: EntityResult) -> list[Judgement]:
    """The verdicts that letters and tables tell."""
    return [j for j in result.judgements if j.outcome in TOLD]


def wanting_figures(judgements: Iterable[Judgement]) -> list[str]:
    """What cannot be judged for want of the entity's own figures, each with its reason once.

    What whoever set the target owes or decides is no matter of the entity's.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for j in judgements:
        if j.outcome is Outcome.NOT_ASSESSABLE and not j.waits_above:
            found.setdefault((j.target.name, j.reason), []).append(j.clock)
    return [
        f"{name}（{'、'.join(clocks)}）：{sentence(reason)}"
        for (name, reason), clocks in found.items()
    ]


def left_open(judgements: Sequence[Judgement], figures: Figures) -> list[str]:
    """Verdicts that the printed digits of the data leave open, with both ends; the same once."""
    found: dict[tuple[str, str], list[str]] = {}
    for j in judgements:
        found.setdefault((j.target.name, _ends(j, figures)), []).append(j.clock)
    return [
        f"{name}（{'、'.join(clocks)}）：所用数据按印出的位数有舍入，{ends}，{AS_REPORTED}。"
        for (name, ends), clocks in found.items()
    ]


def _ends(j: Judgement, figures: Figures) -> str:
    """累计降低率在15.963%至16.007%之间, with digits enough to tell both from what is required."""
    assert j.between is not None
    required = j.required or Decimal(0)
    unit, decimals = shown_in(j, "actual", j.actual)
    decimals = max([decimals + 1, *(digits_apart(e, required, unit, decimals) for e in j.between)])
    low, high = (
        figures.add(figure(end, unit, decimals), end, f"{j.key}/between_{name}")
        for name, end in zip(("low", "high"), j.between, strict=True)
    )
    return f"{verdict_label(j, 'actual', '实际')}在{low}至{high}之间"


def finding_words(finding: Finding) -> dict[str, str]:
    """A finding as a row of a letter's table."""
    return {
        "级别": finding.severity.chinese,
        "位置": clean(str(_own(finding.place))) if finding.place else "—",
        "意见": clean(_files_named(finding.why + finding.seen_besides)),
        "更正": clean(_files_named(finding.mend)),
        "编号": finding.kind,
    }


def _own(place: Place) -> Place:
    """A place in the file as its sender named it."""
    return replace(place, file=file_named(place.file))


def file_named(file: str) -> str:
    """A file as its sender named it: without the folder, or the number, it is kept under here."""
    return _STORED.sub("", re.split(r"[/\\]", file)[-1])


def _files_named(text: str) -> str:
    """A text with the files in it as their senders named them."""
    return _KEPT_UNDER.sub("", text)


def judgement_words(j: Judgement, figures: Figures, assessment: Assessment) -> dict[str, str]:
    """A verdict as a row of a table and as a sentence."""
    indicator = assessment.declarations.indicators.get(j.target.indicator or "")
    states = indicator.states if indicator else {}
    required = verdict_figure(j, "required", figures, states)
    actual = verdict_figure(j, "actual", figures, states)
    margin = verdict_figure(j, "margin", figures, states)
    name = j.target.name + mark_of(j.verification)
    outcome = looks.verdict_text(j).replace(" ", "")
    told = _told(j, figures, required, actual, is_state=bool(states))
    if j.outcome is Outcome.OVERRIDDEN:
        outcome = "完成（经复核）" if j.decided_met else "未完成（经复核）"
    return {
        "名称": name,
        "时段": _clock(j),
        "应达到": required,
        "实际": actual,
        "余量": margin,
        "完成情况": outcome,
        "条款": cited(j.target.source, assessment.declarations),
        "叙述": f"{name}（{j.clock}）：{told}",
        **_bare(j, states, required, actual, margin),
    }


def untold_words(result: EntityResult) -> dict[str, str]:
    """A row of the same table that says why it has no verdict of an entity."""
    why = (NOT_YET if j.is_not_yet else j.outcome.chinese for j in result.judgements)
    name = f"没有应评定的目标（{'、'.join(dict.fromkeys(why)) or '本年度未设'}）"
    return {**dict.fromkeys(TARGET_ROW, "—"), "名称": name, "叙述": f"{name}。"}


def _clock(j: Judgement) -> str:
    """The clock of a row of a table; one of increments says that its figures are no totals."""
    return f"{j.clock}（增量）" if j.is_of_increment else j.clock


def _told(j: Judgement, figures: Figures, required: str, actual: str, *, is_state: bool) -> str:
    """A verdict as a sentence, without the target's name."""
    if j.outcome is Outcome.OVERRIDDEN:
        return _found_on_review(j, required, actual)
    if j.actual is None or j.required is None or j.outcome not in TOLD[:2]:
        return f"{j.outcome.chinese}。{sentence(j.reason)}"
    if is_state:
        when = "现" if j.course is None else "到期时"
        return f"要求“{required}”，{when}为“{actual}”，{j.outcome_name}{_course(j)}。"
    return (
        f"{spoken(_required(j), required)}，"
        f"{spoken(verdict_label(j, 'actual', '实际'), actual)}，{j.outcome_name}"
        f"{_gap(j, figures)}{_course(j)}。"
    )


def _bare(
    j: Judgement, states: Mapping[str, int], required: str, actual: str, margin: str
) -> dict[str, str]:
    """The figures without their unit, for tables that have a column for it."""
    told = {"应达到数": required, "实际数": actual, "差距数": margin}
    bare = {
        name: text.split(NO_BREAK)[0].rstrip("%‰").removesuffix("个百分点")
        for name, text in told.items()
    }
    return {"单位": "—" if states else unit_of(j), **bare}


def _required(j: Judgement) -> str:
    """What the required figure is called; a derived one is called that."""
    label = verdict_label(j, "required", "应达到")
    return f"推算的{label}" if j.is_reckoned else label


def _found_on_review(j: Judgement, required: str, actual: str) -> str:
    """What was found on review, beside what the figures gave; who decided stays in the ledger."""
    computed = ""
    if j.actual is not None and j.required is not None:
        reached = spoken(verdict_label(j, "actual", "实际"), actual)
        computed = f"{spoken(_required(j), required)}，{reached}；"
    before = f"（按填报数据计算为{j.underlying.chinese}）" if j.underlying else ""
    return f"{computed}经复核，认定为{'完成' if j.decided_met else '未完成'}{before}。"


def _course(j: Judgement) -> str:
    """What became of it after a deadline within the year, where that is not the plain verdict."""
    if j.course is Course.LATE:
        return "（到期时未完成，其后逾期完成）"
    return f"（{j.course.chinese}）" if j.course is Course.RELAPSED else ""


def _gap(j: Judgement, figures: Figures) -> str:
    """How much is missing, what saving would close it, and what each year left must bring."""
    if j.outcome is not Outcome.NOT_MET or j.margin is None or j.margin >= 0:
        return ""
    told = f"，差距{verdict_figure(j, 'margin', figures).removeprefix('-')}"
    short = step_figure(j, "shortfall", figures)
    if short:
        told += f"，折合{short}"
    yearly = step_figure(j, "remaining_yearly", figures)
    if yearly and j.year < j.target.by.last(j.year):
        label = next(s.label for s in j.steps if s.name == "remaining_yearly")
        told += f"，{spoken(label, yearly)}"
    return told


def sentence(text: str) -> str:
    """Text that ends like a sentence."""
    text = clean(text).strip()
    return text if not text or text[-1] in "。！？；" else f"{text}。"


def enumerated(texts: Sequence[str]) -> str:
    """Several measures in one sentence: 一是…；二是…。; a single one as it is, none as nothing."""
    told = [clean(text).strip().rstrip("。；") for text in texts]
    if len(told) < 2:
        return sentence("".join(told))
    counted = (f"{_NUMERALS[n % 10]}是{text}" for n, text in enumerate(told))
    return f"{'；'.join(counted)}。"
