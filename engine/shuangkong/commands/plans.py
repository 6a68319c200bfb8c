"""`shuangkong plan …`: look at plans, check them, declare them."""

import sys
from pathlib import Path

import click

from .shared import plan_argument
from .terminal import say


@click.group()
def plan() -> None:
    """查看、检查、新建规划。  Look at plans, check them, declare them."""


@plan.command("list")
@click.option("--year", type=int, metavar="Y", help="按哪一年说状态；不写即今年。  As of which year.")
def list_(year: int | None) -> None:
    """列出随附的规划：执行中、未开始、讨论稿、已到期。  List the shipped plans by status and period."""
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
@click.option("--title", required=True, help="规划名称。  Title.")
@click.option("--first", type=int, required=True, help="规划期首年。  First year.")
@click.option("--last", type=int, required=True, help="规划期末年。  Last year.")
def new(folder: Path, title: str, first: int, last: int) -> None:
    """生成一个可以直接修改的规划样板。  Scaffold a plan to start from."""
    from ..api.plans import scaffold

    for path in scaffold(folder, title, first, last):
        say(str(path))
