"""The self-check of a form: the hidden sheet 计算 with all its steps, and what comes of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ... import messages
from ...vocabulary import Severity, Vintage
from ..consistency.rules import Cell
from .business import needed
from .calc import Calc, Section, abroad
from .calc_figures import BLANK, InputCell, Values, figures
from .calc_finding import FormFinding
from .calc_judging import judging
from .calc_said import all_said, states_of
from .calc_structure import structure
from .layout import FormLayout
from .live import NO, NOTHING, Live, counted, denied, either, every, text, when

PASSED, WAITING = "通过", "待填"
HEADS = ("", "程度", "提出", "第几条", "位置", "问题", "怎样改正", "依据")
_SHAPE = (messages.STRUCTURE.id, messages.LOCKED_CHANGED.id, messages.OUTSIDE_CELL.id)
#: what is blank says nothing where the form is not as it was made
_GAPS = (messages.EMPTY_FORM.id, messages.NEEDED_BLANK.id, messages.YEAR_NOT_FILLED.id)


@dataclass(frozen=True)
class SelfCheck:
    """The sheet with all steps; where its list of findings stands; how grave each cell is."""

    calc: Calc
    findings: Section
    last: int
    #: 2 须更正, 1 须说明, 0, for each input cell
    states: Mapping[Cell, Live]
    #: what is said of each row
    results: Mapping[str, Live]
    #: what is raised as the form is written, in the list's order
    raised: tuple[FormFinding, ...]

    def column(self, head: str) -> str:
        """A column of the list of findings, for formulas of other sheets."""
        return self.findings.area(head, self.last)


def self_check(
    layout: FormLayout,
    values: Values,
    title: str,
    vintage: Vintage = Vintage.PRELIMINARY,
    known: Values | None = None,
    remarks: Mapping[str, str] | None = None,
) -> SelfCheck:
    """Work out everything that a form finds in itself; `values` and `remarks` are those it is
    written with, `known` the values that were before anybody filled it in, where not all were."""
    calc = Calc()
    shape = structure(calc, layout, title, known=bool(values if known is None else known))
    found = figures(calc, layout, values, shape.rows, shape.columns)
    made = judging(calc, layout, found)
    every_said = [
        *shape.said,
        *all_said(made, values if known is None else known, vintage, remarks or {}),
    ]
    section = calc.section("意见", HEADS)
    lines: dict[int, tuple[FormFinding, Live]] = {}
    raised: list[FormFinding] = []
    before: Live | None = None
    for one in sorted(every_said, key=lambda said: said.severity.rank):
        # what stands in shifted cells says nothing
        on = one.raised if one.kind in _SHAPE else every(one.raised, denied(shape.moved))
        if one.kind in _GAPS:
            on = every(on, denied(shape.relabelled))
        line = calc.line(section, "")
        if one.settled is NO:
            line.say("程度", one.severity.chinese)
        else:
            line.put("程度", one.degree)
        flag = line.put("提出", counted([on]))
        so_far = Decimal(len(raised) + (flag.value == 1))
        count = flag.formula if before is None else f"{before.formula}+{flag.formula}"
        before = line.put("第几条", Live(count, so_far))
        up = Live(f"{flag.formula}=1", flag.value == 1)
        for head, part in (
            ("位置", one.place), ("问题", one.why), ("怎样改正", one.mend), ("依据", one.basis),
        ):  # fmt: skip
            if part is not NOTHING:
                line.put(head, when(up, part, NOTHING))
        lines[line.number] = (one, flag)
        raised += [one] if flag.value == 1 else []
    last = calc.last
    states = states_of(made, lines)
    results = _row_results(calc, layout, states, found)
    there = {cell: abroad(state) for cell, state in states.items()}
    return SelfCheck(calc, section, last, there, results, tuple(raised))


def _row_results(
    calc: Calc, layout: FormLayout, states: Mapping[Cell, Live], found: Mapping[Cell, InputCell]
) -> dict[str, Live]:
    """What the form says of each row: its gravest finding, or whether a figure is awaited, one of
    its year or one that targets need."""
    must = needed(layout.declarations, layout.entity, layout.own)
    section = calc.section("各行", ("指标", "自查"))
    results = {}
    for indicator in layout.indicators:
        cells = [c for c in states if c[0] == indicator.id]
        grave, doubt = (either(*(_is(states[c], n) for c in cells)) for n in (2, 1))
        awaited = [c for c in cells if c in must or not layout.is_earlier(c[1])]
        blank = either(*(found[c].holds(BLANK) for c in awaited))
        result = when(
            grave, text(Severity.ERROR.chinese),
            when(doubt, text(Severity.WARNING.chinese),
                 when(blank, text(WAITING), text(PASSED))),
        )  # fmt: skip
        line = calc.line(section, indicator.name)
        results[indicator.id] = abroad(line.put("自查", result))
    return results


def _is(state: Live, number: int) -> Live:
    return Live(f"{state.formula}={number}", state.value == number)
