"""What stands around each value of a table: labels, headers, units, neighbours, context."""

from collections.abc import Mapping, Sequence

from ..periods import period_of
from ..words import readable, shown_name, unit_of
from .blocks import Block
from .context import Context
from .doubles import header_twice
from .facts import Around, Headed, noted
from .labels import Label
from .roles import Places
from .tags import Tagged, Tags


class Surroundings:
    """What stands around the values of one table."""

    def __init__(
        self,
        block: Block,
        tags: Tags,
        paths: dict[int, tuple[Label, ...]],
        context: Context,
        places: Places,
    ) -> None:
        self._block, self._tags, self._paths = block, tags, paths
        self._context, self._places = context, places
        self._values = frozenset(block.value_cols)
        self._entities = Headed(_entity_columns(block, paths, places))
        self._periods = Headed(_period_columns(block, paths))
        used = sorted({item.col for row in block.rows for item in self.items(row)})
        self._twice = header_twice(paths, used)
        self._units: dict[int, str | None] = {}
        self._noted: tuple[str, ...] = ()
        self._over: dict[int, tuple[str, ...]] = {}

    def items(self, row: int) -> list[Tagged]:
        """The cells of a row that stand where values do."""
        return [item for item in self._tags.rows[row] if item.col in self._values]

    def around(
        self, item: Tagged, labels: Sequence[Label], section: Label | None, asks: tuple[str, ...]
    ) -> Around:
        """Everything that stands around one value."""
        if item.row not in self._units:
            self._units[item.row] = _row_unit(self._block, self._tags, item.row)
            self._noted = noted(labels)
        twice = self._twice.get(item.col)
        over = self._over.get(item.col)
        if over is None:
            over = self._over[item.col] = noted(self._paths.get(item.col, ()))
        return Around(
            labels, section, self._paths.get(item.col, ()), self._units[item.row],
            self._entities, self._periods, self._context, self._places,
            (*self._noted, *over), asks, (twice,) if twice else (),
        )  # fmt: skip


def _entity_columns(
    block: Block, paths: Mapping[int, tuple[Label, ...]], places: Places
) -> dict[int, str]:
    """Value columns headed by an entity, when entities run across."""
    found: dict[int, str] = {}
    for col in block.value_cols:
        for label in paths.get(col, ()):
            if not label.role and places.is_entity(label.text):
                found[col] = shown_name(label.text)
    return found if len(found) * 2 >= len(block.value_cols) else {}


def _period_columns(block: Block, paths: Mapping[int, tuple[Label, ...]]) -> dict[int, str]:
    """Value columns whose header names a period."""
    return {
        col: period
        for col in block.value_cols
        for label in paths.get(col, ())
        if (period := period_of(label.text)) is not None
    }


def _row_unit(block: Block, tags: Tags, row: int) -> str | None:
    for col in block.unit_cols:
        item = tags.seen(row, col)
        if item is not None:
            return unit_of(item.text) or readable(item.text)
    return None
