"""An independent engine recomputes a workbook and is compared with its cached values."""

import math
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import formualizer as fz

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Formula(NamedTuple):
    """A formula cell and the value stored with it."""

    sheet: str
    cell: str
    text: str
    cached: object


def formulas(path: Path) -> Iterator[Formula]:
    """Every formula of a workbook written by us."""
    with zipfile.ZipFile(path) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        names = [s.attrib["name"] for s in book.iter(f"{_MAIN}sheet")]
        for number, name in enumerate(names, start=1):
            sheet = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            for cell in sheet.iter(f"{_MAIN}c"):
                formula, value = cell.find(f"{_MAIN}f"), cell.find(f"{_MAIN}v")
                if formula is not None:
                    text = "" if value is None else value.text or ""
                    cached = _cached(cell.attrib.get("t"), text)
                    yield Formula(name, cell.attrib["r"], formula.text or "", cached)


def _cached(kind: str | None, text: str) -> object:
    if kind == "b":
        return text == "1"
    return text if kind in ("str", "e") else float(text or "nan")


def differences(path: Path) -> list[str]:
    """Formula cells whose recomputed value is not the cached one."""
    engine = fz.load_workbook(str(path))
    wrong = []
    told = list(formulas(path))
    # each call goes over the whole book, however many cells it asks for
    values = engine.evaluate_cells([(one.sheet, *_place(one.cell)) for one in told])
    for formula, found in zip(told, values, strict=True):
        if not same(found, formula.cached):
            wrong.append(
                f"{formula.sheet}!{formula.cell} {formula.text}: {found!r} ≠ {formula.cached!r}"
            )
    return wrong


def _place(cell: str) -> tuple[int, int]:
    match = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    assert match
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def same(found: object, shown: object) -> bool:
    """Equal to the last digit that a sheet's own arithmetic can hold."""
    if isinstance(found, bool) or isinstance(shown, bool):
        return found is shown
    if isinstance(found, int | float) and isinstance(shown, int | float):
        return math.isclose(found, shown, rel_tol=1e-9, abs_tol=1e-12)
    return found == shown
