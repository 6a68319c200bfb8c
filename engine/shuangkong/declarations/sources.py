"""Where each declared value was written, for findings about what it means."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import yaml

from ..vocabulary import Place
from .syntax import place_at
from .tables import columns_of


@dataclass
class Sources:
    """The texts of a plan folder and the nodes of its records.

    `broken` holds, by kind of record, the ids of records that had faults of shape: they were
    declared, so naming them elsewhere is no second fault. `lost` are kinds of record of which
    some could not be read at all, so that nobody can say which names are missing.
    """

    texts: dict[str, str] = field(default_factory=dict)
    nodes: dict[Place, yaml.MappingNode] = field(default_factory=dict)
    broken: dict[str, set[str]] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)

    def at(self, record: Place | None, *path: str | int) -> Place | None:
        """The place of a value inside a record; of the nearest thing around it when absent.

        Args:
            record: the place of the record.
            path: keys and list positions (0-based) that lead to the value.
        """
        node = self._node(record)
        if node is None:
            return record
        key_node, value_node = _follow(node, path)
        shown = value_node if isinstance(value_node, yaml.ScalarNode) else key_node
        return _place(record, shown)

    def seen(self, record: Place | None, *path: str | int) -> str | None:
        """The text of a single value inside a record, as written; None for anything larger."""
        node = self._node(record)
        value = _follow(node, path)[1] if node is not None else None
        return value.value.strip() or None if isinstance(value, yaml.ScalarNode) else None

    def within(
        self, record: Place | None, path: tuple[str | int, ...], offset: int
    ) -> Place | None:
        """The place of one character of a text value, counted from 0 in the value as read."""
        node = self._node(record)
        if node is None or record is None:
            return record
        _, value = _follow(node, path)
        text = self.texts[record.file]
        if not isinstance(value, yaml.ScalarNode):
            return _place(record, value)
        start = _lines(text)[value.start_mark.line] + value.start_mark.column
        if value.style in ("|", ">"):
            start = text.index("\n", start)
        elif value.style:
            start += 1
        index = _skip(text, start, _solid(value.value.lstrip()[:offset]))
        return place_at(record.file, text, index)

    def cell(self, row: Place | None, column: str) -> Place | None:
        """The place of a named column in a row of a table."""
        if row is None:
            return None
        columns = self._columns.setdefault(row.file, columns_of(self.texts.get(row.file, "")))
        number = columns.index(column) + 1 if column in columns else None
        return Place(row.file, row.line, number)

    def cell_seen(self, row: Place | None, column: str) -> str | None:
        """The text of a named column in a row of a table."""
        place = self.cell(row, column)
        if place is None or place.line is None or place.column is None:
            return None
        rest = self.texts[place.file].split("\n")[place.line - 1 :]
        cells = next(csv.reader(rest), [])
        return cells[place.column - 1].strip() or None if place.column <= len(cells) else None

    @cached_property
    def _columns(self) -> dict[str, list[str]]:
        return {}

    def _node(self, record: Place | None) -> yaml.MappingNode | None:
        return None if record is None else self.nodes.get(record)


def _follow(node: yaml.Node, path: tuple[str | int, ...]) -> tuple[yaml.Node, yaml.Node]:
    """The key node and the value node at the end of a path, as far as it leads."""
    shown = node
    for step in path:
        if isinstance(step, int) and isinstance(node, yaml.SequenceNode):
            if step >= len(node.value):
                break
            shown = node = node.value[step]
        elif isinstance(step, str) and isinstance(node, yaml.MappingNode):
            pairs: Mapping[str, tuple[yaml.Node, yaml.Node]] = {
                k.value: (k, v) for k, v in node.value
            }
            if step not in pairs:
                break
            shown, node = pairs[step]
        else:
            break
    return shown, node


def _place(record: Place | None, node: yaml.Node) -> Place | None:
    if record is None:
        return None
    return Place(record.file, node.start_mark.line + 1, node.start_mark.column + 1)


def _lines(text: str) -> list[int]:
    """Index at which each line starts."""
    starts = [0]
    while (found := text.find("\n", starts[-1])) >= 0:
        starts.append(found + 1)
    return starts


def _solid(text: str) -> int:
    """How many characters are not white space."""
    return sum(not c.isspace() for c in text)


def _skip(text: str, start: int, count: int) -> int:
    """Index of the solid character that has `count` solid ones between it and `start`."""
    index = start
    while index < len(text) and (count or text[index].isspace()):
        count -= not text[index].isspace()
        index += 1
    return index
