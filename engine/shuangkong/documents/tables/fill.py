"""A table's template and its words to a workbook: everything else in it stays as it was."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from typing import Any

from ...errors import DocumentError
from ...running.zips import in_order, packed
from ..docx import sign
from .heights import fitted, widths_of
from .layout import Loop, Page, opened, workbook
from .moved import Stretch, moved_formula
from .rows import Rows, restyle, spliced
from .said import Content, Line, Pattern, content

#: rows that a filled table may have at most
_ROWS = 200_000
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def fill(template: bytes, words: Mapping[str, object], *, title: str, year: int) -> bytes:
    """Fill a template; the same template and words give the same bytes.

    Raises:
        DocumentError: the template cannot be used, or a placeholder of it is unknown.
    """
    layout = opened(template)
    book = workbook(layout.content)
    laid = {page.name: _lines(page, words) for page in layout.pages}
    spans = {name: root for name, (_, root) in laid.items()}
    texts = {}
    for page in layout.pages:
        lines, root = laid[page.name]
        texts[page.name] = _write(book[page.name], page, lines, root, spans)
    _names(book, spans)
    book.calculation.fullCalcOnLoad = True
    sign(book.properties, title, year)
    return _saved(book, texts, year)


def _lines(page: Page, words: Mapping[str, object]) -> tuple[list[Line], Stretch]:
    """The rows of a sheet as they will be written, and where each of the template's went."""
    root = Stretch(1, page.last)
    found: list[Line] = []

    def walk(rows: tuple[int | Loop, ...], inside: Mapping[str, object], span: Stretch) -> None:
        for row in rows:
            if isinstance(row, Loop):
                for turn in _turns(page, row, inside):
                    walk(row.body, turn, span.turn(row))
                continue
            found.append(Line(row, inside, span))
            span.wrote(row, len(found))
            if len(found) > _ROWS:
                raise DocumentError(f"[{page.name}] 填写后超过 {_ROWS} 行，超过任何表格")

    walk(page.rows, words, root)
    return found, root


def _turns(page: Page, loop: Loop, words: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """The words of each turn; a loop through nothing has one, whose cells stay empty."""
    through = _value(loop.through, words, page, loop.first)
    if not isinstance(through, Sequence) or isinstance(through, str):
        raise DocumentError(f"[{page.name}] 第{loop.first}行：“{loop.through}”不是表，不能循环")
    for number, member in enumerate(through, start=1):
        yield {**words, loop.each: member, "loop": {"index": number, "length": len(through)}}
    if not through:
        yield {**words, loop.each: None, "loop": None}


def _value(name: str, words: Mapping[str, object], page: Page, row: int) -> object:
    """What a loop goes through: a word, or what a row holds."""
    value: object = words
    for part in name.split("."):
        if value is None:
            return ()
        if not isinstance(value, Mapping) or part not in value:
            raise DocumentError(f"[{page.name}] 第{row}行：没有名为“{name}”的占位符")
        value = value[part]
    return value


def _write(
    sheet: Any, page: Page, lines: list[Line], root: Stretch, spans: dict[str, Stretch]
) -> dict[int, str]:
    """Write the rows of one sheet in place of the template's; gives those written as text."""
    old = {row[0].row: [Pattern.of(c, page) for c in row] for row in sheet.iter_rows()}
    heights = {row: copy(sheet.row_dimensions[row]) for row in list(sheet.row_dimensions)}
    merged = [(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges]
    widths = widths_of(sheet, merged)
    for ref in [str(r) for r in sheet.merged_cells.ranges]:
        sheet.unmerge_cells(ref)
    across = sheet.max_column
    sheet.delete_rows(1, sheet.max_row)
    sheet.row_dimensions.clear()
    rows = Rows(sheet, page, old, heights, widths, merged)
    for at, line in enumerate(lines, start=1):
        if rows.holds(line.row):
            rows.write(at, line)
        else:
            _write_row(sheet, page, at, line, old.get(line.row, ()), spans)
            height = heights.get(line.row)
            _shape(sheet, at, line.row, height, old.get(line.row, ()), widths)
    if lines:
        # a sheet says how far its cells reach
        sheet.cell(1, 1), sheet.cell(len(lines), across)
    for top, left, bottom, right in merged:
        for span in root.owners(top, bottom):
            if span.holds(top, bottom):
                sheet.merge_cells(
                    start_row=span.begin(top),
                    start_column=left,
                    end_row=span.end(bottom),
                    end_column=right,
                )
    _follow(sheet, root, spans)
    return rows.texts


def _write_row(
    sheet: Any,
    page: Page,
    at: int,
    line: Line,
    patterns: Sequence[Pattern],
    spans: dict[str, Stretch],
) -> None:
    for pattern in patterns:
        _put(sheet, page, at, pattern, line, spans)


def _shape(
    sheet: Any,
    at: int,
    row: int,
    height: Any,
    patterns: Sequence[Pattern],
    widths: Mapping[object, float],
) -> None:
    """Give a row what the template's has, and the height that its words need."""
    if height is not None:
        kept = copy(height)
        kept.index = at
        sheet.row_dimensions[at] = kept
    filled = (sheet.cell(at, p.cell.column) for p in patterns if p.text is not None)
    words = (
        (c.column, c.value, bool(c.alignment.wrap_text)) for c in filled if type(c.value) is str
    )
    own = None if height is None else height.height
    needed = fitted(own, row, words, widths)
    if needed != own:
        sheet.row_dimensions[at].height = needed


def _put(
    sheet: Any, page: Page, at: int, pattern: Pattern, line: Line, spans: dict[str, Stretch]
) -> None:
    """Write one cell as the template has it, its placeholders filled."""
    cell, text = pattern.cell, pattern.text
    new = sheet.cell(at, cell.column)
    if cell.has_style:
        new._style = cell._style  # shared: who changes it takes a copy first
    if cell.hyperlink:
        new.hyperlink = copy(cell.hyperlink)
        new.hyperlink.ref = new.coordinate
    if cell.comment:
        new.comment = copy(cell.comment)
    if text is not None:
        _say(new, content(text, pattern, line, page))
    elif cell.data_type == "f":
        new.value = moved_formula(cell.value, page.name, line.span, spans)
    elif cell.value is not None:
        new.value = cell.value
        new.data_type = cell.data_type


def _say(cell: Any, told: Content) -> None:
    """Fill a cell."""
    cell.value = told.value
    if isinstance(told.value, str):
        cell.data_type = "s"
    if told.number_format is not None or told.quoted is not None:
        restyle(cell, told)


def _follow(sheet: Any, root: Stretch, spans: dict[str, Stretch]) -> None:
    """What a sheet has beside its cells: areas, rules and breaks go where their rows went."""
    from openpyxl.formatting.formatting import (
        ConditionalFormattingList,
    )
    from openpyxl.worksheet.cell_range import MultiCellRange

    def areas(ranges: Any) -> str:
        return " ".join(root.area(str(ref)) for ref in ranges)

    def formula(text: str) -> str:
        return moved_formula(f"={text}", sheet.title, root, spans)[1:]

    rules = ConditionalFormattingList()
    for formatting in sheet.conditional_formatting:
        for rule in formatting.rules:
            rule.formula = [formula(text) for text in rule.formula]
            rules.add(areas(formatting.sqref.ranges), rule)
    sheet.conditional_formatting = rules
    for validation in sheet.data_validations.dataValidation:
        validation.sqref = MultiCellRange(areas(validation.sqref.ranges))
        for name in ("formula1", "formula2"):
            text = getattr(validation, name)
            setattr(validation, name, formula(text) if text else text)
    if sheet.print_area:
        refs = [ref.rpartition("!")[2] for ref in str(sheet.print_area).split(",")]
        sheet.print_area = [root.area(ref).replace("$", "") for ref in refs]
    if sheet.print_title_rows:
        sheet.print_title_rows = root.reference(sheet.print_title_rows.replace("$", ""))
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = root.area(sheet.auto_filter.ref)
    if sheet.freeze_panes:
        sheet.freeze_panes = root.reference(sheet.freeze_panes)
    for gap in sheet.row_breaks.brk:
        gap.id = root.end(gap.id)


def _names(book: Any, spans: dict[str, Stretch]) -> None:
    """Defined names of the workbook and of its sheets."""
    for holder in (book, *book.worksheets):
        for name in holder.defined_names.values():
            if not name.hidden and name.attr_text:
                # a name always says which sheet it means
                name.attr_text = moved_formula(f"={name.attr_text}", "", Stretch(1, 0), spans)[1:]


def _saved(book: Any, texts: Mapping[str, Mapping[int, str]], year: int) -> bytes:
    """The workbook's bytes with the rows written as text by sheet, without the time at which it
    was written."""
    buffer = io.BytesIO()
    book.save(buffer)
    moment = f"{year + 1}-01-01T00:00:00Z".encode("ascii")
    with zipfile.ZipFile(buffer) as archive:
        members = {name: archive.read(name) for name in in_order(archive.namelist())}
    for number, sheet in enumerate(book.worksheets, start=1):
        name = f"xl/worksheets/sheet{number}.xml"
        members[name] = spliced(members[name], texts[sheet.title])
    core = members["docProps/core.xml"]
    members["docProps/core.xml"] = _MODIFIED.sub(rb"\g<1>" + moment + rb"\g<2>", core)
    return packed(members)
