"""Every message is said somewhere, and nothing is said that the table lacks."""

import ast
from pathlib import Path

from shuangkong import messages

PACKAGE = Path(messages.__file__).parent


def said() -> set[str]:
    names = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "messages"
                and node.attr != "catalogue"
            ):
                names.add(node.attr)
    return names


def test_each_name_that_is_said_has_a_row_and_each_row_is_said() -> None:
    table = (PACKAGE / "messages.tsv").read_text(encoding="utf-8").splitlines()[1:]

    assert said() == {line.split("\t")[1] for line in table}


def test_ids_are_unique_and_texts_are_there() -> None:
    found = messages.catalogue()

    assert len({m.id for m in found}) == len(found)
    assert all(m.zh and m.en and m.mend for m in found)


def test_a_name_that_is_not_there_is_told() -> None:
    assert not hasattr(messages, "NO_SUCH_MESSAGE")
