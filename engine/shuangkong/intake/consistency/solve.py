"""An equation solved for one of its figures: the value that would make it hold."""

from ...formulas import Binary, Call, Name, Negative, Node, names


def solved(left: Node, right: Node, name: Name) -> Node | None:
    """The formula of `name` in `left = right`; None where it stands on both sides, or inside
    what cannot be turned round. Rounding within the equation is let go."""
    here, there = _counted(left, name), _counted(right, name)
    if here + there != 1:
        return None
    return _turned(left, right, name) if here else _turned(right, left, name)


def _counted(node: Node, name: Name) -> int:
    match node:
        case Name():
            return int(node == name)
        case Negative(of):
            return _counted(of, name)
        case Binary(_, left, right):
            return _counted(left, name) + _counted(right, name)
        case Call(_, args):
            return sum(_counted(arg, name) for arg in args)
    return 2 if name in names(node) else 0


def _turned(node: Node, value: Node, name: Name) -> Node | None:
    """`name` from `node = value`, one step outwards-in at a time."""
    match node:
        case Name():
            return value
        case Negative(of):
            return _turned(of, Negative(value), name)
        case Call("round", (inner, _)):
            return _turned(inner, value, name)
        case Binary(op, left, right) if _counted(left, name):
            inverse = {"+": "-", "-": "+", "*": "/", "/": "*"}.get(op)
            return None if inverse is None else _turned(left, Binary(inverse, value, right), name)
        case Binary("+" | "*" as op, left, right):
            inverse = {"+": "-", "*": "/"}[op]
            return _turned(right, Binary(inverse, value, left), name)
        case Binary("-" | "/" as op, left, right):
            return _turned(right, Binary(op, left, value), name)
    return None
