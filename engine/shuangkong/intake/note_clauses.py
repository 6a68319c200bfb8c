"""What one clause of a note says, and of whom, as far as it can be told without the table."""

import re
from enum import Enum, auto

from ..records import dataclass


class Says(Enum):
    """What a clause says of figures."""

    STOOD_IN = auto()  #: 以2025年数代替
    YEAR = auto()  #: 为2025年数
    VOID = auto()  #: 数据有误
    MISSING = auto()  #: 数据缺报
    PLANNED = auto()  #: 为预计数
    PART = auto()  #: 为1—11月累计
    UNIT = auto()  #: 单位为吨
    SCOPE = auto()  #: 为规模以上工业口径
    PLACE = auto()  #: 南浦市不含经开区
    VINTAGE = auto()  #: 为快报数
    AUTHORITY = auto()  #: 为自报数


@dataclass(frozen=True, slots=True)
class NoteClause:
    """What one clause says: `value` is the year, part, unit or word, `about` what stands before it,
    `before` the clauses before it, `years` those it names behind; `sign` finds the sign that the
    sentence explains."""

    says: Says
    value: str
    about: str
    sentence: str
    before: tuple[str, ...] = ()
    years: frozenset[str] = frozenset()
    sign: "re.Pattern[str] | None" = None
    #: whether it is of all figures where nothing that it names is known
    for_all: bool = False


@dataclass(frozen=True, slots=True)
class NotePart:
    """A clause as it stands in its sentence."""

    text: str
    sentence: str
    before: tuple[str, ...]
    sign: "re.Pattern[str] | None"

    def says(
        self, says: Says, found: "re.Match[str] | str", value: str = "", **more: object
    ) -> NoteClause:
        about = found if isinstance(found, str) else found["about"] or ""
        value = value or ("" if isinstance(found, str) else found["value"])
        return NoteClause(says, value, about, self.sentence, self.before, sign=self.sign, **more)  # type: ignore[arg-type]


def source_years(clause: NoteClause) -> frozenset[str]:
    """The years whose figures stand in for others."""
    return frozenset(re.findall(r"(?:19|20)[0-9]{2}", clause.value))
