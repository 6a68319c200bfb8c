"""Words by which a table says how far its figures can be trusted, and which version they are."""

import re
from collections.abc import Iterable

from ..vocabulary import Authority, Verification, Vintage
from .words import plain

_MARKS = (
    (Verification.SYNTHETIC, ("示例", "虚构", "模拟数据", "演示数据", "测试数据")),
    (Verification.UNVERIFIED, ("未核实", "未经核实", "待核实", "凭记忆")),
    (Verification.SECONDARY, ("转载", "二手", "转引", "据媒体")),
)
#: how our own forms print their mark behind the title
_PRINTED = re.compile(r"[〔（(【\[](示例|未核实|转载)[〕）)】\]]")
#: a vintage goes by its own name and by these
_VINTAGE_WORDS = {
    Vintage.CENSUS: ("普查后修订", "经济普查资料修订", "普查后"),
    Vintage.PRELIMINARY: ("初步核实", "初步数"),
}


def mark_in(texts: Iterable[str]) -> Verification:
    """The weakest verification that any of the texts names; verified when none does."""
    joined = plain("\n".join(texts))
    return next(
        (mark for mark, words in _MARKS if any(word in joined for word in words)),
        Verification.VERIFIED,
    )


def printed_mark(texts: Iterable[str]) -> Verification:
    """The weakest verification that stands in brackets in any of the texts."""
    return mark_in(found[1] for text in texts for found in _PRINTED.finditer(text))


def vintage_in(texts: Iterable[str]) -> Vintage | None:
    """The data version that the texts name; None when they name none or several."""
    joined = plain("\n".join(texts))
    named = {one: (one.value, *_VINTAGE_WORDS.get(one, ())) for one in Vintage}
    found = [one for one, words in named.items() if any(word in joined for word in words)]
    return found[0] if len(found) == 1 else None


def authority_in(texts: Iterable[str]) -> Authority | None:
    """自报 or 核定 when exactly one of them is named."""
    joined = plain("\n".join(texts))
    found = [one for one in Authority if one.value in joined]
    return found[0] if len(found) == 1 else None
