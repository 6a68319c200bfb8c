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
_OF = {
    "prior": "上年",
    "base": "基期",
    "parent": "上级",
    "children": "下级合计",
    "annual": "年度",
    "progress": "累计进度",
    "final": "期末",
}


def to_chinese(node: Node, name_of: NameOf) -> str:
    """The sentence of a formula; `name_of` gives the Chinese name of an indicator or step."""
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
        case Compare(op, left, right):
            return f"{read(left)}{_COMPARED[op]}{read(right)}", 0
        case Logic("not", parts):
            return f"并非（{read(parts[0])}）", 0
        case Logic(op, parts):
            return ("，且" if op == "and" else "，或").join(read(p) for p in parts), 0
        case Call(function, args):
            return _call(function, [read(a) for a in args]), 9
        case Lookup(table, keys):
            return f"{name_of(table)}（按{'、'.join(read(k) for k in keys)}）", 9


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


def _call(function: str, args: list[str]) -> str:
    match function, args:
        case "abs", [x]:
            return f"{x}的绝对值"
        case "min", _:
            return f"取小（{'，'.join(args)}）"
        case "max", _:
            return f"取大（{'，'.join(args)}）"
        case "round", [x, digits]:
            return f"{x}（保留{digits}位小数）"
        case "floor", [x]:
            return f"取整（{x}）"
        case "ln", [x]:
            return f"ln（{x}）"
        case "root", [x, n]:
            return f"（{x}）的{n}次方根"
        case "if", [condition, yes, no]:
            return f"（如果{condition}，取{yes}，否则取{no}）"
        case "near", [left, right, tolerance]:
            return f"{left}与{right}相差不超过{tolerance}"
        case "missing", [x]:
            return f"{x}缺失"
        case (("sum" | "chain"), _):
            parts = (a if function == "sum" else f"（1＋{a}）" for a in args)
            return f"（{'＋'.join(parts)}）" if function == "sum" else "×".join(parts)
        case "steps", [x, *table]:
            rows = list(zip(table[:-1:2], table[1::2], strict=False))
            said = "，".join(f"达到{t}得{p}" for t, p in rows)
            return f"按{x}分档（{said}，其余得{table[-1]}）"
    raise AssertionError(function)
