"""What may stand in an input cell of a form, said twice: for the reader and as live formulas.

A cell holds a number, a number typed as text without any doubt (full-width digits, thousands
commas, blanks, its own unit or one that is some power of ten of it), a word for "no figure", a
choice from the row's list, or nothing.
"""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ...units import STANDARD, Units
from ..cell_figures import fits
from ..values import MISSING, TINY

_DASHES = "－−—–─﹣‐‑‒―"
_BLANKS = " 　\u00a0\u2009\u202f\t"
_WIDE = {chr(0xFF10 + i): str(i) for i in range(10)} | {"．": ".", "，": ",", "＋": "+", "％": "%"}
_CHANGES = {**_WIDE, **dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_BLANKS, "")}
_FOLDED = str.maketrans(_CHANGES)
_PLAIN = re.compile(r"[+-]?(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?\Z")
LONGEST = 20
#: what no unit is written with: 2倍 in a row of % may be one more than it says
_NO_UNIT = "倍"
#: how the length of a unit and its power of ten stand in one number, for formulas
_POWERS, _MIDDLE = 100, 50


def squeezed(text: str) -> str:
    """A typed text with plain digits, signs and no blanks."""
    return text.translate(_FOLDED).strip("\u200b\ufeff'’")


#: words that say that there is no figure, as cells are compared with them
NO_FIGURE = tuple(sorted({squeezed(word).lower() for word in (*MISSING, *TINY)}))


@lru_cache(maxsize=512)
def endings(unit: str, known: Units) -> tuple[tuple[str, int], ...]:
    """The units that a number in a row of `unit` may be typed with, squeezed, the longest first;
    each with the power of ten by which the row's unit has more of it."""
    found = {squeezed(unit): 0} if unit else {}
    for name in known.names if unit and known.find(unit) is not None else ():
        if name != _NO_UNIT and fits(name, unit, known):
            power = _power_of_ten(known.ratio(name, unit))
            if power is not None:
                found.setdefault(squeezed(name), power)
    return tuple(sorted(found.items(), key=lambda one: -len(one[0])))


def _power_of_ten(ratio: Fraction) -> int | None:
    """Which power of ten a ratio is; None when it is none."""
    power = len(str(ratio.numerator)) - len(str(ratio.denominator))
    return power if ratio == Fraction(10) ** power else None


def plain_number(text: str, unit: str, known: Units = STANDARD) -> Decimal | None:
    """The number that a text is beyond doubt, in the row's own unit; None otherwise."""
    found = squeezed(text)
    ending, power = ending_of(found, unit, known)
    number = plain(found.removesuffix(ending))
    return None if number is None else number.scaleb(power)


def ending_of(text: str, unit: str, known: Units) -> tuple[str, int]:
    """The unit that ends a squeezed text, as it stands there, and its power of ten."""
    for name, power in endings(unit, known):
        if text.lower().endswith(name.lower()):
            return text[-len(name) :], power
    return "", 0


def plain(bare: str) -> Decimal | None:
    """The number that a squeezed text without its unit is beyond doubt; None otherwise."""
    if len(bare) > LONGEST or not _PLAIN.match(bare):
        return None
    return Decimal(bare.replace(",", ""))


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


def unit_formula(text: str, unit: str, known: Units) -> str:
    """The unit at the end of a squeezed text: its length, and its power of ten, in one number."""
    formula = str(_MIDDLE)
    for name, power in reversed(endings(unit, known)):
        size = len(name)
        formula = f'IF(RIGHT({text},{size})="{name}",{size * _POWERS + _MIDDLE + power},{formula})'
    return formula


def bare_formula(text: str, unit: str, strange: str) -> str:
    """A squeezed text without the unit at its end, which `unit` says as `unit_formula` does, or
    without what is no unit there."""
    return f"LEFT({text},LEN({text})-INT({unit}/{_POWERS})-LEN({strange}))"


def unsigned_formula(bare: str) -> str:
    """A bare text without its sign."""
    return f'IF(OR(LEFT({bare},1)="-",LEFT({bare},1)="+"),MID({bare},2,99),{bare})'


def rest_formula(unsigned: str) -> str:
    """What is left of a text without its digits."""
    formula = unsigned
    for digit in "0123456789":
        formula = f'SUBSTITUTE({formula},"{digit}","")'
    return formula


def number_formula(bare: str, unsigned: str, rest: str, unit: str) -> str:
    """The number of a bare text in the row's unit; "" when it is none beyond doubt, as `_PLAIN`
    says it."""
    point = f'FIND(".",{unsigned}&".")'
    whole = f"LEFT({unsigned},{point}-1)"
    ends = f'AND(LEFT({unsigned},1)<>".",RIGHT({unsigned},1)<>".",LEN({bare})<={LONGEST})'
    grouped = (
        f'AND(SUBSTITUTE(SUBSTITUTE({rest},",",""),".","")="",'
        f'LEN({rest})-LEN(SUBSTITUTE({rest},".",""))<=1,ISERROR(FIND(",",{unsigned},{point})),'
        f'TEXT(VALUE(SUBSTITUTE({whole},",","")),"#,##0")={whole})'
    )
    value = shifted(f'SUBSTITUTE({bare},",","")', unit)
    return f'IFERROR(IF({ends},IF(OR({rest}="",{rest}=".",{grouped}),{value},""),""),"")'


def shifted(text: str, unit: str) -> str:
    """The number of a text of digits in the row's unit, as `unit` of `unit_formula` tells it."""
    power = f"MOD({unit},{_POWERS})-{_MIDDLE}"
    # the power goes into the text: 5323.36/10^4 would be rounded twice
    return f'VALUE({text}&IF({power}=0,"","E"&({power})))'


def ended_formula(unit: str) -> str:
    """Whether a text ends with a unit of the row, by what `unit_formula` says."""
    return f"{unit}>={_POWERS}"
