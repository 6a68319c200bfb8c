"""What remarks and footnotes say of figures: 唐山市为2019年数据, 2026年为预计数, ①为快报数.

A note says more than the title, which holds for the other figures. Nothing is taken by a note but
the version of a figure: those that it calls others than their labels do are asked about.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from ..errors import Refused
from ..records import dataclass
from ..units import STANDARD
from ..vocabulary import Authority, Vintage
from .marks import authority_in, vintage_in
from .note_clauses import NoteClause, Says, source_years
from .note_sentences import clauses_of
from .note_subjects import ALL_ROWS, Known, Subject, years_in
from .periods import in_year, is_plain
from .qualified import says_otherwise
from .reading import Cell
from .tables.facts import Fact
from .words import plain

#: what of a unit only says of what it is so much: 万吨标准煤, 万吨 as a column of coal has it
_OF_WHAT = re.compile(r"标准?煤|二氧化碳(?:当量)?|CO2e?|原煤|煤")
_RATES = frozenset(("%", "‰", "百分点", "个百分点"))
_LAID = {Says.YEAR: "期间", Says.PART: "期间", Says.UNIT: "计量单位"}


@dataclass(frozen=True, slots=True)
class Note:
    """What one clause says, and of which figures. `stated` are the years that labels give."""

    clause: NoteClause
    subject: Subject
    stated: frozenset[str]

    @property
    def said(self) -> str:
        """The sentence as it is written."""
        return self.clause.sentence

    @property
    def of_one_place(self) -> bool:
        """Whether it says of one place what is left out: 石家庄、保定不含辛集、定州 says it of each
        in turn."""
        in_turn = len(self.subject.places) > 1 and "、" in self.clause.value
        return self.subject.of_a_place and not in_turn

    def speaks_of(self, fact: Fact) -> bool:
        """Whether the note is about a figure; by a year alone it says nothing of one that its
        labels give a year of its own."""
        if not self.subject.holds(fact):
            return False
        own = fact.period is not None and "period" not in fact.inferred
        if not own or self.subject.years or self.subject.at_sign(fact):
            return True
        if self.clause.says is Says.STOOD_IN:
            return fact.period[:4] not in source_years(self.clause)  # type: ignore[index]
        if self.clause.says is not Says.YEAR:
            return True
        return bool(self.subject.rows) and self.clause.value not in self.stated

    def asks(self, fact: Fact) -> str:
        """What is to be asked of a figure that the note speaks of; nothing where both agree."""
        called = plain("".join((fact.title, *fact.labels, *fact.names)))
        unit = fact.unit if fact.cell.value.unit is None else None
        return asked(self.clause, fact.period, unit, called, exact=self.subject.exact)


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a sheet: those of a row by themselves, for there may be very many."""

    general: tuple[Note, ...] = ()
    by_row: Mapping[int, Sequence[Note]] = field(default_factory=dict)

    def of(self, fact: Fact) -> Iterator[Note]:
        """The notes that speak of a figure."""
        near = (*self.by_row.get(fact.cell.row, ()), *self.general)
        return (note for note in near if note.speaks_of(fact))

    def asks(self, fact: Fact) -> str:
        """What notes say by which a figure is another one than its labels say, in words."""
        for note in self.of(fact):
            laid = _LAID.get(note.clause.says, "指标" if note.clause.says in _BY_NAME else "")
            if note.clause.says not in _TOLD and laid not in fact.laid:
                why = note.asks(fact)
                if why:
                    return why
        return ""

    def year_said(self, fact: Fact) -> str:
        """What a note says of the year of a figure that has none."""
        return next((n.said for n in self.of(fact) if n.clause.says is Says.YEAR), "")

    def vintage(self, fact: Fact) -> Vintage | None:
        """The version that notes give to a figure, where they give it one."""
        return vintage_in(self._told(fact, Says.VINTAGE))

    def authority(self, fact: Fact) -> Authority | None:
        """Who stands for a figure by its notes."""
        return authority_in(self._told(fact, Says.AUTHORITY))

    def _told(self, fact: Fact, says: Says) -> list[str]:
        """What notes say; of some figures before of all."""
        notes = [note for note in self.of(fact) if note.clause.says is says]
        narrow = [note for note in notes if note.subject.narrow]
        return [note.clause.value for note in narrow or notes]

    def scope(self, fact: Fact) -> str | None:
        """What notes say that the place of a figure holds or leaves out: 不含经开区."""
        said = (note for note in self.of(fact) if note.clause.says is Says.PLACE)
        return next((note.clause.value for note in said if note.of_one_place), None)


#: what a layout that names the figure has decided
_BY_NAME = (Says.PLANNED, Says.SCOPE)
#: what is never said of a whole table: that it is missing, or wrong
_OF_SOME = (Says.MISSING, Says.VOID, Says.PLACE)
#: what is asked where nothing of the table is to be compared with it
_ASKED = {
    Says.STOOD_IN: "是用别的数代替的，不是这一期的实际数",
    Says.VOID: "不知这个数还算不算",
    Says.MISSING: "却填了数",
    Says.PLANNED: "不是实际数",
}
#: what is no question, but taken
_TOLD = (Says.VINTAGE, Says.AUTHORITY, Says.PLACE)


def notes_of(
    around: Iterable[tuple[Cell, bool, tuple[int, int]]],
    remarks: Iterable[tuple[Cell, bool]],
    signed: tuple[Sequence[Cell], Sequence[Cell]],
    known: Callable[[], Known],
) -> tuple[Notes, tuple[str, ...]]:
    """The notes among the texts `around` tables, each with whether it is a heading and of which
    rows, and the `remarks` in their rows, each with whether it says who answers for the figures;
    and what is said of the version of all figures. `signed` are labels and headers, which may have
    the signs that notes explain."""
    parted = [(rows, [*clauses_of(cell.text, heading=head)]) for cell, head, rows in around]
    beside = [(cell, list(_remarked(cell.text, who=who))) for cell, who in remarks]
    if not any(clauses for _, clauses in (*parted, *beside)):
        return Notes(), ()
    sheet, whole = known(), []
    general: list[Note] = []
    for rows, clauses in parted:
        for clause in clauses:
            subject = sheet.subject(clause, rows, *signed)
            of_all = clause.says in _TOLD[:2] and not subject.narrow
            if of_all and rows == ALL_ROWS:
                whole.append(clause.value)
            elif of_all:
                general.append(Note(clause, replace(subject, whole=True), sheet.stated))
            elif subject.narrow or (subject.whole and clause.says not in _OF_SOME):
                general.append(Note(clause, subject, sheet.stated))
    by_row: dict[int, list[Note]] = defaultdict(list)
    for cell, clauses in beside:
        for clause in clauses:
            subject = sheet.beside(clause, cell.row)
            by_row[cell.row].append(Note(clause, subject, sheet.stated))
    general.sort(key=lambda note: note.clause.says.value)
    return Notes(tuple(general), by_row), tuple(whole)


def _remarked(text: str, *, who: bool) -> Iterator[NoteClause]:
    """What a remark says; where it says `who` answers for a figure, only of which year it is."""
    for clause in clauses_of(text, heading=False, remark=True):
        # 预计数 beside a figure is asked about in whatever column it stands
        told = clause.says is Says.PLANNED and says_otherwise(text)
        if clause.says is Says.YEAR or not (who or told):
            yield clause


def asked(
    clause: NoteClause, period: str | None, unit: str | None, called: str, *, exact: bool
) -> str:
    """What is to be asked of a figure of a period and unit by a clause that is of it; `called` is
    all that stands around it, `exact` says that the clause is of no other kind of figure."""
    said, value = f"注写的是“{clause.sentence}”，", clause.value
    match clause.says:
        case Says.YEAR | Says.PART:
            of_part = clause.says is Says.PART and period is not None
            seen = period if of_part or period is None else period[:4]
            meant = in_year(period[:4], value) if of_part and period is not None else value
            other = seen is not None and seen != meant and is_plain(seen)
            return f"{said}而期间是“{period}”" if other else ""
        case Says.UNIT:
            return f"{said}而单位是“{unit}”" if _other_unit(value, unit, exact=exact) else ""
        case Says.SCOPE:
            told = _above_size(value) in _above_size(called)
            return "" if told else f"{said}不一定是全部"
        case _:
            return f"{said}{_ASKED[clause.says]}"


def remark_asks(text: str, period: str, unit: str | None) -> str:
    """What is to be asked of the one figure of a row of a long table that has a remark."""
    for clause in clauses_of(text, heading=False, remark=True):
        years = years_in(clause.about) | clause.years
        if clause.says not in _TOLD and (period[:4] in years or not years):
            why = asked(clause, period, unit or None, "", exact=True)
            if why:
                return why
    return ""


def _above_size(text: str) -> str:
    return text.replace("规模以上", "规上")


def _other_unit(said: str, own: str | None, *, exact: bool) -> bool:
    """Whether a unit is another than the figure's; of another kind only where it is `exact`, for a
    note on the whole table leaves its rates alone."""
    if own is None or (own in _RATES) != (said in _RATES):
        return False
    if said == "实物量":
        return "煤" in own
    for pair in ((said, own), (_OF_WHAT.sub("", said), _OF_WHAT.sub("", own))):
        try:
            return STANDARD.ratio(*pair) != 1
        except Refused:
            continue
    return exact
