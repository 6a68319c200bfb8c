"""`shuangkong plan …`: look at plans, check them, declare them."""

import sys
from pathlib import Path

import click

from ..errors import Misuse
from .shared import format_option, plan_argument
from .terminal import echo_json, say


@click.group()
def plan() -> None:
    """查看、检查、新建规划。  Look at plans, check them, declare them."""


@plan.command("list")
@click.option(
    "--year", type=int, metavar="Y", help="按哪一年说状态；不写即今年。  As of which year."
)
def list_(year: int | None) -> None:
    """列出随附的规划，按状态和规划期。  List the shipped plans by status and period."""
    import datetime

    from ..api.plans import family
    from ..text import table

    known = family(year or datetime.date.today().year)
    rows = [(p.id, p.title, p.period, standing) for p, standing in known]
    say(table(("代号", "规划", "规划期", "状态"), rows))


@plan.command()
@plan_argument
@click.option("--markdown", is_flag=True, help="输出 Markdown。  Print Markdown.")
def show(plan_name: str, markdown: bool) -> None:
    """按人读的样子打印规划。  Print a plan as a person would read it."""
    from ..api.plans import shown

    say(shown(plan_name, markdown=markdown))


@plan.command()
@click.argument("plan_name", metavar="PLAN", required=False)
def check(plan_name: str | None) -> None:
    """检查规划的声明，一次说完所有问题（不写 PLAN 即检查全部）。  Check declarations."""
    from .. import text
    from ..api.plans import faults

    found = faults(plan_name)
    say(text.findings(found, most=500))
    if text.grave(found):
        sys.exit(1)


@plan.command("test")
@plan_argument
def test_(plan_name: str) -> None:
    """用公布的案例检验规划：逐例执行，列出与文件不一致之处。  Execute a plan's worked cases."""
    from ..api import plans as api

    results = api.cases(plan_name)
    say(api.cases_text(results), nl=False)
    if not all(result.holds for result in results):
        sys.exit(1)


@plan.command()
@plan_argument
@click.option(
    "--text",
    "text_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    required=True,
    metavar="FILE",
    help="规划全文（文本文件）。  The plan's text.",
)
def coverage(plan_name: str, text_file: Path) -> None:
    """逐条核对规划全文：已声明、声明为不能计算、未涉及；列出没有声明引用的数字。

    Hold a plan's text against its declarations, clause by clause and number by number.
    """
    from ..api import plans as api

    report = api.coverage(plan_name, text_file)
    say(api.coverage_text(report), nl=False)
    if not report.complete:
        sys.exit(1)


@plan.command()
@plan_argument
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True),
    metavar="PATH",
    help="填报数据；不写的都是未报。  The submissions; without any, nothing was reported.",
)
@click.option("--year", type=int, metavar="Y", help="看到哪一年为止。  Up to which year.")
@format_option
def status(plan_name: str, data: Path | None, year: int | None, form: str) -> None:
    """按牵头单位和期限列出任务，和所报的状态。

    A plan's tasks by who leads and by when, each with its state as reported.
    """
    from ..api import plans as api

    made = api.tasks(plan_name, data, year)
    if form == "json":
        echo_json(api.tasks_data(made))
    else:
        from ..ledger.moments import now

        say(api.tasks_text(plan_name, made, year, today=now().date()), nl=False)


@plan.command()
@plan_argument
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="写到哪个文件；不写即打印。  File to write; printed when absent.",
)
def export(plan_name: str, output: Path | None) -> None:
    """导出整个规划和案例为一个 JSON，供别的程序用（结构见 plan schema export）。

    A whole plan and its worked cases as one JSON, for other programs.
    """
    from ..api import plans as api
    from ..running.files import write_bytes

    content = api.exported(plan_name)
    if output is None:
        say(content.decode("utf-8"), nl=False)
        return
    write_bytes(output, content)
    say(f"已写入 {output}")


@plan.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def conformance(folder: Path) -> None:
    """写出一致性案例集：另一个程序能照着跑的规划、案例、应得结果和出处。

    Write the conformance set: plans and cases with what must come out, for another program.
    """
    from ..api.plans import write_conformance

    say(f"已写入 {len(write_conformance(folder))} 个文件，从 {folder / 'README.md'} 读起")


@plan.command()
@click.argument("kind", required=False)
def schema(kind: str | None) -> None:
    """打印声明文件的 JSON Schema，供编辑器补全和检查。  Print a JSON Schema for editors."""
    import json

    from ..api import plans as api

    if kind is None:
        say("\n".join(api.kinds()))
        return
    say(json.dumps(api.schema(kind), ensure_ascii=False, indent=2))


@plan.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--template", metavar="carbon-15fyp", help="用哪个样板。  Which template.")
@click.option("--name", metavar="河北省", help="样板用于哪个省。  The province it is for.")
@click.option("--code", metavar="130000", help="其代码，可不写。  Its code, where not known.")
@click.option(
    "--cities",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="各市名单：每行 代码,名称。  Its cities: a code and a name in every line.",
)
@click.option("--title", help="规划名称。  Title.")
@click.option("--first", type=int, help="规划期首年。  First year.")
@click.option("--last", type=int, help="规划期末年。  Last year.")
def new(
    folder: Path,
    template: str | None,
    name: str | None,
    code: str | None,
    cities: Path | None,
    title: str | None,
    first: int | None,
    last: int | None,
) -> None:
    """生成一个可以直接修改的规划样板；写 --template 的，连同填报表和函件模板。

    Scaffold a plan to start from; with --template a province's own, with its forms and letters.
    """
    from ..api import plans as api

    if template is None:
        _refuse_province(name, code, cities)
        if title is None or first is None or last is None:
            raise Misuse(
                "没有写全规划名称和规划期\n    怎么改：写 --title 名称 --first 首年 --last 末年，"
                "或用样板：--template carbon-15fyp --name 省名"
            )
        for path in api.scaffold(folder, title, first, last):
            say(str(path))
        return
    if name is None or first is not None or last is not None:
        raise Misuse(
            "用样板的要写省名，规划期由样板定\n    怎么改：写 --name 省名，去掉 --first 和 --last"
        )
    begun = api.begin(folder, template, name, code, cities, title)
    for path in begun.declared:
        say(str(path))
    say(f"填报表 {len(begun.forms)} 份在 {begun.forms[0].parent}")
    say(f"函件和表格的模板在 {begun.letters[0].parent}")
    if cities is None:
        say("各市还没有录入：改 entities.csv，再用 shuangkong form 生成各市的填报表")
    say("目标值一个也没有填：照本省方案和下达文件填进 allocations.csv，没有见到的不填")


def _refuse_province(name: str | None, code: str | None, cities: Path | None) -> None:
    """A plan without a template is for nobody in particular.

    Raises:
        Misuse: a province, or its cities, were named.
    """
    if name is not None or code is not None or cities is not None:
        raise Misuse(
            "--name、--code、--cities 只用于样板\n    怎么改：加 --template carbon-15fyp，或去掉"
        )
