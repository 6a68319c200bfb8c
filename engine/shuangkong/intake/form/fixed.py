"""The fixed texts of a form that no row or column is known by: its head, how to fill in rows."""

from collections.abc import Iterator

from ...vocabulary import Indicator
from ...vocabulary.deadline import named
from . import signature
from .layout import FIRST_ROW, HEADER_ROW, VINTAGE_CELL, FormLayout

#: of the cell where the data version is chosen
VERSION_LABEL = (4, 2)
#: who the form is for
WHO = (3, 2)
#: the cells over the headers that a form has, but for its number
HEAD = ((1, 1), (2, 1), WHO, VERSION_LABEL, VINTAGE_CELL)
#: the headers after the last year
_AFTER = ("填报说明", "备注", "自查")


def fixed_texts(plan: FormLayout, title: str, *, known: bool) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of each; `known` says whether figures are filled in beforehand."""
    yield 1, 1, title
    yield 2, 1, _how(known=known)
    yield *WHO, _who(plan)
    yield *VERSION_LABEL, "数据版本（各年须为同一版本）："
    yield signature.NUMBER_ROW, plan.note_col, f"表号：{signature.number_of(plan)}"
    # the last header is of what the form says itself: nothing is taken from under it
    for col, head in enumerate(_AFTER[:-1], start=plan.note_col):
        yield HEADER_ROW, col, head
    for index, indicator in enumerate(plan.indicators):
        note = note_of(indicator, plan.part)
        if note:
            yield FIRST_ROW + index, plan.note_col, note


def heads(plan: FormLayout) -> list[str]:
    """The headers of the table, from the first column on."""
    return ["序号", "指标", "计量单位", *map(named, plan.years), *_AFTER]


def note_of(indicator: Indicator, part: str | None = None) -> str:
    """What the form of a year, or of a part of one, says about filling in an indicator."""
    said = [indicator.note]
    if indicator.conversion and indicator.conversion not in (indicator.note or ""):
        said.append(f"电力按{indicator.conversion}折算")
    if indicator.price_base and str(indicator.price_base) not in (
        (indicator.note or "") + indicator.name
    ):
        said.append(f"按{indicator.price_base}年可比价计算")
    if indicator.change_of and "负" not in (indicator.note or ""):
        said.append(f"比上年{'' if part is None else '同期'}变化，下降为负数")
    return "；".join(filter(None, said))


def _how(*, known: bool) -> str:
    said = "灰蓝色是已知的数，选中可看出处，有误的请改正并在备注中说明。" if known else ""
    return (
        "黄色的格必须填，浅黄色的格有数就填；没有数据的填“暂缺”并在备注中说明，不要填 0。"
        f"下降写负数。{said}填报时单元格变红表示须更正，变橙表示须说明，详见“自查”表。"
    )


def _who(plan: FormLayout) -> str:
    scope = f"（{plan.entity.scope_note}）" if plan.entity.scope_note else ""
    when = f"考核年度：{plan.year}年" if plan.part is None else f"填报时段：{plan.term}"
    who = f"考核对象：{plan.entity.name}{scope}    {when}"
    return f"{who}    规划：{plan.declarations.plan.short}"
