"""The sheet of a form that is filled in: its figures, its locked texts, what it warns of."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ...vocabulary import Indicator, Verification, Vintage
from ...vocabulary.deadline import named
from ..consistency.rules import Cell
from ..reading import address
from . import check_sheet, signature
from .business import needed
from .choices import Choices
from .fixed import VERSION_LABEL, fixed_texts, heads, note_of
from .layout import FIRST_ROW, FIRST_YEAR_COL, HEADER_ROW, VINTAGE_CELL, FormLayout
from .selfcheck import SelfCheck

_WIDTHS = {1: 5, 2: 34, 3: 13}
_ABSENT = "暂缺"


@dataclass(frozen=True)
class KnownFigure:
    """A figure that is known when the form is made, where it comes from, how far it was checked."""

    value: Decimal
    source: str
    verification: Verification


@dataclass(frozen=True)
class FormContent:
    """What the parts of a form are made from."""

    plan: FormLayout
    known: Mapping[Cell, KnownFigure]
    #: what stands in the cells: known figures, and those that were entered
    values: Mapping[Cell, Decimal]
    remarks: Mapping[str, str]
    check: SelfCheck
    formats: dict[str, Any]
    choices: Choices


def write(sheet: Any, made: FormContent, title: str, vintage: Vintage) -> None:
    """Write the sheet."""
    plan, formats = made.plan, made.formats
    _head(sheet, made, title, vintage)
    must = needed(plan.declarations, plan.entity, plan.own)
    for index, indicator in enumerate(plan.indicators):
        _row(sheet, made, FIRST_ROW + index, indicator, must)
        check_sheet.write_row_state(sheet, plan, indicator.id, made.check, formats)
    signature.write(sheet, plan, formats)
    _columns(sheet, plan)
    _conditions(sheet, plan, formats)
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
    sheet.freeze_panes(HEADER_ROW, FIRST_YEAR_COL - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.print_area(0, 0, signature.last_row(plan) - 1, plan.result_col - 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)


def _head(sheet: Any, made: FormContent, title: str, vintage: Vintage) -> None:
    plan, formats = made.plan, made.formats
    last = plan.result_col - 1
    sheet.merge_range(0, 0, 0, last, "", formats["title"])
    sheet.merge_range(1, 0, 1, last, "", formats["hint"])
    looks = {1: "title", 2: "hint"}
    for row, col, text in fixed_texts(plan, title, known=bool(made.known)):
        if row < HEADER_ROW:
            look = "right" if (row, col) == VERSION_LABEL else looks.get(row, "plain")
            sheet.write_string(row - 1, col - 1, text, formats[look])
    row, col = VINTAGE_CELL
    sheet.write_string(row - 1, col - 1, vintage, formats["choice"])
    sheet.data_validation(
        row - 1, col - 1, row - 1, col - 1, made.choices.validation(list(Vintage))
    )
    sheet.set_row(0, 30)
    sheet.set_row(1, 32)
    for col, text in enumerate(heads(plan)):
        sheet.write_string(HEADER_ROW - 1, col, text, formats["header"])
    sheet.set_row(HEADER_ROW - 1, 24)


def _row(
    sheet: Any, made: FormContent, row: int, indicator: Indicator, must: Collection[Cell]
) -> None:
    plan, formats = made.plan, made.formats
    at = row - 1
    sheet.write_number(at, 0, row - FIRST_ROW + 1, formats["serial"])
    sheet.write_string(at, 1, indicator.name, formats["name"])
    sheet.write_string(at, 2, indicator.unit, formats["unit"])
    for year in plan.years:
        _input(sheet, made, row, indicator, year, needed=(indicator.id, year) in must)
    note = note_of(indicator, plan.part)
    sheet.write_string(at, plan.note_col - 1, note, formats["note"])
    sheet.write(at, plan.remark_col - 1, made.remarks.get(indicator.id), formats["remark"])
    lines = max(1, -(-len(note) // 20), -(-len(indicator.name) // 18))
    sheet.set_row(at, 17 * lines + 5)


def _input(
    sheet: Any, made: FormContent, row: int, indicator: Indicator, year: int, *, needed: bool
) -> None:
    plan, formats = made.plan, made.formats
    col = FIRST_YEAR_COL - 1 + plan.years.index(year)
    if plan.cell(indicator.id, year) is None:
        sheet.write_string(row - 1, col, "—", formats["none"])
        return
    known = made.known.get((indicator.id, year))
    # the year's own figures are for the city to give, even where some are there already
    old = known is not None and plan.is_earlier(year)
    kind = "history" if old else "needed" if needed else "input"
    style = formats[f"{kind}_{min(indicator.decimals, 4)}"]
    value = made.values.get((indicator.id, year))
    if value is None:
        sheet.write_blank(row - 1, col, None, style)
    elif indicator.state:
        sheet.write_string(row - 1, col, indicator.state_named(int(value)) or "", style)
    else:
        sheet.write_number(row - 1, col, float(value), style)
    rule = _validation(made, indicator, year, known.source if old and known else "")
    sheet.data_validation(row - 1, col, row - 1, col, rule)


def _validation(made: FormContent, indicator: Indicator, year: int, source: str) -> dict[str, Any]:
    prompt = {"input_title": indicator.name[:32]}
    from_ = f"；已知数，来自 {source}" if source else ""
    if indicator.state:
        chosen = made.choices.validation([*indicator.states, _ABSENT])
        return {**chosen, **({**prompt, "input_message": from_[1:][:255]} if source else {})}
    cell = made.plan.address(indicator.id, year)
    return {
        "validate": "custom",
        "value": f'=OR(ISNUMBER({cell}),{cell}="{_ABSENT}")',
        **prompt,
        "input_message": f"{named(year)}，单位：{indicator.unit}{from_}"[:255],
        "error_title": "只能填数字",
        "error_message": f"请填数字（单位：{indicator.unit}）；没有数据的填“{_ABSENT}”。"[:255],
    }


def _columns(sheet: Any, plan: FormLayout) -> None:
    for col, width in _WIDTHS.items():
        sheet.set_column(col - 1, col - 1, width)
    sheet.set_column(FIRST_YEAR_COL - 1, plan.note_col - 2, 12)
    sheet.set_column(plan.note_col - 1, plan.note_col - 1, 38)
    sheet.set_column(plan.remark_col - 1, plan.remark_col - 1, 20)
    sheet.set_column(plan.result_col - 1, plan.result_col - 1, 9)
    first = plan.helper_col(plan.years[0]) - 1
    sheet.set_column(first, first + len(plan.years) - 1, 3, None, {"hidden": True})


def _conditions(sheet: Any, plan: FormLayout, formats: dict[str, Any]) -> None:
    for year in plan.years:
        col = FIRST_YEAR_COL - 1 + plan.years.index(year)
        helper = "$" + address(FIRST_ROW, plan.helper_col(year))
        for state, style in ((2, "bad"), (1, "doubt")):
            sheet.conditional_format(
                FIRST_ROW - 1,
                col,
                plan.last_row - 1,
                col,
                {"type": "formula", "criteria": f"={helper}={state}", "format": formats[style]},
            )
    for text, style in (
        ("须更正", "bad"),
        ("不可用", "bad"),
        ("须说明", "doubt"),
        ("通过", "good"),
    ):
        col = plan.result_col - 1
        sheet.conditional_format(
            FIRST_ROW - 1,
            col,
            plan.last_row - 1,
            col,
            {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": formats[style]},
        )
