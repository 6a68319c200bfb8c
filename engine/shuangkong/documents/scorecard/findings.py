"""审核意见: what the checks found in this entity's data."""

from collections.abc import Sequence
from dataclasses import replace

from ...assess.result import Assessment, EntityResult
from ...vocabulary import Finding, Severity
from .. import looks
from ..book import Box, PrintedSheet
from ..grid import Grid, LineCell
from ..text import clean

SHEET = "审核意见"
HEADERS = ("序号", "级别", "审核意见", "所见", "怎样更正", "位置", "依据", "编号")
WIDTHS = (6, 10, 40, 30, 36, 28, 28, 14)
_FILLS = {
    Severity.BLOCKER: "F4B183",
    Severity.ERROR: "F8CBAD",
    Severity.WARNING: "FFF2CC",
    Severity.INFO: "EDEDED",
}
_SIGNS = {
    Severity.BLOCKER: "××",
    Severity.ERROR: "×",
    Severity.WARNING: "！",
    Severity.INFO: "·",
}


def findings_sheet(assessment: Assessment, result: EntityResult) -> PrintedSheet:
    """The sheet of findings about one entity, gravest first."""
    title = f"{result.entity.name}{assessment.year}年度填报数据审核意见"
    return listed(SHEET, title, result.findings, result.verification)


def listed(name: str, title: str, findings: Sequence[Finding], mark: str) -> PrintedSheet:
    """A sheet that lists findings, gravest first."""
    grid = Grid(WIDTHS)
    grid.title(title, counted(findings) if findings else "")
    grid.banner(mark)
    head = grid.header(HEADERS)
    for finding in sorted(findings, key=lambda f: f.severity.rank):
        level = replace(looks.CENTRED, fill=_FILLS[finding.severity], bold=True)
        grid.line(
            [
                grid.number(),
                LineCell(f"{_SIGNS[finding.severity]} {finding.severity.chinese}", level),
                clean(finding.why),
                clean(finding.seen or ""),
                clean(finding.mend),
                clean(str(finding.place)) if finding.place else None,
                finding.basis,
                LineCell(finding.kind, looks.CENTRED),
            ]
        )
    if not findings:
        grid.wide("没有审核意见。")
    box = Box(head, 0, max(head, grid.row - 1), grid.columns - 1) if findings else None
    return grid.sheet(name, repeat=head, freeze=(head + 1, 0), filter=box, locked=True)


def counted(findings: Sequence[Finding]) -> str:
    """How many findings there are of each severity."""
    counts = [
        f"{level.chinese}{n}条"
        for level in Severity
        if (n := sum(f.severity is level for f in findings))
    ]
    return "、".join(counts) or "无"
