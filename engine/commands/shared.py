"""Arguments that several commands take, and the progress bar."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

plan_argument = click.argument("plan_name", metavar="PLAN")
year_option = click.option(
    "--year", type=int, required=True, metavar="Y", help="考核年度。  Assessment year."
)
data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    required=True,
    metavar="PATH",
    help="填报数据所在的文件、文件夹或压缩包。  File, folder or zip with the submissions.",
)
files_argument = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="输出形式。  Output form.",
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


@contextmanager
def progress(label: str) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _name, _done, _all: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def step(_name: str, done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield step


def echo_json(content: object) -> None:
    """Print plain data as JSON."""
    import json

    click.echo(json.dumps(content, ensure_ascii=False, indent=1))
