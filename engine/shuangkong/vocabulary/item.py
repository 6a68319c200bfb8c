"""What a scheme scores: items, the rules that give their points, and parts that assessors score."""

from decimal import Decimal
from enum import StrEnum

from ..records import dataclass
from .base import Amount, key
from .view import View
from .written import Source


class ItemRule(StrEnum):
    """How an item's points follow from what was reached."""

    STEPS = "steps"  #: points by completion ratio, step table
    LINEAR = "linear"  #: points × completion ratio, up to full
    ALL_OR_NOTHING = "all_or_nothing"
    MATRIX = "matrix"  #: points by annual × cumulative outcome
    LADDER = "ladder"  #: points by how far a cap is exceeded
    MEASURE = "measure"  #: entered by assessors
    CHAINED = "chained"  #: the result of another assessment

    @property
    def chinese(self) -> str:
        return {
            "steps": "按目标完成率分档计分",
            "linear": "按目标完成率比例计分",
            "all_or_nothing": "完成得满分，未完成不得分",
            "matrix": "按年度目标与累计进度组合计分",
            "ladder": "按超出目标的幅度分档计分",
            "measure": "由考核人员评分",
            "chained": "采用另一项考核的结果",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of a step table; `at_least` (or, in a ladder, `at_most`) is inclusive.

    The first row that fits gives the points; a row without a bound is for all the rest.
    """

    points: Decimal = key("得分", "points")
    at_least: Amount | None = key("完成率不低于", "completion at least", None)
    at_most: Amount | None = key("超出幅度不高于", "excess at most", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonus:
    """Points for every whole step beyond full completion, up to a cap.

    A step in % is of the completion ratio beyond 100 %; a step in 个百分点 is of the progress
    beyond what the years gone by require.
    """

    each: Amount = key("每超额完成多少", "width of one step")
    points: Decimal = key("每档加分", "points a step")
    most: Decimal = key("最多加分", "cap")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Points by annual × cumulative outcome."""

    both: Decimal = key("年度、累计均完成", "both met")
    only_cumulative: Decimal = key("仅累计完成", "only the cumulative met")
    only_annual: Decimal = key("仅年度完成", "only the annual met")
    neither: Decimal = key("均未完成", "neither met")


class NearZeroMethod(StrEnum):
    """What replaces a ratio that means nothing."""

    CAP = "cap"  #: the completion ratio is capped
    DIFFERENCE = "difference"  #: only met or not met counts, no ratio

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {"cap": "完成率封顶", "difference": "只看完成与否"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearZero:
    """What to do when a target is so near zero that a ratio means nothing."""

    below: Amount = key("目标值绝对值低于", "targets smaller than this")
    method: NearZeroMethod = key("处理办法", "method")
    cap: Amount | None = key("完成率上限", "cap of the ratio", None)


class Fallback(StrEnum):
    """What becomes of an item whose target gives no verdict."""

    WITHHOLD = "withhold"  #: no points, and no grade until it can be scored
    FULL = "full"
    ZERO = "zero"
    SCALE = "scale"  #: left out; the other items' points are scaled up to the full score

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {
            "withhold": "暂缓计分",
            "full": "得满分",
            "zero": "不得分",
            "scale": "不计此项，其余各项按比例折算",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chained:
    """The result of another assessment, and what it is worth here.

    In a year in which that assessment was not held, the item's own parts are scored instead;
    in any other year a result that is not there withholds the item.
    """

    assessment: str = key("所采用的考核", "name of the other assessment")
    indicator: str = key("其结果所在的状态类指标", "state indicator that holds its result")
    points: dict[str, Decimal] = key("各等级的得分", "points by its grades")
    not_held: tuple[int, ...] = key(
        "未开展该考核、改按评分内容计分的年份", "years without it; the parts are scored instead", ()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A scored part of a measure item.

    With `test` the points follow from the data; while the data are missing, assessors enter
    them. A part that deducts is entered as the points taken off, 0 when there are none; an
    item never falls below zero.
    """

    id: str = key("代号", "id")
    name: str = key("评分内容", "what is scored")
    points: Decimal = key("分值", "points")
    evidence: str | None = key("佐证材料", "evidence asked for", None)
    test: str | None = key(
        "成立即得满分、否则不得分的条件（公式）",
        "formula; full points when it holds, else none",
        None,
    )
    deduct: bool = key("扣分项：录入扣去的分数", "points taken off instead of given", False)

    @property
    def asked(self) -> str:
        """What it is called where assessors enter its points, with what they must know."""
        if self.deduct:
            return f"{self.name}（扣分项：填扣去的分数，没有扣分填0）"
        return f"{self.name}（数据齐全时自动判定，可不填）" if self.test else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the score sheet."""

    id: str = key("代号", "id")
    name: str = key("考核内容", "name")
    points: Decimal = key("分值", "points")
    rule: ItemRule = key("计分办法", "rule")
    group: str | None = key("大类，如 目标/措施", "heading it stands under", None)
    target: str | None = key("所考核的目标", "target it scores", None)
    view: View | None = key("所考核的时段", "view it scores", None)
    steps: tuple[Step, ...] = key("分档", "step table", ())
    bonus: Bonus | None = key("加分", "bonus", None)
    matrix: Matrix | None = key("组合得分", "points of the matrix", None)
    near_zero: NearZero | None = key("目标接近零时", "near-zero targets", None)
    parts: tuple[Part, ...] = key("评分内容", "scored parts", ())
    chained: Chained | None = key("所采用的另一项考核", "the other assessment", None)
    fallback: Fallback | None = key("无法评定时；不写即暂缓", "when not assessable", None)
    not_applicable: Fallback | None = key(
        "该对象未设此目标时；不写即暂缓", "when no such target was set for it", None
    )
    source: Source | None = key("出处", "where it is written", None)
