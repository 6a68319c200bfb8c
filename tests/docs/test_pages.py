"""Every page keeps its word: links lead somewhere, commands and their options exist."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from shuangkong.commands import root

from tests.place import ROOT

PAGES = sorted(
    page
    for pattern in (
        "*.md",
        "docs/**/*.md",
        "templates/**/*.md",
        "samples/**/*.md",
        "targets/**/*.md",
    )
    for page in ROOT.glob(pattern)
)
HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
FENCE = re.compile(r"```[^\n]*\n(.*?)```", re.DOTALL)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def anchor(heading: str) -> str:
    """As the sites that show these pages name a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for target, place in re.findall(r"\]\(([^)#\s]*)#?([^)\s]*)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        leads = page.parent / target if target else page
        assert leads.exists(), target
        if place and leads.suffix == ".md":
            headings = map(anchor, HEADING.findall(leads.read_text(encoding="utf-8")))
            assert place in set(headings), f"{target}#{place}"


def told(text: str) -> Iterator[str]:
    """The command lines of a page: in its blocks, joined where they go on, and in its sentences."""
    for block in FENCE.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            yield line.strip().removeprefix("$ ")
    yield from SPAN.findall(text)


def words_of(line: str) -> list[str]:
    """The words after the name of the command, up to a comment, a pipe or what follows."""
    line = re.split(r"\s#|\s\||\s&&|;|>", line)[0]
    try:
        words = shlex.split(line)
    except ValueError:
        words = line.split()
    return words[1:] if words and words[0] == "shuangkong" else []


def resolved(words: list[str]) -> tuple[click.Command, list[str]]:
    command: click.Command = root
    while isinstance(command, click.Group) and words and re.fullmatch(r"[a-z-]+", words[0]):
        assert words[0] in command.commands, " ".join(words)
        command, words = command.commands[words[0]], words[1:]
    return command, words


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_and_options_exist(page: Path) -> None:
    if page.name == "CHANGELOG.md":  # what was true then
        return
    for line in told(page.read_text(encoding="utf-8")):
        command, words = resolved(words_of(line))
        has = {one for p in command.params for one in (*p.opts, *p.secondary_opts)}
        has |= {"--help", "--version"}
        for word in words:
            if re.match(r"--[a-z]", word):
                assert word.split("=")[0] in has, line


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_targets_of_make_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    for line in told(page.read_text(encoding="utf-8")):
        if match := re.match(r"make ([a-z][a-z-]*)", line):
            assert match[1] in targets, line
