"""What each entity has to reach: the value written in the plan, or the one allocated to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..declarations.bundle import Declarations
from ..vocabulary import Allocation, Amount, Entity, Target, Verification
from .interpretations import TIER
from .result import Outcome


@dataclass(frozen=True, slots=True)
class Value:
    """What an entity has to reach: values with their source, or why there is none."""

    final: Amount | None
    yearly: Amount | None
    source: str
    mark: str
    state: Outcome | None = None
    why: str | None = None


class Values:
    """The values of targets in a year, with where they are written."""

    def __init__(
        self, declarations: Declarations, year: int, allocations: Sequence[Allocation]
    ) -> None:
        self.declarations = declarations
        self.year = year
        self.index = _index(allocations)
        self._allocated = {(target, tier) for target, _, _, tier in self.index}

    def alike(self, target: Target, tier: str | None) -> bool:
        """Whether all entities of a target have the value that the plan states."""
        declared = target.id.partition(TIER)[0]
        return not target.allocated and (declared, tier) not in self._allocated

    def written(self, target: Target) -> tuple[str, str]:
        """Where a target is written, and how far that was checked."""
        plan = self.declarations.plan
        document = plan.documents.get(target.source.document or "", plan.document)
        issued_in = plan.short if document is plan.document else document.title
        mark = target.source.verification or document.verification
        return f"{issued_in}{target.source.clause}", mark.value

    def of(
        self, target: Target, entity: Entity, tier: str | None, written: tuple[str, str]
    ) -> Value:
        clause, mark = written
        declared = target.id.partition(TIER)[0]
        final = self.index.get((declared, entity.code, None, tier))
        yearly = self.index.get((declared, entity.code, self.year, tier))
        if not target.allocated:
            return Value(target.value, yearly.value if yearly else None, clause, mark)
        if final is None and yearly is None:
            why = f"{entity.name}的分解目标未公布（见{clause}），不以上级目标代替"
            return Value(None, None, clause, "verified", Outcome.NOT_ASSESSABLE, why)
        used = final or yearly
        if used is not None and used.value is None:
            why = f"未设此目标（{used.source}）"
            mark = used.verification.value
            return Value(None, None, _cited(used), mark, Outcome.NOT_APPLICABLE, why)
        return Value(
            final.value if final else None,
            yearly.value if yearly else None,
            "；".join(_cited(a) for a in (final, yearly) if a is not None),
            Verification.weakest(a.verification for a in (final, yearly) if a is not None),
        )


def _index(
    allocations: Sequence[Allocation],
) -> dict[tuple[str, str, int | None, str | None], Allocation]:
    """Allocations by target, entity, year and tier; the better verified one wins."""
    found: dict[tuple[str, str, int | None, str | None], Allocation] = {}
    for allocation in sorted(allocations, key=lambda a: a.verification.distrust):
        key = (allocation.target, allocation.entity, allocation.year, allocation.tier)
        found.setdefault(key, allocation)
    return found


def _cited(allocation: Allocation) -> str:
    """Where an allocated value is written: its document and its line in the table."""
    return f"{allocation.source}（{allocation.place}）"
