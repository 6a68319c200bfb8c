"""Excel workbooks (xlsx, xlsm): the sheets of many at once; those of another shape rewritten first.

Macros and links are left untouched.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ... import messages
from ...errors import IntakeError
from . import limits, xlsx_cells, xlsx_texts
from .barrier import guarded
from .book import Book, Sheet
from .budget import What
from .columns import CellColumns, PutOff, frame_of
from .extents import Extent, bounded, extents
from .package import Package, Packed, part_name
from .refuse import refuse
from .xlsx_marks import UsualSheet
from .xlsx_parts import (
    comments,
    formats,
    listing,
    main_part,
    relations,
    remarks,
    shared_part,
)
from .xlsx_rewrite import SheetExtras, around, rewritten
from .xlsx_shape import Body, body_of

if TYPE_CHECKING:
    import polars as pl

_In = TypeVar("_In", bound="Packed | _Opened")
_Out = TypeVar("_Out")
#: bytes in which a rewritten cell may stand, all its characters escaped
_LONGEST = 12 * limits.CELL_TEXT


@dataclass
class _Leaf:
    """A sheet unpacked, and its cells as soon as they are read."""

    title: str
    state: str
    content: bytes
    comments: dict[tuple[int, int], str]
    #: the cells as text, and what the rest of the sheet says of them
    body: Body | None = None
    around: SheetExtras | None = None
    cells: "pl.DataFrame | None" = None
    #: its cells are read when somebody asks for them
    put_off: bool = False


@dataclass
class _Opened:
    """A workbook unpacked: its sheets, and what their cells refer to."""

    packed: Packed
    formats: Sequence[str | None]
    epoch_1904: bool
    shared: bytes
    leaves: list[_Leaf]
    texts: "pl.Series | None" = None
    #: how far the cells reach that were read together with those of other workbooks
    extent: Extent | None = None

    @property
    def cells(self) -> "list[pl.DataFrame]":
        """The cells of each sheet that was read."""
        return [leaf.cells for leaf in self.leaves if leaf.cells is not None]


def read_all(
    workbooks: Sequence[Packed], later: Set[str] = frozenset()
) -> list[Book | IntakeError]:
    """Each workbook's cells, or why it cannot be read safely.

    The cells of sheets of the names `later` are read only when somebody asks for them, where the
    sheet has the usual shape.
    """
    found = [_safely(partial(_opened, later=later), one) for one in workbooks]
    good = [one for one in found if isinstance(one, _Opened)]
    for one, texts in zip(good, xlsx_texts.read([one.shared for one in good]), strict=True):
        one.texts = texts
    found = [_safely(_with_texts, one) for one in found]
    good = [one for one in found if isinstance(one, _Opened)]
    _read_usual(good)
    for one, extent in zip(good, extents([one.cells for one in good]), strict=True):
        one.extent = extent
    return [_safely(_finished, one) for one in found]


def _safely(step: Callable[[_In], _Out], one: _In | IntakeError) -> _Out | IntakeError:
    """A step on one workbook; an error stays with it and the others go on."""
    if isinstance(one, IntakeError):
        return one
    packed = one if isinstance(one, Packed) else one.packed
    packed.package.budget.pause()  # the others were worked on meanwhile
    return guarded(packed.name, lambda: step(one))


def _opened(packed: Packed, later: Set[str] = frozenset()) -> _Opened:
    package = packed.package
    main = main_part(package)
    listed = listing(package.budget, package.read(main))
    package.budget.take(What.SHEETS, len(listed.sheets))
    parts = relations(package, main)
    shared = shared_part(package, parts)
    package.budget.take(What.TEXTS, shared.count(b"<si>"))
    leaves = [
        _leaf(package, title, state, parts.get(identity, ("", ""))[1], title in later)
        for title, state, identity in listed.sheets
    ]
    return _Opened(packed, formats(package, parts), listed.epoch_1904, shared, leaves)


def _leaf(package: Package, title: str, state: str, part: str, later: bool) -> _Leaf:
    if part not in package:
        raise refuse(messages.DAMAGED, package.name, detail=f"缺少工作表“{title}”的内容")
    if "worksheets" not in part.casefold() and "chartsheet" in part.casefold():
        return _Leaf(title, state, b"", {})
    package.budget.source(part_name(part))
    leaf = _Leaf(title, state, package.read(part), comments(package, part))
    package.budget.take(What.WRITTEN, leaf.content.count(b"<c "))
    leaf.body = body_of(leaf.content)
    if leaf.body is not None:
        try:
            leaf.around = around(package.budget, leaf.body.around)
        except IntakeError:
            leaf.body = None  # rewriting says what is wrong, and where
    if later and leaf.body is not None:
        # what is not read now need not be kept as text either
        leaf.body, leaf.content, leaf.put_off = None, b"", True
    return leaf


def _with_texts(one: _Opened) -> _Opened:
    """Texts that were not of the usual shape are read event by event."""
    if one.texts is None:
        one.texts = xlsx_texts.read_unusual(one.packed.package.budget, one.shared)
    return one


def _read_usual(workbooks: Sequence[_Opened]) -> None:
    """The cells of all sheets of the usual shape, in one go."""
    import polars as pl

    pages: list[UsualSheet] = []
    leaves: list[_Leaf] = []
    tables = [pl.Series(dtype=pl.String)]
    begin = 0
    for one in workbooks:
        assert one.texts is not None
        tables.append(one.texts)
        usual = [leaf for leaf in one.leaves if leaf.body is not None]
        leaves += usual
        pages += [_page(one, leaf, begin) for leaf in usual]
        begin += len(one.texts)
    for leaf, cells in zip(leaves, xlsx_cells.read(pages, pl.concat(tables)), strict=True):
        leaf.cells = cells


def _page(one: _Opened, leaf: _Leaf, begin: int) -> UsualSheet:
    assert one.texts is not None
    assert leaf.body is not None
    assert leaf.around is not None
    return UsualSheet(
        leaf.body,
        one.formats,
        one.epoch_1904,
        (begin, len(one.texts)),
        leaf.around.merges,
        leaf.around.hidden_cols,
        leaf.comments,
    )


def _finished(one: _Opened) -> Book:
    packed = one.packed
    budget = packed.package.budget
    for cells in one.cells:
        budget.take(What.CELLS, cells.height)
    bounded(one.extent, budget)
    (rewritten_too,) = extents([_read_rewritten(one)])
    bounded(rewritten_too, budget)
    sheets = tuple(_sheet(packed, leaf) for leaf in one.leaves)
    return Book(packed.name, packed.sha256, "xlsx", sheets, remarks(packed.package))


def _read_rewritten(one: _Opened) -> "list[pl.DataFrame]":
    """The cells of the other sheets, each brought into the usual shape first."""
    assert one.texts is not None
    others = [leaf for leaf in one.leaves if leaf.cells is None and leaf.content]
    for leaf in others:
        leaf.body, leaf.around = rewritten(
            one.packed.package.budget, leaf.content, leaf.comments, one.texts
        )
    if others:
        pages = [_page(one, leaf, 0) for leaf in others]
        for leaf, cells in zip(others, xlsx_cells.read(pages, one.texts, _LONGEST), strict=True):
            if cells is None:
                raise refuse(messages.DAMAGED, one.packed.name, detail="单元格的内容不成立")
            leaf.cells = cells
    return [leaf.cells for leaf in others if leaf.cells is not None]


def _sheet(packed: Packed, leaf: _Leaf) -> Sheet:
    if leaf.put_off and leaf.around is not None:
        read = partial(_alone, packed.name, packed.sha256, packed.package.data, leaf.title)
        return Sheet(leaf.title, PutOff(read), leaf.around.merges, leaf.state)
    if leaf.cells is None or leaf.around is None:
        return Sheet(leaf.title, (), (), leaf.state)
    return Sheet(leaf.title, CellColumns(leaf.cells), leaf.around.merges, leaf.state)


def _alone(name: str, sha256: str, data: bytes, title: str) -> "pl.DataFrame":
    """The cells of one sheet of a workbook. Raises IntakeError."""
    (book,) = read_all([Packed(name, sha256, Package(name, data))])
    if isinstance(book, IntakeError):
        raise book
    return next(frame_of(sheet.cells) for sheet in book.sheets if sheet.name == title)
