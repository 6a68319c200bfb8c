"""What a form lacks: nothing filled in, figures that targets need, all others of the year, and
words for figures that no remark explains."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ... import messages
from ...vocabulary.deadline import named, year_of
from .business import FEW, needed
from .calc_figures import BLANK, WORD, InputCell
from .calc_finding import FormFinding, said_of
from .calc_tests import FormTests
from .layout import FormLayout
from .live import (
    NO,
    NOTHING,
    YES,
    Live,
    counted,
    denied,
    either,
    every,
    joined,
    number,
    shown,
    text,
    when,
)

_NONE = Decimal(0)


def blank(made: FormTests) -> Iterator[FormFinding]:
    """An empty form, figures that targets need, and all others of the year."""
    layout = made.layout
    who = layout.entity.name
    looked_at = layout.years if layout.part is None else (layout.own,)
    whole = [f for f in made.figures.values() if f.cell[1] in looked_at]
    own = [f for f in whole if f.cell[1] == layout.own]
    empty = every(*(f.holds(BLANK) for f in own)) if own else YES
    last = own[0].line.put("空表", empty) if own else YES
    yield said_of(
        messages.EMPTY_FORM, last, text(""),
        who=who, when=layout.term,
    )  # fmt: skip
    must = needed(layout.declarations, layout.entity, layout.own)
    lacking = [f for f in whole if f.cell in must]
    if lacking:
        yield _needed(who, lacking, denied(last))
    other = [f for f in own if f.cell not in must]
    if other:
        yield _optional(layout, who, other, denied(last))


def _needed(who: str, cells: Sequence[InputCell], filled_in: Live) -> FormFinding:
    marks = [(f.cell, f.line.put("缺", every(filled_in, f.holds(BLANK)))) for f in cells]
    place = text("")
    for figure, (_, mark) in zip(reversed(cells), reversed(marks), strict=True):
        # one step a cell: a formula holds only so many steps inside one another
        place = figure.line.put("起自", when(mark, text(figure.address), place))
    rows: dict[str, list[tuple[InputCell, Live]]] = {}
    for figure, (_, mark) in zip(cells, marks, strict=True):
        figure.line.put("缺数", counted([mark]))
        rows.setdefault(figure.indicator.id, []).append((figure, mark))
    area = cells[0].line.to("缺数", cells[-1].line)
    count = Live(f"SUM({area})", Decimal(sum(mark.true for _, mark in marks)))
    names, so_far = NOTHING, number(_NONE)
    for row in rows.values():
        names, so_far = _row_needed(row, names, so_far)
    return said_of(
        messages.NEEDED_BLANK, Live(f"{count.formula}>0", bool(count.value)), place, marks,
        who=who, count=count, names=_listed(names, so_far),
    )  # fmt: skip


def _listed(names: Live, count: Live) -> Live:
    """Names one after the other, without the mark before the first, and 等 where there are more."""
    over = Live(f"{count.formula}>{FEW}", Decimal(shown(count)) > FEW)
    first = Live(f"MID({names.formula},2,9999)", shown(names)[1:])
    return joined(first, when(over, text("等"), NOTHING))


def _row_needed(
    row: Sequence[tuple[InputCell, Live]], names: Live, so_far: Live
) -> tuple[Live, Live]:
    """The names so far and 、name（2015—2017、2019年、2019年10月） where years of a row, or moments
    within them, are missing, with the number of such rows."""
    marks = {figure.cell[1]: mark for figure, mark in row}
    line, name = row[0][0].line, row[0][0].indicator.name
    whole = [year for year in marks if year == year_of(year)]
    moments = [year for year in marks if year != year_of(year)]
    pieces = [_year_said(year, marks) for year in whole]
    if whole:
        pieces.append(when(either(*(marks[year] for year in whole)), text("年"), NOTHING))
    pieces += [when(marks[one], text(f"、{named(one)}"), NOTHING) for one in moments]
    years = line.put("缺的年", joined(*pieces))
    some = Live(f'{years.formula}<>""', years.value != "")
    few = Live(f"{so_far.formula}<{FEW}", Decimal(shown(so_far)) < FEW)
    made = joined(f"、{name}（", Live(f"MID({years.formula},2,999)", shown(years)[1:]), "）")
    piece = when(every(some, few), made, NOTHING)
    total = Decimal(shown(so_far)) + some.true
    return (
        line.put("缺的行", joined(names, piece) if names is not NOTHING else piece),
        line.put("缺行数", Live(f"{so_far.formula}+IF({some.formula},1,0)", total)),
    )


def _year_said(year: int, marks: Mapping[int, Live]) -> Live:
    """、2015 where missing years begin, —2017 where several of them end."""
    before, after = marks.get(year - 1, NO), marks.get(year + 1, NO)
    ends = when(after, NOTHING, text(f"—{year}"))
    return when(marks[year], when(before, ends, text(f"、{year}")), NOTHING)


def _optional(
    layout: FormLayout, who: str, cells: Sequence[InputCell], filled_in: Live
) -> FormFinding:
    place = NOTHING
    for figure in reversed(cells):
        # one step a cell: a formula holds only so many steps inside one another
        here = text(figure.address)
        place = figure.line.put("起自没填", when(figure.holds(BLANK), here, place))
    names, so_far = NOTHING, number(_NONE)
    for figure in cells:
        blank = figure.holds(BLANK)
        few = Live(f"{so_far.formula}<{FEW}", Decimal(shown(so_far)) < FEW)
        piece = when(
            every(blank, few), text(f"、{figure.indicator.name}（{figure.address}）"), NOTHING
        )
        names = figure.line.put("没填的", joined(names, piece) if names is not NOTHING else piece)
        step, total = counted([blank]), Decimal(shown(so_far)) + blank.true
        so_far = figure.line.put("没填数", Live(f"{so_far.formula}+{step.formula}", total))
    some = Live(f"{so_far.formula}>0", Decimal(shown(so_far)) > 0)
    return said_of(
        messages.YEAR_NOT_FILLED, every(filled_in, some), place, who=who,
        when=named(layout.own), count=so_far, names=_listed(names, so_far),
    )  # fmt: skip


def unexplained(made: FormTests) -> Iterator[FormFinding]:
    """Rows where a word stands for a figure and the remarks do not say why, each once."""
    rows: dict[str, list[InputCell]] = {}
    for figure in made.figures.values():
        rows.setdefault(figure.indicator.id, []).append(figure)
    for row in rows.values():
        first = row[0]
        silent = made.silent[first.indicator.id]
        marks = [(f.cell, f.line.put("缺原因", every(f.holds(WORD), silent))) for f in row]
        place, seen = NOTHING, NOTHING
        for figure, (_, mark) in zip(reversed(row), reversed(marks), strict=True):
            # one step a cell: a formula holds only so many steps inside one another
            place = figure.line.put("起自缺原因", when(mark, text(figure.address), place))
            typed = Live(f'IFERROR({figure.raw.formula}&"","")', shown(figure.raw))
            seen = figure.line.put("所填的词", when(mark, typed, seen))
        yield said_of(
            messages.NO_REASON, either(*(mark for _, mark in marks)), place, marks,
            who=made.layout.entity.name, name=first.indicator.name, seen=seen,
        )  # fmt: skip
