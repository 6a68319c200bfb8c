"""Points in papers: with which digits, and what is said where the printed ones do not add up."""

from ..assess.result import EntityResult
from ..text import plain
from ..vocabulary import Scheme
from . import looks
from .book import Box, Shade, address

OPEN = "尚有未计分项目"
COMPLETE = "各项均已计分"
NONE_COUNTS = "各项按办法都不计分"
#: completion follows from more digits than a table prints
UNROUNDED = "目标完成率按未舍入的数计算，与按表列数复算的可略有出入"

#: so many decimals of a spreadsheet's number are its own, and no error of its arithmetic
_EXACT = 10


def as_printed(box: Box, decimals: int, behind: str = "") -> list[Shade]:
    """Rules by which cells of points have the digits that words give them (`points_text`): 84.6
    and 40 as they are, what goes on longer with `decimals`, whatever is tried out.

    `behind` stands behind each number, as it does in the cells' own format.
    """
    cell = address(box.row, box.col)
    whole = f"ROUND({cell},{_EXACT})"

    def rule(digits: int) -> Shade:
        asked = f"IF(ISNUMBER({cell}),{whole}=ROUND({cell},{digits}),FALSE)"
        return Shade(box, "digits", "", asked, "", looks.number(digits).number + behind)

    return [rule(digits) for digits in range(decimals)]


def left_out(scheme: Scheme, result: EntityResult) -> str:
    """Which items are left out, and how the total is reckoned without them; blank without any."""
    names = [s.item.name for s in result.scores if s.scaled_out and result.total is not None]
    return f"不计{'、'.join(names)}，其余按{plain(scheme.full)}分折算；" if names else ""


def total_note(scheme: Scheme | None, result: EntityResult) -> str:
    """What the total says of the rows above it; blank without points. That it is provisional
    stands beside the total itself."""
    if scheme is None or not result.scores:
        return ""
    told = NONE_COUNTS if result.total is None else COMPLETE
    if any(s.waiting for s in result.scores):
        told = OPEN
    return left_out(scheme, result) + told
