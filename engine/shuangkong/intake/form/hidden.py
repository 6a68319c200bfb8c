"""The very hidden sheet of a form: what it is for, and which cell is for what."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ...vocabulary import Moment, Verification
from ...vocabulary.deadline import named
from ..reading import address
from . import calc, metadata, signature
from .layout import (
    CHECK_SHEET,
    FIRST_ROW,
    FIRST_YEAR_COL,
    HEADER_ROW,
    SHEET,
    VINTAGE_CELL,
    FormLayout,
)
from .plan_hash import form_hash


def write(
    sheet: Any,
    plan: FormLayout,
    values: Mapping[tuple[str, int], Decimal],
    fixed: Sequence[tuple[int, int, str]],
    verification: Verification,
) -> None:
    """Fill the sheet; `fixed` are texts of the form, `verification` is that of its figures."""
    pairs = {
        "role": "form",
        "form_version": metadata.FORM_VERSION,
        "plan": plan.declarations.plan.id,
        "plan_hash": form_hash(plan),
        "entity": plan.entity.code,
        "entity_name": plan.entity.name,
        "year": str(plan.year),
        **({} if plan.part is None else {"part": plan.part}),
        "verification": verification.value,
        "sheets": f"{CHECK_SHEET}|{calc.SHEET}",
    }
    rows: list[tuple[str, ...]] = list(pairs.items())
    rows.append(metadata.CELL_HEADER)
    rows += [("cell", *cell) for cell in _mapped(plan, values, fixed)]
    for row, texts in enumerate(rows):
        for col, text in enumerate(texts):
            sheet.write_string(row, col, text)


def _mapped(
    plan: FormLayout,
    values: Mapping[tuple[str, int], Decimal],
    fixed: Sequence[tuple[int, int, str]],
) -> list[tuple[str, str, str, str, str]]:
    """Every input and every locked text whose change would matter."""
    found = [
        *((SHEET, address(row, col), "@locked", "", text) for row, col, text in fixed),
        (SHEET, address(*VINTAGE_CELL), "@vintage", "", ""),
    ]
    for year in plan.years:
        col = FIRST_YEAR_COL + plan.years.index(year)
        found.append((SHEET, address(HEADER_ROW, col), "@locked", "@column", named(year)))
    for index, indicator in enumerate(plan.indicators):
        row = FIRST_ROW + index
        found.append((SHEET, f"B{row}", "@locked", "@structure", indicator.name))
        found.append((SHEET, f"C{row}", "@locked", "@structure", indicator.unit))
        found.append((SHEET, address(row, plan.remark_col), "@remark", "", indicator.id))
        for year in plan.years:
            at = plan.address(indicator.id, year)
            if at is not None:
                value = values.get((indicator.id, year)) if plan.is_earlier(year) else None
                shown = "" if value is None else f"{value:f}"
                found.append((SHEET, at, indicator.id, str(Moment.of(year)), shown))
    found += [(SHEET, at, "@signature", "", label) for label, at in signature.cells(plan)]
    return found
