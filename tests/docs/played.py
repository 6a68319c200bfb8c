"""Pages are played: their files are written, their commands run in order, their output compared."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from shuangkong.commands import root
from shuangkong.errors import ShuangkongError

from tests.place import ROOT

DOCS = ROOT / "docs"
_BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
#: after the name of a file: what stands here is added to what it holds
_ADDED = "（加在末尾）"


@dataclass(frozen=True)
class Block:
    """A block of a page: console, or a file with its name."""

    kind: str
    title: str
    body: str


def blocks(text: str) -> list[Block]:
    """The blocks of a page, in order."""
    return [Block(*found) for found in _BLOCK.findall(text)]


def transcripts(text: str) -> list[tuple[str, list[str]]]:
    """Each command of a page with the lines that stand below it."""
    found: list[tuple[str, list[str]]] = []
    for block in blocks(text):
        if block.kind == "console":
            found += _commands(block.body)
    return found


def _commands(body: str) -> list[tuple[str, list[str]]]:
    parts = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
    return [(first, rest) for first, *rest in (part.splitlines() for part in parts)]


def play(text: str, folder: Path) -> Iterator[tuple[str, int]]:
    """Write the files and run the commands of a page, where the work is done in `folder`.

    Yields each command with its exit code, once it printed every line that the page shows, in
    order; `…` stands for lines, and within a line for a part of it.
    """
    for block in blocks(text):
        if block.kind == "console":
            for command, shown in _commands(block.body):
                yield command, _run(command, shown, folder)
        elif block.title:
            _write(block, folder)


def _write(block: Block, folder: Path) -> None:
    path = folder / block.title.removesuffix(_ADDED)
    path.parent.mkdir(parents=True, exist_ok=True)
    old = path.read_text(encoding="utf-8") if block.title.endswith(_ADDED) else ""
    path.write_text(old + block.body, encoding="utf-8", newline="")


def _run(command: str, shown: list[str], folder: Path) -> int:
    name, *words = shlex.split(command, comments=True)
    assert name == "shuangkong", command
    done = CliRunner().invoke(
        root, [str(ROOT / word) if word.startswith("samples/") else word for word in words]
    )
    refused = isinstance(done.exception, ShuangkongError)  # printed by the entry point
    assert refused or isinstance(done.exception, SystemExit | None), repr(done.exception)
    output = f"{done.output}{done.exception}" if refused else done.output
    printed = [even(line.replace(f"{folder}/", "")) for line in output.splitlines()]
    missing = first_missing(map(even, shown), printed)
    assert missing is None, f"{command}\nnot printed: {missing}\n{output}"
    return done.exit_code


def first_missing(shown: Iterator[str], printed: list[str]) -> str | None:
    """The first line shown that was not printed after those before it."""
    at = 0
    for line in shown:
        if line.strip("… "):
            found = next((n for n in range(at, len(printed)) if _fits(printed[n], line)), None)
            if found is None:
                return line
            at = found + 1
    return None


def even(line: str) -> str:
    """Columns of a table move when a longer name comes; what they hold does not."""
    return re.sub(r"\s+", " ", line.replace("\\", "/")).strip()


def _fits(printed: str, shown: str) -> bool:
    return bool(re.fullmatch(".*".join(map(re.escape, shown.split("…"))), printed))
