"""What a formula rests on."""

from collections.abc import Callable, Iterator

from .nodes import Binary, Call, Compare, Logic, Lookup, Name, Negative, Node


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
    if isinstance(node, Lookup):
        return node.keys
    return ()


def depth(node: Node) -> int:
    """How many levels of parts a formula has; found without going down them one call a level."""
    deepest, waiting = 0, [(node, 1)]
    while waiting:
        one, level = waiting.pop()
        deepest = max(deepest, level)
        waiting += [(part, level + 1) for part in children(one)]
    return deepest


def weight(node: Node) -> int:
    """How much is written where a formula is read as one expression.

    A quotient says its divisor twice (it must not be zero), a comparison both its sides, and a
    choice its condition; so one inside the other doubles what is written, level by level.
    """
    below = [weight(part) for part in children(node)]
    match node:
        case Binary("/"):
            return 1 + below[0] + 2 * below[1]
        case Compare():
            return 1 + 2 * sum(below)
        case Call("if"):
            return 1 + 2 * below[0] + sum(below[1:])
        case Call("min" | "max" | "round" | "ln" | "root"):
            return 1 + 2 * sum(below)
        case Call("steps"):
            return 1 + len(below) // 2 * below[0] + sum(below[1:])
    return 1 + sum(below)


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
        case Lookup(table, keys, rows):
            # a key is a name, and only ever becomes another one
            new_keys = (rewrite(key, change) for key in keys)
            return Lookup(table, tuple(k for k in new_keys if isinstance(k, Name)), rows)
    return node
