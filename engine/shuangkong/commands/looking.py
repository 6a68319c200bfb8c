"""`explain`, `outlook`: why a verdict is what it is, and what is to come."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import Misuse
from .shared import (
    data_option,
    format_option,
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
from .terminal import say, told

if TYPE_CHECKING:
    from ..api.given import Data, PlanLike
    from ..ledger.issue import Assessed
    from ..vocabulary import Decision, Finding


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
    findings: Sequence[Finding] | None = None
    unread: Sequence[Finding] = ()
    revised: Mapping[str, tuple[str, ...]] = {}
    if workspace is not None:
        done = _in_ledger(workspace, plan_name, year)
        plan, figures = done.assessment.declarations, done.evidence.reading
        decisions, revised = done.assessment.decisions, done.evidence.revised
        # parts of the year are checked by themselves, and no file of no use is among their data
        findings = done.evidence.findings if period is None else None
        unread = done.evidence.unread if period is not None else ()
    assert figures is not None
    found = api.outlook(
        plan,
        year,
        figures,
        period=period,
        assumed=assumed,
        decisions=decisions,
        findings=findings,
        revised=revised,
        stage=progress,
    )
    say(outlook_text(found), nl=False)
    if output is not None:
        signed = letterhead_of(head, year)
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
    told((*found.assessment.findings, *unread))


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
