"""The parts of a formula. A formula is parsed once into these and read in four ways."""

from decimal import Decimal

from ..records import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number; `text` keeps it as written, `17%` has value 0.17."""

    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text, for comparing states."""

    value: str


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator, an attribute of entities or a step; `of` qualifies it.

    `of` is one of functions.QUALIFIERS' values, a year (at(x, 2020)) or a view (annual.achieved).
    """

    name: str
    of: str | None = None

    def __str__(self) -> str:
        return f"{self.of}.{self.name}" if self.of else self.name


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus something."""

    of: "Node"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two numbers joined by + - * / or **."""

    op: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison: < <= > >= == != or ~ (equal within rounding)."""

    op: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Logic:
    """`and`, `or` (any number of parts), `not` (one part)."""

    op: str
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language (docs/formulas.md lists them all)."""

    function: str
    args: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """`table[key, …]`: the declared number of a table for the words that its keys have.

    `rows` (a number for each key, and the number found there) are filled in by `bound`, from
    the plan's declarations; a row that is not there gives nothing.
    """

    table: str
    keys: tuple[Name, ...]
    rows: tuple[tuple[tuple[Number, ...], Number], ...] = ()


Node = Number | Text | Name | Negative | Binary | Compare | Logic | Call | Lookup
