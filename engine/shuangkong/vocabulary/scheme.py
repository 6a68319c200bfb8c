"""Scheme 考核办法: items, points, veto, grades and consequences of an assessment year."""

from decimal import Decimal
from enum import StrEnum

from ..records import dataclass
from .base import Place, key
from .item import Item
from .view import View
from .wording import Wording
from .written import Source


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


#: where a consequence says that its deadline stands
DEADLINE_PLACE = "{期限}"


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


class GradeLetter(StrEnum):
    """The letter that a grade calls for; everybody with a grade is told the result at least."""

    RESULT = "result"
    RECTIFICATION = "rectification"
    COMMENDATION = "commendation"

    @property
    def chinese(self) -> str:
        """What the letter is called."""
        return {
            "result": "考核结果函",
            "rectification": "整改函",
            "commendation": "表扬函",
        }[self.value]


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
    letter: GradeLetter | None = key("出具的函", "letter it calls for", None)
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
