"""Arguments that several commands take, and the progress bar."""

import datetime
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import Misuse
from ..running.progress import Progress

if TYPE_CHECKING:
    from .. import Letterhead

plan_argument = click.argument("plan_name", metavar="PLAN")
period_option = click.option(
    "--period",
    metavar="H1",
    help="年内时段：H1 上半年、Q3 三季度、06 六月；不写即全年。  Part of the year.",
)
year_option = click.option(
    "--year", type=int, required=True, metavar="Y", help="考核年度。  Assessment year."
)
data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="填报数据所在的文件、文件夹或压缩包。  File, folder or zip with the submissions.",
)
workspace_option = click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    metavar="WORKSPACE",
    help="从台账取数，代替 --data。  Take the figures from a ledger instead.",
)
files_argument = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
engine_option = click.option(
    "--engine",
    type=click.Choice(["polars", "duckdb", "spark"]),
    default="polars",
    show_default=True,
    help="从数据中取数的引擎，结果相同，何时换用见 docs/scale.md。  Same outcomes on each.",
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="输出形式。  Output form.",
)


def need_one(data: Path | None, workspace: Path | None) -> None:
    """Exactly one of --data and --workspace.

    Raises:
        Misuse: when there is none or both.
    """
    if (data is None) == (workspace is None):
        raise Misuse(
            "数据从哪里来没有写清：--data 和 --workspace 要写且只写一个\n"
            "    怎么改：用文件的写 --data 填报文件夹，用台账的写 --workspace 工作区"
        )


def _absent(_: click.Context, __: click.Parameter, path: Path) -> Path:
    if path.exists():
        raise click.UsageError(f"{path} 已经存在，没有覆盖；请换一个文件名")
    return path


new_file_option = click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    callback=_absent,
    help="写到哪个文件（.xlsx），须是还没有的。  File to write, which must not be there yet.",
)


def output_option(required: bool = True) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`--output DIR`."""
    return click.option(
        "--output",
        type=click.Path(path_type=Path, file_okay=False),
        required=required,
        metavar="DIR",
        help="结果写到哪个文件夹。  Folder to write to.",
    )


_LETTERHEAD = {
    "issuer": ("发文机关", "Issuing office"),
    "approver": ("批准机关，如 省政府", "Approving authority"),
    "recipients": ("通报的主送机关", "Addressees of the circular"),
    "copies": ("抄送机关", "Copies to"),
    "deadline": ("函中要求的办理期限", "Date by which letters ask for an answer"),
    "contact": ("联系人和电话", "Whom to ask, with telephone"),
    "reply-to": ("书面材料的报送地址", "Where answers go"),
}


def letterhead_options(command: Callable[..., None]) -> Callable[..., None]:
    """--issuer and the like; what is left out stays a visible placeholder in the letters."""
    command = click.option(
        "--date",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="2027-03-01",
        help="成文日期，由此算工作日期限。  Date of the letters, from which working days count.",
    )(command)
    for name, (zh, en) in reversed(_LETTERHEAD.items()):
        command = click.option(f"--{name}", metavar="TEXT", help=f"{zh}。  {en}.")(command)
    return command


def letterhead_of(
    given: "Mapping[str, str | datetime.datetime | None]", year: int | None
) -> "Letterhead":
    """The letterhead from the options that were written, for letters about a year.

    Raises:
        Misuse: they would be dated before that year.
    """
    from .. import Letterhead

    date = given.get("date")
    if year is not None and isinstance(date, datetime.datetime) and date.year < year:
        raise Misuse(
            f"成文日期 {date:%Y-%m-%d} 早于所考核的 {year} 年\n    怎么改：改正 --date 或 --year"
        )

    def said(value: str | datetime.datetime) -> str:
        return value if isinstance(value, str) else f"{value.year}年{value.month}月{value.day}日"

    return Letterhead(**{name: said(value) for name, value in given.items() if value})


templates_option = click.option(
    "--templates",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="本单位的函件和表格模板。  The office's own templates of letters and tables.",
)


def jobs_option(command: Callable[..., None]) -> Callable[..., None]:
    """`--jobs N`."""
    return click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="同时用几个进程，默认与处理器数相同。  Processes; by default one for each core.",
    )(command)


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """A progress bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _name, _done, _all: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def step(_name: str, done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield step
