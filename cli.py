"""The `shuangkong` command: arguments in, one engine call, messages out; no logic.

Libraries that read or compute are imported by the command that needs them, so that --help
and `plan list` answer at once.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine import resources
from engine.errors import Misuse, ShuangkongError

if TYPE_CHECKING:
    from engine.pipeline import Job

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_DEMO_YEAR = 2020

_plan = click.argument("plan_name", metavar="PLAN")
_year = click.option(
    "--year", type=int, required=True, metavar="Y", help="考核年度。  Assessment year."
)
_data = click.option(
    "--data",
    type=click.Path(path_type=Path),
    required=True,
    metavar="PATH",
    help="填报数据所在的文件、文件夹或压缩包。  File, folder or zip with the submissions.",
)


@click.group(context_settings=_SETTINGS)
@click.version_option(resources.version(), prog_name="shuangkong")
def root() -> None:
    """双控：节能规划目标的跟踪、审核与考核。

    Tracks the targets of energy-saving plans, from the clause of a plan to the scorecard
    and the letter.
    """


@root.group()
def plan() -> None:
    """查看、检查规划。  Look at plans and check them."""


@plan.command("list")
def plan_list() -> None:
    """列出随附的规划。  List the shipped plans."""
    from engine.console import table
    from engine.declarations.listing import listing

    rows = [(p.id, p.title, p.period) for p in listing(resources.targets())]
    click.echo(table(("代号", "规划", "规划期"), rows))


@plan.command("show")
@_plan
@click.option("--markdown", is_flag=True, help="输出 Markdown。  Print Markdown.")
def plan_show(plan_name: str, markdown: bool) -> None:
    """按人读的样子打印规划。  Print a plan as a person would read it."""
    from engine.declarations.load import folder_of, load
    from engine.declarations.show import show

    click.echo(show(load(folder_of(plan_name)), markdown=markdown))


@plan.command("check")
@click.argument("plan_name", metavar="PLAN", required=False)
def plan_check(plan_name: str | None) -> None:
    """检查规划的声明，一次说完所有问题（不写 PLAN 即检查全部）。  Check declarations."""
    from engine import console
    from engine.declarations.checking import check
    from engine.declarations.load import folder_of, shipped_plans

    folders = [folder_of(plan_name)] if plan_name else list(shipped_plans().values())
    found = [f for folder in folders for f in check(folder)]
    click.echo(console.findings(found, most=500))
    if console.grave(found):
        sys.exit(1)


@plan.command("coverage")
@_plan
@click.option(
    "--text",
    "text_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    required=True,
    metavar="FILE",
    help="规划全文（文本文件）。  The plan's text.",
)
def plan_coverage(plan_name: str, text_file: Path) -> None:
    """逐条核对规划全文：已声明、声明为不能计算、未涉及；列出没有声明引用的数字。

    Hold a plan's text against its declarations, clause by clause and number by number.
    """
    from engine.declarations.coverage import coverage, render
    from engine.declarations.load import folder_of, load
    from engine.declarations.plan_text import read_text

    report = coverage(load(folder_of(plan_name)), read_text(text_file))
    click.echo(render(report), nl=False)
    if not report.complete:
        sys.exit(1)


@plan.command("schema")
@click.argument("kind", required=False)
def plan_schema(kind: str | None) -> None:
    """打印声明文件的 JSON Schema，供编辑器补全和检查。  Print a JSON Schema for editors."""
    import json

    from engine.declarations.schema import kinds, schema

    if kind is None:
        click.echo("\n".join(kinds()))
        return
    click.echo(json.dumps(schema(kind), ensure_ascii=False, indent=2))


@plan.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", required=True, help="规划名称。  Title.")
@click.option("--first", type=int, required=True, help="规划期首年。  First year.")
@click.option("--last", type=int, required=True, help="规划期末年。  Last year.")
def plan_new(folder: Path, title: str, first: int, last: int) -> None:
    """生成一个可以直接修改的规划样板。  Scaffold a plan to start from."""
    from engine.declarations.scaffold import scaffold

    for path in scaffold(folder.parent, folder.name, title, first, last):
        click.echo(str(path))


@root.command()
@_plan
@_year
@_data
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="评分卡、函件和结果写到哪里。  Where to write scorecards, letters and results.",
)
def assess(plan_name: str, year: int, data: Path, output: Path) -> None:
    """考核：读入填报数据，逐市出评分卡和函，全省出排名和通报草稿。

    Assess a plan for a year: a scorecard and a letter for each entity, a ranked summary and a
    draft circular for the province, results.json, results.parquet and manifest.json.
    """
    from engine import console
    from engine.vocabulary import Severity

    job = _assessed(plan_name, year, data, output)
    if job.assessment.findings:
        found = job.assessment.findings
        click.echo(console.findings(found, down_to=Severity.WARNING), err=True)
    if console.grave(job.assessment.findings):
        sys.exit(1)


@root.command()
@_plan
@click.argument("entity")
@click.argument("target")
@_year
@_data
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="输出形式。  Output form.",
)
def explain(plan_name: str, entity: str, target: str, year: int, data: Path, form: str) -> None:
    """说明一个结论的全部来历：条款、公式、每个数据的单元格、算式、得分和等级。

    Explain one verdict: clause, formula, the cell of every figure, arithmetic, score, grade.
    """
    from engine.assess import explain as explaining
    from engine.pipeline import run

    assessment = run(plan_name, year, data).assessment
    if form == "json":
        from engine.documents.results import explained_json

        result, found = explaining.find(assessment, entity, target)
        click.echo(explained_json(assessment, result, found).decode("utf-8"), nl=False)
    else:
        click.echo(explaining.explain(assessment, entity, target), nl=False)


@root.command()
@_plan
@_year
@_data
@click.option(
    "--period",
    metavar="H1",
    help="年内时段：H1 上半年、Q3 前三季度、06 六月。  Part of the year.",
)
@click.option(
    "--assume",
    "assumed",
    multiple=True,
    metavar="石家庄市.energy_total.2020=3600",
    help="假设某个数据，可写多个。  What if a figure were so; repeatable.",
)
def outlook(
    plan_name: str, year: int, data: Path, period: str | None, assumed: tuple[str, ...]
) -> None:
    """预警与预测：各市预警等级，到期末的预测和区间，距下一档、下一等级的差距。

    Warning levels, forecasts to the target date, distance to the next step and grade.
    """
    from engine.assess.outlook_text import render
    from engine.pipeline import look_ahead

    click.echo(render(look_ahead(plan_name, year, data, period, assumed)), nl=False)


@root.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("shuangkong-demo"),
    show_default=True,
    metavar="DIR",
    help="结果写到哪里。  Where to write.",
)
def demo(output: Path) -> None:
    """用随附的样例跑一遍两个规划。  Run both shipped plans on the sample submissions."""
    for name in ("national-13fyp", "hebei-13fyp"):
        _assessed(name, _DEMO_YEAR, resources.samples() / name, output / f"{name}-{_DEMO_YEAR}")
        click.echo("")


def _assessed(plan_name: str, year: int, data: Path, output: Path) -> "Job":
    """Assess, write all documents and say where they are."""
    from engine import console
    from engine.documents import write_documents
    from engine.pipeline import run

    with _progress("读取 reading") as step:
        job = run(plan_name, year, data, progress=step)
    with _progress("写出 writing") as step:
        written = write_documents(job.assessment, output, progress=step)
    click.echo(console.ranking(job.assessment))
    click.echo(console.written(written.folder, written.files))
    return job


@contextmanager
def _progress(label: str) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _name, _done, _all: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def step(_name: str, done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield step


def main() -> None:
    """Entry point: every error is one message, and never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # a console or pipe in GBK must not stop on a character it lacks
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = root.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Abort:
        _say("已取消。先前的结果没有改动。  Cancelled; nothing was changed.")
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(Misuse.exit_code)
    except ShuangkongError as error:
        _say(str(error))
        sys.exit(error.exit_code)
    except Exception as error:
        if os.environ.get("SHUANGKONG_DEBUG"):
            raise
        _say(
            f"程序内部错误：{type(error).__name__}: {error}\n"
            "    怎么改：这是程序的缺陷，不是您的操作问题；先前的结果没有改动。"
            "请设置环境变量 SHUANGKONG_DEBUG=1 重新运行，把显示的内容交给维护者"
        )
        sys.exit(1)


def _say(message: str) -> None:
    click.echo(message, err=True)


if __name__ == "__main__":
    main()
