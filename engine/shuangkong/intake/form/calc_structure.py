"""Whether a form still is as it was made, as far as it can see that itself, as live values.

References of formulas move along with what they name: a header whose reference says another
column than the form put it in was pushed there, and one that is gone was deleted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ... import messages
from ...vocabulary.deadline import named
from ..reading import address
from .calc import Calc
from .calc_finding import FormFinding
from .fixed import fixed_texts
from .layout import FIRST_ROW, FIRST_YEAR_COL, HEADER_ROW, SHEET, FormLayout
from .live import Live, denied, either, every, filled, text

HEADS = ("锁定的格", "位置没变", "文字没变")


@dataclass(frozen=True)
class Structure:
    """What is said of the structure, and whether any row or column was moved."""

    said: tuple[FormFinding, ...]
    moved: Live
    #: whether the label of a row or the header of a column is another than the form's
    relabelled: Live
    #: whether a row or column still is what the form made it for, by its number
    rows: Mapping[int, Live]
    columns: Mapping[int, Live]


def structure(calc: Calc, layout: FormLayout, title: str, *, known: bool) -> Structure:
    """Put one row for each locked text on the sheet; `known` as `fixed_texts` has it."""
    section = calc.section("结构", HEADS)
    there: list[Live] = []
    said: list[FormFinding] = []
    rows: dict[int, list[Live]] = {}
    columns: dict[int, list[Live]] = {}
    for row, col, expected, kind in _locked(layout, title, known=known):
        at = address(row, col)
        cell = f"'{SHEET}'!{at}"
        line = calc.line(section, at)
        place = f"IFERROR(AND(ROW({cell})={row},COLUMN({cell})={col}),FALSE)"
        there.append(line.put("位置没变", Live(place, value=True)))
        unchanged = f"IFERROR({cell}={text(expected).formula},FALSE)"
        whole = line.put("文字没变", Live(unchanged, value=True))
        said.append(_changed(cell, at, expected, kind, every(there[-1], denied(whole))))
        if kind:
            into, number = (rows, row) if kind == "行" else (columns, col)
            into.setdefault(number, []).append(whole)
    moved = either(*(denied(one) for one in there))
    moved = calc.line(section, "有行列被移动").put("位置没变", moved)
    labels = [whole for found in (*rows.values(), *columns.values()) for whole in found]
    relabelled = either(*(denied(one) for one in labels))
    relabelled = calc.line(section, "有名称被改").put("文字没变", relabelled)
    return Structure(
        (_moved(moved), *said, *_outside(layout)),
        moved,
        relabelled,
        {row: every(*found) for row, found in rows.items()},
        {col: every(*found) for col, found in columns.items()},
    )


def _locked(layout: FormLayout, title: str, *, known: bool) -> Iterator[tuple[int, int, str, str]]:
    for row, col, text_ in fixed_texts(layout, title, known=known):
        yield row, col, text_, ""
    for year in layout.years:
        yield HEADER_ROW, FIRST_YEAR_COL + layout.years.index(year), named(year), "列"
    for index, indicator in enumerate(layout.indicators):
        yield FIRST_ROW + index, 2, indicator.name, "行"
        yield FIRST_ROW + index, 3, indicator.unit, "行"


def _changed(cell: str, at: str, expected: str, kind: str, raised: Live) -> FormFinding:
    seen = Live(f'IF(ISBLANK({cell}),"空白",IFERROR({cell}&"","错误值"))', expected)
    if kind:
        message = messages.STRUCTURE
        shown = seen.formula
        lead, end = f"{at} 应为“{expected}”，现为“", f"”，这一{kind}没有读取"
        detail = Live(f"{text(lead).formula}&{shown}&{text(end).formula}", "")
        words: dict[str, Live | str] = {"detail": detail}
    else:
        message = messages.LOCKED_CHANGED
        words = {"expected": expected, "seen": seen}
    why, mend = filled(message.zh, words), filled(message.mend, words)
    return FormFinding(message.id, message.severity, raised, text(at), why, mend)


def _moved(moved: Live) -> FormFinding:
    message = messages.STRUCTURE
    words: dict[str, Live | str] = {"detail": "有行或列被插入、删去或移动过"}
    return FormFinding(
        message.id, message.severity, moved, text(""),
        filled(message.zh, words), filled(message.mend, words),
    )  # fmt: skip


def _outside(layout: FormLayout) -> Iterator[FormFinding]:
    """Numbers in cells of the table that are not asked for."""
    message = messages.OUTSIDE_CELL
    for index, indicator in enumerate(layout.indicators):
        for year in layout.years:
            if layout.cell(indicator.id, year):
                continue
            at = address(FIRST_ROW + index, FIRST_YEAR_COL + layout.years.index(year))
            cell = f"'{SHEET}'!{at}"
            raised = Live(f"ISNUMBER({cell})", value=False)
            words: dict[str, Live | str] = {"seen": Live(f'IFERROR({cell}&"","")', "—")}
            why, mend = filled(message.zh, words), filled(message.mend, words)
            yield FormFinding(message.id, message.severity, raised, text(at), why, mend)
            word = Live(f'AND(ISTEXT({cell}),TRIM({cell}&"")<>"",{cell}<>"—")', value=False)
            yield _changed(cell, at, "—", "", word)
