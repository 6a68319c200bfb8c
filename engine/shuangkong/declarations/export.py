"""`shuangkong plan export`: a whole plan as one JSON, for programs that are not this one.

Everything is told by the records' own fields, under the keys that declarations have, with what
was left out filled in by its default; keys without anything are left out. Numbers are strings,
which lose nothing; a value is an object of its two ends, which are equal unless it is a range,
and its unit. `export_schema` describes exactly this.
"""

import datetime
import json
import types
import typing
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ..vocabulary import (
    Allocation,
    Amount,
    CheckRule,
    Context,
    DayKind,
    Deadline,
    Entity,
    Every,
    Holiday,
    Indicator,
    OwnAddress,
    Plan,
    Scheme,
    Target,
    WarningRule,
)
from ..vocabulary.case import Case
from .bundle import Declarations
from .fields import About, choices, declared_fields
from .schema import record
from .tables import ALLOCATION_MEANINGS, HOLIDAY_MEANINGS

Json = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
#: What the export has besides the plan itself, in the order of a plan's files.
_LISTS: Mapping[str, type] = {
    "entities": Entity,
    "indicators": Indicator,
    "targets": Target,
    "checks": CheckRule,
    "schemes": Scheme,
    "warnings": WarningRule,
    "coverage": Context,
    "cases": Case,
}
_NUMBER: Json = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
_SCALARS: Mapping[type, Json] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: _NUMBER,
    datetime.date: {"type": "string", "format": "date"},
    Deadline: {"type": "string"},
    Every: {"type": "string"},
    OwnAddress: {"type": "string", "pattern": "^[^/]*/[^/]+$"},
}
_AMOUNT: Json = {
    "type": "object",
    "description": "一个值；不是区间的两端相等 / a value; both ends are equal unless it is a range",
    "properties": {"low": _NUMBER, "high": _NUMBER, "unit": {"type": "string"}},
    "required": ["low", "high", "unit"],
    "additionalProperties": False,
}
_VALUE_UNSET = "不设的没有 value / none when none was set"


def exported(declarations: Declarations, cases: Sequence[Case] = ()) -> Json:
    """A plan with everything in its folder, and its worked cases; the same plan, the same JSON."""
    lists: dict[str, Sequence[Any]] = {
        "entities": tuple(declarations.entities.values()),
        "indicators": tuple(declarations.indicators.values()),
        "targets": tuple(declarations.targets.values()),
        "checks": tuple(declarations.checks.values()),
        "schemes": tuple(declarations.schemes.values()),
        "warnings": tuple(declarations.warnings.values()),
        "coverage": declarations.context,
        "cases": cases,
    }
    made: Json = {"format": declarations.plan.format, "plan": _told(declarations.plan)}
    made |= {key: [_told(one) for one in lists[key]] for key in ("entities",)}
    made["attribute_units"] = dict(declarations.attribute_units)
    made |= {key: [_told(one) for one in lists[key]] for key in ("indicators", "targets")}
    made["allocations"] = [_row(one, ALLOCATION_MEANINGS) for one in declarations.allocations]
    made["holidays"] = [_row(one, HOLIDAY_MEANINGS) for one in declarations.holidays]
    made |= {key: [_told(one) for one in own] for key, own in lists.items() if key not in made}
    return made


def as_bytes(content: Json) -> bytes:
    """JSON as it is written: UTF-8, indented, keys in the order of the declarations."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _told(value: Any) -> Any:
    """A record, or what stands in one, as JSON has it."""
    if isinstance(value, Amount):
        return {"low": f"{value.low:f}", "high": f"{value.high:f}", "unit": value.unit}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Deadline | Every):
        return str(value)
    if isinstance(value, OwnAddress):
        return f"{value.body}/{value.spoken}"
    if isinstance(value, tuple | list):
        return [_told(one) for one in value]
    if isinstance(value, Mapping):
        return {str(_told(name)): _told(one) for name, one in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        record: Any = type(value)
        own = ((name, getattr(value, name)) for name in declared_fields(record))
        return {name: _told(one) for name, one in own if one not in (None, "", (), {})}
    return value


def _row(record: Allocation | Holiday, columns: Mapping[str, Any]) -> Json:
    """A row of a table; the unit stands with the value."""
    own = ((name, getattr(record, name)) for name in columns if name != "unit")
    return {name: _told(one) for name, one in own if one is not None}


def export_schema() -> Json:
    """JSON Schema (draft 2020-12) of an export."""
    parts: dict[str, Json] = {
        "Amount": _AMOUNT,
        "Allocation": _allocation_schema(),
        "Holiday": _holiday_schema(),
    }
    properties: Json = {
        "format": {"type": "integer", "description": "声明格式的版本 / version of the format"},
        "plan": _of(Plan, parts),
        "attribute_units": {"type": "object", "additionalProperties": {"type": "string"}},
        "allocations": {"type": "array", "items": {"$ref": "#/$defs/Allocation"}},
        "holidays": {"type": "array", "items": {"$ref": "#/$defs/Holiday"}},
    }
    properties |= {k: {"type": "array", "items": _of(r, parts)} for k, r in _LISTS.items()}
    return {
        "$schema": _DRAFT,
        "title": "shuangkong plan export",
        "description": "一个规划的全部声明和案例 / a plan's declarations and worked cases",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": parts,
    }


def _allocation_schema() -> Json:
    said = {name: f"{zh} / {en}" for name, (zh, en) in ALLOCATION_MEANINGS.items()}
    properties: Json = {
        name: {"type": "integer" if name == "year" else "string", "description": words}
        for name, words in said.items()
        if name not in ("value", "unit")
    }
    properties["value"] = {"$ref": "#/$defs/Amount", "description": _VALUE_UNSET}
    return {
        "type": "object",
        "properties": properties,
        "required": ["target", "entity", "verification", "source"],
        "additionalProperties": False,
    }


def _holiday_schema() -> Json:
    types_of = {"date": _SCALARS[datetime.date], "kind": {"enum": list(choices(DayKind))}}
    return {
        "type": "object",
        "properties": {
            name: types_of.get(name, {"type": "string"}) | {"description": f"{zh} / {en}"}
            for name, (zh, en) in HOLIDAY_MEANINGS.items()
        },
        "required": list(HOLIDAY_MEANINGS),
        "additionalProperties": False,
    }


def _of(wanted: Any, parts: dict[str, Json]) -> Json:
    """The schema of a type; records go into `parts` and are referred to."""
    origin = typing.get_origin(wanted)
    if origin in (typing.Union, types.UnionType):
        inner = [t for t in typing.get_args(wanted) if t is not type(None)]
        return _of(inner[0], parts) if len(inner) == 1 else _any([_of(t, parts) for t in inner])
    if origin is tuple:
        return {"type": "array", "items": _of(typing.get_args(wanted)[0], parts)}
    if origin is dict:
        inner = typing.get_args(wanted)[1]
        known = _of(inner, parts)
        nothing = typing.get_origin(inner) in (typing.Union, types.UnionType)
        values = {"anyOf": [known, {"type": "null"}]} if nothing else known
        return {"type": "object", "additionalProperties": values}
    if wanted is Amount:
        return {"$ref": "#/$defs/Amount"}
    if wanted in _SCALARS:
        return dict(_SCALARS[wanted])
    if issubclass(wanted, StrEnum):
        return {"enum": list(choices(wanted))}
    return record(wanted, parts, _field)


def _any(found: list[Json]) -> Json:
    """One of several types."""
    return {"anyOf": found}


def _field(about: About, parts: dict[str, Json]) -> Json:
    return _of(about.type, parts) | {"description": f"{about.zh} / {about.en}"}
