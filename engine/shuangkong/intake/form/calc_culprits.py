"""The value that would be right where others prove a figure wrong, and what was done to it."""

from dataclasses import dataclass
from decimal import Decimal

from ...vocabulary import Indicator
from ..consistency.judge import solutions_of
from ..consistency.rules import Cell, Sort
from ..consistency.said import (
    ALIKE,
    NEGATIVE,
    SIGN,
    asked,
    hint,
    hint_powers,
    is_positive,
    slip_said,
    unit_off_by,
    with_unit,
)
from ..consistency.slips import NEAR, NEAR_POINTS, POWERS, Slip, slip_of
from .calc_figures import InputCell
from .calc_tests import FormTests, alone, solved_for
from .live import NO, NOTHING, Live, every, joined, quoted, text, when

#: digits that are kept of a value that was shifted by powers of ten
_DIGITS, _HINT_DIGITS = 10, 6


@dataclass(frozen=True)
class Right:
    """What a culprit should be, as a part of a sentence, and what probably happened to it."""

    expected: Live
    slip: Live


def value_of(figure: InputCell) -> Live:
    """A figure with its unit."""
    return joined(figure.number, with_unit("", figure.indicator))


def right_of(made: FormTests, cell: Cell) -> Right:
    """Work a culprit out from the equations that it alone breaks."""
    figure = made.figures[cell]
    solved = when(made.proven[cell], _fair(made, cell), NOTHING)
    fair = figure.line.put("推算", when(made.fraction[cell], _hundredfold(figure), solved))
    before = made.figures.get((cell[0], cell[1] - 1))
    expected, slip = _as_written(figure, fair, before)
    power = figure.line.put("错位", _power(figure, fair, expected, slip))
    word = figure.line.put("错法", _slip(figure, fair, before, power, slip))
    right = figure.line.put("应为", _expected(figure, fair, power, word, expected))
    return Right(_said(figure, right, word), _slip_said(figure, power, word))


def _hundredfold(figure: InputCell) -> Live:
    seen = figure.number.value
    known = seen * 100 if isinstance(seen, Decimal) else ""
    return Live(f"ROUND({figure.number.formula}*100,{_DIGITS})", known)


def _fair(made: FormTests, cell: Cell) -> Live:
    tests = {(t.probe.id, t.probe.year): t for t in made.about(Sort.EQUAL, cell)}
    ranked = solutions_of(cell, (t.probe for t in tests.values()))
    fair = NOTHING
    for one in reversed(ranked):
        test = tests[one.id, one.year]
        fair = when(every(test.broken, alone(test)), solved_for(made, test, cell), fair)
    return when(made.shared.get(cell, NO), made.solved.get(cell, NOTHING), fair)


def _as_written(
    figure: InputCell, fair: Live, before: InputCell | None
) -> tuple[Decimal | None, Slip]:
    seen = figure.number.value
    if not isinstance(fair.value, Decimal) or not isinstance(seen, Decimal):
        return None, Slip.NONE
    known = before.number.value if before is not None else ""
    given = known if isinstance(known, Decimal) else None
    return slip_of(figure.indicator, seen, fair.value, given)


def _near(figure: InputCell, value: str, fair: Live) -> str:
    """Whether a value is what the other figures give."""
    y = fair.formula
    points = float(NEAR_POINTS) if figure.indicator.unit == "%" else 0
    room = f"{float(NEAR)}*ABS({y})+{points}"
    return f"(ROUND(ABS(({value})-({y}))-({room}),{_DIGITS})<=0)"


def _shifted(cell: str, power: int) -> str:
    return f"{cell}*10^{power}" if power >= 0 else f"{cell}/10^{-power}"


def _power(figure: InputCell, fair: Live, expected: Decimal | None, slip: Slip) -> Live:
    """By which power of ten the figure is too large; 0 where it is not, or is a percentage."""
    if figure.indicator.unit == "%":
        return Live("0", Decimal(0))
    chain = "0"
    for one in reversed(POWERS):
        near = _near(figure, _shifted(figure.number.formula, -one), fair)
        chain = f"IF({near},{one},{chain})"
    seen = figure.number.value
    value = 0
    if slip is Slip.POWER and isinstance(seen, Decimal):
        value = next(p for p in POWERS if seen.scaleb(-p) == expected)
    return Live(f'IF({fair.formula}="",0,{chain})', Decimal(value))


def _slip(figure: InputCell, fair: Live, before: InputCell | None, power: Live, slip: Slip) -> Live:
    """In one word what was done to the figure."""
    x = figure.number.formula
    copied = f"{before.number.formula}={x}" if before is not None else "FALSE"
    word = f'IF({copied},"{Slip.COPIED}","")'
    if figure.indicator.unit != "%":
        word = f'IF({power.formula}<>0,"{Slip.POWER}",{word})'
    word = f'IF({_near(figure, f"0-{x}", fair)},"{Slip.SIGN}",{word})'
    if figure.indicator.unit == "%":
        fraction = f"AND(ABS({x})<1,{_near(figure, f'{x}*100', fair)})"
        word = f'IF({fraction},"{Slip.FRACTION}",{word})'
    nought = f'IF({copied},"{Slip.COPIED}","")'
    return Live(f'IF({fair.formula}="","",IF({x}=0,{nought},{word}))', slip.value)


def _expected(
    figure: InputCell, fair: Live, power: Live, word: Live, expected: Decimal | None
) -> Live:
    x = figure.number.formula
    shifted = f"ROUND({x}/10^{power.formula},{_DIGITS})"
    made = (
        f'IF({word.formula}="{Slip.FRACTION}",ROUND({x}*100,{_DIGITS}),'
        f'IF({word.formula}="{Slip.SIGN}",0-{x},'
        f'IF({word.formula}="{Slip.POWER}",{shifted},{fair.formula})))'
    )
    value = "" if expected is None else expected.normalize()
    return Live(f'IF({fair.formula}="","",{made})', value)


def _said(figure: InputCell, right: Live, word: Live) -> Live:
    sure = (Slip.FRACTION, Slip.SIGN, Slip.POWER)
    exact = figure.indicator.change_of is not None
    certain = "，应为 "
    if exact:
        lead = text(certain)
    else:
        names = ",".join(f'{word.formula}="{one}"' for one in sure)
        lead = Live(
            f"IF(OR({names}),{quoted(certain)},{quoted('，按其他数推算应约为 ')})",
            certain if word.value in sure else "，按其他数推算应约为 ",
        )
    whole = joined(lead, right, with_unit("", figure.indicator))
    known = right.value != ""
    return Live(f'IF({right.formula}="","",{whole.formula})', whole.value if known else "")


def _slip_said(figure: InputCell, power: Live, word: Live) -> Live:
    unit = figure.indicator.unit
    words = '"（小数点点错了位）"'
    said = {Decimal(p): slipped(p, unit) for p in POWERS}
    for one, sentence in said.items():
        if sentence != "小数点点错了位":
            words = f"IF({power.formula}={one},{quoted(f'（{sentence}）')},{words})"
    formula = (
        f'IF({word.formula}="","",IF({word.formula}="{Slip.POWER}",{words},'
        f'"（"&{word.formula}&"）"))'
    )
    if not word.value:
        return Live(formula, "")
    sentence = said[power.value] if word.value == Slip.POWER else str(word.value)  # type: ignore[index]
    return Live(formula, f"（{sentence}）")


def slipped(power: int, unit: str) -> str:
    """What was done where a figure is so many powers of ten too large."""
    other = unit_off_by(Decimal(1).scaleb(-power), unit)
    return f"“{other}”的数填成了“{unit}”" if other else "小数点点错了位"


def hint_of(figure: InputCell, before: InputCell | None) -> Live:
    """`plausible.hint`, live: a value that would fit in another unit, as a suggestion."""
    x, indicator = figure.number.formula, figure.indicator
    chain = '""'
    for power in reversed(hint_powers(indicator)):
        chain = (
            f"IF({_fits(x, power, indicator, before)},{_suggested(x, power, indicator)},{chain})"
        )
    chain = f"IF({_below_nought(figure, before)},{quoted(NEGATIVE)},{chain})"
    seen = figure.number.value
    if not isinstance(seen, Decimal):
        return Live(f'IFERROR({chain},"")', "")
    return Live(f'IFERROR({chain},"")', hint(seen, indicator, _given(before)))


def asked_of(figure: InputCell, before: InputCell | None, usual: str) -> Live:
    """`said.asked`, live."""
    formula = f"IF({_below_nought(figure, before)},{quoted(SIGN)},{quoted(usual)})"
    seen = figure.number.value
    if not isinstance(seen, Decimal):
        return Live(formula, usual)
    return Live(formula, asked(seen, figure.indicator, _given(before), usual))


def _below_nought(figure: InputCell, before: InputCell | None) -> str:
    if not is_positive(figure.indicator):
        return "FALSE"
    parts = [f"N({figure.number.formula})<0"]
    parts += [] if before is None else [f"N({before.number.formula})>=0"]
    return f"AND({','.join(parts)})"


def _given(before: InputCell | None) -> Decimal | None:
    known = before.number.value if before is not None else None
    return known if isinstance(known, Decimal) else None


def _fits(x: str, power: Decimal, indicator: Indicator, before: InputCell | None) -> str:
    meant = f"{x}*{power:f}"
    parts = [f"ISNUMBER({x})"]
    parts += [f"{meant}>={indicator.lowest:f}"] if indicator.lowest is not None else []
    parts += [f"{meant}<={indicator.highest:f}"] if indicator.highest is not None else []
    if before is not None:
        other = before.number.formula
        share = f"IF(N({other})=0,1,ABS({meant}/{other}))"
        parts += [f"{share}>={ALIKE[0]}", f"{share}<={ALIKE[1]}"]
    return f"AND({','.join(parts)})"


def _suggested(x: str, power: Decimal, indicator: Indicator) -> str:
    said = slip_said(power, indicator)
    value = Live(f"ROUND({x}*{power:f},{_HINT_DIGITS})", "")
    return joined(f"；是否{said}？若是，应为 ", value, with_unit("", indicator)).formula
