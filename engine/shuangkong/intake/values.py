"""What a cell's text says as a value: a decimal, a missing mark, too small to show, or text."""

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from ..records import dataclass
from .words import unit_of


class CellSort(StrEnum):
    """What a cell holds once its text has been read."""

    NUMBER = "number"
    MISSING = "missing"  #: — - .. 暂缺: no figure was given
    TINY = "tiny"  #: … : below the smallest unit shown; neither missing nor zero
    TEXT = "text"
    UNCLEAR = "unclear"  #: looks like a number and cannot be read as one for certain


@dataclass(frozen=True, slots=True)
class CellValue:
    """A cell's value. `unit` and `note` are what stood with the number in the same cell.

    `scaled` says that the number was multiplied by a word without a unit (3.2亿), `worded` that
    its sign is that of a word (下降3.2).
    """

    sort: CellSort
    number: Decimal | None = None
    unit: str | None = None
    note: str | None = None
    scaled: bool = False
    worded: bool = False


MISSING = frozenset(
    [
        "-",
        "--",
        "---",
        "—",
        "——",
        "———",
        "–",
        "―",
        "─",
        "──",
        "/",
        "\\",
        "//",
        "..",
        "·",
        "×",
        "x",
        "X",
        "※",
        "n/a",
        "na",
        "n.a.",
        "n.a",
        "nan",
        "null",
        "none",
        "nil",
        "#",
        "无",
        "无数据",
        "暂无",
        "暂无数据",
        "暂缺",
        "数据暂缺",
        "缺",
        "缺失",
        "缺报",
        "未报",
        "未填",
        "未公布",
        "未统计",
        "不详",
        "待核实",
        "待定",
        "待补",
        "空",
        "空缺",
        "没有",
        "不适用",
        "[x]",
        "[z]",
        "[c]",
    ]
)
TINY = frozenset(("…", "……", "...", "......", "⋯", "⋯⋯", "[low]"))
_TINY_FOLDED = frozenset(unicodedata.normalize("NFKC", mark) for mark in TINY)
#: raised and encircled figures, which folding makes plain ones
_MARKED = "\u2070-\u209f\u00b9\u00b2\u00b3\u2460-\u24ff\u2776-\u2793\u3251-\u32bf"
_MARKS = re.compile(rf"[{_MARKED}*※†‡§＊]+\Z")
#: a footnote mark before a figure: folding would make 1500 of ①500
_MARK_BEFORE = re.compile(rf"[{_MARKED}]\s*[0-9０-９.]")
#: and marks that stand alone, or lead words
_MARK_FIRST = re.compile(rf"[{_MARKED}]")
_BRACKET_NOTE = re.compile(
    r"(?P<number>.*?[0-9０-９%％])\s*(?P<note>[\[(（【〔<《].*[\])）】〕>》])\s*\Z", re.DOTALL
)
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)"
    r"(?P<digits>(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|[0-9]+)"
    r"(?:\.[0-9]*)?|\.[0-9]+)(?P<power>[eE][+-]?[0-9]{1,3})?\s*(?P<rest>.*)\Z",
    re.DOTALL,
)
_DASHES = str.maketrans(dict.fromkeys("−﹣‐‑‒–—―─﹘", "-") | {"＋": "+", "﹢": "+"})
_UP = ("增长", "上升", "提高", "增加", "↑", "▲")
_DOWN = ("下降", "降低", "减少", "回落", "↓", "▼")
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "千": Decimal(1000)}
_DIGIT = re.compile(r"[0-9０-９⁰-₟¹²³①-⓿]")
_DATE = re.compile(r"(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?(?:[ T][0-9:.]+)?\Z")
_MAX_TEXT = 120
#: what may stand with a negative figure in brackets; `(1010 kJ)` and `(104 tn)` are units
_IN_BRACKETS = (None, "%", "‰", "百分点")
#: a text of words: it begins with none that leads a number, and has no mark that is taken off
_WORDS = re.compile(r"(?![增上提下降减回])[\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff]*\Z")
_TEXT = CellValue(CellSort.TEXT)


def fold(text: str) -> str:
    """Full-width forms and compatibility characters made plain, outer blanks removed."""
    return unicodedata.normalize("NFKC", text).strip().strip("\u200b\ufeff")


def parse(text: str) -> CellValue:
    """Read one cell's text. Never raises; what cannot be read for certain is UNCLEAR or TEXT."""
    if _WORDS.match(text):
        return _TEXT if text.casefold() not in MISSING else CellValue(CellSort.MISSING)
    stripped = text.strip().strip("\u200b\ufeff\u3000\xa0'’")
    if not stripped:
        return CellValue(CellSort.MISSING)
    if stripped in TINY or fold(stripped) in _TINY_FOLDED:
        return CellValue(CellSort.TINY)
    if fold(stripped).casefold() in MISSING:
        return CellValue(CellSort.MISSING)
    if not _DIGIT.search(stripped):
        return CellValue(CellSort.TEXT)
    if len(stripped) > _MAX_TEXT or _DATE.match(fold(stripped)):
        return CellValue(CellSort.TEXT)
    return _parse_marked(stripped)


def rises(text: str) -> bool:
    """Whether a figure is led by the triangle of what rises."""
    return text.lstrip()[:1] == "▲"


def falls(text: str) -> bool:
    """Whether a figure is led by the triangle of what falls."""
    return text.lstrip()[:1] == "▼"


def _parse_marked(text: str) -> CellValue:
    """A value with its footnote mark or bracketed remark taken off first.

    Marks go before folding: folding would turn 12.3¹ into 12.31.
    """
    if _MARK_BEFORE.search(text):
        return CellValue(CellSort.UNCLEAR)
    if _MARK_FIRST.match(text):
        return _TEXT
    note = None
    marks = _MARKS.search(text)
    if marks and marks.start() > 0:
        note, text = marks[0], text[: marks.start()].rstrip()
    bracketed = _BRACKET_NOTE.match(text)
    if bracketed:
        inner = bracketed["note"][1:-1].strip()
        if unit_of(inner) is None:
            note = "".join(filter(None, (inner, note)))
            text = bracketed["number"]
    value = _parse_plain(fold(text).translate(_DASHES))
    return replace(value, note=note) if note else value


def _parse_plain(text: str) -> CellValue:
    if text[:1] == "(" and text[-1:] == ")" and len(text) > 2:
        inner = _parse_plain(text[1:-1].strip())
        amount = inner.unit in _IN_BRACKETS and text[1] not in "+-"
        if inner.sort is CellSort.NUMBER and inner.number is not None and amount:
            return replace(inner, number=-inner.number)
        return CellValue(CellSort.TEXT)
    for words, direction in ((_UP, 1), (_DOWN, -1)):
        for word in words:
            if text.startswith(word) and text[len(word) :].strip()[:1].isdigit():
                found = _parse_plain(text[len(word) :].strip())
                if found.number is None:
                    return found
                return replace(found, number=direction * found.number, worded=True)
    text = re.sub(r"\A([+-])\s+(?=[0-9.])", r"\1", text)
    match = _NUMBER.match(text)
    if not match:
        return CellValue(CellSort.TEXT)
    return _finish(match)


def _finish(match: re.Match[str]) -> CellValue:
    rest = match["rest"].strip()
    digits = match["digits"].replace(",", "").replace(" ", "")
    try:
        number = Decimal(match["sign"] + digits + (match["power"] or ""))
    except InvalidOperation:
        return CellValue(CellSort.UNCLEAR)
    if not rest:
        return CellValue(CellSort.NUMBER, number)
    if rest in _SCALES:
        return CellValue(CellSort.NUMBER, number * _SCALES[rest], scaled=True)
    unit = unit_of(rest)
    if unit is not None:
        return CellValue(CellSort.NUMBER, number, unit)
    if re.fullmatch(r"[0-9.,%eE+\- ]+", rest):
        return CellValue(CellSort.UNCLEAR)
    return CellValue(CellSort.TEXT)
