"""One verdict as a record: its outcome, and every number that it rests on with its trace.

A number here is always a Decimal with its unit; every number of a calculation is either an
`Input` (with the cell or clause it came from) or a `CalcStep` (with its formula over inputs
and earlier steps), so that nothing a reader sees stands without a trace.
"""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ..formulas.as_excel import DIGITS
from ..formulas.nodes import Node
from ..records import dataclass
from ..vocabulary import Entity, Form, Target, Verification, View


class Outcome(StrEnum):
    """完成情况; there is no eighth, and none of them is silent."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_DUE = "not_due"
    NOT_ASSESSABLE = "not_assessable"
    NOT_APPLICABLE = "not_applicable"
    WITHDRAWN = "withdrawn"
    OVERRIDDEN = "overridden"

    @property
    def chinese(self) -> str:
        return {
            "met": "完成",
            "not_met": "未完成",
            "not_due": "未到期",
            "not_assessable": "无法评定",
            "not_applicable": "不适用",
            "withdrawn": "已撤销",
            "overridden": "人工裁定",
        }[self.value]


#: what a year's derived value is: it was never issued, so no target is met or missed by it
RECKONED = "推算值"
#: how an outcome reads where such a value was to be reached
RECKONED_OUTCOMES = {
    Outcome.MET: f"达到{RECKONED}",
    Outcome.NOT_MET: f"未达到{RECKONED}",
}

#: Nothing is asked of the entity: neither met nor missed, and no data is awaited.
UNASKED = (Outcome.NOT_DUE, Outcome.NOT_APPLICABLE, Outcome.WITHDRAWN)


class Course(StrEnum):
    """What became of a target with a deadline within the year, by the figures that came after."""

    IN_TIME = "in_time"
    RELAPSED = "relapsed"
    LATE = "late"
    NEVER = "never"

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {
            "in_time": "按期完成",
            "relapsed": "按期完成后反弹",
            "late": "逾期完成",
            "never": "到期未完成",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Input:
    """One number that a calculation rests on.

    `observation` is the row of `Assessment.observations` it was read from; None for a
    declared number (a target value, a number of years), whose `source` is then a clause.
    `value` is as it stands in its cell (−5.05 for −5.05 %); formulas use value × units.scale(unit).
    `last_digit` is one unit of its last printed digit, where it was printed in a coarser unit: 100
    (万吨) for 0.19 亿吨.
    """

    name: str
    label: str
    value: Decimal
    unit: str
    source: str
    observation: int | None = None
    verification: Verification = Verification.VERIFIED
    last_digit: Fraction | None = None


@dataclass(frozen=True, slots=True)
class CalcStep:
    """One line of arithmetic: a formula over inputs and earlier steps, and its value.

    `value` is in the formula's scale (0.17 for 17 %) and is shown, with `decimals` digits, as
    value / units.scale(unit): 17.00 for '%' and '百分点', unchanged for 万吨标准煤.
    A step with `truth` set is a comparison instead of a number.
    """

    name: str
    label: str
    formula: Node
    value: Decimal | None
    unit: str
    decimals: int
    truth: bool | None = None
    #: of a comparison: the digits to which a sheet has to round the difference for its floats to
    #: come to what is exact; None where no sheet's numbers can tell the sides apart
    digits: int | None = DIGITS


#: outcomes that somebody or some figure gave
_FOUND = (Outcome.MET, Outcome.NOT_MET, Outcome.OVERRIDDEN)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict: a target, an entity, a year and a clock (view).

    `actual`, `required` and `margin` are in the formula's scale, as in `CalcStep`.
    """

    entity: Entity
    target: Target
    year: int
    view: View
    outcome: Outcome
    reason: str
    actual: Decimal | None = None
    required: Decimal | None = None
    #: how far inside (positive) or outside (negative) the target, in `unit`
    margin: Decimal | None = None
    unit: str = ""
    decimals: int = 2
    progress: Decimal | None = None
    required_progress: Decimal | None = None
    inputs: tuple[Input, ...] = ()
    steps: tuple[CalcStep, ...] = ()
    remarks: tuple[str, ...] = ()
    #: the state reached and the one required, for a state indicator: shown instead of numbers
    in_words: tuple[str, str] | None = None
    #: how it went on after a deadline within the year; None for other deadlines
    course: Course | None = None
    #: the two ends of what was reached, where the printed digits of the data leave open whether
    #: it was met; in the formula's scale
    between: tuple[Decimal, Decimal] | None = None
    #: no figure that the entity could send would change it: who set the target owes something
    owed_above: bool = False
    #: weakest verification among everything it rests on
    verification: Verification = Verification.VERIFIED
    #: who overrode it and why, when outcome is OVERRIDDEN; `underlying` is the computed outcome,
    #: also where a department's verdict took its place or contradicts it
    decided_by: str | None = None
    decided_met: bool | None = None
    #: a person decides where its value is missed, up to the easier edge if there is one
    banded: bool = False
    #: its figures lie there
    in_band: bool = False
    #: what a person decided of such figures, wherever its own lie
    band_met: bool | None = None
    underlying: Outcome | None = None
    #: what persons decided on its clause, where the outcome follows from that
    on_clause: str = ""
    #: a figure it rests on must be corrected first: whatever the figures give is not said
    held: bool = False

    def __repr__(self) -> str:
        return f"<Judgement {self.key}: {self.outcome.value}, {self.reason}>"

    @property
    def is_due(self) -> bool:
        """Whether it asks for a figure of the year, or still lacks one of a year gone by."""
        if self.outcome in UNASKED or self.owed_above:
            return False
        over = self.view is View.FINAL and self.target.by.last(self.year) < self.year
        return not over or self.outcome is Outcome.NOT_ASSESSABLE

    @property
    def waits_above(self) -> bool:
        """Whether it waits for who set the target: for a value, a verdict or a decision."""
        return self.owed_above or self.in_band

    @property
    def rests_on_anything(self) -> bool:
        """Whether any figure was sent for it, or anybody judged it: else nothing was checked."""
        return self.outcome in _FOUND or any(i.observation is not None for i in self.inputs)

    @property
    def is_contested(self) -> bool:
        """Whether a department contradicts the figures, so that it waits for a decision."""
        return self.outcome is Outcome.NOT_ASSESSABLE and self.underlying is not None

    @property
    def is_not_yet(self) -> bool:
        """Whether nothing can be said of it yet, for want of what whoever set the target owes.

        Of a contested one there is something: what the figures give, and what the department says.
        """
        return self.owed_above and not self.is_contested

    @property
    def is_decided_in_band(self) -> bool:
        """Whether a person decided it because its figures lie within a band."""
        return self.outcome is Outcome.OVERRIDDEN and self.band_met is not None

    @property
    def is_left_open(self) -> bool:
        """Whether the printed digits of the data could change it, and nobody has decided it."""
        return self.between is not None and self.outcome is not Outcome.OVERRIDDEN

    @property
    def is_missed(self) -> bool:
        """Whether it counts as not met: as judged, or as a person decided."""
        if self.outcome is Outcome.OVERRIDDEN:
            return not self.decided_met
        return self.outcome is Outcome.NOT_MET

    @property
    def is_reckoned(self) -> bool:
        """Whether a year's value was derived from the whole target (推算) and never issued."""
        return self.view is View.ANNUAL and any(i.name == "n" for i in self.inputs)

    @property
    def is_of_increment(self) -> bool:
        """Whether its figures are increments: a derived year of a total allows so much growth."""
        return self.is_reckoned and self.target.form is Form.AT_MOST

    @property
    def clock(self) -> str:
        """The clock in words; a derived yearly value is called that, and no 年度目标."""
        if self.is_reckoned:
            return f"年度{RECKONED}"
        yearly = self.view is View.FINAL and self.target.is_yearly and not self._has_whole
        return "年度任务" if yearly else self.view.chinese

    def named(self, outcome: Outcome) -> str:
        """An outcome as this verdict says it, wherever it stands."""
        reckoned = RECKONED_OUTCOMES.get(outcome) if self.is_reckoned else None
        return reckoned or outcome.chinese

    @property
    def outcome_name(self) -> str:
        """Its outcome in words."""
        return self.named(self.outcome)

    @property
    def clocked(self) -> str:
        """Its clock and outcome as one: 期末目标完成, 年度推算值未达到."""
        return f"{self.clock}{self.outcome_name.removesuffix(RECKONED)}"

    @property
    def _has_whole(self) -> bool:
        """Whether the entity has a value for the whole period, whatever its target declares."""
        return self.required is not None or any(i.name == "T" for i in self.inputs)

    @property
    def key(self) -> str:
        """Stable name, used in results.json and as anchor in workbooks."""
        return f"{self.entity.code}.{self.target.id}.{self.year}.{self.view}"
