"""`init`, `submit`, `replay`, `verify`, `compare`: the ledger of a workspace."""

import sys
from pathlib import Path

import click

from .shared import files_argument, output_option, plan_argument, progress, year_option
from .terminal import say

workspace_argument = click.argument(
    "workspace", metavar="WORKSPACE", type=click.Path(path_type=Path)
)
by_option = click.option(
    "--by", required=True, metavar="姓名", help="由谁负责，记入台账。  Who answers for it."
)


@click.command()
@workspace_argument
@plan_argument
@by_option
def init(workspace: Path, plan_name: str, by: str) -> None:
    """建账：在工作区建立台账；已有台账的，登记规划声明的改动。

    Make a workspace's ledger for a plan, or record the plan's changed declarations in it.
    """
    from ..ledger import begin, show

    say(show.begun(begin.init(workspace, plan_name, by)))


@click.command()
@workspace_argument
@files_argument
@year_option
@by_option
@click.option("--note", metavar="TEXT", help="备注。  A remark.")
@click.option(
    "--replaces",
    multiple=True,
    type=int,
    metavar="N",
    help="取代第几号填报，可写多个。  Numbers of submissions these take the place of.",
)
@click.option("--plan", "plan_name", metavar="PLAN", help="改用这份规划声明。  Adopt a plan.")
def submit(
    workspace: Path,
    files: tuple[Path, ...],
    year: int,
    by: str,
    note: str | None,
    replaces: tuple[int, ...],
    plan_name: str | None,
) -> None:
    """登记填报：收到的文件连同读出的数据记入台账，全部记入或全部不记。

    Record files, folders or zips with the figures read from them: all of them, or none.
    """
    from .. import text
    from ..ledger import show
    from ..ledger.submit import submit as record
    from ..vocabulary import Severity

    with progress("读取 reading") as step:
        done = record(
            workspace,
            files,
            year,
            by,
            note=note,
            replaces=replaces,
            plan=plan_name,
            progress=step,
        )
    say(show.submitted(done))
    if done.findings:
        say(text.findings(done.findings, down_to=Severity.WARNING), err=True)
    if text.grave(done.findings):
        sys.exit(1)


@click.command()
@workspace_argument
@year_option
@click.option(
    "--as-of",
    "moment",
    required=True,
    metavar="2021-03-31",
    help="日期、时刻或登记号。  A date (its end), a time, or an entry's number.",
)
@output_option()
@click.option(
    "--stored", is_flag=True, help="取出签发时存档的原件，不重算。  Hand out the kept originals."
)
def replay(workspace: Path, year: int, moment: str, output: Path, stored: bool) -> None:
    """重演：用当日的规划、办法、数据和裁定重算当日的考核，与签发的逐字节比较。

    Make the assessment of a day again, byte for byte, and compare it with what was issued.
    """
    from ..ledger import show
    from ..ledger.replay import replay as again

    with progress("写出 writing") as step:
        done = again(workspace, moment, year, output, stored=stored, progress=step)
    say(show.replayed(done))
    if done.differing:
        sys.exit(1)


@click.command()
@workspace_argument
@click.option("--deep", is_flag=True, help="重读原件、重演签发。  Read and assess all again.")
@click.option(
    "--receipt",
    "receipts",
    multiple=True,
    metavar="12:3fa9c0d1e2f4",
    help="登记时记下的回执，可写多个。  Receipts noted outside the ledger.",
)
@click.option(
    "--quiet", is_flag=True, help="只写一行，供定时任务记录。  One line, for a scheduler's log."
)
def verify(workspace: Path, deep: bool, receipts: tuple[str, ...], quiet: bool) -> None:
    """核对台账：有没有一个字节在登记之后被改动，在哪一号。

    Check that the ledger is what was recorded, and name the entry where it is not.
    """
    from ..errors import LedgerError
    from ..ledger import show_checks as show
    from ..ledger.verify import verify as check

    try:
        with progress("核对 verifying") as step:
            found = check(workspace, deep=deep, receipts=receipts, progress=step)
    except LedgerError as error:
        if not quiet:
            raise
        say(show.not_verified(error), err=True)
        sys.exit(error.exit_code)
    say(show.verified_in_short(found) if quiet else show.verified(found), err=not found.sound)
    if not found.sound:
        sys.exit(1)


@click.command()
@workspace_argument
@click.argument("target", metavar="TARGET", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--quiet", is_flag=True, help="只写一行，供定时任务记录。  One line, for a scheduler's log."
)
def backup(workspace: Path, target: Path, quiet: bool) -> None:
    """备份台账：整份复制到 TARGET 文件夹，核对无误才算数；备份时可以照常登记。

    Copy the ledger into a folder, whole and verified, while it may be in use.
    """
    from ..errors import LedgerError
    from ..ledger import show_checks as show
    from ..ledger.backup import backup as copied

    try:
        done = copied(workspace, target)
    except LedgerError as error:
        if not quiet:
            raise
        say(show.not_verified(error), err=True)
        sys.exit(error.exit_code)
    say(show.verified_in_short(done.verified) if quiet else show.backed_up(done))


@click.command()
@workspace_argument
@click.argument("source", metavar="BACKUP", type=click.Path(path_type=Path, dir_okay=False))
def restore(workspace: Path, source: Path) -> None:
    """恢复台账：用备份替换工作区的台账；先核对备份，原来的留在旁边。

    Put a backup in the place of a workspace's ledger; what was there is kept beside.
    """
    from ..ledger import show_checks as show
    from ..ledger.backup import restore as put_back

    say(show.restored(put_back(workspace, source)))


@click.command()
@workspace_argument
@click.argument("before")
@click.argument("after")
@year_option
def compare(workspace: Path, before: str, after: str, year: int) -> None:
    """比较两次考核：什么变了，为什么。BEFORE、AFTER 为日期、时刻、登记号或 now（现状）。

    Say what changed between the assessments of two days or entries, and why.
    """
    from ..ledger import show_changes
    from ..ledger.compare import compare as differences

    say(show_changes.compared(differences(workspace, year, before, after)))
