"""The notes (comments) of a sheet: their texts, and the boxes that show them."""

from collections.abc import Mapping

from ..book import PrintedSheet, address
from ..xlsx import NOTE_SCALE
from .markup import HEAD, Unfit, keeping, spelled
from .places import Places

_WIDTH, _HEIGHT = int(0.5 + 128 * NOTE_SCALE), 74
#: from the cell to the right of the one with the note, and the row above it
_RIGHT, _DOWN, _DOWN_TOP = 15, 10, 2
_LONG = 16_000
#: shapes are numbered in blocks of so many, and no two drawings share a block
_BLOCK = 1024
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

Notes = Mapping[tuple[int, int], str]


def notes_of(sheet: PrintedSheet) -> Notes:
    """Notes by row and column, in the order of reading."""
    found = {(cell.row, cell.col): cell.comment for cell in sheet.cells if cell.comment}
    if any(len(note) > _LONG for note in found.values()):
        raise Unfit("notes that are too long")
    return dict(sorted(found.items()))


def texts(notes: Notes) -> str:
    """The part with the texts."""
    found = [
        f'<comment ref="{address(row, col)}" authorId="0"><text><r>{_FACE}'
        f"<t{keeping(note)}>{spelled(note)}</t></r></text></comment>"
        for (row, col), note in notes.items()
    ]
    return (
        f'{HEAD}<comments xmlns="{_MAIN}"><authors><author></author></authors>'
        f"<commentList>{''.join(found)}</commentList></comments>"
    )


_FACE = '<rPr><sz val="8"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/></rPr>'


def blocks(notes: Notes) -> int:
    """How many blocks of shape numbers a drawing takes beside its first."""
    return len(notes) // _BLOCK


def boxes(notes: Notes, opening: str, number: int, places: Places, taken: int = 0) -> str:
    """The drawing of the boxes; `opening` goes before, `number` is that of the first shape.

    `taken` blocks of numbers went to the drawings before beside their first ones.
    """
    block = number // _BLOCK
    used = ",".join(str(block + taken + one) for one in range(blocks(notes) + 1))
    found = [opening.replace(f' data="{block}"', f' data="{used}"')]
    number += taken * _BLOCK
    for order, (row, col) in enumerate(notes):
        x = places.across.start(col + 1) + _RIGHT
        y = places.down.start(row - 1) + _DOWN if row else _DOWN_TOP
        corners = places.corners(x, y, _WIDTH, _HEIGHT)
        anchor = ", ".join([f"{cell}, {offset}" for cell, offset in corners])
        found.append(
            f'<v:shape id="_x0000_s{number + order}" type="#_x0000_t202" style="position:absolute;'
            f"margin-left:{x * 0.75:.15g}pt;margin-top:{y * 0.75:.15g}pt;"
            f"width:{_WIDTH * 0.75:.15g}pt;height:{_HEIGHT * 0.75:.15g}pt;"
            f'z-index:{order + 1};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
            f"{_SHAPE}<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
            f"<x:Row>{row}</x:Row><x:Column>{col}</x:Column></x:ClientData></v:shape>"
        )
    found.append("</xml>")
    return "".join(found)


_SHAPE = (
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/>"
)
