"""What a text was probably meant to be, as a live value: what `meant.proposed` says."""

from collections.abc import Iterable

from ...vocabulary import Indicator
from ..consistency.said import with_unit
from .calc_figures import InputCell
from .live import NOTHING, Live, either, joined, when
from .meant import row_formula


def proposed_of(figure: InputCell, row: Iterable[InputCell]) -> Live:
    """What is proposed for a text that is no number beyond doubt, beside the figures of its row."""
    others = [one for one in row if one is not figure]
    number, rest = figure.meant.formula, figure.rest.formula
    left = Live(
        f'IF(({rest})="","",{joined("（没有取“", figure.rest, "”，请核对单位）").formula})', ""
    )
    unit = with_unit("", figure.indicator)
    said = joined("；是否想填 ", figure.meant, f"{unit}？若是，请只填 ", figure.meant, left)
    tests = _range(number, figure.indicator)
    if others:
        beside = either(*(one.given for one in others)).formula
        tests.append(f'OR(({rest})="",{beside})')
        if figure.indicator.change_of is None:
            tests.append(row_formula(number, [one.number.formula for one in others]))
    else:
        tests.append(f'({rest})=""')
    # nothing is proposed for what a form is written with
    allowed = f"IF(ISNUMBER({number}),AND({','.join(tests)}),FALSE)"
    return when(Live(allowed, value=False), said, NOTHING)


def _range(number: str, indicator: Indicator) -> list[str]:
    low, high = indicator.lowest, indicator.highest
    tests = [] if low is None else [f"{number}>={low:f}"]
    return tests if high is None else [*tests, f"{number}<={high:f}"]
