"""`decide`, `confirm`, `refuse`: what persons decide, seen before it is recorded, by two."""

import datetime
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import Misuse
from .ledgers import by_option, workspace_argument
from .terminal import say

if TYPE_CHECKING:
    from ..ledger.decide import Wish

_NEGATIVE = re.compile(r"-[0-9.]")
#: shows nothing where a message repeats it
_MARK = "\u200b"
_KINDS = (
    *("override", "reading", "conflict", "band", "revision"),
    *("points", "figure", "falsified", "not_computable"),
)


class WithNegatives(click.Command):
    """A command whose arguments may be numbers below nought, which are no options (-5)."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse with such numbers marked, and take the marks off what was parsed."""
        given = [p for p in self.params if isinstance(p, click.Option) and not p.is_flag]
        before = {name for option in given for name in option.opts}
        marked = [
            f"{_MARK}{arg}" if _NEGATIVE.match(arg) and last not in before else arg
            for last, arg in zip(["", *args], args, strict=False)
        ]
        rest = super().parse_args(ctx, marked)
        for name, value in ctx.params.items():
            if isinstance(value, str):
                ctx.params[name] = value.removeprefix(_MARK)
        return rest


@click.command(cls=WithNegatives)
@workspace_argument
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("target")
@click.argument("choice")
@by_option
@click.option("--reason", required=True, metavar="TEXT", help="理由。  Why.")
@click.option("--entity", metavar="石家庄市", help="对哪个对象生效。  Which entity.")
@click.option("--all", "everyone", is_flag=True, help="对全部对象生效。  For every entity.")
@click.option("--year", type=int, metavar="Y", help="哪个年度；不写即全部。  Which year.")
@click.option(
    "--view",
    type=click.Choice(["annual", "progress", "final"]),
    help="年度、累计进度或期末；不写即全部。  Which clock.",
)
@click.option(
    "--date",
    "at",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="2021-03-31",
    help="裁定日期；不写即今日。  Date of the decision.",
)
@click.option("--preview", "only", is_flag=True, help="只看影响，不记入。  Record nothing.")
@click.option("--yes", is_flag=True, help="不再询问，直接记入。  Record without asking.")
def decide(
    workspace: Path,
    kind: str,
    target: str,
    choice: str,
    by: str,
    reason: str,
    entity: str | None,
    everyone: bool,
    year: int | None,
    view: str | None,
    at: datetime.datetime | None,
    only: bool,
    yes: bool,
) -> None:
    """裁定：先看会改变什么、对谁，再记入；裁定经第二人复核（confirm）才生效。

    Record a person's decision, after showing what it would change and for whom. TARGET is a
    target's id; for `revision` a submission's number, for `points` ITEM.PART, for `figure` an
    indicator, for `falsified` the word grade. CHOICE is met, not_met, a reading's or target's id,
    accept, reject, points, a figure, a grade, accepted, or withdraw.
    """
    from ..ledger.decide import Wish
    from ..vocabulary import DecisionKind, View

    wish = Wish(
        DecisionKind(kind),
        target,
        choice,
        by,
        reason,
        entity=entity,
        everyone=everyone,
        year=year,
        view=View(view) if view else None,
        at=at.date() if at else None,
    )
    recorded(workspace, (wish,), only=only, yes=yes)


def recorded(workspace: Path, wishes: "tuple[Wish, ...]", *, only: bool, yes: bool) -> None:
    """Show what decisions would change, ask, and record them.

    Raises:
        Misuse: nobody can be asked, and neither --yes nor --preview was written.
    """
    from ..ledger import show, show_changes
    from ..ledger.decide import decide as record
    from ..ledger.decide import preview

    if not (only or yes or sys.stdin.isatty()):
        raise Misuse(
            "裁定没有记入：要先看它会改变什么\n"
            "    怎么改：加 --preview 只看影响；看过之后加 --yes 记入"
        )
    if only or not yes:
        say(show_changes.foreseen(preview(workspace, *wishes)))
    if only:
        say("以上是裁定生效后的变化；没有记入任何内容")
        return
    if not yes:
        click.confirm("记入台账吗？  Record it?", abort=True)
    for done in record(workspace, *wishes):
        say(show.decided(done))


@click.command()
@workspace_argument
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True, type=int)
@by_option
@click.option("--note", metavar="TEXT", help="备注。  A remark.")
def confirm(workspace: Path, numbers: tuple[int, ...], by: str, note: str | None) -> None:
    """复核：第二人确认裁定或签发；裁定自此生效，签发的函件自此可以发出。

    Confirm decisions or issues by a second person; from then on they are in effect.
    """
    from ..ledger import show
    from ..ledger.confirm import confirm as record

    for done in record(workspace, numbers, by, note=note):
        say(show.confirmed(done))


@click.command()
@workspace_argument
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True, type=int)
@by_option
@click.option("--reason", required=True, metavar="TEXT", help="退回的理由。  Why not.")
def refuse(workspace: Path, numbers: tuple[int, ...], by: str, reason: str) -> None:
    """退回：第二人不同意裁定或签发；裁定不生效，签发的函件不得发出，连同理由留存。

    Refuse decisions or issues by a second person: they never have effect, and are kept with the
    reason.
    """
    from ..ledger import show
    from ..ledger.confirm import refuse as record

    for done in record(workspace, numbers, by, reason):
        say(show.refused(done))
