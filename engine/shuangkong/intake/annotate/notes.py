"""Comments on cells: added beside those that are there, with the boxes old readers need."""

from collections.abc import Sequence
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ..reading import parse_address
from .marks import Mark, printable
from .parts import MAIN, REL, PackageParts

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_V, _O, _X = (
    "urn:schemas-microsoft-com:vml",
    "urn:schemas-microsoft-com:office:office",
    "urn:schemas-microsoft-com:office:excel",
)
AUTHOR = "审核"
_EMPTY_VML = (
    f'<xml xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
#: elements of a sheet that come after legacyDrawing
_AFTER = (
    "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
    "extLst",
)  # fmt: skip


def add_notes(parts: PackageParts, sheet_part: str, marks: Sequence[Mark]) -> None:
    """Put a comment on each marked cell; what a cell already says is kept above it."""
    comments = _comments(parts, sheet_part)
    vml = _drawing(parts, sheet_part)
    space = etree.QName(comments).namespace
    listing = comments.find(f"{{{space}}}commentList")
    author = _author(comments, space)
    existing = {one.get("ref"): one for one in listing}
    for mark in marks:
        own = existing.get(mark.cell)
        if own is None:
            own = etree.SubElement(listing, f"{{{space}}}comment")
            own.set("ref", mark.cell)
            own.set("authorId", str(author))
            etree.SubElement(own, f"{{{space}}}text")
            _shape(vml, mark)
            _say(own, mark.text, space)
        else:
            _say(own, "\n" + mark.text, space)


def _say(comment: Any, said: str, space: str) -> None:
    text = comment.find(f"{{{space}}}text")
    run = etree.SubElement(text, f"{{{space}}}r")
    part = etree.SubElement(run, f"{{{space}}}t")
    part.text = printable(said)
    part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _comments(parts: PackageParts, sheet_part: str) -> Any:
    found = parts.target(sheet_part, kind="comments")
    if found is not None and found in parts:
        return parts.tree(found)
    name = parts.free_name("xl/commentsSk{}.xml")
    empty = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
    parts.add(name, empty.encode(), _COMMENTS_TYPE)
    parts.relate(sheet_part, "comments", name)
    return parts.tree(name)


def _author(comments: Any, space: str) -> int:
    authors = comments.find(f"{{{space}}}authors")
    for index, one in enumerate(authors):
        if one.text == AUTHOR:
            return index
    etree.SubElement(authors, f"{{{space}}}author").text = AUTHOR
    return len(authors) - 1


def _drawing(parts: PackageParts, sheet_part: str) -> Any:
    """The old-style drawing that holds the comment boxes."""
    sheet = parts.tree(sheet_part)
    space = etree.QName(sheet).namespace
    legacy = sheet.find(f"{{{space}}}legacyDrawing")
    if legacy is not None:
        found = parts.target(sheet_part, identity=legacy.get(f"{{{REL}}}id"))
        if found is not None and found in parts:
            return parts.tree(found)
    name = parts.free_name("xl/drawings/vmlDrawingSk{}.vml")
    parts.add(name, _EMPTY_VML.encode(), _VML_TYPE)
    parts.default_type("vml", _VML_TYPE)
    identity = parts.relate(sheet_part, "vmlDrawing", name)
    if legacy is None:
        legacy = etree.Element(f"{{{space}}}legacyDrawing")
        after = next(
            (i for i, one in enumerate(sheet) if etree.QName(one).localname in _AFTER), len(sheet)
        )
        sheet.insert(after, legacy)
    legacy.set(f"{{{REL}}}id", identity)
    return parts.tree(name)


def _shape(vml: Any, mark: Mark) -> None:
    at = parse_address(mark.cell)
    if at is None:
        return
    row, col = at[0] - 1, at[1] - 1
    lines = sum(1 + len(line) // 22 for line in mark.text.split("\n"))
    tall = min(max(lines, 4), 22)
    number = 5001 + len(vml)
    shape = etree.SubElement(
        vml,
        f"{{{_V}}}shape",
        {
            "id": f"_x0000_s{number}",
            "type": "#_x0000_t202",
            "style": "position:absolute;margin-left:80pt;margin-top:5pt;width:260pt;"
            f"height:{tall * 15}pt;z-index:{number};visibility:hidden",
            "fillcolor": "#ffffe1",
            f"{{{_O}}}insetmode": "auto",
        },
    )
    etree.SubElement(shape, f"{{{_V}}}fill", {"color2": "#ffffe1"})
    etree.SubElement(shape, f"{{{_V}}}path", {f"{{{_O}}}connecttype": "none"})
    box = etree.SubElement(shape, f"{{{_V}}}textbox", {"style": "mso-direction-alt:auto"})
    etree.SubElement(box, "div", {"style": "text-align:left"})
    data = etree.SubElement(shape, f"{{{_X}}}ClientData", {"ObjectType": "Note"})
    anchor = f"{col + 1}, 12, {max(row - 1, 0)}, 6, {col + 5}, 20, {max(row - 1, 0) + tall}, 4"
    for name, text in (
        ("MoveWithCells", None), ("SizeWithCells", None), ("Anchor", anchor),
        ("AutoFill", "False"), ("Row", str(row)), ("Column", str(col)),
    ):  # fmt: skip
        etree.SubElement(data, f"{{{_X}}}{name}").text = text
