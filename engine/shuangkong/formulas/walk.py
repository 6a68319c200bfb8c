"""What a formula rests on."""

from collections.abc import Callable, Iterator

from .nodes import Binary, Call, Compare, Logic, Name, Negative, Node


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node, from left to right."""
    if isinstance(node, Binary | Compare):
        return (node.left, node.right)
    if isinstance(node, Negative):
        return (node.of,)
    if isinstance(node, Logic):
        return node.parts
    if isinstance(node, Call):
        return node.args
    return ()


def walk(node: Node) -> Iterator[Node]:
    """A node and all nodes below it, each before its parts."""
    yield node
    for part in children(node):
        yield from walk(part)


def names(node: Node) -> tuple[Name, ...]:
    """The names a formula rests on, once each, in order of first use."""
    return tuple(dict.fromkeys(n for n in walk(node) if isinstance(n, Name)))


def rewrite(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """A formula with some nodes replaced: `change` gives the new node, or None to go on inside."""
    new = change(node)
    if new is not None:
        return new
    match node:
        case Binary(op, left, right):
            return Binary(op, rewrite(left, change), rewrite(right, change))
        case Compare(op, left, right):
            return Compare(op, rewrite(left, change), rewrite(right, change))
        case Negative(of):
            return Negative(rewrite(of, change))
        case Logic(op, parts):
            return Logic(op, tuple(rewrite(p, change) for p in parts))
        case Call(function, args):
            return Call(function, tuple(rewrite(a, change) for a in args))
    return node
