"""Making a layout by pointing at a table: its grid, the layout as a record, what it would read.

All functions are pure: the desk shows a grid, turns clicks into a record, and shows the preview
of that record until it is right; then the layout's text is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Any

from ..declarations.bundle import Declarations
from ..records import dataclass
from ..vocabulary import Finding
from .layouts import Layout, kept_layouts, parse_layout
from .match import Matcher
from .reading import Book, Sheet
from .tables.facts import Fact
from .take import take_sheet


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as it is shown: how many rows and columns it covers, whether it holds a number."""

    address: str
    text: str
    number: bool
    rows: int = 1
    cols: int = 1


@dataclass(frozen=True, slots=True)
class ShownGrid:
    """A part of a sheet, row by row; None where nothing stands or another cell covers."""

    sheet: str
    first_row: int
    rows: tuple[tuple[GridCell | None, ...], ...]
    #: rows and columns of the whole sheet
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ValuesSeen:
    """Different values of one kind in reading order: how many, the first and the last."""

    count: int
    first: str | None = None
    last: str | None = None

    @classmethod
    def of(cls, values: Sequence[str | None]) -> "ValuesSeen":
        """The extent of some values; None is no value."""
        found = list(dict.fromkeys(value for value in values if value))
        return cls(len(found), found[0], found[-1]) if found else cls(0)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a layout makes of a sheet: how many figures, of which entities, years and names."""

    sheet: str
    figures: int
    entities: ValuesSeen
    periods: ValuesSeen
    indicators: ValuesSeen
    units: ValuesSeen
    #: figures by how sure they are: 高, 版式, 中, 低
    sure: Mapping[str, int]
    #: figures that become observations of the plan
    recognised: int
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]


def grid_of(sheet: Sheet, first_row: int = 1, rows: int = 60, cols: int = 40) -> ShownGrid:
    """Some rows of a sheet as they are seen."""
    spans = {
        (area.top, area.left): (area.bottom - area.top + 1, area.right - area.left + 1)
        for area in sheet.merges
    }

    def cell(row: int, col: int) -> GridCell | None:
        found = sheet.at.get((row, col))
        if found is None:
            return None
        down, across = spans.get((row, col), (1, 1))
        return GridCell(found.address, found.text, found.kind == "number", down, across)

    height = max((c.row for c in sheet.cells), default=0)
    width = max((c.col for c in sheet.cells), default=0)
    last = min(first_row + rows - 1, height)
    shown = tuple(
        tuple(cell(row, col) for col in range(1, min(cols, width) + 1))
        for row in range(first_row, last + 1)
    )
    return ShownGrid(sheet.name, first_row, shown, (height, width))


def layout_of(record: Mapping[str, Any], name: str = "版式.layout.yaml") -> Layout:
    """The layout of a record of keys and values, as it would be read from its file.

    Raises:
        IntakeError: with every fault at its line of `layout_text(record)`.
    """
    return parse_layout(layout_text(record), name)


def layout_text(record: Mapping[str, Any]) -> str:
    """A record of keys and values as the text of a layout file; empty values are left out."""
    import yaml

    kept = {key: _plain(value) for key, value in record.items() if value not in (None, {}, [], ())}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=1000)


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {
            one.name: _plain(getattr(value, one.name))
            for one in fields(value)
            if getattr(value, one.name) is not None
        }
    return value


def preview(
    book: Book, layout: Layout | None, declarations: Declarations | None = None
) -> tuple[Preview, ...]:
    """What a layout, or none, makes of each sheet of a book."""
    return _previews(book, () if layout is None else (layout,), declarations)


def preview_kept(book: Book, declarations: Declarations) -> tuple[Preview, ...]:
    """What is made of each sheet as files are read: with the layouts kept with the plan."""
    return _previews(book, kept_layouts(declarations)[0], declarations)


def _previews(
    book: Book, layouts: Sequence[Layout], declarations: Declarations | None
) -> tuple[Preview, ...]:
    matcher = Matcher(declarations) if declarations is not None else None
    found = []
    for sheet in book.sheets:
        taken = take_sheet(book, sheet, layouts, matcher)
        sure: dict[str, int] = {}
        for fact in taken.facts:
            sure[fact.sure] = sure.get(fact.sure, 0) + 1
        found.append(
            Preview(
                sheet.name,
                len(taken.facts),
                ValuesSeen.of([fact.entity for fact in taken.facts]),
                ValuesSeen.of([fact.period for fact in taken.facts]),
                ValuesSeen.of([fact.indicator for fact in taken.facts]),
                ValuesSeen.of([fact.unit for fact in taken.facts]),
                sure,
                len(taken.observations),
                taken.facts,
                taken.findings,
            )
        )
    return tuple(found)
