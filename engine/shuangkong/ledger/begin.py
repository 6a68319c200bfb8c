"""`shuangkong init`: a workspace's ledger, and the plan it is for."""

from pathlib import Path

from .. import messages, resources
from ..errors import LedgerError
from ..records import dataclass
from ..vocabulary import Finding
from . import moments
from .canonical import clean
from .plans import adopt, edition_of, latest, same_plan
from .schema import FORMAT
from .store import EntryKind, Receipt, opened_or_new


@dataclass(frozen=True, slots=True)
class LedgerBegun:
    """What `init` did. `changed` are the declaration files that are new or different."""

    path: Path
    plan: str
    new: bool
    changed: tuple[str, ...]
    receipts: tuple[Receipt, ...]


def init(workspace: Path, plan: str, by: str, *, clock: moments.Clock = moments.now) -> LedgerBegun:
    """Make a ledger for a plan, or record the plan's present declarations in the one there is.

    Doing it twice does nothing the second time.

    Args:
        workspace: folder that holds the ledger; made when it does not exist.
        plan: a shipped plan's id, or a plan folder.
        by: who does it.
        clock: tells the time.

    Raises:
        ShuangkongError: the plan cannot be used, or the ledger is of another plan.
    """
    by = named(by, "建账人", "--by 姓名")
    edition = edition_of(plan)
    plan_id = edition.declarations.plan.id
    with opened_or_new(workspace) as ledger, ledger.act(clock) as act:
        same_plan(ledger, plan_id)
        before = latest(ledger)
        if before is None:
            first = {
                "plan": plan_id,
                "format": FORMAT,
                "by": by,
                "engine": resources.version(),
            }
            act.add(EntryKind.INIT, first)
        adopt(act, edition, by)
        known = before.files if before else {}
        names = {*known, *edition.hashes}
        changed = sorted(n for n in names if known.get(n) != edition.hashes.get(n))
        receipts = act.receipts
    return LedgerBegun(ledger.path, plan_id, before is None, tuple(changed), tuple(receipts))


def named(text: str | None, what: str, option: str) -> str:
    """The text, which must say something.

    Raises:
        LedgerError: it is blank.
    """
    if text is None or not text.strip():
        raise LedgerError.of(Finding.of(messages.UNNAMED, what=what, option=option))
    return clean(text.strip())
