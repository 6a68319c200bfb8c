"""The 自查 sheet of a form, and the states of rows and cells that follow from it."""

from typing import Any

from ...vocabulary import Indicator
from ..reading import address
from .layout import CHECK_SHEET, FIRST_ROW, SHEET, FormLayout
from .selfcheck import PASSED, WAITING, CheckLine

_FIRST = 6
_HEADS = ("序号", "审核规则", "年份", "结果", "涉及单元格", "存在的问题", "怎样改正", "依据")
_WIDTHS = (5, 30, 8, 9, 12, 46, 46, 22)
_RESULT_COL = 4
_GRAVE = ("不可用", "须更正")
_DOUBT = ("须说明",)


def write(sheet: Any, plan: FormLayout, lines: list[CheckLine], formats: dict[str, Any]) -> None:
    """The list of all rules with their live results."""
    last = _FIRST + len(lines) - 1
    results = f"$D${_FIRST}:$D${max(last, _FIRST)}"
    sheet.merge_range(0, 0, 0, len(_HEADS) - 1, "", formats["title"])
    sheet.write_string(0, 0, f"{plan.entity.name}{plan.year}年度填报自查", formats["title"])
    counts = {text: sum(line.result == text for line in lines) for text in _ALL}
    parts = [f'"{text} "&COUNTIF({results},"{text}")&" 项"' for text in _ALL]
    said = "    ".join(f"{text} {counts[text]} 项" for text in _ALL)
    sheet.write_formula(1, 1, "=" + '&"    "&'.join(parts), formats["big"], said)
    sheet.write_string(
        2,
        1,
        "须更正的必须改正后再报；须说明的请在填报表“备注”列写明原因。与省级使用同一套规则。",
        formats["plain"],
    )
    for col, text in enumerate(_HEADS):
        sheet.write_string(_FIRST - 2, col, text, formats["header"])
    for index, line in enumerate(lines):
        _line(sheet, plan, _FIRST + index, index + 1, line, formats)
    for col, width in enumerate(_WIDTHS):
        sheet.set_column(col, col, width)
    for text, style in (
        *((t, "bad") for t in _GRAVE),
        *((t, "doubt") for t in _DOUBT),
        (PASSED, "good"),
    ):
        sheet.conditional_format(
            _FIRST - 1,
            3,
            max(last, _FIRST) - 1,
            3,
            {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": formats[style]},
        )
    sheet.autofilter(_FIRST - 2, 0, max(last, _FIRST) - 1, len(_HEADS) - 1)
    sheet.freeze_panes(_FIRST - 1, 2)
    sheet.protect("", {"autofilter": True, "format_columns": True, "select_locked_cells": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_FIRST - 2)
    sheet.hide_gridlines(2)


_ALL = ("不可用", "须更正", "须说明", WAITING, PASSED)


def _line(
    sheet: Any, plan: FormLayout, row: int, number: int, line: CheckLine, formats: dict[str, Any]
) -> None:
    at = row - 1
    sheet.write_number(at, 0, number, formats["serial"])
    sheet.write_string(at, 1, line.name, formats["text"])
    sheet.write_string(at, 2, f"{line.year}年" if line.year else "各年", formats["centre"])
    sheet.write_formula(at, 3, line.formula, formats["result"], line.result)
    cell = plan.address(*line.marks[0]) if line.marks else None
    if cell:
        sheet.write_url(at, 4, f"internal:'{SHEET}'!{cell}", formats["link"], cell)
    else:
        sheet.write_blank(at, 4, None, formats["centre"])
    failing = " , ".join(f'D{row}="{text}"' for text in (*_GRAVE, *_DOUBT)).replace(" ", "")
    shown = line.result in (*_GRAVE, *_DOUBT)
    for col, text in ((5, line.message), (6, line.mend)):
        sheet.write_formula(
            at,
            col,
            f'=IF(OR({failing}),{quoted(text)},"")',
            formats["text"],
            text if shown else "",
        )
    sheet.write_string(at, 7, line.basis, formats["text"])
    sheet.set_row(at, 32 if max(len(line.message), len(line.mend)) > 22 else 18)


def quoted(text: str) -> str:
    """A text inside a formula, in pieces that stay below Excel's 255 characters."""
    pieces = [text[i : i + 200] for i in range(0, len(text), 200)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def write_row_state(
    sheet: Any,
    plan: FormLayout,
    indicator: Indicator,
    lines: list[CheckLine],
    formats: dict[str, Any],
    *,
    filled: bool,
) -> None:
    """Hidden state of each cell of a row (2 grave, 1 doubtful, 0), and the row's own result."""
    at = plan.cell(indicator.id, plan.years[-1])
    row = at[0] if at else FIRST_ROW
    states: list[int] = []
    for year in plan.years:
        touching = [
            (f"'{CHECK_SHEET}'!${'D'}${_FIRST + i}", line.result)
            for i, line in enumerate(lines)
            if (indicator.id, year) in line.marks
        ]
        formula, state = _state(touching)
        states.append(state)
        sheet.write_formula(row - 1, plan.helper_col(year) - 1, formula, formats["helper"], state)
    first, last = plan.helper_col(plan.years[0]), plan.helper_col(plan.years[-1])
    area = f"{address(row, first)}:{address(row, last)}"
    cells = [c for y in plan.years if (c := plan.address(indicator.id, y))]
    inputs = f"{cells[0]}:{cells[-1]}"
    worst = max(states, default=0)
    result = {2: "须更正", 1: "须说明"}.get(worst, PASSED if filled else WAITING)
    sheet.write_formula(
        row - 1,
        plan.result_col - 1,
        f'=IF(MAX({area})=2,"须更正",IF(MAX({area})=1,"须说明",'
        f'IF(COUNTBLANK({inputs})>0,"{WAITING}","{PASSED}")))',
        formats["result"],
        result,
    )


def _state(touching: list[tuple[str, str]]) -> tuple[str, int]:
    if not touching:
        return "=0", 0
    grave = ",".join(f'{cell}="{text}"' for cell, _ in touching for text in _GRAVE)
    doubt = ",".join(f'{cell}="{text}"' for cell, _ in touching for text in _DOUBT)
    results = {result for _, result in touching}
    state = 2 if results & set(_GRAVE) else 1 if results & set(_DOUBT) else 0
    return f"=IF(OR({grave}),2,IF(OR({doubt}),1,0))", state
