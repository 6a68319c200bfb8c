"""Rows of the evaluation → `Judgement` records whose every number has its trace.

A method's fixed names become the real ones: x_t is `energy_intensity_2020`, which in turn is
`energy_total_2020 / gdp_2020`, each an `Input` with the cell it was read from.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import polars as pl

from .. import units
from ..declarations.bundle import Declarations
from ..formulas import Binary, Call, Name, Node, Number, names, parse, rewrite, to_exact
from ..formulas.exact_reading import half_up, to_decimal
from ..vocabulary import Form, Indicator, Verification, View
from .appeal import ExactCase, spelled
from .facts import ExactFacts
from .methods import Step, names_needed
from .requirements import Requirements
from .result import CalcStep, Input, Judgement, Outcome

_TRUST = [v.value for v in Verification]
_LEVELS = {"x_t": 0, "x_p": -1}


def kept(digits: int) -> str:
    """How a rounding to some digits is called in a remark."""
    return f"{digits}位小数" if digits else "整数"


def weakest(marks: Sequence[str]) -> str:
    """The least trustworthy of some verification marks."""
    return max(marks, key=_TRUST.index, default=Verification.VERIFIED.value)


class Tracer:
    """Builds judgements of one assessment."""

    def __init__(
        self, declarations: Declarations, required: Requirements, observations: pl.DataFrame
    ) -> None:
        self.declarations = declarations
        self.required = required
        places = observations.select("file", "sheet", "cell", "mark")
        self.sources = [
            (" ".join(p for p in (file, f"[{sheet}]" if sheet else "", cell) if p), mark)
            for file, sheet, cell, mark in places.iter_rows()
        ]

    def judgement(self, row: Mapping[str, object], facts: ExactFacts, year: int) -> Judgement:
        """One row of the evaluation as a record."""
        entity = self.declarations.entities[str(row["entity"])]
        target = self.required.targets[str(row["target"])]
        outcome = Outcome(str(row["outcome"]))
        work = _Work(self, row, facts) if row["method"] is not None else None
        valued = row["T"] is not None or row["Y"] is not None
        if work is not None and valued and outcome is not Outcome.NOT_APPLICABLE:
            work.run()
        inputs = tuple(work.inputs.values()) if work else ()
        steps = tuple(work.steps.values()) if work else ()
        unit, decimals = self._shown(target.indicator, work)
        return Judgement(
            entity=entity,
            target=target,
            year=year,
            view=View(str(row["view"])),
            outcome=outcome,
            reason=work.reason(outcome) or str(row["reason"] or "") if work else str(row["reason"]),
            actual=work.result("actual") if work else None,
            required=work.result("required") if work else None,
            margin=work.margin() if work else None,
            unit=unit,
            decimals=decimals,
            progress=work.result("progress") if work else None,
            required_progress=work.result("required_progress") if work else None,
            inputs=inputs,
            steps=steps,
            remarks=work.remarks(outcome) if work else (),
            in_words=work.in_words() if work else None,
            mark=weakest([str(row["mark"] or "verified"), *(i.mark for i in inputs)]),
        )

    def _shown(self, indicator: str | None, work: "_Work | None") -> tuple[str, int]:
        declared = self.declarations.indicators.get(indicator or "")
        if work is not None and work.method_step(work.case.method.actual).percent:
            return "%", 2
        return (declared.unit, declared.decimals) if declared else ("", 2)


class _Work:
    """The arithmetic of one judgement, laid out as inputs and steps."""

    def __init__(self, tracer: Tracer, row: Mapping[str, object], facts: ExactFacts) -> None:
        self.tracer = tracer
        self.row = row
        self.facts = facts
        self.case = ExactCase(tracer.declarations, tracer.required, dict(row), facts)
        self.inputs: dict[str, Input] = {}
        self.steps: dict[str, CalcStep] = {}
        self.exact: dict[str, Fraction | None] = {}

    def method_step(self, name: str) -> Step:
        return next(s for s in self.case.method.steps if s.name == name)

    def run(self) -> None:
        """Fill inputs and steps as far as the data allow."""
        method = self.case.method
        for word in sorted(names_needed(method)):
            self._need(word)
        if self.row.get("mixed"):
            return  # levels of different vintages: whatever they would give is no figure
        for step in method.steps:
            self._step(step)
        self._shortfall()
        if self.row["state"] == Outcome.NOT_DUE.value:
            return
        passed = self.case.passes()
        if passed is not None:
            node = self._real(method.verdict_node)
            label = f"是否达到{self.method_step(method.required).label}"
            self.steps["verdict"] = CalcStep("verdict", label, node, None, "", 0, truth=passed)

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

    def reason(self, outcome: Outcome) -> str | None:
        """What was reached against what was required, in one sentence."""
        if outcome is Outcome.NOT_ASSESSABLE:
            return self._lacking()
        if outcome not in (Outcome.MET, Outcome.NOT_MET):
            return None
        method = self.case.method
        actual, required = self.exact.get(method.actual), self.exact.get(method.required)
        if actual is None or required is None:
            return None
        first, second = self.method_step(method.actual), self.method_step(method.required)
        words = self.in_words()
        if words is not None:
            said = "达到" if outcome is Outcome.MET else "未达到"
            return f"现为“{words[0]}”，要求“{words[1]}”，{said}要求"
        step = self.steps[first.name]
        digits = step.decimals
        # equal when rounded: show as many digits as it takes to tell them apart
        while (
            digits < 6
            and actual != required
            and self._print(actual, digits, step) == (self._print(required, digits, step))
        ):
            digits += 1
        return (
            f"{first.label}{self._print(actual, digits, step)}，"
            f"{second.label}{self._print(required, digits, step)}，"
            f"{'达到' if outcome is Outcome.MET else '未达到'}要求"
        )

    def in_words(self) -> tuple[str, str] | None:
        """The state reached and the state required, where the indicator is a state."""
        declared = self._indicator(str(self.row["level"]))
        reached = self.exact.get(self.case.method.actual)
        if declared is None or not declared.state or reached is None:
            return None
        if reached.denominator != 1 or not 0 <= reached < len(declared.state):
            return None
        return declared.state[int(reached)], declared.state[-1]

    def _lacking(self) -> str | None:
        """Which reported figures are missing, where a derived indicator hides them."""
        level = str(self.row["level"])
        years = self.row.get("missing_levels")
        if not isinstance(years, list) or not years or not self.facts.is_derived(level):
            return None
        lacks: dict[str, list[str]] = {}
        for year in years:
            for name in self.facts.missing_under(level, int(year)):
                lacks.setdefault(name, []).append(str(year))
        indicators = self.tracer.declarations.indicators
        return (
            "，".join(f"缺{'、'.join(y)}年的{indicators[i].name}" for i, y in lacks.items()) or None
        )

    @staticmethod
    def _print(value: Fraction, digits: int, step: CalcStep) -> str:
        gap = "" if step.unit == "%" else " "
        return f"{_shown(value / units.scale(step.unit), digits, False)}{gap}{step.unit}".strip()

    def remarks(self, outcome: Outcome) -> tuple[str, ...]:
        """What a reader must know beside the outcome: every rounding that would flip it.

        Rounded to two digits and to one; to whole numbers only where a whole number is required.
        """
        if outcome not in (Outcome.MET, Outcome.NOT_MET):
            return ()
        method = self.case.method
        actual, required = self.exact.get(method.actual), self.exact.get(method.required)
        if actual is None or required is None:
            return ()
        percent = self.method_step(method.actual).percent
        sign = "%" if percent else ""
        limit = _shown(required, 2, percent)
        found: list[str] = []
        for digits in (2, 1, 0) if limit == limit.to_integral_value() else (2, 1):
            shown = _shown(actual, digits, percent)
            if self._meets(shown, limit) == (outcome is Outcome.MET):
                continue
            if found:
                found.append(f"如先保留{kept(digits)}（{shown}{sign}），结论也会相反")
                continue
            exact = _shown(actual, 4, percent)
            found.append(
                f"按未舍入的数值 {exact:.4f}{sign} 判断；如先保留{kept(digits)}"
                f"（{shown}{sign}），结论会相反，请核对口径"
            )
        return tuple(found)

    def _meets(self, shown: Decimal, limit: Decimal) -> bool:
        """Whether a rounded value would reach what is required."""
        if self.case.target.form is Form.MORE_THAN:
            return shown > limit
        return shown >= limit if self.case.method.higher else shown <= limit

    def _need(self, word: str) -> None:
        """Register what a method's name stands for."""
        level, rate = str(self.row["level"]), str(self.row["rate"])
        t, base = int(str(self.row["t"])), int(str(self.row["base"]))
        if word in _LEVELS:
            self._figure(level, t + _LEVELS[word])
        elif word == "x_0":
            self._figure(level, base)
        elif word == "total":
            for year in range(int(str(self.row["since"])), t + 1):
                self._figure(level, year)
        elif word == "r_t":
            self._figure(rate, t)
        elif word == "rates":
            for year in range(base + 1, t + 1):
                self._figure(rate, year)
        else:
            self._declared(word)

    def _declared(self, word: str) -> None:
        """A target's value or a number of years."""
        if word in ("k", "n"):
            label = {"k": "已过年数", "n": "规划期年数"}[word]
            value, unit = Decimal(str(self.row[word])), "年"
            source = self.tracer.declarations.plan.short
        elif self.row[word] is not None:
            label = {"T": "目标值", "Y": "下达的年度目标"}[word]
            step = self.method_step(self.case.method.required)
            declared = self._indicator(str(self.row["level"]))
            unit = "%" if step.percent or declared is None else declared.unit
            value = to_decimal(Fraction(repr(self.row[word])) / units.scale(unit))
            source = str(self.row["value_source"])
        else:
            return
        mark = str(self.row["mark"]) if word in ("T", "Y") else "verified"
        self.inputs[word] = Input(word, label, value, unit, source, None, mark)

    def _indicator(self, indicator: str) -> Indicator | None:
        return self.tracer.declarations.indicators.get(indicator)

    def _figure(self, indicator: str, year: int) -> None:
        """A reported figure as an input, or a derived one as a step over its parts."""
        declared = self._indicator(indicator)
        name = f"{indicator}_{year}"
        if declared is None or name in self.inputs or name in self.steps:
            return
        if declared.formula is None:
            row = self.facts.row(indicator, year)
            value = self.facts.value(indicator, year)
            if row is None or value is None:
                return
            source, mark = self.tracer.sources[row]
            shown = to_decimal(value / units.scale(declared.unit))
            label = f"{year}年{declared.name}"
            self.inputs[name] = Input(name, label, shown, declared.unit, source, row, mark)
            return
        formula = parse(declared.formula)
        for part in names(formula):
            self._figure(part.name, int(part.of) if part.of else year)
        value = self.facts.value(indicator, year)
        node = rewrite(
            formula, lambda n: Name(f"{n.name}_{n.of or year}") if isinstance(n, Name) else None
        )
        if declared.rounding is not None:
            digits = declared.rounding.digits
            node = Call("round", (node, Number(Decimal(digits), str(digits))))
        if value is not None:
            label, shown = f"{year}年{declared.name}", to_decimal(value)
            self.steps[name] = CalcStep(name, label, node, shown, declared.unit, declared.decimals)

    def _step(self, step: Step) -> None:
        value = self.case.value(step.node)
        exact = value if isinstance(value, Fraction) else None
        declared = self._indicator(str(self.row["level"]))
        percent = step.percent or declared is None
        unit = "%" if percent or declared is None else declared.unit
        decimals = 2 if percent or declared is None else declared.decimals
        self.exact[step.name] = exact
        if exact is not None:
            self.steps[step.name] = CalcStep(
                step.name, step.label, self._real(step.node), to_decimal(exact), unit, decimals
            )

    def _shortfall(self) -> None:
        """A reduction that is missing, as the amount whose saving would close the gap.

        For an intensity a / b: (x_t − x_0 × (1 − required)) × b_t, in the unit of a.
        """
        level, t = str(self.row["level"]), int(str(self.row["t"]))
        declared = self._indicator(level)
        ratio = parse(declared.formula) if declared and declared.formula else None
        if self.case.target.form is not Form.REDUCE_BY or "x_t" not in self._figures():
            return
        match ratio:
            case Binary("/", Name(above), Name(below)) if (
                above in self.tracer.declarations.indicators
            ):
                unit = self.tracer.declarations.indicators[above]
            case _:
                return
        earlier = "x_p" if self.row["view"] == View.ANNUAL.value else "x_0"
        if earlier not in names_needed(self.case.method):
            return
        name = f"{below}_{t}"
        node = parse(f"max(({level}_{t} - {earlier} * (1 - required)) * {name}, 0)")
        value = to_exact(self._real(node), self._exactly)
        if isinstance(value, Fraction):
            label = "未完成部分折合" if value else "未完成部分折合（已完成，为零）"
            self.exact["shortfall"] = value
            self.steps["shortfall"] = CalcStep(
                "shortfall", label, self._real(node), to_decimal(value), unit.unit, unit.decimals
            )

    def _figures(self) -> frozenset[str]:
        return names_needed(self.case.method)

    def _exactly(self, name: Name) -> Fraction | None:
        """The exact value of a real name: a figure of a year, or a step."""
        if name.name in self.exact:
            return self.exact[name.name]
        indicator, _, year = name.name.rpartition("_")
        return self.facts.value(indicator, int(year)) if year.isdigit() else None

    def _real(self, node: Node) -> Node:
        """A method's formula over the real names."""
        level, rate = str(self.row["level"]), str(self.row["rate"])
        t, base, since = (int(str(self.row[c])) for c in ("t", "base", "since"))
        figures = {
            "x_t": Name(f"{level}_{t}"),
            "x_p": Name(f"{level}_{t - 1}"),
            "x_0": Name(f"{level}_{base}"),
            "r_t": Name(f"{rate}_{t}"),
        }

        def change(part: Node) -> Node | None:
            if not isinstance(part, Name):
                return None
            if part.name.startswith("rate_"):
                return Name(f"{rate}_{part.name.removeprefix('rate_')}")
            if part.name == "total":
                return _sum([Name(f"{level}_{y}") for y in range(since, t + 1)])
            return figures.get(part.name)

        return rewrite(spelled(node, tuple(range(base + 1, t + 1))), change)


def _sum(parts: Sequence[Node]) -> Node:
    total = parts[0]
    for part in parts[1:]:
        total = Binary("+", total, part)
    return total


def _shown(value: Fraction, digits: int, percent: bool) -> Decimal:
    """A value half-up rounded as it would be printed."""
    scaled = value * 100 if percent else value
    rounded = half_up(scaled, digits)
    return (Decimal(rounded.numerator) / Decimal(rounded.denominator)).quantize(
        Decimal(1).scaleb(-digits)
    )


def group_rows(evaluated: pl.DataFrame) -> dict[str, list[dict[str, object]]]:
    """Rows of the evaluation by entity, in order."""
    grouped: dict[str, list[dict[str, object]]] = {}
    for row in evaluated.iter_rows(named=True):
        grouped.setdefault(str(row["entity"]), []).append(row)
    return grouped
