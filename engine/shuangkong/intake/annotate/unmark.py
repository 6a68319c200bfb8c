"""Taking away what an earlier marked copy left in a workbook: colours, comments and its list.

A city may correct its figures in the marked copy itself. What is no longer found must not stand
there when the copy comes back; what it painted and wrote itself stays.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ...vocabulary import Severity
from ..reading import Book, Sheet, parse_address
from .cells import Painter, SheetCells
from .marks import COLOURS
from .opinions import HEADS, NAME, RECORD_COL
from .parts import PackageParts, relations_of

_SEVERITIES = "|".join(severity.chinese for severity in Severity)
#: where our words begin in a comment, ours or somebody else's
_OURS = re.compile(rf"\s*【(?:{_SEVERITIES})】.*\Z", re.DOTALL)
_HEAD_ROW = 3


@dataclass(frozen=True)
class Former:
    """What an earlier copy says of itself: its lists, and the fills that cells had before."""

    lists: frozenset[str]
    fills: Mapping[tuple[str, str], str]


def former_of(book: Book) -> Former:
    """Look through a workbook for our lists of findings."""
    lists = [sheet for sheet in book.sheets if _is_list(sheet)]
    fills: dict[tuple[str, str], str] = {}
    for sheet in lists:
        for row in sorted(sheet.rows):
            place, cell, fill = (sheet.text(row, RECORD_COL + n) for n in range(3))
            if row > _HEAD_ROW and place and cell:
                fills[place, cell] = fill
    return Former(frozenset(sheet.name for sheet in lists), fills)


def _is_list(sheet: Sheet) -> bool:
    heads = tuple(sheet.text(_HEAD_ROW, col) for col in range(1, len(HEADS) + 1))
    return sheet.name.startswith(NAME) and heads == HEADS


def unmark(
    parts: PackageParts, part: str, sheet: str, former: Former, painter: Painter, usual: str
) -> None:
    """Take our marks off one sheet; `usual` is the fill of cells whose earlier one is not known."""
    ours = _comments(parts, part)
    known = {cell: fill for (name, cell), fill in former.fills.items() if name == sheet}
    marked = dict.fromkeys([*known, *ours])
    if not marked:
        return
    cells = SheetCells(parts.tree(part))
    for cell in marked:
        cells.restore(cell, known.get(cell, usual), COLOURS.values(), painter)
    parts.done(part)


def _comments(parts: PackageParts, part: str) -> list[str]:
    """Take our words out of a sheet's comments; the cells that had any."""
    name = parts.target(part, kind="comments")
    if name is None or name not in parts:
        return []
    root = parts.tree(name)
    space = etree.QName(root).namespace
    authors = [one.text for one in root.iter(f"{{{space}}}author")]
    listing = root.find(f"{{{space}}}commentList")
    found: list[str] = []
    gone: list[str] = []
    for comment in list(listing) if listing is not None else ():
        runs = list(comment.iter(f"{{{space}}}t"))
        whole = "".join(run.text or "" for run in runs)
        match = _OURS.search(whole)
        if match is None:
            continue
        found.append(comment.get("ref", ""))
        author = authors[int(comment.get("authorId", "0"))] if authors else ""
        if not whole[: match.start()].strip().removeprefix(f"{author}:").strip():
            listing.remove(comment)
            gone.append(found[-1])
        else:
            _cut(runs, match.start())
    if gone:
        _without_shapes(parts, part, name, gone, empty=len(listing) == 0)
    return found


def _cut(runs: Sequence[Any], length: int) -> None:
    """Keep only so many characters of some runs."""
    for run in runs:
        kept = (run.text or "")[:length]
        length -= len(kept)
        run.text = kept


def _without_shapes(
    parts: PackageParts, part: str, comments: str, gone: Sequence[str], *, empty: bool
) -> None:
    """Take away the boxes of comments, and the parts for comments where none is left."""
    drawing = parts.target(part, kind="vmlDrawing")
    left = False
    if drawing is not None and drawing in parts:
        root = parts.tree(drawing)
        places = {parse_address(cell) for cell in gone}
        for shape in [one for one in root if etree.QName(one).localname == "shape"]:
            if _place(shape) in places:
                root.remove(shape)
            else:
                left = True
    if empty and not left:
        _forget(parts, part, [name for name in (comments, drawing) if name])


def _place(shape: Any) -> tuple[int, int] | None:
    """Row and column of the cell that a comment's box belongs to, from 1."""
    said = {etree.QName(one).localname: one.text for one in shape.iter() if one.text}
    row, col = said.get("Row", ""), said.get("Column", "")
    return (int(row) + 1, int(col) + 1) if row.isdigit() and col.isdigit() else None


def _forget(parts: PackageParts, part: str, names: Iterable[str]) -> None:
    """Drop parts that only this sheet leads to."""
    sheet = parts.tree(part)
    legacy = sheet.find(f"{{{etree.QName(sheet).namespace}}}legacyDrawing")
    if legacy is not None:
        sheet.remove(legacy)
    for name in names:
        parts.drop(name, part)


def without_lists(parts: PackageParts, workbook: str, former: Former) -> None:
    """Take our lists out of a workbook, and open it on its first sheet."""
    root = parts.tree(workbook)
    space = etree.QName(root).namespace
    sheets = root.find(f"{{{space}}}sheets")
    for index, one in reversed(list(enumerate(sheets))):
        if one.get("name") not in former.lists:
            continue
        identity = next((v for k, v in one.attrib.items() if k.endswith("}id")), None)
        part = parts.target(workbook, identity=identity)
        sheets.remove(one)
        _renumber(root, space, index)
        if part is not None and part in parts:
            if relations_of(part) in parts:
                parts.drop(relations_of(part))
            parts.drop(part, workbook)
    for view in root.iter(f"{{{space}}}workbookView"):
        view.attrib.pop("activeTab", None)
        view.attrib.pop("firstSheet", None)


def _renumber(root: Any, space: str, index: int) -> None:
    """Names that belong to a sheet count the sheets before it."""
    names = root.find(f"{{{space}}}definedNames")
    for one in list(names) if names is not None else ():
        local = one.get("localSheetId", "")
        if local.isdigit() and int(local) == index:
            names.remove(one)
        elif local.isdigit() and int(local) > index:
            one.set("localSheetId", str(int(local) - 1))
    if names is not None and len(names) == 0:
        root.remove(names)
