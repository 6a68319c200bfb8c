"""`verdicts`: workbooks of departments and of self-assessment, out and in again."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .ledgers import by_option, workspace_argument
from .recording import recorded, told
from .shared import files_argument, new_file_option, plan_argument, progress, year_option
from .terminal import say

if TYPE_CHECKING:
    from ..api.verdicts import Compared


@click.group()
def verdicts() -> None:
    """评价表：部门评价和自评，生成、读取、登记，各方不一致的并列列出。

    Verdicts of departments, and of entities on themselves: written, read, recorded, compared.
    """


@verdicts.command("write")
@plan_argument
@year_option
@new_file_option
@click.option("--department", metavar="部门", help="评价部门。  The department that judges.")
@click.option("--self", "entity", metavar="对象", help="自评的对象。  Who assesses itself.")
@click.option("--author", metavar="姓名", help="预填评价人。  Fill in the author's name.")
def write(
    plan_name: str,
    year: int,
    output: Path,
    department: str | None,
    entity: str | None,
    author: str | None,
) -> None:
    """生成评价表：部门评价的一部门一份，自评的一对象一份。  Write the workbook of one side."""
    from ..api.verdicts import write_verdicts

    written = write_verdicts(
        plan_name, year, output, department=department, entity=entity, author=author
    )
    say(f"已写入 {written}")


@verdicts.command("read")
@plan_argument
@files_argument
@year_option
def read(plan_name: str, files: tuple[Path, ...], year: int) -> None:
    """读取评价表和填报数据：各方是否一致，哪些待裁定。

    Read verdicts with the data they are about: what differs, and what waits for a decision.
    """
    from ..api.verdicts import compared_text, read_verdicts

    found = read_verdicts(plan_name, year, files, stage=progress)
    told(found.findings, lambda: compared_text(found))


@verdicts.command("submit")
@workspace_argument
@files_argument
@year_option
@by_option
def submit(workspace: Path, files: tuple[Path, ...], year: int, by: str) -> None:
    """登记评价表，并列出不一致的。  Record workbooks, and list what differs."""
    from ..api.verdicts import compared_text

    recorded(workspace, files, year, by, lambda: compared_text(_in_ledger(workspace, year)))


@verdicts.command("differences")
@workspace_argument
@year_option
def differences(workspace: Path, year: int) -> None:
    """列出台账中各方不一致和待裁定的指标。  List what differs in the ledger, and what waits."""
    from ..api.verdicts import compared_text

    say(compared_text(_in_ledger(workspace, year)))


def _in_ledger(workspace: Path, year: int) -> "Compared":
    from ..api.verdicts import compared
    from ..ledger.issue import assess_workspace

    return compared(assess_workspace(workspace, year).assessment)
