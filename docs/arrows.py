"""Which room imports which, read from the source: late imports count, typing alone does not."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "engine" / "shuangkong"
#: what every room stands on; arrows to these are not drawn
GROUND = {"vocabulary", "units", "messages", "errors", "text", "running", "resources"}


def between_rooms() -> set[tuple[str, str]]:
    """Pairs of rooms (importer, imported), the common ground left out."""
    rooms = {p.name for p in PACKAGE.iterdir() if (p / "__init__.py").is_file()} - GROUND
    return {
        (room, other)
        for room in rooms
        for file in (PACKAGE / room).rglob("*.py")
        for other in _imported(file)
        if other in rooms and other != room
    }


def _imported(file: Path) -> Iterator[str]:
    """What a module imports of the package, by the first part below it."""
    parts = file.relative_to(PACKAGE).parts[:-1]
    tree = ast.parse(file.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level and id(node) not in typing_only:
            base = parts[: len(parts) - node.level + 1]
            module = tuple(node.module.split(".")) if node.module else ()
            yield from {(*base, *module, name.name)[0] for name in node.names}


_SAYS = {
    "commands": "commands 命令行",
    "desk": "desk 工作台",
    "ledger": "ledger 台账<br>who sent what, what was decided",
    "api": "api<br>load read check assess explain write",
    "documents": "documents 文书<br>scorecard, letter, summary",
    "assess": "assess 评定<br>select, judge, score, grade, warn",
    "intake": "intake 读入<br>any spreadsheet → observations",
    "declarations": "declarations 声明<br>targets/ → records",
    "methods": "methods 办法<br>clocks, and the formulas they judge by",
    "formulas": "formulas 公式",
}


def picture() -> str:
    """The picture of docs/architecture.md."""
    rooms = sorted({room for pair in between_rooms() for room in pair}, key=list(_SAYS).index)
    lines = ["```mermaid", "flowchart TD"]
    lines += [f'    {room}["{_SAYS[room]}"]' for room in rooms]
    lines += [f"    {one} --> {other}" for one, other in sorted(between_rooms())]
    return "\n".join([*lines, "```"])
