"""Which part of a reading is shown: some sheets, some rows, or everything."""

from ..records import dataclass
from .files import SheetReading
from .patterns import matched
from .reading import parse_address


@dataclass(frozen=True, slots=True)
class Window:
    """Sheets by a pattern of their name, rows of a sheet from `first` on, `rows` of them.

    Without `first`, `rows` and `everything` the first figures of a sheet are shown, and those
    that must be looked at.
    """

    sheet: str = "*"
    first: int | None = None
    rows: int | None = None
    everything: bool = False

    @property
    def some_rows(self) -> bool:
        """Whether certain rows are asked for."""
        return self.first is not None or self.rows is not None

    def has_sheet(self, sheet: SheetReading) -> bool:
        """Whether a sheet is shown."""
        return matched(self.sheet, sheet.sheet.name) is not None

    def has_row(self, row: int) -> bool:
        """Whether a row lies in the rows asked for."""
        first = self.first or 1
        return row >= first and (self.rows is None or row < first + self.rows)

    def has_cell(self, address: str) -> bool:
        """Whether a cell lies in the rows asked for."""
        place = parse_address(address)
        return place is None or self.has_row(place[0])


EVERYTHING = Window(everything=True)
