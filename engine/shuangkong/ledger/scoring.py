"""Points 措施得分 that an assessor types in: recorded as the workbook 措施评分表 would be.

What is typed becomes such a workbook, with this entity's rows filled, and goes the way of every
file that comes in: one reading, one check, one entry with its bytes.
"""

import tempfile
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from .. import messages
from ..declarations.bundle import Declarations
from ..documents.measures import MeasureEntry, asked_parts, write_measures_workbook
from ..records import dataclass
from ..running.files import safe_name
from ..vocabulary import Part
from .begin import named
from .canonical import clean
from .evidence import evidence
from .matters import entity_code, refused, year_within
from .plans import declarations_of, edition_in_force
from .state import state
from .store import opened
from .submit import Submitted, submit

#: item and part
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PointsGiven:
    """What one assessor gave for one part, and on what evidence."""

    assessor: str
    points: Decimal
    evidence: str


@dataclass(frozen=True, slots=True)
class PartAsked:
    """A part that assessors score for an entity, and what each of them gave."""

    item: str
    item_name: str
    part: Part
    given: tuple[PointsGiven, ...]

    @property
    def target(self) -> str:
        """As decisions name it: item.part."""
        return f"{self.item}.{self.part.id}"

    @property
    def differs(self) -> bool:
        """Whether assessors gave different points."""
        return len({one.points for one in self.given}) > 1


def asked(workspace: Path, year: int) -> Mapping[str, tuple[PartAsked, ...]]:
    """By entity, every part that assessors score in a year, with what the ledger holds of it.

    Empty where the year's scheme leaves nothing to assessors.
    """
    with opened(workspace) as ledger:
        assert ledger.head is not None
        found = state(ledger, year, ledger.head.number)
        declarations = declarations_of(ledger, found.snapshot)
        rows = evidence(ledger, declarations, found, checked=False).reading.measures
    given: dict[tuple[str, str, str], list[PointsGiven]] = {}
    for row in rows.iter_rows(named=True):
        # as a float writes it, 1.0, and as people do, 1
        points = Decimal(repr(row["points"])).normalize()
        one = PointsGiven(row["assessor"] or "", points, row["evidence"] or "")
        given.setdefault((row["entity"], row["item"], row["part"]), []).append(one)
    made: dict[str, list[PartAsked]] = {}
    for (entity, item, id_), (name, part) in _parts(declarations, year).items():
        told = tuple(given.get((entity, item, id_), ()))
        made.setdefault(entity, []).append(PartAsked(item, name, part, told))
    return {entity: tuple(parts) for entity, parts in made.items()}


def score(
    workspace: Path,
    year: int,
    entity: str,
    points: Mapping[Key, tuple[str, str]],
    by: str,
) -> Submitted:
    """Record what an assessor gives an entity: points and evidence by item and part, as typed.

    Raises:
        LedgerError: a part is not scored by assessors, points are no number within its limits,
            or nothing was given; nothing was recorded.
    """
    by = named(by, "考核人", "--by 姓名")
    with opened(workspace) as ledger:
        declarations = edition_in_force(ledger, None).declarations
    code = entity_code(declarations, entity)
    assert code is not None
    year_within(declarations, year)
    parts = _parts(declarations, year)
    filled = {}
    for (item, id_), (text, said) in points.items():
        known = parts.get((code, item, id_))
        if known is None:
            raise refused(messages.NO_SUCH_PART, seen=f"{item}.{id_}", hint="")
        value = _within(text, known[1])
        filled[code, item, id_] = MeasureEntry(value, by, clean(said) if said.strip() else "")
    if not filled:
        raise refused(messages.NO_POINTS_GIVEN)
    scheme = declarations.scheme_for(year)
    assert scheme is not None, "a part is asked by a scheme"
    with tempfile.TemporaryDirectory(prefix="shuangkong-") as folder:
        name = safe_name(f"{code}_{declarations.entities[code].name}_{year}_措施得分_{by}.xlsx")
        path = Path(folder) / name
        write_measures_workbook(declarations, scheme, year, path, filled)
        return submit(workspace, path, year, by)


def _parts(
    declarations: Declarations, year: int
) -> Mapping[tuple[str, str, str], tuple[str, Part]]:
    """Entity, item and part of everything that assessors score, with the item's name."""
    scheme = declarations.scheme_for(year)
    if scheme is None:
        return {}
    parts = {(i.id, p.id): (i.name, p) for i in scheme.items for p in i.parts}
    return {(e, i, p): parts[i, p] for e, i, p in asked_parts(declarations, scheme, year)}


def _within(text: str, part: Part) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or not 0 <= value <= part.points:
        raise refused(messages.BAD_POINTS, seen=text, part=part.name, full=part.points)
    return value
