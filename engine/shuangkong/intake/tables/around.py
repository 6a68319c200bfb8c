"""What stands around each value of a table: labels, headers, units, neighbours, context."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..dittos import is_ditto
from ..parts_of_year import part_of_year
from ..periods import period_of
from ..reading import letters
from ..words import readable, shown_name, unit_of
from .context import TableContext
from .doubles import header_twice
from .facts import Beside, Headed, Over, RowUnit, WholeTable, noted
from .labels import Label
from .lexicon import has_chinese, is_total
from .parts import LabelParts, one_unit, take_row
from .roles import ENTITY, PlaceLabels
from .table_block import TableBlock
from .tags import Tag, Tagged, Tags

#: rows with labels of their own that are kept for others like them
_MOST_ALIKE = 4096
#: so many columns of units side by side are looked into
_MOST_UNITS = 4


class Surroundings:
    """What stands around the values of one table."""

    def __init__(
        self,
        block: TableBlock,
        tags: Tags,
        paths: dict[int, tuple[Label, ...]],
        context: TableContext,
        places: PlaceLabels,
    ) -> None:
        self._block, self._tags = block, tags
        self._paths = paths = _with_totals(block, paths, places)
        self._values = frozenset(block.value_cols)
        self._units = _unit_columns(block)
        self._groups = tuple(dict.fromkeys(self._units.values()))
        self.table = WholeTable(context, places)
        self._entities = Headed(_entity_columns(block, paths, places))
        self._periods = Headed(_period_columns(block, paths))
        self._parts = Headed(_part_columns(block, paths))
        used = sorted({item.col for row in block.rows for item in self.items(row)})
        self._twice = header_twice(paths, used)
        self._over: dict[int, Over] = {}
        self._beside: dict[object, Beside] = {}

    def items(self, row: int) -> list[Tagged]:
        """The cells of a row that stand where values do."""
        return [item for item in self._tags.rows[row] if item.col in self._values]

    def beside(
        self, row: int, labels: Sequence[Label], above: tuple[Label, ...], asks: tuple[str, ...]
    ) -> Beside:
        """What stands beside the values of a row; the same for rows whose labels are alike."""
        units = {cols: self._row_unit(row, cols) for cols in self._groups}
        written = tuple((label.text, label.role, label.from_) for label in labels)
        key = (written, tuple(label.text for label in above), (*units.values(),), asks)
        found = self._beside.get(key)
        if found is None:
            if len(self._beside) >= _MOST_ALIKE:
                self._beside.clear()
            said = LabelParts()
            for label in labels:
                take_row(said, label, self.table.places)
            found = Beside(above, units, said, _shown(labels), noted(labels), asks)
            self._beside[key] = found
        return found

    def _row_unit(self, row: int, cols: tuple[int, ...]) -> RowUnit | None:
        """The unit that columns of units say in a row; of several the first, where all are one."""
        said = [
            (col, unit_of(item.text) or readable(item.text))
            for col in cols
            if (item := _unit_cell(self._block, self._tags, row, col)) is not None
        ]
        if not said:
            return None
        (at, unit), others = said[0], [one for _, one in said[1:]]
        rival = next((one for one in others if _is_other(unit, one)), None)
        ask = f"单位列里既有“{unit}”，又有“{rival}”，不知这里是哪一个" if rival else ""
        shared = sum(cols == one for one in self._units.values()) > 1
        return RowUnit(unit, ask, letters(at) if shared else "")

    def over(self, col: int) -> Over:
        """What stands over the values of a column."""
        found = self._over.get(col)
        if found is None:
            path, twice = self._paths.get(col, ()), self._twice.get(col)
            found = self._over[col] = Over(
                path, _shown(path), noted(path), (twice,) if twice else (),
                self._entities.before(col + 1), self._periods.before(col),
                self._parts.before(col), self._units.get(col, ()),
            )  # fmt: skip
        return found


def _shown(labels: Sequence[Label]) -> tuple[str, ...]:
    return tuple(readable(label.text) for label in labels)


def _entity_columns(
    block: TableBlock, paths: Mapping[int, tuple[Label, ...]], places: PlaceLabels
) -> dict[int, str]:
    """Value columns headed by an entity, when entities run across."""
    found: dict[int, str] = {}
    for col in block.value_cols:
        for label in paths.get(col, ()):
            if not label.role and places.is_entity(label.text):
                found[col] = shown_name(label.text)
    return found if len(found) * 2 >= len(block.value_cols) else {}


def _with_totals(
    block: TableBlock, paths: dict[int, tuple[Label, ...]], places: PlaceLabels
) -> dict[int, tuple[Label, ...]]:
    """Among value columns that are headed by entities, 合计 in the same row is of them all."""
    if not _entity_columns(block, paths, places):
        return paths
    values = [paths.get(col, ()) for col in block.value_cols]
    rows = {one.row for path in values for one in path if places.is_entity(one.text)}
    return {
        col: tuple(
            replace(one, role=ENTITY)
            if one.row in rows and is_total(one.text) and not places.is_entity(one.text)
            else one
            for one in path
        )
        for col, path in paths.items()
    }


def _period_columns(block: TableBlock, paths: Mapping[int, tuple[Label, ...]]) -> dict[int, str]:
    """Value columns whose header names a period."""
    return {
        col: period
        for col in block.value_cols
        for label in paths.get(col, ())
        if (period := period_of(label.text)) is not None
    }


def _part_columns(block: TableBlock, paths: Mapping[int, tuple[Label, ...]]) -> dict[int, str]:
    """Value columns whose header names a part of a year that the engine knows, and no year."""
    return {
        col: part[0]
        for col in block.value_cols
        for label in paths.get(col, ())
        if (part := part_of_year(label.text)) is not None and part[0][:1] == "-"
    }


def _unit_columns(block: TableBlock) -> dict[int, tuple[int, ...]]:
    """Which columns say in what unit the figures of each value column are: all of them; but where
    figures stand between them, the nearest on the side on which each stands by its own."""
    units, values = block.unit_cols, block.value_cols
    if not any(units[0] < col < units[-1] for col in values if units):
        return dict.fromkeys(values, tuple(units[:_MOST_UNITS]))
    if units[0] < values[0]:
        return {col: tuple(one for one in units if one < col)[-1:] for col in values}
    return {col: tuple(one for one in units if one > col)[:1] for col in values}


def _unit_cell(block: TableBlock, tags: Tags, row: int, col: int) -> Tagged | None:
    """The cell of a column of units that says the one of a row: 〃 is what stands above it."""
    item = tags.seen(row, col)
    while item is not None and is_ditto(item.text) and row > block.rows[0]:
        row -= 1
        item = tags.seen(row, col)
    return None if item is None or item.tag is Tag.MISSING else item


def _is_other(one: str, other: str) -> bool:
    """Whether a unit is another one, and none that only says the same in another language."""
    known = all(unit_of(unit) and (has_chinese(unit) or unit == "%") for unit in (one, other))
    return known and not one_unit(one, other)
