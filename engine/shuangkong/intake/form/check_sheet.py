"""The 自查 sheet of a form (rules down, years across), and the states of cells that follow."""

from collections.abc import Sequence
from typing import Any

from ...vocabulary import Indicator
from ...vocabulary.deadline import named
from ..reading import address
from .layout import CHECK_SHEET, FIRST_ROW, FormLayout
from .selfcheck import PASSED, WAITING, CheckRow

_FIRST = 6
_GRAVE = ("不可用", "须更正")
_DOUBT = ("须说明", "提示")
_ALL = ("须更正", "须说明", WAITING, PASSED)
_YEAR_COL = 3


def write(sheet: Any, plan: FormLayout, rows: Sequence[CheckRow], formats: dict[str, Any]) -> None:
    """The list of all rules with their live results."""
    last = _FIRST + max(len(rows), 1) - 1
    text_col = _YEAR_COL + len(plan.years)
    _head(sheet, plan, rows, formats, last)
    for index, row in enumerate(rows):
        _row(sheet, plan, _FIRST + index, row, formats)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 30)
    sheet.set_column(_YEAR_COL - 1, text_col - 2, 8)
    sheet.set_column(text_col - 1, text_col, 50)
    sheet.set_column(text_col + 1, text_col + 1, 20)
    shades = [(text, "bad") for text in _GRAVE] + [(text, "doubt") for text in _DOUBT]
    for text, style in (*shades, (PASSED, "good")):
        sheet.conditional_format(
            _FIRST - 1, _YEAR_COL - 1, last - 1, text_col - 2,
            {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": formats[style]},
        )  # fmt: skip
    sheet.freeze_panes(_FIRST - 1, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_FIRST - 2)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)


def _head(
    sheet: Any, plan: FormLayout, rows: Sequence[CheckRow], formats: dict[str, Any], last: int
) -> None:
    heads = ["序号", "审核规则", *map(named, plan.years)]
    heads += ["存在的问题", "怎样改正", "依据"]
    title = f"{plan.entity.name}{plan.year}年度填报自查"
    sheet.merge_range(0, 0, 0, len(heads) - 1, "", formats["title"])
    sheet.write_string(0, 0, title, formats["title"])
    first, end = address(_FIRST, _YEAR_COL), address(last, _YEAR_COL + len(plan.years) - 1)
    results = [check.result for row in rows for check in row.years.values()]
    parts = [f'"{text} "&COUNTIF({first}:{end},"{text}")&" 项"' for text in _ALL]
    said = "    ".join(f"{text} {results.count(text)} 项" for text in _ALL)
    sheet.write_formula(1, 1, "=" + '&"    "&'.join(parts), formats["big"], said)
    sheet.write_string(
        2, 1,
        "须更正的必须改正后再报；须说明的请在填报表“备注”列写明原因。省级审核使用同一套规则。",
        formats["plain"],
    )  # fmt: skip
    for col, text in enumerate(heads):
        sheet.write_string(_FIRST - 2, col, text, formats["header"])
    sheet.set_row(0, 28)


def _row(sheet: Any, plan: FormLayout, number: int, row: CheckRow, formats: dict[str, Any]) -> None:
    at = number - 1
    sheet.write_number(at, 0, number - _FIRST + 1, formats["serial"])
    sheet.write_string(at, 1, row.name, formats["text"])
    for index, year in enumerate(plan.years):
        check = row.years.get(year)
        if check is None:
            sheet.write_string(at, _YEAR_COL - 1 + index, "—", formats["none"])
        else:
            sheet.write_formula(
                at, _YEAR_COL - 1 + index, check.formula, formats["result"], check.result
            )
    failing = row.severity.chinese
    area = f"{address(number, _YEAR_COL)}:{address(number, _YEAR_COL + len(plan.years) - 1)}"
    shown = any(check.result == failing for check in row.years.values())
    text_col = _YEAR_COL + len(plan.years)
    for index, text in enumerate((row.message, row.mend)):
        formula = f'=IF(COUNTIF({area},"{failing}")>0,{quoted(text)},"")'
        sheet.write_formula(
            at, text_col - 1 + index, formula, formats["text"], text if shown else ""
        )
    sheet.write_string(at, text_col + 1, row.basis, formats["text"])
    lines = max(-(-len(text) // 23) for text in (row.message, row.mend, row.name + "　" * 9))
    sheet.set_row(at, 15 * lines + 3)


def quoted(text: str) -> str:
    """A text inside a formula, in pieces that stay below Excel's 255 characters."""
    pieces = [text[i : i + 200] for i in range(0, len(text), 200)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def write_row_state(
    sheet: Any,
    plan: FormLayout,
    indicator: Indicator,
    rows: Sequence[CheckRow],
    formats: dict[str, Any],
    *,
    filled: bool,
) -> None:
    """Hidden state of each cell of a row (2 grave, 1 doubtful, 0), and the row's own result."""
    at = plan.cell(indicator.id, plan.years[-1])
    number = at[0] if at else FIRST_ROW
    states: list[int] = []
    for index, year in enumerate(plan.years):
        touching = [
            (f"'{CHECK_SHEET}'!${_letter(index)}${_FIRST + i}", row.years[year].result)
            for i, row in enumerate(rows)
            if year in row.years and indicator.id in row.years[year].marks
        ]
        formula, state = _state(touching)
        states.append(state)
        sheet.write_formula(
            number - 1, plan.helper_col(year) - 1, formula, formats["helper"], state
        )
    first, last = plan.helper_col(plan.years[0]), plan.helper_col(plan.years[-1])
    area = f"{address(number, first)}:{address(number, last)}"
    cells = [c for y in plan.years if (c := plan.address(indicator.id, y))]
    result = {2: "须更正", 1: "须说明"}.get(max(states, default=0), PASSED if filled else WAITING)
    sheet.write_formula(
        number - 1, plan.result_col - 1,
        f'=IF(MAX({area})=2,"须更正",IF(MAX({area})=1,"须说明",'
        f'IF(COUNTBLANK({cells[0]}:{cells[-1]})>0,"{WAITING}","{PASSED}")))',
        formats["result"], result,
    )  # fmt: skip


def _letter(index: int) -> str:
    return address(1, _YEAR_COL + index)[:-1]


def _state(touching: Sequence[tuple[str, str]]) -> tuple[str, int]:
    if not touching:
        return "=0", 0
    grave = ",".join(f'{cell}="{text}"' for cell, _ in touching for text in _GRAVE)
    doubt = ",".join(f'{cell}="{text}"' for cell, _ in touching for text in _DOUBT)
    results = {result for _, result in touching}
    state = 2 if results & set(_GRAVE) else 1 if results & set(_DOUBT) else 0
    return f"=IF(OR({grave}),2,IF(OR({doubt}),1,0))", state
