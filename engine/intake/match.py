"""Facts of a table → observations of a plan: by declared names and aliases only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..declarations.bundle import Declarations
from ..vocabulary import Entity, Finding, Indicator, Place
from . import kinds
from .observe import Observation, converted
from .reading import Book, Sheet
from .tables.facts import Fact, Reading
from .tables.kinds_of_label import is_total
from .tables.tags import Tag
from .words import name_of, plain

_ENDINGS = (
    "省",
    "市",
    "县",
    "区",
    "自治区",
    "回族自治区",
    "壮族自治区",
    "维吾尔自治区",
    "自治州",
    "地区",
    "盟",
)
_SCOPE = re.compile(r"[(](?:不含|含|包括|不包括)[^()]*[)]\Z")
_TOP_TOTALS = {
    "省": ("全省", "全省合计", "全省总计"),
    "市": ("全市",),
    "国": ("全国", "全国总计", "全国合计"),
}


@dataclass(frozen=True)
class Matcher:
    """Looks up entities and indicators of one plan by what tables call them."""

    declarations: Declarations

    @cached_property
    def indicators(self) -> dict[str, list[Indicator]]:
        """Indicators by plain name, alias and id."""
        found: dict[str, list[Indicator]] = {}
        for indicator in self.declarations.indicators.values():
            for name in (indicator.id, indicator.name, *indicator.aliases):
                for form in {plain(name).casefold(), name_of(name).casefold()}:
                    same = found.setdefault(form, [])
                    if indicator not in same:
                        same.append(indicator)
        return found

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """Entities by plain name, alias, code and name without its last word (市, 省 …)."""
        found: dict[str, Entity] = {}
        short: dict[str, list[Entity]] = {}
        for entity in self.declarations.entities.values():
            found.setdefault(entity.code, entity)
            for name in (entity.name, *entity.aliases):
                folded = plain(name)
                found.setdefault(folded, entity)
                for ending in _ENDINGS:
                    if folded.endswith(ending) and len(folded) - len(ending) >= 2:
                        short.setdefault(folded[: -len(ending)], []).append(entity)
        for name, candidates in short.items():
            if len({entity.code for entity in candidates}) == 1:
                found.setdefault(name, candidates[0])
        return found

    @cached_property
    def _top_words(self) -> tuple[str, ...]:
        top = self.declarations.entities.get(self.declarations.plan.top)
        if top is None:
            return ()
        if top.name.endswith(("国", "共和国")):
            return _TOP_TOTALS["国"]
        ends = "省" if top.kind == "province" or top.name.endswith(("省", "自治区")) else "市"
        return _TOP_TOTALS[ends]

    def entity(self, label: str) -> Entity | None:
        """The entity of a label: its name, an alias, with or without 市/省 or a scope remark."""
        folded = plain(label)
        found = self.entities.get(folded)
        if found is None:
            found = self.entities.get(_SCOPE.sub("", folded))
        if found is None and folded in self._top_words:
            found = self.declarations.entities.get(self.declarations.plan.top)
        if found is None:
            top = self.declarations.entities.get(self.declarations.plan.top)
            if top is not None and folded.startswith(top.name):
                found = self.entities.get(folded[len(top.name) :])
        return found

    def indicator(self, names: Sequence[str]) -> Indicator | Sequence[Indicator] | None:
        """The indicator that the most specific of several texts names; several when unclear."""
        for name in names:
            found = self._called(name) or self._called(name_of(name))
            if found:
                return found[0] if len(found) == 1 else found
        return None

    def _called(self, name: str) -> list[Indicator]:
        """Indicators of exactly this name; a bracket with their own 等价值/当量值 is no difference."""
        folded = name.casefold()
        found = self.indicators.get(folded)
        if found is None:
            bare, _, inner = folded.removesuffix(")").rpartition("(")
            said = inner.removeprefix("按").removesuffix("折算").removesuffix("计算")
            found = [
                one
                for one in self.indicators.get(bare, ())
                if one.conversion is not None and said == one.conversion
            ]
        return found

    def hint(self, label: str) -> str:
        """A did-you-mean for an unknown entity; only a suggestion."""
        from difflib import get_close_matches

        names = [n for n in self.entities if not n.isdigit()]
        close = get_close_matches(plain(label), names, n=1, cutoff=0.6)
        return f"（是否为“{self.entities[close[0]].name}”？）" if close else ""


@dataclass(frozen=True, slots=True)
class Origin:
    """What holds for all figures of a sheet."""

    book: Book
    sheet: Sheet
    mark: str
    vintage: str | None
    authority: str | None


def observe(
    reading: Reading, origin: Origin, matcher: Matcher
) -> tuple[list[Observation], list[Finding]]:
    """Observations of the plan's indicators in a sheet, and what kept others from being one."""
    observations: list[Observation] = []
    findings: list[Finding] = []
    for fact in reading.facts:
        made = _one(fact, origin, matcher)
        if isinstance(made, Observation):
            observations.append(made)
            findings.extend(_hidden(made, fact, origin, matcher))
        elif made is not None:
            findings.append(made)
    return observations, findings


def _hidden(made: Observation, fact: Fact, origin: Origin, matcher: Matcher) -> list[Finding]:
    if not (fact.cell.cell.hidden or origin.sheet.state != "visible"):
        return []
    return [
        Finding.of(
            kinds.HIDDEN_VALUE,
            made.place,
            seen=made.raw,
            name=matcher.declarations.indicators[made.indicator].name,
            entity=made.entity,
            indicator=made.indicator,
            year=made.year,
        )
    ]


def _one(fact: Fact, origin: Origin, matcher: Matcher) -> "Observation | Finding | None":
    place = origin.book.place(origin.sheet, fact.cell.cell)
    indicator = matcher.indicator(fact.names)
    if indicator is None:
        return None
    if not isinstance(indicator, Indicator):
        options = "、".join(one.name for one in indicator)
        return Finding.of(
            kinds.AMBIGUOUS, place, seen=fact.cell.text, name=fact.names[0], options=options
        )
    if fact.cell.tag in (Tag.MISSING, Tag.TINY):
        return None
    if fact.number is None:
        kind = {Tag.ERROR: kinds.ERROR_VALUE, Tag.UNCALCULATED: kinds.UNCALCULATED}.get(
            fact.cell.tag, kinds.UNCLEAR_VALUE
        )
        return Finding.of(
            kind, place, seen=fact.cell.text, name=indicator.name, indicator=indicator.id
        )
    return _placed(fact, indicator, place, origin, matcher)


def _placed(
    fact: Fact, indicator: Indicator, place: Place, origin: Origin, matcher: Matcher
) -> "Observation | Finding | None":
    number = fact.number
    assert number is not None
    words = {"seen": fact.cell.text, "name": indicator.name, "indicator": indicator.id}
    if fact.entity is None:
        return Finding.of(kinds.NO_ENTITY, place, **words)  # type: ignore[arg-type]
    entity = matcher.entity(fact.entity)
    if entity is None:
        if is_total(fact.entity):
            return None
        return Finding.of(
            kinds.UNKNOWN_ENTITY,
            place,
            name=fact.entity,
            hint=matcher.hint(fact.entity),
            seen=fact.entity,
            indicator=indicator.id,
        )
    if fact.period is None:
        return Finding.of(kinds.NO_PERIOD, place, entity=entity.code, **words)  # type: ignore[arg-type]
    if fact.unit is None and indicator.unit:
        return Finding.of(
            kinds.NO_UNIT,
            place,
            wanted=indicator.unit,
            entity=entity.code,
            **words,  # type: ignore[arg-type]
        )
    unit = fact.unit or ""
    value = converted(number, unit, indicator, place)
    if isinstance(value, Finding):
        return value
    return Observation(
        entity.code,
        indicator.id,
        fact.period,
        value,
        indicator.unit,
        origin.mark,
        origin.book.name,
        origin.book.sha256,
        origin.sheet.name,
        fact.cell.cell.address,
        fact.cell.text,
        unit,
        origin.vintage,
        origin.authority,
        fact.cell.value.note or None,
    )
