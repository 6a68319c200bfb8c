"""What a figure of a table is called, by both axes, its group and what is announced."""

from collections.abc import Sequence
from functools import lru_cache

from ..words import name_of, plain
from .context import TableContext
from .lexicon import any_change, is_measure, is_total, titled_name
from .parts import LabelParts


def take_names(parts: LabelParts, section: str, context: TableContext) -> tuple[str, ...]:
    """Texts that may name the indicator: both axes together, then each alone."""
    over = name_of(section) if section else ""
    names, said = _called(
        tuple(parts.row_names), tuple(parts.column_names), over, context.indicator, context.title
    )
    if said:
        parts.guess("indicator", f"指标取自{said}")
    return names


@lru_cache(maxsize=16_384)
def _called(
    row: tuple[str, ...], column: tuple[str, ...], over: str, announced: str | None, title: str
) -> tuple[tuple[str, ...], str]:
    """What names in row and column, over the group, announced and in the title call a figure; and
    from where its name was taken, where neither row nor column has one."""
    found: list[str] = []
    said = ""
    if row and column:
        found += ["".join((*row, *column)), "".join((*column, *row)), row[-1] + column[-1]]
    if column and all(map(is_total, row)):
        found += _ends(column)
        # 绝对额 or 合计 under a name says nothing more than the name
        found += _ends([one for one in column if not (is_measure(one) or is_total(one))])
    if row:
        found += ["".join(row), row[-1]]
        found += [over + row[-1]] if over else []
        found = [
            one for one in found if not (any_change(column) and one in ("".join(row), row[-1]))
        ]
    nothing = all(is_measure(one) or is_total(one) for one in (*row, *column))
    if not found or nothing:
        found += [name for name in (over, announced, plain(title), titled_name(title)) if name]
        if found:
            said = "分组标题" if over else "表头说明" if announced else "标题"
    elif announced:
        found.append(announced)
    return tuple(dict.fromkeys(name for name in found if name)), said


def _ends(names: Sequence[str]) -> list[str]:
    """Names joined from the outermost on, from the next, and so on to the last alone."""
    return ["".join(names[at:]) for at in range(len(names))]
