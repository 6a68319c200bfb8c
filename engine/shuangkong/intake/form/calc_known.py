"""Figures that were known when a form was made, and are others now."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ... import messages
from ...vocabulary.deadline import named
from .business import MANY_CHANGED, SHARE_CHANGED
from .calc_figures import InputCell, Values
from .calc_finding import FormFinding, said_of
from .calc_tests import FormTests
from .layout import FormLayout
from .live import Live, denied, every, number, text, when

_NONE, _ONE = Decimal(0), Decimal(1)


def changed_known(made: FormTests, values: Values) -> Iterator[FormFinding]:
    """Figures that were known when the form was made, `values`, and are others now; where most
    are, they are taken for another place's."""
    layout = made.layout
    known = [
        (one, values[cell])
        for cell, one in made.figures.items()
        if cell in values and layout.is_earlier(cell[1])
    ]
    if not known:
        return
    changed: list[tuple[InputCell, Decimal, Live]] = []
    for one, value in known:
        one.line.put("已知", when(one.given, number(_ONE), number(_NONE)))
        same = f"ROUND({one.number.formula}-({value:f}),10)=0"
        differs = one.number.value not in ("", value)
        other = every(one.given, Live(f"NOT(IFERROR({same},TRUE))", differs))
        changed.append((one, value, one.line.put("改过", other)))
        one.line.put("改过的", when(changed[-1][2], number(_ONE), number(_NONE)))
    first, last = known[0][0].line, known[-1][0].line
    now = sum(other.true for *_, other in changed)
    count, all_ = (
        Live(f"SUM({first.to(head, last)})", value)
        for head, value in (("改过的", Decimal(now)), ("已知", Decimal(len(known))))
    )
    share = f"{SHARE_CHANGED.denominator}*{count.formula}>={SHARE_CHANGED.numerator}*{all_.formula}"
    most = now >= MANY_CHANGED and now >= SHARE_CHANGED * len(known)
    many = Live(f"AND({count.formula}>={MANY_CHANGED},{share})", most)
    many = first.put("多数改过", many)
    yield _many_changed(layout, changed, many, known=all_, count=count)
    for one, value, other in changed:
        # of a row in another unit that is said, once
        raised = every(other, denied(many), denied(made.rows[one.cell]))
        yield said_of(
            messages.PREFILL_CHANGED, raised, text(one.address), [(one.cell, raised)],
            who=layout.entity.name, when=named(one.cell[1]), name=one.indicator.name,
            value=one.number, before=f"{value:f}",
        )  # fmt: skip


def _many_changed(
    layout: FormLayout,
    changed: Sequence[tuple[InputCell, Decimal, Live]],
    many: Live,
    **counts: Live,
) -> FormFinding:
    place = text("")
    for one, _, other in reversed(changed):
        # one step a cell: a formula holds only so many steps inside one another
        place = one.line.put("起自改过", when(other, text(one.address), place))
    marks = [(one.cell, other) for one, _, other in changed]
    return said_of(messages.KNOWN_DIFFER, many, place, marks, who=layout.entity.name, **counts)
