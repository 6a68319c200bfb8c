"""Runs the Python blocks of a page, in one go from top to bottom, and fills in what they print.

In a block with prompts, `>>> ` begins a statement and what follows it is its output. A block
without prompts prints nothing. `python docs/executed.py` writes docs/library.md anew; a test
compares it.
"""

import ast
import contextlib
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent / "library.md"
_BLOCK = re.compile(r"(```python\n)(.*?)(```)", re.DOTALL)


def executed(text: str) -> str:
    """The page with the output of its statements."""
    names: dict[str, Any] = {"__name__": "page"}

    def run(block: re.Match[str]) -> str:
        begin, source, end = block.groups()
        if ">>> " not in source:
            exec(compile(source, "<page>", "exec"), names)
            return block[0]
        made = [f"{shown}{_printed(statement, names)}" for statement, shown in _statements(source)]
        return begin + "".join(made) + end

    return _BLOCK.sub(run, text)


def _statements(source: str) -> Iterator[tuple[str, str]]:
    """Each statement of a block, as code and as it stands with its prompts."""
    lines: list[str] = []
    for line in [*source.splitlines(), ">>> "]:
        if line.startswith(">>> ") and lines:
            yield "\n".join(one[4:] for one in lines), "".join(f"{one}\n" for one in lines)
            lines = []
        if line.startswith((">>> ", "... ")):
            lines.append(line.rstrip() if line == "... " else line)


def _printed(statement: str, names: dict[str, Any]) -> str:
    """What a statement prints, an expression its representation."""
    output = io.StringIO()
    tree = ast.parse(statement)
    (only,) = tree.body
    with contextlib.redirect_stdout(output):
        if isinstance(only, ast.Expr):
            value = eval(compile(ast.Expression(only.value), "<page>", "eval"), names)
            if value is not None:
                print(repr(value))
        else:
            exec(compile(tree, "<page>", "exec"), names)
    return output.getvalue()


if __name__ == "__main__":
    sys.path.insert(0, str(PAGE.parent.parent / "engine"))
    PAGE.write_text(executed(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
