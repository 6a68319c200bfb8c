"""A plan's text → its numbered clauses, and the numbers printed in them.

Clauses are numbered as official documents do it: 一、 then （一） then 1. then （1）; their id
joins the levels (一（三）1). What stands before the first heading is clause 前文, what stands
from a line 附件 on is clause 附件.
"""

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from ..errors import Misuse
from ..records import dataclass

PREFACE = "前文"
ANNEX = "附件"

_HAN = "一二三四五六七八九十"
_HEADINGS = (
    re.compile(rf"\s*([{_HAN}]+)、"),
    re.compile(rf"\s*[（(]([{_HAN}]+)[）)]"),
    re.compile(r"\s*(\d+)\s*[.．、](?!\d)"),
    re.compile(r"\s*[（(](\d+)[）)]"),
)
_LAYOUT = ("{}", "（{}）", "{}", "（{}）")
_NARROW = str.maketrans("０１２３４５６７８９．％", "0123456789.%")

_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
#: 十 to 亿 before a unit; 千瓦, 千克 and 百分点 are units themselves.
_SCALE = re.compile(r"(?:[十万亿]|百(?!分点)|千(?![瓦克伏米焦卡]))*")
_DIGITS = {c: i for i, c in enumerate(_HAN, start=1)} | {"两": 2}
_GAP = r"[-－–—~～至]"
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_RANGE_TAIL = re.compile(rf"[^\d，。；、]{{0,2}}?{_GAP}(?=\d)")
_DATE = re.compile(r"\d{4}(?:年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2})")
_TITLE = re.compile(r"《[^》]*》")
_ADDRESS = re.compile(r"https?://[!-~]+")
#: Numbers in characters that set something; “六大”“四个一批” are words and are not read.
_WORDS = re.compile(
    r"零增长"
    r"|(?<![\d一二三四五六七八九十百千万亿])(?<!\d )[十百千]?[万亿]"
    r"(?=以上|以下|吨|千瓦|平方米|立方米|人|户|家|辆|台|只)"
    rf"|[{_HAN}两]+(?=个月|倍)"
    rf"|[{_HAN}]+分之[{_HAN}]+"
)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a clause: its number in the text, and where the clause's own words begin."""

    number: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered clause with the lines before the next heading."""

    id: str
    title: str
    lines: tuple[TextLine, ...]
    #: nothing but a heading over further clauses
    bare: bool

    @property
    def line(self) -> int:
        """The number of its first line in the text."""
        return self.lines[0].number


@dataclass(frozen=True, slots=True)
class TextFigure:
    """A number as printed. `value` includes 万 and 亿; `rest` is what follows, unit first."""

    clause: str
    line: int
    column: int
    printed: str
    value: Decimal
    rest: str
    #: why it needs no declaration, when where it stands already says so
    skipped: str | None = None


def clause_id(text: str) -> str:
    """A clause number in one spelling: full-width brackets, no blanks, no final stop."""
    return "".join(text.split()).replace("(", "（").replace(")", "）").rstrip(".．、")


def canonical(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """A number without 万 and 亿 in its unit: 2 亿重量箱 is 200000000 重量箱.

    What a unit is divided by is dropped, as plans print 305 克标准煤 for 克标准煤/千瓦时.
    """
    scale, rest = _scaled("".join(unit.split()))
    return value * scale, rest.split("/")[0]


def _scaled(text: str) -> tuple[int, str]:
    """The 百, 千, 万, 亿 that a text begins with, multiplied, and what follows."""
    text = text.removeprefix("个") if text.startswith("个百分点") else text
    words = _scale_words(text)
    return math.prod(_SCALES[w] for w in words), text[len(words) :]


def _scale_words(text: str) -> str:
    found = _SCALE.match(text)
    return found[0] if found else ""


def unit_of(figure: TextFigure, known: set[str]) -> str:
    """The unit printed after a figure: the longest known one that fits, else blank."""
    return max((u for u in known if figure.rest.startswith(u)), key=len, default="")


def clauses(text: str) -> tuple[Clause, ...]:
    """All clauses in the order of the text."""
    open_id, title = PREFACE, PREFACE
    levels: list[str] = []
    lines: list[TextLine] = []
    depth = -1
    made: list[tuple[str, str, tuple[TextLine, ...], int]] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.translate(_NARROW)
        found = None if open_id == ANNEX else _heading(line, depth)
        annexed = bool(levels) and line.strip().startswith(ANNEX) and open_id != ANNEX
        if found or annexed:
            if lines:
                made.append((open_id, title, tuple(lines), depth))
            lines = []
        if annexed:
            open_id, title, depth, start = ANNEX, ANNEX, 0, 0
        elif found:
            depth, mark, start = found
            levels = [*levels[:depth], mark]
            open_id = "".join(_LAYOUT[i].format(m) for i, m in enumerate(levels))
            title = _first_words(line[start:])
        else:
            start = 0
        if line.strip():
            lines.append(TextLine(number, start, line))
    if lines:
        made.append((open_id, title, tuple(lines), depth))
    return tuple(
        Clause(i, t, ls, _is_bare(ls, d, made[n + 1][3] if n + 1 < len(made) else -1))
        for n, (i, t, ls, d) in enumerate(made)
    )


def _heading(line: str, depth: int) -> tuple[int, str, int] | None:
    """Level, number and end of a heading; a level is entered only from the one above it."""
    for level, pattern in enumerate(_HEADINGS):
        match = pattern.match(line)
        if match and level <= depth + 1:
            return level, match[1], match.end()
    return None


def _first_words(text: str) -> str:
    return re.split(r"[。：:]", text.strip(), maxsplit=1)[0][:30]


def _is_bare(lines: tuple[TextLine, ...], depth: int, following: int) -> bool:
    own = lines[0].text[lines[0].start :].strip().rstrip("。：:")
    if depth < 0:
        return True
    return len(lines) == 1 and following > depth and "。" not in own


def figures(clause: Clause) -> Iterator[TextFigure]:
    """The numbers printed in a clause, in order; headings' own numbers left out."""
    for line in clause.lines:
        titles = [m.span() for m in _TITLE.finditer(line.text)]
        dates = [m.span() for m in _DATE.finditer(line.text)]
        addresses = [m.span() for m in _ADDRESS.finditer(line.text)]
        found = [*_arabic(line), *_in_words(line)]
        for start, end, value, rest in sorted(found):
            skipped = None
            if _inside(start, titles):
                skipped = "文件名称里的数"
            elif _inside(start, addresses):
                skipped = "网址"
            elif clause.id in (PREFACE, ANNEX) and _inside(start, dates):
                skipped = "文件的日期"
            elif start and re.match(r"[A-Za-z]", line.text[start - 1]):
                skipped = "名称的一部分"
            printed = line.text[start:end] + _scale_words(line.text[end:].lstrip())
            yield TextFigure(clause.id, line.number, start + 1, printed, value, rest, skipped)


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _arabic(line: TextLine) -> Iterator[tuple[int, int, Decimal, str]]:
    """Start, end, value and rest of numbers in digits; the low end of a range takes the unit."""
    for match in _NUMBER.finditer(line.text, line.start):
        end = match.end()
        tail = _RANGE_TAIL.match(line.text, end)
        high = _NUMBER.match(line.text, tail.end()) if tail else None
        # typeset text has a blank between a number and its unit
        scale, rest = _scaled(line.text[high.end() if high else end :].lstrip())
        yield match.start(), end, Decimal(match[0].replace(",", "")) * scale, rest[:12]


def _in_words(line: TextLine) -> Iterator[tuple[int, int, Decimal, str]]:
    for match in _WORDS.finditer(line.text, line.start):
        word = match[0]
        if word == "零增长":
            yield match.start(), match.end(), Decimal(0), "%"
        else:
            rest = line.text[match.end() :][:12]
            yield match.start(), match.end(), _spoken(word), rest


def _spoken(word: str) -> Decimal:
    """十二 is 12, 百万 is 1000000, 三分之二 is 0.6667: as a declaration can write it."""
    if "分之" in word:
        under, over = word.split("分之")
        return round(_spoken(over) / _spoken(under), 4)
    total, last = Decimal(0), Decimal(0)
    for character in word:
        if character not in _SCALES:
            last = Decimal(_DIGITS[character])
        elif last:
            total, last = total + last * _SCALES[character], Decimal(0)
        else:
            total = (total or 1) * Decimal(_SCALES[character])
    return total + last


def read_text(path: Path) -> str:
    """A plan's text from a file in UTF-8 or GB18030.

    Raises:
        Misuse: when the file is in neither.
    """
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Misuse(
        f"{path.name} 不是文本文件（UTF-8 或 GB18030）\n    怎么改：把全文另存为 .txt 文本文件"
    )
