"""What a number format shows for a number: its words, its scale, its dashes; never a rounding."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from .book import decimal_text

#: kind of a cell whose number is shown as something else: a dash, a word, nothing, other digits
UNCLEAR = "unclear"
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|(?P<pad>[_*].)|\[(?P<bracket>[^\]]*)\]|(?P<end>;)'
    r"|(?P<general>general|G/通用格式)|(?P<power>[eE][-+][0#?]+)|(?P<digits>[0#?](?:[0#?,./]*[0#?])?)"
    r"|(?P<scale>,+)|(?P<point>\.)|(?P<percent>%)|(?P<text>@)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_COLOURS = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?[0-9]+|"
    r"[黑蓝绿红白黄]色?|蓝绿色|洋红|颜色 ?[0-9]+)\Z",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(?P<how><=|>=|<>|<|>|=)(?P<limit>-?[0-9.]+)\Z")
_CURRENCIES = str.maketrans("", "", "¥￥$€£")
_SCALE_WORDS = {
    "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "K": 3, "k": 3, "M": 6,
}  # fmt: skip


@dataclass
class _Section:
    """One part of a format, between semicolons."""

    condition: tuple[str, Decimal] | None = None
    before: str = ""
    after: str = ""
    #: words between the digits, which Excel shows there
    inside: bool = False
    digits: bool = False
    #: whether a zero is shown as a digit
    zeros: bool = False
    thousands: int = 0
    percents: int = 0
    coloured: bool = False
    _pending: list[str] = field(default_factory=list)

    #: digits behind a point that is only a word: `0!.0,` shows ten thousands
    tenths: int = 0

    def say(self, text: str) -> None:
        """A word that is shown as it is."""
        self._pending.append(text)

    def digit(self, zeros: bool, places: int = 1) -> None:
        """Places for digits, and whether a zero is shown there."""
        said = "".join(self._pending).translate(_CURRENCIES).strip()
        self._pending = []
        if self.digits and (said == "." or (self.tenths and not said)):
            self.tenths += places
        elif self.digits and said:
            self.inside = True
        elif not self.digits:
            self.before = said
        self.digits = True
        self.zeros = self.zeros or zeros

    def close(self) -> "_Section":
        """The part is whole."""
        self.after = "".join(self._pending).translate(_CURRENCIES).strip()
        return self

    @property
    def wordless(self) -> bool:
        """Whether it shows a number as it is."""
        words = self.before or self.after or self.inside
        return not (words or self.thousands or self.tenths or self.condition)

    @property
    def marks_negative(self) -> bool:
        """Whether it shows a number below zero as one, by sign, brackets or colour."""
        if (self.before, self.after) in (("-", ""), ("(", ")"), ("（", "）"), ("", "-")):
            return True
        return self.coloured and not self.before and not self.after


@lru_cache(maxsize=1024)
def sections(code: str) -> tuple[_Section, ...]:
    """The parts of a format code."""
    found = [_Section()]
    for match in _TOKEN.finditer(code):
        _token(found, match.lastgroup or "", match[match.lastgroup or 0])
    return tuple(one.close() for one in found)


def _token(found: list[_Section], kind: str, text: str) -> None:
    section = found[-1]
    if kind == "end":
        found.append(_Section())
    elif kind in ("quoted", "escaped", "other"):
        section.say(text)
    elif kind == "bracket":
        _bracket(section, text)
    elif kind in ("digits", "general"):
        section.digit(kind == "general" or "0" in text, len(re.findall("[0#?]", text)))
    elif kind == "scale" and section.digits:
        section.thousands += len(text)
    elif kind == "percent":
        section.percents += 1
    elif kind == "text":
        section.digit(zeros=True)


def _bracket(section: _Section, inner: str) -> None:
    condition = _CONDITION.match(inner)
    if condition:
        section.condition = condition["how"], Decimal(condition["limit"])
    elif _COLOURS.match(inner):
        section.coloured = True
    elif inner.startswith("$"):
        section.say(inner[1:].partition("-")[0])


def is_plain(code: str) -> bool:
    """Whether a format shows every number as that number, perhaps as a percentage."""
    parts = sections(code)
    first = parts[0]
    if not (first.digits and first.zeros and first.wordless):
        return False
    for index, one in enumerate(parts[1:3], start=1):
        if not one.digits or not one.zeros or one.percents != first.percents:
            return False
        if one.thousands or one.tenths or one.inside or one.condition:
            return False
        if (index == 1 and not one.marks_negative) or (index == 2 and not one.wordless):
            return False
    return True


def displayed(number: float, code: str) -> tuple[str, str]:
    """Kind and text of a number under a format: its words with the exact digits between them.

    The kind is UNCLEAR when what is shown is not this number: a zero as a dash, a negative number
    without anything that says so, words between digits.
    """
    exact = Decimal(decimal_text(number))
    section, signed = _chosen(exact, sections(code))
    if not section.digits or (exact == 0 and not section.zeros):
        return UNCLEAR, section.before + section.after
    scale = 3 * section.thousands + section.tenths - 2 * section.percents
    size = abs(exact).scaleb(-scale).normalize() if scale else abs(exact)
    text = format(size, "f") + ("%" if section.percents else "")
    before, after, minus = section.before, section.after, "-" if signed and exact < 0 else ""
    if section.inside or (minus and before):
        return UNCLEAR, minus + before + text + after
    if exact < 0 and not signed:
        if section.marks_negative:
            before, after, minus = "", "", "-"
        elif not before and not after:
            return UNCLEAR, text
    if scale > 0 and after in _SCALE_WORDS:
        same = _SCALE_WORDS[after] == scale
        return ("number", decimal_text(number)) if same else (UNCLEAR, before + text + after)
    return "number", before + minus + text + after


def _chosen(number: Decimal, parts: tuple[_Section, ...]) -> tuple[_Section, bool]:
    """The part that holds for a number, and whether its sign is shown by itself."""
    if any(one.condition for one in parts):
        for one in parts:
            if one.condition is None or _holds(number, *one.condition):
                return one, True
        return parts[-1], True
    if number < 0 and len(parts) > 1:
        return parts[1], False
    if number == 0 and len(parts) > 2:
        return parts[2], True
    return parts[0], True


def _holds(number: Decimal, how: str, limit: Decimal) -> bool:
    return {
        "<": number < limit, "<=": number <= limit, ">": number > limit, ">=": number >= limit,
        "=": number == limit, "<>": number != limit,
    }[how]  # fmt: skip


def as_displayed(number: float, text: str, display: str, percent: bool) -> tuple[str, str]:
    """Kind and text of a number of which the file itself says how it is shown.

    `text` is the number's own plain text. Words are kept; shown with other digits it is unclear.
    """
    digits = _SHOWN_DIGITS.search(display)
    if digits is None:
        return (UNCLEAR, display.strip()) if display.strip() else ("number", text)
    before = display[: digits.start()].translate(_CURRENCIES).strip()
    after = display[digits.end() :].translate(_CURRENCIES).strip()
    after = after.removeprefix("%").strip() if percent else after
    shown = Decimal(digits[0].replace(",", "").replace(" ", ""))
    places = len(digits[0].partition(".")[2])
    own = abs(Decimal(decimal_text(number)) * (100 if percent else 1))
    if abs(own - shown) > Decimal(1).scaleb(-places):
        return UNCLEAR, display.strip()
    if number < 0 and (before, after) in (("-", ""), ("−", ""), ("(", ")"), ("", "-")):
        return "number", text
    if not before and not after:
        return ("number", text) if number >= 0 else (UNCLEAR, display.strip())
    return "number", before + text.lstrip("-") + after


_SHOWN_DIGITS = re.compile(r"[0-9]+(?:[, ][0-9]{3})*(?:\.[0-9]+)?")
