"""The small parts of an Excel workbook: its directory, shared texts, number formats, comments."""

import posixpath

from .. import kinds
from . import limits, styles
from .book import parse_address
from .package import Package
from .refuse import refuse
from .xml import attribute, walk

_STATES = {"hidden": "hidden", "veryHidden": "very_hidden"}


def main_part(package: Package) -> str:
    """The part that lists the sheets."""
    found = next(
        (t for k, t in relations(package, "").values() if k.endswith("/officeDocument")), None
    )
    if found is None:
        found = "xl/workbook.xml"
    if found not in package:
        raise refuse(kinds.DAMAGED, package.name, detail="缺少工作簿目录")
    return found


def remarks(package: Package) -> tuple[str, ...]:
    """What a reader of the file should know."""
    lower = [name.casefold() for name in package.names]
    found = []
    if any(name.endswith("vbaproject.bin") for name in lower):
        found.append("macros")
    if any("externallinks/" in name and name.endswith(".xml") for name in lower):
        found.append("external_links")
    return tuple(found)


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Kind and target part by id, of the parts that `part` refers to."""
    folder, base = posixpath.split(part)
    where = posixpath.join(folder, "_rels", base + ".rels")
    found: dict[str, tuple[str, str]] = {}
    if where not in package:
        return found

    def start(name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[attributes.get("Id", "")] = (attributes.get("Type", ""), posixpath.normpath(path))

    walk(package.name, package.read(where), start)
    return found


class Listing:
    """Names, states and relation ids of the sheets."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.epoch_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            self.sheets.append(
                (
                    attributes.get("name", ""),
                    _STATES.get(attributes.get("state", ""), "visible"),
                    attribute(attributes, "id") or "",
                )
            )
        elif name == "workbookPr":
            self.epoch_1904 = attributes.get("date1904") in ("1", "true")


def target(parts: dict[str, tuple[str, str]], ending: str) -> str | None:
    """The first part of a kind."""
    return next((t for k, t in parts.values() if k.endswith(ending)), None)


def shared_part(package: Package, parts: dict[str, tuple[str, str]]) -> bytes:
    """The part with the shared texts, empty when there is none."""
    part = target(parts, "/sharedStrings")
    return package.read(part) if part is not None and part in package else b""


def strings(file: str, part: bytes) -> list[str]:
    """The shared texts, without the readings that stand over Chinese and Japanese characters."""
    if not part:
        return []
    found: list[str] = []
    pieces: list[str] = []
    inside = False
    phonetic = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside, phonetic
        if name == "si":
            pieces.clear()
        elif name == "t":
            inside = not phonetic
        elif name == "rPh":
            phonetic = True

    def end(name: str) -> None:
        nonlocal inside, phonetic
        if name == "t":
            inside = False
        elif name == "rPh":
            phonetic = False
        elif name == "si":
            found.append("".join(pieces)[: limits.CELL_TEXT])

    def data(text: str) -> None:
        if inside:
            pieces.append(text)

    walk(file, part, start, end, data)
    return found


def formats(package: Package, parts: dict[str, tuple[str, str]]) -> list[str | None]:
    """Meaning of each cell style."""
    part = target(parts, "/styles")
    if part is None or part not in package:
        return []
    codes: dict[int, str] = {}
    found: list[str | None] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            number = int(attributes.get("numFmtId", "0"))
            found.append(styles.meaning(number, codes.get(number)))

    def end(name: str) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = False

    walk(package.name, package.read(part), start, end)
    return found


def comments(package: Package, part: str) -> dict[tuple[int, int], str]:
    """Comments of a sheet by row and column."""
    where = target(relations(package, part), "/comments")
    if where is None or where not in package:
        return {}
    found: dict[tuple[int, int], str] = {}
    pieces: list[str] = []
    at: tuple[int, int] | None = None
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal at, inside
        if name == "comment":
            at = parse_address(attributes.get("ref", ""))
            pieces.clear()
        elif name == "t":
            inside = True

    def end(name: str) -> None:
        nonlocal inside
        if name == "t":
            inside = False
        elif name == "comment" and at is not None:
            found[at] = "".join(pieces).strip()

    def data(text: str) -> None:
        if inside:
            pieces.append(text)

    walk(package.name, package.read(where), start, end, data)
    return found
