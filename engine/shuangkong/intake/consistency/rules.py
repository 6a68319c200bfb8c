"""All rules about the figures of one entity, each for one year, as tests over cells.

A cell is an indicator in a year. Declared rules, plausible ranges, slips against the year before
and rows in another unit are all tests; the form's live self-check is made from the same list.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from ...declarations.bundle import Declarations
from ...declarations.language import Language
from ...formulas import Binary, Call, Compare, Logic, Name, Node, Number, names
from ...records import dataclass
from ...units import scale
from ...vocabulary import CheckRule, Indicator, Severity
from .said import SHARES
from .solve import solved
from .written_out import written_out

Cell = tuple[str, int]
#: for so many plans, kinds and spans of years the tests are kept
_KEPT = 8
#: a level that is this many times the year before has slipped
SLIP = Decimal(8)
#: by which powers of ten a whole row can be in another unit: 吨 for 万吨, 元 for 亿元, …
ROW_POWERS = (4, 8, 3, -4)


class Sort(StrEnum):
    """What kind of test it is; they convict in this order."""

    EQUAL = "equal"  #: an equation: where it holds, it clears its figures
    RANGE = "range"  #: one figure within its plausible range
    ROW = "row"  #: all years of a row off by the same power of ten
    SLIP = "slip"  #: a level against the year before
    OTHER = "other"  #: any other rule


@dataclass(frozen=True)
class Probe:
    """One rule in one year. `node` is a formula over names with their years; `marks` are the
    cells to mark where no culprit is found; `solutions` give the value that a cell should have,
    the surest first."""

    id: str
    year: int
    sort: Sort
    severity: Severity
    cells: tuple[Cell, ...]
    marks: tuple[Cell, ...]
    node: Node | None
    rule: CheckRule | None = None
    indicator: str = ""
    solutions: Mapping[Cell, Node] = field(default_factory=dict)
    #: cells that are this test's plain left side: their solution is the rule itself
    direct: tuple[Cell, ...] = ()


def probes_of(declarations: Declarations, kind: str, years: Sequence[int]) -> tuple[Probe, ...]:
    """Every test for entities of a kind over some years, in declared order.

    A test may ask for cells of other years: what it is without them, its formula says.
    """
    return _probes_of(_Held(declarations), kind, tuple(years))


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """A plan as a key: loaded once, it never changes, and comparing all that it declares would
    take longer than making the tests."""

    declarations: Declarations

    def __hash__(self) -> int:
        return id(self.declarations)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.declarations is self.declarations


@lru_cache(maxsize=_KEPT)
def _probes_of(held: _Held, kind: str, years: tuple[int, ...]) -> tuple[Probe, ...]:
    declarations = held.declarations
    language = declarations.language
    found: list[Probe] = []
    for rule in declarations.checks.values():
        if not rule.kinds or kind in rule.kinds:
            for year in years:
                if not rule.years or year in rule.years:
                    found.extend(_declared(rule, year, language))
    return (*found, *_of_indicators(declarations, years))


def own_tests(declarations: Declarations) -> set[str]:
    """The tests that rest on one entity's own figures alone, in whichever year: ids of rules,
    `range:` of ranges."""
    year = declarations.plan.period.first
    language, rules = declarations.language, declarations.checks.values()
    found = {probe.id for rule in rules for probe in _declared(rule, year, language)}
    return found | {probe.id for probe in _of_indicators(declarations, (year,))}


def _of_indicators(declarations: Declarations, years: Sequence[int]) -> Iterator[Probe]:
    for indicator in declarations.indicators.values():
        if indicator.formula is None:
            yield from _plain(indicator, years)
        else:
            yield from _derived(indicator, years, declarations.language)


def _declared(rule: CheckRule, year: int, language: Language) -> Iterator[Probe]:
    node = written_out(language.node(rule.rule), language, year)
    if node is None:
        return
    cells = cells_in(node, language)
    if not cells:
        return
    own = tuple(cell for cell in cells if cell[1] == year)
    marked = tuple((one, year) for one in rule.marks) or own or cells
    equal = isinstance(node, Call) and node.function == "near" and rule.severity is Severity.ERROR
    solutions: dict[Cell, Node] = {}
    direct: tuple[Cell, ...] = ()
    if equal and isinstance(node, Call):
        left, right = node.args[0], node.args[1]
        for cell in cells:
            found = solved(left, right, Name(cell[0], str(cell[1])))
            if found is not None:
                solutions[cell] = found
        direct = tuple(c for c in cells if left == Name(c[0], str(c[1])))
    sort = Sort.EQUAL if equal else Sort.OTHER
    yield Probe(rule.id, year, sort, rule.severity, cells, marked, node, rule,
               marked[0][0], solutions, direct)  # fmt: skip


def cells_in(node: Node, language: Language) -> tuple[Cell, ...]:
    """The reported figures that a written-out formula rests on."""
    return tuple(
        dict.fromkeys(
            (name.name, int(name.of))
            for name in names(node)
            if name.of is not None and name.of.isdigit() and not language.is_attribute(name.name)
        )
    )


def bounded(indicator: Indicator) -> bool:
    """Whether an indicator has a plausible range."""
    return indicator.lowest is not None or indicator.highest is not None


def _number(value: Decimal) -> Number:
    return Number(value, f"{value:f}")


def within(node: Node, indicator: Indicator) -> Node:
    """That a value in formula scale lies in the plausible range of its indicator."""
    factor = scale(indicator.unit)

    def scaled(value: Decimal) -> Number:
        return _number(value * factor.numerator / factor.denominator)

    parts: list[Node] = []
    if indicator.lowest is not None:
        parts.append(Compare(">=", node, scaled(indicator.lowest)))
    if indicator.highest is not None:
        parts.append(Compare("<=", node, scaled(indicator.highest)))
    return parts[0] if len(parts) == 1 else Logic("and", tuple(parts))


def _plain(indicator: Indicator, years: Sequence[int]) -> Iterator[Probe]:
    one = indicator.id
    if bounded(indicator):
        for year in years:
            cell = (one, year)
            node = within(Name(one, str(year)), indicator)
            yield Probe(f"range:{one}", year, Sort.RANGE, Severity.WARNING, (cell,), (cell,), node,
                       indicator=one)  # fmt: skip
    if indicator.change_of or indicator.state or indicator.unit in SHARES:
        return
    if bounded(indicator) and len(years) > 1:
        cells = tuple((one, year) for year in years)
        yield Probe(f"row:{one}", years[-1], Sort.ROW, Severity.ERROR, cells, cells, None,
                   indicator=one)  # fmt: skip
    for year in years[1:]:
        own, before = (one, year), (one, year - 1)
        node = _near_in_size(Name(one, str(year)), Name(one, str(year - 1)))
        yield Probe(f"slip:{one}", year, Sort.SLIP, Severity.ERROR, (own, before), (own,), node,
                   indicator=one)  # fmt: skip


def _near_in_size(own: Name, before: Name) -> Node:
    """That a level is less than `SLIP` times the other, either way; nought says nothing."""
    size, other = Call("abs", (own,)), Call("abs", (before,))
    nought = _number(Decimal(0))
    small = Compare("<=", size, _times(other))
    large = Compare("<=", other, _times(size))
    parts = (
        Compare("==", own, nought),
        Compare("==", before, nought),
        Logic("and", (small, large)),
    )
    return Logic("or", parts)


def _times(node: Node) -> Node:
    return Binary("*", _number(SLIP), node)


def _derived(indicator: Indicator, years: Sequence[int], language: Language) -> Iterator[Probe]:
    if not bounded(indicator):
        return
    for year in years:
        node = written_out(Name(indicator.id), language, year)
        if node is None:
            return
        cells = cells_in(node, language)
        yield Probe(f"range:{indicator.id}", year, Sort.OTHER, Severity.WARNING, cells, cells,
                   within(node, indicator), indicator=indicator.id)  # fmt: skip
