"""The table of what a change touches names files that are there."""

import re

import pytest

from tests.place import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
#: of a path that is in no one place the first words say where: `show/scoring.py`
BASES = (
    *("", "engine/shuangkong", "engine/shuangkong/declarations", "tests/formulas"),
    *("engine/shuangkong/intake/reading", "targets/hebei-13fyp"),
)
NAMED = sorted(
    {
        path
        for path, _, _ in (span.partition(":") for span in re.findall(r"`([^`\s]+)`", TEXT))
        if re.search(r"/|\.(?:py|tsv|yaml|md)\Z", path)
    }
)


@pytest.mark.parametrize("path", NAMED)
def test_what_it_names_is_there(path: str) -> None:
    pattern = re.sub(r"<[^>]*>|…", "*", path).strip("/")
    assert any(list((ROOT / base).glob(pattern)) for base in BASES), path


def test_each_kind_of_change_has_its_files() -> None:
    for what in ("a message", "a check that a formula can state", "a check that it cannot",
                 "a kind of scheme", "a place for a formula"):  # fmt: skip
        row = next(line for line in TEXT.splitlines() if line.startswith(f"| **{what}**"))
        assert re.search(r"`[^`]+\.(?:py|tsv|yaml)", row)
