"""Points of assessors: entered with evidence; each sees the others' after giving their own."""

from collections.abc import Mapping

from ...errors import DeskError
from ...ledger.scoring import Key, PartAsked, score
from ...ledger.scoring import asked as asked_by_entity
from ..context import Desk
from ..rights import Act, Role
from .base import Actor, note


def asked(here: Desk, actor: Actor, year: int) -> dict[str, tuple[PartAsked, ...]]:
    """What assessors score in a year, by entity, with as much of it as the actor may see."""
    found = asked_by_entity(here.workspace, year)
    return {code: tuple(_seen(part, actor) for part in parts) for code, parts in found.items()}


def _seen(part: PartAsked, actor: Actor) -> PartAsked:
    """An assessor sees what others gave once they have given theirs."""
    who = actor.account
    if who.role is not Role.ASSESSOR or any(g.assessor == who.name for g in part.given):
        return part
    return PartAsked(part.item, part.item_name, part.part, ())


def enter(
    here: Desk, actor: Actor, year: int, entity: str, said: Mapping[Key, tuple[str, str]]
) -> str:
    """Record points and evidence by item and part that are new or changed; the receipt.

    Raises:
        DeskError: nothing is new.
        LedgerError: points are no number within the limits, or the part is not scored.
    """
    own = actor.account.name
    before = {
        (part.item, part.part.id): (f"{g.points:f}", g.evidence)
        for part in asked(here, actor, year).get(entity, ())
        for g in part.given
        if g.assessor == own
    }
    new = {key: one for key, one in said.items() if one[0] and one != before.get(key)}
    if not new:
        raise DeskError("没有新填写或改动的得分\n    怎么改：填写得分；未评的留空")
    done = score(here.workspace, year, entity, new, own)
    receipt = done.taken[0].receipt.code
    with here.store.writing() as connection:
        note(connection, actor, Act.SCORE, f"{year}/{entity} {receipt}")
    return receipt
