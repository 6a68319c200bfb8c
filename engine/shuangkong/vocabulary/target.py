"""Target 目标 and allocation 分解, as they are declared."""

from enum import StrEnum

from ..records import dataclass
from .base import Amount, Place, Verification, key
from .deadline import Deadline, Every, Moment, parts_of
from .methods import AnnualMethod, Basis, ProgressMethod
from .written import Source


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


#: joins a target's id with that of its tier, where the tier is judged as a target of its own
TIER = ":"


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
        "完成期限：2020、2017-H1、2017-Q3、2017-10、2017-10-31、12..18 months after 2024-06；"
        "一直要做到的写 standing，条文没有印出的写 unknown",
        "when it is due: a year, half-year, quarter, month or day, a span of months after a start; "
        "standing when it holds all the time, unknown when no deadline is printed",
    )
    every: Every | None = key(
        "义务多久一次：year（每年）、2 years（每两年）、half-year（每半年）、quarter（每季度）、"
        "month（每月）；次数写在 value",
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
    words: tuple[str, ...] = key(
        "条文中要求这件事的字句，照印，如 摸清既有建筑底数",
        "words of the clause that ask for it, as printed; coverage finds states by them",
        (),
    )
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
    def is_tier(self) -> bool:
        """Whether it is a further tier of another, such as 激励目标: reached or not, no duty."""
        return TIER in self.id

    @property
    def for_department(self) -> bool:
        """Whether it is a state that only a department tells: no figure of the entity's is it."""
        return self.judged_by is not None and self.form is Form.COMPLETE

    @property
    def recurring(self) -> bool:
        """Whether it is due again and again: a duty, or what holds all the time."""
        return self.every is not None or self.by.standing

    def due_in(self, year: int) -> tuple[Moment, ...]:
        """The parts of a year in which a duty falls due, up to its end; none where it goes by
        whole years."""
        if self.every is None or self.every.parts == 1:
            return ()
        end = self.by.at
        parts = parts_of(year, self.every.parts)
        return tuple(one for one in parts if end is None or one.last_day <= end.last_day)

    @property
    def is_yearly(self) -> bool:
        """Whether its values are issued year by year, and no date is printed to end them.

        An entity may still have been given a value for the whole period.
        """
        return self.annual is AnnualMethod.ISSUED and self.allocated and self.by_inferred


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
    """A number, or words of a state, in the plan's text that no target rests on (coverage.yaml)."""

    clause: str = key("条款号", "clause number")
    number: Amount | None = key("所印的数", "the number printed", None, example="2 级")
    words: str | None = key(
        "所印的字句，如 建立战略合作", "the words printed, where they order a state", None
    )
    why: str = key("为什么不是目标", "why it is no target")
    place: Place | None = None

    @property
    def id(self) -> str:
        """Clause and number or words; one record says it for every time it is printed there."""
        return f"{self.clause} {self.words if self.number is None else self.number}"
