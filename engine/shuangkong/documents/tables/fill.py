"""A table's template and its words to a workbook: everything else in it stays as it was."""

import functools
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from decimal import Decimal
from typing import Any

import jinja2
from jinja2 import nodes

from ...errors import DocumentError
from ...records import dataclass
from ...running.zips import in_order, packed
from ..docx import environment, sign
from ..text import clean
from .heights import fit, widths_of
from .layout import Loop, Page, opened, workbook
from .moved import Stretch, moved_formula

#: what a filled table may hold at most: rows, and characters in it and in one cell
_ROWS, _LONGEST, _CELL = 200_000, 20_000_000, 32_767
_WHOLE = re.compile(r"\s*\{\{[^{}]*\}\}\s*")
_NUMBER = re.compile(r"(-?(?:0|[1-9]\d{0,14})(?:\.(\d{1,12}))?)(%?)")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


@dataclass(frozen=True, slots=True)
class _Line:
    """A row to be written: which one of the template, with which words, in which span."""

    row: int
    words: Mapping[str, object]
    span: Stretch


def fill(template: bytes, words: Mapping[str, object], *, title: str, year: int) -> bytes:
    """Fill a template; the same template and words give the same bytes.

    Raises:
        DocumentError: the template cannot be used, or a placeholder of it is unknown.
    """
    layout = opened(template)
    book = workbook(layout.content)
    laid = {page.name: _lines(page, words) for page in layout.pages}
    spans = {name: root for name, (_, root) in laid.items()}
    for page in layout.pages:
        lines, root = laid[page.name]
        _write(book[page.name], page, lines, root, spans)
    _names(book, spans)
    book.calculation.fullCalcOnLoad = True
    sign(book.properties, title, year)
    return _saved(book, year)


def _lines(page: Page, words: Mapping[str, object]) -> tuple[list[_Line], Stretch]:
    """The rows of a sheet as they will be written, and where each of the template's went."""
    root = Stretch(1, page.last)
    found: list[_Line] = []

    def walk(rows: tuple[int | Loop, ...], inside: Mapping[str, object], span: Stretch) -> None:
        for row in rows:
            if isinstance(row, Loop):
                for turn in _turns(page, row, inside):
                    walk(row.body, turn, span.turn(row))
                continue
            found.append(_Line(row, inside, span))
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
    sheet: Any, page: Page, lines: list[_Line], root: Stretch, spans: dict[str, Stretch]
) -> None:
    """Write the rows of one sheet in place of the template's."""
    old = {row[0].row: [_Pattern.of(c, page) for c in row] for row in sheet.iter_rows()}
    heights = {row: copy(sheet.row_dimensions[row]) for row in list(sheet.row_dimensions)}
    merged = [(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges]
    widths = widths_of(sheet, merged)
    for ref in [str(r) for r in sheet.merged_cells.ranges]:
        sheet.unmerge_cells(ref)
    sheet.delete_rows(1, sheet.max_row)
    sheet.row_dimensions.clear()
    for at, line in enumerate(lines, start=1):
        if line.row in heights:
            kept = copy(heights[line.row])
            kept.index = at
            sheet.row_dimensions[at] = kept
        patterns = old.get(line.row, ())
        for pattern in patterns:
            _put(sheet, page, at, pattern, line, spans)
        filled = (sheet.cell(at, p.cell.column) for p in patterns if p.text is not None)
        fit(sheet, at, line.row, filled, widths)
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


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A cell of the template, and what every row that is written of it asks of it."""

    cell: Any
    text: str | None
    number_format: str
    quoted: bool
    #: whether it holds a placeholder and nothing else
    whole: bool

    @classmethod
    def of(cls, cell: Any, page: Page) -> "_Pattern":
        text = page.texts.get((cell.row, cell.column))
        whole = text is not None and _WHOLE.fullmatch(text) is not None
        return cls(cell, text, cell.number_format, cell.quotePrefix, whole)


def _put(
    sheet: Any, page: Page, at: int, pattern: _Pattern, line: _Line, spans: dict[str, Stretch]
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
        _say(new, text, pattern, line, page)
    elif cell.data_type == "f":
        new.value = moved_formula(cell.value, page.name, line.span, spans)
    elif cell.value is not None:
        new.value = cell.value
        new.data_type = cell.data_type


def _said(text: str, pattern: _Pattern, line: _Line, page: Page) -> str:
    """What a cell's text comes to; empty for a member of a loop through nothing."""
    where = f"[{page.name}] {pattern.cell.coordinate}"
    try:
        for name in _names_in(text):
            if line.words.get(name, "") is None:
                return ""
        plain = _plainly(text, line.words)
        said = clean(_compiled(text).render(line.words) if plain is None else plain)
    except jinja2.UndefinedError as error:
        raise DocumentError(f"{where}：用到了没有提供的内容（{error.message}）") from error
    except (jinja2.TemplateError, TypeError, ArithmeticError) as error:
        raise DocumentError(f"{where}：占位符写法有误（{error}）") from error
    if len(said) > _CELL:
        raise DocumentError(f"{where}：内容太长，一格放不下")
    return said


def _say(cell: Any, text: str, pattern: _Pattern, line: _Line, page: Page) -> None:
    """Fill a cell: a number where it holds nothing else, else text, which never is a formula."""
    said = _said(text, pattern, line, page)
    number = _NUMBER.fullmatch(said) if pattern.whole else None
    if number and pattern.number_format != "@":
        percent = number[3] == "%"
        cell.value = Decimal(number[1]).scaleb(-2 if percent else 0)
        if pattern.number_format == "General":
            cell._style = copy(cell._style)
            cell.number_format = f"0{'.' + '0' * len(number[2]) if number[2] else ''}{number[3]}"
    elif said:
        cell.value = said
        cell.data_type = "s"
        quoted = said[0] in "=+-@\t"
        if quoted != pattern.quoted:
            cell._style = copy(cell._style)
            cell.quotePrefix = quoted


def _plainly(text: str, words: Mapping[str, object]) -> str | None:
    """What a placeholder alone in its cell stands for, where that is a text; most cells are so."""
    path = _path(text)
    value: object = words if path else None
    for name in path:
        if not isinstance(value, Mapping) or name not in value or hasattr(value, name):
            return None
        value = value[name]
    return value if type(value) is str else None


@functools.lru_cache(maxsize=4096)
def _path(text: str) -> tuple[str, ...]:
    """The names of a cell that is `{{ 行.名称 }}` and nothing else; empty for any other."""
    match _language().parse(text).body:
        case [nodes.Output(nodes=[one])]:
            found: list[str] = []
            while isinstance(one, nodes.Getattr):
                found.append(one.attr)
                one = one.node
            return (one.name, *reversed(found)) if isinstance(one, nodes.Name) else ()
    return ()


@functools.lru_cache(maxsize=4096)
def _compiled(text: str) -> jinja2.Template:
    return _language().from_string(text)


@functools.lru_cache(maxsize=4096)
def _names_in(text: str) -> frozenset[str]:
    return frozenset(n.name for n in _language().parse(text).find_all(nodes.Name))


@functools.cache
def _language() -> jinja2.Environment:
    return environment(escaping=False)


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


def _saved(book: Any, year: int) -> bytes:
    """The workbook's bytes, without the time at which it was written."""
    buffer = io.BytesIO()
    book.save(buffer)
    moment = f"{year + 1}-01-01T00:00:00Z".encode("ascii")
    with zipfile.ZipFile(buffer) as archive:
        members = {name: archive.read(name) for name in in_order(archive.namelist())}
    core = members["docProps/core.xml"]
    members["docProps/core.xml"] = _MODIFIED.sub(rb"\g<1>" + moment + rb"\g<2>", core)
    return packed(members)
