"""Scheme 考核办法: items, points, veto, grades and consequences of an assessment year."""

from decimal import Decimal
from enum import StrEnum

from ..records import dataclass
from .base import Amount, Place, key
from .wording import Wording
from .written import Source


class View(StrEnum):
    """The clock a target is judged by."""

    ANNUAL = "annual"  #: this year's target
    PROGRESS = "progress"  #: cumulative, against what the years gone by require
    FINAL = "final"  #: cumulative, against the whole target on its date

    @property
    def chinese(self) -> str:
        return {"annual": "年度目标", "progress": "累计进度", "final": "期末目标"}[self.value]


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


class SchemeKind(StrEnum):
    """How a scheme comes to a result."""

    POINTS = "points"
    COUNT = "count"

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {"points": "按得分", "count": "按达标项数"}[self.value]


class OpenRule(StrEnum):
    """How an indicator without a verdict counts."""

    WITHHOLD = "withhold"  #: open: the grade is withheld where it could change it
    LEAVE_OUT = "leave_out"
    MISSED = "missed"

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {
            "withhold": "待定，可能改变等级的暂不定级",
            "leave_out": "不计",
            "missed": "按不达标计",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorClass:
    """A class of indicators that a count scheme counts, such as 控制指标."""

    id: str = key("代号", "id")
    name: str = key("名称", "name")
    targets: tuple[str, ...] = key("包括的目标", "its targets")
    views: tuple[View, ...] = key(
        "按哪些时段；不写即按当年目标和到期的期末目标，都没有的按累计进度",
        "clocks that count; when left out the year's own and the final one when due, else progress",
        (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto:
    """A result that forces the lowest grade whatever the score."""

    name: str = key("名称", "name")
    target: str = key("目标", "target")
    views: tuple[View, ...] = key("时段", "views")
    all_fail: bool = key("各时段均未完成才否决", "only when every view fails", False)
    years: tuple[int, ...] = key("只在这些年份", "only in these years", ())
    source: Source | None = key("出处", "where it is written", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What follows from a grade under conditions, or until a day."""

    text: str = key("内容；写 {期限} 处填期限", "what follows; {期限} stands for the deadline")
    met: tuple[str, ...] = key(
        "限于这些目标全部完成的；有一个未完成或无法评定即不适用",
        "only for whom all of these targets were met; missing never counts",
        (),
    )
    missed: tuple[str, ...] = key(
        "限于这些目标中有未完成的", "only for whom one of these targets was missed", ()
    )
    working_days: int | None = key(
        "期限：自成文之日起多少个工作日，按 holidays.csv 计",
        "deadline: how many working days from the date of the letter, by holidays.csv",
        None,
    )
    source: Source | None = key("出处", "where it is written", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade and the score it begins at (inclusive)."""

    name: str = key("等级", "name")
    at_least: Decimal | None = key("不低于（分）；最低等级不写", "from this score on", None)
    below: Decimal | None = key(
        "低于（分，不含）；可不写，写了则核对与上一等级衔接",
        "upper end as printed, exclusive; only checked against the grade above",
        None,
    )
    at_most: Decimal | None = key(
        "不高于（分，含）；可不写，写了则核对与上一等级衔接",
        "upper end as printed, inclusive; only checked against the grade above",
        None,
    )
    consequences: tuple[str, ...] = key("奖惩措施", "what follows", ())
    conditional: tuple[Consequence, ...] = key(
        "有条件或有期限的奖惩措施", "what follows under conditions, or until a day", ()
    )
    missed: dict[str, Decimal] = key(
        "各类指标至多几项不达标；最低等级不写",
        "how many of each class may be missed; the lowest grade says none",
        {},
    )
    letter: str | None = key(
        "出具的函：result/rectification/commendation", "letter it calls for", None
    )
    colour: str | None = key("颜色 RRGGBB", "colour", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour:
    """A title for the first few of a ranking."""

    name: str = key("称号", "title")
    first: int = key("名次前几名", "how many")
    grades: tuple[str, ...] = key("限于这些等级", "only with these grades", ())
    met: tuple[str, ...] = key(
        "还须完成的目标；有一个未完成或无法评定即不授予",
        "targets that must be met too; not for whom one was missed or could not be judged",
        (),
    )
    source: Source | None = key("出处", "where it is written", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """Items, points, veto, grades and consequences (schemes/<id>.yaml)."""

    id: str = key("代号", "id")
    title: str = key("办法名称", "title")
    kind: SchemeKind = key("怎样得出结果", "how it comes to a result", SchemeKind.POINTS)
    years: tuple[int, ...] = key("适用的考核年度", "assessment years it is for")
    source: Source = key("出处", "where it is written")
    full: Decimal = key("满分", "full points", Decimal(100))
    items: tuple[Item, ...] = key("计分项", "items", ())
    classes: tuple[IndicatorClass, ...] = key("指标类别", "classes of indicators", ())
    not_assessable: OpenRule = key(
        "无法评定的指标", "indicators that cannot be assessed", OpenRule.WITHHOLD
    )
    not_due: OpenRule = key("未到期的指标", "indicators not due", OpenRule.LEAVE_OUT)
    not_applicable: OpenRule = key("未设的指标", "indicators that do not apply", OpenRule.LEAVE_OUT)
    withdrawn: OpenRule = key("已撤销的指标", "withdrawn indicators", OpenRule.LEAVE_OUT)
    self_assessed: bool = key(
        "最上级考核对象按本办法自评，并出自评报告",
        "the top entity assesses itself by it, with a report",
        False,
    )
    forced_grade: str | None = key(
        "弄虚作假的，不论结果定为", "grade forced by falsification", None
    )
    vetoes: tuple[Veto, ...] = key("否决项", "vetoes", ())
    grades: tuple[Grade, ...] = key("等级，由高到低", "grades, best first")
    veto_grade: str | None = key("否决后的等级", "grade after a veto", None)
    honours: tuple[Honour, ...] = key("表彰", "honours", ())
    tie_break: tuple[str, ...] = key(
        "总分相同时依次比较得分的计分项；仍相同即并列",
        "items compared in turn when totals are equal; equal in all of them is a tie",
        (),
    )
    kept_out: tuple[str, ...] = key(
        "按用语不列入“未完成”清单的目标，如 力争、鼓励",
        "strengths of wording whose targets are kept out of lists of what was not met",
        (),
    )
    wording: Wording = key(
        "考核和文书的用语；先于规划所写的", "what it and its papers are called", Wording()
    )
    note: str | None = key("说明", "remark", None)
    place: Place | None = None

    def keeps_out(self, strength: str | None) -> bool:
        """Whether targets of this wording stay out of lists of what was not met."""
        return strength is not None and strength in self.kept_out
