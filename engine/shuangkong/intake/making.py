"""What observations of a sheet are made with: what holds for all of them, and what is found."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from .. import messages
from ..records import dataclass
from ..vocabulary import Authority, Finding, Indicator, Message, Vintage
from .cell_figures import options
from .match import Matcher
from .notes import Notes
from .reading import Book, Sheet
from .reading.decimal_commas import meant
from .tables.facts import Fact

#: so many names of a sheet that the plan does not know are said one by one
STRANGERS = 2000
#: and so many of their figures, cell by cell
STRANGE_FIGURES = 20_000


@dataclass(frozen=True, slots=True)
class Origin:
    """What holds for all figures of a sheet."""

    book: Book
    sheet: Sheet
    verification: str
    vintage: Vintage | None
    authority: Authority | None
    #: titles and notes around the tables
    texts: tuple[str, ...] = ()
    price_base: int | None = None
    conversion: str | None = None
    #: what columns of notes say by which a figure is another one, by row
    otherwise: Mapping[int, Sequence[str]] = field(default_factory=dict)
    #: what they say of the scope of a row: 含辛集市
    scopes: Mapping[int, str] = field(default_factory=dict)
    #: what remarks and footnotes say of figures
    notes: Notes = Notes()


@dataclass
class Maker:
    """Makes observations of one sheet and gathers what is found on the way."""

    origin: Origin
    matcher: Matcher
    findings: list[Finding] = field(default_factory=list)
    #: what is said once per indicator of a sheet
    said: set[tuple[str, str]] = field(default_factory=set)
    #: names that are no entity's, each said at its cells; and the figures of those that come after
    strangers: set[str] = field(default_factory=set)
    strange: int = 0
    further: list[Fact] = field(default_factory=list)
    #: figures called by an indicator's name and more, by indicator, with their names and hints
    others: dict[str, list[tuple[str, Fact, str]]] = field(default_factory=dict)
    #: the last figure that an indicator was found for
    before: tuple[Fact, Indicator] | None = None

    def fault(self, kind: Message, fact: Fact, **words: object) -> None:
        """A finding at a fact's cell; whose figure it is, and of when, as far as the cell says."""
        words.setdefault("seen", fact.cell.text or "空白")
        for what, said in self._about(fact).items():
            words.setdefault(what, said)
        place = self.origin.book.place(self.origin.sheet, fact.cell.cell)
        self.findings.append(Finding.of(kind, place, **words))  # type: ignore[arg-type]

    def may_say(self, stranger: str) -> bool:
        """Whether a figure of a name that is no entity's is still said at its own cell."""
        known = len(self.strangers) < STRANGERS or stranger in self.strangers
        return known and self.strange < STRANGE_FIGURES

    def _about(self, fact: Fact) -> dict[str, object]:
        entity = self.matcher.entity(fact.entity) if fact.entity else None
        said: dict[str, object] = {} if entity is None else {"entity": entity.code}
        if fact.period is not None and fact.period[:4].isdigit():
            said["year"] = int(fact.period[:4])
        return said

    def unclear(self, fact: Fact, asked: Indicator, **words: object) -> None:
        """A finding at a cell that gives no figure: which states there are, where it is one."""
        if asked.state:
            self.fault(messages.NOT_A_STATE, fact, options=options(asked), **words)
        else:
            self.fault(messages.UNCLEAR_VALUE, fact, hint=meant(fact.cell.text), **words)

    def once(self, kind: Message, fact: Fact, indicator: Indicator, **words: object) -> None:
        """A finding that is made once for an indicator, at its first cell."""
        if (kind.id, indicator.id) not in self.said:
            self.said.add((kind.id, indicator.id))
            whole: dict[str, object] = {"entity": None, "year": None}
            self.fault(kind, fact, name=indicator.name, indicator=indicator.id, **whole, **words)
