"""Plan 规划, target 目标 and allocation 分解, as they are declared."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .base import Amount, Place, Verification, key
from .deadline import Deadline, Every
from .wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that figures or rules come from."""

    title: str = key("文件名称", "title as printed")
    number: str | None = key("发文字号；未见则不写", "document number; absent when not seen", None)
    issuer: str | None = key("发文机关", "issuing authority", None)
    date: datetime.date | None = key("成文日期", "date of issue", None)
    note: str | None = key("说明", "remark", None)
    verification: Verification = key(
        "核对情况", "how far its figures were checked", Verification.VERIFIED
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a target, figure or rule is written."""

    clause: str = key("条款号，如 一（三）1", "clause number")
    document: str | None = key(
        "文件代号（plan.yaml 的 documents 之一）；不写即规划本身",
        "id of one of the plan's documents; the plan itself when absent",
        None,
    )
    verification: Verification | None = key(
        "核对情况；不写则随文件", "how far it was checked; the document's when absent", None
    )
    note: str | None = key("说明", "remark", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The years a plan covers."""

    base: int = key("基期年", "base year")
    first: int = key("首年", "first year")
    last: int = key("末年", "last year")


class Form(StrEnum):
    """What a target asks of its indicator."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    REDUCE_BY = "reduce_by"
    RAISE_BY = "raise_by"
    CUT_BY = "cut_by"
    RAISE_BY_POINTS = "raise_by_points"
    TOTAL_AT_LEAST = "total_at_least"
    COMPLETE = "complete"
    IMPROVE = "improve"

    @property
    def chinese(self) -> str:
        return _FORM_ZH[self]

    @property
    def needs_base(self) -> bool:
        """Whether it is compared with a base year."""
        return self in (
            Form.REDUCE_BY,
            Form.RAISE_BY,
            Form.CUT_BY,
            Form.RAISE_BY_POINTS,
            Form.IMPROVE,
        )

    @property
    def has_value(self) -> bool:
        """Whether a number is asked for, and not a state or a direction."""
        return self not in (Form.COMPLETE, Form.IMPROVE)

    @property
    def strict(self) -> bool:
        """Whether what is just reached is missed."""
        return self in (Form.MORE_THAN, Form.IMPROVE)


_FORM_ZH = {
    Form.AT_MOST: "控制在…以内",
    Form.AT_LEAST: "达到…以上（含）",
    Form.MORE_THAN: "超过…（不含）",
    Form.REDUCE_BY: "比基期下降",
    Form.RAISE_BY: "比基期提高（相对）",
    Form.CUT_BY: "比基期削减（绝对量）",
    Form.RAISE_BY_POINTS: "比基期提高（百分点）",
    Form.TOTAL_AT_LEAST: "期内累计达到",
    Form.COMPLETE: "完成（状态）",
    Form.IMPROVE: "比基期有所改善（不含持平）",
}


class TargetKind(StrEnum):
    """How binding a target is."""

    BINDING = "binding"
    INDICATIVE = "indicative"
    TASK = "task"

    @property
    def chinese(self) -> str:
        return {"binding": "约束性", "indicative": "预期性", "task": "任务"}[self.value]


class ProgressMethod(StrEnum):
    """How far along a target is."""

    LOGARITHMIC = "logarithmic"  #: ln(1 − D) / ln(1 − T)
    LINEAR = "linear"  #: achieved / target
    INCREMENT = "increment"  #: used increment against the pro-rata increment
    NONE = "none"

    @property
    def chinese(self) -> str:
        return {
            "logarithmic": "对数法",
            "linear": "比例法",
            "increment": "增量法",
            "none": "不计算进度",
        }[self.value]


class AnnualMethod(StrEnum):
    """How a yearly target follows from the target of the whole period, when none was issued."""

    EQUAL_GEOMETRIC = "equal_geometric"  #: 1 − (1 − T)^(1/n)
    EQUAL_INCREMENT = "equal_increment"  #: (cap − base) / n
    ISSUED = "issued"  #: only what allocations state for the year
    NONE = "none"

    @property
    def chinese(self) -> str:
        return {
            "equal_geometric": "按年均等比降低率",
            "equal_increment": "按年均增量",
            "issued": "按下达的年度目标",
            "none": "不设年度目标",
        }[self.value]


class Basis(StrEnum):
    """What a change over several years is computed from."""

    LEVELS = "levels"
    CHAINED_RATES = "chained_rates"
    LAST_LEVEL = "last_level"  #: last year's level and the published change of the year

    @property
    def chinese(self) -> str:
        return {
            "levels": "两年水平相比",
            "chained_rates": "逐年变化率连乘",
            "last_level": "上年水平乘以当年变化率",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Methods:
    """How targets of one form are followed over the years."""

    progress: ProgressMethod = key("进度算法", "progress method", ProgressMethod.NONE)
    annual: AnnualMethod = key(
        "年度目标的来历", "where yearly targets come from", AnnualMethod.NONE
    )
    basis: Basis = key("累计变化的算法", "what changes are computed from", Basis.LEVELS)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupTable:
    """A value for each state or kind, which formulas look up as `table[key]`."""

    name: str = key("名称", "name")
    unit: str = key("计量单位；不写即倍数", "unit; a plain number when absent", "")
    by: tuple[str, ...] = key(
        "按什么取值：状态类指标或类别属性", "the states or kinds that it goes by"
    )
    values: dict[str, Decimal] = key(
        "各个取值；按两样取值的写成 甲 | 乙: 0.9",
        "the values by word; the words of several keys are parted by |",
    )
    source: Source | None = key("出处", "where it is written", None)

    @property
    def rows(self) -> dict[tuple[str, ...], Decimal]:
        """The values by the words of their row."""
        return {tuple(w.strip() for w in word.split("|")): v for word, v in self.values.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A dated document with targets for entities over a period (plan.yaml)."""

    id: str = key("代号，与文件夹同名", "id, the folder's name")
    format: int = key(
        "声明格式的版本；不写即第 1 版", "version of the declaration format; 1 when absent", 1
    )
    title: str = key("规划名称", "title as printed")
    draft: bool = key("讨论稿：没有印发，不在执行", "a draft that was never in force", False)
    short: str = key("简称", "short name")
    document: Document = key("规划文件", "the plan's document")
    period: Period = key("规划期", "period")
    top: str = key("最上级考核对象代码", "code of the entity above all others")
    assessed: tuple[str, ...] = key(
        "出具评分卡与函的对象层级", "kinds of entity that get a scorecard and a letter"
    )
    units: dict[str, Amount | None] = key(
        "本规划自设的计量单位：等于多少已有的单位；不能换算的写 ~",
        "units of the plan's own: what one of them is in a known unit, or nothing",
        {},
    )
    documents: dict[str, Document] = key("引用的其他文件", "other documents cited, by id", {})
    methods: dict[Form, Methods] = key("各类目标的跟踪办法", "how each form is followed", {})
    readings: Interpretations = key("用语的理解", "what qualifier words mean", Interpretations())
    lookups: dict[str, LookupTable] = key(
        "取值表：公式里按状态或类别查的数，写成 代号[键]",
        "tables that formulas look up, by id",
        {},
    )
    wording: Wording = key(
        "考核和文书的用语", "what the assessment and papers are called", Wording()
    )
    notes: tuple[str, ...] = key("需要读者知道的事项", "what every reader must know", ())
    synthetic: bool = key("整套为示例（虚构）", "the whole plan is invented", False)
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which entities a target is for."""

    kinds: tuple[str, ...] = key("层级", "kinds of entity", ())
    entities: tuple[str, ...] = key("指定的对象（代码或名称）", "named entities", ())
    when: str | None = key(
        "适用条件（公式，可用对象的属性）", "condition over attributes of the entity", None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """One way to read an ambiguous clause; a person's decision picks one."""

    id: str = key("代号", "id")
    says: str = key("这样理解", "what it would mean")
    form: Form | None = key("换用的目标形式", "form under this reading", None)
    value: Amount | None = key("换用的数值", "value under this reading", None)
    base: int | None = key("换用的基期", "base year under this reading", None)
    indicator: str | None = key("换用的指标", "indicator under this reading", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A further value of the same target, such as an incentive target 激励目标."""

    id: str = key("代号", "id")
    name: str = key("名称", "name")
    value: Amount | None = key("数值；不写即见分解表", "value; in allocations when absent", None)
    exempts: tuple[str, ...] = key(
        "达到后免于考核的目标", "targets that need not be met once this is reached", ()
    )
    source: Source | None = key("出处", "where it is written", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """An amount taken off the indicator before it is judged, such as feedstock use 原料用能."""

    indicator: str = key("扣减量的指标", "indicator holding the amount")
    since: int | None = key("只扣减比该年新增的部分", "only what was added since this year", None)
    proof: str | None = key("需要的证明", "proof asked for", None)
    source: Source | None = key("出处", "where it is written", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Another clause or unit in which the same target is printed; it counts once."""

    clause: str = key("条款号", "clause number")
    value: Amount | None = key("该处所印的数值", "the value printed there", None)
    qualifier: str | None = key("该处所印的用语", "the qualifier printed there", None)
    note: str | None = key("说明", "remark", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A number in a target's clause that is a condition or a name, not its value."""

    number: Amount = key("所印的数", "the number printed", example="20 公里")
    means: str = key("它是什么", "what it stands for")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an indicator must reach for an entity by a date (targets/*.yaml)."""

    id: str = key("代号", "id")
    name: str = key("名称", "name")
    kind: TargetKind = key("约束性、预期性或任务", "binding, indicative or task")
    indicator: str | None = key("指标代号", "indicator id", None)
    scope: Scope = key("考核对象", "entities")
    form: Form = key("目标形式", "form")
    value: Amount | None = key("目标值；各对象不同者见分解表", "value; absent when allocated", None)
    about: bool = key("是否印有“左右”", "printed with 左右", False)
    base: int | None = key("基期年", "base year", None)
    base_inferred: bool = key("基期未印出，为推定", "base year inferred, not printed", False)
    since: int | None = key(
        "累计（期内累计类）或义务自该年起", "first year of a sum, or of a duty", None
    )
    since_inferred: bool = key(
        "累计起始年未印出，为推定", "first year inferred, not printed", False
    )
    by: Deadline = key(
        "完成期限：2020、2017-Q3、2017-10、2017-10-31、12..18 months after 2024-06；"
        "一直要做到的写 standing，条文没有印出的写 unknown",
        "when it is due: a year, quarter, month or day, a span of months after a start; "
        "standing when it holds all the time, unknown when no deadline is printed",
    )
    every: Every | None = key(
        "义务多久一次：year（每年）、2 years（每两年）；次数写在 value",
        "how often a duty falls due; how many times is its value",
        None,
    )
    by_inferred: bool = key("期限未印出，为推定", "date inferred, not printed", False)
    qualifier: str | None = key("原文用语", "qualifier as printed", None)
    strength: str | None = key(
        "要求的强弱，照印：必须、力争、鼓励、研究、拟", "strength of wording as printed", None
    )
    leads: tuple[str, ...] = key(
        "牵头单位，照印；不写即考核对象自己", "who leads, as printed; the entities themselves", ()
    )
    helps: tuple[str, ...] = key("配合单位，照印", "who helps, as printed", ())
    judged_by: str | None = key(
        "由哪个部门评价；照印", "department that judges it, as printed", None
    )
    source: Source = key("出处", "where it is written")
    also: tuple[Statement, ...] = key("同一目标另见", "the same target printed elsewhere", ())
    excludes: tuple[str, ...] = key("不包括的部分", "what is left out", ())
    mentions: tuple[Mention, ...] = key(
        "条文中限定本目标、但不是目标值的数，如 20 公里",
        "numbers printed in the clause that limit the target without being its value",
        (),
    )
    allocated: bool = key(
        "各对象的数值见 allocations.csv", "values per entity in allocations", False
    )
    progress: ProgressMethod | None = key("进度算法；不写随规划", "progress method", None)
    annual: AnnualMethod | None = key("年度目标的来历；不写随规划", "yearly targets", None)
    basis: Basis | None = key("累计变化的算法；不写随规划", "basis of changes", None)
    rate: str | None = key("公布的同比变化率指标", "indicator with the published yearly rate", None)
    tiers: tuple[Tier, ...] = key("激励目标等", "further tiers", ())
    deductions: tuple[Deduction, ...] = key("扣减项", "deductions", ())
    readings: tuple[Interpretation, ...] = key(
        "有歧义时的几种理解，待人裁定", "readings of an ambiguous clause", ()
    )
    conflicts_with: tuple[str, ...] = key("与之矛盾的目标", "targets it contradicts", ())
    supersedes: str | None = key("取代的旧目标", "an earlier target it replaces", None)
    not_additive: str | None = key("不可与哪类量相加", "what it must not be added up with", None)
    not_computable: str | None = key("不能计算的原因", "why it cannot be computed", None)
    note: str | None = key("说明", "remark", None)
    place: Place | None = None

    @property
    def recurring(self) -> bool:
        """Whether it is due again and again: a duty, or what holds all the time."""
        return self.every is not None or self.by.standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """A target's value for one entity, and for one year where yearly (allocations.csv).

    Columns: target, entity, year (blank for the whole period), tier (blank for the basic
    target), value, unit, verification, source, note. Value ‘不设’ says that none was set.
    """

    target: str
    entity: str
    year: int | None
    tier: str | None
    value: Amount | None
    verification: Verification
    source: str
    note: str | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A number in the plan's text that no target rests on, and why (coverage.yaml)."""

    clause: str = key("条款号", "clause number")
    number: Amount = key("所印的数", "the number printed", example="2 级")
    why: str = key("为什么不是目标", "why it is no target")
    place: Place | None = None

    @property
    def id(self) -> str:
        """Clause and number; one record says it for every time it is printed there."""
        return f"{self.clause} {self.number}"
