"""What grading gives, whichever kind of scheme it was."""

from dataclasses import replace
from decimal import Decimal

from ..records import dataclass
from ..vocabulary import Grade

#: why somebody has no grade of whom nothing came
UNSENT = "尚未报送数据"


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


def withheld(graded: Graded, faults: int) -> Graded:
    """No grade while data are in error: they go back first, and what was scored is provisional.

    A veto would be a grade: it waits for the corrected data as well.
    """
    reason = f"填报数据有{faults}条须更正的审核意见，退回更正，暂不定级"
    return Graded(graded.total, True, None, reason, (), graded.unsure)


def unsent(graded: Graded) -> Graded:
    """No grade because nothing came: that is the reason, whatever cannot be told for want of it."""
    return graded if graded.grade else replace(graded, reason=f"{UNSENT}，暂不定级")


def by_itself(graded: Graded) -> Graded:
    """A grade that an entity gives itself: the same, but nothing follows from it."""
    if graded.grade is None:
        return graded
    return replace(graded, grade=replace(graded.grade, consequences=(), letter=None))
