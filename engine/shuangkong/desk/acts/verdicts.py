"""Verdicts that a department, or an entity of itself, enters: 达标 or 不达标, with the basis."""

from collections.abc import Mapping

from ...declarations.bundle import Declarations
from ...errors import DeskError
from ...ledger.judging import Key, OwnIndicator, judge, owned
from ...records import dataclass
from ...vocabulary import VerdictBy
from ..context import Desk
from ..rights import Act, Who, may
from .base import Actor, Unknown, note

#: met, basis, advice
Said = tuple[bool, str, str]


@dataclass(frozen=True, slots=True)
class Judge:
    """Who judges: a department by its name, or an entity, of itself, by its code; as which act."""

    by: VerdictBy
    who: str
    act: Act

    def may(self, who: Who) -> bool:
        """Whether somebody may enter what this side says."""
        if self.by is VerdictBy.DEPARTMENT:
            return may(who, self.act, department=self.who)
        return may(who, self.act, entity=self.who)


def department(name: str) -> Judge:
    """The side of a department."""
    return Judge(VerdictBy.DEPARTMENT, name, Act.JUDGE)


def city(code: str) -> Judge:
    """The side of a city that assesses itself."""
    return Judge(VerdictBy.SELF, code, Act.SELF_JUDGE)


def top(here: Desk) -> Judge:
    """The side of the plan's top entity, which assesses itself; the province's own people speak.

    Raises:
        Unknown: the plan has none.
    """
    code = here.declarations.plan.top
    if not code:
        raise Unknown("这个规划没有最上一级的考核对象\n    怎么改：从首页进入")
    return Judge(VerdictBy.SELF, code, Act.SELF_JUDGE_TOP)


def self_judged(declarations: Declarations) -> bool:
    """Whether entities of a plan say anything of themselves: where targets are counted or owned."""
    period = declarations.plan.period
    schemes = [declarations.scheme_for(y) for y in range(period.first, period.last + 1)]
    owned_ = any(target.judged_by for target in declarations.targets.values())
    return owned_ or any(scheme.classes for scheme in schemes if scheme)


def asked(here: Desk, year: int, side: Judge) -> tuple[OwnIndicator, ...]:
    """What a side judges in a year, with what it said."""
    return owned(here.workspace, year, side.by, side.who)


def enter(here: Desk, actor: Actor, year: int, side: Judge, said: Mapping[Key, Said]) -> str:
    """Record verdicts that are new or differ from what was said before; the receipt.

    Raises:
        DeskError: a verdict has no basis, or nothing is new.
        LedgerError: one is not the side's to judge.
    """
    rows = {(row.entity.code, row.target.id): row for row in asked(here, year, side)}
    names = {key: f"{row.entity.name}“{row.target.name}”" for key, row in rows.items()}
    before = {
        key: (row.given.met, row.given.basis, row.given.advice)
        for key, row in rows.items()
        if row.given
    }
    new = {key: one for key, one in said.items() if one != before.get(key)}
    if not new:
        raise DeskError("没有新填写或改动的评价\n    怎么改：选达标或不达标，并写明依据")
    for code, target in (key for key, (_, basis, _) in new.items() if not basis):
        raise DeskError(f"{names.get((code, target), target)}没有写评价依据\n    怎么改：写明依据")
    done = judge(here.workspace, year, side.by, side.who, new, actor.account.name)
    receipt = done.taken[0].receipt.code
    with here.store.writing() as connection:
        note(connection, actor, side.act, f"{side.who} {year} {receipt}")
    return receipt
