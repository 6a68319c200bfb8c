"""Where everything stands on a form: rows are indicators, columns are years.

A deadline within the year has a column of its own before its year, in which the indicators that
it is about are asked for; `years` has its moment in digits (201710).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ...declarations.bundle import Declarations
from ...errors import Misuse
from ...formulas import names, parse
from ...vocabulary import Entity, Indicator, Moment, Period, Target
from ..reading import address
from .business import asked_of

SHEET = "填报表"
CHECK_SHEET = "自查"
HEADER_ROW = 6
FIRST_ROW = 7
FIRST_YEAR_COL = 4
VINTAGE_CELL = (4, 3)


@dataclass(frozen=True)
class FormLayout:
    """The cells of one entity's form for one assessment year."""

    declarations: Declarations
    entity: Entity
    year: int
    indicators: tuple[Indicator, ...]
    years: tuple[int, ...]
    #: indicators asked for at moments within the year
    within: Mapping[int, frozenset[str]] = field(default_factory=dict)

    @property
    def whole_years(self) -> tuple[int, ...]:
        """The years among the columns."""
        return tuple(year for year in self.years if year not in self.within)

    @property
    def note_col(self) -> int:
        """Column of the declared notes on how to fill in."""
        return FIRST_YEAR_COL + len(self.years)

    @property
    def remark_col(self) -> int:
        """Column for the city's own remarks."""
        return self.note_col + 1

    @property
    def result_col(self) -> int:
        """Column that says what the self-check found in the row."""
        return self.note_col + 2

    @property
    def last_row(self) -> int:
        """Last row of the table."""
        return FIRST_ROW + len(self.indicators) - 1

    @property
    def signature_row(self) -> int:
        """Row of those who answer for the figures, below the table."""
        return self.last_row + 2

    def helper_col(self, year: int) -> int:
        """Hidden column that holds the state of a year's cells."""
        return self.result_col + 1 + self.years.index(year)

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {one.id: FIRST_ROW + i for i, one in enumerate(self.indicators)}

    def row(self, indicator: str) -> int:
        """Row of an indicator that is asked for."""
        return self._row_of[indicator]

    def cell(self, indicator: str, year: int) -> tuple[int, int] | None:
        """Row and column of an input cell; None when the form has none for it."""
        row = self._row_of.get(indicator)
        if row is None or year not in self.years or not self.asked(indicator, year):
            return None
        return row, FIRST_YEAR_COL + self.years.index(year)

    def address(self, indicator: str, year: int) -> str | None:
        """A1 address of an input cell."""
        at = self.cell(indicator, year)
        return address(*at) if at else None

    def asked(self, indicator: str, year: int) -> bool:
        """Whether a figure is asked for: no yearly change of the base year, and at a moment
        within the year only what a deadline is about."""
        if year in self.within:
            return indicator in self.within[year]
        changes = self.declarations.indicators[indicator].change_of is not None
        return not (changes and year == self.years[0])


def layout_of(declarations: Declarations, entity: Entity, year: int) -> FormLayout:
    """The layout of an entity's form.

    Raises:
        Misuse: when the year lies outside the plan or nothing is reported by this entity.
    """
    period = declarations.plan.period
    if not period.first <= year <= period.last:
        raise Misuse(
            f"{year}年不在规划期 {period.first}～{period.last} 年内\n    怎么改：写规划期内的年份"
        )
    if not entity.valid_in(year):
        raise Misuse(
            f"{entity.name}在{year}年不是考核对象\n    怎么改：换一个年份，或检查 entities.csv"
        )
    indicators = asked_of(declarations, entity)
    if not indicators:
        raise Misuse(
            f"规划 {declarations.plan.id} 没有由{entity.name}（{entity.kind}）填报的指标\n"
            "    怎么改：检查 indicators.yaml 中各指标的 entities"
        )
    start = max(period.base, (entity.valid_from or period.first) - 1)
    within = _within(declarations, entity, year, {one.id for one in indicators})
    years = sorted((*range(start, year + 1), *within), key=_place)
    return FormLayout(declarations, entity, year, indicators, tuple(years), within)


def _within(
    declarations: Declarations, entity: Entity, year: int, reported: set[str]
) -> dict[int, frozenset[str]]:
    """What deadlines within the years so far ask of an entity, by their moments."""
    found: dict[int, set[str]] = {}
    for target in declarations.targets.values():
        moments = _moments(target, declarations.plan.period, year)
        named = {declarations.names.get("".join(e.split()), e) for e in target.scope.entities}
        inside = entity.kind in target.scope.kinds or entity.code in named
        asked = reported & set(_parts(declarations, target)) if moments and inside else set()
        for moment in moments if asked else ():
            found.setdefault(moment.number, set()).update(asked)
    return {number: frozenset(asked) for number, asked in sorted(found.items())}


def _moments(target: Target, period: Period, year: int) -> tuple[Moment, ...]:
    """The moments within the years so far whose figures a target is judged on."""
    if target.every is not None and target.every.parts > 1:
        years = range(target.since or period.first, target.by.last(year) + 1)
        return tuple(one for when in years if when <= year for one in target.every.moments(when))
    moment = target.by.within_year
    return (moment,) if moment is not None and moment.year <= year else ()


def _parts(declarations: Declarations, target: Target) -> Iterator[str]:
    """The reported indicators that a target rests on, under each of its readings."""
    waiting = [target.indicator, *(reading.indicator for reading in target.readings)]
    while waiting:
        declared = declarations.indicators.get(waiting.pop() or "")
        if declared is not None and declared.formula is None:
            yield declared.id
        elif declared is not None:
            waiting += [part.name for part in names(parse(declared.formula or ""))]


def _place(number: int) -> tuple[tuple[int, int, int], bool]:
    """Columns stand in the order of time, a moment before the year that it lies in."""
    moment = Moment.of(number)
    return moment.last_day, moment.is_year
