"""`assess`, `explain`, `outlook`, `demo`: verdicts, scores, documents."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import resources
from ..errors import Misuse
from ..running.progress import WRITING
from .shared import (
    data_option,
    engine_option,
    format_option,
    jobs_option,
    letterhead_of,
    letterhead_options,
    need_one,
    output_option,
    period_option,
    plan_argument,
    progress,
    templates_option,
    workspace_option,
    year_option,
)
from .terminal import say

if TYPE_CHECKING:
    from .. import Letterhead
    from ..api.given import Data, PlanLike
    from ..ledger.issue import Assessed
    from ..vocabulary import Decision, Finding


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
    from .. import text
    from ..vocabulary import Severity

    need_one(data, workspace)
    if workspace is not None and engine != "polars":
        raise Misuse("台账只用默认引擎\n    怎么改：去掉 --engine，或写 --data 代替 --workspace")
    if workspace is not None:
        found = _from_ledger(
            *(workspace, plan_name, year, output, issue, by, note, templates),
            letterhead_of(head),
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
            head=letterhead_of(head),
            engine=engine,
            jobs=jobs,
        )
    if archive is not None:
        from ..api.templates import archive as pack

        pack(output, archive)
        say(f"已打包 {archive}")
    if found:
        say(text.findings(found, down_to=Severity.WARNING), err=True)
    if text.grave(found):
        sys.exit(1)


@click.command()
@plan_argument
@click.argument("entity")
@click.argument("target")
@year_option
@data_option
@workspace_option
@format_option
def explain(
    plan_name: str,
    entity: str,
    target: str,
    year: int,
    data: Path | None,
    workspace: Path | None,
    form: str,
) -> None:
    """说明一个结论的全部来历：条款、公式、每个数据的单元格、算式、得分和等级。

    Explain one verdict: clause, formula, the cell of every figure, arithmetic, score, grade.
    """
    from ..api import assessing as api

    need_one(data, workspace)
    if workspace is not None:
        assessment = _in_ledger(workspace, plan_name, year, entity).assessment
    else:
        assert data is not None
        assessment = api.assess(plan_name, year, data, entity=entity, stage=progress)
    found = api.explain(assessment, entity, target)
    say(found.json.decode("utf-8") if form == "json" else found.text, nl=False)


@click.command()
@plan_argument
@year_option
@data_option
@workspace_option
@period_option
@click.option(
    "--assume",
    "assumed",
    multiple=True,
    metavar="石家庄市.coal.2020=3600",
    help="假设某个数据，可写多个。  What if a figure were so; repeatable.",
)
@click.option(
    "--draft-letters",
    is_flag=True,
    help="据假设推演时也起草函，逐段注明据假设。  Letters on assumed figures too, marked.",
)
@output_option(required=False)
@click.option("--issue", is_flag=True, help="签发：全部文件存入台账。  Issue the warnings.")
@click.option("--by", metavar="姓名", help="签发人。  Who issues.")
@click.option("--pdf", is_flag=True, help="另出 PDF（需装 LibreOffice）。  PDFs too.")
@templates_option
@letterhead_options
def outlook(
    plan_name: str,
    year: int,
    data: Path | None,
    workspace: Path | None,
    period: str | None,
    assumed: tuple[str, ...],
    draft_letters: bool,
    output: Path | None,
    issue: bool,
    by: str | None,
    pdf: bool,
    templates: Path | None,
    **head: str | None,
) -> None:
    """预警与预测：各市预警等级，到期末的预测和区间，距下一档、下一等级的差距。

    Warning levels, forecasts to the target date, distance to the next step and grade; with
    --output also the barometer as a workbook and a letter to every entity behind its pace.
    """
    from ..api import assessing as api
    from ..api.shown import outlook_text
    from . import printed

    need_one(data, workspace)
    _refuse_loose_issue(issue, workspace, output, assumed)
    plan: PlanLike = plan_name
    figures: Data | None = data
    decisions: Sequence[Decision] = ()
    if workspace is not None:
        done = _in_ledger(workspace, plan_name, year)
        plan, figures = done.assessment.declarations, done.evidence.reading
        decisions = done.assessment.decisions
    assert figures is not None
    found = api.outlook(
        plan,
        year,
        figures,
        period=period,
        assumed=assumed,
        decisions=decisions,
        stage=progress,
    )
    say(outlook_text(found), nl=False)
    if output is not None:
        signed = letterhead_of(head)
        if issue and workspace is not None:
            from ..ledger import warned

            signed = warned.numbered_warnings(workspace, year, signed)
        written = api.write(
            found,
            output,
            pdf=pdf,
            templates=templates,
            letterhead=signed,
            draft_letters=draft_letters,
            stage=progress,
        )
        say(printed.written(written.folder, written.files))
        if issue and workspace is not None:
            from ..ledger import show

            files = dict(written.files)
            receipt = warned.issue_warnings(workspace, year, period, written.folder, files, by)
            say(f"已签发，全部文件已存入台账\n{show.receipt(receipt)}")


def _refuse_loose_issue(
    issue: bool, workspace: Path | None, output: Path | None, assumed: tuple[str, ...]
) -> None:
    """Warnings are issued from the record alone, and what-if stays what-if.

    Raises:
        Misuse: something that cannot be issued was asked for.
    """
    if issue and (workspace is None or output is None):
        raise Misuse(
            "签发预警要用台账并写出文件\n    怎么改：写 --workspace 工作区 --output 文件夹"
        )
    if issue and assumed:
        raise Misuse("假设的数据不能签发\n    怎么改：去掉 --assume，或去掉 --issue")


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


def _in_ledger(workspace: Path, plan_name: str, year: int, entity: str | None = None) -> "Assessed":
    """What a ledger holds, assessed. A look into it never changes its plan.

    Raises:
        Misuse: when the ledger is for another plan.
    """
    from ..api.plans import id_of
    from ..ledger.issue import assess_workspace

    done = assess_workspace(workspace, year, entity=entity)
    recorded = done.assessment.declarations.plan.id
    if id_of(plan_name) != recorded:
        raise Misuse(
            f"这本台账是 {recorded} 的，不是“{plan_name}”的\n    怎么改：写 {recorded}，或换工作区"
        )
    return done


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
