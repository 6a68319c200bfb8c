"""The looks of workbooks: a few named styles, and outcomes that read without colour too."""

from dataclasses import replace

from ..vocabulary import Verification
from .book import Style

TITLE = Style(size=18, bold=True, font="黑体", border=False, align="center", wrap=False)
SUBTITLE = Style(size=11, border=False, align="center", colour="404040")
BANNER = Style(size=12, bold=True, font="黑体", fill="FFF2CC", colour="9C0006", align="center")
HEAD = Style(bold=True, font="黑体", fill="D9E2F3", align="center")
SECTION = Style(bold=True, font="黑体", fill="F2F2F2")
TEXT = Style()
CENTRED = Style(align="center")
NOTE = Style(size=10, border=False, colour="595959")
LINKED = Style(colour="1F4E9E", underline=True)
STRONG = Style(size=14, bold=True, font="黑体", align="center")
ENTRY = Style(align="center", fill="FFFFE5", unlocked=True)
ENTRY_TEXT = Style(fill="FFFFE5", unlocked=True)

#: symbols that every Chinese font has, so that none becomes an empty box
SYMBOLS = {
    "met": "√",
    "not_met": "×",
    "not_due": "○",
    "not_assessable": "△",
    "not_applicable": "－",
    "overridden": "※",
}

FILLS = {
    "met": "E2F0D9",
    "not_met": "F8CBAD",
    "not_due": "EDEDED",
    "not_assessable": "FFF2CC",
    "not_applicable": "FFFFFF",
    "overridden": "DDEBF7",
}


def number(decimals: int, unit: str = "", *, signed: bool = False) -> Style:
    """Right-aligned figures with a fixed number of decimals; a unit of % shows ×100."""
    body = "0" if decimals == 0 else "0." + "0" * decimals
    shown = body + "%" if unit == "%" else f"#,##{body}"
    return Style(
        align="right", wrap=False, number=f"+{shown};-{shown};{shown}" if signed else shown
    )


def link(style: Style) -> Style:
    """The same style, showing that a click leads on."""
    return replace(style, colour="1F4E9E", underline=True)


def marked(text: str, mark: str) -> str:
    """Text with the mark of figures that were not verified."""
    return text + Verification(mark).mark
