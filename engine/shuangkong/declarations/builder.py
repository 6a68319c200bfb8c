"""YAML nodes → frozen records, typed by the record's own fields.

The YAML library only composes nodes (each with its line and column); every scalar stays the
text that was written until the field's type reads it, so `010100` is a code, `12:30` a text
and `no` a word. All faults of a file are collected; none stops the reading.
"""

import dataclasses
import datetime
import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import yaml

from .. import messages
from ..vocabulary import Amount, Deadline, Every, Finding, Message, Place
from . import scalars
from .fields import About, choices, declared_fields, earlier_names, has_place, listed
from .hints import did_you_mean, nearest

#: Stands for a value that had a fault; never reaches a record.
FAULT: Any = object()

_SCALARS: dict[type, tuple[Callable[[str], Any], Message]] = {
    int: (scalars.integer, messages.BAD_INTEGER),
    bool: (scalars.boolean, messages.BAD_BOOLEAN),
    Decimal: (scalars.decimal, messages.BAD_NUMBER),
    datetime.date: (scalars.date, messages.BAD_DATE),
    Deadline: (scalars.deadline, messages.BAD_DEADLINE),
    Every: (scalars.every, messages.BAD_EVERY),
    Amount: (scalars.amount, messages.BAD_AMOUNT),
}
#: Keys whose text is a formula, in which a space may part two words.
_FORMULAS = ("formula", "rule", "when", "test")
#: signs that only a formula has: what is left of one that a comma has broken in two
_OF_FORMULA = re.compile(r"[()\[\]<>=*/+±]")
_ROWS = "若干行“键: 值”"
_LIST = "列表（[甲, 乙]，或每行一个“- ”）"
_ONE = "一个值"
_SHAPES = {"ScalarNode": _ONE, "SequenceNode": "列表", "MappingNode": _ROWS}


@dataclass
class RecordBuilder:
    """Builds records from the nodes of one file and collects its findings.

    `nodes` gathers the node of every record that keeps its place, so that later checks can
    point at a single value of it.
    """

    file: str
    findings: list[Finding] = field(default_factory=list)
    nodes: dict[Place, yaml.MappingNode] = field(default_factory=dict)

    def place(self, node: yaml.Node) -> Place:
        """Line and column (1-based) of a node."""
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def fault(self, kind: Message, node: yaml.Node, **words: Any) -> Any:
        """Record a fault at a node; a single value is shown as it was written."""
        if isinstance(node, yaml.ScalarNode):
            words.setdefault("seen", node.value.strip() or None)
        self.findings.append(Finding.of(kind, self.place(node), **words))
        return FAULT

    def value(self, wanted: Any, node: yaml.Node, name: str) -> Any:
        """The value of type `wanted` that a node holds, or FAULT."""
        wanted, made_of, may_be_empty = _made_of(wanted)
        if is_null(node):
            return None if may_be_empty else self.fault(messages.EMPTY_VALUE, node, name=name)
        if made_of is tuple:
            return self._sequence(typing.get_args(wanted)[0], node, name)
        if made_of is dict:
            key_type, inner = typing.get_args(wanted)
            return self._mapping(key_type, inner, node, name)
        if made_of is not None:
            return self.record(wanted, node, name)
        return self._scalar(wanted, node, name)

    def record(self, cls: Any, node: yaml.Node, name: str) -> Any:
        """A record of class `cls` from a mapping node, or FAULT."""
        if not isinstance(node, yaml.MappingNode):
            return self._shape(node, name, _ROWS)
        fields, earlier = declared_fields(cls), earlier_names(cls)
        given: dict[str, Any] = {}
        meant: set[str | None] = set()
        for key_node, value_node in self.pairs(node, earlier):
            key = earlier.get(key_node.value, key_node.value)
            if key in fields:
                given[key] = self.value(fields[key].type, value_node, key)
            else:
                meant.add(self._unknown(key_node, fields))
        broken = bool(meant)
        for key, about in fields.items():
            if about.required and key not in given and key not in meant:
                example = f"，例如 {about.example}" if about.example else ""
                self.fault(messages.MISSING_KEY, node, name=key, meaning=about.zh, example=example)
                broken = True
        if broken or any(v is FAULT for v in given.values()):
            return FAULT
        if has_place(cls):
            given["place"] = self.place(node)
            self.nodes[given["place"]] = node
        return cls(**given)

    def pairs(
        self, node: yaml.MappingNode, earlier: Mapping[str, str] = MappingProxyType({})
    ) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
        """Key and value nodes, duplicates reported, also one by the name of `earlier`."""
        seen: dict[str, yaml.Node] = {}
        kept = []
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._shape(key_node, "键", "一个词")
            elif (key := earlier.get(key_node.value, key_node.value)) in seen:
                first = seen[key].start_mark.line + 1
                self.fault(messages.DUPLICATE_KEY, key_node, name=key_node.value, first=first)
            else:
                seen[key] = key_node
                kept.append((key_node, value_node))
        return kept

    def _sequence(self, inner: Any, node: yaml.Node, name: str) -> Any:
        if not isinstance(node, yaml.SequenceNode):
            return self._shape(node, name, _LIST)
        values = tuple(self.value(inner, item, name) for item in node.value)
        return FAULT if any(v is FAULT for v in values) else values

    def _mapping(self, key_type: Any, inner: Any, node: yaml.Node, name: str) -> Any:
        if not isinstance(node, yaml.MappingNode):
            return self._shape(node, name, _ROWS)
        values = [
            (self._scalar(key_type, k, name), self.value(inner, v, k.value))
            for k, v in self.pairs(node)
        ]
        return FAULT if any(FAULT in pair for pair in values) else dict(values)

    def _scalar(self, wanted: Any, node: yaml.Node, name: str) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            return self._shape(node, name, _ONE)
        text = node.value.strip()
        if not text:
            return self.fault(messages.EMPTY_VALUE, node, name=name)
        if wanted is str:
            return text if name in _FORMULAS else _unfolded(node, text)
        if issubclass(wanted, StrEnum):
            return self._choice(wanted, node, name)
        parse, kind = _SCALARS[wanted]
        parsed = parse(node.value)
        return self.fault(kind, node, name=name, seen=node.value) if parsed is None else parsed

    def _choice(self, wanted: type[StrEnum], node: yaml.ScalarNode, name: str) -> Any:
        known = choices(wanted)
        if node.value in known:
            return wanted(node.value)
        hint = did_you_mean(node.value, known, known)
        return self.fault(
            messages.BAD_CHOICE, node, name=name, seen=node.value, hint=hint, known=listed(known)
        )

    def _unknown(self, node: yaml.ScalarNode, fields: dict[str, About]) -> str | None:
        """Report an unknown key; the key that was probably meant, if any."""
        says = {name: about.zh for name, about in fields.items()}
        near = nearest(node.value, fields, says)
        hint = f"，是不是“{near}”（{says[near]}）？" if near else ""
        mend = f"把键改为 {near}" if near else f"删去这一行，或改用：{'、'.join(fields)}"
        if near is None and _OF_FORMULA.search(node.value):
            mend = '公式里有逗号的，在 { } 里要用引号括起来，如 rule: "x <= at(x, 2020)"'
        self.fault(messages.UNKNOWN_KEY, node, name=node.value, hint=hint, mend=mend)
        return near

    def _shape(self, node: yaml.Node, name: str, wanted: str) -> Any:
        found = _SHAPES[type(node).__name__]
        return self.fault(messages.WRONG_SHAPE, node, name=name, wanted=wanted, found=found)


@cache
def _made_of(wanted: Any) -> tuple[Any, type | None, bool]:
    """A type without its `| None`; tuple, dict or the record it is, None for a scalar; whether a
    value may be left empty."""
    origin = typing.get_origin(wanted)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (t for t in typing.get_args(wanted) if t is not type(None))
        return (*_made_of(inner)[:2], True)
    if origin in (tuple, dict):
        return wanted, origin, False
    record = dataclasses.is_dataclass(wanted) and wanted not in _SCALARS
    return wanted, wanted if record else None, False


def _unfolded(node: yaml.ScalarNode, text: str) -> str:
    """A text written over several lines, without the spaces that joining Chinese lines leaves."""
    if node.start_mark.line == node.end_mark.line:
        return text
    first, *rest = text.split(" ")
    joined = [first]
    for before, part in pairwise((first, *rest)):
        apart = not (_chinese(before[-1:], "”’") and _chinese(part[:1], "“‘"))
        joined += [" ", part] if apart else [part]
    return "".join(joined)


def _chinese(char: str, quotes: str) -> bool:
    """Whether a character is of Chinese writing, or one of these quotes, which others use too."""
    return "\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef" or char in (*quotes,)


def is_null(node: yaml.Node) -> bool:
    """An empty value, `~` or `null` written without quotes."""
    return (
        isinstance(node, yaml.ScalarNode)
        and not node.style
        and node.value.strip() in ("", "~", "null")
    )
