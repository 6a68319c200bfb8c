"""One line of the score sheet as a record, with the parts that assessors entered."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from ..records import dataclass
from ..vocabulary import Item, Verification
from .digits import digits_apart
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
    #: points and bonus exactly, where the decimals only begin them (10/3)
    exact: Fraction | None = None
    #: what the scheme has no rule for, where no figure still to come could give points
    unruled: str = ""

    @property
    def worth(self) -> Fraction:
        """Points and bonus as they count in a total, exactly."""
        if self.exact is not None:
            return self.exact
        return Fraction(self.points or 0) + Fraction(self.bonus)

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

#: the unit of steps that give points
POINTS = "分"
#: decimals of points; where fewer than `_MOST` do not tell two apart, nothing a reader sees does
DECIMALS, _MOST = 2, 10


def points_apart(pairs: Iterable[tuple[Decimal, Decimal]]) -> int:
    """Decimals by which points that are compared are printed differently, at least two."""
    found = (digits_apart(one, other, "", DECIMALS) for one, other in pairs)
    return max((digits for digits in found if digits <= _MOST), default=DECIMALS)


def points_text(points: Decimal, decimals: int = DECIMALS) -> str:
    """Points as printed everywhere: 40 and 2.5 as they are, what goes on longer rounded: 86.67."""
    short = points.normalize()
    exponent = short.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -decimals:
        short = points.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{short:f}"
