"""Forms of another year where the year assessed was asked for and nothing of it came."""

from collections.abc import Mapping, Sequence

from ... import messages
from ...declarations.bundle import Declarations
from ...vocabulary import Entity, Finding, Place
from ...vocabulary.deadline import Moment, term
from ..files import FileReading, FileRole
from ..submissions import Reading

#: what another year's form would be told, were it the one that is asked for
_OWN = frozenset(
    one.id
    for one in (
        messages.WRONG_YEAR,
        messages.EMPTY_FORM,
        messages.NEEDED_BLANK,
        messages.YEAR_NOT_FILLED,
    )
)


def told(
    declarations: Declarations, reading: Reading, year: int, findings: Sequence[Finding]
) -> list[Finding]:
    """The findings, with one answer for each such form: hand in the form of the year.

    `year` is a year, or a part of one in digits.

    What was filled in beside it is judged as before; that cells of it are blank is no matter.
    """
    frame = reading.observations
    given = set(frame.filter(frame["period"].str.starts_with(str(Moment.of(year))))["entity"])
    # whose figures came is known without looking into a form
    forms = [one for one in reading.files if one.entity not in given and _is_form(one)]
    given |= {one.entity for one in forms if one.year == year}
    only = {
        one.name: one for one in forms if one.year not in (None, year) and one.entity not in given
    }
    found = {
        name: (declarations.entities[one.entity], one.number or 0)
        for name, one in only.items()
        if one.entity
    }
    return answered(found, year, findings)


def answered(
    forms: Mapping[str, tuple[Entity, int]], year: int, findings: Sequence[Finding]
) -> list[Finding]:
    """The findings, with this one answer for each of some forms: whose it is, and its term."""
    kept = [
        one
        for one in findings
        if one.kind not in _OWN or one.place is None or one.place.file not in forms
    ]
    return kept + [
        Finding.of(
            messages.YEAR_NOT_ASKED,
            Place(name),
            entity=entity.code,
            year=year,
            who=entity.name,
            found=term(number),
            wanted=term(year),
        )
        for name, (entity, number) in forms.items()
    ]


def _is_form(file: FileReading) -> bool:
    """Whether a form was read here and now; of one from a ledger it was said when it came in."""
    return file.role is FileRole.FORM and file.entity is not None and file.metadata is not None
