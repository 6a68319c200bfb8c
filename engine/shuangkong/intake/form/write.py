"""Writing our own form: locked structure, open inputs, checks that run while it is filled in."""

import datetime
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...declarations.bundle import Declarations
from ...running.files import write_bytes
from ...vocabulary import Entity, Indicator, Verification, Vintage
from ...vocabulary.deadline import named
from ...vocabulary.versions import counting
from ..consistency.rules import Cell
from ..periods import moment_in
from ..reading import address
from ..reading.book import decimal_text
from . import calc, check_sheet, hidden, layout, metadata, signature, styles
from .business import needed
from .choices import Choices
from .fixed import VERSION_LABEL, fixed_texts, heads, note_of
from .layout import FIRST_ROW, FIRST_YEAR_COL, HEADER_ROW, SHEET, VINTAGE_CELL, FormLayout
from .plan_hash import form_hash
from .selfcheck import SelfCheck, self_check

if TYPE_CHECKING:
    import polars as pl

    from .entered import Entered

_CREATED = datetime.datetime(2000, 1, 1)
_WIDTHS = {1: 5, 2: 34, 3: 13}
_ABSENT = "暂缺"


def write_form(
    declarations: Declarations,
    entity: Entity,
    year: int,
    path: Path,
    prefill: "pl.DataFrame | None" = None,
    *,
    part: str | None = None,
    verification: Verification = Verification.VERIFIED,
    vintage: Vintage = Vintage.PRELIMINARY,
) -> None:
    """Write one entity's form for an assessment year or a part of it; see `form_bytes`.

    Raises:
        Misuse: when the year or the entity does not fit the plan.
        DocumentError: the file cannot be written, for instance because it is open.
    """
    made = form_bytes(
        declarations, entity, year, prefill, part=part, verification=verification, vintage=vintage
    )
    write_bytes(path, made)


def form_bytes(
    declarations: Declarations,
    entity: Entity,
    year: int,
    prefill: "pl.DataFrame | None" = None,
    *,
    part: str | None = None,
    verification: Verification = Verification.VERIFIED,
    vintage: Vintage = Vintage.PRELIMINARY,
    entered: "Entered | None" = None,
) -> bytes:
    """One entity's form for an assessment year, or a `part` of it (H1, Q3, 06); the same input
    gives the same bytes.

    `prefill` has the columns of `frames.OBSERVATIONS`; its figures of this entity are shown in
    their cells, and so is what it had `entered` itself, as if typed. `verification` is kept
    in the metadata, and said in the title where it is other than verified.

    Raises:
        Misuse: when the year, its part or the entity does not fit the plan.
    """
    import xlsxwriter

    plan = layout.layout_of(declarations, entity, year, part)
    known = _known(prefill, entity)
    typed = _known(None if entered is None else entered.figures, entity)
    vintage = (entered and entered.vintage) or vintage
    title = title_of(plan, verification)
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content,
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": True,
        },
    )
    book.set_properties({"title": title, "created": _CREATED, "comments": form_hash(plan)})
    book.set_calc_mode("auto")
    sheet = book.add_worksheet(SHEET)
    checks = book.add_worksheet(layout.CHECK_SHEET)
    steps = book.add_worksheet(calc.SHEET, worksheet_class=_plain_sheet())
    before = {cell: one.value for cell, one in known.items()}
    values = before | {cell: one.value for cell, one in typed.items()}
    remarks = entered.remarks if entered else {}
    check = self_check(plan, values, title, vintage, before, remarks)
    made = _Form(plan, known, values, remarks, check, styles.formats(book), Choices(book))
    _write_sheet(sheet, made, title, vintage)
    check_sheet.write(checks, plan, check, made.formats)
    check.calc.write(steps)
    steps.hide()
    made.choices.close()
    behind = book.add_worksheet(metadata.SHEET)
    fixed = tuple(fixed_texts(plan, title, known=bool(known)))
    hidden.write(behind, plan, before, fixed, verification)
    behind.very_hidden()
    sheet.activate()
    book.close()
    return content.getvalue()


def _plain_sheet() -> type[Any]:
    """A worksheet that takes formulas as they are: none of thousands names a newer function."""
    from xlsxwriter.worksheet import Worksheet

    class PlainSheet(Worksheet):  # type: ignore[misc]
        def _prepare_formula(self, formula: str, *_: object) -> str:
            return formula.removeprefix("=")

    return PlainSheet


@dataclass(frozen=True)
class _Known:
    """A figure that is known when the form is made, and where it comes from."""

    value: Decimal
    source: str


@dataclass(frozen=True)
class _Form:
    """What the parts of a form are made from."""

    plan: FormLayout
    known: Mapping[Cell, _Known]
    #: what stands in the cells: known figures, and those that were entered
    values: Mapping[Cell, Decimal]
    remarks: Mapping[str, str]
    check: SelfCheck
    formats: dict[str, Any]
    choices: Choices


def title_of(plan: FormLayout, verification: Verification) -> str:
    """The title of a form."""
    return f"{plan.entity.name}{plan.term}规划目标完成情况填报表{verification.mark}"


def _known(prefill: "pl.DataFrame | None", entity: Entity) -> dict[Cell, _Known]:
    """Known figures of an entity, of each the version that counts."""
    if prefill is None:
        return {}
    own = prefill.filter(prefill["entity"] == entity.code)
    rows = counting(own, ("indicator", "period"))
    columns = ("indicator", "period", "value", "file", "sheet", "cell")
    return {
        (indicator, moment.number): _Known(Decimal(decimal_text(value)), _source(file, sheet, at))
        for indicator, period, value, file, sheet, at in rows.select(columns).iter_rows()
        if (moment := moment_in(period)) is not None
    }


def _source(file: str | None, sheet: str | None, cell: str | None) -> str:
    """Where a figure comes from, in a few words."""
    if not file:
        return ""
    name = file.rpartition("/")[2]
    return f"{name} {sheet}!{cell}" if sheet and cell else name


def _write_sheet(sheet: Any, made: _Form, title: str, vintage: Vintage) -> None:
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


def _head(sheet: Any, made: _Form, title: str, vintage: Vintage) -> None:
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


def _row(sheet: Any, made: _Form, row: int, indicator: Indicator, must: Collection[Cell]) -> None:
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
    sheet: Any, made: _Form, row: int, indicator: Indicator, year: int, *, needed: bool
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


def _validation(made: _Form, indicator: Indicator, year: int, source: str) -> dict[str, Any]:
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
