"""审核意见: what the checks found in this entity's data."""

from collections.abc import Sequence
from dataclasses import replace

from ...assess.result import Assessment, EntityResult
from ...vocabulary import Finding, Severity
from .. import looks
from ..book import Box, Sheet
from ..grid import Grid, lines_of

SHEET = "审核意见"
_HEADERS = ("序号", "级别", "审核意见", "所见", "怎样更正", "位置", "依据", "编号")
_WIDTHS = (6, 10, 44, 16, 40, 34, 26, 12)
_FILLS = {"blocker": "F4B183", "error": "F8CBAD", "warning": "FFF2CC", "info": "EDEDED"}
_SIGNS = {"blocker": "×× ", "error": "× ", "warning": "！ ", "info": "· "}


def findings_sheet(assessment: Assessment, result: EntityResult) -> Sheet:
    """The sheet of findings about one entity, gravest first."""
    grid = Grid(len(_HEADERS))
    grid.title(
        f"{result.entity.name}{assessment.year}年度填报数据审核意见", _counted(result.findings)
    )
    grid.banner(result.mark)
    head = grid.header(_HEADERS)
    for finding in sorted(result.findings, key=lambda f: f.severity.rank):
        finding_row(grid, finding)
    if not result.findings:
        grid.wide("审核规则均成立，无审核意见。", looks.TEXT, height=22)
    box = Box(head, 0, max(head, grid.row - 1), len(_HEADERS) - 1)
    return grid.sheet(
        SHEET, _WIDTHS, repeat=head, freeze=(head + 1, 0), filter=box if result.findings else None
    )


def finding_row(grid: Grid, finding: Finding) -> None:
    """One finding as a row of its table."""
    level = finding.severity.value
    style = replace(looks.CENTRED, fill=_FILLS[level], bold=True)
    place = str(finding.place) if finding.place else None
    grid.line(
        [
            grid.number(),
            (_SIGNS[level] + finding.severity.chinese, style),
            finding.why,
            finding.seen,
            finding.mend,
            place,
            finding.basis,
            (finding.kind, looks.CENTRED),
        ]
    )
    texts = ((finding.why, 2), (finding.mend, 4), (place, 5), (finding.basis, 6))
    grid.tall(max(lines_of(text or "", _WIDTHS[col]) for text, col in texts))


def _counted(findings: Sequence[Finding]) -> str:
    counts = [
        f"{level.chinese}{n}条"
        for level in Severity
        if (n := sum(f.severity is level for f in findings))
    ]
    return "、".join(counts) or "无"
