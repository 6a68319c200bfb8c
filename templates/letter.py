"""A letter template under construction, for make_templates.py."""

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from gbt9704 import (
    ALTERNATIVES,
    BODY_FONT,
    CHAR,
    HEI_FONT,
    KAI_FONT,
    LINE,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    SIZE_5,
    SONG_FONT,
    TITLE_FONT,
    add_run,
    draw_edge,
    draw_rules,
    fill_cell,
    make_wide,
    next_paragraph,
    page_number,
    put_at_bottom,
    put_in_frame,
    set_a4,
    set_margins,
    set_mark,
    set_widths,
)

_BLANK = "\u3000"
#: the mark of the issuing authority: condition, size in points, character width in percent
_MARK_SIZES = (
    ("if 发文机关|length <= 10", 44, 80),
    ("else", 36, 62),
)


#: width of the text area, and of the part the signature is centred in: with a date of eight
#: characters, four remain free at the right
_TEXT_WIDTH, _SIGNATURE_WIDTH = 442.2, 256


#: so many rows at the end of a table stand on one page, with what follows them
_LAST_ROWS = 3


#: the number of an item in a list; a single one has none
NUMBER = "{% if loop.length > 1 %}{{ loop.index }}. {% endif %}"


#: which issue a paper belongs to, and the code to hold it against the ledger with
NUMBERED = "签发编号：{{ 签发编号 }}　回执码：{{ 回执码 }}"


class Letter:
    """A template under construction, from top to bottom."""

    def __init__(self, *, circular: bool, title: str) -> None:
        self.document = Document()
        self.circular = circular
        self._page()
        self._fonts()
        self.document.core_properties.title = title
        self.document.core_properties.author = "双控 shuangkong"
        if circular:
            self._circular_head()
        else:
            self._letter_head()

    # -- page ---------------------------------------------------------------

    def _page(self) -> None:
        section = self.document.sections[0]
        set_a4(section)
        section.footer_distance = Mm(25.1)
        section.header_distance = Mm(15) if self.circular else Mm(28.2)
        self.document.settings.odd_and_even_pages_header_footer = True
        section.different_first_page_header_footer = not self.circular
        page_number(section.footer, ALIGN.RIGHT)
        page_number(section.even_page_footer, ALIGN.LEFT)
        normal = self.document.styles["Normal"]
        normal.font.name = "Times New Roman"
        normal.font.size = Pt(SIZE_3)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FONT)
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), "-5")
        normal.element.rPr.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz")
        language = normal.element.rPr.find(qn("w:lang"))
        if language is None:
            language = OxmlElement("w:lang")
            normal.element.rPr.append(language)
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
        form = normal.paragraph_format
        form.line_spacing = LINE
        form.space_before = form.space_after = Pt(0)
        form.widow_control = False
        # said outright: without it LibreOffice drops a mark that falls on the edge
        hanging = OxmlElement("w:overflowPunct")
        hanging.set(qn("w:val"), "1")
        properties = normal.element.get_or_add_pPr()
        properties.insert_element_before(hanging, "w:spacing", "w:ind", "w:jc")

    def _fonts(self) -> None:
        part = next(
            p
            for p in self.document.part.package.iter_parts()
            if str(p.partname).endswith("fontTable.xml")
        )
        fonts = "".join(
            f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
            for name, other in ALTERNATIVES.items()
        )
        part._blob = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>"
        ).encode()

    # -- heads --------------------------------------------------------------

    def _circular_head(self) -> None:
        for test, size, percent in _MARK_SIZES:
            self.tag("{%p " + test + " %}")
            mark = self.document.add_paragraph()
            # 35 mm to the top of the characters, not of their line
            mark.paragraph_format.space_before = Mm(33.6)
            set_mark(mark, "{{ 发文机关 }}文件", size, percent)
        self.tag("{%p endif %}")
        self.blank(2)
        number = self.line("{{ 文号 }}", align=ALIGN.CENTER)
        number.paragraph_format.line_spacing = Pt(20)
        draw_edge(number, "bottom", "single", 12, 11)
        self.blank(2)

    def _letter_head(self) -> None:
        section = self.document.sections[0]
        header = section.first_page_header
        for test, size, percent in _MARK_SIZES:
            add_run(next_paragraph(header), "{%p " + test + " %}", BODY_FONT, SIZE_5)
            mark = header.add_paragraph()
            make_wide(mark)
            set_mark(mark, "{{ 发文机关 }}", size, percent)
            draw_edge(mark, "bottom", "thickThinSmallGap", 36, 8)
        add_run(header.add_paragraph(), "{%p endif %}", BODY_FONT, SIZE_5)
        foot = section.first_page_footer.paragraphs[0]
        foot.paragraph_format.line_spacing = Pt(10)
        draw_edge(foot, "top", "thickThinSmallGap", 36, 0)
        put_in_frame(foot, width=Mm(170), x=Mm(20), y=Mm(297 - 20))
        # a frame stands beside a paragraph, and cannot be alone
        section.first_page_footer.add_paragraph().paragraph_format.line_spacing = Pt(10)
        number = self.line("{{ 文号 }}", align=ALIGN.RIGHT)
        number.paragraph_format.space_before = Pt(6)
        self.blank(2)

    # -- text ---------------------------------------------------------------

    def line(
        self, text: str, *, align: Any = None, font: str = BODY_FONT, size: float = SIZE_3
    ) -> Any:
        """A paragraph without indent."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = align
        add_run(paragraph, text, font, size)
        return paragraph

    def blank(self, lines: int = 1) -> None:
        """Empty lines."""
        for _ in range(lines):
            self.document.add_paragraph()

    def banner(self) -> None:
        """The warning that stands on top while figures are not verified."""
        self.tag("{%p if 横幅 %}")
        self.line("{{ 横幅 }}", align=ALIGN.CENTER, font=HEI_FONT, size=SIZE_4)
        self.tag("{%p endif %}")

    def title(self, text: str) -> None:
        """The letter's title and the line below it."""
        paragraph = self.line(text, align=ALIGN.CENTER, font=TITLE_FONT, size=SIZE_2)
        paragraph.paragraph_format.line_spacing = Pt(34)
        self.blank()

    def address(self, text: str) -> None:
        """The addressee 主送机关."""
        self.line(text)

    def text(self, text: str, *, lead: str = "", font: str = BODY_FONT) -> Any:
        """A paragraph of the body; `lead` is its opening words in bold-like Hei."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = ALIGN.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Pt(2 * CHAR)
        if lead:
            add_run(paragraph, lead, KAI_FONT, SIZE_3)
        add_run(paragraph, text, font, SIZE_3)
        return paragraph

    def attached(self, text: str) -> Any:
        """附件说明, one line below the body."""
        self.blank()
        return self.text(text)

    def last_of_loop(self, text: str) -> None:
        """A paragraph within a loop, the last of which stays with what follows."""
        self.tag("{%p if not loop.last %}")
        self.text(text)
        self.tag("{%p else %}")
        self.text(text).paragraph_format.keep_with_next = True
        self.tag("{%p endif %}")

    def heading(self, text: str) -> None:
        """A first-level heading 一、."""
        self.text(text, font=HEI_FONT).paragraph_format.keep_with_next = True

    def tag(self, text: str) -> None:
        """A line of template logic; it leaves no paragraph behind."""
        self.document.add_paragraph(text)

    # -- foot ---------------------------------------------------------------

    def signature(self, *, kept: int, note: bool = False, numbered: bool = False) -> None:
        """Issuer and date, seal to come, and the note 附注 on whether the letter is public.

        No page break divides them. The last `kept` paragraphs of the body stay with them, as the
        seal's page must hold text; a number of the issue that follows stays too.
        """
        body = [p for p in self.document.paragraphs if not p.text.startswith("{%p")]
        for paragraph in body[-kept:]:
            paragraph.paragraph_format.keep_with_next = True
        self.blank()
        lines = [self.document.paragraphs[-1]]
        for text in ("{{ 发文机关 }}", "{{ 成文日期 }}"):
            lines.append(self._signed(text, BODY_FONT, SIZE_3))
        lines.append(self._signed("{{ 印章 }}", KAI_FONT, SIZE_4))
        lines[-1].runs[0].font.color.rgb = RGBColor(0x80, 0x80, 0x80)
        if note:
            lines.append(self.text("（{{ 公开属性 }}）"))
        for paragraph in lines if numbered else lines[:-1]:
            paragraph.paragraph_format.keep_with_next = True
        if numbered:
            self.small(NUMBERED)

    def _signed(self, text: str, font: str, size: float) -> Any:
        """A line of the signature, centred over the date."""
        paragraph = self.line(text, align=ALIGN.CENTER, font=font, size=size)
        paragraph.paragraph_format.left_indent = Pt(_TEXT_WIDTH - _SIGNATURE_WIDTH)
        return paragraph

    def copies(self) -> None:
        """版记 on the bottom edge: who gets copies; a circular also says who printed it, when.

        The three lines are of one frame only while indents and borders are the same, so blanks
        stand for the indents, and the line between is a row of tab leaders.
        """
        lines = [(f"{_BLANK}抄送：{{{{ 抄送 }}}}。", 24.0)]
        if self.circular:
            lines += [
                ("\t", 7.0),
                (f"{_BLANK}{{{{ 印发机关 }}}}\t{{{{ 印发日期 }}}}印发{_BLANK}", 24.0),
            ]
        for text, height in lines:
            paragraph = self.line(text, size=SIZE_4)
            form = paragraph.paragraph_format
            form.line_spacing = Pt(height)
            leader = WD_TAB_LEADER.LINES if text == "\t" else WD_TAB_LEADER.SPACES
            form.tab_stops.add_tab_stop(Pt(442.2), WD_TAB_ALIGNMENT.RIGHT, leader)
            if self.circular:
                draw_rules(paragraph)
            put_at_bottom(paragraph)
        # the frame is anchored to what follows it
        self.line("", size=2).paragraph_format.line_spacing = Pt(2)

    def annex(self, label: str, title: str) -> None:
        """A new page with the annex's label and title."""
        paragraph = self.line(label, font=HEI_FONT)
        paragraph.paragraph_format.page_break_before = True
        self.blank()
        heading = self.line(title, align=ALIGN.CENTER, font=TITLE_FONT, size=18)
        heading.paragraph_format.line_spacing = Pt(30)
        heading.paragraph_format.space_after = Pt(8)

    def table(
        self,
        columns: Sequence[tuple[str, float, str]],
        loop: str,
        *,
        wordy: Sequence[str] = (),
        whole: bool = False,
        total: Sequence[str] = (),
        unless: str = "",
    ) -> None:
        """A table with a repeated head and one row per element of a loop.

        A column is its head, its width in points and its placeholder; those named in `wordy`
        hold sentences and are set flush left. A `whole` table stays on one page with the note
        below it, where one page can hold it; of another its last rows do, `unless` that holds, by
        which another table comes between. `total` are the cells of a last row, which never leaves
        that note alone.
        """
        tags = ["{%tr for " + loop + " %}", "", "{%tr endfor %}"]
        if not whole:
            free = f"loop.revindex > {_LAST_ROWS}" + (f" or {unless}" if unless else "")
            choice = f"{{%tr if {free} %}}"
            tags[1:2] = [choice, "", "{%tr else %}", "", "{%tr endif %}"]
        table = self.document.add_table(rows=1 + len(tags) + bool(total), cols=len(columns))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        set_margins(table, 2)
        set_widths(table, [width for _, width, _ in columns])
        for col, (head, _, _) in enumerate(columns):
            fill_cell(table.cell(0, col), head, HEI_FONT)
        for row, tag in enumerate(tags, start=1):
            if tag:
                fill_cell(table.cell(row, 0), tag, SONG_FONT)
            else:
                self._row(table, row, columns, [each for *_, each in columns], wordy)
        if total:
            self._row(table, len(tags) + 1, columns, total, wordy)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row in table.rows:
            row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        kept = table.rows if whole else [table.rows[tags.index("{%tr else %}") + 2]]
        for row in [*kept, *(table.rows[-1:] if total else ())]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True

    def _row(
        self,
        table: Any,
        row: int,
        columns: Sequence[tuple[str, float, str]],
        texts: Sequence[str],
        wordy: Sequence[str],
    ) -> None:
        """The cells of a row, as their columns are set."""
        for col, text in enumerate(texts):
            align = ALIGN.LEFT if columns[col][0] in wordy else ALIGN.CENTER
            fill_cell(table.cell(row, col), text, SONG_FONT, align)

    def caption(self, text: str) -> None:
        """A line above a table."""
        paragraph = self.line(text, font=HEI_FONT, size=SIZE_4)
        paragraph.paragraph_format.keep_with_next = True

    def small(self, text: str) -> None:
        """A note below a table or the signature; it is never alone on a page."""
        paragraph = self.line(text, font=BODY_FONT, size=12)
        paragraph.paragraph_format.line_spacing = Pt(18)
        paragraph.paragraph_format.keep_with_next = True

    def save(self, path: str) -> None:
        """Write the template."""
        self.document.save(path)
