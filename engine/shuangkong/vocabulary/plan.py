"""Plan 规划: the dated document itself, as it is declared (plan.yaml)."""

from decimal import Decimal

from ..records import dataclass
from .base import Amount, Place, key
from .methods import Methods
from .qualifiers import Interpretations
from .target import Form, Target
from .wording import Wording
from .written import Document, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The years a plan covers."""

    base: int = key("基期年", "base year")
    first: int = key("首年", "first year")
    last: int = key("末年", "last year")


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

    def followed(self, target: Target) -> Methods:
        """How a target is followed: what it says itself, else what the plan says for its form."""
        default = self.methods.get(target.form, Methods())
        return Methods(
            progress=target.progress or default.progress,
            annual=target.annual or default.annual,
            basis=target.basis or default.basis,
        )
