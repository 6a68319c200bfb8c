"""The looks of workbooks: a few named styles, and outcomes that read without colour too."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from ..assess.judgement import RECKONED_OUTCOMES, Judgement, Outcome
from ..units import scale
from ..vocabulary import Verification
from .book import Style

TITLE = Style(size=18, bold=True, font="黑体", border=False, align="center", wrap=False)
SUBTITLE = Style(size=11, border=False, align="center", colour="404040")
BANNER = Style(size=12, bold=True, font="黑体", fill="FFF2CC", colour="9C0006", align="center")
HEAD = Style(bold=True, font="黑体", fill="D9E2F3", align="center")
SECTION = Style(bold=True, font="黑体", fill="F2F2F2")
TEXT = Style()
SMALL = Style(size=10)
SMALL_CENTRED = Style(size=10, align="center")
CENTRED = Style(align="center")
NOTE = Style(size=10, border=False, colour="595959")
SIGNED = Style(border=False, valign="bottom")
STRONG = Style(size=14, bold=True, font="黑体", align="center")
#: what no reader needs, and reading back does
KNOWN_BY = Style(size=8, align="center", colour="A6A6A6")
ENTRY = Style(align="center", fill="FFFFE5", unlocked=True)
ENTRY_TEXT = Style(fill="FFFFE5", unlocked=True)

#: symbols that every Chinese font has, so that none becomes an empty box
SYMBOLS = {
    Outcome.MET: "√",
    Outcome.NOT_MET: "×",
    Outcome.NOT_DUE: "○",
    Outcome.NOT_ASSESSABLE: "△",
    Outcome.NOT_APPLICABLE: "－",
    Outcome.WITHDRAWN: "◇",
    Outcome.OVERRIDDEN: "※",
}

FILLS = {
    Outcome.MET: "E2F0D9",
    Outcome.NOT_MET: "F8CBAD",
    Outcome.NOT_DUE: "EDEDED",
    Outcome.NOT_ASSESSABLE: "FFF2CC",
    Outcome.NOT_APPLICABLE: "FFFFFF",
    Outcome.WITHDRAWN: "E7E6E6",
    Outcome.OVERRIDDEN: "DDEBF7",
}
#: of an indicator that holds numbers
NO_STATES: Mapping[str, int] = {}
KEY = "符号：" + "　".join(f"{sign} {outcome.chinese}" for outcome, sign in SYMBOLS.items())


#: how an outcome stands in a table of verdicts; rules give the colour (`FILLS`)
OUTCOME = replace(CENTRED, bold=True)
ALERT, ALERT_TEXT = "C00000", "FFFFFF"


def outcome_text(outcome: Outcome) -> str:
    """An outcome in symbol and words."""
    return f"{SYMBOLS[outcome]} {outcome.chinese}"


def verdict_text(j: Judgement, outcome: Outcome | None = None) -> str:
    """A verdict's outcome, or another that it may come to have, in symbol and its own words."""
    outcome = outcome or j.outcome
    return f"{SYMBOLS[outcome]} {j.named(outcome)}"


#: every text of an outcome with its colour
FILLS_OF_TEXTS = tuple(
    (f"{SYMBOLS[outcome]} {text}", fill)
    for outcome, fill in FILLS.items()
    for text in dict.fromkeys((outcome.chinese, RECKONED_OUTCOMES.get(outcome, outcome.chinese)))
)


@lru_cache
def number(decimals: int, unit: str = "", *, signed: bool = False) -> Style:
    """Right-aligned figures with a fixed number of decimals; ratios (%) show ×100."""
    body = "0" if decimals == 0 else "0." + "0" * decimals
    shown = body + "%" if scale(unit) != 1 else f"#,##{body}"
    return Style(
        align="right", wrap=False, number=f"+{shown};-{shown};{shown}" if signed else shown
    )


@lru_cache
def points(decimals: int) -> Style:
    """Differences between percentages, in points: 2.37 and not 0.0237."""
    style = number(decimals)
    return replace(style, number=f'{style.number}"百分点"')


@lru_cache
def entry(style: Style) -> Style:
    """The same style where somebody may try another figure."""
    return replace(style, fill=ENTRY.fill, unlocked=True)


def state(states: Mapping[str, int]) -> Style:
    """States shown by their words instead of their numbers; a format has room for three."""
    if not 2 <= len(states) <= 3:
        return number(0)
    shown = [(value, word.replace('"', "")) for word, value in states.items()]
    tests = ";".join(f'[={value}]"{word}"' for value, word in shown[:2])
    rest = f'"{shown[2][1]}"' if len(shown) == 3 else "0"
    return Style(align="center", number=f"{tests};{rest}")


def contrast(fill: str | None) -> str:
    """Black or white, whichever reads better on a colour."""
    if fill is None:
        return "000000"
    red, green, blue = (int(fill[i : i + 2], 16) for i in (0, 2, 4))
    return "FFFFFF" if red * 299 + green * 587 + blue * 114 < 128_000 else "000000"


@lru_cache
def filled(style: Style, fill: str | None) -> Style:
    """A style on a colour, its text still readable."""
    return replace(style, fill=fill, colour=contrast(fill))


@lru_cache
def margin(decimals: int, *, points: bool) -> Style:
    """Differences with their sign; those of ratios say that they are points."""
    style = number(decimals, signed=True)
    if not points:
        return style
    return replace(style, number=style.number.replace(";", '"百分点";') + '"百分点"')


@lru_cache
def link(style: Style) -> Style:
    """The same style, showing that a click leads on."""
    return replace(style, colour="1F4E9E", underline=True)


def marked(text: str, mark: str) -> str:
    """Text with the mark of figures that were not verified."""
    return text + Verification(mark).mark
