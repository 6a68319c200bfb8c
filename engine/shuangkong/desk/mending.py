"""Single figures mended in the page: a corrected copy of the city's own form, checked as ever."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import PurePath

from ..declarations.bundle import Declarations
from ..errors import DeskError
from ..intake.form.content import plain_number, says_missing
from ..intake.form.metadata import metadata_of
from ..intake.mending import NotMendable, mended
from ..intake.reading import Book, read_book
from ..records import dataclass
from .checking import looked_at
from .found import Found, ShownFinding

_FILE = "在 Excel 或 WPS 中改好后重新上传"


#: sheet and address
Spot = tuple[str, str]


class NotTaken(DeskError):
    """Entries that cannot be taken; `faults` says why, by the names of their fields."""

    def __init__(self, faults: Mapping[str, str], mend: str) -> None:
        said = "；".join(f"{field}：{why}" for field, why in faults.items())
        super().__init__(f"{said}\n    怎么改：{mend}")
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class MendableCell:
    """A cell that may be mended: what it asks for, as far as that is known, and what was found.

    `value` is empty where none was read from it.
    """

    sheet: str
    cell: str
    name: str
    period: str
    unit: str
    value: str
    findings: tuple[ShownFinding, ...]

    @property
    def field(self) -> str:
        """Its name in the form."""
        return f"{self.sheet}!{self.cell}"


def lines(declarations: Declarations, book: Book, found: Found) -> tuple[MendableCell, ...]:
    """The cells of a version that may be mended, those with findings first; states are words."""
    figures = {(f.sheet, f.cell): f for f in found.figures}
    states = {spot for spot, f in figures.items() if not _is_number(f.value)}
    asked = _asked(declarations, book)
    asked |= {spot: (f.name, f.period, f.unit) for spot, f in figures.items()}
    said: dict[Spot, list[ShownFinding]] = {}
    for one in found.findings:
        for spot in one.cells:
            said.setdefault(spot, []).append(one)
    return tuple(
        MendableCell(
            *spot,
            *asked.get(spot, ("", "", "")),
            figures[spot].value if spot in figures else "",
            tuple(said.get(spot, ())),
        )
        for spot in dict.fromkeys([*said, *figures])
        if spot not in states
    )


def _asked(declarations: Declarations, book: Book) -> dict[Spot, tuple[str, str, str]]:
    """Name, period and unit of what cells of our form ask for, also where nothing was read."""
    known = metadata_of(book)
    return {
        (one.sheet, one.address): (indicator.name, one.year, indicator.unit)
        for one in (known.cells if known else ())
        if (indicator := declarations.indicators.get(one.indicator)) is not None
    }


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def copy(
    declarations: Declarations,
    year: int,
    entity: str,
    name: str,
    data: bytes,
    found: Found,
    given: Mapping[str, str],
) -> bytes:
    """The corrected copy: what was typed, by the names of the fields, put into the file's cells.

    It is read again at once: where a cell would not be read as what was typed, nothing is changed.

    Raises:
        NotTaken: entries are no values of their cells.
        DeskError: nothing differs, or the file is not to be mended in the page.
    """
    book = read_book(name, data)
    values = _values(lines(declarations, book, found), given)
    _no_formulas(book, found)
    try:
        made = mended(data, book, values)
    except NotMendable as why:
        raise DeskError(f"不能在页面上改：{why}\n    怎么改：{_FILE}") from why
    now = looked_at(declarations, year, name, {name: made}, entity)
    read = {(f.sheet, f.cell): f.value for f in now.figures}
    unread = [spot for spot, value in values.items() if read.get(spot) != _read_as(value)]
    if unread:
        why_not = "不是填报数据的单元格，没有改动"
        raise NotTaken({"!".join(spot): why_not for spot in unread}, _FILE)
    return made


def _read_as(value: Decimal | str) -> str | None:
    """The figure that a value gives in the file; a word says that there is none."""
    return None if isinstance(value, str) else f"{float(value):.12g}"


def _values(known: Iterable[MendableCell], given: Mapping[str, str]) -> dict[Spot, Decimal | str]:
    values, faults = {}, {}
    for line in known:
        text = given.get(line.field, "").strip()
        if not text:
            continue
        value = _typed(line, text)
        if value is None:
            unit = f"以“{line.unit}”为单位的" if line.unit else ""
            faults[line.field] = f"“{text[:20]}”不是{unit}数"
        elif isinstance(value, str) or _read_as(value) != line.value:
            values[line.sheet, line.cell] = value
    if faults:
        raise NotTaken(faults, "写数字，如 1234.5，可以带本行的单位；没有数的写“暂缺”")
    if not values:
        raise DeskError("没有改动\n    怎么改：在“改为”一栏写新的数；不改的留空")
    return values


def _typed(line: MendableCell, text: str) -> Decimal | str | None:
    """A number or a word for "no figure", as it may be typed into a cell of the form.

    Where it is not known what a cell is for, no word is taken: it could not be told afterwards
    whether it went where it was meant to.
    """
    if line.name and says_missing(text):
        return text
    return plain_number(text, line.unit)


def _no_formulas(book: Book, found: Found) -> None:
    """Figures that formulas give would be those of before: programs reckon them, not we."""
    spots = {(f.sheet, f.cell) for f in found.figures}
    for sheet in book.sheets:
        for cell in sheet.cells:
            if cell.formula is not None and (sheet.name, cell.address) in spots:
                raise DeskError(
                    f"{sheet.name}!{cell.address} 是公式，在页面上改数会使它过时\n"
                    f"    怎么改：{_FILE}"
                )


def called(name: str) -> str:
    """What a corrected copy is called."""
    stem = PurePath(name).stem.removesuffix("_页面更正")
    return f"{stem}_页面更正.xlsx"
