"""docs/library.md: its code runs, prints what it says, and leaves out nothing public."""

import importlib.util
import re
from pathlib import Path

import shuangkong

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "library.md").read_text(encoding="utf-8")


def test_the_page_prints_what_it_shows() -> None:
    spec = importlib.util.spec_from_file_location("executed", DOCS / "executed.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.executed(PAGE) == PAGE, "run docs/executed.py"


def test_every_public_name_is_described_and_every_described_name_is_public() -> None:
    table = PAGE.split("<!-- public")[1]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == shuangkong.__all__
    words = set(re.findall(r"`(?:shuangkong\.)?(\w+)", PAGE.split("<!-- public")[0]))
    assert set(shuangkong.__all__) <= words
