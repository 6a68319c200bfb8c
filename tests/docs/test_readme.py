"""The README cannot lie: its transcripts are run, its links and commands exist."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from shuangkong.commands import root

from tests.place import ROOT, environment

README = (ROOT / "README.md").read_text(encoding="utf-8")
TRANSCRIPTS = [
    block for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL) if "$ " in block
]


@pytest.mark.parametrize("block", TRANSCRIPTS, ids=lambda b: b.splitlines()[0][2:40])
def test_a_transcript_is_what_the_command_prints(block: str, tmp_path: Path) -> None:
    command, *expected = block.splitlines()
    words = shlex.split(command.removeprefix("$ shuangkong "))
    words = [str(tmp_path / "out") if w.startswith("out/") else w for w in words]

    done = subprocess.run(
        [sys.executable, "-c", "from shuangkong.commands import main; main()", *words],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    printed = [_even(line) for line in done.stdout.splitlines()]
    at = 0
    for line in map(_even, expected):
        if line.strip() == "…":
            continue
        assert line in printed[at:], f"not printed: {line}\n{done.stdout}\n{done.stderr}"
        at = printed.index(line, at) + 1


def _even(line: str) -> str:
    """Columns of a table move when a longer name comes; what they hold does not."""
    return re.sub(r" {2,}", "  ", line)


def commands(group: click.Group, prefix: str = "") -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands(command, f"{prefix}{name} ")
        else:
            found[f"{prefix}{name}"] = command
    return found


def test_every_command_is_in_the_readme_and_has_bilingual_help() -> None:
    for name, command in commands(root).items():
        assert f"`{name.split()[0]}" in README or f"`{name}`" in README, name
        help_text = command.help or ""
        assert re.search("[\u4e00-\u9fff]", help_text), name
        assert re.search("[A-Za-z]{4}", help_text), name


def test_every_option_has_help() -> None:
    for name, command in commands(root).items():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help or parameter.is_flag, (name, parameter.name)
