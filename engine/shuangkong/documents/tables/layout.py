"""A table's template as it is laid out: which rows stand once, and which are repeated for what."""

import functools
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import field
from typing import Any

import jinja2
from jinja2 import nodes

from ...errors import DocumentError
from ...records import dataclass
from ..docx import environment
from ..letters.placeholders import ENTITY_WORDS

#: a cell that stands for a whole row of the template's language: {%tr for 行 in 目标表 %}
_ROW_TAG = re.compile(r"\s*\{%-?\s*tr\s+(.*?)\s*-?%\}\s*", re.DOTALL)
_FOR = re.compile(r"for\s+(\w+)\s+in\s+([\w.]+)")
#: bytes that a template may unpack to, and cells it may have: far above any table
_UNPACKED, _CELLS = 24_000_000, 200_000
#: loops in each other
_LOOPS = 2
#: parts of a workbook that openpyxl drops, and what an office calls them
_LOST = {
    "xl/drawings/drawing": "图形、图片或文本框",
    "xl/charts/": "图表",
    "xl/media/": "图片",
    "xl/embeddings/": "嵌入的对象",
    "xl/ctrlProps/": "控件",
    "xl/vbaProject": "宏",
    "xl/slicers/": "切片器",
    "xl/pivotTables/": "数据透视表",
    "xl/tables/": "“表格”（套用表格格式的区域）",
}


class MalformedTemplate(DocumentError):
    """A template's rows do not say what is repeated; `cell` is where."""

    def __init__(self, why: str, sheet: str, cell: str) -> None:
        super().__init__(why)
        self.why, self.sheet, self.cell = why, sheet, cell


@dataclass(frozen=True, slots=True)
class Loop:
    """Rows that are repeated: for every member of `through`, which is called `each` in them."""

    each: str
    through: str
    first: int
    last: int
    body: "tuple[int | Loop, ...]"


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its rows in order, and its cells with placeholders by row and column."""

    name: str
    rows: tuple[int | Loop, ...]
    last: int
    texts: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableTemplate:
    """A template taken apart; `each` says that every entity has one of its own."""

    content: bytes
    pages: tuple[Page, ...]
    each: bool


def workbook(content: bytes) -> Any:
    """The workbook as openpyxl has it; what it would drop without a word is refused.

    Raises:
        DocumentError: it is no workbook, too big, or holds what would be lost.
    """
    import openpyxl

    _measured(content)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            found = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
        except Exception as error:  # openpyxl raises whatever the damage makes it stumble over
            raise DocumentError(f"不能作为 .xlsx 打开（{type(error).__name__}）") from error
    if told:
        raise DocumentError("含有填写后会丢失的内容（扩展的条件格式、数据验证或类似的）")
    return found


def _measured(content: bytes) -> None:
    """Refuse what is too big to be a table, or holds what filling it would drop."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > _UNPACKED:
                raise DocumentError("展开后太大，超过任何表格")
            lost = {
                why for p in parts for start, why in _LOST.items() if p.filename.startswith(start)
            }
            if lost:
                raise DocumentError(f"含有填写后会丢失的内容（{'、'.join(sorted(lost))}）")
            for part in parts:
                head = archive.open(part).read(4096) if part.filename.endswith(".xml") else b""
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise DocumentError("含有 DOCTYPE 声明，不是电子表格软件保存的文件")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise DocumentError(f"不能作为 .xlsx 打开（{type(error).__name__}）") from error


@functools.lru_cache(maxsize=32)
def opened(content: bytes) -> TableTemplate:
    """A template taken apart, once per content.

    Raises:
        DocumentError: it cannot be a template; `MalformedTemplate` names the cell.
    """
    book = workbook(content)
    pages = tuple(_page(sheet) for sheet in book.worksheets)
    names = {n for page in pages for n in _heads(page)}
    return TableTemplate(content, pages, bool(names & ENTITY_WORDS))


def _page(sheet: Any) -> Page:
    texts: dict[tuple[int, int], str] = {}
    tags: dict[int, tuple[str, str]] = {}
    count = 0
    for row in sheet.iter_rows():
        for cell in row:
            count += 1
            if count > _CELLS:
                raise MalformedTemplate(f"超过 {_CELLS} 个单元格", sheet.title, cell.coordinate)
            if cell.data_type == "f":
                _plain_formula(sheet, cell)
            elif cell.value is not None and "{" in str(cell.value):
                tag = _ROW_TAG.fullmatch(str(cell.value))
                if tag:
                    tags[cell.row] = (tag[1], cell.coordinate)
                else:
                    texts[cell.row, cell.column] = str(cell.value)
    for cell_row, (_, where) in tags.items():
        others = [c for c in sheet[cell_row] if c.value is not None and c.coordinate != where]
        if others:
            why = "写 {%tr … %} 的一行会整行去掉，不能再写别的内容"
            raise MalformedTemplate(why, sheet.title, others[0].coordinate)
    waiting = iter(range(1, sheet.max_row + 1))
    rows = tuple(_rows(waiting, tags, sheet.title))
    return Page(sheet.title, rows, sheet.max_row, texts)


def _plain_formula(sheet: Any, cell: Any) -> None:
    """A formula stays what it is: words in it could end it and begin another."""
    text = cell.value
    if not isinstance(text, str):
        raise MalformedTemplate("数组公式填写后不能保持原样", sheet.title, cell.coordinate)
    if "{{" in text or "{%" in text:
        raise MalformedTemplate(
            "公式里不能写占位符，请把占位符放在另一格再引用它", sheet.title, cell.coordinate
        )


def _rows(
    waiting: Iterator[int],
    tags: dict[int, tuple[str, str]],
    sheet: str,
    within: str | None = None,
    depth: int = 0,
) -> Iterator[int | Loop]:
    """Rows up to the end of the sheet, or of the loop that began in cell `within`."""
    for row in waiting:
        tag, where = tags.get(row, ("", ""))
        if not tag:
            yield row
        elif tag == "endfor" and within:
            return
        elif found := _FOR.fullmatch(tag):
            if depth == _LOOPS:
                raise MalformedTemplate(f"循环套循环超过 {_LOOPS} 层", sheet, where)
            body = tuple(_rows(waiting, tags, sheet, where, depth + 1))
            yield Loop(found[1], found[2], row, _end(body, row), body)
        else:
            why = "没有对应的 for" if tag == "endfor" else "整行的标签只有 for … in … 和 endfor"
            raise MalformedTemplate(why, sheet, where)
    if within:
        raise MalformedTemplate("for 没有对应的 endfor", sheet, within)


def _end(body: tuple[int | Loop, ...], row: int) -> int:
    """The row of the `endfor` that ends a loop which began in `row`: the one after its body."""
    last = body[-1] if body else row
    return (last.last if isinstance(last, Loop) else last) + 1


def lines(page: Page) -> list[tuple[str, tuple[int, int]]]:
    """A sheet as text of the language: a line for every tag and cell, and the cell's place."""
    found: list[tuple[str, tuple[int, int]]] = []

    def walk(rows: tuple[int | Loop, ...]) -> None:
        for row in rows:
            if isinstance(row, Loop):
                found.append((f"{{% for {row.each} in {row.through} %}}", (row.first, 1)))
                walk(row.body)
                found.append(("{% endfor %}", (row.last, 1)))
            else:
                found.extend((" ".join(page.texts[at].split()), at) for at in by_row.get(row, ()))

    by_row: dict[int, list[tuple[int, int]]] = {}
    for at in sorted(page.texts):
        by_row.setdefault(at[0], []).append(at)
    walk(page.rows)
    return found


def _heads(page: Page) -> Iterator[str]:
    """The words that a sheet uses, as far as it can be understood."""
    for text, _ in lines(page):
        try:
            tree = environment().parse(text + ("{% endfor %}" if "% for" in text else ""))
        except (jinja2.TemplateSyntaxError, RecursionError):  # said where it is checked
            continue
        for name in tree.find_all(nodes.Name):
            yield name.name
