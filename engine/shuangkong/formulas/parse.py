"""Text → nodes: a small precedence-climbing parser over a fixed set of tokens.

Nothing is ever evaluated as code. Full-width brackets, digits and operators, × ÷ ≤ ≥ ≠, a
single `=`, and percentages are accepted; `a ~ b ± t` says that two numbers differ by at most t.
"""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from ..records import dataclass
from .errors import FormulaError
from .functions import FUNCTIONS, QUALIFIERS, SUGAR
from .nodes import Binary, Call, Compare, Logic, Lookup, Name, Negative, Node, Number, Text
from .walk import depth, weight

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d+)?\s*%?)
      | (?P<text>"[^"]*"|'[^']*')
      | (?P<name>[^\W\d]\w*)
      | (?P<op>\*\*|<=|>=|==|!=|[-+*/<>=~±().,[\]])
    )""",
    re.VERBOSE,
)
_SAME_WIDTH = {"×": "*", "÷": "/", "−": "-", "–": "-", "“": '"', "”": '"', "，": ",", "、": ","}
_WIDER = {"≤": "<=", "≥": ">=", "≠": "!=", "＜": "<", "＞": ">"}
_COMPARISONS = {"<", "<=", ">", ">=", "==", "=", "!=", "~"}
#: How deep brackets, signs and powers may stand in each other while a formula is read, and how
#: deep what was read may be: every reading walks down it, a few calls a level.
_DEEPEST = 40
_LONGEST = 100
#: How much may be written where it is read as one expression (`weight`).
_HEAVIEST = 3000
_TOO_DEEP = "一层套一层，太深了", "拆成几个指标分别计算"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def _narrow(text: str) -> tuple[str, list[int]]:
    """Full-width characters made narrow, with each new character's place in the old text."""
    made, places = [], []
    for index, character in enumerate(text):
        short = _WIDER.get(character) or _SAME_WIDTH.get(character)
        if short is None:
            short = unicodedata.normalize("NFKC", character)
        made.append(short)
        places.extend([index] * len(short))
    return "".join(made), places


def _tokens(text: str) -> list[_Token]:
    narrow, places = _narrow(text)
    found, at = [], 0
    while narrow[at:].strip():
        match = _TOKEN.match(narrow, at)
        if not match or match.lastgroup is None:
            start = at + len(narrow[at:]) - len(narrow[at:].lstrip())
            raise FormulaError(
                f"不认识“{narrow[start]}”", "删去或改用允许的运算符", text, places[start]
            )
        start = match.start(match.lastgroup)
        found.append(_Token(match.lastgroup, match[match.lastgroup], places[start]))
        at = match.end()
    found.append(_Token("end", "", len(text)))
    return found


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.index = 0
        self.depth = 0

    @property
    def next(self) -> _Token:
        return self.tokens[self.index]

    def take(self) -> _Token:
        token = self.next
        self.index += 1
        return token

    def found(self, *texts: str) -> bool:
        """Take the next token when it is one of these."""
        if self.next.kind in ("op", "name") and self.next.text in texts:
            self.index += 1
            return True
        return False

    def fail(self, why: str, mend: str, token: _Token | None = None) -> FormulaError:
        return FormulaError(why, mend, self.text, (token or self.next).at)

    def need(self, text: str) -> None:
        if not self.found(text):
            seen = self.next.text or "公式结尾"
            raise self.fail(f"这里应当是“{text}”，却是“{seen}”", f"补上“{text}”")

    def whole(self) -> Node:
        node = self.either()
        if self.next.kind != "end":
            raise self.fail(f"“{self.next.text}”在这里多余", "检查括号和运算符")
        if depth(node) > _LONGEST or weight(node) > _HEAVIEST:
            raise self.fail(*_TOO_DEEP, self.tokens[min(len(self.tokens) - 1, _LONGEST)])
        return node

    def deeper(self, read: Callable[[], Node]) -> Node:
        """What stands one level further in."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.fail(*_TOO_DEEP)
        try:
            return read()
        finally:
            self.depth -= 1

    def either(self) -> Node:
        parts = [self.both()]
        while self.found("or", "或"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Logic("or", tuple(parts))

    def both(self) -> Node:
        parts = [self.negation()]
        while self.found("and", "且"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else Logic("and", tuple(parts))

    def negation(self) -> Node:
        if self.found("not", "非"):
            return Logic("not", (self.deeper(self.negation),))
        return self.comparison()

    def comparison(self) -> Node:
        left = self.sum()
        if self.next.text not in _COMPARISONS:
            return left
        operator = self.take()
        right = self.sum()
        if operator.text == "~":
            if not self.found("±"):
                mend = "写成 甲 ~ 乙 ± 1% * 乙 的样子；两边是比率的，写成 ± 0.05%"
                raise self.fail("“~”没有写明容许的差距", mend, operator)
            return Call("near", (left, right, self.sum()))
        if self.next.text in _COMPARISONS:
            raise self.fail("一个式子里连写了两个比较", "用“且”连接两个比较")
        return Compare("==" if operator.text == "=" else operator.text, left, right)

    def sum(self) -> Node:
        node = self.product()
        while self.next.text in ("+", "-"):
            node = Binary(self.take().text, node, self.product())
        return node

    def product(self) -> Node:
        node = self.signed()
        while self.next.text in ("*", "/"):
            node = Binary(self.take().text, node, self.signed())
        return node

    def signed(self) -> Node:
        if self.found("-"):
            return Negative(self.deeper(self.signed))
        self.found("+")
        return self.power()

    def power(self) -> Node:
        node = self.atom()
        if self.found("**"):
            return Binary("**", node, self.deeper(self.signed))
        return node

    def atom(self) -> Node:
        token = self.take()
        if token.kind == "number":
            digits = token.text.rstrip("%").strip()
            scale = Decimal("0.01") if token.text.endswith("%") else Decimal(1)
            return Number(Decimal(digits) * scale, token.text.replace(" ", ""))
        if token.kind == "text":
            return Text(token.text[1:-1])
        if token.text == "(":
            node = self.deeper(self.either)
            self.need(")")
            return node
        if token.kind == "name":
            if self.found("["):
                return self.lookup(token)
            return self.call(token) if self.found("(") else self.name(token)
        seen = token.text or "公式结尾"
        raise self.fail(f"这里应当是数、指标或括号，却是“{seen}”", "补全这一项", token)

    def lookup(self, table: _Token) -> Node:
        keys = [self.word()]
        while self.found(","):
            keys.append(self.word())
        self.need("]")
        return Lookup(table.text, tuple(keys))

    def word(self) -> Name:
        """A key of a lookup: a state or an attribute."""
        token = self.next
        found = self.deeper(self.atom)
        if not isinstance(found, Name):
            raise self.fail("[ ] 里应当是状态类指标或属性", "写成 基准值[机组类型] 的样子", token)
        return found

    def name(self, token: _Token) -> Node:
        if not self.found("."):
            return Name(token.text)
        if token.text not in QUALIFIERS:
            known = "、".join(QUALIFIERS)
            raise self.fail(f"“{token.text}.”不是可用的范围", f"可用：{known}", token)
        own = self.take()
        if own.kind != "name":
            raise self.fail("“.”后面应当是指标", "写成 cities.coal 的样子", own)
        return Name(own.text, QUALIFIERS[token.text])

    def call(self, token: _Token) -> Node:
        function = FUNCTIONS.get(token.text) or SUGAR.get(token.text)
        if function is None:
            known = "、".join([*FUNCTIONS, *SUGAR])
            raise self.fail(f"没有“{token.text}”这个函数", f"可用：{known}", token)
        args: list[Node] = []
        if not self.found(")"):
            args.append(self.deeper(self.either))
            while self.found(","):
                args.append(self.deeper(self.either))
            self.need(")")
        few, many = function.least, function.most
        if len(args) < few or (many is not None and len(args) > many):
            wanted = f"{few}" if many == few else f"{few} 个以上"
            raise self.fail(
                f"{token.text}（{function.zh}）有 {len(args)} 个参数", f"应为 {wanted} 个", token
            )
        if token.text == "missing" and not isinstance(args[0], Name):
            raise self.fail("missing 里应当是一个指标", "写成 missing(x) 的样子", token)
        if token.text == "steps" and len(args) % 2:
            mend = "写成 steps(x, 100%, 40, 90%, 36, 0) 的样子，最后一项是其余情况的取值"
            raise self.fail("各档的界限和取值没有成对", mend, token)
        return self.sweeten(token, args) if token.text in SUGAR else Call(token.text, tuple(args))

    def dated(self, token: _Token, inner: Name, year: Node) -> Node:
        if not isinstance(year, Number) or not re.fullmatch(r"\d{4}", year.text):
            raise self.fail("at 的第二项应当是年份", "写成 at(x, 2020) 的样子", token)
        return Name(inner.name, year.text)

    def sweeten(self, token: _Token, args: list[Node]) -> Node:
        """prior(x), base(x), yoy(x), at(x, y), sum(cities.x) as qualified names and arithmetic."""
        inner = args[0]
        if isinstance(inner, Name) and inner.of is not None and token.text != "sum":
            raise self.fail(
                f"{token.text} 里只能是对象自己本年的指标", _of_others(token.text, inner), token
            )
        if not isinstance(inner, Name) or (inner.of is None) == (token.text == "sum"):
            shape = "sum(cities.x)" if token.text == "sum" else f"{token.text}(x)"
            raise self.fail(f"{token.text} 里应当是指标", f"写成 {shape} 的样子", token)
        if token.text == "at":
            return self.dated(token, inner, args[1])
        if token.text == "sum":
            if inner.of != "children":
                raise self.fail("只能对下级求和", "写成 sum(cities.x) 的样子", token)
            return inner
        if token.text == "yoy":
            return Binary(
                "-", Binary("/", inner, Name(inner.name, "prior")), Number(Decimal(1), "1")
            )
        return Name(inner.name, token.text)


def _of_others(function: str, inner: Name) -> str:
    """What to write instead of `prior(province.x)` and `prior(prior(x))`."""
    if inner.of not in ("parent", "children"):
        return "隔几年的数写成 at(x, 2020) 的样子"
    shape = "province.甲" if inner.of == "parent" else "sum(cities.甲)"
    own = f"at({inner.name}, 2020)" if function == "at" else f"{function}({inner.name})"
    return f"先在 indicators.yaml 里声明一个指标（代号如 甲，formula: {own}），这里写 {shape}"


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Parse a formula.

    Raises:
        FormulaError: with the position of the fault and how to mend it.
    """
    if len(text) > 2000:
        raise FormulaError("公式太长", "拆成几个指标分别计算", text[:40] + "…", 0)
    return _Parser(text).whole()
