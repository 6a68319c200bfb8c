"""Excel workbooks (xlsx, xlsm): sheets of the usual form all at once, others event by event.

Macros and links are left untouched.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ... import messages
from ...errors import IntakeError
from . import fast, fast_texts, limits
from .book import Book, Sheet
from .columns import Columns
from .fast_marks import Page
from .fast_shape import Body, body_of
from .package import Package, Packed
from .refuse import refuse
from .xlsx_parts import (
    comments,
    formats,
    listing,
    main_part,
    relations,
    remarks,
    shared_part,
    strings,
)
from .xlsx_sheet import Around, SheetContext, SheetReader, around
from .xml import walk

if TYPE_CHECKING:
    import polars as pl

_In = TypeVar("_In")
_Out = TypeVar("_Out")


@dataclass
class _Leaf:
    """A sheet unpacked; `cells` are set when it could be read the quick way."""

    title: str
    state: str
    content: bytes
    comments: dict[tuple[int, int], str]
    #: the cells as text, and what the rest of the sheet says of them
    body: Body | None = None
    around: Around | None = None
    cells: "pl.DataFrame | None" = None


@dataclass
class _Opened:
    """A workbook unpacked: its sheets, and what their cells refer to."""

    packed: Packed
    context: SheetContext
    shared: bytes
    leaves: list[_Leaf]
    texts: "pl.Series | None" = None


def read_all(workbooks: Sequence[Packed]) -> list[Book | IntakeError]:
    """Each workbook's cells, or why it cannot be read safely."""
    found = [_safely(_opened, one) for one in workbooks]
    good = [one for one in found if isinstance(one, _Opened)]
    for one, texts in zip(good, fast_texts.read([one.shared for one in good]), strict=True):
        one.texts = texts
    found = [_safely(_with_texts, one) for one in found]
    _read_quickly([one for one in found if isinstance(one, _Opened)])
    return [_safely(_finished, one) for one in found]


def _safely(step: Callable[[_In], _Out], one: _In | IntakeError) -> _Out | IntakeError:
    """A step on one workbook; an error stays with it and the others go on."""
    if isinstance(one, IntakeError):
        return one
    try:
        return step(one)
    except IntakeError as error:
        return error


def _opened(packed: Packed) -> _Opened:
    package, name = packed.package, packed.name
    main = main_part(package)
    listed = listing(name, package.read(main))
    if len(listed.sheets) > limits.SHEETS:
        raise refuse(messages.TOO_BIG, name, what="工作表数", limit=limits.SHEETS)
    parts = relations(package, main)
    shared = shared_part(package, parts)
    context = SheetContext(name, [], formats(package, parts), listed.epoch_1904)
    leaves = [
        _leaf(package, context, title, state, parts.get(identity, ("", ""))[1])
        for title, state, identity in listed.sheets
    ]
    return _Opened(packed, context, shared, leaves)


def _leaf(package: Package, context: SheetContext, title: str, state: str, part: str) -> _Leaf:
    if part not in package:
        raise refuse(messages.DAMAGED, context.file, detail=f"缺少工作表“{title}”的内容")
    if "worksheets" not in part.casefold() and "chartsheet" in part.casefold():
        return _Leaf(title, state, b"", {})
    leaf = _Leaf(title, state, package.read(part), comments(package, part))
    leaf.body = body_of(leaf.content)
    if leaf.body is not None:
        try:
            leaf.around = around(context.file, leaf.body.around)
        except IntakeError:
            leaf.body = None  # the careful way says what is wrong, and where
    return leaf


def _with_texts(one: _Opened) -> _Opened:
    """Texts that were not of the usual form are read event by event."""
    import polars as pl

    if one.texts is None:
        found = strings(one.packed.name, one.shared)
        one.texts = pl.Series(found, dtype=pl.String)
    return one


def _read_quickly(workbooks: Sequence[_Opened]) -> None:
    """The cells of all sheets of the usual form, in one go."""
    import polars as pl

    pages: list[Page] = []
    leaves: list[_Leaf] = []
    tables = [pl.Series(dtype=pl.String)]
    begin = 0
    for one in workbooks:
        assert one.texts is not None
        tables.append(one.texts)
        for leaf in one.leaves:
            if leaf.body is not None and leaf.around is not None:
                leaves.append(leaf)
                pages.append(
                    Page(
                        leaf.body,
                        one.context.formats,
                        one.context.epoch_1904,
                        (begin, len(one.texts)),
                        leaf.around.merges,
                        leaf.around.hidden_cols,
                        leaf.comments,
                    )
                )
        begin += len(one.texts)
    for leaf, cells in zip(leaves, fast.read(pages, pl.concat(tables)), strict=True):
        leaf.cells = cells


def _finished(one: _Opened) -> Book:
    packed = one.packed
    sheets = tuple(_sheet(one, leaf) for leaf in one.leaves)
    return Book(packed.name, packed.sha256, "xlsx", sheets, remarks(packed.package))


def _sheet(one: _Opened, leaf: _Leaf) -> Sheet:
    if leaf.cells is not None and leaf.around is not None:
        one.context.count(leaf.cells.height)
        return Sheet(leaf.title, Columns(leaf.cells), leaf.around.merges, leaf.state)
    if not leaf.content:
        return Sheet(leaf.title, (), (), leaf.state)
    if not one.context.strings and one.texts is not None:
        one.context.strings = one.texts.to_list()
    reader = SheetReader(one.context, leaf.comments)
    walk(one.packed.name, leaf.content, reader.start, reader.end, reader.data)
    return Sheet(leaf.title, reader.finished(), tuple(reader.merges), leaf.state)
