"""What each label column of a table says: which place, which figure, when; and which says none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

from ...records import dataclass
from ..words import plain, readable
from .lexicon import (
    header_is_class,
    header_level,
    header_role,
    is_class,
    is_place,
    is_rest,
    is_total,
    is_whole,
    place_level,
)

ENTITY, OUTER, ASIDE, INDICATOR, PERIOD = "entity", "outer", "aside", "indicator", "period"


@dataclass(frozen=True)
class PlaceLabels:
    """What is known of places: which labels name one, and how fine each is (1 is coarse)."""

    known: Callable[[str], bool] = is_place
    level: Callable[[str], int | None] = place_level

    def is_entity(self, text: str) -> bool:
        """Whether a label names an entity: declared, or a place by its own words."""
        return self.known(text) or is_place(text) or is_whole(text)


@dataclass(frozen=True, slots=True)
class Roles:
    """The role of each label column; where two could be the entity, `rivals` are both."""

    of: Mapping[int, str] = field(default_factory=dict)
    rivals: tuple[int, ...] = ()
    #: columns without a role of which most labels are places, so that 合计 in them is of places
    places: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Column:
    """A label column that may name the entity."""

    col: int
    head: str
    cells: Mapping[int, str]

    @property
    def names(self) -> list[str]:
        return [t for t in self.cells.values() if not (is_total(t) or is_rest(t))]

    def level(self, places: PlaceLabels) -> int | None:
        """By its header, else by most of its labels."""
        said = header_level(self.head)
        if said is not None:
            return said
        found = [level for text in set(self.names) if (level := places.level(text)) is not None]
        return max(set(found), key=found.count) if found else None


def roles_of(
    heads: Mapping[int, str],
    cells: Mapping[int, Mapping[int, str]],
    given: Mapping[int, str],
    places: PlaceLabels,
) -> Roles:
    """The roles of label columns from their headers and labels (column → row → text).

    `given` are roles that a layout declares; they hold.
    """
    found = {col: given.get(col) or header_role(head) or "" for col, head in heads.items()}
    kinds = [
        col for col in heads
        if col not in given and _is_kind(heads[col], [*cells.get(col, {}).values()])
    ]  # fmt: skip
    rivals = [
        _Column(col, heads[col], cells.get(col, {}))
        for col, role in found.items()
        if col not in kinds and (role == ENTITY or (not role and _mostly(cells.get(col), places)))
    ]
    for col in kinds:
        alone = not rivals and len(kinds) == 1
        keeps = alone and header_role(heads[col]) == ENTITY
        found[col] = ENTITY if keeps else INDICATOR if alone else ASIDE
    if given and any(role == ENTITY for role in given.values()):
        for one in rivals:
            found[one.col] = ENTITY if given.get(one.col) == ENTITY else ASIDE
        return Roles(found)
    return _settled(found, rivals, places)


def _is_kind(head: str, labels: Sequence[str]) -> bool:
    """Whether a column says what kind of place it is, or what part of the country."""
    words = header_role(head) in (ENTITY, None, INDICATOR)
    return header_is_class(head) or (words and bool(labels) and all(map(is_class, labels)))


def _mostly(labels: Mapping[int, str] | None, places: PlaceLabels) -> bool:
    texts = list((labels or {}).values())
    return bool(texts) and sum(map(places.is_entity, texts)) * 2 > len(texts)


def _settled(found: dict[int, str], rivals: list[_Column], places: PlaceLabels) -> Roles:
    """Of several columns of places the finest is the entity; undecided ones are rivals."""
    if len(rivals) < 2:
        return Roles(found, (), frozenset(one.col for one in rivals if not found[one.col]))
    best, undecided = rivals[0], []
    for other in rivals[1:]:
        finer = _finer(other, best, places)
        if finer is None:
            undecided.append(other)
        elif finer:
            found[best.col], best = OUTER, other
        else:
            found[other.col] = OUTER
    undecided = [one for one in undecided if _finer(best, one, places) is None]
    for one in rivals:
        if one is not best and found[one.col] in ("", ENTITY):
            found[one.col] = OUTER
    found[best.col] = ENTITY
    return Roles(found, tuple(one.col for one in (best, *undecided)) if undecided else ())


def _finer(one: _Column, other: _Column, places: PlaceLabels) -> bool | None:
    """Whether one column names finer places than another; None when neither can be said."""
    if _same(one, other):
        return False
    own, others = one.level(places), other.level(places)
    if own is not None and others is not None:
        # two columns of places of one kind do not lie within each other
        return None if own == others else own > others
    down, up = _determines(one, other), _determines(other, one)
    if down != up:
        return down
    if (own is None) != (others is None):
        known, unknown = (one, other) if own is not None else (other, one)
        if not any(map(places.is_entity, unknown.names)):
            return known is one
    knows = [sum(map(places.known, c.names)) * 2 > len(c.names) for c in (one, other)]
    return knows[0] if knows[0] != knows[1] else None


def _same(one: _Column, other: _Column) -> bool:
    """Whether two columns name the same places in two ways (石家庄, 石家庄市)."""
    both = [(a, other.cells[row]) for row, a in one.cells.items() if row in other.cells]
    return bool(both) and all(
        plain(a).startswith(plain(b)) or plain(b).startswith(plain(a)) for a, b in both
    )


def _determines(fine: _Column, coarse: _Column) -> bool:
    """Whether every place of one column stands with one and the same place of the other."""
    seen: dict[str, str] = {}
    for row, text in fine.cells.items():
        if is_total(text) or is_rest(text) or row not in coarse.cells:
            continue
        if seen.setdefault(plain(text), plain(coarse.cells[row])) != plain(coarse.cells[row]):
            return False
    return True


def rivalry(roles: Roles, heads: Mapping[int, str], texts: Mapping[int, str]) -> str:
    """What is to be asked about a row in which two columns could be the entity."""
    said = "、".join(
        f"“{readable(heads.get(col, '')) or '无表头的列'}”（{readable(texts.get(col, ''))}）"
        for col in roles.rivals
    )
    return f"有几列都可能是对象：{said}"
