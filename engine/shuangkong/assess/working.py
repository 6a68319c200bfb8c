"""The arithmetic of one verdict, laid out as inputs and steps.

A method's fixed names become the real ones: x_t is `intensity_2020`, which in turn is
`coal_2020 / gdp_2020`, each an `Input` with the cell it was read from.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from .. import units
from ..declarations.bundle import Declarations
from ..declarations.facts import ExactFacts
from ..formulas import Binary, Name, Node, parse, rewrite, to_exact
from ..formulas.as_exact import to_decimal
from ..formulas.as_excel import digits_for
from ..methods import parts
from ..methods.method import MethodStep
from ..vocabulary import Form, Indicator, Verification, View
from ..vocabulary.deadline import year_of
from .appeal import ExactCase
from .digits import digits_apart
from .judgement import CalcStep, Input, Outcome
from .rows import JudgedRow
from .spelling import EASIER, EASIER_VERDICT, STRICTER, STRICTER_VERDICT, VERDICT
from .trail import SourceOf, Trail

_LEVELS = {"x_t": 0, "x_p": -1}


def _unit(step: MethodStep, indicator: Indicator | None) -> str:
    """What a step of a method is shown in."""
    unit = "%" if step.percent or indicator is None else indicator.unit
    return "个百分点" if step.difference and unit == "%" else unit


class Work:
    """The arithmetic of one judgement, laid out as inputs and steps."""

    def __init__(
        self,
        declarations: Declarations,
        row: JudgedRow,
        facts: ExactFacts,
        source: SourceOf,
    ) -> None:
        self.declarations = declarations
        self.source = source
        self.row = row
        self.facts = facts
        self.case = ExactCase(row, facts)
        self.trail = Trail(declarations, facts, source)
        self.inputs, self.steps = self.trail.inputs, self.trail.steps
        self.exact: dict[str, Fraction | None] = {}
        #: of what was reached and what was required, once they are shown; None where one is missing
        self.decimals: int | None = None
        #: the exact verdict; None when there is none
        self.verdict: bool | None = None

    def method_step(self, name: str) -> MethodStep:
        """The method's step of a name."""
        return self.case.method.by_name[name]

    def compare(self) -> None:
        """Fill the inputs and steps of what was reached and what was required, and no others."""
        method = self.case.method
        self._fill(method.compared_needs, method.compared)

    def run(self) -> None:
        """Fill inputs and steps as far as the data allow."""
        method = self.case.method
        self._fill(method.needs, method.steps)
        if self._incomparable:
            return
        self._shortfall()
        if self.row.state is Outcome.NOT_DUE or self.row.outcome is Outcome.WITHDRAWN:
            return
        self.verdict = passed = self.case.passes
        if passed is not None:
            node = self.case.spelled.real[VERDICT]
            label = f"是否达到{self.method_step(method.required).label}"
            if passed is False and self.case.passes_easy:
                label += "（较严一端）"
            digits = digits_for(*self.case.apart(self._sizes()))
            self.steps[VERDICT] = CalcStep(VERDICT, label, node, None, "", 0, passed, digits)
            if self.banded and self.case.passes_easy is not None:
                self._by_the_other_edge()

    @property
    def banded(self) -> bool:
        """Whether a person decides where the value is missed, up to an easier edge if any."""
        if self.row.state is not None or self.verdict is None:
            return False
        return self.row.open_band or self.case.passes_easy is not None

    @property
    def in_band(self) -> bool:
        """Whether the figures lie where a range or an 'about' leaves it to a person."""
        if not self.banded or self.verdict is not False:
            return False
        return bool(self.row.open_band or self.case.passes_easy)

    def _by_the_other_edge(self) -> None:
        """The comparison with the edge of a band that the verdict is not told by, in one step."""
        method, spelled = self.case.method, self.case.spelled.real
        name, verdict, said = EASIER, EASIER_VERDICT, "（较宽一端）"
        passed, edge = self.case.passes_easy, self.row.declared.easy
        if self.case.missed_both:
            name, verdict, said = STRICTER, STRICTER_VERDICT, "（较严一端）"
            passed, edge = self.case.passes, self.case.hard
        told = self.inputs[method.goal]
        assert edge is not None
        value = to_decimal(edge / units.scale(told.unit))
        source = self._edge_source(told.source)
        self.inputs[name] = replace(
            told, name=name, label=f"{told.label}{said}", value=value, source=source
        )

        def change(node: Node) -> Node | None:
            if not isinstance(node, Name):
                return None
            if node.name == method.goal:
                return Name(name)
            own = spelled.get(node.name)
            other = None if own is None else rewrite(own, change)
            # a step that does not rest on the value stays the step it is
            return None if other == own else other

        label = f"是否达到{self.method_step(method.required).label}{said}"
        digits = digits_for(*self.case.apart(self._sizes(), other=True))
        node = rewrite(spelled[VERDICT], change)
        self.steps[verdict] = CalcStep(verdict, label, node, None, "", 0, passed, digits)

    def _edge_source(self, printed: str) -> str:
        """Where the easier edge is from: of an 'about' no clause prints it."""
        if not self.row.target.about:
            return printed
        readings = self.declarations.plan.readings
        band = f"“左右”的幅度为所印数字的{readings.about_band:f}%" if readings.about_band else ""
        return f"{printed}；{band or readings.outer_edge}"

    def _sizes(self) -> Fraction:
        """The size of the numbers calculated with: shares beside one, amounts as they are."""
        if self.method_step(self.case.method.actual).percent:
            return Fraction(1)
        figures = [i for i in self.inputs.values() if i.observation is not None]
        return sum((abs(Fraction(i.value) * units.scale(i.unit)) for i in figures), Fraction(0))

    def _fill(self, needed: Iterable[str], steps: Iterable[MethodStep]) -> None:
        for word in sorted(needed):
            self._need(word)
        if self._incomparable:
            return
        for step in steps:
            self._step(step)

    @property
    def _incomparable(self) -> bool:
        """Whether whatever the levels would give is no figure: of different vintages, no base."""
        return self.row.mixed or self.case.baseless

    def result(self, role: str) -> Decimal | None:
        """The value of the method's step for a role, as shown."""
        name = getattr(self.case.method, role)
        step = self.steps.get(name) if name else None
        return step.value if step else None

    def margin(self) -> Decimal | None:
        """How far inside (positive) or outside the requirement."""
        method = self.case.method
        actual, required = self.exact.get(method.actual), self.exact.get(method.required)
        if actual is None or required is None:
            return None
        return to_decimal(actual - required if method.higher else required - actual)

    def _need(self, word: str) -> None:
        """Register what a method's name stands for."""
        case = self.case
        level, rate, t, base = case.level, case.rate, self.row.t, self.row.base
        if word in _LEVELS:
            self.trail.figure(level, t + _LEVELS[word])
        elif word == "x_0":
            self.trail.figure(level, base)
        elif word == "total":
            for year in range(self.row.since, year_of(t) + 1):
                self.trail.figure(level, year)
        elif word in parts.NAMES:
            for number in parts.numbers(word, t):
                self.trail.figure(level, number)
        elif word == "r_t":
            self.trail.figure(rate, t)
        elif word == "rates":
            for year in range(base + 1, year_of(t) + 1):
                self.trail.figure(rate, year)
        else:
            self._declared(word)

    def _declared(self, word: str) -> None:
        """A target's value or a number of years."""
        row, declared = self.row, self.row.declared
        if word in ("k", "n"):
            label, years = ("已过年数", row.k) if word == "k" else ("规划期年数", row.n)
            source, mark = self.declarations.plan.short, Verification.VERIFIED
            self.inputs[word] = Input(word, label, Decimal(years), "年", source, None, mark)
            return
        given, source, mark = declared.final, row.value_source, row.value_verification
        if word == "Y":
            given, source, mark = declared.issued, row.issued_source, row.issued_verification
        if word == self.case.method.goal and self.case.missed_both:
            given = declared.easy
        if given is None:
            return
        label = {"T": "目标值", "Y": "下达的年度目标"}[word]
        step = self.method_step(self.case.method.required)
        indicator = self.indicator(row.level)
        unit = _unit(step, indicator)
        value = to_decimal(given / units.scale(unit))
        self.inputs[word] = Input(word, label, value, unit, source, None, mark)

    def indicator(self, indicator: str | None) -> Indicator | None:
        """What is declared of an indicator."""
        return self.declarations.indicators.get(indicator or "")

    def _step(self, step: MethodStep) -> None:
        value = self.case.value(step.name)
        exact = value if isinstance(value, Fraction) else None
        declared = self.indicator(self.row.level)
        unit = _unit(step, declared)
        decimals = 2 if step.percent or declared is None else declared.decimals
        self.exact[step.name] = exact
        if exact is not None:
            node = self.case.spelled.real[step.name]
            shown = to_decimal(exact)
            self.steps[step.name] = CalcStep(step.name, step.label, node, shown, unit, decimals)

    @property
    def compared(self) -> tuple[Fraction, Fraction] | None:
        """What was reached and what was required, exactly; None where one of them is missing."""
        actual, required = map(self.exact.get, self._sides)
        return None if actual is None or required is None else (actual, required)

    @property
    def shown(self) -> tuple[CalcStep, ...]:
        """The steps of what was reached and what was required, where there are both."""
        return () if self.compared is None else tuple(self.steps[name] for name in self._sides)

    def show_with(self, decimals: int) -> None:
        """Show what was reached and what was required with so many decimals."""
        self.decimals = decimals
        for step in self.shown:
            self.steps[step.name] = replace(step, decimals=decimals)

    @property
    def _sides(self) -> tuple[str, str]:
        return self.case.method.actual, self.case.method.required

    def _shortfall(self) -> None:
        """A reduction that is missing, as the amount whose saving would close the gap.

        For an intensity a / b: (x_t − x_0 × (1 − required)) × b_t, in the unit of a.
        """
        level, t = self.case.level, self.row.t
        declared = self.indicator(level)
        ratio = parse(declared.formula) if declared and declared.formula else None
        if self.row.target.form is not Form.REDUCE_BY or "x_t" not in self.case.method.needs:
            return
        match ratio:
            case Binary("/", Name(above, None), Name(below, None)) if (
                above in self.declarations.indicators
            ):
                unit = self.declarations.indicators[above]
            case _:
                return
        earlier, since = "x_0", self.row.base
        if self.row.view is View.ANNUAL:
            earlier, since = "x_p", t - 1
        if earlier not in self.case.method.needs:
            return
        node = parse(f"max(({level}_{t} - {level}_{since} * (1 - required)) * {below}_{t}, 0)")
        value = to_exact(node, self._exactly)
        if isinstance(value, Fraction):
            label = "未完成部分折合" if value else "未完成部分折合（已完成，为零）"
            self.exact["shortfall"] = value
            digits = digits_apart(value, Fraction(0), unit.unit, unit.decimals)
            self.steps["shortfall"] = CalcStep(
                "shortfall", label, node, to_decimal(value), unit.unit, digits
            )

    def _exactly(self, name: Name) -> Fraction | None:
        """The exact value of a real name: a figure of a year, or a step."""
        if name.name in self.exact:
            return self.exact[name.name]
        indicator, _, year = name.name.rpartition("_")
        return self.facts.value(indicator, int(year)) if year.isdigit() else None
