"""`form`, `check`, `read`: forms out, spreadsheets in."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import Misuse
from .shared import (
    files_argument,
    format_option,
    jobs_option,
    period_option,
    plan_argument,
    progress,
    year_option,
)
from .terminal import echo_json, say

if TYPE_CHECKING:
    from .. import CheckReport
    from ..running.crew import Crew


@click.command()
@plan_argument
@year_option
@period_option
@click.option("--entity", metavar="石家庄市", help="哪个考核对象。  Which entity.")
@click.option(
    "-o",
    "path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="写到哪个文件（与 --entity 同用）。  File to write.",
)
@click.option(
    "--all",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="为全部考核对象各写一份。  One form for each entity.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="已有数据，用来预填基期和往年。  Known data to show for earlier years.",
)
@jobs_option
def form(
    plan_name: str,
    year: int,
    period: str | None,
    entity: str | None,
    path: Path | None,
    folder: Path | None,
    data: Path | None,
    jobs: int | None,
) -> None:
    """生成填报表：在 Excel、WPS 里边填边自查。  Write forms that check themselves.

    写 --period 得到季度、半年或月度的填报表。  With --period the form is of a part of the year.
    """
    from ..api.forms import write_forms
    from ..running.crew import Crew

    if (entity is None) == (folder is None) or (entity is not None and path is None):
        raise Misuse(
            "要么写 --entity 和 -o（一份），要么写 --all（全部）\n"
            "    怎么改：例如 --entity 石家庄市 -o 石家庄市.xlsx，或 --all 填报表"
        )
    target = path or folder or Path()
    with Crew(jobs) as crew:
        done = write_forms(
            plan_name, year, entity, target, data, period=period, stage=progress, crew=crew
        )
    for written in done:
        say(f"已写入 {written}")
    kept = [written for written in done if "_新表" in written.stem]
    if kept:
        say(f"原有的 {len(kept)} 份已填的表没有改动，新表写在旁边，文件名带“_新表”", err=True)


@click.command()
@files_argument
@click.option(
    "--plan", "plan_name", metavar="PLAN", help="哪个规划；填报表自己写明的可不写。  The plan."
)
@click.option("--year", type=int, metavar="Y", help="考核年度；同上。  Assessment year.")
@click.option(
    "--annotate",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="把标红并加批注的原表写到这里。  Where to write the marked copies.",
)
@jobs_option
@format_option
def check(
    files: tuple[Path, ...],
    plan_name: str | None,
    year: int | None,
    annotate: Path | None,
    jobs: int | None,
    form: str,
) -> None:
    """审核填报表：哪一格、什么问题、依据、怎么改；并在原表上标出来。

    Check submissions; findings come as text, as JSON, and as marked copies of the workbooks.
    """
    from .. import text
    from ..api import shown
    from ..api import submissions as api
    from ..running.crew import Crew

    with Crew(jobs) as crew:
        report = api.check(plan_name, year, files, stage=progress)
        # what was found is said before anything else is tried
        if form == "json":
            echo_json(shown.report_data(report))
        else:
            say(text.findings(report.findings, most=200))
            say(f"审核规则版本 {report.rules}（省里审核用同一套规则）")
        unmarked = annotate is not None and _annotate(report, annotate, crew, err=form == "json")
    if report.failed or unmarked:
        sys.exit(1)


def _annotate(report: "CheckReport", folder: Path, crew: "Crew", *, err: bool) -> bool:
    """Write the marked copies; whether one of them is missing."""
    from .. import text
    from ..api.marking import write_annotated

    done = write_annotated(report, folder, progress, crew)
    for copy in done.paths:
        say(f"已标注 {copy}", err=err)
    for name in done.clean:
        say(f"{name} 没有审核意见，不用标注，没有另存", err=err)
    for finding in done.findings:
        say(str(finding), err=True)
    return text.grave(done.findings)


@click.command()
@files_argument
@click.option(
    "--plan", "plan_name", metavar="PLAN", help="按哪个规划的指标认表。  Match to a plan."
)
@click.option(
    "--layout",
    "layouts",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="表本身没写明的事项（YAML），可写多个。  Layouts that say what a table leaves out.",
)
@click.option(
    "--write-layout",
    "new_layout",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="写出一份可修改的版式说明。  Write a layout to adjust.",
)
@click.option(
    "--sheet", default="*", metavar="NAME", help="只看哪些工作表，可用 *。  Sheets to show."
)
@click.option("--from", "first", type=int, metavar="ROW", help="从第几行看起。  First row.")
@click.option("--rows", type=int, metavar="N", help="看多少行。  How many rows.")
@click.option("--all", "everything", is_flag=True, help="看全部。  Show everything.")
@format_option
def read(
    files: tuple[Path, ...],
    plan_name: str | None,
    layouts: tuple[Path, ...],
    new_layout: Path | None,
    sheet: str,
    first: int | None,
    rows: int | None,
    everything: bool,
    form: str,
) -> None:
    """看一看表里读到了什么：哪些格、没读的格和原因、有多大把握。

    Show what is taken from which cells of any table, what is left out and why.
    """
    from ..api import shown
    from ..api import submissions as api

    window = shown.window(sheet, first, rows, everything)
    reading = api.read(plan_name, None, files, layouts=layouts, stage=progress)
    if new_layout is not None:
        api.write_layout(reading, plan_name, new_layout)
    if form == "json":
        echo_json(shown.reading_data(reading, window))
    else:
        say(shown.reading_text(reading, window))
    if new_layout is not None:
        say(f"已写入 {new_layout}", err=form == "json")
    if shown.refused(reading):
        sys.exit(1)
