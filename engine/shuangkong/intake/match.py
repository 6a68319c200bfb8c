"""What tables call a plan's entities and indicators: declared names and aliases, nothing else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..declarations.bundle import Declarations
from ..vocabulary import Entity, Indicator
from .needs import FiguresNeeded
from .tables.lexicon import place_level
from .tables.roles import PlaceLabels
from .words import is_bare, name_of, plain

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
_SCOPE = re.compile(r"\A(?P<name>[^()]+)[(](?P<said>(?:不含|含|包括|不包括)[^()]*)[)]\Z")
#: a name with a division's number before or behind: 130200唐山市, 唐山市(130200)
_CODED = re.compile(
    r"(?:(?P<before>[0-9]{6})[-_.]?)?(?P<name>[^0-9()]{2,}?)(?:[-_.(]?(?P<behind>[0-9]{6})[)]?)?"
)
_UNBRACKETED = re.compile(r"[()]")
_TOP_TOTALS = {
    "省": ("全省", "全省合计", "全省总计"),
    "市": ("全市",),
    "国": ("全国", "全国总计", "全国合计"),
}


#: labels for which a like one is looked for, as that takes its time, and their length
_HINTS, _HINTED = 200, 100
#: names of figures that are kept for others of the same name
_NAMES = 16_384
#: a shorter name may stand in any label: 煤炭
_TELLING = 4
#: how much of two labels is the same where one is taken for the other
_LIKE = 0.6


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
                whole = plain(name).casefold()
                # a header may say in two rows what a name has in its bracket
                for form in {whole, name_of(name).casefold(), _UNBRACKETED.sub("", whole)}:
                    same = found.setdefault(form, [])
                    if indicator not in same:
                        same.append(indicator)
        return found

    @cached_property
    def needs(self) -> FiguresNeeded:
        """Which figures the plan's targets need."""
        return FiguresNeeded(self.declarations)

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """Entities by plain name, alias, code and name without its last word (市, 省 …)."""
        found: dict[str, Entity] = {}
        short: dict[str, list[Entity]] = {}
        for entity in self.declarations.entities.values():
            found.setdefault(entity.code, entity)
            for name in entity.called:
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
        if label not in self._looked_up:
            self._looked_up[label] = self._entity(label)
        return self._looked_up[label]

    @cached_property
    def _looked_up(self) -> dict[str, Entity | None]:
        return {}

    def _entity(self, label: str) -> Entity | None:
        folded = plain(label)
        found = self.entities.get(folded) or self.entities.get(name_of(label))
        if found is None:
            bare, said = scope_of(folded)
            named = self.entities.get(bare)
            note = plain(named.scope_note or "") if named else ""
            found = named if said and note.startswith(said) else None
        if found is None and folded in self._top_words:
            found = self.declarations.entities.get(self.declarations.plan.top)
        if found is None:
            top = self.declarations.entities.get(self.declarations.plan.top)
            if top is not None and folded.startswith(top.name):
                found = self.entities.get(folded[len(top.name) :])
        return found or self._coded(folded)

    def _coded(self, folded: str) -> Entity | None:
        """The entity of a name with its own code before or behind: 130200唐山市."""
        coded = _CODED.fullmatch(folded)
        found = self.entities.get(coded["name"]) if coded is not None else None
        of = (coded["before"] or coded["behind"]) if coded is not None else ""
        return found if found is not None and found.code == of else None

    @cached_property
    def places(self) -> PlaceLabels:
        """What is known of places: the plan's entities, and how deep each lies."""

        def level(label: str) -> int | None:
            said = place_level(label)
            entity = self.entity(label) if said is None else None
            return said if entity is None else self._depth(entity)

        return PlaceLabels(lambda label: self.entity(label) is not None, level)

    def _depth(self, entity: Entity) -> int:
        top = self.declarations.entities.get(self.declarations.plan.top)
        depth, above = int(top is None or not top.name.endswith("国")), entity.parent
        while above is not None and above in self.declarations.entities and depth < 9:
            depth, above = depth + 1, self.declarations.entities[above].parent
        return depth

    def other_scope(self, label: str) -> Entity | None:
        """The entity that a label names with a scope that is not the declared one."""
        bare, said = scope_of(plain(label))
        return self.entities.get(bare) if said and self.entity(label) is None else None

    def indicator(self, names: Sequence[str]) -> Indicator | Sequence[Indicator] | None:
        """The indicator that the most specific of several texts names; several when unclear."""
        key = tuple(names)
        if key not in self._named:
            if len(self._named) >= _NAMES:
                self._named.clear()
            self._named[key] = self._first_called(key)
        return self._named[key]

    @cached_property
    def _named(self) -> dict[tuple[str, ...], Indicator | Sequence[Indicator] | None]:
        return {}

    def _first_called(self, names: Sequence[str]) -> Indicator | Sequence[Indicator] | None:
        for name in names:
            found = self._called(name)
            if not found and not is_bare(name) and (bare := name_of(name)) != name:
                found = self._called(bare)
            if found:
                return found[0] if len(found) == 1 else found
        return None

    def within(self, label: str) -> Indicator | None:
        """The one indicator whose name, or alias, stands within a longer label: 能耗强度降低率."""
        if label not in self._within:
            if len(self._within) >= _NAMES:
                self._within.clear()
            folded = plain(label).casefold()
            longest = next((name for name in self._by_length if name in folded), "")
            found = self.indicators.get(longest, [])
            self._within[label] = found[0] if len(found) == 1 else None
        return self._within[label]

    @cached_property
    def _within(self) -> dict[str, Indicator | None]:
        return {}

    @cached_property
    def _by_length(self) -> list[str]:
        """Names of indicators that are long enough to mean something within a label."""
        names = (name for name in self.indicators if len(name) >= _TELLING)
        return sorted(names, key=len, reverse=True)

    def change_of(self, level: Indicator) -> Indicator | None:
        """The declared yearly change of an indicator."""
        declared = self.declarations.indicators.values()
        return next((one for one in declared if one.change_of == level.id), None)

    def called(self, text: str) -> str:
        """The name of the one indicator that a text names; the text itself when it is none."""
        found = self.indicator((plain(text),))
        return found.name if isinstance(found, Indicator) else text

    def _called(self, name: str) -> list[Indicator]:
        """Indicators of exactly this name; their own 等价值/当量值 in brackets is no matter."""
        folded = name.casefold()
        found = self.indicators.get(folded)
        if found is None and "(" not in folded:
            return []
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
        """A did-you-mean for an unknown entity; only a suggestion, and only for so many labels."""
        known = self._hints.get(label)
        if known is None:
            if len(self._hints) >= _HINTS or len(label) > _HINTED:
                return ""
            known = self._hints[label] = self._hint(label)
        return known

    @cached_property
    def _hints(self) -> dict[str, str]:
        return {}

    @cached_property
    def _lettered(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The names of entities, each with its characters."""
        return tuple((name, frozenset(name)) for name in self.entities if not name.isdigit())

    def _hint(self, label: str) -> str:
        from difflib import get_close_matches

        said = plain(label)
        ends = {one.name: None for name, one in self.entities.items() if name.endswith(said)}
        if ends:
            return f"（是否为{'、'.join(f'“{name}”' for name in list(ends)[:3])}？）"
        # comparing in full is slow: only those that share enough characters are
        names = [
            name
            for name, known in self._lettered
            if 2 * sum(map(known.__contains__, said)) >= _LIKE * (len(said) + len(name))
        ]
        close = get_close_matches(said, names, n=1, cutoff=_LIKE)
        return f"（是否为“{self.entities[close[0]].name}”？）" if close else ""


def says_scope(remark: str) -> bool:
    """Whether a remark says nothing but what a figure holds: 含辛集市, 不含定州."""
    return bool(_SCOPE.match(f"其({plain(remark).strip('()。;')})"))


def scope_of(label: str) -> tuple[str, str]:
    """A label's name and what its bracket says of its scope: 石家庄(不含辛集)."""
    match = _SCOPE.match(label)
    return (match["name"], match["said"]) if match else (label, "")
