"""`shuangkong template …`: templates of letters and tables that an office edits."""

import sys
from pathlib import Path

import click

from .terminal import say

_folder = click.option(
    "--templates",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="本单位的模板文件夹；不写即随附的模板。  The office's own templates.",
)


@click.group()
def template() -> None:
    """函件和表格的模板：列出、检查、复制。  Templates of letters and tables: list, check, copy."""


@template.command("list")
@_folder
def list_(folder: Path | None) -> None:
    """列出模板。  List the templates."""
    from ..api.templates import listed
    from ..text import table

    rows = [(t.kind, t.name, str(t.path)) for t in listed(folder)]
    say(table(("种类", "用途", "文件"), rows))


@template.command()
@_folder
def check(folder: Path | None) -> None:
    """检查模板里的占位符：没有的、没用上的，在哪一段、哪一格。  Check placeholders."""
    from .. import text
    from ..api.templates import faults

    found = faults(folder)
    say(text.findings(found, most=200))
    if text.grave(found):
        sys.exit(1)


@template.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def copy(folder: Path) -> None:
    """把随附的模板复制出来修改。  Copy the shipped templates to edit them."""
    from ..api.templates import copied

    for path in copied(folder):
        say(f"已写入 {path}")
