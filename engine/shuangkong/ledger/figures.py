"""`shuangkong figures`: a list of reported 自报 and approved 核定 figures, out and in again."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from .. import messages
from ..documents import looks
from ..documents.grid import LineCell
from ..documents.papers import listed_book
from ..errors import LedgerError
from ..intake.reading import Sheet, read_book
from ..records import dataclass
from ..running.files import write_bytes
from ..vocabulary import Authority, DecisionKind, Finding, Place
from .attach import bytes_of
from .decide import Wish
from .evidence import evidence, observations
from .plans import declarations_of
from .state import state
from .store import opened

#: the last is what a row's indicator is known by when the list comes back
HEAD = ("对象代码", "考核对象", "指标", "年度", "单位", "自报", "核定", "理由", "指标代号")
_NEEDED = ("对象代码", "指标代号", "年度", "核定")
_WIDTHS = (12, 16, 38, 8, 14, 14, 14, 40, 16)


@dataclass(frozen=True, slots=True)
class Pair:
    """What an entity reported for a year, beside what is approved; None where there is none.

    `states` are the words of an indicator that holds a state, by the number of each.
    """

    entity: str
    entity_name: str
    indicator: str
    name: str
    unit: str
    reported: Decimal | None
    approved: Decimal | None
    states: Mapping[int, str]

    def shown(self, value: Decimal | None) -> Decimal | str | None:
        """A value as it stands in a list: a state by its word."""
        return self.states.get(int(value), value) if value is not None and self.states else value


def pairs(workspace: Path, year: int) -> tuple[Pair, ...]:
    """Every figure that was reported or approved for a year, by entity and indicator.

    Raises:
        ShuangkongError: there is no ledger, or it cannot be read.
    """
    with opened(workspace) as ledger:
        assert ledger.head is not None
        found = state(ledger, year, ledger.head.number)
        declarations = declarations_of(ledger, found.snapshot)
        rests_on = evidence(ledger, declarations, found, checked=False)
        told = [o for one in found.used for o in observations(ledger, one)]
    read = [o for file in rests_on.reading.files for o in file.observations]
    approved = {
        (o.entity, o.indicator): o.value
        for o in read
        if o.authority is Authority.APPROVED and o.period == str(year)
    }
    reported: dict[tuple[str, str], Decimal] = {}
    for one in told:
        if one.period == str(year) and one.authority is not Authority.APPROVED:
            reported[one.entity, one.indicator] = one.value
    made = []
    for entity, indicator in sorted({*reported, *approved}):
        declared = declarations.indicators[indicator]
        given = reported.get((entity, indicator)), approved.get((entity, indicator))
        if declared.formula is None:
            name = declarations.entities[entity].name
            states = {number: word for word, number in declared.states.items()}
            unit = "" if states else declared.unit
            made.append(Pair(entity, name, indicator, declared.name, unit, *given, states))
    return tuple(made)


def write_list(workspace: Path, year: int, path: Path) -> int:
    """Write what entities reported for a year, side by side with what is approved; how many rows.

    Raises:
        ShuangkongError: there is no ledger, or the file cannot be written.
    """
    rows = [
        (
            *(p.entity, p.entity_name, p.name, year, p.unit),
            *(p.shown(p.reported), p.shown(p.approved), "", known),
        )
        for p in pairs(workspace, year)
        for known in [LineCell(p.indicator, looks.KNOWN_BY)]
    ]
    title = f"{year}年度自报与核定数据对照表"
    below = "在“核定”栏填写核定数、在“理由”栏写明依据后登记；空着的不改"
    write_bytes(path, listed_book(title, below, HEAD, rows, _WIDTHS, year=year))
    return len(rows)


def read_list(path: Path, by: str, reason: str) -> tuple[Wish, ...]:
    """The approved figures of a list (xlsx or csv), one wish a row; rows without one are left.

    Args:
        path: the list; its columns are found by their heads, 理由 may be left out.
        by: who approves.
        reason: why, for rows that say none of their own.

    Raises:
        LedgerError: it is no such list, or nothing in it is approved.
        IntakeError: the file cannot be read.
    """
    for sheet in read_book(path.name, bytes_of(path)).sheets:
        head = _head(sheet)
        if head is not None:
            found = _wishes(sheet, head, by, reason)
            if found:
                return found
    raise LedgerError.of(Finding.of(messages.NO_APPROVED_LIST, Place(path.name)))


def _head(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    for row in sorted(sheet.rows):
        named = {cell.text.strip(): cell.col for cell in sheet.rows[row]}
        if all(name in named for name in _NEEDED):
            return row, named
    return None


def _wishes(
    sheet: Sheet, head: tuple[int, dict[str, int]], by: str, reason: str
) -> tuple[Wish, ...]:
    top, at = head

    def text(row: int, name: str) -> str:
        return sheet.text(row, at[name]) if name in at else ""

    made = []
    for row in sorted(sheet.rows):
        if row > top and text(row, "核定"):
            year = text(row, "年度")
            if not year.isdigit():
                place = Place(sheet.name, sheet=sheet.name, cell=str(row))
                raise LedgerError.of(Finding.of(messages.NO_APPROVED_LIST, place))
            unit = text(row, "单位")
            made.append(
                Wish(
                    DecisionKind.FIGURE,
                    text(row, "指标代号"),
                    f"{text(row, '核定')} {unit}".strip(),
                    by,
                    text(row, "理由") or reason,
                    entity=text(row, "对象代码"),
                    year=int(year),
                )
            )
    return tuple(made)
