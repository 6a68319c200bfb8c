"""`status`: who has submitted, in files or in a ledger, and what is wrong."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import Misuse
from .shared import (
    data_option,
    need_one,
    period_option,
    plan_argument,
    progress,
    workspace_option,
    year_option,
)
from .terminal import say

if TYPE_CHECKING:
    from ..api.submissions import EntityForms


@click.command()
@plan_argument
@year_option
@period_option
@data_option
@workspace_option
@click.option(
    "--figure",
    metavar="邢台市.coal.2020",
    help="台账里一个数据的各个版本。  Every version of one figure in a ledger.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "csv", "xlsx")),
    default="text",
    help="导出成什么。  What to export.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="写到哪个文件。  File to write.",
)
def status(
    plan_name: str,
    year: int,
    period: str | None,
    data: Path | None,
    workspace: Path | None,
    figure: str | None,
    form: str,
    output: Path | None,
) -> None:
    """谁报了、谁没报、谁要更正。  Who has submitted, and what is wrong.

    PLAN 为规划代号（与 --data 同用），或直接写台账所在的文件夹。
    有须更正的、空表、往年表或不能用的文件时返回 1。

    PLAN names the plan (with --data), or is the folder of a ledger. Exit code 1 when something
    that came in must be corrected.
    """
    from ..api import shown
    from ..api.submissions import term_of
    from ..ledger.database import holds_ledger

    if data is None and workspace is None and holds_ledger(Path(plan_name)):
        workspace = Path(plan_name)
    need_one(data, workspace)
    term = term_of(year, period)
    if workspace is not None and figure is not None:
        say(_versions(workspace, year, figure))
        return
    if workspace is not None:
        rows, said, lost = _in_ledger(workspace, year, period)
    else:
        assert data is not None
        rows, said, lost = _in_files(plan_name, year, period, data)
    if form != "text" or output is not None:
        said = shown.standings_exported(rows, term, form, output)
        for line in lost:
            say(line, err=True)
    say(said if output is None else f"已写入 {output}")
    if lost or any(row.state.stuck for row in rows):
        sys.exit(1)


def _in_files(
    plan: str, year: int, period: str | None, data: Path
) -> "tuple[tuple[EntityForms, ...], str, tuple[str, ...]]":
    """The rows of files, folders and zips, what is printed of them, and the files nobody's by name
    that cannot be used."""
    from ..api import shown
    from ..api import submissions as api
    from ..api.given import load, read_from

    declarations = load(plan)
    # that nothing came yet is no fault: then everybody is still to report
    reading = read_from(declarations, year, data, stage=progress)
    report = api.checked(declarations, year, reading, progress)
    rows = api.standings(plan, year, report, period=period)
    term = api.term_of(year, period)
    said = shown.standings_text(rows, term, report.reading, report.findings)
    return rows, said, shown.unusable_text(report.findings, report.reading)


def _in_ledger(
    workspace: Path, year: int, period: str | None
) -> "tuple[tuple[EntityForms, ...], str, tuple[str, ...]]":
    """The rows of a ledger, all that it says of the year, and the files nobody's that cannot be
    used.

    Raises:
        ShuangkongError: the ledger cannot be used.
    """
    from ..ledger import show
    from ..ledger.status import status

    found = status(workspace, year, period)
    return found.rows, show.status(found), show.lost(found)


def _versions(workspace: Path, year: int, figure: str) -> str:
    """Every version of one figure (邢台市.coal.2020).

    Raises:
        ShuangkongError: the ledger cannot be used, or the figure is not named so.
    """
    from ..ledger import show_changes
    from ..ledger.versions import versions

    parts = figure.split(".")
    if len(parts) != 3:
        raise Misuse(f"“{figure}”看不懂\n    怎么改：写成 邢台市.coal.2020 的样子")
    return show_changes.versions(versions(workspace, year, *parts))
