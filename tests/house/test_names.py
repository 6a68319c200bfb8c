"""Names of the engine: a class has its own for itself, and what is defined is used."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.place import ROOT

_ENGINE = ROOT / "engine" / "shuangkong"
_READERS = ("engine", "docs", "samples", "benchmarks", "templates")
_TEXTS = (".py", ".html", ".j2", ".md")
#: called by the libraries whose classes they are written into: PyYAML, XlsxWriter, html.parser
_CALLED_FROM_OUTSIDE = {
    *("descend_resolver", "ascend_resolver", "_prepare_formula"),
    *("handle_endtag", "handle_entityref", "handle_charref"),
    "readinto",
}


def trees() -> Iterator[tuple[str, ast.Module]]:
    """The modules of the engine, by path."""
    for path in sorted(_ENGINE.rglob("*.py")):
        yield path.relative_to(_ENGINE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def defined(tree: ast.Module) -> Iterator[str]:
    """Classes, constants, functions and methods; what is decorated its decorator may call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name
    for node in tree.body:
        if isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def test_no_two_classes_have_the_same_name() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for place, tree in trees():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(place)
    assert len(found) > 300
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_nothing_is_there_that_only_tests_use() -> None:
    words = Counter(
        word
        for folder in _READERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in _TEXTS
        for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
    )
    once = {n: place for place, tree in trees() for n in defined(tree) if words[n] == 1}
    special = {name for name in once if name.startswith("__")}
    assert {n: once[n] for n in once.keys() - special - _CALLED_FROM_OUTSIDE} == {}
