"""Formula → Chinese sentence, for findings, explanations and the letter's basis."""

from collections.abc import Callable

from .nodes import Binary, Call, Compare, Logic, Lookup, Name, Negative, Node, Number, Text

NameOf = Callable[[str], str]

_SIGNS = {"+": "＋", "-": "－", "*": "×", "/": "÷", "**": "的乘方"}
_ORDER = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 3}
_COMPARED = {
    "<": "小于",
    "<=": "不大于",
    ">": "大于",
    ">=": "不小于",
    "==": "等于",
    "!=": "不等于",
}
#: of states, which are words
_STATES = {
    "<": "未达到",
    "<=": "不高于",
    ">": "高于",
    ">=": "达到",
    "==": "是",
    "!=": "不是",
}
_OF = {
    "prior": "上年",
    "base": "基期",
    "parent": "上级",
    "children": "下级合计",
    "annual": "年度",
    "progress": "累计进度",
    "final": "期末",
}


def to_chinese(node: Node, name_of: NameOf, *, states: bool = False) -> str:
    """The sentence of a formula; `name_of` gives the Chinese name of an indicator or step.

    `states` says that what it compares are states, which are words.
    """
    if states and isinstance(node, Compare):
        left, right = (_read(side, name_of)[0] for side in (node.left, node.right))
        return f"{left}{_STATES[node.op]}{right}"
    return _read(node, name_of)[0]


def _read(node: Node, name_of: NameOf) -> tuple[str, int]:
    def read(part: Node) -> str:
        return _read(part, name_of)[0]

    match node:
        case Number(_, text):
            return text, 9
        case Text(value):
            return f"“{value}”", 9
        case Name(name, of):
            whose = "" if of is None else _OF.get(of, f"{of}年")
            return whose + name_of(name), 9
        case Negative(of_node):
            text, order = _read(of_node, name_of)
            return (f"－{text}" if order > 2 else f"－（{text}）"), 2
        case Binary():
            return _binary(node, name_of)
        case Compare(_, left, right):
            return _compared(node, read(left), read(right)), 0
        case Logic("not", parts):
            return f"并非（{read(parts[0])}）", 0
        case Logic(op, parts):
            told = [_bracketed(_read(p, name_of), 0) for p in parts]
            return ("，且" if op == "and" else "，或").join(told), -1
        case Call(function, args):
            return _call(function, [_read(a, name_of) for a in args])
        case Lookup(table, keys):
            return f"{name_of(table)}（按{'、'.join(read(k) for k in keys)}）", 9


def _compared(node: Compare, left: str, right: str) -> str:
    """A comparison; with a state in words, and whether a target is met (1) as it is called."""
    if str(node.left).endswith(".met") and isinstance(node.right, Number):
        return left
    in_words = isinstance(node.left, Text) or isinstance(node.right, Text)
    return f"{left}{(_STATES if in_words else _COMPARED)[node.op]}{right}"


def _binary(node: Binary, name_of: NameOf) -> tuple[str, int]:
    match node:
        case Binary("-", Binary("/", Name(x, None), Name(y, "prior")), Number(_, "1")) if x == y:
            return f"{name_of(x)}同比变化率", 9
    order = _ORDER[node.op]
    left, left_order = _read(node.left, name_of)
    right, right_order = _read(node.right, name_of)
    first = left if left_order >= order else f"（{left}）"
    second = right if right_order > order else f"（{right}）"
    if node.op == "**":
        return f"{first}的{second}次方", order
    return f"{first}{_SIGNS[node.op]}{second}", order


def _bracketed(part: tuple[str, int], order: int) -> str:
    """A part as it stands beside something that binds so strongly."""
    return part[0] if part[1] >= order else f"（{part[0]}）"


def _call(function: str, parts: list[tuple[str, int]]) -> tuple[str, int]:
    """Words of a function, and how strongly they bind: what stands after a part is of all of it."""
    args = [text for text, _ in parts]
    match function, args:
        case "abs", _:
            return f"{_bracketed(parts[0], 9)}的绝对值", 9
        case "round", [_, digits]:
            return f"{_bracketed(parts[0], 9)}（保留{digits}位小数）", 9
        case "near", [left, right, tolerance]:
            return f"{left}与{right}相差不超过{tolerance}", 0
        case "missing", [x]:
            return f"{x}缺失", 0
        case "chain", _:
            return "×".join(f"（1＋{a}）" for a in args), 2
        case "steps", [x, *table]:
            rows = list(zip(table[:-1:2], table[1::2], strict=False))
            said = "，".join(f"达到{t}得{p}" for t, p in rows)
            return f"按{x}分档（{said}，其余得{table[-1]}）", 9
    return _enclosed(function, args), 9


def _enclosed(function: str, args: list[str]) -> str:
    """Functions whose words have brackets around all they are about."""
    match function, args:
        case (("min" | "max"), _):
            return f"取{'小' if function == 'min' else '大'}（{'，'.join(args)}）"
        case "floor", [x]:
            return f"取整（{x}）"
        case "ln", [x]:
            return f"ln（{x}）"
        case "root", [x, n]:
            return f"（{x}）的{n}次方根"
        case "if", [condition, yes, no]:
            return f"（如果{condition}，取{yes}，否则取{no}）"
        case "sum", _:
            return f"（{'＋'.join(args)}）"
    raise AssertionError(function)
