"""What a layout adds to the figures of a table, and where it says otherwise than the table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from .cell_figures import in_unit
from .layouts import HeaderMeaning, Layout
from .patterns import is_pattern, matched
from .periods import period_of
from .reading import letters
from .tables.facts import Fact
from .tables.lexicon import is_total
from .words import plain, shown_name

WHAT = {"entity": "考核对象", "indicator": "指标", "period": "期间", "unit": "计量单位"}


@dataclass(frozen=True)
class Completer:
    """A layout as it holds for one table.

    `parts` are what file, sheet and title say by its patterns, `called` gives the name of an
    indicator that is written as an id.
    """

    layout: Layout
    parts: Mapping[str, str]
    called: Callable[[str], str] = str

    def completed(self, fact: Fact, group: Mapping[str, str]) -> Fact | None:
        """A fact with its gaps filled; None when the layout leaves it out."""
        layout = self.layout
        if any(_says(one, fact) for one in layout.skip):
            return None
        said = {**self.parts, **group}
        fact = self._named(fact, said)
        for each in ("entity", "period", "unit"):
            value = _declared(layout, said, each)
            if value and (getattr(fact, each) is None or each in fact.inferred):
                fact = _settled(fact, each, value)
        return self._entity(fact)

    def is_missing(self, fact: Fact) -> bool:
        """Whether the layout declares that what a cell holds stands for no figure."""
        return fact.cell.text.strip() in self.layout.missing

    def _named(self, fact: Fact, said: Mapping[str, str]) -> Fact:
        """The figure's name: by its header's meaning, else by the layout's own."""
        header = _best(self.layout.headers, fact)
        if header is not None:
            period = period_of(header.period) if header.period else None
            for what, meant in (("unit", header.unit), ("period", period)):
                if meant and (getattr(fact, what) is None or what in fact.inferred):
                    fact = _settled(fact, what, meant)
            if header.indicator:
                shown = self.called(header.indicator)
                fact = _settled(replace(fact, names=(plain(header.indicator),)), "indicator", shown)
            return fact
        name = self.layout.indicator or said.get("indicator")
        if not name:
            return fact
        own = () if "indicator" in fact.inferred else fact.names
        shown = self.called(name)
        if not own or all(is_total(one) for one in own):
            return _settled(replace(fact, names=(plain(name),)), "indicator", shown)
        names = tuple(plain(name) + one for one in own)
        return _settled(replace(fact, names=names), "indicator", f"{shown} {fact.indicator}")

    def _entity(self, fact: Fact) -> Fact:
        for label in self.layout.labels:
            for text in (fact.entity or "", *fact.labels):
                parts = matched(label.says, text)
                entity = (label.entity or parts.get("entity")) if parts is not None else None
                if entity:
                    return _settled(fact, "entity", entity)
        return fact


def _declared(layout: Layout, parts: Mapping[str, str], what: str) -> str | None:
    """What a layout says for all figures, by its own key or by its patterns."""
    value: str | None = getattr(layout, what) or parts.get(what)
    return period_of(value) if value and what == "period" else value


def _settled(fact: Fact, what: str, value: str) -> Fact:
    """A fact of which a layout says one thing; what was guessed about it is dropped."""
    kept = tuple((about, said) for about, said in fact.guessed if about != what)
    laid = tuple(dict.fromkeys((*fact.laid, WHAT[what])))
    made = replace(fact, laid=laid, guessed=kept)
    if what == "entity":
        return replace(made, entity=value, rivals=())
    if what == "period":
        return replace(made, period=value, twice=())
    return replace(made, indicator=value) if what == "indicator" else _measured(made, value)


def _measured(fact: Fact, unit: str) -> Fact:
    """A figure in the unit that a layout says; 3.2亿 in 万吨 is 3.2亿 of 吨."""
    value = fact.cell.value
    if value.number is None or fact.number is None:
        return replace(fact, unit=unit)
    found = in_unit(value, unit)
    if found is None:
        return replace(fact, unit=unit, number=None, said=unit)
    return replace(fact, number=found[0], unit=found[1])


def _best(headers: Sequence[HeaderMeaning], fact: Fact) -> HeaderMeaning | None:
    """The meaning of a fact's header: one that is written in full before one with a pattern."""
    exact = [one for one in headers if not is_pattern(one.says)]
    loose = [one for one in headers if is_pattern(one.says)]
    return next((one for one in (*exact, *loose) if _says(one.says, fact)), None)


def _says(pattern: str, fact: Fact) -> bool:
    """Whether a header or row label of a fact reads so, alone, without its unit, or as shown."""
    texts = {*fact.labels, *map(shown_name, fact.labels), *fact.names, fact.indicator}
    return pattern == f"{letters(fact.cell.col)}列" or any(
        matched(pattern, text) is not None for text in texts if text
    )


def contradictions(fact: Fact, made: Fact, completer: Completer) -> list[tuple[str, str, str]]:
    """(what, said, seen) where a layout says otherwise than stands with the figure."""
    layout, parts = completer.layout, completer.parts
    found: list[tuple[str, str, str]] = []
    for what in ("entity", "period", "unit"):
        said = _declared(layout, parts, what)
        seen = getattr(fact, what)
        if not said or not seen or what in fact.inferred or WHAT[what] in made.laid:
            continue
        if plain(said) != plain(seen) and not (what == "entity" and is_total(seen)):
            found.append((WHAT[what], said, seen))
    return found
