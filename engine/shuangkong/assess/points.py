"""One line of the score sheet as a record, with the parts that assessors entered."""

from decimal import Decimal

from ..records import dataclass
from ..vocabulary import Item, Verification
from .judgement import CalcStep, Input


@dataclass(frozen=True, slots=True)
class PartScore:
    """A measure part as the assessors entered it."""

    id: str
    name: str
    full: Decimal
    points: Decimal | None
    source: str
    evidence: str | None
    verification: Verification = Verification.VERIFIED
    measure: int | None = None  #: row of `Assessment.measures`
    disputed: bool = False  #: assessors gave different points, and agreed upon none yet


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One line of the score sheet. `points` is None while it cannot be given; `why` says why.

    In `steps`, a plain name is an earlier step of this item; `annual.achieved` is the step
    `achieved` of the judgement (among `judgements`) of that view, and `annual.met` is 1 when
    that judgement counts as met, else 0.
    """

    item: Item
    points: Decimal | None
    bonus: Decimal
    why: str
    completion: Decimal | None = None
    judgements: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()
    steps: tuple[CalcStep, ...] = ()
    parts: tuple[PartScore, ...] = ()
    verification: Verification = Verification.VERIFIED
    #: the scheme leaves the item out and scales the others up: nothing is missing
    scaled_out: bool = False
    #: what the scheme has no rule for, where no figure still to come could give points
    unruled: str = ""

    @property
    def waiting(self) -> bool:
        """Whether points are still to come."""
        return self.points is None and not self.scaled_out

    @property
    def word(self) -> str:
        """What stands in place of points that are not there, everywhere."""
        return LEFT_OUT if self.scaled_out else PENDING


#: in place of points that are still to come, and of an item that the scheme leaves out
PENDING, LEFT_OUT = "待定", "不计"
