"""Commas that stand for the point: 1969,16. They come from files made elsewhere, or are typed."""

import re
from collections.abc import Iterable

#: signs that are typed for either comma
_COMMAS = str.maketrans("，٫", ",,")
_MAY_BE = re.compile(r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),[0-9]+\Z")
#: the same, where the comma cannot stand before thousands
_SURELY = re.compile(
    r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|0,[0-9]+"
    r"|[0-9]{4,},[0-9]+)\Z"
)
#: a comma that can only stand before thousands
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:(?:,[0-9]{3})+\.[0-9]+|(?:,[0-9]{3}){2,})\Z")


def may_be_decimal(text: str) -> bool:
    """Whether a number has a comma that may stand for the point."""
    return _MAY_BE.match(_folded(text)) is not None


def surely_decimal(text: str) -> bool:
    """Whether a number has a comma that can only stand for the point."""
    return _SURELY.match(_folded(text)) is not None


def are_decimal(texts: Iterable[str]) -> bool:
    """Whether the commas of a sheet stand for points: some surely do, and none for thousands."""
    numbers = [one for one in map(_folded, texts) if "," in one]
    return any(map(_SURELY.match, numbers)) and not any(map(_THOUSANDS.match, numbers))


def with_point(text: str) -> str:
    """A number with a decimal comma, with the point instead."""
    return _folded(text).replace(".", "").replace(",", ".")


def meant(text: str) -> str:
    """What is asked about a number with a decimal comma; nothing about any other text."""
    if surely_decimal(text):
        return f"（是否为 {with_point(text)}？）"
    if may_be_decimal(text):
        return f"（是 {_folded(text).replace(',', '')} 还是 {with_point(text)}？）"
    return ""


def _folded(text: str) -> str:
    return text.strip().translate(_COMMAS)
