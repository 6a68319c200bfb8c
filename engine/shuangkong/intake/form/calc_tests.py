"""The tests of a form on its sheet of workings, and how formulas there name its figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from ...declarations.language import Language
from ...formulas import Call, Logic, Lookup, Name, Node, to_exact, to_excel, walk
from ...units import scale
from ..consistency.judge import rounded
from ..consistency.rules import Cell, Probe, Sort
from .calc import CalcRow
from .calc_figures import InputCell
from .layout import FormLayout
from .live import NO, YES, Live, denied, every, same, text, when


@dataclass
class Test:
    """One rule in one year: whether it holds (TRUE, FALSE, ""), and what is to be said of it."""

    probe: Probe
    #: the cells of the rule that the form has; a rule may be decided without the others (`if`)
    cells: tuple[Cell, ...]
    line: CalcRow
    status: Live
    broken: Live
    #: which power of ten a row is off by
    power: Live | None = None
    raised: Live = NO
    marks: list[tuple[Cell, Live]] = field(default_factory=list)
    suspects: Live = NO
    #: that it holds once its percentages below 1 are taken times 100
    mended: Live = NO
    #: that one of its figures was typed as a fraction
    fractional: Live = NO
    #: that it is broken, with several suspects none of whom anything convicts
    open: Live = NO

    @property
    def holds(self) -> Live:
        return same(self.status, YES)


@dataclass
class FormTests:
    """The tests of a form and what they say of its figures."""

    layout: FormLayout
    figures: Mapping[Cell, InputCell]
    #: the remark of each row, and whether it says nothing
    remarks: dict[str, Live] = field(default_factory=dict)
    silent: dict[str, Live] = field(default_factory=dict)
    tests: list[Test] = field(default_factory=list)
    cleared: dict[Cell, Live] = field(default_factory=dict)
    fraction: dict[Cell, Live] = field(default_factory=dict)
    proven: dict[Cell, Live] = field(default_factory=dict)
    #: what open equations say together of a figure: its value, and that it mends them all
    solved: dict[Cell, Live] = field(default_factory=dict)
    shared: dict[Cell, Live] = field(default_factory=dict)
    odd: dict[Cell, Live] = field(default_factory=dict)
    rows: dict[Cell, Live] = field(default_factory=dict)
    grave: dict[Cell, Live] = field(default_factory=dict)

    def of(self, sort: Sort) -> list[Test]:
        return [one for one in self.tests if one.probe.sort is sort]

    def about(self, sort: Sort, cell: Cell) -> list[Test]:
        return [one for one in self.of(sort) if cell in one.cells]

    def suspect(self, cell: Cell) -> Live:
        """Whether a figure is there that no equation clears."""
        return every(self.figures[cell].given, denied(self.cleared[cell]))

    def put(self, cell: Cell, head: str, live: Live) -> Live:
        return live if live is NO or live is YES else self.figures[cell].line.put(head, live)


def may_be_fraction(figure: InputCell) -> Live:
    """Whether a figure is a percentage below 1, and not nought."""
    if figure.indicator.unit != "%":
        return NO
    x, seen = figure.number.formula, figure.number.value
    known = isinstance(seen, Decimal) and 0 < abs(seen) < 1
    return Live(f"AND(ISNUMBER({x}),N({x})<>0,ABS(N({x}))<1)", known)


def resolver(
    made: FormTests, year: int, *, guarded: bool, instead: Mapping[Cell, Live] | None = None
) -> Callable[[Name], str]:
    """Each name as its cell, or what stands instead of it, in formula scale; guarded, what is not
    there is #N/A."""
    language, other = made.layout.declarations.language, instead or {}

    def resolve(name: Name) -> str:
        figure = None if name.of is None or not name.of.isdigit() else made.figures.get(
            (name.name, int(name.of))
        )  # fmt: skip
        if figure is None:
            value = language.attribute_named(name, made.layout.entity.code, year)
            if not language.is_attribute(name.name) or value is None:
                return "NA()"
            return f"({value.numerator}/{value.denominator})"
        cell = other.get(figure.cell, figure.number).formula
        factor = Fraction(1) if figure.indicator.state else scale(language.unit(name.name))
        scaled = cell if factor == 1 else f"({cell}*{factor.numerator}/{factor.denominator})"
        return f"IF(ISNUMBER({cell}),{scaled},NA())" if guarded else scaled

    return resolve


def lookup(
    made: FormTests, year: int, instead: Mapping[Cell, Live] | None = None
) -> Callable[[Name], Fraction | None]:
    """Each name's exact value as the sheet is written, or what stands instead, in formula scale."""
    language, other = made.layout.declarations.language, instead or {}

    def found(name: Name) -> Fraction | None:
        if language.is_attribute(name.name):
            return language.attribute_named(name, made.layout.entity.code, year)
        figure = made.figures.get((name.name, int(name.of or year)))
        value = other.get(figure.cell, figure.number).value if figure is not None else ""
        if not isinstance(value, Decimal):
            return None
        return Fraction(value) * scale(language.unit(name.name))

    return found


def solved_for(made: FormTests, test: Test, cell: Cell) -> Live:
    """A figure from one equation, rounded as it is reported."""
    node, indicator = test.probe.solutions[cell], made.figures[cell].indicator
    unit = scale(indicator.unit)
    exact = to_exact(node, lookup(made, test.probe.year))
    known = rounded(exact / unit, indicator.decimals) if isinstance(exact, Fraction) else ""
    formula = to_excel(node, resolver(made, test.probe.year, guarded=False))
    many = f"*{unit.denominator}/{unit.numerator}" if unit != 1 else ""
    return Live(f'IFERROR(ROUND(({formula}){many},{indicator.decimals}),"")', known)


def may_be_open(probe: Probe, made: FormTests) -> bool:
    """Whether a rule can be decided while some of its cells are blank, or a cell has a word."""
    language = made.layout.declarations.language
    return probe.node is not None and any(_opens(part, language) for part in walk(probe.node))


def _opens(part: Node, language: Language) -> bool:
    if isinstance(part, Name):
        return part.name in language.words
    if isinstance(part, Logic):
        return True
    return isinstance(part, Lookup) or (
        isinstance(part, Call) and part.function in ("missing", "if")
    )


def holds_with(made: FormTests, test: Test, instead: Mapping[Cell, Live]) -> Live:
    """Whether an equation holds with other figures instead of some."""
    probe = test.probe
    assert probe.node is not None
    open_ = may_be_open(probe, made)
    named = resolver(made, probe.year, guarded=open_, instead=instead)
    condition = to_excel(probe.node, named, gaps=open_)
    truth = to_exact(probe.node, lookup(made, probe.year, instead))
    return Live(f"IFERROR({condition},FALSE)", truth is not None and bool(truth))


def alone(test: Test) -> Live:
    """Whether a broken equation has but one suspect."""
    return Live(f"{test.suspects.formula}=1", test.suspects.value == 1)


def place_of(test: Test, made: FormTests) -> Live:
    """The address of the first cell that a test marks."""
    if not test.marks:
        return text("")
    found = text("")
    for cell, mark in reversed(test.marks):
        found = when(mark, text(made.figures[cell].address), found)
    return test.line.put("位置", found)
