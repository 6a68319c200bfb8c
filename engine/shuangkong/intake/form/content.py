"""What may stand in an input cell of a form, said twice: for the reader and as live formulas.

A cell holds a number, a number typed as text without any doubt (full-width digits, thousands
commas, blanks, its own unit), a word for "no figure", a choice from the row's list, or nothing.
"""

import re
from decimal import Decimal

from ..values import MISSING, TINY

_DASHES = "－−—–─﹣‐‑‒―"
_BLANKS = " 　\u00a0\u2009\u202f\t"
_WIDE = {chr(0xFF10 + i): str(i) for i in range(10)} | {"．": ".", "，": ",", "＋": "+", "％": "%"}
_CHANGES = {**_WIDE, **dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_BLANKS, "")}
_FOLDED = str.maketrans(_CHANGES)
_PLAIN = re.compile(r"[+-]?(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?\Z")
LONGEST = 20


def squeezed(text: str) -> str:
    """A typed text with plain digits, signs and no blanks."""
    return text.translate(_FOLDED).strip("\u200b\ufeff'’")


#: words that say that there is no figure, as cells are compared with them
NO_FIGURE = tuple(sorted({squeezed(word).lower() for word in (*MISSING, *TINY)}))


def plain_number(text: str, unit: str) -> Decimal | None:
    """The number that a text is beyond doubt, in the row's own unit; None otherwise."""
    found = squeezed(text)
    own = squeezed(unit)
    if own and found.endswith(own):
        found = found[: -len(own)]
    if len(found) > LONGEST or not _PLAIN.match(found):
        return None
    return Decimal(found.replace(",", ""))


def says_missing(text: str) -> bool:
    """Whether a text says that there is no figure."""
    return squeezed(text).lower() in NO_FIGURE


#: what is to be done about a doubt that a remark explains: nothing, and this is why
EXPLAINED = "备注中已说明："


def asks_for_a_reason(mend: str) -> bool:
    """Whether what is to be done about a doubt is to give its reason in the remarks."""
    return "备注" in mend


#: digits and marks: what consists of them alone is no reason for anything
_WORDLESS = "0123456789.,;:!?。；：！？、…·/\\|*#+-=_~^()（）[]【】<>《》“”‘’\"'`&%√"


def explains(remark: str) -> bool:
    """Whether a remark says anything, in words, but that there is nothing."""
    return any(one not in _WORDLESS for one in squeezed(remark)) and not says_missing(remark)


def words_formula(squeezed_text: str) -> str:
    """What is left of a squeezed text without digits and marks."""
    formula = squeezed_text
    for mark in _WORDLESS:
        shown = '""""' if mark == '"' else f'"{mark}"'
        formula = f'SUBSTITUTE({formula},{shown},"")'
    return formula


def squeezed_formula(cell: str) -> str:
    """`squeezed` of a cell."""
    formula = cell
    for old, new in _CHANGES.items():
        formula = f'SUBSTITUTE({formula},"{old}","{new}")'
    return formula


def bare_formula(text: str, unit: str) -> str:
    """A squeezed text without its own unit at the end."""
    own = squeezed(unit)
    size = len(own)
    return f'IF(RIGHT({text},{size})="{own}",LEFT({text},LEN({text})-{size}),{text})'


def unsigned_formula(bare: str) -> str:
    """A bare text without its sign."""
    return f'IF(OR(LEFT({bare},1)="-",LEFT({bare},1)="+"),MID({bare},2,99),{bare})'


def rest_formula(unsigned: str) -> str:
    """What is left of a text without its digits."""
    formula = unsigned
    for digit in "0123456789":
        formula = f'SUBSTITUTE({formula},"{digit}","")'
    return formula


def number_formula(bare: str, unsigned: str, rest: str) -> str:
    """The number of a bare text; "" when it is none beyond doubt, as `_PLAIN` says it."""
    point = f'FIND(".",{unsigned}&".")'
    whole = f"LEFT({unsigned},{point}-1)"
    ends = f'AND(LEFT({unsigned},1)<>".",RIGHT({unsigned},1)<>".",LEN({bare})<={LONGEST})'
    grouped = (
        f'AND(SUBSTITUTE(SUBSTITUTE({rest},",",""),".","")="",'
        f'LEN({rest})-LEN(SUBSTITUTE({rest},".",""))<=1,ISERROR(FIND(",",{unsigned},{point})),'
        f'TEXT(VALUE(SUBSTITUTE({whole},",","")),"#,##0")={whole})'
    )
    value = f'VALUE(SUBSTITUTE({bare},",",""))'
    return f'IFERROR(IF({ends},IF(OR({rest}="",{rest}=".",{grouped}),{value},""),""),"")'
