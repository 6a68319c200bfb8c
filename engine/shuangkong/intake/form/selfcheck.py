"""The plan's checks as live formulas of a form, with the results they have when written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ...formulas import Call, Name, Node, names, parse, to_exact, to_excel, walk
from ...units import scale
from ...vocabulary import CheckRule, Indicator, Severity
from ..expand import expanded
from .layout import SHEET, FormLayout

PASSED, WAITING = "通过", "待填"
Values = Mapping[tuple[str, int], Decimal]


@dataclass(frozen=True, slots=True)
class YearCheck:
    """A rule in one year: live formula, result as it stands, indicators whose cells it marks."""

    formula: str
    result: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One rule over the years of a form."""

    rule: str
    name: str
    severity: Severity
    message: str
    mend: str
    basis: str
    years: Mapping[int, YearCheck]


def check_rows(layout: FormLayout, values: Values) -> list[CheckRow]:
    """All rules of the self-check: declared ones first, then plausible ranges."""
    rows: list[CheckRow] = []
    for rule in layout.declarations.checks.values():
        if not rule.kinds or layout.entity.kind in rule.kinds:
            node = expanded(parse(rule.rule), layout.declarations.indicators)
            years = {
                year: check
                for year in layout.years
                if (not rule.years or year in rule.years)
                and (check := _declared(rule, node, year, layout, values)) is not None
            }
            if years:
                basis = rule.source.clause if rule.source else ""
                rows.append(
                    CheckRow(
                        rule.id, rule.name, rule.severity, rule.message, rule.mend, basis, years
                    )
                )
    rows.extend(row for one in layout.indicators if (row := _range(one, layout, values)))
    return rows


def year_of(name: Name, year: int, base: int) -> int | None:
    """The year a name speaks of; None for names of other entities."""
    return {None: year, "prior": year - 1, "base": base}.get(name.of)


def _declared(
    rule: CheckRule, node: Node, year: int, layout: FormLayout, values: Values
) -> YearCheck | None:
    places: dict[Name, tuple[str, int]] = {}
    for name in names(node):
        when = year_of(name, year, layout.years[0])
        if when is None or layout.cell(name.name, when) is None:
            return None
        places[name] = (name.name, when)
    if not places:
        return None
    cells = {name: f"'{SHEET}'!{layout.address(*place)}" for name, place in places.items()}

    def resolve(name: Name) -> str:
        factor = scale(layout.declarations.indicators[name.name].unit)
        return cells[name] if factor == 1 else f"({cells[name]}/{int(1 / factor)})"

    failing = rule.severity.chinese
    verdict = f'IF({to_excel(node, resolve)},"{PASSED}","{failing}")'
    if not any(isinstance(part, Call) and part.function == "missing" for part in walk(node)):
        filled = ",".join(f"ISNUMBER({cell})" for cell in dict.fromkeys(cells.values()))
        verdict = f'IF(AND({filled}),{verdict},"{WAITING}")'
    truth = to_exact(node, _lookup(layout, places, values))
    result = WAITING if truth is None else PASSED if truth else failing
    named = rule.marks or tuple(name.name for name in places if name.of is None)
    marks = tuple(one for one in named if layout.cell(one, year) is not None)
    return YearCheck(f'=IFERROR({verdict},"{WAITING}")', result, marks)


def _lookup(
    layout: FormLayout, places: Mapping[Name, tuple[str, int]], values: Values
) -> Callable[[Name], Fraction | None]:
    def lookup(name: Name) -> Fraction | None:
        value = values.get(places[name])
        if value is None:
            return None
        return Fraction(value) * scale(layout.declarations.indicators[name.name].unit)

    return lookup


def _range(indicator: Indicator, layout: FormLayout, values: Values) -> CheckRow | None:
    """The plausible range of one indicator."""
    low, high = indicator.lowest, indicator.highest
    if low is None and high is None:
        return None
    failing = Severity.WARNING.chinese
    years: dict[int, YearCheck] = {}
    for year in layout.years:
        address = layout.address(indicator.id, year)
        if address is None:
            continue
        cell = f"'{SHEET}'!{address}"
        outside = [f"{cell}<{low:f}"] if low is not None else []
        outside += [f"{cell}>{high:f}"] if high is not None else []
        formula = (
            f'=IF(ISNUMBER({cell}),IF(OR({",".join(outside)}),"{failing}","{PASSED}"),"{WAITING}")'
        )
        value = values.get((indicator.id, year))
        result = WAITING
        if value is not None:
            wrong = (low is not None and value < low) or (high is not None and value > high)
            result = failing if wrong else PASSED
        years[year] = YearCheck(formula, result, (indicator.id,))
    percent = indicator.unit in ("%", "‰", "百分点")
    gap = "" if percent else " "
    likely = "可能小数点点错，或把增减量当作百分比" if percent else "可能是单位写错（如万吨写成吨）"
    bounds = f"{'…' if low is None else f'{low:f}'}～{'…' if high is None else f'{high:f}'}"
    return CheckRow(
        f"range:{indicator.id}",
        f"{indicator.name}的合理范围",
        Severity.WARNING,
        f"超出合理范围 {bounds}{gap}{indicator.unit}，{likely}",
        f"请核对小数点和单位（应为“{indicator.unit}”）；确实无误的在备注中说明",
        "",
        years,
    )
