"""Fills of cells as texts, so that a copy can remember what was under a mark."""

import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

_SPACES = re.compile(r'\sxmlns(?::\w+)?="[^"]*"')
_KNOWN = frozenset(("fill", "patternFill", "fgColor", "bgColor", "gradientFill", "stop", "color"))
_LONGEST = 2_000


def solid(colour: str) -> str:
    """One colour, as programs write it."""
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/>'
        '<bgColor indexed="64"/></patternFill></fill>'
    )


def said(fill: Any) -> str:
    """A fill of a workbook as a text."""
    text = _SPACES.sub("", etree.tostring(fill, encoding="unicode", with_tail=False))
    found = re.search(r'patternType="solid"><fgColor rgb="FF([0-9A-F]{6})"', text)
    return solid(found[1]) if found else text


def made(text: str, space: str) -> Any:
    """A fill from its text; none where it is not one."""
    fill = etree.Element(f"{{{space}}}fill")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        read = etree.fromstring(text[:_LONGEST], parser)
    except etree.XMLSyntaxError:
        read = None
    if read is None or any(one.tag not in _KNOWN for one in read.iter()):
        etree.SubElement(fill, f"{{{space}}}patternFill", {"patternType": "none"})
        return fill
    for one in read:
        fill.append(_moved(one, space))
    return fill


def _moved(element: Any, space: str) -> Any:
    """An element and what is in it, in another name space."""
    found = etree.Element(f"{{{space}}}{element.tag}", dict(element.attrib))
    for one in element:
        found.append(_moved(one, space))
    return found
