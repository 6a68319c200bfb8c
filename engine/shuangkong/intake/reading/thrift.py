"""Apache Thrift's compact protocol, as far as the directory of a Parquet file uses it.

A damaged file may put any kind of value under any number. So a field is only ever asked for
as what it must be (`Struct.whole`, `Struct.struct`, `Struct.structs`): another kind, or a
field that is missing and must not be, is `Damaged`, here and nowhere else.
"""

from typing import Any

from .budget import Budget, What

#: kinds of values in the compact protocol
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(1, 13)
_DEEPEST = 12
_VARINT = 10


class Damaged(Exception):
    """The bytes are not what the protocol, or the format that is written in it, says."""


class Struct:
    """The fields of a struct by their numbers."""

    __slots__ = ("_fields",)

    def __init__(self, fields: dict[int, Any]) -> None:
        self._fields = fields

    def __contains__(self, number: int) -> bool:
        return number in self._fields

    def whole(self, number: int, default: int | None = None) -> int:
        """A whole number; `default` where the field may be left out and is."""
        value = self._fields.get(number, default)
        if type(value) is not int:  # True is no number
            raise Damaged
        return value

    def struct(self, number: int) -> "Struct":
        value = self._fields.get(number)
        if not isinstance(value, Struct):
            raise Damaged
        return value

    def structs(self, number: int) -> list["Struct"]:
        value = self._fields.get(number)
        if not isinstance(value, list) or not all(isinstance(one, Struct) for one in value):
            raise Damaged
        return value


def read_struct(data: bytes, at: int, budget: Budget, depth: int = 0) -> tuple[Struct, int]:
    """The struct that begins at `at`, and where it ends. Raises Damaged."""
    if depth > _DEEPEST:
        raise Damaged
    found: dict[int, Any] = {}
    number = 0
    while True:
        budget.take(What.RECORDS)
        head, at = _byte(data, at)
        if head == 0:
            return Struct(found), at
        if head >> 4:
            number += head >> 4
        else:
            number, at = _number(data, at)
        found[number], at = _value(data, at, head & 0x0F, budget, depth)


def _byte(data: bytes, at: int) -> tuple[int, int]:
    if not 0 <= at < len(data):
        raise Damaged
    return data[at], at + 1


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for index in range(_VARINT):
        byte, at = _byte(data, at)
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return value, at
    raise Damaged


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A signed number, in zigzag."""
    value, at = _varint(data, at)
    return value >> 1 ^ -(value & 1), at


def _value(data: bytes, at: int, kind: int, budget: Budget, depth: int) -> tuple[Any, int]:
    if kind in (_TRUE, _FALSE):
        return kind == _TRUE, at
    if kind == _BYTE:
        return _byte(data, at)
    if kind in (_I16, _I32, _I64):
        return _number(data, at)
    if kind == _DOUBLE:
        return None, at + 8
    if kind == _BINARY:
        size, at = _varint(data, at)
        return data[at : at + size], at + size
    if kind in (_LIST, _SET):
        return _listed(data, at, budget, depth + 1)
    if kind == _STRUCT:
        return read_struct(data, at, budget, depth + 1)
    raise Damaged  # a map: the directory of a Parquet file has none


def _listed(data: bytes, at: int, budget: Budget, depth: int) -> tuple[list[Any], int]:
    if depth > _DEEPEST:
        raise Damaged
    head, at = _byte(data, at)
    size, kind = head >> 4, head & 0x0F
    if size == 15:
        size, at = _varint(data, at)
    budget.take(What.RECORDS, size)
    found = []
    for _ in range(size):
        if kind in (_TRUE, _FALSE):  # in a list each of them is a byte
            value, at = _byte(data, at)
        else:
            value, at = _value(data, at, kind, budget, depth)
        found.append(value)
    return found, at
