"""The plan's checks as live formulas of a form, with the results they have when written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ...declarations.language import Language
from ...formulas import Call, Logic, Lookup, Name, Node, names, to_exact, to_excel, walk
from ...units import scale
from ...vocabulary import CheckRule, Indicator, Severity
from ..consistency.written_out import written_out
from .layout import SHEET, FormLayout

PASSED, WAITING = "通过", "待填"
#: More than this many characters no workbook takes for a formula.
_LONGEST = 8000
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
            years = {
                year: check
                for year in layout.whole_years
                if (not rule.years or year in rule.years)
                and (check := _declared(rule, year, layout, values)) is not None
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


def _declared(rule: CheckRule, year: int, layout: FormLayout, values: Values) -> YearCheck | None:
    """A rule in one year; None where the form has not every cell that it asks for."""
    language = layout.declarations.language
    node = written_out(language.node(rule.rule), language, year)
    if node is None:
        return None
    figures = [(n, int(n.of)) for n in names(node) if n.of is not None and n.of.isdigit()]
    cells = {name: layout.address(name.name, when) for name, when in figures}
    addresses = {name: f"'{SHEET}'!{cell}" for name, cell in cells.items() if cell is not None}
    if not addresses or len(addresses) < len(cells):
        return None
    failing = rule.severity.chinese
    open_ = any(_may_be_open(part, language) for part in walk(node))
    tolerant = _resolver(addresses, layout, year, guarded=open_)
    verdict = f'IF({to_excel(node, tolerant, gaps=open_)},"{PASSED}","{failing}")'
    if not open_:
        filled = ",".join(f"ISNUMBER({cell})" for cell in dict.fromkeys(addresses.values()))
        verdict = f'IF(AND({filled}),{verdict},"{WAITING}")'
    formula = f'=IFERROR({verdict},"{WAITING}")'
    if len(formula) > _LONGEST:
        return None
    truth = to_exact(node, _lookup(layout, year, values))
    result = WAITING if truth is None else PASSED if truth else failing
    own = [n.name for n in addresses if n.of == str(year)]
    marks = tuple(one for one in rule.marks or own if layout.cell(one, year) is not None)
    return YearCheck(formula, result, tuple(dict.fromkeys(marks)))


def _may_be_open(part: Node, language: Language) -> bool:
    """Whether a rule can be decided while some of its cells are blank, or a cell has a word."""
    if isinstance(part, Name):
        return part.name in language.words
    return isinstance(part, Logic | Lookup) or (
        isinstance(part, Call) and part.function in ("missing", "if")
    )


def _resolver(
    cells: Mapping[Name, str], layout: FormLayout, year: int, *, guarded: bool
) -> Callable[[Name], str]:
    """Each name as its cell, in formula scale; guarded, a blank cell is #N/A and not zero."""
    language = layout.declarations.language

    def resolve(name: Name) -> str:
        cell = cells.get(name)
        if cell is None:
            value = language.attribute_named(name, layout.entity.code, year)
            return "NA()" if value is None else f"({value.numerator}/{value.denominator})"
        indicator = layout.declarations.indicators[name.name]
        if indicator.state:
            words = ",".join(quoted_word(word) for word in indicator.states)
            numbers = ",".join(str(number) for number in indicator.states.values())
            return f"INDEX({{{numbers}}},MATCH({cell},{{{words}}},0))"
        factor = scale(language.unit(name.name))
        scaled = cell if factor == 1 else f"({cell}/{int(1 / factor)})"
        return f"IF(ISNUMBER({cell}),{scaled},NA())" if guarded else scaled

    return resolve


def quoted_word(word: str) -> str:
    """A word inside a formula."""
    return '"' + word.replace('"', '""') + '"'


def _lookup(layout: FormLayout, year: int, values: Values) -> Callable[[Name], Fraction | None]:
    language = layout.declarations.language

    def lookup(name: Name) -> Fraction | None:
        if language.is_attribute(name.name):
            return language.attribute_named(name, layout.entity.code, year)
        value = values.get((name.name, int(name.of or year)))
        return None if value is None else Fraction(value) * scale(language.unit(name.name))

    return lookup


def _range(indicator: Indicator, layout: FormLayout, values: Values) -> CheckRow | None:
    """The plausible range of one indicator."""
    low, high = indicator.lowest, indicator.highest
    if low is None and high is None:
        return None
    failing = Severity.WARNING.chinese
    years: dict[int, YearCheck] = {}
    for year in layout.whole_years:
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
