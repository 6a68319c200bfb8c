"""From the tables of a sheet to observations of the plan, with every doubt said."""

from collections.abc import Sequence
from dataclasses import dataclass

from .. import messages
from ..vocabulary import Authority, Finding, Verification
from .become import Origin, observe
from .layouts import Layout, completed, contradictions, layout_for
from .marks import authority_in, mark_in, vintage_in
from .match import Matcher
from .observe import Observation
from .reading import Book, address
from .tables.facts import Fact
from .tables.reading import FOOTNOTE, OUTSIDE_TEXT, PLACEHOLDER, TITLE, TOO_WIDE, UNPLACED, Reading

LAID_OUT = "版式声明不读"
_MARKS = {mark.value for mark in Verification}


@dataclass(frozen=True)
class Taken:
    """What became of one sheet."""

    facts: tuple[Fact, ...]
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    left: dict[tuple[int, int], str]


def take_sheet(
    book: Book, reading: Reading, layouts: Sequence[Layout], matcher: Matcher | None
) -> Taken:
    """Facts with layouts applied, the observations they are, findings and reasons."""
    left = dict(reading.left)
    findings: list[Finding] = []
    facts: list[Fact] = []
    used: set[str] = set()
    layout: Layout | None = None
    for fact in reading.facts:
        layout = layout_for(layouts, book, reading.sheet, fact.title)
        whole: Fact | None = fact
        if layout is not None:
            whole = completed(fact, layout)
            key = f"{fact.title}"
            if key not in used:
                place = book.place(reading.sheet, fact.cell.cell)
                findings.extend(contradictions(fact, layout, place))
                used.add(key)
        if whole is None:
            left[fact.cell.row, fact.cell.col] = LAID_OUT
        else:
            facts.append(whole)
    observations: list[Observation] = []
    if matcher is not None:
        origin = origin_of(book, reading, layout)
        observations, faults = observe(facts, origin, matcher)
        findings.extend(faults)
        if observations or faults or TOO_WIDE in reading.left.values():
            findings.extend(_unplaced(book, reading))
    return Taken(tuple(facts), tuple(observations), tuple(findings), left)


def _unplaced(book: Book, reading: Reading) -> list[Finding]:
    """Numbers that were left out of a table that was otherwise read."""
    found: list[Finding] = []
    stray: list[str] = []
    at = reading.sheet.at
    for (row, col), why in reading.left.items():
        if why == PLACEHOLDER:
            place = book.place(reading.sheet, at[row, col])
            found.append(Finding.of(messages.PLACEHOLDER_VALUE, place, seen=at[row, col].text))
        elif why in UNPLACED:
            stray.append(address(row, col))
    if stray:
        first = next(c for c in reading.sheet.cells if c.address == stray[0])
        listed = "、".join(stray[:8]) + ("……" if len(stray) > 8 else "")
        found.append(
            Finding.of(
                messages.STRAY_VALUE,
                book.place(reading.sheet, first),
                count=len(stray),
                cells=listed,
            )
        )
    return found


def origin_of(book: Book, reading: Reading, layout: Layout | None) -> Origin:
    """Mark, version and authority of a sheet's figures: by its words, else by its layout."""
    texts = [*reading.texts(TITLE, FOOTNOTE, OUTSIDE_TEXT), reading.sheet.name]
    mark = mark_in(texts)
    said = layout.mark if layout and layout.mark in _MARKS else None
    if mark is Verification.VERIFIED and said:
        mark = Verification(said)
    return Origin(
        book,
        reading.sheet,
        mark.value,
        vintage_in(texts) or (layout.vintage if layout else None),
        authority_in(texts) or (layout.authority if layout else None) or Authority.APPROVED,
        tuple(texts),
        layout.price_base if layout else None,
        layout.conversion if layout else None,
    )
