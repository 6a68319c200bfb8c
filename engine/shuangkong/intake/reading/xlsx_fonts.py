"""Cells whose font takes back what they say: struck through, or white where nothing is behind."""

import re
from collections.abc import Collection

from .budget import Budget
from .package import Package
from .styles import STRUCK, WHITE
from .xlsx_parts import listing, main_part, relations, target
from .xml import remembered, walk, whole

_HINTS = (b"strike", b"FFFFFF", b"ffffff", b'theme="0"')


def odd_fonts(name: str, data: bytes, titles: Collection[str]) -> dict[tuple[str, str], str]:
    """By sheet and address, what is odd about a cell's font. The sheets of the `titles` are looked
    through where the workbook has such a style at all. Raises IntakeError when it cannot be read
    safely."""
    package = Package(name, data)
    main = main_part(package)
    parts = relations(package, main)
    part = target(parts, "/styles")
    content = package.read(part) if part is not None and part in package else b""
    if not any(hint in content for hint in _HINTS):
        return {}
    odd = _odd_styles(package.budget, content)
    if not any(odd):
        return {}
    numbers = "|".join(str(number) for number, said in enumerate(odd) if said is not None)
    # a cell's attributes stand in any order
    cells = re.compile(
        rf'<(?:\w+:)?c\s(?=[^>]*\bs="({numbers})")[^>]*\br="([A-Z]+[0-9]+)"'.encode()
    )
    found: dict[tuple[str, str], str] = {}
    for title, _, identity in listing(package.budget, package.read(main)).sheets:
        where = parts.get(identity, ("", ""))[1]
        if title in titles and where in package:
            for style, at in cells.findall(package.read(where)):
                found[title, at.decode("ascii")] = odd[int(style)] or ""
    return found


@remembered
def _odd_styles(budget: Budget, content: bytes) -> tuple[str | None, ...]:
    """What is odd about the font of each cell style."""
    fonts: list[str | None] = []
    bare: list[bool] = []
    made: list[str | None] = []
    inside: list[str] = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name in ("fonts", "fills", "cellXfs", "cellStyleXfs", "dxfs"):
            inside.append(name)
        elif inside[-1] == "fonts":
            _font(name, attributes, fonts)
        elif inside[-1] == "fills" and name == "fill":
            bare.append(True)
        elif inside[-1] == "fills" and name == "patternFill":
            bare[-1] = attributes.get("patternType", "none") == "none"
        elif inside[-1] == "fills" and name == "gradientFill":
            bare[-1] = False
        elif inside[-1] == "fills" and name == "fgColor" and bare:
            bare[-1] = bare[-1] or _is_white(attributes)
        elif inside[-1] == "cellXfs" and name == "xf":
            font = whole(attributes.get("fontId"), 0)
            fill = whole(attributes.get("fillId"), 0)
            said = fonts[font] if font < len(fonts) else None
            behind = fill >= len(bare) or bare[fill]
            made.append(said if said != WHITE or behind else None)

    def end(name: str) -> None:
        if name == inside[-1]:
            inside.pop()

    walk(budget, content, start, end)
    return tuple(made)


def _font(name: str, attributes: dict[str, str], fonts: list[str | None]) -> None:
    if name == "font":
        fonts.append(None)
    elif name == "strike" and attributes.get("val", "1") not in ("0", "false"):
        fonts[-1] = STRUCK
    elif name == "color" and fonts[-1] is None:
        fonts[-1] = WHITE if _is_white(attributes) else None


def _is_white(attributes: dict[str, str]) -> bool:
    theme = attributes.get("theme") == "0" and "tint" not in attributes
    return theme or attributes.get("rgb", "").casefold().endswith("ffffff")
