"""In which unit a figure of a table is, where no label says it."""

from functools import lru_cache

from .context import TableContext
from .lexicon import any_change, is_ratio, is_share
from .parts import LabelParts, several_units


def take_row_unit(parts: LabelParts, unit: str | None) -> None:
    """The unit in the row's column of units, unless the column is a change or names several."""
    if any("%" in name for name in parts.column_names):
        parts.unit = parts.unit or "%"
    elif unit and not parts.units and not _of_change(parts):
        parts.beside_unit(unit)


def _of_change(parts: LabelParts) -> bool:
    """Whether the column is a change of what the row names, so that the row's unit is not its."""
    return bool(parts.row_names) and any_change(tuple(parts.column_names))


def take_unit(parts: LabelParts, context: TableContext, *, bare: bool) -> None:
    """The unit, where no label says it: what is announced for the table."""
    if parts.unit is not None:
        return
    if parts.units:
        parts.guess("unit", several_units(parts.units))
    elif not _of_change(parts) and bare:
        parts.unit = _context_unit(parts, context)


def _context_unit(parts: LabelParts, context: TableContext) -> str | None:
    """The unit announced for the whole table; of two, the one that fits the kind of figure."""
    units = context.units
    if not units:
        return None
    share = any(is_share(name) for name in (*parts.column_names, *parts.row_names))
    percent = [unit for unit in units if unit in ("%", "‰", "百分点")]
    levels = [unit for unit in units if unit not in percent]
    chosen = percent if share and percent else levels
    if len(units) == 1:
        chosen = list(units)
    ratio = _ratios(tuple(parts.column_shown)) or _ratios(tuple(parts.row_shown))
    if len(chosen) > 1:
        parts.guess("unit", several_units(chosen))
    if len(chosen) != 1 or (ratio and chosen[0] not in percent and "=100" not in chosen[0]):
        return None
    parts.asks += filter(None, [context.differs.get("unit")])
    said = "单位取自表头说明" if len(units) == 1 else f"表头说明有{len(units)}个单位，按名称选用"
    parts.guess("unit", said)
    return chosen[0]


@lru_cache(maxsize=16_384)
def _ratios(names: tuple[str, ...]) -> bool:
    return any(map(is_ratio, names))
