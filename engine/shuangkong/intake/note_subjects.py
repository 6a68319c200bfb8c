"""Which figures a note speaks of: by place, name or year, by its sign, or of the whole table."""

import re
from collections.abc import Container, Iterable, Sequence
from functools import cached_property

from ..records import dataclass
from ..vocabulary import Indicator
from .match import Matcher
from .note_clauses import NoteClause
from .periods import PLANNED, mentions_year
from .reading import Cell
from .tables.facts import Fact
from .tables.lexicon import is_measure, is_total
from .words import name_of, plain

_WHOLE = re.compile(r"本表|表中|表内|上表|全表|以上|上述|所有|全部|各[市省县区地]")
_OTHERS = re.compile(r"其余|其他|其它")
#: words that name no figure
_SAYS_NOTHING = re.compile(
    r"[本上全]表|表[中内]|以上|上述|所有|全部|各[市省县区地]区?|数据|数[值字]|指标|[数列栏行的]|均|都|皆|其中?|"
    r"全年|年度?|系|本|该|此|目前|现|暂|因|和|与|及|带|者|有|为|是|填报|上报|统计|实际|[^\w]|[0-9_]"
)
#: what figures are beside what was reached
_OTHER_FIGURE = re.compile(rf"{PLANNED}|完成率|进度|增速|增长|同比|排名|位次")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_THIS, _LAST = re.compile(r"[本今当]年|本期|报告期"), re.compile(r"[上去]年|上期")
_KIND = re.compile(r"[省市区县州盟]\Z")
#: a longer name is none of a figure; among so many nobody looks for one that holds a word
_LONGEST, _MANY = 40, 2000
#: the rows that a note may be of: from one to before another
ALL_ROWS = (0, 1 << 21)

#: the places, names and years that a text names, and what is left of it
_Named = tuple[frozenset[str], frozenset[str], frozenset[str], str]
_Signed = tuple[frozenset[int], frozenset[int], frozenset[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Subject:
    """Of which figures a note is: all its dimensions hold. `rows` and `columns` are those where it
    stands or that have its sign, `cells` those with the sign; `signed` says that it has one."""

    places: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    years: frozenset[str] = frozenset()
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    cells: frozenset[tuple[int, int]] = frozenset()
    signed: bool = False
    whole: bool = False
    #: whether it names something that no figure of the sheet is
    elsewhere: bool = False
    #: the rows of the tables that it stands under, or over
    within: tuple[int, int] = ALL_ROWS
    known: "Known | None" = None

    @property
    def named(self) -> bool:
        """Whether it names anything."""
        return bool(self.places or self.names or self.years)

    @property
    def narrow(self) -> bool:
        """Whether it is of some figures and not of all."""
        return self.named or self.signed or self.elsewhere or bool(self.rows)

    @property
    def of_a_place(self) -> bool:
        """Whether it is of places as they are, and not of what some figures of them hold."""
        return bool(self.places or self.signed) and not self.names

    @property
    def exact(self) -> bool:
        """Whether it says which kind of figure it is of."""
        return bool(self.names or self.signed or self.rows)

    def at_sign(self, fact: Fact) -> bool:
        """Whether a figure, or its column, has the sign of the note."""
        return (fact.cell.row, fact.cell.col) in self.cells or fact.cell.col in self.columns

    def holds(self, fact: Fact) -> bool:
        """Whether the note is about a figure."""
        if self.elsewhere or not self.within[0] <= fact.cell.row < self.within[1]:
            return False
        if (fact.cell.row, fact.cell.col) in self.cells:
            return True
        if fact.cell.col in self.columns or fact.cell.row in self.rows:
            return self._fits(fact)
        if self.signed:
            return self.named and not self.rows and self._fits(fact)
        return not self.rows and (self._fits(fact) if self.named else self.whole)

    def _fits(self, fact: Fact) -> bool:
        assert self.known is not None
        place = fact.entity is not None and plain(fact.entity) in self.places
        year = fact.period is None or fact.period[:4] in self.years
        named = not self.names.isdisjoint(self.known.called(fact)) if self.names else True
        return (place or not self.places) and (year or not self.years) and named


class Known:
    """What the figures of a sheet are called: places, names and years that notes may speak of."""

    def __init__(self, facts: Iterable[Fact], matcher: Matcher) -> None:
        self.facts, self.matcher = list(facts), matcher
        self._called: dict[tuple[str, ...], frozenset[str]] = {}
        self._parted: dict[str, _Named] = {}
        self._signs: dict[re.Pattern[str], _Signed] = {}

    @cached_property
    def stated(self) -> frozenset[str]:
        """The years that labels give."""
        own = (one for one in self.facts if "period" not in one.inferred)
        return frozenset(one.period[:4] for one in own if one.period is not None)

    @cached_property
    def places(self) -> dict[str, str]:
        """Each place as labels write it, by what it may be called."""
        found: dict[str, str] = {}
        for label in {one.entity for one in self.facts if one.entity is not None}:
            entity = self.matcher.entity(label)
            written = (label, *(entity.called if entity is not None else ()))
            for form in map(plain, written):
                for one in (form, _KIND.sub("", form)):
                    if len(one) > 1:
                        found.setdefault(one, plain(label))
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """What figures are called."""
        return frozenset(name for one in self.facts for name in self.called(one))

    def called(self, fact: Fact) -> frozenset[str]:
        """What a figure may be called in a note."""
        key = (*fact.names, *fact.row_names, *fact.column_names)
        found = self._called.get(key)
        if found is None:
            indicator = self.matcher.indicator(fact.names)
            known = (indicator.name, *indicator.aliases) if isinstance(indicator, Indicator) else ()
            forms = (name_of(name) for name in (*key, *known) if not mentions_year(name))
            found = self._called[key] = frozenset(
                form
                for form in forms
                if 1 < len(form) < _LONGEST and not is_measure(form) and not is_total(form)
            )
        return found

    def subject(
        self,
        clause: NoteClause,
        within: tuple[int, int],
        labels: Sequence[Cell],
        heads: Sequence[Cell],
    ) -> Subject:
        """Of what a note around a table is: of what it names, else of what was named before it."""
        rows, columns, cells = self._signed(clause.sign, labels, heads)
        places, names, years, rest = self._named(clause.about)
        for before in reversed(clause.before if not (places or names or years or rest) else ()):
            places, names, years, left = self._named(before)
            rest = rest or left
            if places or names or years:
                break
        whole = not rest or clause.for_all or _WHOLE.search(clause.about) is not None
        return Subject(
            places, names, years | clause.years, rows, columns, cells,
            bool(rows or columns or cells), whole and not _OTHERS.search(clause.about),
            not names and self._elsewhere(rest), within, self,
        )  # fmt: skip

    def _signed(
        self, sign: "re.Pattern[str] | None", labels: Sequence[Cell], heads: Sequence[Cell]
    ) -> _Signed:
        """The rows, columns and cells that have a sign."""
        if sign is None:
            return frozenset(), frozenset(), frozenset()
        if sign not in self._signs:
            rows = frozenset(one.row for one in labels if sign.search(one.text))
            columns = frozenset(one.col for one in heads if sign.search(one.text))
            figures = (fact.cell for fact in self.facts if sign.search(fact.cell.text))
            self._signs[sign] = rows, columns, frozenset((one.row, one.col) for one in figures)
        return self._signs[sign]

    def _elsewhere(self, rest: str) -> bool:
        """Whether what is left of a text names another figure: one of the plan, or a target."""
        named = bool(rest) and self.matcher.indicator((rest,)) is not None
        return (
            named or _OTHER_FIGURE.search(rest) is not None or self.matcher.within(rest) is not None
        )

    def beside(self, clause: NoteClause, row: int) -> Subject:
        """Of what a remark in a row is: of the row, and there of what it names."""
        _, names, years, _ = self._named(clause.about)
        return Subject(names=names, years=years | clause.years, rows=frozenset((row,)), known=self)

    def _named(self, about: str) -> _Named:
        if about not in self._parted:
            self._parted[about] = self._read(about)
        return self._parted[about]

    def _read(self, about: str) -> _Named:
        """The places, names and years that a text names, and what is left of it."""
        rest, names = _parted(about, self.names)
        rest, forms = _parted(rest, self.places)
        years = set(years_in(rest))
        latest = max(self.stated, default="")
        if latest and _THIS.search(rest):
            years.add(latest)
        if latest and _LAST.search(rest):
            years.add(str(int(latest) - 1))
        rest = _LAST.sub("", _THIS.sub("", _YEAR.sub("", rest)))
        others = _OTHERS.search(rest)
        rest = others[0] if others else _SAYS_NOTHING.sub("", rest)
        # 用电量 is what the table calls 全社会用电量
        if not names and len(rest) > 1 and len(self.names) < _MANY:
            names.update(name for name in self.names if rest in name)
        places = frozenset(self.places[form] for form in forms)
        return places, frozenset(names), frozenset(years), "" if names else rest


def years_in(text: str) -> frozenset[str]:
    """The years that a text names."""
    return frozenset(_YEAR.findall(text))


def _parted(text: str, forms: Container[str]) -> tuple[str, set[str]]:
    """What of a text is among some forms, the longest first, and what else it says."""
    found: set[str] = set()
    for length in range(min(len(text), _LONGEST), 1, -1):
        for start in range(len(text) - length + 1):
            form = text[start : start + length]
            if form in forms:
                found.add(form)
                text = text.replace(form, "_" * length)
    return text, found
