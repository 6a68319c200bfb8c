"""Words by which a table says how far its figures can be trusted, and which version they are."""

from collections.abc import Iterable

from ..vocabulary import Verification
from .words import plain

_MARKS = (
    (Verification.SYNTHETIC, ("示例", "虚构", "模拟数据", "演示数据", "测试数据")),
    (Verification.UNVERIFIED, ("未核实", "未经核实", "待核实", "凭记忆")),
    (Verification.SECONDARY, ("转载", "二手", "转引", "据媒体")),
)
_VINTAGES = (
    ("普查修订", ("普查修订", "普查后修订", "经济普查资料修订", "普查后")),
    ("最终核实", ("最终核实",)),
    ("初步核算", ("初步核算", "初步核实", "初步数")),
    ("快报", ("快报",)),
)
#: versions of a figure, from the first published to the last
VINTAGES = ("快报", "初步核算", "最终核实", "普查修订")
AUTHORITIES = ("自报", "核定")


def mark_in(texts: Iterable[str]) -> Verification:
    """The weakest verification that any of the texts names; verified when none does."""
    joined = plain("\n".join(texts))
    return next(
        (mark for mark, words in _MARKS if any(word in joined for word in words)),
        Verification.VERIFIED,
    )


def vintage_in(texts: Iterable[str]) -> str | None:
    """The data version that the texts name; None when they name none or several."""
    joined = plain("\n".join(texts))
    found = [name for name, words in _VINTAGES if any(word in joined for word in words)]
    return found[0] if len(found) == 1 else None


def authority_in(texts: Iterable[str]) -> str | None:
    """自报 or 核定 when exactly one of them is named."""
    joined = plain("\n".join(texts))
    found = [name for name in AUTHORITIES if name in joined]
    return found[0] if len(found) == 1 else None
