"""Moment, deadline and duty: when a target has to be reached, as the plan prints it.

A moment is a day, month, quarter, half-year or year. A figure belongs to one of these, and a
deadline within the year is judged on the figure of its own moment; the year's figure says nothing
about October.
"""

import calendar
from functools import lru_cache

from ..records import dataclass

_QUARTERS = "一二三四"
#: the last digit of a half-year is its number and so much: quarters have 1 to 4
_HALVES = 4
_SHIFT = {4: 1, 5: 10, 6: 100, 8: 10_000}


@dataclass(frozen=True, slots=True)
class Moment:
    """A year, or a half-year, quarter, month or day of it."""

    year: int
    quarter: int | None = None
    month: int | None = None
    day: int | None = None
    half: int | None = None

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return self.quarter is None and self.month is None and self.half is None

    @property
    def number(self) -> int:
        """The moment in digits: 2017, 20173 (third quarter), 20176 (second half), 201710."""
        if self.half is not None:
            return self.year * 10 + _HALVES + self.half
        if self.quarter is not None:
            return self.year * 10 + self.quarter
        if self.month is None:
            return self.year
        number = self.year * 100 + self.month
        return number if self.day is None else number * 100 + self.day

    @classmethod
    def of(cls, number: int) -> "Moment":
        """The moment that some digits stand for."""
        digits = len(str(number))
        year = number // _SHIFT[digits]
        if digits == 5:
            part = number % 10
            return cls(year, half=part - _HALVES) if part > _HALVES else cls(year, quarter=part)
        if digits == 6:
            return cls(year, month=number % 100)
        if digits == 8:
            return cls(year, month=number // 100 % 100, day=number % 100)
        return cls(year)

    @property
    def last_day(self) -> tuple[int, int, int]:
        """Year, month and day on which it ends, which puts moments in order."""
        month = self.month or (self.half * 6 if self.half else (self.quarter or 4) * 3)
        return self.year, month, self.day or calendar.monthrange(self.year, month)[1]

    def __str__(self) -> str:
        """As the period of an observation: 2017, 2017-H2, 2017-Q3, 2017-10, 2017-10-31."""
        if self.half is not None:
            return f"{self.year}-H{self.half}"
        if self.quarter is not None:
            return f"{self.year}-Q{self.quarter}"
        if self.month is None:
            return str(self.year)
        return f"{self.year}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")

    @property
    def named(self) -> str:
        """As the name of a figure has it: 2017年, 2017年下半年, 2017年三季度, 2017年10月31日."""
        if self.half is not None:
            return f"{self.year}年{'上下'[self.half - 1]}半年"
        if self.quarter is not None:
            return f"{self.year}年{_QUARTERS[self.quarter - 1]}季度"
        if self.month is None:
            return f"{self.year}年"
        return f"{self.year}年{self.month}月" + (f"{self.day}日" if self.day else "")

    @property
    def chinese(self) -> str:
        """As the end of a term: 2017年, 2017年10月底, 2017年10月31日."""
        open_end = not self.is_year and self.day is None
        return f"{self.named}{'底' if open_end else ''}"

    def later(self, months: int) -> "Moment":
        """The month, or day, so many months later; the last of a month stays within it."""
        index = self.year * 12 + (self.month or 1) - 1 + months
        year, month = index // 12, index % 12 + 1
        if self.day is None:
            return Moment(year, month=month)
        return Moment(year, month=month, day=min(self.day, calendar.monthrange(year, month)[1]))


def term(number: int) -> str:
    """A moment in digits as the term that is reported on: 2017年度, 2017年上半年."""
    return f"{named(number)}{'度' if number == year_of(number) else ''}"


@lru_cache(maxsize=4096)
def named(number: int) -> str:
    """A moment in digits as the name of a figure has it."""
    return Moment.of(number).named


def earlier(number: int) -> int:
    """The moment in digits a year before another."""
    year = year_of(number)
    return int(f"{year - 1}{str(number).removeprefix(str(year))}")


def year_of(number: int) -> int:
    """The year of a moment in digits."""
    return number if number < 10_000 else Moment.of(number).year


@dataclass(frozen=True, slots=True)
class Span:
    """A term counted in months from a start: 12..18 months after 2024-06."""

    first: int
    last: int
    start: Moment

    def __str__(self) -> str:
        months = f"{self.first}..{self.last}" if self.first != self.last else f"{self.last}"
        return f"{months} months after {self.start}"

    @property
    def chinese(self) -> str:
        """The span and the day it leads to."""
        months = f"{self.first}至{self.last}" if self.first != self.last else f"{self.last}"
        end = self.start.later(self.last).chinese
        return f"{self.start.named}起{months}个月内（至{end}）"


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a target has to be reached.

    `at` is the printed moment, or the end of the printed `span`; without one the target is
    `standing` (it holds all the time), or its deadline is unknown: none is printed.
    """

    at: Moment | None = None
    span: Span | None = None
    standing: bool = False

    @classmethod
    def of_year(cls, year: int) -> "Deadline":
        """The end of a year."""
        return cls(Moment(year))

    @property
    def unknown(self) -> bool:
        """Whether no deadline is printed, and none follows from what the target is."""
        return self.at is None and not self.standing

    @property
    def within_year(self) -> Moment | None:
        """The moment, where it is a day, month or quarter."""
        return None if self.at is None or self.at.is_year else self.at

    def last(self, year: int) -> int:
        """The last year it is looked at in; `year` where it has no end."""
        return year if self.at is None else self.at.year

    def __str__(self) -> str:
        if self.at is None:
            return "standing" if self.standing else "unknown"
        return str(self.span or self.at)

    @property
    def chinese(self) -> str:
        """As a document says it."""
        if self.at is None:
            return "长期保持" if self.standing else "未印出期限"
        return self.span.chinese if self.span else self.at.chinese

    @property
    def until(self) -> str:
        """As a sentence begins with it: 到2020年，"""
        if self.at is None:
            return "始终" if self.standing else "（条文没有印出期限）"
        return f"到{self.at.chinese}，"


#: into how many parts a duty may divide a year, and what they are called
PARTS = {2: "half-year", 4: "quarter", 12: "month"}


def parts_of(year: int, count: int) -> tuple[Moment, ...]:
    """The halves, quarters or months of a year."""
    numbers = range(1, count + 1)
    if count == 2:
        return tuple(Moment(year, half=n) for n in numbers)
    if count == 4:
        return tuple(Moment(year, quarter=n) for n in numbers)
    return tuple(Moment(year, month=n) for n in numbers)


#: what the parts of any year are called: H1, H2, Q1 … Q4, 01 … 12
PARTS_NAMED = tuple(
    str(one).removeprefix("2000-") for count in PARTS for one in parts_of(2000, count)
)


@dataclass(frozen=True, slots=True)
class Every:
    """How often a duty falls due: once in so many years, or in each of some `parts` of a year."""

    years: int = 1
    parts: int = 1

    def __str__(self) -> str:
        if self.parts > 1:
            return PARTS[self.parts]
        return "year" if self.years == 1 else f"{self.years} years"

    @property
    def chinese(self) -> str:
        """每年, 每2年, 每半年, 每季度, 每月."""
        if self.parts > 1:
            return {2: "每半年", 4: "每季度", 12: "每月"}[self.parts]
        return "每年" if self.years == 1 else f"每{self.years}年"

    def period(self, first: int, year: int) -> tuple[int, int]:
        """First and last year of the period that a year lies in, counted from a first year."""
        start = first + (year - first) // self.years * self.years
        return start, start + self.years - 1
