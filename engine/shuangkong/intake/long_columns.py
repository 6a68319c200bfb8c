"""Where the columns of a tidy long table are, by what their headers say."""

from collections.abc import Mapping
from dataclasses import field

from ..records import dataclass
from ..vocabulary.base import VERIFICATION_EARLIER
from .dittos import as_above
from .periods import period_of
from .reading import Area, Cell, Sheet
from .tables.lexicon import header_role
from .words import plain

NEEDED = ("entity", "indicator", "period", "value", "unit")
#: headers that mean one thing only, whatever stands beside them: 考核对象 beside 地区
_SURE = {
    "entity": "entity",
    "考核对象": "entity",
    "对象": "entity",
    "unit": "unit",
    "计量单位": "unit",
}
_CHINESE = {
    "考核对象": "entity",
    "对象": "entity",
    "地区": "entity",
    "指标": "indicator",
    "指标名称": "indicator",
    "期间": "period",
    "年份": "period",
    "年度": "period",
    "year": "period",
    "年度标识": "period",
    "统计年份": "period",
    "数值": "value",
    "指标值": "value",
    "值": "value",
    "单位": "unit",
    "计量单位": "unit",
    "数据版本": "vintage",
    "版本": "vintage",
    "认定": "authority",
    "标记": "verification",
    VERIFICATION_EARLIER: "verification",
    "核对情况": "verification",
    "备注": "note",
    "说明": "note",
}


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the columns of a long table are: the header row, and column by name."""

    sheet: Sheet
    header: int
    at: Mapping[str, int]
    #: further columns that say the same thing: 年度 beside 期间
    again: tuple[tuple[str, int], ...] = ()
    #: what a ditto under the header stands for
    above: Mapping[tuple[int, int], Cell] = field(default_factory=dict)

    def merged(self, row: int, col: int) -> Area | None:
        """The merged area that a cell lies in."""
        return next(
            (
                area
                for area in self.sheet.merges
                if area.top <= row <= area.bottom and area.left <= col <= area.right
            ),
            None,
        )


def columns_of(sheet: Sheet) -> Headings | None:
    """The long table of a sheet: a header row with all needed columns near its top.

    A table with several columns of places is none: which of them is the entity must be found out.
    """
    for row in sorted(sheet.rows)[:10]:
        heads = {cell.col: plain(cell.text).casefold() for cell in sheet.rows[row]}
        named: dict[str, int] = {}
        for col, head in heads.items():
            if head in _SURE:
                named.setdefault(_SURE[head], col)
        sure = frozenset(named)
        again: list[tuple[str, int]] = []
        for col, head in heads.items():
            name = _CHINESE.get(head, head)
            if named.setdefault(name, col) != col and name in NEEDED and name not in sure:
                again.append((name, col))
        places = sum(header_role(head) == "entity" for head in heads.values())
        if all(name in named for name in NEEDED) and ("entity" in sure or places < 2):
            below = (cell for cell in sheet.cells if cell.row > row)
            return Headings(sheet, row, named, tuple(again), as_above(below))
    return None


def same(name: str, one: str, other: str) -> bool:
    """Whether two columns of one name say the same."""
    if name == "period":
        return (period_of(one) or plain(one)) == (period_of(other) or plain(other))
    return plain(one) == plain(other)
