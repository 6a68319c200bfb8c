"""A class has its name for itself: who looks for one finds one, whatever room it stands in."""

import ast
from collections import defaultdict

from tests.place import ROOT

_ENGINE = ROOT / "engine" / "shuangkong"


def defined() -> dict[str, list[str]]:
    """Where each class of the engine that others may import is defined."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(_ENGINE.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(path.relative_to(_ENGINE).as_posix())
    return found


def test_no_two_classes_have_the_same_name() -> None:
    names = defined()
    assert len(names) > 300
    assert {name: places for name, places in names.items() if len(places) > 1} == {}
