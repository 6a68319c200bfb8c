"""Colouring cells of a sheet: their own style with another fill, all else as it was."""

import copy
from bisect import bisect_left
from collections.abc import Callable, Collection
from itertools import pairwise
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ..reading import parse_address
from ..reading.xml import whole
from . import fills
from .parts import PackageParts


class Painter:
    """Makes coloured twins of cell styles in the workbook's style part."""

    def __init__(self, parts: PackageParts, styles: str) -> None:
        self._root = parts.tree(styles)
        self._space = etree.QName(self._root).namespace
        self._fills: dict[str, int] = {}
        self._twins: dict[tuple[int, str], int] = {}

    def _child(self, name: str) -> Any:
        return self._root.find(f"{{{self._space}}}{name}")

    def twin(self, style: int, colour: str) -> int:
        """The style that looks like `style` with a fill of `colour`."""
        return self.filled(style, fills.solid(colour))

    def filled(self, style: int, fill: str) -> int:
        """The style that looks like `style` with another fill, as `fill_of` says it."""
        key = (style, fill)
        if key not in self._twins:
            formats = self._child("cellXfs")
            every = formats.findall(f"{{{self._space}}}xf")
            made = copy.deepcopy(every[style if style < len(every) else 0])
            made.set("fillId", str(self._fill(fill)))
            made.set("applyFill", "1")
            formats.append(made)
            formats.set("count", str(len(every) + 1))
            self._twins[key] = len(every)
        return self._twins[key]

    def fill_of(self, style: int) -> str:
        """The fill of a style as a text; nothing where it has none."""
        formats = self._child("cellXfs").findall(f"{{{self._space}}}xf")
        number = whole(formats[style].get("fillId"), 0) if style < len(formats) else 0
        every = self._child("fills").findall(f"{{{self._space}}}fill")
        return fills.said(every[number]) if 0 < number < len(every) else ""

    def _fill(self, fill: str) -> int:
        if not fill:
            return 0
        if fill not in self._fills:
            every = self._child("fills")
            every.append(fills.made(fill, self._space))
            count = len(every.findall(f"{{{self._space}}}fill"))
            every.set("count", str(count))
            self._fills[fill] = count - 1
        return self._fills[fill]


class SheetCells:
    """The cells of a sheet's tree by address; looked through once, however many are asked for.

    Raises ValueError where rows or cells do not stand in order: nothing is put between them.
    """

    def __init__(self, sheet: Any) -> None:
        self._space = etree.QName(sheet).namespace
        data = sheet.find(f"{{{self._space}}}sheetData")
        if data is None:
            raise ValueError("a sheet without cells")
        self._rows = _Line(data, f"{{{self._space}}}row", _row)
        self._cells: dict[int, _Line] = {}

    def paint(self, address: str, colour: str, painter: Painter) -> str:
        """Give a cell a fill, and say which it had; an empty place gets an empty cell."""
        cell = self.cell(address)
        style = whole(cell.get("s"), 0)
        cell.set("s", str(painter.twin(style, colour)))
        return painter.fill_of(style)

    def put_text(self, address: str, text: str) -> None:
        """Put a text where something else stands; a formula there is never run again."""
        cell = self.cell(address)
        for child in list(cell):
            cell.remove(child)
        cell.set("t", "inlineStr")
        said = etree.SubElement(etree.SubElement(cell, self._tag("is")), self._tag("t"))
        said.text = text

    def _tag(self, name: str) -> str:
        return f"{{{self._space}}}{name}"

    def restore(self, address: str, fill: str, colours: Collection[str], painter: Painter) -> None:
        """Give a cell the fill it had before it got one of some colours; another stays."""
        cell = self.cell(address)
        style = whole(cell.get("s"), 0)
        if painter.fill_of(style) in {fills.solid(colour) for colour in colours}:
            cell.set("s", str(painter.filled(style, fill)))

    def cell(self, address: str) -> Any:
        """A cell's element, made in its right place when there is none."""
        at = parse_address(address)
        if at is None:
            raise ValueError(address)
        row, col = at
        if row not in self._cells:
            line = self._rows.at(row)
            line.set("r", str(row))
            self._cells[row] = _Line(line, f"{{{self._space}}}c", _col)
        cell = self._cells[row].at(col)
        cell.set("r", address)
        return cell


def _row(element: Any, usual: int) -> int:
    return whole(element.get("r"), usual)


def _col(element: Any, usual: int) -> int:
    at = parse_address(element.get("r", ""))
    return at[1] if at else usual


class _Line:
    """The children of one kind by their numbers, which go up."""

    def __init__(self, parent: Any, tag: str, number: Callable[[Any, int], int]) -> None:
        self._parent, self._tag = parent, tag
        self._elements = parent.findall(tag)
        self._numbers: list[int] = []
        for element in self._elements:
            self._numbers.append(number(element, self._numbers[-1] + 1 if self._numbers else 1))
        if any(a >= b for a, b in pairwise(self._numbers)):
            raise ValueError("out of order")

    def at(self, number: int) -> Any:
        """The child with a number, made in its right place when there is none."""
        index = bisect_left(self._numbers, number)
        if index < len(self._numbers) and self._numbers[index] == number:
            return self._elements[index]
        made = etree.Element(self._tag)
        if index < len(self._elements):
            self._elements[index].addprevious(made)
        else:
            self._parent.append(made)
        self._elements.insert(index, made)
        self._numbers.insert(index, number)
        return made
