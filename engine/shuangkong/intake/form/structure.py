"""What was done to a form besides filling it in: columns and rows that came, went or moved.

Rows are known by indicator and unit, columns by their headers. A cell is read only where both
its row and its column still stand where the form put them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ... import messages
from ...vocabulary import Finding, Place
from ..periods import moment_in
from ..reading import Book, Cell, Sheet, address, parse_address
from ..words import plain
from .metadata import MappedCell, Metadata
from .outside import frame_of, typed_over, written_outside
from .sheets import added, gone, sheet_lost

COLUMN, ROW, END, TITLE = "@column", "@structure", "@end", ""
#: the headers before the first year
HEADS = ("序号", "指标", "计量单位")
_LABELS = len(HEADS)
_FARTHEST = 60


@dataclass(frozen=True)
class Shape:
    """Which rows and columns of the form still stand where they were, and what is said."""

    rows: frozenset[int]
    columns: frozenset[int]
    findings: tuple[Finding, ...]
    #: whether every other row and column still has its number, though not its name
    in_place: bool = False
    #: the columns whose cells were pushed up or down
    pushed: frozenset[int] = frozenset()

    def holds(self, cell: MappedCell) -> bool:
        """Whether a cell is still what the form made it for."""
        at = parse_address(cell.address)
        return at is not None and at[0] in self.rows and at[1] in self.columns

    def pushes(self, cell: MappedCell) -> bool:
        """Whether a cell lies in a column that was pushed up or down."""
        at = parse_address(cell.address)
        return at is not None and at[1] in self.pushed


def shape_of(book: Book, metadata: Metadata, entity: str) -> Shape:
    """Compare a filled form with what was written."""
    inputs = [c for c in metadata.cells if moment_in(c.year) is not None]
    name = inputs[0].sheet if inputs else ""
    sheet = book.sheet(name)
    if sheet is None:
        return Shape(
            frozenset(), frozenset(), (sheet_lost(book, name, _keys(metadata, ROW, 0), entity),)
        )
    found = _Comparison(sheet, Place(book.name, sheet=name), entity, [])
    rows, columns = _standing(found, metadata)
    pushed: frozenset[int] = frozenset()
    if not found.shifted:
        found.titles(metadata)
        pushed = frozenset(found.outside(metadata, inputs))
        found.beside(metadata)
    found.findings.extend(gone(book, metadata, entity))
    found.findings.extend(added(book, metadata, entity))
    return Shape(rows, columns - pushed, tuple(found.findings), not found.shifted, pushed)


def _standing(found: "_Comparison", metadata: Metadata) -> tuple[frozenset[int], frozenset[int]]:
    """The rows and columns that stand; columns first, for rows are known by what is in them."""
    none: frozenset[int] = frozenset()
    columns, rows = _keys(metadata, COLUMN, 1), _keys(metadata, ROW, 0)
    if not columns or not rows:
        return none, none
    header = next(iter(columns.values()))[0][0]
    if min(columns) == _LABELS + 1:
        columns = {n: [(header, text)] for n, text in enumerate(HEADS, start=1)} | columns
    moved = found.header_row(header, {pairs[0][1] for pairs in columns.values()})
    if moved is not None:
        found.shifted = True
        word = "插入" if moved > header else "删去"
        found.say(
            f"表头原在第 {header} 行，现在第 {moved} 行：上面{word}了 {abs(moved - header)} 行"
        )
        return none, none
    whole = found.lines(columns, "列")
    named = {2, 3} <= whole
    if found.shifted and not named:
        return none, none
    if len(whole) < len(columns):
        rows = {n: [p for p in pairs if p[0] <= _LABELS] for n, pairs in rows.items()}
    standing = found.lines(rows, "行")
    return (standing, whole) if named else (none, none)


Keys = dict[int, list[tuple[int, str]]]


def _keys(metadata: Metadata, kind: str, axis: int) -> Keys:
    """By row (or column) number, the places across and texts that it is known by."""
    found: Keys = {}
    for cell in metadata.cells:
        at = parse_address(cell.address)
        if cell.indicator == "@locked" and cell.year == kind and at is not None:
            found.setdefault(at[axis], []).append((at[1 - axis], plain(cell.text)))
    return found


@dataclass
class _Comparison:
    """A sheet of a filled form beside what was written."""

    sheet: Sheet
    where: Place
    entity: str
    findings: list[Finding]
    #: whether rows or columns came, went or moved, so that nothing else can be compared
    shifted: bool = False

    def say(self, detail: str, cell: str | None = None, seen: str | None = None) -> None:
        place = Place(self.where.file, sheet=self.where.sheet, cell=cell)
        self.findings.append(
            Finding.of(messages.STRUCTURE, place, seen=seen, detail=detail, entity=self.entity)
        )

    def text(self, number: int, across: int, word: str) -> str:
        at = (number, across) if word == "行" else (across, number)
        return plain(self.sheet.text(*at))

    def header_row(self, expected: int, heads: set[str]) -> int | None:
        """Where the headers stand now, when that is not where they were."""
        counts: dict[int, int] = {}
        for (row, _), cell in self.sheet.at.items():
            if row <= _FARTHEST and plain(cell.text) in heads:
                counts[row] = counts.get(row, 0) + 1
        best = max(counts, key=lambda row: (counts[row], -row), default=expected)
        here = counts.get(expected, 0)
        return best if best != expected and counts[best] > max(here, len(heads) / 2) else None

    def lines(self, keys: Keys, word: str) -> frozenset[int]:
        """Say what became of rows or columns; those that still stand in their place."""
        if not keys:
            return frozenset()
        across = [at for at, _ in next(iter(keys.values()))]
        first, last = min(keys), max(keys)
        if not all(n in keys for n in range(first, last + 1)):
            return frozenset()
        wanted = [tuple(text for _, text in keys[n]) for n in range(first, last + 1)]
        seen = [
            tuple(self.text(n, at, word) for at in across) for n in self._span(first, last, word)
        ]
        standing = frozenset(
            n for n in keys if all(self.text(n, at, word) == text for at, text in keys[n])
        )
        if len(standing) < len(keys):
            self._changes(wanted, seen, first, word, keys)
        return standing

    def _span(self, first: int, last: int, word: str) -> range:
        """Rows or columns to compare: those written, and as many more as were pushed out."""
        index = 0 if word == "行" else 1
        filled = max((at[index] for at in self.sheet.at), default=last)
        return range(first, max(last, min(filled, last + 30)) + 1)

    def _changes(
        self,
        wanted: Sequence[tuple[str, ...]],
        seen: Sequence[tuple[str, ...]],
        first: int,
        word: str,
        keys: Keys,
    ) -> None:
        matcher = SequenceMatcher(None, wanted, seen, autojunk=False)
        gone: list[int] = []
        come: list[int] = []
        other: list[int] = []
        for kind, i1, i2, j1, j2 in matcher.get_opcodes():
            if kind == "equal":
                continue
            even = min(i2 - i1, j2 - j1) if kind == "replace" else 0
            other += range(first + i1, first + i1 + even)
            gone += range(first + i1 + even, first + i2)
            if j2 < len(seen) or i2 < len(wanted):
                come += range(first + j1 + even, first + j2)
        self.shifted = self.shifted or bool(gone or come)
        moved = [n for n in gone if wanted[n - first] in seen]
        if moved:
            self._say_moved(moved, word, keys)
            return
        if gone:
            names = "、".join(_name(keys, n) for n in gone[:4])
            self.say(f"少了第 {_numbers(gone)} {word}（{names}）")
        if come:
            self.say(
                f"第 {_numbers(come)} {word}是后来插入的",
                address(come[0], 1) if word == "行" else address(min(self._heads(keys)), come[0]),
            )
        for number in other:
            self._overwritten(number, keys, word)

    @staticmethod
    def _heads(keys: Keys) -> list[int]:
        return [at for pairs in keys.values() for at, _ in pairs]

    def _say_moved(self, moved: Sequence[int], word: str, keys: Keys) -> None:
        names = "、".join(_name(keys, n) for n in moved[:4])
        self.say(f"{names} 所在的{word}被移动过（原在第 {_numbers(moved)} {word}）")

    def _overwritten(self, number: int, keys: Keys, word: str) -> None:
        for at, text in keys[number]:
            seen = self.text(number, at, word)
            if seen != text:
                cell = address(number, at) if word == "行" else address(at, number)
                shown = seen or "空白"
                self.say(f"{cell} 应为“{text}”，现为“{shown}”，这一{word}没有读取", cell, shown)

    def titles(self, metadata: Metadata) -> None:
        """Locked texts that say what the whole form is for."""
        for cell in metadata.cells:
            if cell.indicator != "@locked" or cell.year != TITLE:
                continue
            at = parse_address(cell.address)
            seen = self.sheet.text(*at) if at else ""
            if plain(seen) != plain(cell.text):
                self.findings.append(
                    Finding.of(
                        messages.LOCKED_CHANGED,
                        Place(self.where.file, sheet=cell.sheet, cell=cell.address),
                        seen=seen or "空白",
                        expected=cell.text,
                        entity=self.entity,
                    )
                )

    def outside(self, metadata: Metadata, inputs: Sequence[MappedCell]) -> set[int]:
        """Say which numbers stand beside the cells that are asked for (typed over a locked cell,
        or pushed out), and give the columns that were pushed up or down."""
        places = [at for c in inputs if (at := parse_address(c.address))]
        last, columns = max(at[0] for at in places), {at[1] for at in places}
        blank = {at[1] for at in places if not self.sheet.text(*at)}
        frame = frame_of(metadata)
        signed = frozenset() if frame is None else frame.signed
        shifted: dict[int, int] = {}
        for cell in self._strays(metadata, places):
            below = cell.row > last
            if below and cell.col not in columns:
                continue
            if below and cell.col in blank and not self._labelled(cell.row):
                shifted.setdefault(cell.col, cell.row)
            elif cell.row not in signed and not cell.hidden:
                where = Place(self.where.file, sheet=self.sheet.name, cell=cell.address)
                self.findings.append(
                    Finding.of(messages.OUTSIDE_CELL, where, seen=cell.text, entity=self.entity)
                )
        for end in metadata.cells:
            at = parse_address(end.address)
            if end.year == END and at and plain(self.sheet.text(*at)) != plain(end.text):
                shifted.setdefault(at[1], last + 1)
        for column, row in sorted(shifted.items()):
            shown = address(row, column)
            said = f"表外的 {shown} 有数，而第 {column} 列有空格，像是格子被下移过，这一列没有读取"
            self.say(said, shown)
        return set(shifted)

    def beside(self, metadata: Metadata) -> None:
        """Say what else was written over the form, under it and beside it."""
        frame = frame_of(metadata)
        if frame is not None:
            said = frozenset(f.place.cell for f in self.findings if f.place and f.place.cell)
            file = self.where.file
            over = typed_over(frame, self.sheet, metadata, file, self.entity)
            self.findings += (f for f in over if f.place and f.place.cell not in said)
            self.findings += written_outside(frame, self.sheet, file, self.entity, said)

    def _strays(self, metadata: Metadata, places: Sequence[tuple[int, int]]) -> Iterator[Cell]:
        """Numbers in cells that nobody was asked to fill in, from the first figure on."""
        known = {parse_address(c.address) for c in metadata.cells}
        first, left = min(at[0] for at in places), min(at[1] for at in places)
        for cell in self.sheet.cells:
            within = cell.row >= first and cell.col >= left and cell.formula is None
            if cell.kind == "number" and within and (cell.row, cell.col) not in known:
                yield cell

    def _labelled(self, row: int) -> bool:
        """Whether somebody wrote a row of their own: what is pushed down brings no label."""
        return any(self.sheet.text(row, col).strip() for col in range(1, _LABELS + 1))


def _numbers(numbers: Sequence[int]) -> str:
    return "、".join(map(str, numbers[:8])) + ("等" if len(numbers) > 8 else "")


def _name(keys: Keys, number: int) -> str:
    return f"“{keys[number][0][1]}”"
