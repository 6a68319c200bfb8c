"""Workbook records to xlsx bytes, by XlsxWriter: formulas with cached values, native charts.

The same `PrintedBook` always gives the same bytes: dates in the file come from the book, and parts
are packed in memory with a fixed date.
"""

import datetime
import io
from decimal import Decimal
from typing import Any

import xlsxwriter

from . import book as b
from .xlsx_charts import chart_of

#: texts are cut, and links left out, beyond so many characters
TOO_LONG, LINK_LIMIT = 32000, 2000
#: a row and a column without a size of their own, and how much wider notes are than usual
ROW_PIXELS, COLUMN_PIXELS, NOTE_SCALE = 18, 72, 2.2


def write_book(book: b.PrintedBook) -> bytes:
    """The bytes of a workbook."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": "宋体", "font_size": 11},
            "default_column_width": COLUMN_PIXELS,
            "default_row_height": ROW_PIXELS,
        },
    )
    workbook.set_properties(
        {
            "title": book.title,
            "subject": book.subject,
            "author": "双控 shuangkong",
            "company": "",
            "created": datetime.datetime(book.year + 1, 1, 1),
        }
    )
    workbook.set_calc_mode("auto")
    formats = _Formats(workbook)
    for sheet in book.sheets:
        _write_sheet(workbook, sheet, formats, book)
    for name, target in book.names.items():
        workbook.define_name(name, "=" + target)
    workbook.close()
    return buffer.getvalue()


class _Formats:
    """XlsxWriter formats by style, made once each."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[b.Style, Any] = {}
        self._fills: dict[tuple[str, str], Any] = {}
        self._digits: dict[str, Any] = {}

    def of(self, style: b.Style) -> Any:
        if style not in self._made:
            self._made[style] = self._workbook.add_format(_properties(style))
        return self._made[style]

    def fill(self, fill: str, colour: str) -> Any:
        """A colour that a rule gives cells."""
        if (fill, colour) not in self._fills:
            look = {"bg_color": f"#{fill}", "font_color": f"#{colour}"}
            self._fills[(fill, colour)] = self._workbook.add_format(look)
        return self._fills[(fill, colour)]

    def digits(self, number: str) -> Any:
        """A format of numbers that a rule gives cells."""
        if number not in self._digits:
            self._digits[number] = self._workbook.add_format({"num_format": number})
        return self._digits[number]


def _properties(style: b.Style) -> dict[str, object]:
    found: dict[str, object] = {
        "font_name": style.font,
        "font_size": style.size,
        "font_color": f"#{style.colour}",
        "bold": style.bold,
        "align": style.align,
        "valign": style.valign,
        "text_wrap": style.wrap,
        "num_format": style.number,
        "underline": 1 if style.underline else 0,
        "locked": not style.unlocked,
    }
    if style.border:
        found |= {"border": 1, "border_color": "#8C8C8C"}
    if style.fill:
        found["bg_color"] = f"#{style.fill}"
    return found


def _write_sheet(
    workbook: Any, sheet: b.PrintedSheet, formats: _Formats, book: b.PrintedBook
) -> None:
    page = workbook.add_worksheet(sheet.name)
    for col, width in enumerate(sheet.widths):
        page.set_column(col, col, width)
    for row, height in sheet.heights.items():
        page.set_row(row, height)
    for merge in sheet.merges:
        look = formats.of(merge.style)
        page.merge_range(merge.row, merge.col, merge.last_row, merge.last_col, "", look)
        _write(page, merge.row, merge.col, merge.content, look)
    for cell in sheet.cells:
        look = formats.of(cell.style)
        if cell.link and len(cell.link) < LINK_LIMIT:
            page.write_url(cell.row, cell.col, cell.link, look, string=shown(cell.content))
        _write(page, cell.row, cell.col, cell.content, look)
        if cell.comment:
            page.write_comment(
                cell.row, cell.col, cell.comment[:TOO_LONG], {"author": "", "x_scale": NOTE_SCALE}
            )
    _add_rules(page, sheet, formats)
    for chart in sheet.charts:
        page.insert_chart(chart.row, chart.col, chart_of(workbook, chart))
    _set_up(page, sheet, book)


def _write(page: Any, row: int, col: int, content: b.Content, look: Any) -> None:
    match content:
        case None:
            page.write_blank(row, col, None, look)
        case b.LiveFormula(formula, value):
            page.write_formula(row, col, "=" + formula, look, cached(value))
        case bool():
            page.write_boolean(row, col, content, look)
        case Decimal() | int():
            page.write_number(row, col, float(content), look)
        case str():
            page.write_string(row, col, _plain(content[:TOO_LONG]), look)


def cached(value: b.Plain) -> float | str:
    """The value of a formula as it is stored."""
    if value is None:
        return ""
    return float(value) if isinstance(value, Decimal) else value


def shown(content: b.Content) -> str:
    """The text a link is stored with."""
    value = content.value if isinstance(content, b.LiveFormula) else content
    return " " if value is None or value == "" else _plain(str(value)[:250])


def _plain(text: str) -> str:
    """A text that XlsxWriter takes for one: between these tags, it would write it as markup."""
    return text + " " if text.startswith("<r>") and text.endswith("</r>") else text


def _add_rules(page: Any, sheet: b.PrintedSheet, formats: _Formats) -> None:
    for shade in sheet.shades:
        box = shade.box
        rule = _condition(shade, formats)
        page.conditional_format(box.row, box.col, box.last_row, box.last_col, rule)
    for allowed in sheet.allowed:
        box = allowed.box
        page.data_validation(
            box.row,
            box.col,
            box.last_row,
            box.last_col,
            {
                "validate": "decimal",
                "criteria": "between",
                "minimum": float(allowed.low),
                "maximum": float(allowed.high),
                "input_title": allowed.title[:32],
                "input_message": allowed.message[:255],
                "error_title": allowed.title[:32],
                "error_message": allowed.message[:255],
            },
        )
    for listed in sheet.listed:
        box = listed.box
        page.data_validation(
            *(box.row, box.col, box.last_row, box.last_col),
            {
                "validate": "list",
                "source": list(listed.words),
                "input_title": listed.title[:32],
                "input_message": listed.message[:255],
                "error_title": listed.title[:32],
                "error_message": listed.message[:255],
            },
        )


def _condition(shade: b.Shade, formats: _Formats) -> dict[str, object]:
    if shade.kind == "word":
        return {
            "type": "cell",
            "criteria": "==",
            "value": '"' + shade.word.replace('"', '""') + '"',
            "format": formats.fill(shade.fill, shade.colour),
        }
    if shade.kind == "digits":
        found = formats.digits(shade.number)
        return {"type": "formula", "criteria": f"={shade.word}", "format": found}
    if shade.kind == "bar":
        return {
            "type": "data_bar",
            "bar_color": f"#{shade.fill}",
            "bar_solid": True,
            "min_type": "num",
            "min_value": 0,
        }
    return {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#9DC3E6"}


def _set_up(page: Any, sheet: b.PrintedSheet, book: b.PrintedBook) -> None:
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_h_pagebreaks(list(sheet.breaks))
    side, top = b.PAGE_MARGINS
    page.set_margins(left=side, right=side, top=top, bottom=top)
    page.center_horizontally()
    page.set_header(f"&L&9{escaped(book.title)}&R&9{escaped(book.banner or sheet.name)}")
    page.set_footer("&C&9第 &P 页，共 &N 页")
    if sheet.freeze:
        page.freeze_panes(*sheet.freeze)
    if sheet.repeat:
        page.repeat_rows(*sheet.repeat)
    if sheet.filter:
        box = sheet.filter
        page.autofilter(box.row, box.col, box.last_row, box.last_col)
    if sheet.tab:
        page.set_tab_color(f"#{sheet.tab}")
    if sheet.locked:
        free = {"format_columns": True, "format_rows": True, "autofilter": bool(sheet.filter)}
        page.protect("", free)
    if sheet.very_hidden:
        page.very_hidden()


def escaped(text: str) -> str:
    """A text as it stands in a page header.

    Digits right at the start would be taken for the size of its letters.
    """
    return f"{' ' * text[:1].isdigit()}{text}".replace("&", "&&")[:100]
