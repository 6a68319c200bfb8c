"""The number that a text is probably meant to be; only a suggestion, said twice as in `content`:
for the reader and as live formulas.

What is proposed is the number that the text begins with, read as if it were typed without doubt:
a Chinese full stop is its point, 下降 its sign, O a nought, a comma its point where it can be
nothing else, and a minus may stand behind it. What stands behind the number in brackets, or is no
unit of the row, is left away, and that is said.
"""

from collections.abc import Sequence
from decimal import Decimal

from ...records import dataclass
from ...units import Units
from ...vocabulary import Indicator
from ..consistency.rules import SLIP
from ..consistency.said import fits, with_unit
from ..reading.decimal_commas import surely_decimal
from .content import LONGEST, ending_of, endings, plain, shifted, squeezed

_UP, _DOWN = "同比 增长 上升 提高 增加 ↑", "下降 降低 减少 回落 ↓ ▼"
#: what is typed instead of a point, of brackets, of a sign
_INSTEAD = {
    "。": ".", "（": "(", "）": ")", **dict.fromkeys(_UP.split(), ""),
    **dict.fromkeys(_DOWN.split(), "-"),
}  # fmt: skip
#: letters that are typed for a digit, where no unit of the row has them
_ALIKE = {"O": "0", "o": "0", "l": "1", "I": "1"}
_OF_NUMBERS = "0123456789,.+-"


@dataclass(frozen=True, slots=True)
class Meant:
    """The number that a text begins with, in the row's unit, and what was left away behind it."""

    number: Decimal
    rest: str


def proposed(text: str, indicator: Indicator, known: Units, row: Sequence[Decimal]) -> str:
    """What is proposed for a text that is no number beyond doubt; nothing where it is none that
    the indicator and the other figures of its row allow."""
    found = meant(text, indicator.unit, known)
    if found is None or not _allowed(found, indicator, row):
        return ""
    shown = f"{found.number.normalize():f}"
    said = f"；是否想填 {with_unit(shown, indicator)}？若是，请只填 {shown}"
    return said + (f"（没有取“{found.rest}”，请核对单位）" if found.rest else "")


def meant(text: str, unit: str, known: Units) -> Meant | None:
    """The number that a text begins with; None where it begins with none."""
    whole = squeezed(text)
    for typed, right in _instead(unit, known).items():
        whole = whole.replace(typed, right)
    if whole.endswith("-") and not whole.startswith(("+", "-", "(")):
        whole = f"-{whole[:-1]}"
    if whole.startswith("("):
        main = f"-{whole[1:-1]}" if whole.endswith(")") else ""
        aside = ""
    else:
        main = whole.partition("(")[0]
        aside = whole[len(main) :]
    ending, power = ending_of(main, unit, known)
    bare = main.removesuffix(ending)
    strange = "" if ending else "".join(one for one in main if one not in _OF_NUMBERS)
    bare = bare.removesuffix(strange)
    unsigned = bare[1:] if bare[:1] in ("+", "-") else bare
    number = plain(bare)
    if number is None and "." not in unsigned and surely_decimal(unsigned):
        number = plain(bare.replace(",", "."))
    rest = "".join((strange + aside).splitlines())
    return None if number is None else Meant(number.scaleb(power), rest)


def _instead(unit: str, known: Units) -> dict[str, str]:
    """What is typed in a row of a unit for something else."""
    letters = "".join(name for name, _ in endings(unit, known)).lower()
    return _INSTEAD | {one: right for one, right in _ALIKE.items() if one.lower() not in letters}


def _allowed(found: Meant, indicator: Indicator, row: Sequence[Decimal]) -> bool:
    """Whether a number lies in the plausible range and, a level, is about as large as its row;
    without any other figure a number tells nothing of the unit behind it."""
    if not fits(found.number, indicator) or (found.rest and not row):
        return False
    size, sizes = abs(found.number), [abs(one) for one in row if one]
    if not sizes or indicator.change_of is not None or not size:
        return True
    return min(sizes) <= SLIP * size and size <= SLIP * max(sizes)


def whole_formula(squeezed_text: str, unit: str, known: Units) -> str:
    """A squeezed text with points, brackets, signs and digits for what is typed instead."""
    formula = squeezed_text
    for typed, right in _instead(unit, known).items():
        formula = f'SUBSTITUTE({formula},"{typed}","{right}")'
    return formula


def signed_formula(whole: str) -> str:
    """A whole text with its minus before it, where it stands behind."""
    unsigned = ",".join(f'LEFT({whole},1)<>"{one}"' for one in "+-(")
    behind = f'AND(RIGHT({whole},1)="-",{unsigned})'
    return f'IF({behind},"-"&LEFT({whole},LEN({whole})-1),{whole})'


def main_formula(whole: str) -> str:
    """What stands before the brackets of a whole text; in brackets alone, a number below nought."""
    below = f'IF(RIGHT({whole},1)=")","-"&MID({whole},2,LEN({whole})-2),"")'
    return f'IF(LEFT({whole},1)="(",{below},LEFT({whole},FIND("(",{whole}&"(")-1))'


def strange_formula(main: str, ended: str) -> str:
    """What stands behind a number and is no unit of the row; `ended` says whether one ends it."""
    letters = main
    for one in _OF_NUMBERS:
        letters = f'SUBSTITUTE({letters},"{one}","")'
    return f'IF({ended},"",IF(RIGHT({main},LEN({letters}))={letters},{letters},""))'


def behind_formula(strange: str, whole: str, main: str) -> str:
    """All that is left away behind a number, in one line; what stands in brackets among it."""
    aside = f'IF(LEFT({whole},1)="(","",MID({whole},LEN({main})+1,99))'
    return f'SUBSTITUTE(SUBSTITUTE({strange}&{aside},CHAR(13),""),CHAR(10),"")'


def decimal_formula(bare: str, unsigned: str, rest: str, unit: str) -> str:
    """The number, in the row's unit, of a bare text whose comma can only be a point; else ""."""
    at, size = f'FIND(",",{unsigned})', f"LEN({unsigned})"
    apart = f'OR({size}-{at}<>3,{at}>4,LEFT({unsigned},2)="0,")'
    surely = f'AND({rest}=",",LEN({bare})<={LONGEST},{at}>1,{size}>{at},{apart})'
    pointed = f'SUBSTITUTE({bare},",",".")'
    return f'IFERROR(IF({surely},{shifted(pointed, unit)},""),"")'


def row_formula(number: str, others: Sequence[str]) -> str:
    """Whether a level, a number, is about as large as the other figures of its row, if any."""
    sizes = [f"ABS(N({one}))" for one in others]
    least = ",".join(f"IF({one}=0,9E+99,{one})" for one in sizes)
    most = ",".join(sizes)
    within = f"MIN({least})<={SLIP}*ABS({number}),ABS({number})<={SLIP}*MAX({most})"
    return f"OR({number}=0,MAX({most})=0,AND({within}))"
