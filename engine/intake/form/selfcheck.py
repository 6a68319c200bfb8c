"""The plan's checks as live formulas of a form, with the results they have when written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ...formulas import Call, Name, Node, names, parse, to_exact, to_excel, walk
from ...units import scale
from ...vocabulary import CheckRule, Indicator, Severity
from ..checks.expand import expanded
from .layout import SHEET, FormLayout

PASSED, WAITING = "通过", "待填"
Values = Mapping[tuple[str, int], Decimal]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the 自查 sheet: a rule in a year, live and as it stands now."""

    rule: str
    name: str
    year: int | None
    severity: Severity
    formula: str
    result: str
    message: str
    mend: str
    basis: str
    marks: tuple[tuple[str, int], ...]


def check_lines(layout: FormLayout, values: Values) -> list[CheckLine]:
    """All lines of the self-check: declared rules by year, then plausible ranges."""
    lines: list[CheckLine] = []
    for rule in layout.declarations.checks.values():
        if rule.kinds and layout.entity.kind not in rule.kinds:
            continue
        node = expanded(parse(rule.rule), layout.declarations.indicators)
        for year in layout.years:
            if not rule.years or year in rule.years:
                line = _declared(rule, node, year, layout, values)
                if line is not None:
                    lines.append(line)
    for indicator in layout.indicators:
        line = _range(indicator, layout, values)
        if line is not None:
            lines.append(line)
    return lines


def year_of(name: Name, year: int, base: int) -> int | None:
    """The year a name speaks of; None for names of other entities."""
    return {None: year, "prior": year - 1, "base": base}.get(name.of)


def _declared(
    rule: CheckRule, node: Node, year: int, layout: FormLayout, values: Values
) -> CheckLine | None:
    places: dict[Name, tuple[str, int]] = {}
    for name in names(node):
        when = year_of(name, year, layout.years[0])
        if when is None or layout.cell(name.name, when) is None:
            return None
        places[name] = (name.name, when)
    if not places:
        return None
    failing = rule.severity.chinese
    cells = {name: f"{layout.address(*place)}" for name, place in places.items()}

    def resolve(name: Name) -> str:
        factor = scale(layout.declarations.indicators[name.name].unit)
        reference = f"'{SHEET}'!{cells[name]}"
        return reference if factor == 1 else f"({reference}/{int(1 / factor)})"

    condition = to_excel(node, resolve)
    verdict = f'IF({condition},"{PASSED}","{failing}")'
    if not any(isinstance(part, Call) and part.function == "missing" for part in walk(node)):
        filled = ",".join(f"ISNUMBER('{SHEET}'!{cell})" for cell in dict.fromkeys(cells.values()))
        verdict = f'IF(AND({filled}),{verdict},"{WAITING}")'
    truth = to_exact(node, _lookup(layout, places, values))
    result = WAITING if truth is None else PASSED if truth else failing
    named = rule.marks or tuple(name.name for name in places if name.of is None)
    marks = tuple((one, year) for one in named if layout.cell(one, year) is not None)
    basis = rule.source.clause if rule.source else ""
    return CheckLine(
        rule.id,
        rule.name,
        year,
        rule.severity,
        f'=IFERROR({verdict},"{WAITING}")',
        result,
        rule.message,
        rule.mend,
        basis,
        marks,
    )


def _lookup(
    layout: FormLayout, places: Mapping[Name, tuple[str, int]], values: Values
) -> Callable[[Name], Fraction | None]:
    def lookup(name: Name) -> Fraction | None:
        value = values.get(places[name])
        if value is None:
            return None
        return Fraction(value) * scale(layout.declarations.indicators[name.name].unit)

    return lookup


def _range(indicator: Indicator, layout: FormLayout, values: Values) -> CheckLine | None:
    """Plausible range of one indicator, all years together."""
    low, high = indicator.lowest, indicator.highest
    if low is None and high is None:
        return None
    cells = [a for year in layout.years if (a := layout.address(indicator.id, year))]
    if not cells:
        return None
    area = f"'{SHEET}'!{cells[0]}:{cells[-1]}"
    outside = []
    if low is not None:
        outside.append(f'COUNTIF({area},"<{low:f}")')
    if high is not None:
        outside.append(f'COUNTIF({area},">{high:f}")')
    failing = Severity.WARNING.chinese
    formula = f'=IF({"+".join(outside)}>0,"{failing}",IF(COUNT({area})=0,"{WAITING}","{PASSED}"))'
    given = [values[indicator.id, y] for y in layout.years if (indicator.id, y) in values]
    wrong = [v for v in given if (low is not None and v < low) or (high is not None and v > high)]
    result = failing if wrong else PASSED if given else WAITING
    bounds = f"{low if low is not None else '…'}～{high if high is not None else '…'}"
    return CheckLine(
        "range",
        f"{indicator.name}的合理范围",
        None,
        Severity.WARNING,
        formula,
        result,
        f"超出合理范围 {bounds} {indicator.unit}，可能是单位写错（如万吨写成吨）",
        f"请核对单位是否为“{indicator.unit}”；确实无误的在备注中说明",
        "",
        tuple((indicator.id, y) for y in layout.years if layout.cell(indicator.id, y)),
    )
