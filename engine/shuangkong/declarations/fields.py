"""What may be written for a record: read from the record's own fields, nowhere else."""

import dataclasses
import typing
from enum import StrEnum
from functools import cache
from typing import Any

from ..records import dataclass


@dataclass(frozen=True, slots=True)
class About:
    """What a declared key is: its type, its meanings, whether it must be written."""

    type: Any
    zh: str
    en: str
    required: bool
    default: Any
    example: str | None
    earlier: str | None


@cache
def declared_fields(cls: Any) -> dict[str, About]:
    """The keys that may be written for a record; fields without a meaning are not written."""
    hints = typing.get_type_hints(cls)
    return {
        f.name: About(
            type=hints[f.name],
            zh=f.metadata["zh"],
            en=f.metadata["en"],
            required=f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING,
            default=None if f.default is dataclasses.MISSING else f.default,
            example=f.metadata.get("example"),
            earlier=f.metadata.get("earlier"),
        )
        for f in dataclasses.fields(cls)
        if f.metadata
    }


@cache
def earlier_names(cls: Any) -> dict[str, str]:
    """The keys of a record by what they were called earlier."""
    return {about.earlier: key for key, about in declared_fields(cls).items() if about.earlier}


@cache
def has_place(cls: Any) -> bool:
    """Whether a record keeps the place it was written at."""
    return any(f.name == "place" for f in dataclasses.fields(cls))


@cache
def choices(cls: type[StrEnum]) -> dict[str, str]:
    """The words of a choice with what they mean in Chinese, blank where they need no telling."""
    return {member.value: getattr(member, "chinese", "") for member in cls}


def listed(words: dict[str, str]) -> str:
    """Words for a message, each with its meaning: binding（约束性）、task（任务）."""
    return "、".join(f"{word}（{says}）" if says else word for word, says in words.items())
