"""Where everything stands on a form: rows are indicators, columns are years.

A deadline within the year has a column of its own before its year, in which the indicators that
it is about are asked for; `years` has its moment in digits (201710). The form of a part of the year
has columns of parts of years only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ...declarations.bundle import Declarations
from ...errors import Misuse
from ...vocabulary import Entity, Indicator, Moment
from ...vocabulary.deadline import term, year_of
from ..periods import part_in
from ..reading import address
from .business import asked_of
from .within import of_part, within

SHEET = "填报表"
CHECK_SHEET = "自查"
HEADER_ROW = 6
FIRST_ROW = 7
FIRST_YEAR_COL = 4
VINTAGE_CELL = (4, 3)


@dataclass(frozen=True)
class FormLayout:
    """The cells of one entity's form for one assessment year, or for a part of it."""

    declarations: Declarations
    entity: Entity
    year: int
    indicators: tuple[Indicator, ...]
    years: tuple[int, ...]
    #: indicators asked for at moments within the year
    within: Mapping[int, frozenset[str]] = field(default_factory=dict)
    #: which part of the year the form is for (H1, Q3, 06); None for the whole
    part: str | None = None

    @property
    def own(self) -> int:
        """The column that the form is for: its year, or its part of the year in digits."""
        return self.year if self.part is None else self.years[-1]

    @property
    def term(self) -> str:
        """What is reported on: 2026年度, 2026年上半年."""
        return term(self.own)

    def is_earlier(self, year: int) -> bool:
        """Whether a column is of the time before that which the form is for."""
        return year_of(year) < self.year if self.part is None else year != self.own

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
        return not (changes and year == self.whole_years[0])


def layout_of(
    declarations: Declarations, entity: Entity, year: int, part: str | None = None
) -> FormLayout:
    """The layout of an entity's form for a year, or for a part of it (H1, Q3, 06).

    Raises:
        Misuse: when the year lies outside the plan, the part is none, or nothing is reported by
            this entity.
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
    if part is not None:
        return _of_part(declarations, entity, year, part, indicators)
    start = max(period.base, (entity.valid_from or period.first) - 1)
    moments = within(declarations, entity, year, {one.id for one in indicators})
    years = sorted((*range(start, year + 1), *moments), key=_place)
    return FormLayout(declarations, entity, year, indicators, tuple(years), moments)


def _of_part(
    declarations: Declarations,
    entity: Entity,
    year: int,
    part: str,
    indicators: tuple[Indicator, ...],
) -> FormLayout:
    moment = part_in(year, part)
    columns = of_part(declarations, entity, moment, indicators)
    asked = tuple(one for one in indicators if any(one.id in ids for ids in columns.values()))
    if not asked:
        raise Misuse(
            f"规划 {declarations.plan.id} 没有要{entity.name}按{moment.named}填报的指标："
            "没有同比变化率，也没有年内的期限\n    怎么改：不写 --period，用年度填报表"
        )
    return FormLayout(declarations, entity, year, asked, tuple(columns), columns, part)


def _place(number: int) -> tuple[tuple[int, int, int], bool]:
    """Columns stand in the order of time, a moment before the year that it lies in."""
    moment = Moment.of(number)
    return moment.last_day, moment.is_year
