"""What grading gives, whichever kind of scheme it was."""

from dataclasses import dataclass
from decimal import Decimal

from ..vocabulary import Grade


@dataclass(frozen=True, slots=True)
class Graded:
    """Total, grade and the reasons for them."""

    total: Decimal | None
    provisional: bool
    grade: Grade | None
    reason: str
    vetoed_by: tuple[str, ...]
    #: vetoes of which nobody can tell whether they strike
    unsure: tuple[str, ...] = ()
