"""`figures`: reported and approved figures side by side."""

from pathlib import Path

import click

from .deciding import recorded
from .ledgers import by_option, workspace_argument
from .shared import new_file_option, year_option
from .terminal import say


@click.group()
def figures() -> None:
    """核定数据：自报与核定对照表，写出和登记。  Reported and approved figures, side by side."""


@figures.command("write")
@workspace_argument
@year_option
@new_file_option
def write(workspace: Path, year: int, output: Path) -> None:
    """写出对照表，供填写核定数。  Write the list, to be filled in with approved figures."""
    from ..ledger.figures import write_list

    count = write_list(workspace, year, output)
    say(f"已写入 {output}（{count} 个数据）")


@figures.command("submit")
@workspace_argument
@click.argument("file", type=click.Path(path_type=Path))
@by_option
@click.option("--reason", required=True, metavar="TEXT", help="行内没写理由时的理由。  Why.")
@click.option("--preview", "only", is_flag=True, help="只看影响，不记入。  Record nothing.")
@click.option("--yes", is_flag=True, help="不再询问，直接记入。  Record without asking.")
def submit(workspace: Path, file: Path, by: str, reason: str, only: bool, yes: bool) -> None:
    """登记对照表（xlsx、csv）中的核定数，每个数一项裁定，待第二人复核。

    Record the approved figures of a list, one decision each; a second person confirms them.
    """
    from ..ledger.figures import read_list

    recorded(workspace, read_list(file, by, reason), only=only, yes=yes)
