"""One table of a sheet, as its parts are found one after the other."""

from dataclasses import dataclass, field

from .tags import Tagged, Tags


@dataclass
class TableBlock:
    """One table of a sheet. Rows and columns are sheet rows and columns, 1-based."""

    titles: list[int] = field(default_factory=list)
    headers: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    #: rows inside the table that hold labels only
    sections: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    #: rows of data that have words in place of figures
    words: list[int] = field(default_factory=list)
    #: rows that number the columns
    numbering: list[int] = field(default_factory=list)
    label_cols: list[int] = field(default_factory=list)
    value_cols: list[int] = field(default_factory=list)
    #: columns that are neither: code, unit, note, translation
    other_cols: dict[int, str] = field(default_factory=dict)
    #: first and last column, for tables that stand side by side
    span: tuple[int, int] = (1, 1 << 20)
    #: roles that a layout gives to label columns and to header rows
    col_roles: dict[int, str] = field(default_factory=dict)
    row_roles: dict[int, str] = field(default_factory=dict)
    #: leftmost column in which a row begins
    left: int = 1 << 20

    @property
    def unit_cols(self) -> list[int]:
        """The columns that hold units of measure, left to right."""
        return sorted(col for col, role in self.other_cols.items() if role == "unit")

    def items(self, tags: Tags, row: int) -> list[Tagged]:
        """The cells of a row that lie in this table."""
        first, last = self.span
        return [item for item in tags.rows.get(row, ()) if first <= item.col <= last]
