"""Writing our own form: locked structure, open inputs, checks that run while it is filled in."""

import datetime
import io
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...declarations.bundle import Declarations
from ...running.files import write_bytes
from ...vocabulary import Entity, Verification, Vintage
from ...vocabulary.versions import counting
from ..consistency.rules import Cell
from ..periods import moment_in
from ..reading.book import decimal_text
from . import calc, check_sheet, entry_sheet, hidden, layout, metadata, styles
from .choices import Choices
from .entry_sheet import FormContent, KnownFigure
from .fixed import fixed_texts
from .layout import SHEET, FormLayout
from .plan_hash import form_hash
from .selfcheck import self_check

if TYPE_CHECKING:
    import polars as pl

    from .entered import Entered

_CREATED = datetime.datetime(2000, 1, 1)


def write_form(
    declarations: Declarations,
    entity: Entity,
    year: int,
    path: Path,
    prefill: "pl.DataFrame | None" = None,
    *,
    part: str | None = None,
    verification: Verification = Verification.VERIFIED,
    vintage: Vintage = Vintage.PRELIMINARY,
) -> None:
    """Write one entity's form for an assessment year or a part of it; see `form_bytes`.

    Raises:
        Misuse: when the year or the entity does not fit the plan.
        DocumentError: the file cannot be written, for instance because it is open.
    """
    made = form_bytes(
        declarations, entity, year, prefill, part=part, verification=verification, vintage=vintage
    )
    write_bytes(path, made)


def form_bytes(
    declarations: Declarations,
    entity: Entity,
    year: int,
    prefill: "pl.DataFrame | None" = None,
    *,
    part: str | None = None,
    verification: Verification = Verification.VERIFIED,
    vintage: Vintage = Vintage.PRELIMINARY,
    entered: "Entered | None" = None,
) -> bytes:
    """One entity's form for an assessment year, or a `part` of it (H1, Q3, 06); the same input
    gives the same bytes.

    `prefill` has the columns of `frames.OBSERVATIONS`; its figures of this entity are shown in
    their cells, and so is what it had `entered` itself, as if typed. The form is verified as far
    as the least trusted of `verification` and of the figures in its cells; that is kept in the
    metadata, and said in the title where it is other than verified.

    Raises:
        Misuse: when the year, its part or the entity does not fit the plan.
    """
    import xlsxwriter

    plan = layout.layout_of(declarations, entity, year, part)
    known = _known(prefill, entity)
    typed = _known(None if entered is None else entered.figures, entity)
    vintage = (entered and entered.vintage) or vintage
    shown = [one for cells in (known, typed) for at, one in cells.items() if plan.cell(*at)]
    verification = Verification.weakest((verification, *(one.verification for one in shown)))
    title = title_of(plan, verification)
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content,
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": True,
        },
    )
    book.set_properties({"title": title, "created": _CREATED, "comments": form_hash(plan)})
    book.set_calc_mode("auto")
    sheet = book.add_worksheet(SHEET)
    checks = book.add_worksheet(layout.CHECK_SHEET)
    steps = book.add_worksheet(calc.SHEET, worksheet_class=_plain_sheet())
    before = {cell: one.value for cell, one in known.items()}
    values = before | {cell: one.value for cell, one in typed.items()}
    remarks = entered.remarks if entered else {}
    check = self_check(plan, values, title, vintage, before, remarks)
    made = FormContent(plan, known, values, remarks, check, styles.formats(book), Choices(book))
    entry_sheet.write(sheet, made, title, vintage)
    check_sheet.write(checks, plan, check, made.formats)
    check.calc.write(steps)
    steps.hide()
    made.choices.close()
    behind = book.add_worksheet(metadata.SHEET)
    fixed = tuple(fixed_texts(plan, title, known=bool(known)))
    hidden.write(behind, plan, before, fixed, verification)
    behind.very_hidden()
    sheet.activate()
    book.close()
    return content.getvalue()


def _plain_sheet() -> type[Any]:
    """A worksheet that takes formulas as they are: none of thousands names a newer function."""
    from xlsxwriter.worksheet import Worksheet

    class PlainSheet(Worksheet):  # type: ignore[misc]
        def _prepare_formula(self, formula: str, *_: object) -> str:
            return formula.removeprefix("=")

    return PlainSheet


def title_of(plan: FormLayout, verification: Verification) -> str:
    """The title of a form."""
    return f"{plan.entity.name}{plan.term}规划目标完成情况填报表{verification.mark}"


def _known(prefill: "pl.DataFrame | None", entity: Entity) -> dict[Cell, KnownFigure]:
    """Known figures of an entity, of each the version that counts."""
    if prefill is None:
        return {}
    own = prefill.filter(prefill["entity"] == entity.code)
    rows = counting(own, ("indicator", "period"))
    columns = ("indicator", "period", "value", "verification", "file", "sheet", "cell")
    return {
        (indicator, moment.number): KnownFigure(
            Decimal(decimal_text(value)),
            _source(file, sheet, at),
            Verification(verification or Verification.VERIFIED),
        )
        for indicator, period, value, verification, file, sheet, at in rows.select(
            columns
        ).iter_rows()
        if (moment := moment_in(period)) is not None
    }


def _source(file: str | None, sheet: str | None, cell: str | None) -> str:
    """Where a figure comes from, in a few words."""
    if not file:
        return ""
    name = file.rpartition("/")[2]
    return f"{name} {sheet}!{cell}" if sheet and cell else name
