"""When a figure of a table is: by its labels, else by the title, else by the column beside it."""

import re
from functools import lru_cache

from ..parts_of_year import up_to
from ..periods import in_year, is_plain, mentions_year, span_of_years, year_before
from ..words import plain
from .context import TableContext
from .lexicon import any_change, is_change, is_total
from .parts import LabelParts

#: said of what is counted from the beginning of the year on
_FROM_JANUARY = re.compile(r"累计|[月季]止|年初(?:以来|至今|至本)|\A(?:合计|总计)\Z")


def take_time(
    parts: LabelParts, context: TableContext, period: str | None, part: str | None
) -> None:
    """The period: by the labels, else by the title, else by the column that a change follows.

    `period` and `part` of a year head the nearest columns left of it that are headed by one.
    """
    if parts.short:
        parts.guess("period", "年份只写了两位数")
    if parts.period is None and not _names_years(parts):
        if context.period is not None:
            # of a part that a label names the title can only say the year
            parts.period = context.period[:4] if parts.part else context.period
            parts.guess("period", f"期间取自{context.period_from}")
            parts.asks += filter(None, [context.differs.get("period")])
            _before(parts)
        elif any_change(tuple(parts.column_names)):
            parts.period = period
            if parts.period is not None:
                parts.guess("period", "本列没有写期间，按左侧的列")
    elif parts.period is not None and parts.bare and context.part and not parts.part:
        parts.period = in_year(parts.period, context.part)
        parts.guess("period", "标签只写年份，年内的时段取自标题或工作表名")
    if parts.part and parts.period is not None and len(parts.period) == 4:
        parts.period = in_year(parts.period, parts.part)
    _summed(parts, part)


def _summed(parts: LabelParts, part: str | None) -> None:
    """What is counted from January on: where a label says 累计 beside a month or the quarter of
    the title, or right of columns of months."""
    said = _counted((*parts.column_names, *parts.row_names))
    period, titled = parts.period, any(what == "period" for what, _ in parts.guessed)
    if not said or period is None or not is_plain(period):
        return
    if len(period) == 4 and part is not None and (titled or parts.bare) and not parts.part:
        parts.period = up_to(period + part)
    elif len(period) > 4 and not is_total(said) and (titled or period[-2:].isdigit()):
        parts.period = up_to(period)
    if parts.period != period:
        parts.guess("period", f"“{said}”按年初起算")


def _before(parts: LabelParts) -> None:
    """The year before that of the title, where a label speaks of that: 去年同期."""
    if parts.before and parts.period is not None:
        # before a month 上期 is the month before it
        monthly = len(parts.period) > 4 and plain(parts.before).startswith("上期")
        parts.period = None if monthly else year_before(parts.period)
        parts.guess("period", f"“{parts.before}”按上一年")


def _names_years(parts: LabelParts) -> bool:
    """Whether a label speaks of a year, or of several, that is not simply the figure's own."""
    return _column_names_years(tuple(parts.column_names)) or _span(tuple(parts.row_names))


# what a row's names say is asked for each of its values, and what a column's say for each row


@lru_cache(maxsize=16_384)
def _column_names_years(names: tuple[str, ...]) -> bool:
    mentioned = any(mentions_year(name) and not is_change(name) for name in names)
    return mentioned or _span(names)


@lru_cache(maxsize=16_384)
def _span(names: tuple[str, ...]) -> bool:
    return any(map(span_of_years, names))


@lru_cache(maxsize=16_384)
def _counted(names: tuple[str, ...]) -> str:
    return next((name for name in names if _FROM_JANUARY.search(name)), "")
