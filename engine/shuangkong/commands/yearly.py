"""`evidence`, `appeal`, `sample`, `history`, `minutes`: the rest of a year on the record."""

import datetime
from pathlib import Path

import click

from .ledgers import by_option, workspace_argument
from .shared import (
    letterhead_of,
    letterhead_options,
    output_option,
    templates_option,
    year_option,
)
from .terminal import say

_file_option = click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="写成工作簿（.xlsx）。  Write it as a workbook.",
)


@click.group()
def evidence() -> None:
    """佐证：把文件与填报、计分项、裁定、申诉连在一起存档。

    Files tied to what they prove: hashed and kept, never opened.
    """


@evidence.command("add")
@workspace_argument
@click.argument("about")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@by_option
@click.option("--year", type=int, metavar="Y", help="计分项所属年度。  The item's year.")
@click.option("--note", metavar="TEXT", help="备注。  A remark.")
def add(
    workspace: Path,
    about: str,
    files: tuple[Path, ...],
    by: str,
    year: int | None,
    note: str | None,
) -> None:
    """登记佐证。ABOUT 为登记号，或 对象.计分项（.内容）。

    Record evidence for the entry of a number, or for an item: ENTITY.ITEM or ENTITY.ITEM.PART.
    """
    from ..ledger import attach, show

    found = attach.attach(workspace, about, files, by, year=year, note=note)
    say(attach.attached_text(found))
    say(show.receipt(found[-1].receipt))


@evidence.command("list")
@workspace_argument
def listed(workspace: Path) -> None:
    """列出全部佐证。  List all evidence."""
    from ..ledger import attach

    say(attach.attached_text(attach.attached(workspace)))


@evidence.command("take")
@workspace_argument
@click.argument("number", type=int)
@output_option()
def take(workspace: Path, number: int, output: Path) -> None:
    """取出一份佐证的原件。  Hand out the kept original of one."""
    from ..ledger import attach

    say(f"已写入 {attach.hand_out(workspace, number, output)}")


@click.group()
def appeal() -> None:
    """申诉：登记、答复（复核决定书）、列出期限。

    A city's objections: received with a deadline, answered by a letter, listed.
    """


@appeal.command("receive")
@workspace_argument
@year_option
@by_option
@click.option("--entity", required=True, metavar="邯郸市", help="申诉的对象。  Who appeals.")
@click.option("--said", required=True, metavar="TEXT", help="申诉事项。  What it objects to.")
@click.option(
    "--deadline",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="2021-05-31",
    help="答复期限。  Until when it is to be answered.",
)
@click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="随附的材料，可写多个。  What came with it; repeatable.",
)
def receive(
    workspace: Path,
    year: int,
    by: str,
    entity: str,
    said: str,
    deadline: datetime.datetime,
    files: tuple[Path, ...],
) -> None:
    """登记申诉，给出回执。  Record an appeal; its receipt is what the city gets."""
    from ..ledger import appealing, show

    done = appealing.receive(workspace, entity, year, said, deadline.date(), by, files=files)
    say(f"已收到{done.entity_name}对第 {done.issue} 号签发的申诉，答复期限 {done.deadline}")
    say(show.receipt(done.receipt))


@appeal.command("answer")
@workspace_argument
@click.argument("number", type=int)
@click.argument("outcome", type=click.Choice(["upheld", "partly", "rejected"]))
@by_option
@click.option("--found", required=True, metavar="TEXT", help="复核认定。  What was found.")
@click.option(
    "--decision",
    "decisions",
    multiple=True,
    type=int,
    metavar="NUMBER",
    help="据以更正的裁定号，可写多个；成立的必须写。  Decisions that correct it; repeatable.",
)
@output_option()
@templates_option
@letterhead_options
def answer(
    workspace: Path,
    number: int,
    outcome: str,
    by: str,
    found: str,
    decisions: tuple[int, ...],
    output: Path,
    templates: Path | None,
    **head: str | None,
) -> None:
    """答复申诉：写出复核决定书并存档。成立的先用 decide 更正、confirm 复核，再用 --decision 写明。

    Answer an appeal by a letter, which is kept. What is changed is first recorded by `decide`
    and confirmed; an appeal that is upheld names it.
    """
    from ..ledger import appealing
    from ..ledger.appeals import OUTCOMES, appeals

    year = next((one.year for one in appeals(workspace) if one.number == number), None)
    done, path = appealing.answer(
        *(workspace, number, outcome, found, by, output),
        decisions=decisions,
        letterhead=letterhead_of(head, year),
        templates=templates,
    )
    say(f"第 {done.number} 号申诉：{OUTCOMES[outcome]}")
    say(f"已写入 {path}")


@appeal.command("list")
@workspace_argument
def waiting(workspace: Path) -> None:
    """列出申诉、期限和状态。  List appeals, deadlines and what became of them."""
    from ..ledger import appeals, moments

    today = moments.now().date()
    say(appeals.appeals_text(appeals.appeals(workspace), today))


@click.command()
@workspace_argument
@year_option
@by_option
@click.option("--risk", type=click.IntRange(0), default=0, help="按风险抽几个。  By risk.")
@click.option(
    "--random", "at_random", type=click.IntRange(0), default=0, help="随机抽几个。  At random."
)
@click.option("--seed", type=int, required=True, help="随机的种子，记入台账。  Seed, recorded.")
@_file_option
def sample(
    workspace: Path,
    year: int,
    by: str,
    risk: int,
    at_random: int,
    seed: int,
    output: Path | None,
) -> None:
    """抽取现场核查清单：按风险和随机，种子记入台账，可重抽核对。

    Draw whom to check on site, by risk and at random; the seed is recorded.
    """
    from ..ledger import sampling, show

    found = sampling.draw(workspace, year, by, risky=risk, at_random=at_random, seed=seed)
    say(sampling.sample_text(found))
    say(show.receipt(found.receipt))
    if output is not None:
        say(f"已写入 {sampling.write_sample(found, output)}")


@click.command()
@workspace_argument
@_file_option
def history(workspace: Path, output: Path | None) -> None:
    """历年并列：各年度最后签发的得分、等级、名次和完成情况。

    Years side by side, as last issued: score, grade, rank and outcome.
    """
    from ..ledger import years

    found = years.history(workspace)
    say(years.history_text(found))
    if output is not None:
        say(f"已写入 {years.write_history(found, output)}")


@click.command()
@workspace_argument
@year_option
@output_option()
@templates_option
@letterhead_options
def minutes(
    workspace: Path, year: int, output: Path, templates: Path | None, **head: str | None
) -> None:
    """会议纪要（草稿）和会签表：裁定、分歧、结果，供签字。

    Minutes and the signing sheet of a year: decisions, differences, results.
    """
    from ..ledger.minutes import write_minutes

    for path in write_minutes(workspace, year, output, letterhead_of(head, year), templates):
        say(f"已写入 {path}")
