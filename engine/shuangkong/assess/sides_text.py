"""Who says what of an indicator, as people read it on the terminal."""

from collections.abc import Iterator

from ..vocabulary import VerdictBy
from .sides import Sides, word


def sides_told(side: Sides) -> Iterator[str]:
    """Who says what of the indicator, side by side."""
    owner = f"，由{side.owner}评价" if side.owner else ""
    yield f"【各方评价】{'不一致' if side.differs else '没有不一致'}{owner}"
    yield f"  按数据计算：{word(side.computed)}"
    for one in side.said:
        yield f"  {one.told}"
        yield f"    ← {' '.join(p for p in (one.file, f'[{one.sheet}]', one.cell) if p)}"
    for by, given in ((VerdictBy.SELF, side.own), (VerdictBy.DEPARTMENT, side.department)):
        if not given:
            yield f"  {by.chinese}：{side.words(by)}"
    yield f"  {VerdictBy.FINAL.chinese}：{side.words(VerdictBy.FINAL)}（{side.why}）"
