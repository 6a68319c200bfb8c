"""How the arithmetic of cards stands on 计算过程, laid out once for all that reckon alike.

Entities of a plan are mostly judged on the same targets by the same methods. Where their figures
stand in the same rows, all of that sheet is the same but its title and what comes out.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ...formulas import Node
from ...formulas.as_excel import DIGITS
from ...units import scale
from ...vocabulary import View
from .. import looks
from ..book import Filled, LiveFormula, PrintedSheet, address, reference
from ..figures import POINTS, unit_word
from ..grid import Grid, LineCell
from .data import scaled_at, value_at
from .live import (
    FAILS,
    HOLDS,
    UNKNOWN,
    LiveVerdict,
    Ref,
    guarded,
    met_ref,
    number_ref,
    quoted,
    truth_ref,
)
from .wording import filled, wording

SHEET = "计算过程"
#: the column of what comes out
RESULT = 3
_HEADERS = ("序号", "计算项", "计算公式", "结果", "单位", "判定")
_WIDTHS = (6, 36, 66, 18, 16, 14)
_HINT = "“结果”一列都是公式：点开可见所用单元格，改动“填报数据”中的数即可试算。"
_TOO_CLOSE = (
    "两数之差小于表格软件所能分辨，原结论按所报小数精确计算；改动数据后按表格软件的精度试算"
)
#: as many plans, years and patterns of targets as most runs have
_MOST = 32


class InputShape(NamedTuple):
    """A figure that arithmetic rests on, and its row on 填报数据."""

    name: str
    label: str
    row: int
    unit: str
    observed: bool


class StepShape(NamedTuple):
    """A step without its value; `truth` says that it is a comparison."""

    name: str
    label: str
    formula: Node
    unit: str
    truth: bool
    digits: int | None
    #: whether it is about states, which have words and no unit
    states: bool


class VerdictShape(NamedTuple):
    """The arithmetic of a verdict; `heading` is blank where it has none.

    `deciding` is the comparison that decided it; without one, `met` says how it was decided, and
    `known` names the step or figure without which nobody could have. `edges` are the comparisons
    with the stricter and the easier edge of a band, and `band_met` what was decided of figures
    between these.
    """

    heading: str
    view: View
    inputs: tuple[InputShape, ...]
    steps: tuple[StepShape, ...]
    compared: tuple[str, ...]
    deciding: str | None
    met: bool
    known: str | None
    edges: tuple[str, str] | None = None
    band_met: bool | None = None


class ScoreShape(NamedTuple):
    """The arithmetic of an item over its verdicts, given by number."""

    heading: str
    inputs: tuple[InputShape, ...]
    steps: tuple[StepShape, ...]
    verdicts: tuple[int, ...]


class SheetShape(NamedTuple):
    """All that the sheet follows from, but its title and what comes out.

    `changed` refers to the number of figures that are not those of the issue, `mark` is the
    verification of the whole.
    """

    mark: str
    changed: str
    verdicts: tuple[VerdictShape, ...]
    scores: tuple[ScoreShape, ...]
    earlier: tuple[VerdictShape, ...]


class ResultPlace(NamedTuple):
    """Where result and verdict of a step stand among the sheet's cells, and its formula.

    `told` has the cells of both for a comparison that holds, and for one that does not.
    """

    at: int
    verdict: int
    formula: str
    told: Mapping[bool, tuple[Filled, Filled]]


class Reckoned(NamedTuple):
    """The sheet without title and results; the places of these in the order of all steps.

    `rows` has the rows of steps by name, one mapping for each verdict, score and earlier verdict.
    """

    sheet: PrintedSheet
    results: tuple[ResultPlace, ...]
    rows: tuple[Mapping[str, int], ...]


@lru_cache(maxsize=_MOST)
def reckoned(shape: SheetShape) -> Reckoned:
    """The sheet of all arithmetic of this shape."""
    builder = _Builder(shape.changed)
    grid = builder.grid
    grid.title("")
    grid.banner(shape.mark)
    grid.wide(_HINT, looks.NOTE)
    head = grid.repeated = grid.header(_HEADERS)
    for verdict in shape.verdicts:
        builder.verdict(verdict)
    for score in shape.scores:
        builder.score(score, shape.verdicts)
    for verdict in shape.earlier:
        builder.verdict(verdict)
    sheet = grid.sheet(SHEET, repeat=head, freeze=(head + 1, 2), locked=True)
    return Reckoned(sheet, tuple(builder.results), tuple(builder.rows))


class _Builder:
    """Writes blocks of steps and remembers their cells."""

    def __init__(self, changed: str) -> None:
        self.changed = changed
        self.grid = Grid(_WIDTHS)
        self.results: list[ResultPlace] = []
        self.rows: list[dict[str, int]] = []

    def verdict(self, verdict: VerdictShape) -> None:
        """The arithmetic of one verdict; it rests on all figures that the method asks for."""
        self.rows.append({})
        if not verdict.heading:
            return
        self.grid.section(verdict.heading, kept=True)
        refs = _refs(verdict.inputs)
        labels = {i.name: i.label for i in verdict.inputs}
        asked = [refs[i.name] for i in verdict.inputs if i.observed]
        self._steps(verdict.steps, refs, labels, asked, verdict.compared)

    def score(self, score: ScoreShape, verdicts: Sequence[VerdictShape]) -> None:
        """The arithmetic of one item, over the verdicts it scores (`annual.achieved`)."""
        self.rows.append({})
        if not score.heading:
            return
        self.grid.section(score.heading, kept=True)
        refs = _refs(score.inputs)
        labels = {i.name: i.label for i in score.inputs}
        for number in score.verdicts:
            verdict, rows = verdicts[number], self.rows[number]
            view = verdict.view
            for step in verdict.steps:
                name = f"{view.value}.{step.name}"
                refs[name] = _step_ref(rows[step.name], truth=step.truth)
                labels[name] = step.label
            refs[f"{view.value}.met"] = _met(verdict, rows)
            labels[f"{view.value}.met"] = f"{view.chinese}完成"
        live = [banded(verdicts[n], self.rows[n]) for n in score.verdicts]
        waits = [
            one.unknown
            for n, one in zip(score.verdicts, live, strict=True)
            if one is not None and verdicts[n].band_met is None
        ]
        self._steps(score.steps, refs, labels, waits=waits)

    def _steps(
        self,
        steps: Sequence[StepShape],
        refs: dict[str, Ref],
        labels: dict[str, str],
        asked: Sequence[Ref] = (),
        compared: Sequence[str] = (),
        waits: Sequence[str] = (),
    ) -> None:
        """Rows of steps; `waits` are the tests by which nobody knows a verdict they rest on."""
        for step in steps:
            row = self.grid.row
            self.rows[-1][step.name] = row
            digits = DIGITS if step.digits is None else step.digits
            words = wording(step.formula, digits, states=step.states)
            used = [refs[name] for name in words.excel[1::2]]
            formula = filled(words.excel, lambda name: refs[name].text)
            if step.truth:
                used += [*asked, *(refs[name] for name in compared if name in refs)]
                # a comparison in words instead of TRUE and FALSE
                formula = f"IF({formula},{quoted(HOLDS)},{quoted(FAILS)})"
            # a change is told as a part of what it starts from, if that is above zero
            base = refs[words.base].text if words.base and step.name in compared else ""
            formula = guarded(formula, used, base=base, fragile=words.fragile)
            if waits:
                formula = f"IF(OR({','.join(waits)}),{quoted(UNKNOWN)},{formula})"
            refs[step.name] = _step_ref(row, truth=step.truth)
            labels[step.name] = step.label
            said = filled(words.chinese, lambda name: labels.get(name, name))
            unit = "" if step.truth or step.states else _unit_beside(step.unit)
            at = len(self.grid.cells) + RESULT
            self.grid.line([self.grid.number(), step.label, said, None, unit, LineCell(None)])
            told = self._told(row, step, formula) if step.truth else {}
            verdict = len(self.grid.cells) - 1
            self.results.append(ResultPlace(at, verdict, formula, told))

    def _told(self, row: int, step: StepShape, formula: str) -> dict[bool, tuple[Filled, Filled]]:
        """The cells of a comparison, as it holds or not."""
        cell = address(row, RESULT)
        words = {True: "√ 成立", False: "× 不成立"}
        yes, no = map(quoted, words.values())
        check = f'IF({cell}="{HOLDS}",{yes},IF({cell}="{FAILS}",{no},"△ 无法评定"))'
        found = {}
        for truth, word in words.items():
            now = HOLDS if truth else FAILS
            comment = None if step.digits is not None else _TOO_CLOSE
            live = formula if comment is None else f"IF({self.changed}=0,{quoted(now)},{formula})"
            result = LiveFormula(live, now)
            verdict = LiveFormula(check, word)
            found[truth] = (
                Filled(row, RESULT, result, looks.CENTRED, comment=comment),
                Filled(row, len(_HEADERS) - 1, verdict, looks.CENTRED),
            )
        return found


def _refs(inputs: Sequence[InputShape]) -> dict[str, Ref]:
    return {i.name: number_ref(value_at(i.row), scaled_at(i.row, i.unit)) for i in inputs}


def _step_ref(row: int, *, truth: bool) -> Ref:
    cell = address(row, RESULT, absolute=True)
    return truth_ref(cell) if truth else number_ref(cell)


def _met(verdict: VerdictShape, rows: Mapping[str, int]) -> Ref:
    if verdict.edges is not None:
        strict = reference(SHEET, rows[verdict.edges[0]], RESULT)
        live = banded(verdict, rows)
        assert live is not None
        return Ref(f"IF({live.holds},1,0)", strict, True)
    if verdict.deciding is None:
        return number_ref(known_at(verdict, rows), "1" if verdict.met else "0")
    return met_ref(_step_ref(rows[verdict.deciding], truth=True).cell)


def banded(verdict: VerdictShape, rows: Mapping[str, int]) -> LiveVerdict | None:
    """What a verdict on a band says; None for any other."""
    if verdict.edges is None:
        return None
    strict, easier = (reference(SHEET, rows[name], RESULT) for name in verdict.edges)
    return LiveVerdict.within(strict, easier, met=verdict.band_met)


def known_at(verdict: VerdictShape, rows: Mapping[str, int]) -> str:
    """The cell without whose figure nobody could have decided; blank where there is none."""
    if verdict.known is not None and verdict.known in rows:
        return reference(SHEET, rows[verdict.known], RESULT)
    return next((value_at(i.row) for i in verdict.inputs if i.name == verdict.known), "")


def _unit_beside(unit: str) -> str:
    """What stands in the column of units: a part of a hundred says so in the number itself, and
    no number says that it is a difference of two."""
    word = unit_word(unit)
    return "" if scale(unit) != 1 and word != POINTS else word
