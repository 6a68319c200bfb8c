"""Decisions: recorded as they were seen, then confirmed or refused by a second person."""

from ...errors import DeskError
from ...ledger import confirm as second
from ...ledger.attach import attach
from ...ledger.comparison import Comparison
from ...ledger.decide import Decided, Wish, decide, preview
from ...ledger.store import opened
from .. import evidence
from ..context import Desk
from ..rights import Act
from .base import Actor, note


def foresee(here: Desk, wishes: tuple[Wish, ...]) -> tuple[str, Comparison]:
    """What decisions would change, and the state of the ledger that this rests on."""
    return head(here), preview(here.workspace, *wishes)


def head(here: Desk) -> str:
    """The state of the ledger: the hash of its last entry."""
    with opened(here.workspace) as ledger:
        assert ledger.head is not None
        return ledger.head.hash


def record(here: Desk, actor: Actor, wishes: tuple[Wish, ...]) -> tuple[Decided, ...]:
    """Record decisions whose effects were seen on the ledger as it is now."""
    if not wishes:
        raise DeskError("没有可登记的裁定\n    怎么改：先填写再预览")
    done = decide(here.workspace, *wishes)
    _noted(here, actor, Act.DECIDE, "裁定", tuple(one.ruling.number for one in done))
    return done


def confirm(here: Desk, actor: Actor, numbers: tuple[int, ...], remark: str) -> None:
    """A second person stands for decisions; from then on they are in effect."""
    _some(numbers)
    name = actor.account.name
    second.confirm(here.workspace, numbers, name, note=remark.strip()[:200] or None)
    _noted(here, actor, Act.CONFIRM_DECISION, "复核", numbers)


def refuse(here: Desk, actor: Actor, numbers: tuple[int, ...], reason: str) -> None:
    """A second person refuses decisions, with the reason; they never have effect."""
    _some(numbers)
    second.refuse(here.workspace, numbers, actor.account.name, reason.strip()[:1000])
    _noted(here, actor, Act.CONFIRM_DECISION, "退回", numbers)


def prove(here: Desk, actor: Actor, number: int, name: str, data: bytes) -> None:
    """Add a file as evidence of a decision: kept in the ledger, never opened."""
    evidence.kind_of(name, data)
    with evidence.laid([(name, data)]) as paths:
        (made,) = attach(here.workspace, str(number), paths, actor.account.name)
    with here.store.writing() as connection:
        note(connection, actor, Act.EVIDENCE, f"裁定 {number} {made.receipt.code}")


def _some(numbers: tuple[int, ...]) -> None:
    if not numbers:
        raise DeskError("没有选择裁定\n    怎么改：勾选要复核的裁定")


def _noted(here: Desk, actor: Actor, act: Act, verb: str, numbers: tuple[int, ...]) -> None:
    with here.store.writing() as connection:
        note(connection, actor, act, f"{verb} 第 {'、'.join(map(str, numbers))} 号")
