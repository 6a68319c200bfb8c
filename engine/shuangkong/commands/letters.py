"""`letters`: what became of the letters that were issued."""

from pathlib import Path

import click

from .ledgers import workspace_argument
from .terminal import say


@click.group()
def letters() -> None:
    """函件：发函登记簿。  The letters that were issued."""


@letters.command("register")
@workspace_argument
@click.option("--year", type=int, metavar="Y", help="只列这一年度。  Only this year's.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="另写成登记簿（.xlsx）。  Write it as a workbook too.",
)
def register(workspace: Path, year: int | None, output: Path | None) -> None:
    """发函登记簿：发给谁、什么函、何时、第几号签发，是否仍然有效。

    To whom which letter went, when, by which issue, and whether it still stands.
    """
    from ..ledger import register as book

    found = book.register(workspace, year)
    say(book.register_text(found))
    if output is not None:
        say(f"已写入 {book.write_register(workspace, output, year)}")
