"""The small parts of an Excel workbook: its directory, shared texts, number formats, comments."""

import posixpath
from dataclasses import dataclass

from ... import messages
from . import styles
from .book import parse_address
from .budget import Budget, What
from .package import Package
from .refuse import refuse
from .xlsx_texts import decoded_text
from .xml import attribute, remembered, walk, whole

_STATES = {"hidden": "hidden", "veryHidden": "very_hidden"}


def main_part(package: Package) -> str:
    """The part that lists the sheets."""
    found = next(
        (t for k, t in relations(package, "").values() if k.endswith("/officeDocument")), None
    )
    if found is None:
        found = "xl/workbook.xml"
    if found not in package:
        raise refuse(messages.DAMAGED, package.name, detail="缺少工作簿目录")
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
    folder, slash, base = part.rpartition("/")
    where = f"{folder}{slash}_rels/{base}.rels"
    found: dict[str, tuple[str, str]] = {}
    if where in package:
        for identity, kind, target in _relations(package.budget, package.read(where)):
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[identity] = kind, posixpath.normpath(path)
    return found


@remembered
def _relations(budget: Budget, content: bytes) -> tuple[tuple[str, str, str], ...]:
    """Id, kind and target as they are written."""
    found: list[tuple[str, str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            found.append((attributes.get("Id", ""), attributes.get("Type", ""), target))

    walk(budget, content, start)
    return tuple(found)


@dataclass(frozen=True)
class Listing:
    """Names, states and relation ids of the sheets."""

    sheets: tuple[tuple[str, str, str], ...]
    epoch_1904: bool


@remembered
def listing(budget: Budget, content: bytes) -> Listing:
    """What the directory of a workbook says."""
    sheets: list[tuple[str, str, str]] = []
    epochs = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            state = _STATES.get(attributes.get("state", ""), "visible")
            sheets.append((attributes.get("name", ""), state, attribute(attributes, "id") or ""))
        elif name == "workbookPr":
            epochs.append(attributes.get("date1904") in ("1", "true"))

    walk(budget, content, start)
    return Listing(tuple(sheets), epochs[-1])


def target(parts: dict[str, tuple[str, str]], ending: str) -> str | None:
    """The first part of a kind."""
    return next((t for k, t in parts.values() if k.endswith(ending)), None)


def shared_part(package: Package, parts: dict[str, tuple[str, str]]) -> bytes:
    """The part with the shared texts, empty when there is none."""
    part = target(parts, "/sharedStrings")
    return package.read(part) if part is not None and part in package else b""


def formats(package: Package, parts: dict[str, tuple[str, str]]) -> tuple[str | None, ...]:
    """Meaning of each cell style."""
    part = target(parts, "/styles")
    return _formats(package.budget, package.read(part)) if part and part in package else ()


@remembered
def _formats(budget: Budget, content: bytes) -> tuple[str | None, ...]:
    codes: dict[int, str] = {}
    found: list[str | None] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            code = budget.format(attributes.get("formatCode", ""))
            codes[whole(attributes.get("numFmtId"), 0)] = code
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            budget.take(What.FORMATS)
            number = whole(attributes.get("numFmtId"), 0)
            found.append(styles.meaning(number, codes.get(number)))

    def end(name: str) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = False

    walk(budget, content, start, end)
    return tuple(found)


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
            package.budget.take(What.COMMENTS)
            at = parse_address(attributes.get("ref", ""))
            pieces.clear()
        elif name == "t":
            inside = True

    def end(name: str) -> None:
        nonlocal inside
        if name == "t":
            inside = False
        elif name == "comment" and at is not None:
            text = decoded_text("".join(pieces)).strip()
            package.budget.take(What.TEXT, package.budget.text(text))
            found[at] = text

    def data(text: str) -> None:
        if inside:
            pieces.append(text)

    walk(package.budget, package.read(where), start, end, data)
    return found
