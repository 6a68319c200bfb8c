"""What a template may be made of: names, fields, loops through tables, choices; and how much.

Jinja can do far more. Nothing of it is needed in a letter, and some of it never ends: a template
comes from an office, but what it takes to fill it is not left to whoever wrote it.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import jinja2
from jinja2 import nodes

#: what a template may be made of, so that its values arrive escaped and nothing else arrives
NODES = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const),
    *(nodes.For, nodes.If, nodes.CondExpr, nodes.Not, nodes.And, nodes.Or),
    *(nodes.Compare, nodes.Operand),
)
FILTERS = ("join", "length")
#: loops in each other, anything in each other, tags in one part, characters of one filled part
_LOOPS, _DEEPEST, _MOST, _LONGEST = 2, 40, 20_000, 20_000_000
_AT_ONCE = 64
_CHINESE = {
    "Filter": "过滤器 |{name}",
    "Call": "调用 ( )",
    "Assign": "set 赋值",
    "Macro": "macro",
    "Getitem": "取项 [ ]",
    "Include": "include",
    "Import": "import",
    "Extends": "extends",
}


def is_supported(node: nodes.Node) -> bool:
    """Whether a template may have such a node."""
    return isinstance(node, NODES) or getattr(node, "name", None) in FILTERS


def faults(tree: nodes.Template, tables: Mapping[str, bool]) -> Iterator[tuple[str, int]]:
    """What a template has that it may not have, in words, with the line; each word once.

    `tables` says of each placeholder whether it is a table, which alone is for inner loops.
    """
    said: set[str] = set()
    for why, line in _faults(tree, tables):
        if why not in said:
            said.add(why)
            yield why, line


def _faults(tree: nodes.Template, tables: Mapping[str, bool]) -> Iterator[tuple[str, int]]:
    count = 0
    waiting: list[tuple[nodes.Node, int, int, frozenset[str]]] = [(tree, 0, 0, frozenset())]
    while waiting:
        node, depth, loops, rows = waiting.pop()
        count += 1
        if not is_supported(node):
            kind = type(node).__name__
            named = _CHINESE.get(kind, kind).format(name=getattr(node, "name", ""))
            yield f"不支持的写法“{named}”", node.lineno
        if isinstance(node, nodes.For):
            loops += 1
            if loops > _LOOPS:
                yield f"循环套循环超过 {_LOOPS} 层", node.lineno
            if not _is_list(node.iter, tables if loops > 1 else {}, rows):
                yield "只能对表和列举循环", node.lineno
            if isinstance(node.target, nodes.Name):
                rows |= {node.target.name}
        if depth > _DEEPEST or count > _MOST:
            yield "内容太多或层次太深", node.lineno
            return
        waiting += [(child, depth + 1, loops, rows) for child in node.iter_child_nodes()]


def _is_list(node: nodes.Node, tables: Mapping[str, bool], rows: frozenset[str]) -> bool:
    """Whether a loop goes through a word, a table inside a loop, or through what a row holds."""
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return node.node.name in rows
    # a word that is not known at all is another fault, and said as such
    return isinstance(node, nodes.Name) and tables.get(node.name, True) and node.name not in rows


def bounded(pieces: Iterable[str]) -> str:
    """The pieces of a filled template as one text.

    Raises:
        jinja2.TemplateRuntimeError: they are longer than any letter.
    """
    made: list[str] = []
    length, waiting = 0, iter(pieces)
    # some at a time: a letter has hundreds, and what is filled in is bounded as well
    while some := list(islice(waiting, _AT_ONCE)):
        length += sum(map(len, some))
        if length > _LONGEST:
            raise jinja2.TemplateRuntimeError("内容太长，超过任何函件")
        made += some
    return "".join(made)
