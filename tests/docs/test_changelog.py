"""Fragments of the changelog are named as the release gathers them, and say something."""

import re
from pathlib import Path

import pytest

FRAGMENTS = sorted((Path(__file__).resolve().parents[2] / "changelog.d").iterdir())


@pytest.mark.parametrize("file", FRAGMENTS, ids=lambda f: f.name)
def test_a_fragment_has_a_kind_and_a_sentence(file: Path) -> None:
    assert re.fullmatch(r"[a-z0-9-]+\.(breaking|change|fix)\.md", file.name)
    text = file.read_text(encoding="utf-8").strip()
    assert text.endswith((".", "。", ")", "`"))
    assert len(text) > 30
