"""汇总.csv: one row per entity for the performance system 绩效考核."""

import csv
import io
from collections.abc import Sequence

from ..assess.decided import approved_figures, decided
from ..assess.result import Assessment, EntityResult
from ..text import no_formula
from ..vocabulary import Verification
from .order import assessed_results

_CSV = (
    "年度",
    "代码",
    "考核对象",
    "名次",
    "总分",
    "等级",
    "否决事项",
    "表彰",
    "已填报",
    "暂计",
    "人工裁定",
    "核对情况",
    "达标情况",
)


def summary_csv(assessment: Assessment) -> bytes:
    """One row per entity for the performance system, UTF-8 with BOM so that Excel reads it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(_CSV)
    approved = approved_figures(assessment)
    for result in assessed_results(assessment):
        row = _csv_row(assessment.year, result, decided(assessment, result, approved))
        writer.writerow(no_formula(cell) for cell in row)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def _csv_row(year: int, result: EntityResult, by_decision: Sequence[str]) -> list[str]:
    return [
        str(year),
        result.entity.code,
        result.entity.name,
        "" if result.rank is None else result.rank_word,
        "" if result.total is None else result.points_text(result.total),
        result.grade_word if result.assessed else "",
        "、".join(result.vetoed_by),
        "、".join(result.distinctions),
        "是" if result.submitted else "否",
        "是" if result.provisional else "否",
        "；".join(by_decision),
        # where nothing came in, nothing was checked
        Verification(result.verification).chinese if result.submitted else "",
        "；".join(one.words for one in result.counts),
    ]
