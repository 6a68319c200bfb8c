"""What every check is given: the declarations, where they are written, and a place for findings."""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from ...vocabulary import Entity, Finding, Message, Place, Source, Target
from ..bundle import Declarations
from ..hints import did_you_mean
from ..sources import Sources

Path = tuple[str | int, ...]
#: What holds no record.
_PLAIN = (str, int, Decimal, Place)


@dataclass
class Review:
    """One checking of one plan."""

    declared: Declarations
    sources: Sources
    findings: list[Finding] = field(default_factory=list)

    def report(self, kind: Message, record: Any, *path: str | int, **words: Any) -> None:
        """A finding at a value inside a record; a place may be given instead of a record."""
        place = record if record is None or isinstance(record, Place) else record.place
        words.setdefault("seen", self.sources.seen(place, *path))
        self.findings.append(Finding.of(kind, self.sources.at(place, *path), **words))

    def report_cell(self, kind: Message, record: Any, column: str, **words: Any) -> None:
        """A finding at a column of a record that is a table row."""
        words.setdefault("seen", self.sources.cell_seen(record.place, column))
        self.findings.append(Finding.of(kind, self.sources.cell(record.place, column), **words))

    def unknown(
        self,
        kind: Message,
        word: str,
        known: Iterable[str],
        record: Any,
        *path: str | int,
        **words: Any,
    ) -> bool:
        """Report a word that is not among the known ones, with a did-you-mean."""
        listed = list(known)
        if word in listed:
            return False
        hint = did_you_mean(word, listed)
        names = "、".join(listed)
        self.report(kind, record, *path, seen=word, hint=hint, known=names, **words)
        return True

    def ids(self, of: str) -> list[str]:
        """All declared ids of a kind of record, those of broken records included."""
        sound = getattr(self.declared, of)
        return [*sound, *(b for b in self.sources.broken.get(of, ()) if b not in sound)]

    def lost(self, of: str) -> bool:
        """Whether some records of a kind could not be read, so that none can be called missing."""
        return of in self.sources.lost

    def last_year(self, target: Target) -> int:
        """The last year a target is looked at in: that of its date, or the plan's."""
        return target.by.last(self.declared.plan.period.last)

    @cached_property
    def kinds(self) -> list[str]:
        """Kinds of entity, in order of first appearance."""
        return list(dict.fromkeys(e.kind for e in self.declared.entities.values()))

    @cached_property
    def entity_words(self) -> list[str]:
        """Everything an entity may be called by."""
        return [*self.declared.entities, *self.declared.names]

    def entity(self, word: str) -> Entity | None:
        """The entity of a code, name or alias."""
        code = self.declared.names.get("".join(word.split()), word)
        return self.declared.entities.get(code)

    def in_scope(self, target: Target) -> tuple[Entity, ...]:
        """Entities of a target's scope, its condition and all dates left aside."""
        return self.declared.scoped(target)

    def is_in_scope(self, entity: Entity, target: Target) -> bool:
        """Whether an entity is in a target's scope, its condition and all dates left aside."""
        if target.id not in self._named:
            words = target.scope.entities
            self._named[target.id] = {e.code for w in words if (e := self.entity(w))}
        return entity.kind in target.scope.kinds or entity.code in self._named[target.id]

    @cached_property
    def _named(self) -> dict[str, set[str]]:
        """Codes of the entities that a target's scope names, by target."""
        return {}

    @cached_property
    def superseded(self) -> dict[str, str]:
        """Superseded targets, each with the one that replaced it."""
        targets = self.declared.targets.values()
        return {t.supersedes: t.id for t in targets if t.supersedes and t.supersedes != t.id}

    def records(self) -> Iterator[Any]:
        """All records that keep their place in a YAML file."""
        declared = self.declared
        yield declared.plan
        for group in (
            declared.indicators,
            declared.targets,
            declared.checks,
            declared.schemes,
            declared.warnings,
        ):
            yield from group.values()


def sources_in(record: Any, path: Path = ()) -> Iterator[tuple[Path, Source]]:
    """Every source that is cited in a record, with the path that leads to it."""
    if isinstance(record, Source):
        yield path, record
        return
    if isinstance(record, tuple):
        parts: Iterable[tuple[str | int, Any]] = enumerate(record)
    elif isinstance(record, dict):
        parts = ((str(k), v) for k, v in record.items())
    elif dataclasses.is_dataclass(record):
        parts = ((f.name, getattr(record, f.name)) for f in dataclasses.fields(record))
    else:
        return
    for step, part in parts:
        if part and not isinstance(part, _PLAIN):
            yield from sources_in(part, (*path, step))
