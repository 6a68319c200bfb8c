"""Where somebody stands with what was to be handed in: the one answer, read from the findings."""

from collections.abc import Sequence
from enum import StrEnum

from . import messages
from .vocabulary import Finding, Severity

#: of a verdict that waits until a figure is corrected
AWAITED = "数据待更正"
#: of somebody whose files came, and gave no figure of the year
NOTHING_USABLE = "报来的材料中没有能够采用的本年度数据"


class ReportState(StrEnum):
    """Where an entity stands with its submission."""

    MISSING = "missing"
    EMPTY = "empty"
    EARLIER = "earlier"
    TO_CORRECT = "to_correct"
    TO_EXPLAIN = "to_explain"
    DONE = "done"

    @property
    def chinese(self) -> str:
        """The office's word."""
        return {
            "missing": "未报",
            "empty": "空表",
            "earlier": "往年表",
            "to_correct": "待更正",
            "to_explain": "须说明",
            "done": "已报",
        }[self.value]

    @property
    def signed(self) -> str:
        """The word with a sign that reads without colour."""
        sign = {ReportState.MISSING: "×", ReportState.DONE: "√", ReportState.TO_EXPLAIN: "√"}.get(
            self, "△"
        )
        return f"{sign} {self.chinese}"

    @property
    def stuck(self) -> bool:
        """Whether something came in that cannot be used as it is."""
        return self in (ReportState.EMPTY, ReportState.EARLIER, ReportState.TO_CORRECT)


def named_only(findings: Sequence[Finding]) -> str:
    """Why what came under somebody's name is nothing of theirs; empty where nothing such came."""
    said = dict.fromkeys(one.why for one in findings if one.kind == messages.NAMED_FOR.id)
    return "；".join(said)


def state_of(
    figures: int, findings: Sequence[Finding], *, came: bool = False, earlier: bool = False
) -> ReportState:
    """The state of one entity in a year.

    `figures` are its figures of the year, `findings` those on it. Where its forms are known, `came`
    says whether there is any and `earlier` that all are of other years; else the findings do.
    """
    grave = [f for f in findings if f.severity in (Severity.BLOCKER, Severity.ERROR)]
    kinds = {f.kind for f in grave}
    if not figures and (earlier or (not came and messages.YEAR_NOT_ASKED.id in kinds)):
        return ReportState.EARLIER
    if not figures and kinds == {messages.EMPTY_FORM.id}:
        return ReportState.EMPTY
    if not figures and not came:
        if any(f.kind == messages.SAID_MISSING.id for f in findings):
            return ReportState.TO_CORRECT if grave else ReportState.TO_EXPLAIN
        return ReportState.TO_CORRECT if any(f.place for f in grave) else ReportState.MISSING
    if grave:
        return ReportState.TO_CORRECT
    doubtful = any(f.severity is Severity.WARNING for f in findings)
    return ReportState.TO_EXPLAIN if doubtful else ReportState.DONE
