"""Records of an assessment as bytes; what the plan declares stands in them by name only.

Thousands of verdicts point at the same targets and items: by name they take a tenth of the room,
and who reads them gets the very records of the plan that is loaded. Records are made again by
their values, which is three times as fast as the way of `dataclasses`, field by field.
"""

import copyreg
import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, get_args

from ..declarations.bundle import Declarations, RecordName, name_of
from ..formulas import Node
from ..vocabulary import Entity, Grade, Item, Target
from .judgement import CalcStep, Input, Judgement
from .points import ItemScore, PartScore
from .result import EntityResult


def packed(declarations: Declarations, content: object) -> bytes:
    """Records as bytes, for `unpacked` with the same plan."""
    known = declarations.by_name

    def by_name(one: Any) -> Any:
        name = name_of(one)
        found = known.get(name)
        if found is one or found == one:
            return declared, name
        return one.__reduce_ex__(pickle.HIGHEST_PROTOCOL)

    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = copyreg.dispatch_table.copy()
    for kind in (Entity, Grade, Item, Target):
        pickler.dispatch_table[kind] = by_name
    pickler.dump(content)
    return buffer.getvalue()


@cache
def _values(kind: Any) -> Callable[[Any], tuple[object, ...]]:
    names = [field.name for field in fields(kind)]
    if len(names) == 1:
        return lambda one: (getattr(one, names[0]),)
    return attrgetter(*names)


def _by_values(one: Any) -> tuple[type[Any], tuple[object, ...]]:
    kind: Any = type(one)
    return kind, _values(kind)(one)


@lru_cache(maxsize=65_536, typed=True)
def node(kind: Any, *values: object) -> object:
    """A part of a formula; thousands of entities are reckoned by the same formulas."""
    return kind(*values)


def _shared(one: Any) -> tuple[Callable[..., object], tuple[object, ...]]:
    kind, values = _by_values(one)
    return node, (kind, *values)


# the records that there are many of; also on their way from process to process
for _kind in (CalcStep, EntityResult, Input, ItemScore, Judgement, PartScore):
    copyreg.pickle(_kind, _by_values)
for _kind in get_args(Node):
    copyreg.pickle(_kind, _shared)


def unpacked(declarations: Declarations, content: bytes) -> Any:
    """What was packed, with the declared records of a plan."""
    return _Unpickler(content, declarations.by_name).load()


def declared(kind: str, name: str) -> object:
    """Stands in packed bytes for a declared record; only `unpacked` knows the plan."""
    raise pickle.UnpicklingError(f"{kind} {name} outside of its plan")


class _Unpickler(pickle.Unpickler):
    def __init__(self, content: bytes, known: Mapping[RecordName, object]) -> None:
        super().__init__(io.BytesIO(content))
        self._known = known

    def find_class(self, module: str, name: str) -> Callable[..., object]:
        if (module, name) == (declared.__module__, declared.__name__):
            return lambda kind, own: self._known[kind, own]
        found: Callable[..., object] = super().find_class(module, name)
        return found
