"""What somebody entered in a file, to go into a new form instead of being typed again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...vocabulary import Entity, Vintage
from ..file_reading import FileReading, Role
from ..intake import Reading
from ..reading import address, parse_address

if TYPE_CHECKING:
    import polars as pl

#: the column of the indicators' names
_NAME = 2


@dataclass(frozen=True)
class Entered:
    """Figures, remarks by indicator, and the version of the figures."""

    figures: "pl.DataFrame"
    remarks: Mapping[str, str]
    vintage: Vintage | None


def entered(reading: Reading, entity: Entity) -> Entered:
    """What files hold of an entity; words that there is no figure are left to be given again."""
    forms = [f for f in reading.files if f.role is Role.FORM and f.entity == entity.code]
    remarks = {of: text for form in forms for of, text in _remarks(form).items()}
    stated = (one.vintage for form in forms for one in form.observations if one.vintage)
    return Entered(reading.observations, remarks, next(stated, None))


def _remarks(form: FileReading) -> dict[str, str]:
    """Remarks by indicator, of rows that still are the indicator's."""
    if form.book is None or form.metadata is None:
        return {}
    locked = {(c.sheet, c.address): c.text for c in form.metadata.cells if c.indicator == "@locked"}
    found = {}
    for mapped in form.metadata.cells:
        sheet, at = form.book.sheet(mapped.sheet), parse_address(mapped.address)
        if mapped.indicator != "@remark" or sheet is None or at is None:
            continue
        name, remark = sheet.at.get((at[0], _NAME)), sheet.at.get(at)
        stands = name and name.text == locked.get((mapped.sheet, address(at[0], _NAME)))
        if stands and remark is not None and remark.text.strip():
            found[mapped.text] = remark.text.strip()
    return found
