"""For files that cannot be marked in place (xls, ods, csv …): a new workbook of their values."""

import datetime
import io
import re
from collections.abc import Sequence
from typing import Any

from ...text import in_xml
from ...vocabulary import Finding
from ..reading import Book, Sheet, parse_address
from ..reading.book import is_decimal
from .marks import COLOURS, Mark, printable
from .opinions import HEADS, NAME, WIDTHS, height, lines, summary

_NO_TITLE = re.compile(r"[\[\]:*?/\\'\t\n]")


def made(book: Book, marks: Sequence[Mark], findings: Sequence[Finding], rules: str) -> bytes:
    """The bytes of the copy: texts stay texts, formulas are given as the values they had."""
    import xlsxwriter

    content = io.BytesIO()
    copy = xlsxwriter.Workbook(
        content,
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": True,
        },
    )
    copy.set_properties({"created": datetime.datetime(2000, 1, 1)})
    colours = {s: copy.add_format({"bg_color": f"#{c}"}) for s, c in COLOURS.items()}
    titles = _titles(book)
    for sheet in book.sheets:
        page = copy.add_worksheet(titles[sheet.name])
        own = {m.cell: m for m in marks if m.sheet == sheet.name}
        _cells(page, sheet, own, colours)
    _list(copy, book, findings, rules, titles)
    copy.close()
    return content.getvalue()


def _titles(book: Book) -> dict[str, str]:
    """Sheet names that a workbook accepts."""
    found: dict[str, str] = {}
    taken = {NAME.casefold()}
    for number, sheet in enumerate(book.sheets, start=1):
        name = _short(_NO_TITLE.sub("_", in_xml(sheet.name))) or f"表{number}"
        while name.casefold() in taken:
            name = f"{name}_{number}"
        taken.add(name.casefold())
        found[sheet.name] = name
    return found


def _short(title: str) -> str:
    """Its first 25 places as Excel counts them: a rare character takes two."""
    return title.encode("utf-16-le")[:50].decode("utf-16-le", errors="ignore")


def _cells(page: Any, sheet: Sheet, marks: dict[str, Mark], colours: dict[Any, Any]) -> None:
    written = set()
    for cell in sheet.cells:
        mark = marks.get(cell.address)
        style = colours[mark.severity] if mark else None
        at = cell.row - 1, cell.col - 1
        if cell.kind == "number" and cell.number is not None and is_decimal(cell.text):
            page.write_number(*at, cell.number, style)
        elif cell.text:
            page.write_string(*at, printable(cell.text), style)
        else:
            page.write_blank(*at, None, style)
        written.add(cell.address)
    for address, mark in marks.items():
        place = parse_address(address)
        if place is None:
            continue
        row, col = place[0] - 1, place[1] - 1
        if address not in written:
            page.write_blank(row, col, None, colours[mark.severity])
        shape = {"author": "审核", "x_scale": 2.4, "y_scale": 1.6}
        page.write_comment(row, col, printable(mark.text), shape)


def _list(
    copy: Any, book: Book, findings: Sequence[Finding], rules: str, titles: dict[str, str]
) -> None:
    page = copy.add_worksheet(NAME)
    box = {"border": 1, "border_color": "#9A9A9A", "text_wrap": True, "valign": "vcenter"}
    text = copy.add_format({**box, "font_size": 10})
    link = copy.add_format({**box, "font_size": 10, "font_color": "#0563C1", "underline": 1})
    head = copy.add_format({**box, "bold": True, "bg_color": "#DCE6F1", "align": "center"})
    grave = {
        s: copy.add_format({**box, "bg_color": f"#{c}", "align": "center"})
        for s, c in COLOURS.items()
    }
    page.write_string(
        0, 0, printable(f"{NAME}：{book.name}"), copy.add_format({"bold": True, "font_size": 16})
    )
    page.write_string(1, 0, summary(findings, rules) + "原文件不是 xlsx，本文件是其数值的副本。")
    for col, (title, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        page.write_string(2, col, title, head)
        page.set_column(col, col, width)
    for row, line in enumerate(lines(book.name, findings), start=3):
        for col, said in enumerate(line.cells):
            style = {1: grave[line.severity]}.get(col, text)
            if col == 2 and line.link:
                sheet, _, cell = line.link.rpartition("!")
                name = titles.get(sheet.strip("'").replace("''", "'"))
                page.write_url(row, col, f"internal:'{name}'!{cell}", link, printable(said))
            else:
                page.write_string(row, col, printable(said), style)
        page.set_row(row, height(line))
    page.freeze_panes(3, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    page.set_tab_color("#C00000")
    page.activate()
