"""`assess`, `demo`: verdicts, scores, documents."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import resources
from ..errors import Misuse
from ..running.progress import WRITING
from .shared import (
    data_option,
    engine_option,
    jobs_option,
    letterhead_of,
    letterhead_options,
    need_one,
    output_option,
    plan_argument,
    progress,
    templates_option,
    workspace_option,
    year_option,
)
from .terminal import say, told

if TYPE_CHECKING:
    from .. import Letterhead
    from ..vocabulary import Finding


@click.command()
@plan_argument
@year_option
@data_option
@workspace_option
@output_option()
@click.option("--issue", is_flag=True, help="签发：结果和全部文件存入台账。  Issue it.")
@click.option("--by", metavar="姓名", help="签发人。  Who issues.")
@click.option("--note", metavar="TEXT", help="签发备注。  A remark.")
@letterhead_options
@engine_option
@jobs_option
@click.option("--pdf", is_flag=True, help="另出 PDF（需装 LibreOffice）。  PDFs too.")
@templates_option
@click.option(
    "--zip",
    "archive",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="另打成一个压缩包。  Pack everything into one zip too.",
)
def assess(
    plan_name: str,
    year: int,
    data: Path | None,
    workspace: Path | None,
    output: Path,
    issue: bool,
    by: str | None,
    note: str | None,
    pdf: bool,
    templates: Path | None,
    archive: Path | None,
    engine: str,
    jobs: int | None,
    **head: str | None,
) -> None:
    """考核：读入填报数据，逐市出评分卡和函，全省出排名和通报草稿。

    Assess a plan for a year: a scorecard and a letter for each entity, a ranked summary and a
    draft circular for the province, results.json, results.parquet and manifest.json.
    """
    need_one(data, workspace)
    if workspace is not None and engine != "polars":
        raise Misuse("台账只用默认引擎\n    怎么改：去掉 --engine，或写 --data 代替 --workspace")
    if workspace is not None:
        found = _from_ledger(
            *(workspace, plan_name, year, output, issue, by, note, templates),
            letterhead_of(head, year),
            jobs,
        )
    elif issue or by or note:
        raise Misuse("签发要用台账\n    怎么改：写 --workspace 工作区，代替 --data")
    else:
        found = _assessed(
            plan_name,
            year,
            data,
            output,
            pdf=pdf,
            templates=templates,
            head=letterhead_of(head, year),
            engine=engine,
            jobs=jobs,
        )
    if archive is not None:
        from ..api.templates import archive as pack

        pack(output, archive)
        say(f"已打包 {archive}")
    told(found)


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("shuangkong-demo"),
    show_default=True,
    metavar="DIR",
    help="结果写到哪里。  Where to write.",
)
def demo(output: Path) -> None:
    """用随附的样例跑一遍三个规划。  Run three plans on the sample submissions."""
    samples = resources.samples()
    begun = samples / "carbon-15fyp"
    runs = (
        (str(begun), 2026, begun / "data"),
        ("national-13fyp", 2020, samples / "national-13fyp"),
        ("hebei-13fyp", 2020, samples / "hebei-13fyp"),
    )
    for plan_name, year, data in runs:
        _assessed(plan_name, year, data, output / f"{Path(plan_name).name}-{year}")
        say("")


def _from_ledger(
    workspace: Path,
    plan_name: str,
    year: int,
    output: Path,
    issue: bool,
    by: str | None,
    note: str | None,
    templates: Path | None,
    head: "Letterhead",
    jobs: int | None,
) -> "tuple[Finding, ...]":
    """Assess what a ledger holds, and issue it when asked; the findings."""
    from ..ledger import show
    from ..ledger.issue import assess_workspace
    from ..running.crew import Crew
    from . import printed

    with progress(WRITING) as step, Crew(jobs) as crew:
        done = assess_workspace(
            workspace,
            year,
            output,
            plan=plan_name,
            issue=issue,
            by=by,
            note=note,
            second=issue,
            templates=templates,
            letterhead=head,
            progress=step,
            crew=crew,
        )
    say(printed.ranking(done.assessment))
    if done.written is not None:
        say(printed.written(done.written.folder, done.written.files))
    say(show.issued(done))
    return done.assessment.findings


def _assessed(
    plan_name: str,
    year: int,
    data: Path | None,
    output: Path,
    *,
    pdf: bool = False,
    templates: Path | None = None,
    head: "Letterhead | None" = None,
    engine: str = "polars",
    jobs: int | None = None,
) -> "tuple[Finding, ...]":
    """Assess, write all documents and say where they are; the findings."""
    from ..api import assessing as api
    from ..running.crew import Crew
    from . import printed

    assert data is not None
    with Crew(jobs) as crew:
        assessment = api.assess(
            plan_name, year, data, engine=engine, stage=progress, crew=crew, again=output
        )
        written = api.write(
            assessment,
            output,
            stage=progress,
            pdf=pdf,
            templates=templates,
            letterhead=head,
            crew=crew,
        )
    say(printed.ranking(assessment))
    say(printed.written(written.folder, written.files))
    if written.kept is not None:
        say(f"原来的文件夹有人改动过，没有覆盖，留在 {written.kept}")
    return assessment.findings
