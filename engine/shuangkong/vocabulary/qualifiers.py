"""What a plan takes its qualifier words to mean: 左右, and ranges."""

from decimal import Decimal
from enum import StrEnum

from ..records import dataclass
from .base import key


class BandInterpretation(StrEnum):
    """Which edge of a range, or of the band around an 'about', has to be reached."""

    NEAR_EDGE = "near_edge"  #: the easier edge counts as met
    FAR_EDGE = "far_edge"  #: only the harder edge counts as met
    PRINTED = "printed"  #: the printed number itself
    DECISION = "decision"  #: a person decides between the edges

    @property
    def chinese(self) -> str:
        return {
            "near_edge": "达到较宽一端即为完成",
            "far_edge": "达到较严一端方为完成",
            "printed": "按所印数字判断",
            "decision": "两端之间由人裁定",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretations:
    """What the plan's qualifier words are taken to mean; declared once, never guessed."""

    about: BandInterpretation = key(
        "“左右”怎样判断", "how an 'about' is judged", BandInterpretation.DECISION
    )
    about_band: Decimal = key(
        "“左右”的幅度，占所印数字的百分比",
        "half width of an 'about' band, in percent of the printed number",
        Decimal(0),
    )
    about_outer: Decimal | None = key(
        "“左右”的外沿，占所印数字的百分比：没有声明幅度时，超出它就不能再算“左右”",
        "outer edge of an 'about' without a band, in percent of the printed number; beyond it, "
        "nobody could call it 'about'",
        None,
        example="20",
    )
    about_outer_by: str | None = key("“左右”的外沿由谁决定", "who decided the outer edge", None)
    range: BandInterpretation = key(
        "区间目标怎样判断", "how a range is judged", BandInterpretation.DECISION
    )
    basis: str | None = key("作此理解的理由", "why it is read so", None)

    @property
    def outer_edge(self) -> str | None:
        """The outer edge of an 'about' and who drew it, as documents print it; None without one."""
        if self.about_outer is None:
            return None
        return f"外沿为所印数字的{self.about_outer:f}%，由{self.about_outer_by or '未写明的人'}定"
