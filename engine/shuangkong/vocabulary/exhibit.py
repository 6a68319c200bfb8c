"""Evidence 佐证 as papers list it: which file proves what, and where it is kept."""

from ..records import dataclass


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One file of evidence about an entity; `item` and `part` are empty where it proves no item
    of the score sheet, and `about` says what it proves instead."""

    entity: str
    item: str
    part: str
    about: str
    file: str
    sha256: str
    #: the number it was recorded under
    entry: int
    by: str
    note: str
