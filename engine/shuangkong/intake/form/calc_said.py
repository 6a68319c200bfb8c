"""Everything that a form can find in itself, in the words of the catalogue: what `check` finds in
the figures of one form, and at the same cells."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ... import messages
from ...vocabulary import Severity, Vintage
from ..consistency.rules import Cell
from ..reading import address
from .calc_broken import culprits, tests
from .calc_figures import BAD, DATE, ERROR, InputCell, Values
from .calc_finding import FormFinding, said_of
from .calc_fractions import fractions
from .calc_gaps import blank, unexplained
from .calc_known import changed_known
from .calc_meant import proposed_of
from .calc_reasons import explained, read_remarks
from .calc_tests import FormTests
from .layout import SHEET, VINTAGE_CELL
from .live import NOTHING, Live, denied, either, every, joined, number, shown, text, when

#: what stands for the kind of a finding about what a cell holds
CONTENT = "内容"


def all_said(
    made: FormTests, known: Values, vintage: Vintage, remarks: Mapping[str, str]
) -> list[FormFinding]:
    """All of them, the gravest first; `known` are figures that were before it was filled in."""
    read_remarks(made, remarks)
    found = [
        _vintage(vintage),
        *_contents(made),
        *blank(made),
        *unexplained(made),
        *changed_known(made, known),
        *culprits(made),
        *tests(made),
        *fractions(made),
    ]
    return sorted((explained(one, made) for one in found), key=lambda one: one.severity.rank)


def _vintage(vintage: Vintage) -> FormFinding:
    at = address(*VINTAGE_CELL)
    cell = f"'{SHEET}'!{at}"
    list_ = ",".join(f'{cell}="{one}"' for one in Vintage)
    good = Live(f"IFERROR(OR({list_}),FALSE)", value=True)
    typed = joined("填的是“", Live(f'IFERROR({cell}&"","错误值")', vintage), "”，不在可选项中")
    said = Live(f'IF(ISBLANK({cell}),"没有选",{typed.formula})', typed.value)
    return said_of(
        messages.VINTAGE_FREE, denied(good), text(at), said=said, options="、".join(Vintage)
    )


def _contents(made: FormTests) -> Iterator[FormFinding]:
    """Cells that hold something else than what is asked for."""
    codes = '{"#NULL!","#DIV/0!","#VALUE!","#REF!","#NAME?","#NUM!","#N/A"}'
    rows: dict[str, list[InputCell]] = {}
    for one in made.figures.values():
        rows.setdefault(one.indicator.id, []).append(one)
    for cell, one in made.figures.items():
        seen = Live(f'IFERROR({one.raw.formula}&"","")', shown(one.raw))
        code = Live(f'IFERROR(INDEX({codes},ERROR.TYPE({one.raw.formula})),"")', "")
        options = " / ".join(one.indicator.states)
        words: dict[str, Live | str] = {
            "name": one.indicator.name, "seen": seen, "hint": "", "options": options,
        }  # fmt: skip
        other = messages.NOT_A_STATE if one.indicator.state else messages.FORM_TEXT
        date = other if one.indicator.state else messages.UNCLEAR_VALUE
        wrong = one.holds(ERROR, BAD, DATE)
        error = said_of(messages.ERROR_VALUE, wrong, NOTHING, **(words | {"seen": code}))
        day = said_of(date, wrong, NOTHING, **words)
        if not one.indicator.state:
            words["hint"] = one.line.put("提示", proposed_of(one, rows[one.indicator.id]))
        bad = said_of(other, wrong, NOTHING, **words)
        chosen = [
            when(one.holds(ERROR), first, when(one.holds(DATE), third, second))
            for first, second, third in (
                (error.why, bad.why, day.why), (error.mend, bad.mend, day.mend),
            )
        ]  # fmt: skip
        yield FormFinding(
            CONTENT, other.severity, wrong, text(one.address), chosen[0], chosen[1],
            marks=((cell, wrong),),
        )  # fmt: skip


def states_of(made: FormTests, said: Mapping[int, tuple[FormFinding, Live]]) -> dict[Cell, Live]:
    """How grave what is said of each cell is: 2 须更正, 1 须说明, 0; `said` by its line, with
    whether it is raised as it stands on the sheet."""
    grave: dict[Cell, list[Live]] = {}
    doubt: dict[Cell, list[Live]] = {}
    for one, raised in said.values():
        if one.severity is Severity.INFO:
            continue
        into = doubt if one.severity is Severity.WARNING else grave
        on = every(Live(f"{raised.formula}=1", raised.value == 1), denied(one.settled))
        for cell, mark in one.marks:
            into.setdefault(cell, []).append(on if len(one.marks) == 1 else every(on, mark))
    found = {}
    for cell, figure in made.figures.items():
        state = when(
            either(*grave.get(cell, ())), number(Decimal(2)),
            when(either(*doubt.get(cell, ())), number(Decimal(1)), number(Decimal(0))),
        )  # fmt: skip
        found[cell] = figure.line.put("程度", state)
    return found
