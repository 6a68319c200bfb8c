"""The first hour of docs/plans.zh.md: its files are written and its commands run, in order."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.docs import played

PAGE = (played.DOCS / "plans.zh.md").read_text(encoding="utf-8")
HOUR = PAGE.split("\n## 一小时", 1)[1].split("\n## ", 1)[0]


@pytest.fixture(scope="module")
def hour(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, int]]]:
    """The folder after the hour, and how each command ended."""
    folder = tmp_path_factory.mktemp("hour")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return folder, list(played.play(HOUR, folder))


def test_every_command_prints_what_the_page_shows(hour: tuple[Path, list[tuple[str, int]]]) -> None:
    _, done = hour
    assert len(done) == 8
    assert [command for command, code in done if code != 0] == []


def test_it_ends_with_a_card_and_a_letter_for_the_city(
    hour: tuple[Path, list[tuple[str, int]]],
) -> None:
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


def test_every_block_of_the_hour_is_done() -> None:
    done = played.blocks(HOUR)
    assert HOUR.count("```") == 2 * len(done)
    assert {block.kind for block in done} == {"console", "csv", "text", "yaml"}
