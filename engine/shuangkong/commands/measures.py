"""`measures`: the assessors' workbook, out and in again."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .ledgers import by_option, workspace_argument
from .recording import recorded, told
from .shared import files_argument, new_file_option, plan_argument, progress, year_option
from .terminal import say

if TYPE_CHECKING:
    from ..api.measures import Scored


@click.group()
def measures() -> None:
    """措施评分表：生成、读取、登记，列出考核人之间的分歧。

    The assessors' workbook: written, read, recorded, with what assessors differ on.
    """


@measures.command("write")
@plan_argument
@year_option
@new_file_option
@click.option("--assessor", metavar="姓名", help="预填考核人。  Fill in the assessor's name.")
def write(plan_name: str, year: int, output: Path, assessor: str | None) -> None:
    """生成措施评分表，每位考核人一份。  Write the workbook, one for each assessor."""
    from ..api.measures import write_measures

    say(f"已写入 {write_measures(plan_name, year, output, assessor=assessor)}")


@measures.command("read")
@plan_argument
@files_argument
@year_option
def read(plan_name: str, files: tuple[Path, ...], year: int) -> None:
    """读取评分表：评了多少，考核人在哪些内容上分数不同。

    Read workbooks: how much is scored, and on what assessors differ.
    """
    from ..api.measures import read_measures, scored_text

    found = read_measures(plan_name, year, files, stage=progress)
    told(found.findings, lambda: scored_text(found))


@measures.command("submit")
@workspace_argument
@files_argument
@year_option
@by_option
def submit(workspace: Path, files: tuple[Path, ...], year: int, by: str) -> None:
    """登记评分表，并列出待合议的分歧。  Record workbooks, and list what is to be settled."""
    from ..api.measures import scored_text

    recorded(workspace, files, year, by, lambda: scored_text(_in_ledger(workspace, year)))


@measures.command("differences")
@workspace_argument
@year_option
def differences(workspace: Path, year: int) -> None:
    """列出台账中待合议的分歧。  List what assessors differ on in the ledger."""
    from ..api.measures import scored_text

    say(scored_text(_in_ledger(workspace, year)))


def _in_ledger(workspace: Path, year: int) -> "Scored":
    from ..api.measures import scored
    from ..ledger.issue import assess_workspace

    made = assess_workspace(workspace, year).assessment
    return scored(made.declarations, year, made.measures)
