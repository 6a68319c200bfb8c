"""Text as it stands in XML, in the form that XlsxWriter gives it."""

import re

_SPECIAL = re.compile('["&<>\n]')
_CONTROL = re.compile("_x[0-9a-fA-F]{4}_|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Unfit(Exception):
    """A book asks for something that only the plain way can write."""


def text(value: str) -> str:
    """Text between tags."""
    if not _SPECIAL.search(value):
        return value
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(value: str) -> str:
    """Text in double quotes."""
    if not _SPECIAL.search(value):
        return value
    return text(value).replace('"', "&quot;").replace("\n", "&#xA;")


def spelled(value: str) -> str:
    """Text between tags, control characters spelled out as spreadsheets do (_x0007_)."""
    plain = text(value)
    return _CONTROL.sub(_code, plain) if _CONTROL.search(plain) else plain


def _code(found: re.Match[str]) -> str:
    said = found.group()
    return f"_x005F{said}" if len(said) > 1 else f"_x{ord(said):04X}_"


def keeping(value: str) -> str:
    """The attribute that keeps blanks at the ends of a text, where there are any."""
    blank = value[:1].isspace() or value[-1:].isspace()
    return ' xml:space="preserve"' if blank else ""
