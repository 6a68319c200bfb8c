"""Colouring cells of a sheet: their own style with another fill, all else as it was."""

import copy
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ..reading import parse_address
from ..reading.xml import whole
from .parts import Parts


class Painter:
    """Makes coloured twins of cell styles in the workbook's style part."""

    def __init__(self, parts: Parts, styles: str) -> None:
        self._root = parts.tree(styles)
        self._space = etree.QName(self._root).namespace
        self._fills: dict[str, int] = {}
        self._twins: dict[tuple[int, str], int] = {}

    def _child(self, name: str) -> Any:
        return self._root.find(f"{{{self._space}}}{name}")

    def twin(self, style: int, colour: str) -> int:
        """The style that looks like `style` with a fill of `colour`."""
        key = (style, colour)
        if key not in self._twins:
            formats = self._child("cellXfs")
            every = formats.findall(f"{{{self._space}}}xf")
            made = copy.deepcopy(every[style if style < len(every) else 0])
            made.set("fillId", str(self._fill(colour)))
            made.set("applyFill", "1")
            formats.append(made)
            formats.set("count", str(len(every) + 1))
            self._twins[key] = len(every)
        return self._twins[key]

    def _fill(self, colour: str) -> int:
        if colour not in self._fills:
            fills = self._child("fills")
            fill = etree.SubElement(fills, f"{{{self._space}}}fill")
            pattern = etree.SubElement(fill, f"{{{self._space}}}patternFill")
            pattern.set("patternType", "solid")
            for name, value in (
                ("fgColor", {"rgb": f"FF{colour}"}),
                ("bgColor", {"indexed": "64"}),
            ):
                etree.SubElement(pattern, f"{{{self._space}}}{name}", value)
            count = len(fills.findall(f"{{{self._space}}}fill"))
            fills.set("count", str(count))
            self._fills[colour] = count - 1
        return self._fills[colour]


def paint(sheet: Any, address: str, colour: str, painter: Painter) -> None:
    """Give a cell of a sheet a fill; an empty place gets an empty cell."""
    cell = cell_at(sheet, address)
    if cell is not None:
        style = cell.get("s", "0")
        cell.set("s", str(painter.twin(whole(style, 0), colour)))


def cell_at(sheet: Any, address: str) -> Any:
    """A cell's element, made in its right place when there is none."""
    at = parse_address(address)
    space = etree.QName(sheet).namespace
    data = sheet.find(f"{{{space}}}sheetData")
    if at is None or data is None:
        return None
    row = _place(data, f"{{{space}}}row", at[0], _row)
    row.set("r", str(at[0]))
    cell = _place(row, f"{{{space}}}c", at[1], _col)
    cell.set("r", address)
    return cell


def _row(element: Any, usual: int) -> int:
    return whole(element.get("r"), usual)


def _col(element: Any, usual: int) -> int:
    at = parse_address(element.get("r", ""))
    return at[1] if at else usual


def _place(parent: Any, tag: str, wanted: int, number: Any) -> Any:
    """The child with a number, made in its right place when there is none."""
    last = 0
    for index, child in enumerate(parent):
        if child.tag != tag:
            continue
        last = number(child, last + 1)
        if last == wanted:
            return child
        if last > wanted:
            made = etree.Element(tag)
            parent.insert(index, made)
            return made
    return etree.SubElement(parent, tag)
