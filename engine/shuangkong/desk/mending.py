"""Single figures mended in the page: a corrected copy of the city's own form, checked as ever."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import PurePath

from ..declarations.bundle import Declarations
from ..errors import DeskError
from ..intake.mending import NotMendable, mended
from ..intake.reading import Book, read_book
from ..records import dataclass
from .checking import looked_at
from .found import Found, ShownFinding, TakenFigure

_FILE = "在 Excel 或 WPS 中改好后重新上传"


@dataclass(frozen=True, slots=True)
class MendableCell:
    """A cell that may be mended: the figure read from it, if any, and what was found."""

    sheet: str
    cell: str
    figure: TakenFigure | None
    findings: tuple[ShownFinding, ...]

    @property
    def field(self) -> str:
        """Its name in the form."""
        return f"{self.sheet}!{self.cell}"


def lines(found: Found) -> tuple[MendableCell, ...]:
    """The cells of a version that may be mended, those with findings first; states are words."""
    figures = {(f.sheet, f.cell): f for f in found.figures}
    states = {spot for spot, f in figures.items() if _number(f.value) is None}
    said: dict[tuple[str, str], list[ShownFinding]] = {}
    for one in found.findings:
        for spot in one.cells:
            said.setdefault(spot, []).append(one)
    spots = [spot for spot in dict.fromkeys([*said, *figures]) if spot not in states]
    return tuple(
        MendableCell(*spot, figures.get(spot), tuple(said.get(spot, ()))) for spot in spots
    )


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace("，", "").replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def copy(
    declarations: Declarations,
    year: int,
    entity: str,
    name: str,
    data: bytes,
    found: Found,
    given: Mapping[str, str],
) -> bytes:
    """The corrected copy: numbers by the names of their fields, put into the file's cells.

    It is read again at once: where a cell would not be read as the number that was typed, nothing
    is changed.

    Raises:
        DeskError: a number is none, nothing differs, or the file is not to be mended in the page.
    """
    numbers = _numbers(found, given)
    book = read_book(name, data)
    _no_formulas(book, found)
    try:
        made = mended(data, book, numbers)
    except NotMendable as why:
        raise DeskError(f"不能在页面上改：{why}\n    怎么改：{_FILE}") from why
    now = looked_at(declarations, year, name, made, entity)
    read = {(f.sheet, f.cell): f.value for f in now.figures}
    for spot, number in numbers.items():
        if read.get(spot) != f"{float(number):.12g}":
            place = "!".join(spot)
            raise DeskError(f"{place} 不是填报数据的单元格，没有改动\n    怎么改：{_FILE}")
    return made


def _numbers(found: Found, given: Mapping[str, str]) -> dict[tuple[str, str], Decimal]:
    known = {line.field: line for line in lines(found)}
    numbers = {}
    for field, text in given.items():
        line = known.get(field)
        if line is None or not text.strip():
            continue
        number = _number(text)
        if number is None:
            raise DeskError(f"{field}：“{text[:20]}”不是数\n    怎么改：只写数字，如 1234.5")
        if line.figure is None or f"{float(number):.12g}" != line.figure.value:
            numbers[line.sheet, line.cell] = number
    if not numbers:
        raise DeskError("没有改动\n    怎么改：在“改为”一栏写新的数；不改的留空")
    return numbers


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
