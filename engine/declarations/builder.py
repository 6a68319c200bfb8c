"""YAML nodes → frozen records, typed by the record's own fields.

The YAML library only composes nodes (each with its line and column); every scalar stays the
text that was written until the field's type reads it, so `010100` is a code, `12:30` a text
and `no` a word. All faults of a file are collected; none stops the reading.
"""

import dataclasses
import datetime
import difflib
import types
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

import yaml

from ..vocabulary import Amount, Finding, Kind, Month, Place
from . import kinds, scalars

#: Stands for a value that had a fault; never reaches a record.
FAULT: Any = object()

_SCALARS: dict[type, tuple[Callable[[str], Any], Kind]] = {
    int: (scalars.integer, kinds.BAD_INTEGER),
    bool: (scalars.boolean, kinds.BAD_BOOLEAN),
    Decimal: (scalars.decimal, kinds.BAD_NUMBER),
    datetime.date: (scalars.date, kinds.BAD_DATE),
    Month: (scalars.month, kinds.BAD_MONTH),
    Amount: (scalars.amount, kinds.BAD_AMOUNT),
}


@dataclass
class Builder:
    """Builds records from the nodes of one file and collects its findings."""

    file: str
    findings: list[Finding] = field(default_factory=list)

    def place(self, node: yaml.Node) -> Place:
        """Line and column (1-based) of a node."""
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def fault(self, kind: Kind, node: yaml.Node, **words: object) -> Any:
        """Record a fault at a node."""
        self.findings.append(Finding.of(kind, self.place(node), **words))  # type: ignore[arg-type]
        return FAULT

    def value(self, wanted: Any, node: yaml.Node, name: str) -> Any:
        """The value of type `wanted` that a node holds, or FAULT."""
        origin = typing.get_origin(wanted)
        if origin in (typing.Union, types.UnionType):
            return self._optional(wanted, node, name)
        if origin is tuple:
            return self._sequence(typing.get_args(wanted)[0], node, name)
        if origin is dict:
            return self._mapping(*typing.get_args(wanted), node, name)
        if dataclasses.is_dataclass(wanted) and wanted not in _SCALARS:
            return self.record(wanted, node, name)
        return self._scalar(wanted, node, name)

    def record(self, cls: Any, node: yaml.Node, name: str) -> Any:
        """A record of class `cls` from a mapping node, or FAULT."""
        if not isinstance(node, yaml.MappingNode):
            return self._shape(node, name, "若干“键: 值”行")
        fields = declared_fields(cls)
        given: dict[str, Any] = {}
        for key_node, value_node in self.pairs(node):
            key = key_node.value
            if key not in fields:
                self._unknown(key_node, fields)
                continue
            given[key] = self.value(fields[key].type, value_node, key)
        broken = any(v is FAULT for v in given.values())
        for key, about in fields.items():
            if about.required and key not in given:
                example = f"，例如 {about.example}" if about.example else ""
                self.fault(kinds.MISSING_KEY, node, name=key, meaning=about.zh, example=example)
                broken = True
        if broken:
            return FAULT
        if "place" in {f.name for f in dataclasses.fields(cls)}:
            given["place"] = self.place(node)
        return cls(**given)

    def pairs(self, node: yaml.MappingNode) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
        """Key and value nodes, duplicates reported."""
        seen: dict[str, yaml.Node] = {}
        kept = []
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._shape(key_node, "键", "一个词")
            elif key_node.value in seen:
                self.fault(kinds.DUPLICATE_KEY, key_node, name=key_node.value)
            else:
                seen[key_node.value] = key_node
                kept.append((key_node, value_node))
        return kept

    def _optional(self, wanted: Any, node: yaml.Node, name: str) -> Any:
        (inner,) = (t for t in typing.get_args(wanted) if t is not type(None))
        if is_null(node):
            return None
        return self.value(inner, node, name)

    def _sequence(self, inner: Any, node: yaml.Node, name: str) -> Any:
        if not isinstance(node, yaml.SequenceNode):
            return self._shape(node, name, "列表（[甲, 乙] 或每行一个“- ”）")
        values = tuple(self.value(inner, item, name) for item in node.value)
        return FAULT if any(v is FAULT for v in values) else values

    def _mapping(self, key_type: Any, inner: Any, node: yaml.Node, name: str) -> Any:
        if not isinstance(node, yaml.MappingNode):
            return self._shape(node, name, "若干“键: 值”行")
        values = {
            self._scalar(key_type, key_node, name): self.value(inner, value_node, key_node.value)
            for key_node, value_node in self.pairs(node)
        }
        broken = FAULT in values or any(v is FAULT for v in values.values())
        return FAULT if broken else values

    def _scalar(self, wanted: Any, node: yaml.Node, name: str) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            return self._shape(node, name, "一个值")
        if is_null(node):
            return self.fault(kinds.EMPTY_VALUE, node, name=name)
        if wanted is str:
            return node.value.strip()
        if isinstance(wanted, type) and issubclass(wanted, StrEnum):
            return self._choice(wanted, node, name)
        parse, kind = _SCALARS[wanted]
        parsed = parse(node.value)
        return self.fault(kind, node, name=name, seen=node.value) if parsed is None else parsed

    def _choice(self, wanted: type[StrEnum], node: yaml.ScalarNode, name: str) -> Any:
        known = [member.value for member in wanted]
        if node.value in known:
            return wanted(node.value)
        hint = did_you_mean(node.value, known)
        return self.fault(
            kinds.BAD_CHOICE, node, name=name, seen=node.value, hint=hint, known="、".join(known)
        )

    def _unknown(self, node: yaml.ScalarNode, fields: "dict[str, About]") -> None:
        hint = did_you_mean(node.value, list(fields))
        self.fault(
            kinds.UNKNOWN_KEY, node, name=node.value, hint=hint, known="、".join(fields)
        )

    def _shape(self, node: yaml.Node, name: str, wanted: str) -> Any:
        found = {"scalar": "一个值", "sequence": "列表", "mapping": "若干“键: 值”行"}[node.id]
        return self.fault(
            kinds.WRONG_SHAPE, node, name=name, wanted=wanted, found=found, example=""
        )


@dataclass(frozen=True, slots=True)
class About:
    """What a declared key is: its type, its meanings, whether it must be written."""

    type: Any
    zh: str
    en: str
    required: bool
    example: str | None


@cache
def declared_fields(cls: Any) -> dict[str, About]:
    """The keys that may be written for a record; fields without a meaning are not written."""
    hints = typing.get_type_hints(cls)
    return {
        f.name: About(
            type=hints[f.name],
            zh=f.metadata["zh"],
            en=f.metadata["en"],
            required=f.default is dataclasses.MISSING
            and f.default_factory is dataclasses.MISSING,
            example=f.metadata.get("example"),
        )
        for f in dataclasses.fields(cls)
        if f.metadata
    }


def is_null(node: yaml.Node) -> bool:
    """An empty value, `~` or `null` written without quotes."""
    return (
        isinstance(node, yaml.ScalarNode)
        and node.style is None
        and node.value.strip() in ("", "~", "null")
    )


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """`，是不是“…”？` when a known word is near, else nothing."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"，是不是“{near[0]}”？" if near else ""


def compose(text: str, builder: Builder) -> yaml.Node | None:
    """The root node of a YAML text; syntax faults and aliases become findings."""
    try:
        root: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(builder.file, mark.line + 1, mark.column + 1) if mark else Place(builder.file)
        builder.findings.append(Finding.of(kinds.YAML_BROKEN, place, reason=error.problem))
        return None
    except yaml.YAMLError as error:
        reason = str(error).splitlines()[0]
        builder.findings.append(Finding.of(kinds.YAML_BROKEN, Place(builder.file), reason=reason))
        return None
    if root is not None and _has_alias(root, builder):
        return None
    return root


def _has_alias(root: yaml.Node, builder: Builder) -> bool:
    """An aliased node is composed once and met twice; refused, as it could grow without end."""
    met: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in met:
            builder.fault(kinds.ALIAS_USED, node)
            return True
        met.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            waiting.extend(part for pair in node.value for part in pair)
    return False
