"""Everything that a form can find in itself, in the words of the catalogue: what `check` finds in
the figures of one form, and at the same cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ... import messages
from ...formulas import Name, parse, to_chinese, to_exact, to_excel
from ...units import scale
from ...vocabulary import CheckRule, Message, Severity, Vintage
from ...vocabulary.deadline import year_of
from ..consistency.judge import POWERS
from ..consistency.rules import Cell, Sort
from ..consistency.said import bounds, times_said, with_unit
from ..consistency.written_out import written_out
from ..reading import address
from .business import FEW, MANY_CHANGED, SHARE_CHANGED, needed
from .calc_culprits import hint_of, right_of, slipped, value_of
from .calc_figures import BAD, BLANK, DATE, ERROR, WORD, Figure, Values, no_reason
from .calc_tests import Judging, Test, lookup, place_of, resolver
from .layout import SHEET, VINTAGE_CELL, FormLayout
from .live import (
    NO,
    NOTHING,
    YES,
    Live,
    counted,
    denied,
    either,
    every,
    filled,
    joined,
    number,
    quoted,
    shown,
    text,
    when,
)

_NONE, _ONE = Decimal(0), Decimal(1)
#: what stands for the kind of a finding about what a cell holds
CONTENT = "内容"


@dataclass(frozen=True)
class Said:
    """A finding that a form may have: whether it has it, where, and in which words."""

    kind: str
    severity: Severity
    raised: Live
    place: Live
    why: Live
    mend: Live
    basis: Live = NOTHING
    marks: tuple[tuple[Cell, Live], ...] = ()


def all_said(made: Judging, values: Values, vintage: Vintage) -> list[Said]:
    """All of them, the gravest first."""
    found = [
        _vintage(vintage),
        *_contents(made),
        *_blank(made),
        *_unexplained(made),
        *_changed(made, values),
        *_culprits(made),
        *_tests(made),
    ]
    return sorted(found, key=lambda one: one.severity.rank)


def _of(
    message: Message,
    raised: Live,
    place: Live,
    marks: Sequence[tuple[Cell, Live]] = (),
    basis: Live = NOTHING,
    /,
    **words: Live | str,
) -> Said:
    why, mend = filled(message.zh, words), filled(message.mend, words)
    return Said(message.id, message.severity, raised, place, why, mend, basis, tuple(marks))


def _vintage(vintage: Vintage) -> Said:
    at = address(*VINTAGE_CELL)
    cell = f"'{SHEET}'!{at}"
    list_ = ",".join(f'{cell}="{one}"' for one in Vintage)
    good = Live(f"IFERROR(OR({list_}),FALSE)", value=True)
    typed = joined("填的是“", Live(f'IFERROR({cell}&"","错误值")', vintage), "”，不在可选项中")
    said = Live(f'IF(ISBLANK({cell}),"没有选",{typed.formula})', typed.value)
    return _of(messages.VINTAGE_FREE, denied(good), text(at), said=said, options="、".join(Vintage))


def _contents(made: Judging) -> Iterator[Said]:
    """Cells that hold something else than what is asked for."""
    codes = '{"#NULL!","#DIV/0!","#VALUE!","#REF!","#NAME?","#NUM!","#N/A"}'
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
        error = _of(messages.ERROR_VALUE, wrong, NOTHING, **(words | {"seen": code}))
        bad, day = (_of(kind, wrong, NOTHING, **words) for kind in (other, date))
        chosen = [
            when(one.holds(ERROR), first, when(one.holds(DATE), third, second))
            for first, second, third in (
                (error.why, bad.why, day.why), (error.mend, bad.mend, day.mend),
            )
        ]  # fmt: skip
        yield Said(
            CONTENT, other.severity, wrong, text(one.address), chosen[0], chosen[1],
            marks=((cell, wrong),),
        )  # fmt: skip


def _blank(made: Judging) -> Iterator[Said]:
    """An empty form, figures that targets need, and all others of the year."""
    layout = made.layout
    who = layout.entity.name
    whole = [f for f in made.figures.values() if f.cell[1] in layout.whole_years]
    own = [f for f in whole if f.cell[1] == layout.year]
    empty = every(*(f.holds(BLANK) for f in own)) if own else YES
    last = own[0].line.put("空表", empty) if own else YES
    yield _of(
        messages.EMPTY_FORM, last, text(""),
        who=who, when=str(layout.year),
    )  # fmt: skip
    must = needed(layout.declarations, layout.entity, layout.year)
    lacking = [f for f in whole if f.cell in must]
    if lacking:
        yield _needed(who, lacking, denied(last))
    other = [f for f in own if f.cell not in must]
    if other:
        yield _optional(layout, who, other, denied(last))


def _needed(who: str, cells: Sequence[Figure], filled_in: Live) -> Said:
    marks = [(f.cell, f.line.put("缺", every(filled_in, f.holds(BLANK)))) for f in cells]
    place = text("")
    for figure, (_, mark) in zip(reversed(cells), reversed(marks), strict=True):
        # one step a cell: a formula holds only so many steps inside one another
        place = figure.line.put("起自", when(mark, text(figure.address), place))
    rows: dict[str, list[tuple[Figure, Live]]] = {}
    for figure, (_, mark) in zip(cells, marks, strict=True):
        figure.line.put("缺数", counted([mark]))
        rows.setdefault(figure.indicator.id, []).append((figure, mark))
    area = cells[0].line.to("缺数", cells[-1].line)
    count = Live(f"SUM({area})", Decimal(sum(mark.true for _, mark in marks)))
    names, so_far = NOTHING, number(_NONE)
    for row in rows.values():
        names, so_far = _row_needed(row, names, so_far)
    return _of(
        messages.NEEDED_BLANK, Live(f"{count.formula}>0", bool(count.value)), place, marks,
        who=who, count=count, names=_listed(names, so_far),
    )  # fmt: skip


def _listed(names: Live, count: Live) -> Live:
    """Names one after the other, without the mark before the first, and 等 where there are more."""
    over = Live(f"{count.formula}>{FEW}", Decimal(shown(count)) > FEW)
    first = Live(f"MID({names.formula},2,9999)", shown(names)[1:])
    return joined(first, when(over, text("等"), NOTHING))


def _row_needed(row: Sequence[tuple[Figure, Live]], names: Live, so_far: Live) -> tuple[Live, Live]:
    """The names so far and 、name（2015—2017、2019年） where years of a row are missing, with the
    number of such rows."""
    marks = {figure.cell[1]: mark for figure, mark in row}
    line, name = row[0][0].line, row[0][0].indicator.name
    years = line.put("缺的年", joined(*(_year_said(year, marks) for year in marks)))
    some = Live(f'{years.formula}<>""', years.value != "")
    few = Live(f"{so_far.formula}<{FEW}", Decimal(shown(so_far)) < FEW)
    made = joined(f"、{name}（", Live(f"MID({years.formula},2,999)", shown(years)[1:]), "年）")
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


def _optional(layout: FormLayout, who: str, cells: Sequence[Figure], filled_in: Live) -> Said:
    names, so_far = NOTHING, number(_NONE)
    for figure in cells:
        blank = figure.holds(BLANK)
        few = Live(f"{so_far.formula}<{FEW}", Decimal(shown(so_far)) < FEW)
        piece = when(every(blank, few), text(f"、{figure.indicator.name}"), NOTHING)
        names = figure.line.put("没填的", joined(names, piece) if names is not NOTHING else piece)
        step, total = counted([blank]), Decimal(shown(so_far)) + blank.true
        so_far = figure.line.put("没填数", Live(f"{so_far.formula}+{step.formula}", total))
    some = Live(f"{so_far.formula}>0", Decimal(shown(so_far)) > 0)
    return _of(
        messages.YEAR_NOT_FILLED, every(filled_in, some), text(""), who=who,
        when=str(layout.year), count=so_far, names=_listed(names, so_far),
    )  # fmt: skip


def _unexplained(made: Judging) -> Iterator[Said]:
    """Rows where a word stands for a figure and the remarks do not say why, each once."""
    rows: dict[str, list[Figure]] = {}
    for figure in made.figures.values():
        rows.setdefault(figure.indicator.id, []).append(figure)
    for row in rows.values():
        first = row[0]
        at = address(made.layout.row(first.indicator.id), made.layout.remark_col)
        silent = first.line.put("没说原因", no_reason(f"'{SHEET}'!{at}"))
        marks = [(f.cell, f.line.put("缺原因", every(f.holds(WORD), silent))) for f in row]
        place, seen = NOTHING, NOTHING
        for figure, (_, mark) in zip(reversed(row), reversed(marks), strict=True):
            # one step a cell: a formula holds only so many steps inside one another
            place = figure.line.put("起自缺原因", when(mark, text(figure.address), place))
            typed = Live(f'IFERROR({figure.raw.formula}&"","")', shown(figure.raw))
            seen = figure.line.put("所填的词", when(mark, typed, seen))
        yield _of(
            messages.NO_REASON, either(*(mark for _, mark in marks)), place, marks,
            who=made.layout.entity.name, name=first.indicator.name, seen=seen,
        )  # fmt: skip


def _changed(made: Judging, values: Values) -> Iterator[Said]:
    """Figures that were known when the form was made, and are others now; where most are, they
    are taken for another place's."""
    layout = made.layout
    known = [
        (one, values[cell])
        for cell, one in made.figures.items()
        if cell in values and year_of(cell[1]) < layout.year
    ]
    if not known:
        return
    changed: list[tuple[Figure, Decimal, Live]] = []
    for one, value in known:
        one.line.put("已知", when(one.given, number(_ONE), number(_NONE)))
        same = f"ROUND({one.number.formula}-({value:f}),10)=0"
        other = every(one.given, Live(f"NOT(IFERROR({same},TRUE))", value=False))
        changed.append((one, value, one.line.put("改过", other)))
        one.line.put("改过的", when(changed[-1][2], number(_ONE), number(_NONE)))
    first, last = known[0][0].line, known[-1][0].line
    count, all_ = (
        Live(f"SUM({first.to(head, last)})", value)
        for head, value in (("改过的", _NONE), ("已知", Decimal(len(known))))
    )
    share = f"{SHARE_CHANGED.denominator}*{count.formula}>={SHARE_CHANGED.numerator}*{all_.formula}"
    many = Live(f"AND({count.formula}>={MANY_CHANGED},{share})", value=False)
    many = first.put("多数改过", many)
    yield _many_changed(layout, changed, many, known=all_, count=count)
    for one, value, other in changed:
        raised = every(other, denied(many))
        yield _of(
            messages.PREFILL_CHANGED, raised, text(one.address), [(one.cell, raised)],
            who=layout.entity.name, when=str(year_of(one.cell[1])), name=one.indicator.name,
            value=one.number, before=f"{value:f}",
        )  # fmt: skip


def _many_changed(
    layout: FormLayout,
    changed: Sequence[tuple[Figure, Decimal, Live]],
    many: Live,
    **counts: Live,
) -> Said:
    place = text("")
    for one, _, other in reversed(changed):
        # one step a cell: a formula holds only so many steps inside one another
        place = one.line.put("起自改过", when(other, text(one.address), place))
    marks = [(one.cell, other) for one, _, other in changed]
    return _of(messages.KNOWN_DIFFER, many, place, marks, who=layout.entity.name, **counts)


def _about(made: Judging, cell: Cell) -> dict[str, Live | str]:
    name = made.layout.declarations.indicators[cell[0]].name
    return {"who": made.layout.entity.name, "when": str(cell[1]), "name": name}


def _culprits(made: Judging) -> Iterator[Said]:
    for cell, figure in made.figures.items():
        proven = made.proven[cell]
        if not made.about(Sort.EQUAL, cell):
            continue
        right = right_of(made, cell)
        basis = NOTHING
        for test in reversed(made.about(Sort.EQUAL, cell)):
            name = test.probe.rule.name if test.probe.rule else ""
            basis = when(test.broken, text(name), basis)
        yield _of(
            messages.CULPRIT, proven, text(figure.address), [(cell, proven)], basis,
            **_about(made, cell), value=value_of(figure), expected=right.expected, slip=right.slip,
        )  # fmt: skip


def _tests(made: Judging) -> Iterator[Said]:
    for test in made.tests:
        sort = test.probe.sort
        if sort is Sort.ROW:
            yield _row(made, test)
        elif sort is Sort.SLIP:
            yield from _slip(made, test)
        elif sort is Sort.RANGE:
            yield _range(made, test)
        elif test.probe.rule is not None:
            yield _rule(made, test, test.probe.rule)
        else:
            yield _derived(made, test)


def _row(made: Judging, test: Test) -> Said:
    """A whole row in another unit."""
    indicator = made.layout.declarations.indicators[test.probe.indicator]
    given = [made.figures[c] for c in test.probe.cells if c in made.figures]
    power = test.power
    assert power is not None
    first = last = years = value = NOTHING
    for one in given:
        last = when(one.given, text(one.address), last)
        years = when(one.given, text(str(one.cell[1])), years)
        value = when(one.given, one.number, value)
    for one in reversed(given):
        first = when(one.given, text(str(one.cell[1])), first)
    shifted = f'IFERROR(ROUND(({value.formula})/10^{power.formula},10)&"","")'
    known = ""
    if isinstance(value.value, Decimal) and isinstance(power.value, Decimal):
        known = f"{value.value.scaleb(-int(power.value)).normalize():f}"
    right = Live(shifted, known)
    return _of(
        messages.ROW_UNIT, test.raised, last, test.marks, **_about(made, given[0].cell),
        years=joined(first, "—", years, "年"),
        times=_by_power(power, times_said),
        unit=_by_power(power, lambda p: slipped(p, indicator.unit).partition("”")[0][1:]
                       if slipped(p, indicator.unit)[0] == "“" else "更小的单位"),
        wanted=indicator.unit, cell=last, value=right,
    )  # fmt: skip


def _by_power(power: Live, words: object) -> Live:
    assert callable(words)
    found = '""'
    for one in sorted({*POWERS, 8, 4, 3}, reverse=True):
        found = f"IF({power.formula}={one},{quoted(words(one))},{found})"
    value = words(int(power.value)) if isinstance(power.value, Decimal) and power.value else ""
    return Live(found, value)


def _slip(made: Judging, test: Test) -> Iterator[Said]:
    """A level far from the year before: this year's figure, or that of the year before."""
    own, before = (made.figures[c] for c in test.probe.cells)
    for (cell, mark), (one, other, which) in zip(
        test.marks, ((own, before, "上年"), (before, own, "下年")), strict=True
    ):
        yield _of(
            messages.MAGNITUDE, mark, text(one.address), [(cell, mark)], **_about(made, cell),
            value=value_of(one), before=value_of(other), which=which,
            times=_times(one, other), hint=hint_of(one, other),
        )  # fmt: skip


def _times(one: Figure, other: Figure) -> Live:
    ratio = f"ABS({one.number.formula}/{other.number.formula})"
    power = f"ROUND(ABS(LOG10({ratio})),0)"
    found = f'IF({ratio}>1,ROUND({ratio},0)&"倍",ROUND(1/{ratio},0)&"分之一")'
    for known in (8, 7, 4, 3, 2, 1):
        found = f'IF({power}={known},"{times_said(known)}",{found})'
    values = one.number.value, other.number.value
    said = ""
    if isinstance(values[0], Decimal) and isinstance(values[1], Decimal) and all(values):
        exact = abs(values[0] / values[1])
        said = times_said(round(abs(exact.log10())), exact)
    return Live(f'IFERROR({found},"")', said)


def _range(made: Judging, test: Test) -> Said:
    figure = made.figures[test.probe.cells[0]]
    before = made.figures.get((figure.cell[0], figure.cell[1] - 1))
    return _of(
        messages.OUT_OF_RANGE, test.raised, text(figure.address), test.marks,
        **_about(made, figure.cell), value=value_of(figure), bounds=bounds(figure.indicator),
        hint=hint_of(figure, before),
    )  # fmt: skip


def _derived(made: Judging, test: Test) -> Said:
    declarations = made.layout.declarations
    indicator = declarations.indicators[test.probe.indicator]
    names = "、".join(dict.fromkeys(declarations.indicators[c[0]].name for c in test.probe.cells))
    node = written_out(Name(indicator.id), declarations.language, test.probe.year)
    assert node is not None
    unit = scale(indicator.unit)
    formula = to_excel(node, resolver(made, test.probe.year, guarded=True))
    exact = to_exact(node, lookup(made, test.probe.year))
    many = f"*{unit.denominator}/{unit.numerator}" if unit != 1 else ""
    known = f"{float(exact / unit):.4f}" if isinstance(exact, Fraction) else ""
    value = Live(f'IFERROR(TEXT(({formula}){many},"0.0000"),"")', known)
    return _of(
        messages.OUT_OF_RANGE, test.raised, place_of(test, made), test.marks,
        **(_about(made, test.probe.cells[0]) | {"name": indicator.name}),
        value=joined(value, with_unit("", indicator)), bounds=bounds(indicator),
        hint=f"（由{names}算出）",
    )  # fmt: skip


def _rule(made: Judging, test: Test, rule: CheckRule) -> Said:
    declarations = made.layout.declarations
    names = {i: one.name for i, one in declarations.indicators.items()}
    sentence = to_chinese(parse(rule.rule), lambda name: names.get(name, name))
    cited = f"（{rule.source.clause}）" if rule.source else ""
    return Said(
        f"SK-C:{rule.id}",
        rule.severity,
        test.raised,
        place_of(test, made),
        text(f"{made.layout.entity.name}{test.probe.year}年：{rule.message}"),
        text(rule.mend),
        text(f"{rule.name}：{sentence}{cited}"),
        tuple(test.marks),
    )


def states_of(made: Judging, said: Mapping[int, tuple[Said, Live]]) -> dict[Cell, Live]:
    """How grave what is said of each cell is: 2 须更正, 1 须说明, 0; `said` by its line, with
    whether it is raised as it stands on the sheet."""
    grave: dict[Cell, list[Live]] = {}
    doubt: dict[Cell, list[Live]] = {}
    for one, raised in said.values():
        if one.severity is Severity.INFO:
            continue
        into = doubt if one.severity is Severity.WARNING else grave
        on = Live(f"{raised.formula}=1", raised.value == 1)
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
