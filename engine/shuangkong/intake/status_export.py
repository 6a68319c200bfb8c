"""Who has submitted what, as a file that an office can pass on."""

import csv
import datetime
import io
import json
from collections.abc import Sequence
from pathlib import Path

from ..errors import Misuse
from ..running.files import write_bytes
from ..text import no_formula
from ..vocabulary import Moment
from ..vocabulary.deadline import term as named_term
from .status import EntityForms, as_text, cells, counted, heads


def exported(rows: Sequence[EntityForms], term: int, form: str, output: Path | None) -> str:
    """The rows in a format: text to print, or empty when they went into the file `output`.

    `term` is the year, or the part of it, in digits.

    Raises:
        Misuse: xlsx without a file to write.
        DocumentError: the file cannot be written.
    """
    if form == "xlsx":
        if output is None:
            raise Misuse("xlsx 要写到文件里\n    怎么改：加上 --output 报送情况.xlsx")
        content = _xlsx(rows, term)
    elif form == "csv":
        content = _csv(rows, term)
    elif form == "json":
        content = _json(rows, term).encode("utf-8")
    else:
        content = as_text(rows, term).encode("utf-8")
    if output is None:
        return content.decode("utf-8").removeprefix("\ufeff").rstrip("\n")
    write_bytes(output, content)
    return ""


def _csv(rows: Sequence[EntityForms], term: int) -> bytes:
    """With a mark at the beginning, by which Excel knows the encoding."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(heads(term))
    writer.writerows(map(no_formula, cells(row)) for row in rows)
    return ("\ufeff" + stream.getvalue()).encode("utf-8")


def _json(rows: Sequence[EntityForms], term: int) -> str:
    data = [
        {
            "entity": row.entity.code,
            "name": row.entity.name,
            "state": row.state.value,
            "状态": row.word,
            "figures": row.figures,
            "to_correct": row.faults,
            "to_explain": row.doubts,
            "received": row.received or None,
            "files": list(row.forms),
            "number": row.number,
            "by": row.by or None,
            "remarks": list(row.remarks),
        }
        for row in rows
    ]
    moment = Moment.of(term)
    said = {"year": moment.year} | ({} if moment.is_year else {"period": str(moment)})
    return json.dumps({**said, "entities": data}, ensure_ascii=False, indent=2)


def _xlsx(rows: Sequence[EntityForms], term: int) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})
    boxed = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体"}
    title = book.add_format({"bold": True, "font_size": 16, "font_name": "黑体"})
    head = book.add_format({**boxed, "bold": True, "bg_color": "#DCE6F1", "align": "center"})
    text, bad = book.add_format(boxed), book.add_format({**boxed, "bg_color": "#F8C9C4"})
    page = book.add_worksheet("报送情况")
    page.write_string(0, 0, f"{named_term(term)}报送情况", title)
    page.write_string(1, 0, counted(rows))
    for col, said in enumerate(heads(term)):
        page.write_string(2, col, said, head)
    for number, row in enumerate(rows, start=3):
        for col, said in enumerate(cells(row)):
            style = bad if col == 1 and row.state.stuck else text
            if col in (2, 3, 4):
                page.write_number(number, col, int(said), style)
            else:
                page.write_string(number, col, said, style)
    for col, width in enumerate((14, 16, 12, 9, 9, 18, 44, 36)):
        page.set_column(col, col, width)
    page.freeze_panes(3, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    book.close()
    return stream.getvalue()
