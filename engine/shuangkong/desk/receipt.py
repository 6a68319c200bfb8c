"""The receipt 回执 of a signed submission as PDF; the same bytes every time."""

import io
import re
from collections.abc import Sequence

_FONT = "STSong-Light"
#: what is not Chinese: in the Chinese font its letters crowd, and a hash is hard to read
_LATIN = re.compile(r"[!-~]+(?: +[!-~]+)*")


def pdf(title: str, rows: Sequence[tuple[str, str]], remark: str) -> bytes:
    """One A4 page: a title, what was recorded line by line, and how to check it later.

    The fonts are those that readers of PDF bring or replace by the system's, Chinese as well, so
    that nothing is embedded and no font of this computer is needed.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    body = ParagraphStyle("body", fontName=_FONT, fontSize=10.5, leading=16, wordWrap="CJK")
    head = ParagraphStyle("head", parent=body, fontSize=18, leading=28, alignment=1)
    lines = [[Paragraph(_safe(a), body), Paragraph(_safe(b), body)] for a, b in rows]
    table = Table(lines, colWidths=[26 * mm, 140 * mm])
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, (0.6, 0.6, 0.6)),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    made = io.BytesIO()
    document = SimpleDocTemplate(
        made, pagesize=A4, title=title, author="shuangkong", invariant=1,
        leftMargin=22 * mm, rightMargin=22 * mm,
    )  # fmt: skip
    document.build(
        [Paragraph(_safe(title), head), Spacer(1, 8 * mm), table, Spacer(1, 6 * mm),
         Paragraph(_safe(remark), body)]
    )  # fmt: skip
    return made.getvalue()


def _safe(text: str) -> str:
    return _LATIN.sub(_in_latin, text)


def _in_latin(run: re.Match[str]) -> str:
    said = run[0].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<font name="Helvetica">{said}</font>'
