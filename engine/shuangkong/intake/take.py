"""From the tables of a sheet to observations of the plan, with every doubt said."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .. import messages
from ..vocabulary import Authority, Finding, Verification
from .absent import signs_said
from .become import observe
from .completing import Completer, contradictions
from .layouts import Layout
from .leftover import (
    NO_NUMBER,
    TWO_UNITS,
    left_out,
    numberless,
    said_twice,
    years_as_dates,
)
from .making import Origin
from .marks import authority_in, mark_in, vintage_in
from .match import Matcher, says_scope
from .observe import Observation
from .qualified import says_otherwise
from .reading import Book, Sheet, address, limits
from .reading.refuse import refuse
from .sheet_notes import remarks_of, sheet_notes
from .state_cells import state_cells
from .tables.facts import Fact
from .tables.laid import LAID_OUT
from .tables.reading import (
    FOOTNOTE,
    HEADER,
    MISSING,
    OUTSIDE_TEXT,
    TINY,
    TITLE,
    SheetFacts,
    read_sheet,
)


@dataclass(frozen=True)
class SheetTaken:
    """What became of one sheet; `recognised` when anything in it is of the plan."""

    facts: tuple[Fact, ...]
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    left: dict[tuple[int, int], str]
    recognised: bool


@dataclass
class _Laying:
    """The layouts of one sheet: each table's is looked for once."""

    layouts: Sequence[Layout]
    book: Book
    sheet: Sheet
    matcher: Matcher | None
    found: dict[str, Completer | None] = field(default_factory=dict)

    def of(self, title: str) -> Completer | None:
        """The layout of a table by its title."""
        if title not in self.found:
            self.found[title] = self._first(title)
        return self.found[title]

    def _first(self, title: str) -> Completer | None:
        for layout in self.layouts:
            parts = layout.parts(self.book, self.sheet, title)
            if parts is not None:
                called = self.matcher.called if self.matcher is not None else str
                return Completer(layout, parts, called)
        return None


def take_sheet(
    book: Book, sheet: Sheet, layouts: Sequence[Layout], matcher: Matcher | None
) -> SheetTaken:
    """Facts with layouts applied, the observations they are, findings and reasons."""
    laying = _Laying(layouts, book, sheet, matcher)
    whole = laying.of("")
    structural = whole.layout if whole is not None and whole.layout.structural else None
    places = matcher.places if matcher is not None else None
    states = state_cells(sheet, matcher) if matcher is not None else frozenset()
    reading = read_sheet(sheet, places, structural, states)
    left = dict(reading.left)
    findings: list[Finding] = []
    facts: list[Fact] = []
    signs: list[Fact] = []
    used: Completer | None = None
    differs: dict[tuple[str, str], list[tuple[str, Fact]]] = {}
    for fact in reading.facts:
        completer = whole if structural else laying.of(fact.title)
        made: Fact | None = fact
        if completer is not None:
            used = completer
            made = completer.completed(fact, reading.said.get(fact.cell.row, {}))
            for what, said, seen in contradictions(fact, made or fact, completer):
                differs.setdefault((what, said), []).append((seen, fact))
            if made is not None and completer.is_missing(fact):
                signs.append(made)
                made = None
        if made is None:
            left[fact.cell.row, fact.cell.col] = LAID_OUT
        else:
            facts.append(made)
    findings += _differences(book, sheet, differs)
    findings += _unfound(book, reading, structural)
    observations: list[Observation] = []
    ours = False
    if matcher is not None:
        doubtful, more = _apart(reading, laying, whole if structural else None)
        signs += more
        origin = origin_of(book, reading, used.layout if used is not None else None, matcher)
        observations, faults = observe(facts, origin, matcher, doubtful)
        taken = {one.cell for one in observations}
        left = {at: why for at, why in left.items() if address(*at) not in taken}
        faults = [*faults, *signs_said(signs, origin, matcher), *years_as_dates(book, reading)]
        ours = any(matcher.indicator(one.names) is not None for one in signs)
    else:
        faults = [*numberless(book, sheet, facts), *said_twice(book, sheet, facts)]
    findings += faults
    findings += left_out(book, reading, used.layout if used is not None else None)
    kept: list[Fact] = []
    for fact in facts:
        if fact.number is None:
            left[fact.cell.row, fact.cell.col] = NO_NUMBER.get(fact.cell.tag, TWO_UNITS)
        else:
            kept.append(fact)
    # that nothing is the plan's is said whatever its indicators are named in
    asked = any(one.kind != messages.NAMED_WITHIN.id for one in faults)
    recognised = bool(observations or asked or ours)
    return SheetTaken(tuple(kept), tuple(observations), tuple(findings), left, recognised)


def _apart(
    reading: SheetFacts, laying: _Laying, whole: Completer | None
) -> tuple[list[Fact], list[Fact]]:
    """What must be asked about, and what says that there is no figure; laid out by the layout of
    the `whole` sheet, or by that of each table."""
    doubtful: list[Fact] = []
    signs: list[Fact] = []
    for one in (*reading.doubtful, *reading.absent):
        completer = whole or laying.of(one.title)
        laid = _laid(one, completer, reading)
        if laid is not None:
            (signs if _is_sign(one, completer, reading) else doubtful).append(laid)
    return doubtful, signs


def _is_sign(fact: Fact, completer: Completer | None, reading: SheetFacts) -> bool:
    """Whether a cell says that there is no figure, by itself or by a layout."""
    declared = completer is not None and completer.is_missing(fact)
    return declared or reading.left.get((fact.cell.row, fact.cell.col)) in (MISSING, TINY)


def _laid(fact: Fact, completer: Completer | None, reading: SheetFacts) -> Fact | None:
    if completer is None:
        return fact
    return completer.completed(fact, reading.said.get(fact.cell.row, {}))


def _differences(
    book: Book, sheet: Sheet, differs: dict[tuple[str, str], list[tuple[str, Fact]]]
) -> list[Finding]:
    """What a layout says otherwise than the table, once for all its figures."""
    found = []
    for (what, said), seen in differs.items():
        names = list(dict.fromkeys(name for name, _ in seen))
        listed = "、".join(names[:3]) + (f" 等 {len(names)} 个" if len(names) > 3 else "")
        place = book.place(sheet, seen[0][1].cell.cell)
        found.append(Finding.of(messages.LAYOUT_DIFFERS, place, seen=listed, what=what, said=said))
    return found


def _unfound(book: Book, reading: SheetFacts, layout: Layout | None) -> list[Finding]:
    if layout is None or not reading.unfound or not reading.sheet.cells:
        return []
    names = "、".join(reading.unfound[:4])
    where = layout.place or book.place(reading.sheet)
    sheet = f"{book.name}（{reading.sheet.name}）"
    return [Finding.of(messages.LAYOUT_UNFOUND, where, names=names, sheet=sheet)]


def origin_of(book: Book, reading: SheetFacts, layout: Layout | None, matcher: Matcher) -> Origin:
    """Verification, version and authority of a sheet's figures: by its words, else by its layout;
    of two verifications the stricter counts.

    Raises IntakeError where more notes speak of figures than any table has.
    """
    texts = [*reading.texts(TITLE, FOOTNOTE, OUTSIDE_TEXT), reading.sheet.name]
    said = (layout.verification if layout else None) or Verification.VERIFIED
    notes, of_all = sheet_notes(reading, matcher)
    if len(notes.general) > limits.NOTES:
        raise refuse(messages.TOO_BIG, book.name, what="说明数据的注的条数", limit=limits.NOTES)
    versions = (*of_all, reading.sheet.name)
    return Origin(
        book,
        reading.sheet,
        Verification.weakest((mark_in(texts), said)).value,
        vintage_in(versions) or (layout.vintage if layout else None),
        authority_in(versions) or (layout.authority if layout else None) or Authority.APPROVED,
        tuple(texts),
        layout.price_base if layout else None,
        layout.conversion if layout else None,
        _otherwise(reading),
        _scopes(reading),
        notes,
    )


def _scopes(reading: SheetFacts) -> dict[int, str]:
    """What columns of notes say of the scope of a row: 含辛集市."""
    remarks = remarks_of(reading)
    return {cell.row: cell.text.strip() for cell in remarks if says_scope(cell.text)}


def _otherwise(reading: SheetFacts) -> dict[int, list[str]]:
    """What columns of notes say by which the figures of a row are others, by row."""
    found: dict[int, list[str]] = {}
    heads: dict[int, str] = {}
    remarks = {(cell.row, cell.col): cell.text.strip() for cell in remarks_of(reading)}
    for (row, col), why in sorted(reading.left.items()):
        if why == HEADER:
            heads[col] = reading.sheet.at[row, col].text.strip()
        elif says_otherwise(remarks.get((row, col), ""), heads.get(col, "")):
            found.setdefault(row, []).append(remarks[row, col])
    return found
