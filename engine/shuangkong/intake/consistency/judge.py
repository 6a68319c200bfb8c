"""Which figure is the one that does not fit: the tests of one entity, judged together.

An equation that holds clears all its figures. Where exactly one figure of a broken equation is
not cleared, it is the culprit; of several, it is the one that mends all broken equations that it
stands in (`together`). Everything else that it breaks is explained by it. The live formulas of a
form go through the same steps (form/calc_*), and are tested to be equal.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from fractions import Fraction

from ...declarations.bundle import Declarations
from ...formulas import Name, to_exact
from ...records import dataclass
from ...units import scale
from ...vocabulary import Indicator, Severity
from .rules import Cell, Probe, Sort
from .slips import Slip, row_power, slip_of
from .together import together

Values = Mapping[Cell, Decimal]


@dataclass(frozen=True, slots=True)
class Culprit:
    """A figure that others prove wrong, with the value that would be right where it is known."""

    cell: Cell
    seen: Decimal
    expected: Decimal | None
    slip: Slip
    exact: bool
    explains: tuple[Probe, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A test that is broken and that no culprit explains, with the cells to mark."""

    test: Probe
    marks: tuple[Cell, ...]
    power: int = 0


@dataclass
class Judged:
    """What the tests say together."""

    status: dict[tuple[str, int], bool | None]
    culprits: list[Culprit] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    explained: dict[tuple[str, int], Cell] = field(default_factory=dict)


def judged(
    declarations: Declarations, entity: str, tests: Sequence[Probe], values: Values
) -> Judged:
    """Judge all tests of one entity over its figures of one version."""
    return _Judge(declarations, entity, tests, values).run()


class _Judge:
    def __init__(
        self, declarations: Declarations, entity: str, tests: Sequence[Probe], values: Values
    ) -> None:
        self.declarations, self.entity = declarations, entity
        self.tests, self.values = tests, values

    def lookup(self, year: int, instead: Values | None = None) -> Callable[[Name], Fraction | None]:
        """Figures by their year, some of them other than given; attributes as of the test's."""
        language, values = self.declarations.language, {**self.values, **(instead or {})}

        def found(name: Name) -> Fraction | None:
            if language.is_attribute(name.name):
                return language.attribute_named(name, self.entity, year)
            cell = (name.name, int(name.of or year))
            value = values.get(cell)
            return None if value is None else Fraction(value) * scale(language.unit(name.name))

        return found

    def run(self) -> Judged:
        self.powers = {t.id: row_power(self._indicator(t), self._row(t))
                       for t in self.tests if t.sort is Sort.ROW}  # fmt: skip
        status = {(t.id, t.year): self._status(t) for t in self.tests}
        out = Judged(status)
        broken = [t for t in self.tests if status[t.id, t.year] is False]
        cleared = {c for t in self.tests if t.sort is Sort.EQUAL and status[t.id, t.year]
                   for c in t.cells}  # fmt: skip
        equal = [t for t in broken if t.sort is Sort.EQUAL]
        self.fractions = self._fractions(equal)
        proven: dict[Cell, list[Probe]] = {cell: [] for cell in self.fractions}
        for test in equal:
            if not self.fractions.isdisjoint(test.cells):
                continue
            suspects = [c for c in self._given(test) if c not in cleared]
            if len(suspects) == 1:
                proven.setdefault(suspects[0], []).append(test)
        odd = {t.cells[0] for t in broken if t.sort is Sort.RANGE}
        rows = [t for t in broken if t.sort is Sort.ROW]
        grave = set(proven) | {c for t in rows for c in self._given(t)}
        shared = together(self._open(equal, cleared, grave), self._mends)
        proven |= shared
        grave |= set(shared)
        out.broken += [Broken(t, self._given(t), self.powers[t.id]) for t in rows]
        slipped = self._slips(broken, grave, odd, cleared, out)
        grave |= slipped
        grave |= self._unproven(equal, proven, grave, odd, cleared, out)
        self._others(broken, grave, odd, out)
        out.culprits = [self._culprit(cell, sole, broken) for cell, sole in proven.items()]
        return out

    def _indicator(self, test: Probe) -> Indicator:
        return self.declarations.indicators[test.indicator]

    def _row(self, test: Probe) -> list[Decimal]:
        return [self.values[c] for c in self._given(test)]

    def _given(self, test: Probe) -> tuple[Cell, ...]:
        """The cells that hold figures: a rule may be decided without the others (`if`)."""
        return tuple(c for c in test.cells if c in self.values)

    def _status(self, test: Probe) -> bool | None:
        if test.sort is Sort.ROW:
            return not self.powers[test.id] if len(self._row(test)) > 1 else None
        assert test.node is not None
        found = to_exact(test.node, self.lookup(test.year))
        return None if found is None else bool(found)

    def _fractions(self, equal: Iterable[Probe]) -> frozenset[Cell]:
        """Percentages typed as fractions: a broken equation holds once those below 1 are taken
        times 100. That convicts them whatever else clears them, for fractions that were typed
        together agree with each other."""
        found: set[Cell] = set()
        for test in equal:
            small = {c: self.values[c] * 100 for c in test.cells if self._may_be_fraction(c)}
            assert test.node is not None
            if small and to_exact(test.node, self.lookup(test.year, small)):
                found.update(small)
        return frozenset(found)

    def _may_be_fraction(self, cell: Cell) -> bool:
        value = self.values.get(cell)
        percent = self.declarations.indicators[cell[0]].unit == "%"
        return percent and value is not None and 0 < abs(value) < 1

    def _open(
        self, equal: Iterable[Probe], cleared: set[Cell], grave: set[Cell]
    ) -> list[tuple[Probe, list[Cell]]]:
        """Broken equations that nothing explains yet, with their suspects."""
        asked = (t for t in equal if self.fractions.isdisjoint(t.cells))
        found = [(t, [c for c in self._given(t) if c not in cleared]) for t in asked]
        return [(t, suspects) for t, suspects in found if grave.isdisjoint(suspects)]

    def _mends(self, cell: Cell, tests: Sequence[Probe]) -> bool:
        """Whether the value that the surest of some equations gives makes all of them hold."""
        fair = self._fair(cell, tests)
        if fair is None:
            return False
        nodes = [(test.node, test.year) for test in tests if test.node is not None]
        return all(to_exact(node, self.lookup(year, {cell: fair})) for node, year in nodes)

    def _fair(self, cell: Cell, tests: Sequence[Probe]) -> Decimal | None:
        """What the surest of some equations gives for a figure, as it is reported."""
        indicator = self.declarations.indicators[cell[0]]
        ranked = solutions_of(cell, tests)
        if not ranked:
            return None
        raw = to_exact(ranked[0].solutions[cell], self.lookup(ranked[0].year))
        if not isinstance(raw, Fraction):
            return None
        return rounded(raw / scale(indicator.unit), indicator.decimals)

    def _slips(
        self,
        broken: Iterable[Probe],
        grave: set[Cell],
        odd: set[Cell],
        cleared: set[Cell],
        out: Judged,
    ) -> set[Cell]:
        """Levels far from the year before; the first of two such jumps is the slip."""
        marked: set[Cell] = set()
        own_marked: set[Cell] = set()
        for test in broken:
            if test.sort is not Sort.SLIP:
                continue
            own, before = test.cells
            if own in grave or before in grave or before in own_marked:
                out.explained[test.id, test.year] = next(
                    c for c in (own, before) if c in grave or c in own_marked
                )
                continue
            if own in odd or (before not in odd and (own not in cleared or before in cleared)):
                mark = own
                own_marked.add(own)
            else:
                mark = before
            marked.add(mark)
            out.broken.append(Broken(test, (mark,)))
        return marked

    def _unproven(
        self,
        equal: Iterable[Probe],
        proven: Mapping[Cell, list[Probe]],
        grave: set[Cell],
        odd: set[Cell],
        cleared: set[Cell],
        out: Judged,
    ) -> set[Cell]:
        """Broken equations with several suspects."""
        marked: set[Cell] = set()
        for test in equal:
            suspects = [c for c in self._given(test) if c not in cleared]
            if len(suspects) == 1 and suspects[0] in proven:
                continue
            typed = (c for c in test.cells if c in self.fractions)
            guilty = next(typed, None) or next(
                (c for c in suspects or test.cells if c in grave), None
            )
            if guilty is not None:
                out.explained[test.id, test.year] = guilty
                continue
            marks = (
                [c for c in suspects if c in odd]
                or [c for c in suspects if c in test.marks]
                or suspects
                or list(test.marks)
            )
            marked.update(marks)
            out.broken.append(Broken(test, tuple(marks)))
        return marked

    def _others(
        self, broken: Iterable[Probe], grave: set[Cell], odd: set[Cell], out: Judged
    ) -> None:
        for test in broken:
            if test.sort is Sort.RANGE:
                if test.cells[0] not in grave:
                    out.broken.append(Broken(test, test.marks))
                else:
                    out.explained[test.id, test.year] = test.cells[0]
            if test.sort is not Sort.OTHER:
                continue
            guilty = next((c for c in test.cells if c in grave), None)
            strange = [c for c in test.cells if c in odd]
            if guilty is None and strange and test.severity is not Severity.ERROR:
                guilty = strange[0]
            if guilty is not None:
                out.explained[test.id, test.year] = guilty
            else:
                out.broken.append(Broken(test, tuple(strange) or test.marks))

    def _culprit(self, cell: Cell, sole: Sequence[Probe], broken: Iterable[Probe]) -> Culprit:
        indicator = self.declarations.indicators[cell[0]]
        seen = self.values[cell]
        explains = tuple(t for t in broken if cell in t.cells)
        if cell in self.fractions:
            return Culprit(cell, seen, seen * 100, Slip.FRACTION, True, explains)
        fair = self._fair(cell, sole)
        if fair is None:
            return Culprit(cell, seen, None, Slip.NONE, False, explains)
        before = self.values.get((cell[0], cell[1] - 1))
        expected, slip = slip_of(indicator, seen, fair, before)
        exact = slip in (Slip.FRACTION, Slip.SIGN, Slip.POWER) or indicator.change_of is not None
        return Culprit(cell, seen, expected, slip, exact, explains)


def solutions_of(cell: Cell, tests: Iterable[Probe]) -> list[Probe]:
    """The tests that say what a cell should be, the surest first: those whose plain left side it
    is, then those that rest on the fewest figures."""
    able = [t for t in tests if cell in t.solutions]
    return sorted(able, key=lambda t: (cell not in t.direct, len(t.cells)))


def rounded(value: Fraction, digits: int) -> Decimal:
    """Half up, away from nought, as a sheet rounds."""
    step = Fraction(1, 10**digits)
    whole = int(abs(value) / step + Fraction(1, 2))
    made = Decimal(whole).scaleb(-digits)
    return -made if value < 0 and whole else made
