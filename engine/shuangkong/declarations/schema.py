"""`shuangkong plan schema`: JSON Schema of each file, so that editors complete and check.

Everything is read from the records' own fields; the descriptions are the keys' meanings in
Chinese and English. The schema is a help while typing: `plan check` knows much more.
"""

import datetime
import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ..errors import Misuse
from ..vocabulary import (
    Amount,
    CheckRule,
    Context,
    Deadline,
    Every,
    Indicator,
    Plan,
    Scheme,
    Target,
    WarningRule,
)
from ..vocabulary.case import Case
from .fields import About, choices, declared_fields

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
#: What a file of each kind holds: one record, or a list of records under a key.
_FILES: Mapping[str, tuple[type, str | None, str]] = {
    "plan": (Plan, None, "plan.yaml"),
    "indicators": (Indicator, "indicators", "indicators.yaml"),
    "targets": (Target, "targets", "targets/*.yaml"),
    "checks": (CheckRule, "checks", "checks.yaml"),
    "schemes": (Scheme, None, "schemes/*.yaml"),
    "warnings": (WarningRule, "warnings", "warnings.yaml"),
    "coverage": (Context, "context", "coverage.yaml"),
    "cases": (Case, "cases", "cases/*.yaml"),
}
#: A text may look like a number (a code, a clause number); editors read it as one.
_TEXT: Schema = {"type": ["string", "number"]}
_SCALARS: Mapping[type, Schema] = {
    str: _TEXT,
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: {"type": "number"},
    datetime.date: {"type": "string", "format": "date"},
    Deadline: {
        "type": ["integer", "string"],
        "pattern": r"^([12]\d{3}(-(Q[1-4]|\d{1,2}(-\d{1,2})?))?|standing|unknown|.+ after .+)$",
        "examples": [2020, "2017-10", "2017-Q3", "12..18 months after 2024-06", "standing"],
    },
    Every: {"type": "string", "pattern": r"^(\d+ )?years?$", "examples": ["year", "2 years"]},
    Amount: {
        "type": ["string", "number"],
        "pattern": r"^\s*[+−-]?\d",
        "examples": ["17%", "32785 万吨标准煤", "6%~7%", "3 个百分点"],
    },
}


def kinds() -> tuple[str, ...]:
    """The kinds of file that have a schema."""
    return tuple(_FILES)


def schema(kind: str) -> Schema:
    """JSON Schema (draft 2020-12) of a kind of file.

    Raises:
        Misuse: when there is no such kind.
    """
    if kind not in _FILES:
        raise Misuse(f"没有“{kind}”这种文件\n    怎么改：可选 {'、'.join(_FILES)}")
    record, key, file = _FILES[kind]
    parts: dict[str, Schema] = {}
    root = _of(record, parts)
    if key is not None:
        root = {
            "type": "object",
            "properties": {key: {"type": ["array", "null"], "items": root}},
            "required": [key],
            "additionalProperties": False,
        }
    meaning = (record.__doc__ or "").splitlines()[0]
    return {"$schema": _DRAFT, "title": file, "description": meaning, **root, "$defs": parts}


def _of(wanted: Any, parts: dict[str, Schema]) -> Schema:
    """The schema of a type; records go into `parts` and are referred to."""
    origin = typing.get_origin(wanted)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (t for t in typing.get_args(wanted) if t is not type(None))
        return _of(inner, parts)
    if origin is tuple:
        return {"type": "array", "items": _of(typing.get_args(wanted)[0], parts)}
    if origin is dict:
        key, inner = typing.get_args(wanted)
        named = {"propertyNames": {"enum": list(choices(key))}} if _is_choice(key) else {}
        return {"type": "object", "additionalProperties": _of(inner, parts), **named}
    if wanted in _SCALARS:
        return dict(_SCALARS[wanted])
    if _is_choice(wanted):
        says = "；".join(f"{k}：{v}" for k, v in choices(wanted).items() if v)
        return {"enum": list(choices(wanted)), **({"description": says} if says else {})}
    return record(wanted, parts, _field)


def _is_choice(wanted: Any) -> bool:
    return isinstance(wanted, type) and issubclass(wanted, StrEnum)


def record(
    wanted: type, parts: dict[str, Schema], field: Callable[[About, dict[str, Schema]], Schema]
) -> Schema:
    """A reference to a record's schema, which goes into `parts`; `field` makes that of a key."""
    name = wanted.__name__
    if name not in parts:
        fields = declared_fields(wanted)
        parts[name] = {}  # holds the name while the fields are read
        parts[name] = {
            "type": "object",
            "description": (wanted.__doc__ or "").splitlines()[0],
            "properties": {key: field(about, parts) for key, about in fields.items()},
            "required": [key for key, about in fields.items() if about.required],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}


def _field(about: About, parts: dict[str, Schema]) -> Schema:
    made = _of(about.type, parts)
    inner = made.pop("description", None)
    made["description"] = f"{about.zh} / {about.en}" + (f"\n{inner}" if inner else "")
    if about.example is not None:
        made["examples"] = [about.example]
    if isinstance(about.default, StrEnum | bool):
        made["default"] = about.default
    elif isinstance(about.default, int | Decimal):
        made["default"] = float(about.default) if about.default % 1 else int(about.default)
    return made
