"""Chinese text for documents: figures with units that never break apart, marks, clean words."""

import functools
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from ..declarations.bundle import Declarations
from ..text import in_xml, joined
from ..units import scale
from ..vocabulary import Document, Source, Verification

_ROW = re.compile(r"(?:[\w.-]+/)?allocations\.csv:([0-9]+)")
#: how the title of a document ends that does not exist yet
_TO_COME = "（待定）"


def clean(text: str) -> str:
    """Text that any document can hold: no control characters, line ends as \\n."""
    return in_xml(text.replace("\r\n", "\n").replace("\r", "\n")).replace("\x7f", "")


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half away from zero, as people and Excel round; no negative zero."""
    shown = value.quantize(_last_place(decimals), rounding=ROUND_HALF_UP)
    return shown if shown else abs(shown)


@functools.cache
def _last_place(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


@functools.lru_cache
def _terms(unit: str) -> tuple[int, int]:
    return scale(unit).as_integer_ratio()


def figure(value: Decimal, unit: str, decimals: int) -> str:
    """A number as printed: 5.28%, 2.37个百分点, 855.00 万吨. 0.0528 is 5.28%."""
    numerator, denominator = _terms(unit)
    shown = value * denominator / numerator
    return joined(f"{rounded(shown, decimals):f}", unit)


def places_of(value: Decimal | None) -> int:
    """How many digits after the point a number was given with."""
    exponent = 0 if value is None else value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@functools.cache
def mark_of(mark: str) -> str:
    """The mark that stands after a figure that was not verified."""
    return Verification(mark).mark


def banner(mark: str) -> str:
    """What stands on top of a document made from figures that were not verified."""
    return {
        "verified": "",
        "secondary": "本文件含据转载、未见原文的数据，引用前请核对原文",
        "unverified": "本文件含未经核实的数据，不得作为考核依据",
        "synthetic": "本文件含示例（虚构）数据，仅供演示，不得作为考核依据",
    }[mark]


def documented(document: Document) -> str:
    """The title of a document that exists, with its number; one not known stays visibly open."""
    if document.title.endswith(_TO_COME):
        return titled(document.title)
    return f"{titled(document.title)}（{document.number or '〔文号待核〕'}）"


def based_on(documents: Iterable[Document]) -> str:
    """Documents as the basis of a letter, each once: 《甲》（…）、《乙》（…）和《丙》（…）."""
    told = list(dict.fromkeys(documented(one) for one in documents))
    return "和".join(["、".join(told[:-1]), told[-1]]) if len(told) > 1 else "".join(told)


def cited(source: Source, declarations: Declarations) -> str:
    """A source as it is cited: 《…》（冀政〔2008〕50号）二（一）."""
    plan = declarations.plan
    document = plan.documents.get(source.document) if source.document else plan.document
    if document is None:
        return source.clause
    number = f"（{document.number}）" if document.number else ""
    return f"{titled(document.title)}{number}{source.clause}"


def in_words(source: str) -> str:
    """Where a declared number stands, without the name of a file of declarations."""
    return _ROW.sub(r"分解表第\1行", source)


@functools.lru_cache
def titled(title: str) -> str:
    """A title in 《》, inner ones turned into 〈〉; of a document to come, an open place."""
    if title.endswith(_TO_COME):
        return f"〔{title.removesuffix(_TO_COME)}待定〕"
    if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
        return title
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"
