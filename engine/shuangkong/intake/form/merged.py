"""Cells of a form that somebody merged: whose or which year's the one figure is, nobody can see."""

from collections.abc import Mapping

from ..reading import Area, Book, parse_address
from .metadata import MappedCell, Metadata


def merged_inputs(book: Book, metadata: Metadata) -> Mapping[MappedCell, Area]:
    """The input cells that lie in merged areas, each with its area."""
    found: dict[MappedCell, Area] = {}
    for mapped in metadata.cells:
        sheet, at = book.sheet(mapped.sheet), parse_address(mapped.address)
        if sheet is None or at is None or mapped.indicator.startswith("@"):
            continue
        for area in sheet.merges:
            if area.top <= at[0] <= area.bottom and area.left <= at[1] <= area.right:
                found[mapped] = area
    return found
