"""A sheet that is not written in the usual shape, brought into it: parsed with care, then plain.

There is one reader of cells (xlsx_cells.py). Prefixed names, missing addresses, sections,
formatted runs, cells out of order and the like are the business of this module alone.
"""

import math
import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ... import messages
from ...errors import IntakeError
from .book import Area, address, parse_address, parse_area
from .budget import Budget, What
from .refuse import refuse
from .xlsx_shape import MOMENT, Body, body_of
from .xlsx_texts import CODED, Runs
from .xml import remembered, walk, whole

if TYPE_CHECKING:
    import polars as pl

_LAST_STYLE = 999_999
#: how much of a wrong address is shown
_SHOWN = 20
_MOMENT = re.compile(MOMENT)
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


@dataclass(frozen=True)
class SheetExtras:
    """What a sheet says of its cells outside of them."""

    merges: tuple[Area, ...]
    hidden_cols: tuple[tuple[int, int], ...]


@dataclass
class _Around:
    """Handlers for what stands around the cells."""

    budget: Budget
    merges: list[Area] = field(default_factory=list)
    hidden_cols: list[tuple[int, int]] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "col":
            if _yes(attributes.get("hidden")) or attributes.get("width") == "0":
                self.budget.take(What.HIDDEN_COLUMNS)
                first = whole(attributes.get("min"), 0)
                self.hidden_cols.append((first, whole(attributes.get("max"), first)))
        elif name == "mergeCell":
            self.budget.take(What.MERGES)
            area = parse_area(attributes.get("ref", ""))
            if area is not None:
                self.merges.append(area)

    def found(self) -> SheetExtras:
        return SheetExtras(tuple(self.merges), tuple(self.hidden_cols))


@remembered
def around(budget: Budget, content: bytes) -> SheetExtras:
    """A sheet without its cells. Raises IntakeError when it is not as it should be."""
    reader = _Around(budget)
    walk(budget, content, reader.start)
    return reader.found()


def rewritten(
    budget: Budget, content: bytes, commented: Container[tuple[int, int]], texts: "pl.Series"
) -> tuple[Body, SheetExtras]:
    """The same sheet in the usual shape: cells in order, each with its address.

    `texts` are the shared texts.
    Raises IntakeError when it is not well formed, or says what cannot be.
    """
    writer = _Rewriter(budget, commented, texts)
    walk(budget, content, writer.start, writer.end, writer.data)
    body = body_of(writer.whole().encode())
    assert body is not None
    return body, writer.around.found()


@dataclass
class _Rewriter:
    """Handlers for one sheet; a cell is written when its element ends."""

    budget: Budget
    commented: Container[tuple[int, int]]
    texts: "pl.Series"
    around: _Around = field(init=False)
    _cells: dict[tuple[int, int], str] = field(default_factory=dict)
    _hidden_rows: set[int] = field(default_factory=set)
    _row: int = 0
    _col: int = 0
    _type: str = "n"
    _style: int = 0
    _value: Runs = field(default_factory=Runs)
    _formula: list[str] | None = None
    _in_formula: bool = False

    def __post_init__(self) -> None:
        self.around = _Around(self.budget)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name == "f":
            self._formula, self._in_formula = [], True
        elif name == "row":
            self._row = whole(attributes.get("r"), self._row + 1)
            self._col = 0
            if _yes(attributes.get("hidden")) or attributes.get("ht") == "0":
                self._hidden_rows.add(self._row)
        elif name in ("col", "mergeCell"):
            self.around.start(name, attributes)
        else:
            self._value.start(name, attributes)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        at = (self._row, self._col + 1) if written is None else parse_address(written)
        # nobody knows where a figure belongs whose address says nothing
        if at is None or "$" in (written or ""):
            raise self._damaged(f"单元格的地址“{(written or '')[:_SHOWN]}”不成立")
        self._row, self._col = at
        self.budget.place(self._row, self._col)
        self._type = attributes.get("t", "n")
        self._style = min(max(whole(attributes.get("s"), 0), 0), _LAST_STYLE)
        self._value.clear()
        self._formula, self._in_formula = None, False

    def data(self, text: str) -> None:
        if self._in_formula and self._formula is not None:
            self._formula.append(text)
        else:
            self._value.data(text)

    def end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name == "f":
            self._in_formula = False
        else:
            self._value.end(name)

    def _end_cell(self) -> None:
        at = self._row, self._col
        value = self._value.text()
        if not value and self._formula is None and at not in self.commented:
            return
        if at in self._cells:
            raise self._damaged(f"单元格 {address(*at)} 写了两次")
        self.budget.take(What.CELLS)
        self.budget.take(What.TEXT, self.budget.text(value))
        kind, content = self._content(value)
        formula = "" if self._formula is None else f"<f>{_escaped(''.join(self._formula))}</f>"
        look = f' s="{self._style}"' if self._style else ""
        written = f"<v>{_escaped(content)}</v>" if content or kind == "str" else ""
        kind = f' t="{kind}"' if kind != "n" else ""
        self._cells[at] = f'<c r="{address(*at)}"{look}{kind}>{formula}{written}</c>'

    def _content(self, value: str) -> tuple[str, str]:
        """Type and value of a cell as they are usually written."""
        if not value.strip() and self._type not in ("str", "inlineStr"):
            return "n", ""
        if self._type == "s":
            index = int(value)
            if not 0 <= index < len(self.texts):
                raise self._damaged("文字表与单元格不符")
            if self._formula is None:
                return "s", str(index)
            text = str(self.texts[index])
            self.budget.take(What.TEXT, len(text))
            return "str", text.replace(CODED, "_x005F_x")
        if self._type == "b":
            return "b", "1" if value.strip() in ("1", "true") else "0"
        if self._type == "e":
            return "e", value
        if self._type == "d":
            moment = value.strip().replace("T", " ").removesuffix(" 00:00:00")
            return ("d" if _MOMENT.fullmatch(moment) else "str"), moment
        if self._type == "n":
            number = float(value)
            return ("n", repr(number)) if math.isfinite(number) else ("e", "#NUM!")
        return "str", value

    def _damaged(self, detail: str) -> IntakeError:
        return refuse(messages.DAMAGED, self.budget.file, detail=detail)

    def whole(self) -> str:
        rows: dict[int, list[str]] = {}
        for row, col in sorted(self._cells):
            rows.setdefault(row, []).append(self._cells[row, col])
        written = "".join(
            f'<row r="{row}"{_hidden(row in self._hidden_rows)}>{"".join(cells)}</row>'
            for row, cells in rows.items()
        )
        return f"<worksheet><sheetData>{written}</sheetData></worksheet>"


def _hidden(hidden: bool) -> str:
    return ' hidden="1"' if hidden else ""


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _yes(value: str | None) -> bool:
    return value in ("1", "true")
