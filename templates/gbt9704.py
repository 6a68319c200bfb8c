"""Measures and building blocks of official layout (GB/T 9704-2012); letter.py puts them together.

Millimetres and points are those of the standard: A4, margins 37/28/35/26 mm, 22 lines of 28
characters of size 3 (16 pt). Text is set with an exact line pitch and a fixed character
spacing rather than a grid, because Word, WPS and LibreOffice agree on these.
"""

from collections.abc import Sequence
from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

LINE = Pt(28.95)  # 225 mm / 22
CHAR = 15.75  # points a character takes: 28 of them in 156 mm
SIZE_2, SIZE_3, SIZE_4, SIZE_5 = 22, 16, 14, 10.5
RED = RGBColor(0xE6, 0x00, 0x12)
TITLE_FONT, BODY_FONT, KAI_FONT, HEI_FONT, SONG_FONT = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "楷体_GB2312",
    "黑体",
    "宋体",
)
#: what Word and WPS fall back on when the first font is not installed
ALTERNATIVES = {
    TITLE_FONT: "华文中宋",
    BODY_FONT: "仿宋",
    KAI_FONT: "楷体",
    HEI_FONT: "SimHei",
    SONG_FONT: "SimSun",
}


def set_a4(section: Any) -> None:
    """A4 with the margins of the standard."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.start_type = WD_SECTION.NEW_PAGE


def add_run(paragraph: Any, text: str, font: str, size: float) -> Any:
    """Text in a Chinese font; Latin letters and digits follow it in titles only."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = "Times New Roman"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if font in (TITLE_FONT, HEI_FONT):
        run._element.rPr.rFonts.set(qn("w:ascii"), font)
        run._element.rPr.rFonts.set(qn("w:hAnsi"), font)
    return run


def set_mark(paragraph: Any, text: str, size: float, percent: int) -> None:
    """The issuing authority's mark; `percent` narrows the characters of a long name."""
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.line_spacing = Pt(size * 1.25)
    run = add_run(paragraph, text, TITLE_FONT, size)
    run.font.color.rgb = RED
    width = OxmlElement("w:w")
    width.set(qn("w:val"), str(percent))
    run._element.rPr.insert_element_before(width, "w:kern", "w:position", "w:sz", "w:szCs")


def next_paragraph(part: Any) -> Any:
    """The first paragraph of a header while it is empty, else a new one."""
    first = part.paragraphs[0]
    return part.add_paragraph() if first.text else first


def draw_edge(paragraph: Any, side: str, kind: str, size: int, space: int) -> None:
    """A red line along a side of a paragraph; size in eighths of a point, space in points."""
    borders = parse_xml(
        f"<w:pBdr {nsdecls('w')}>"
        f'<w:{side} w:val="{kind}" w:sz="{size}" w:space="{space}" w:color="E60012"/></w:pBdr>'
    )
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def make_wide(paragraph: Any) -> None:
    """170 mm wide instead of 156 mm, centred on the page."""
    paragraph.paragraph_format.left_indent = Mm(-8)
    paragraph.paragraph_format.right_indent = Mm(-6)


def page_number(footer: Any, align: Any) -> None:
    """— 1 — one character from the edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.line_spacing = Pt(SIZE_4 + 2)
    indent = Pt(SIZE_4)
    if align == ALIGN.RIGHT:
        paragraph.paragraph_format.right_indent = indent
    else:
        paragraph.paragraph_format.left_indent = indent
    add_run(paragraph, "— ", SONG_FONT, SIZE_4)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = add_run(paragraph, "", SONG_FONT, SIZE_4)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)
    add_run(paragraph, " —", SONG_FONT, SIZE_4)


def set_margins(table: Any, points: int) -> None:
    """The space left and right of the text in every cell."""
    sides = "".join(f"<w:{s} w:w='{points * 20}' w:type='dxa'/>" for s in ("left", "right"))
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(
        parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>")
    )


def set_widths(table: Any, widths: Sequence[float]) -> None:
    """Fixed column widths in points."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
        for cell in column.cells:
            cell.width = Pt(width)


def put_in_frame(paragraph: Any, *, width: Any, x: Any, y: Any) -> None:
    """Put a paragraph at a place on the page."""
    place = parse_xml(
        f"<w:framePr {nsdecls('w')} w:w='{width.twips}' w:wrap='around' w:vAnchor='page' "
        f"w:hAnchor='page' w:x='{x.twips}' w:y='{y.twips}'/>"
    )
    paragraph._p.get_or_add_pPr().insert_element_before(
        place, "w:widowControl", "w:pBdr", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def put_at_bottom(paragraph: Any) -> None:
    """Put a paragraph into the frame at the bottom edge of the text area."""
    place = parse_xml(
        f"<w:framePr {nsdecls('w')} w:w='8844' w:wrap='around' w:vAnchor='margin' "
        "w:hAnchor='margin' w:xAlign='center' w:yAlign='bottom'/>"
    )
    paragraph._p.get_or_add_pPr().insert(0, place)


def draw_rules(paragraph: Any) -> None:
    """First and last line of the 版记, 0.35 mm."""
    borders = parse_xml(
        f"<w:pBdr {nsdecls('w')}>"
        '<w:top w:val="single" w:sz="8" w:space="1" w:color="000000"/>'
        '<w:bottom w:val="single" w:sz="8" w:space="1" w:color="000000"/></w:pBdr>'
    )
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def fill_cell(cell: Any, text: str, font: str, align: Any = ALIGN.CENTER) -> None:
    """A table cell with one line of small text."""
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.line_spacing = Pt(16)
    add_run(paragraph, text, font, SIZE_5)
    cell.vertical_alignment = 1
