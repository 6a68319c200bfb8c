"""Case 案例: a worked example, read by a jurist and executed by the engine (cases/*.yaml).

A case says what was given, what must come out, and where that is written. It has exactly one
of the kinds `verdict`, `score`, `grade`, `warning` and `formula` (docs/cases.md). Published
numbers are compared at the digits they are printed with.
"""

from decimal import Decimal

from ..records import dataclass
from .base import VERIFICATION_EARLIER, Amount, Place, Verification, key
from .deadline import Deadline
from .methods import AnnualMethod, Basis, ProgressMethod
from .plan import Period
from .qualifiers import BandInterpretation
from .target import Form
from .view import View
from .written import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A target written out in the case itself, where the plan at hand does not hold it."""

    form: Form = key("目标形式", "form")
    value: Amount = key("目标值", "value")
    about: bool = key("是否印有“左右”", "printed with 左右", False)
    base: int | None = key("基期年", "base year", None)
    by: Deadline = key("完成期限", "date")
    progress: ProgressMethod = key("进度算法", "progress method", ProgressMethod.NONE)
    annual: AnnualMethod = key("年度目标的来历", "yearly targets", AnnualMethod.NONE)
    basis: Basis = key("累计变化的算法", "basis of changes", Basis.LEVELS)
    range: BandInterpretation = key(
        "区间目标怎样判断", "how a range is judged", BandInterpretation.DECISION
    )
    period: Period | None = key(
        "规划期；不写即由基期次年至期限年", "period; from after the base year when absent", None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictGiven:
    """A target, and the figures it is judged on; years after `year` must not be used."""

    target: str | None = key("本规划的目标代号", "target id of this plan", None)
    entity: str | None = key("考核对象", "entity by name or code", None)
    terms: Terms | None = key("案例自带的目标", "target written out here", None)
    year: int = key("考核年度", "assessment year")
    levels: dict[int, Amount] = key("各年数值", "values of the indicator by year", {})
    rates: dict[int, Amount] = key("各年同比变化率", "published yearly changes", {})
    within: dict[str, Amount] = key(
        "年内某日、某月、某季度的数值，如 2017-10",
        "values of the indicator on a day, in a month or quarter",
        {},
    )
    data: dict[str, dict[int, Amount]] = key(
        "其他指标的数值", "figures of further indicators, by indicator and year", {}
    )
    others: dict[str, dict[str, dict[int, Amount]]] = key(
        "上级、下级的数值：公式用到时按对象、指标、年份写",
        "figures of entities above and below, by entity, indicator and year",
        {},
    )
    issued: dict[int, Amount] = key("下达的年度目标", "yearly targets issued", {})
    scheme: str | None = key("考核办法代号", "scheme whose vetoes are applied", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewExpected:
    """What one clock must show. Reductions count positive, a rise is a negative reduction."""

    outcome: str | None = key("完成情况", "met, not_met, not_due, not_assessable …", None)
    actual: Amount | None = key("实际", "what was reached", None)
    required: Amount | None = key("要求", "what was required", None)
    progress: Amount | None = key("完成进度", "progress", None)
    required_progress: Amount | None = key("时间进度", "progress required", None)
    flips: tuple[int, ...] = key(
        "舍入到这些小数位数时结论会改变（应予提示）",
        "digits to which rounding would turn the verdict; each must be remarked on",
        (),
    )
    says: tuple[str, ...] = key("理由中应当出现的字句", "texts that the reason must hold", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class RemainingExpected:
    """What is still needed until the target's date."""

    total: Amount | None = key("剩余年份合计还需", "over all remaining years", None)
    per_year: Amount | None = key("剩余年份平均每年还需", "in each remaining year", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictExpected:
    """The outcomes by clock; a clock left out is not checked."""

    annual: ViewExpected | None = key("年度目标", "annual", None)
    progress: ViewExpected | None = key("累计进度", "progress", None)
    final: ViewExpected | None = key("期末目标", "final", None)
    remaining: RemainingExpected | None = key("还需完成", "still needed", None)
    vetoed: bool | None = key("是否被否决", "whether the scheme's vetoes strike", None)
    verification: Verification | None = key(
        "结论所带的核对标记",
        "verification the verdict must carry",
        None,
        earlier=VERIFICATION_EARLIER,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictCase:
    """A target judged on figures."""

    given: VerdictGiven = key("已知", "given")
    expect: VerdictExpected = key("应得", "expected")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreGiven:
    """One item of a scheme, and what it is scored on."""

    scheme: str = key("考核办法代号", "scheme id")
    item: str = key("计分项代号", "item id")
    year: int | None = key("考核年度", "assessment year", None)
    target: Amount | None = key("目标值", "what was required", None)
    actual: Amount | None = key("实际完成", "what was reached", None)
    progress: Amount | None = key("完成进度", "progress", None)
    required_progress: Amount | None = key("时间进度", "progress required", None)
    outcomes: dict[View, str] = key("各时段完成情况", "outcomes by clock", {})
    result: str | None = key("另一项考核的等级", "grade in the other assessment", None)
    parts: dict[str, Decimal] = key("考核人员所评的分", "points entered, by part", {})
    data: dict[str, dict[int, Amount]] = key("指标数值", "figures by indicator and year", {})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreExpected:
    """Points and bonus; `withheld` when no points may be given yet."""

    points: Decimal | None = key("得分（不含加分）", "points without bonus", None)
    bonus: Decimal | None = key("加分", "bonus", None)
    withheld: bool = key("是否暂缓计分", "whether the item is withheld", False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCase:
    """An item scored."""

    given: ScoreGiven = key("已知", "given")
    expect: ScoreExpected = key("应得", "expected")


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeGiven:
    """The score sheet of a scheme as far as it is filled in."""

    scheme: str = key("考核办法代号", "scheme id")
    year: int = key("考核年度", "assessment year")
    points: dict[str, Decimal] = key("各项得分（含加分）", "points by item, bonus included", {})
    total: Decimal | None = key("总分", "total, when items do not matter", None)
    failed: dict[str, tuple[View, ...]] = key("未完成的目标及时段", "clocks that failed", {})
    outcomes: dict[str, str] = key(
        "按项数的办法：没有达标的各指标及其完成情况；其余均为达标",
        "of a count scheme: outcomes of the indicators that were not met",
        {},
    )
    department: dict[str, str] = key(
        "部门评价：指标和 达标/不达标；与完成情况不一致的待裁定",
        "what departments say of indicators: 达标 or 不达标",
        {},
    )
    own: dict[str, str] = key(
        "自评：指标和 达标/不达标；供对照，不影响等级",
        "what the entity says of itself: 达标 or 不达标",
        {},
    )
    forced: str | None = key("认定弄虚作假的说明", "why the grade was forced", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeExpected:
    """The grade; absent when it must be withheld."""

    grade: str | None = key("等级；暂缓则不写", "grade", None)
    total: Decimal | None = key("总分", "total", None)
    vetoed: bool = key("是否被否决", "whether it was vetoed", False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeCase:
    """A total graded."""

    given: GradeGiven = key("已知", "given")
    expect: GradeExpected = key("应得", "expected")


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningGiven:
    """What a warning rule compares: reductions positive, or levels for a cap."""

    rule: str = key("预警办法代号", "warning rule id")
    form: Form = key("目标形式", "form of the target")
    target: Amount = key("要求", "what the pace requires")
    actual: Amount = key("实际", "what was reached")


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningExpected:
    """The level's name."""

    level: str = key("预警级别", "name of the level")


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningCase:
    """A warning level given."""

    given: WarningGiven = key("已知", "given")
    expect: WarningExpected = key("应得", "expected")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaGiven:
    """A formula and the values of its names; indicators that the plan derives follow by theirs."""

    formula: str = key("公式", "formula")
    values: dict[str, Amount] = key("各量的数值", "values of its names", {})
    words: dict[str, str] = key("各状态、类别的取值", "words of its states and kinds", {})


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaExpected:
    """The value, or whether the relation holds."""

    value: Amount | None = key("结果", "value", None)
    holds: bool | None = key("关系是否成立", "whether the relation holds", None)
    missing: bool = key("没有结果，待补数或裁定", "no value: something is open", False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaCase:
    """Arithmetic that a document prints."""

    given: FormulaGiven = key("已知", "given")
    expect: FormulaExpected = key("应得", "expected")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One worked example."""

    id: str = key("代号", "id")
    title: str = key("标题", "title")
    source: Source = key("出处", "where it is written")
    says: str = key("文件怎么说（自己的话）", "what the document says, in our own words")
    reading: str | None = key("本工具怎样理解", "how it is read here", None)
    published: str | None = key("公布的等级", "the grade that was published", None)
    verdict: VerdictCase | None = key("评定案例", "a target judged", None)
    score: ScoreCase | None = key("计分案例", "an item scored", None)
    grade: GradeCase | None = key("等级案例", "a total graded", None)
    warning: WarningCase | None = key("预警案例", "a warning level given", None)
    formula: FormulaCase | None = key("算式案例", "arithmetic", None)
    place: Place | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds it is written as; a sound case has one."""
        all_kinds = ("verdict", "score", "grade", "warning", "formula")
        return tuple(k for k in all_kinds if getattr(self, k) is not None)
