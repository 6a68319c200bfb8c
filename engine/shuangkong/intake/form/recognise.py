"""A form known by what it looks like, where the sheet that says so is gone."""

import re
from pathlib import PurePosixPath

from ...declarations.bundle import Declarations
from ...records import dataclass
from ...vocabulary import Entity
from ..periods import period_of
from ..reading import Book

_TITLE = re.compile(
    r"\s*(?P<who>\S.*?)(?P<year>(?:19|20)\d\d)"
    r"(?:(?P<part>年(?:[上下]半年|[一二三四]季度|\d{1,2}月))|\D{0,12}度)规划目标完成情况填报表"
)
_PLAN = re.compile(r"规划[：:]\s*(?P<short>\S.*?)\s*\Z")
_TOP = 4


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the visible text of a form says that it is for."""

    who: str
    year: int
    plan_short: str
    #: the part of the year that it is for (H1, Q3, 06)
    part: str | None


def likeness_of(book: Book) -> Likeness | None:
    """What a workbook without our hidden sheet is a form for; None for any other table."""
    for sheet in book.sheets:
        top = [cell.text for cell in sheet.cells if cell.row <= _TOP]
        title = next((m for text in top if (m := _TITLE.match(text))), None)
        if title is not None:
            short = next((m["short"] for text in top if (m := _PLAN.search(text))), "")
            term = period_of(f"{title['year']}{title['part']}") if title["part"] else None
            part = None if term is None else term[5:]
            return Likeness(title["who"].strip(), int(title["year"]), short, part)
    return None


def entity_of(likeness: Likeness, declarations: Declarations) -> Entity | None:
    """The entity that a title names."""
    code = declarations.names.get("".join(likeness.who.split()))
    return declarations.entities.get(code or "")


def named_in(file: str, entity: Entity, declarations: Declarations) -> Entity | None:
    """Another assessed entity that a file's name says, where it does not say its own."""
    stem = "".join(PurePosixPath(file).stem.split())
    if any(name in stem for name in (entity.code, *entity.called)):
        return None
    above: set[str | None] = set()
    higher = entity.parent
    while higher is not None and higher not in above:
        above.add(higher)
        higher = declarations.entities[higher].parent if higher in declarations.entities else None
    found = [
        other
        for other in declarations.entities.values()
        if other.kind in declarations.plan.assessed
        and other.code not in above
        and any(len(name) > 1 and name in stem for name in other.called)
    ]
    return max(found, key=lambda other: len(other.name), default=None)
