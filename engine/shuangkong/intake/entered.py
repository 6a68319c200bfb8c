"""Takes out of files what somebody entered there, for a new form."""

from ..vocabulary import Entity
from .file_reading import FileReading, FileRole
from .form.entered import Entered
from .reading import address, parse_address
from .submissions import Reading

#: the column of a form's indicators
_NAME = 2


def entered(reading: Reading, entity: Entity) -> Entered:
    """What files hold of an entity; words that there is no figure are left to be given again."""
    forms = [f for f in reading.files if f.role is FileRole.FORM and f.entity == entity.code]
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
