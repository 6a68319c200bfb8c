"""What an official says about an unknown table, by a form: a layout as a record of keys."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from ..intake.designing import Preview, ShownGrid
from ..intake.layouts import TableRole
from .numbers import numbered

#: rows and columns of the grid that can be said something about at once
ROWS, COLUMNS = 60, 40
#: lines for headers and labels that the plan does not know
LINES = 6
#: fields of one line each, as the layout calls them
PLAIN = ("file", "sheet", "title", "entity", "indicator", "period", "unit", "area", "conversion")


def record(form: Mapping[str, str]) -> dict[str, Any]:
    """The layout that a form says, as `designing.layout_of` takes it; what is blank is left out."""
    made: dict[str, Any] = {name: text(form, name) for name in PLAIN if text(form, name)}
    columns = dict(_roles(form, "col-"))
    rows = dict(_rows(form))
    if columns:
        made["columns"] = columns
    if rows:
        made["rows"] = {str(key): rows[key] for key in sorted(rows)}
    headers = list(_lines(form, "header", ("says", "indicator", "unit", "period")))
    labels = list(_lines(form, "label", ("says", "entity")))
    skip = [one.strip() for one in text(form, "skip").replace("；", "\n").splitlines()]
    if headers:
        made["headers"] = headers
    if labels:
        made["labels"] = labels
    if kept := [one for one in skip if one]:
        made["skip"] = kept
    return made


def _rows(form: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    for key, role in _roles(form, "row-"):
        with suppress(ValueError):
            yield numbered(key), role


def text(form: Mapping[str, str], name: str) -> str:
    """A field without blanks around it, of a length that anybody would type."""
    return str(form.get(name) or "").strip()[:300]


def _roles(form: Mapping[str, str], prefix: str) -> Iterator[tuple[str, str]]:
    known = {role.value for role in TableRole}
    for name, value in form.items():
        if name.startswith(prefix) and value in known:
            yield name.removeprefix(prefix), value


def _lines(form: Mapping[str, str], prefix: str, keys: tuple[str, ...]) -> Iterator[dict[str, str]]:
    for number in range(LINES):
        line = {key: text(form, f"{prefix}-{number}-{key}") for key in keys}
        if line["says"]:
            yield {key: value for key, value in line.items() if value}


def texts(grid: ShownGrid) -> tuple[str, ...]:
    """The words that stand in a grid, each once: what headers and labels are chosen from."""
    cells = (cell for row in grid.rows for cell in row if cell and not cell.number)
    return tuple(dict.fromkeys(cell.text.strip() for cell in cells if cell.text.strip()))[:400]


def read_cells(shown: Preview) -> frozenset[str]:
    """The cells that a layout takes figures from."""
    return frozenset(fact.cell.cell.address for fact in shown.facts)
