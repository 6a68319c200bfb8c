"""The first hour of docs/plans.zh.md: its files are written and its commands run, in order."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from shuangkong.commands.root import root

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "plans.zh.md").read_text(encoding="utf-8")
HOUR = PAGE.split("\n## 一小时", 1)[1].split("\n## ", 1)[0]
BLOCKS = re.findall(r"```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)```", HOUR, re.DOTALL)
_ADDED = "（加在末尾）"


@pytest.fixture(scope="module")
def hour(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, str, str]]]:
    """The folder after the hour, and of every command what the page shows and what it printed."""
    folder = tmp_path_factory.mktemp("hour")
    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for kind, title, body in BLOCKS:
            if kind == "console":
                told += [_run(part) for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]]
            else:
                path = Path(title.removesuffix(_ADDED))
                path.parent.mkdir(parents=True, exist_ok=True)
                old = path.read_text(encoding="utf-8") if title.endswith(_ADDED) else ""
                path.write_text(old + body, encoding="utf-8", newline="")
    return folder, told


def _run(block: str) -> tuple[str, str, str]:
    command, _, shown = block.partition("\n")
    done = CliRunner().invoke(root, shlex.split(command.split("  #")[0])[1:])
    assert done.exit_code == 0, f"{command}\n{done.output}\n{done.exception}"
    return command, shown, done.output


def test_every_command_prints_what_the_page_shows(hour) -> None:
    _, told = hour
    assert len(told) == 8
    for command, shown, printed in told:
        lines = [_even(line) for line in printed.splitlines()]
        at = 0
        for line in (one for one in map(_even, shown.splitlines()) if one.strip("… ")):
            begin = line.removesuffix("…")
            found = next((n for n, one in enumerate(lines[at:]) if _fits(one, line, begin)), None)
            assert found is not None, f"{command}: not printed: {line}\n{printed}"
            at += found + 1


def _even(line: str) -> str:
    return re.sub(r" {2,}", "  ", line.replace("\\", "/"))


def _fits(printed: str, shown: str, begin: str) -> bool:
    return printed.startswith(begin) if begin != shown else printed == shown


def test_it_ends_with_a_card_and_a_letter_for_the_city(hour) -> None:
    folder, _ = hour
    (card,) = (p for p in (folder / "结果").rglob("*东原市*.xlsx"))
    shown = {
        str(c.value)
        for sheet in load_workbook(card).worksheets
        for r in sheet.iter_rows()
        for c in r
    }
    assert any("清洁能源电量占比" in text for text in shown)
    assert list((folder / "结果").rglob("*东原市*.docx"))
    assert (folder / "填报表" / "990200_西河市_2026.xlsx").is_file()


def test_every_block_of_the_hour_is_done(hour) -> None:
    assert HOUR.count("```") == 2 * len(BLOCKS)
    assert {kind for kind, *_ in BLOCKS} == {"console", "csv", "text", "yaml"}
