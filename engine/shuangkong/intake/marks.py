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
#: before a word, and behind it, by which it is not what figures are
_NOT = re.compile(
    r"(?:未经[^,.。;]{0,8}|(?:未|没有?|不|非|无|待)(?:进行|完成|作为|属于?|[是为做过]|(?:19|20)[0-9]{2}年)*)\Z"
)
#: so far before a word is looked for what denies it
_NEAR = 40
_NOT_YET = re.compile(r"(?:数据?|数值|结果|值)*(?:尚?未|没有|待|为准|另行|后续|以?后再|之?前)")


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
    """The data version that the texts name; None when they name none or several. 不是快报数 and
    最终核实数待公布 name none."""
    joined = plain(";".join(texts))
    named = {one: (one.value, *_VINTAGE_WORDS.get(one, ())) for one in Vintage}
    found = [one for one, words in named.items() if _says(joined, words) is True]
    return found[0] if len(found) == 1 else None


def authority_in(texts: Iterable[str]) -> Authority | None:
    """自报 or 核定 when exactly one of them is named; what is said not to be 核定 is 自报."""
    joined = plain(";".join(texts))
    said = {one: _says(joined, (one.value,)) for one in Authority}
    found = [one for one, is_it in said.items() if is_it]
    if not found and said[Authority.APPROVED] is False:
        return Authority.REPORTED
    return found[0] if len(found) == 1 else None


def _says(text: str, words: Iterable[str]) -> bool | None:
    """Whether a text says one of some words of its figures; False where it only says that they
    are not that, None where it says nothing of the kind, or that it is still to come."""
    said = None
    for word in words:
        for found in re.finditer(word, text):
            if _NOT.search(text, max(0, found.start() - _NEAR), found.start()):
                said = False
            elif not _NOT_YET.match(text, found.end()):
                return True
    return said
