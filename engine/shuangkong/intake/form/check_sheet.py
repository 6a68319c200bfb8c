"""The 自查 sheet of a form: what is to be mended, live, the gravest first."""

from typing import Any

from ...vocabulary import Severity
from .layout import SHEET, FormLayout
from .live import shown
from .selfcheck import SelfCheck

_FIRST, _LINES = 6, 40
#: so many lines fill a page; those below come up as the ones above are mended
_PRINTED = 11
#: points; three lines of what is said
_HEIGHT = 42
_HEADS = ("序号", "程度", "位置", "存在的问题", "怎样改正", "依据")
#: so that the longest of what is said, of what to do and of the basis takes three lines
_WIDTHS = (5, 9, 9, 62, 38, 56)
_SHADES = {Severity.BLOCKER: "bad", Severity.ERROR: "bad", Severity.WARNING: "doubt"}


def write(sheet: Any, plan: FormLayout, check: SelfCheck, formats: dict[str, Any]) -> None:
    """Write the list: one row for each finding, with a link to its cell."""
    _head(sheet, plan, check, formats)
    for index in range(_LINES):
        _row(sheet, index, check, formats)
    for col, width in enumerate(_WIDTHS):
        sheet.set_column(col, col, width)
    area = (_FIRST - 1, 0, _FIRST + _LINES - 2, len(_HEADS) - 1)
    for severity, style in _SHADES.items():
        sheet.conditional_format(
            _FIRST - 1, 1, _FIRST + _LINES - 2, 1,
            {"type": "cell", "criteria": "==", "value": f'"{severity.chinese}"',
             "format": formats[style]},
        )  # fmt: skip
    sheet.conditional_format(
        *area,
        {"type": "formula", "criteria": f'=$B{_FIRST}<>""', "format": formats["edge"]},
    )
    sheet.freeze_panes(_FIRST - 1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_FIRST - 2)
    sheet.print_area(0, 0, _FIRST + _PRINTED - 2, len(_HEADS) - 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)


def _head(sheet: Any, plan: FormLayout, check: SelfCheck, formats: dict[str, Any]) -> None:
    sheet.merge_range(0, 0, 0, len(_HEADS) - 1, "", formats["title"])
    title = f"{plan.entity.name}{plan.term}填报自查"
    sheet.write_string(0, 0, title, formats["title"])
    severities, raised = check.column("程度"), check.column("提出")
    parts, said = [], []
    for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO):
        word = severity.chinese
        parts.append(f'"{word} "&SUMIF({severities},"{word}",{raised})&" 项"')
        count = sum(shown(one.degree) == word for one in check.raised)
        said.append(f"{word} {count} 项")
    more = f'IF(SUM({raised})>{_LINES},"    （下面列出前 {_LINES} 项）","")'
    over = f"    （下面列出前 {_LINES} 项）" if len(check.raised) > _LINES else ""
    formula = "=" + '&"    "&'.join(parts) + f"&{more}"
    sheet.write_formula(1, 1, formula, formats["big"], "    ".join(said) + over)
    sheet.write_string(
        2, 1,
        "须更正的必须改正后再报；须说明的请在填报表“备注”列写明原因。点“位置”可跳到那一格。"
        f"省级审核用同一套规则。打印时印前 {_PRINTED} 项。",
        formats["plain"],
    )  # fmt: skip
    for col, text in enumerate(_HEADS):
        sheet.write_string(_FIRST - 2, col, text, formats["header"])
    sheet.set_row(0, 28)


def _row(sheet: Any, index: int, check: SelfCheck, formats: dict[str, Any]) -> None:
    at, number = _FIRST - 1 + index, index + 1
    one = check.raised[index] if index < len(check.raised) else None
    line = f"MATCH({number},{check.column('第几条')},0)"
    sheet.write_formula(
        at, 0, f'=IF($B{at + 1}="","",{number})', formats["list_centre"], number if one else ""
    )
    place = _found(check, "位置", line)
    parts = (
        (_found(check, "程度", line), shown(one.degree) if one else "", "list_centre"),
        (
            f'IF({place}="","",HYPERLINK("#\'{SHEET}\'!"&{place},{place}))',
            shown(one.place) if one else "",
            "list_link",
        ),
        (_found(check, "问题", line), shown(one.why) if one else "", "list"),
        (_found(check, "怎样改正", line), shown(one.mend) if one else "", "list"),
        (_found(check, "依据", line), shown(one.basis) if one else "", "list"),
    )
    for col, (formula, value, style) in enumerate(parts, start=1):
        sheet.write_formula(at, col, f"={formula}", formats[style], value)
    sheet.set_row(at, _HEIGHT)


def _found(check: SelfCheck, head: str, line: str) -> str:
    return f'IFERROR(INDEX({check.column(head)},{line})&"","")'


def write_row_state(
    sheet: Any, plan: FormLayout, indicator: str, check: SelfCheck, formats: dict[str, Any]
) -> None:  # fmt: skip
    """Hidden state of each cell of a row (2 grave, 1 doubtful, 0), and the row's own result."""
    own = next(at for year in plan.years if (at := plan.cell(indicator, year)))
    result = check.results[indicator]
    for year in plan.years:
        state = check.states.get((indicator, year))
        formula, value = (state.formula, int(state.value)) if state else ("0", 0)
        sheet.write_formula(
            own[0] - 1, plan.helper_col(year) - 1, f"={formula}", formats["helper"], value
        )
    sheet.write_formula(
        own[0] - 1, plan.result_col - 1, f"={result.formula}", formats["result"], str(result.value)
    )
