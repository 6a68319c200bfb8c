"""The documentation of declarations cannot drift away from the code."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest
from shuangkong.declarations import tables
from shuangkong.declarations.checking import check
from shuangkong.declarations.fields import choices, declared_fields
from shuangkong.declarations.load import load
from shuangkong.declarations.show import show

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("plans.md", "plans.zh.md")


def regenerate():
    spec = importlib.util.spec_from_file_location("regenerate", DOCS / "regenerate.py")
    module = importlib.util.module_from_spec(spec)
    path = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = path
    return module


def test_pages_are_as_the_code_would_write_them():
    for path, text in regenerate().pages().items():
        assert path.read_text(encoding="utf-8") == text, f"run docs/regenerate.py for {path.name}"


def test_every_kind_of_finding_is_documented():
    text = (DOCS / "messages.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| (SK-[A-Z]\d+) \|", text, flags=re.M)

    assert sorted(documented) == sorted(regenerate().kinds())


def documented_tables():
    """Rows of the key tables: record or file by heading, then the words in the first column."""
    text = (DOCS / "plans.md").read_text(encoding="utf-8").split("## All keys", 1)[1]
    found, heading = {}, ""
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line.strip("# `")
            continue
        word = re.match(r"\| `([^`]+)` \|", line)
        if word:
            found.setdefault(heading, []).append(word[1])
    return found


def test_every_key_is_documented_and_every_documented_key_exists():
    made = regenerate()
    documented = documented_tables()
    records = {r.__name__: r for root in made.RECORDS.values() for r in made.nested(root)}

    for name, record in records.items():
        assert documented.pop(name) == list(declared_fields(record)), name
    assert documented.pop("entities.csv")[:-2] == list(tables.ENTITY_COLUMNS)
    assert documented.pop("allocations.csv") == list(tables.ALLOCATION_COLUMNS)
    assert documented.pop("holidays.csv") == list(tables.HOLIDAY_COLUMNS)
    words = {
        part.__name__: list(choices(part))
        for record in records.values()
        for about in declared_fields(record).values()
        for part in made.parts(about.type)
        if hasattr(part, "__members__")
    }
    assert documented == words


def test_every_choice_says_what_it_means():
    text = (DOCS / "plans.md").read_text(encoding="utf-8").split("### Choices", 1)[1]

    assert not re.findall(r"^\| `[^`]+` \|  \|", text, flags=re.M)


@pytest.mark.parametrize("page", PAGES)
def test_the_plan_of_the_tutorial_is_sound(page, tmp_path):
    text = (DOCS / page).read_text(encoding="utf-8")
    plan = tmp_path / "lucheng-15fyp"
    for file, body in re.findall(r"```(?:yaml|csv)\n# (\S+)\n(.*?)```", text, flags=re.S):
        path = plan / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")

    assert check(plan) == ()
    assert "单位地区生产总值能耗下降" in show(load(plan))


def test_both_languages_have_the_same_plan():
    blocks = [
        re.findall(r"```(?:yaml|csv)\n# (\S+)\n", (DOCS / page).read_text(encoding="utf-8"))
        for page in PAGES
    ]

    assert blocks[0] == blocks[1]
