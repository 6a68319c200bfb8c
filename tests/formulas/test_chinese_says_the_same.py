"""A sentence of the Chinese reading, read back by a reader who knows the words, is the formula."""

import re
from decimal import Decimal as D
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from shuangkong.formulas import Compare, Name, Number, parse, to_chinese, to_exact

from .test_random_formulas import conditions, numbers_over, values

_NAMES = {"a": "煤", "b": "电", "c": "气"}
_LEAVES = ["a", "b", "prior(a)", "base(b)", "yoy(c)", "max(a, b)", "-(c)", "2", "10%", "b ** 2"]
_WORDS = (
    *(("取小（", "min("), ("取大（", "max("), ("（如果", "if("), ("，否则取", ","), ("，取", ",")),
    *(("并非（", "not("), ("，且", " and "), ("，或", " or ")),
    *(("不大于", "<="), ("不小于", ">="), ("不等于", "!=")),
    *(("等于", "=="), ("小于", "<"), ("大于", ">"), ("（", "("), ("）", ")")),
)


def read_back(sentence: str) -> str:
    """A formula from its sentence."""
    text = re.sub(r"(.)同比变化率", r"（\1÷上年\1－1）", sentence)
    for words, sign in _WORDS:
        text = text.replace(words, sign)
    text = re.sub(r"的\(?(\d+)\)?次方", r"**\1", text)
    for name, own in _NAMES.items():
        text = text.replace(f"上年{own}", f"prior({name})").replace(f"基期{own}", f"base({name})")
        text = text.replace(own, name)
    while "的绝对值" in text:
        end = text.index("的绝对值")
        start = _start_of_atom(text, end)
        text = f"{text[:start]}abs({text[start:end]}){text[end + 4 :]}"
    return text


def _start_of_atom(text: str, end: int) -> int:
    """Where the number, name, call or bracket begins that stands right before `end`."""
    at = end
    if text[at - 1] == ")":
        depth = 0
        while True:
            at -= 1
            depth += {")": 1, "(": -1}.get(text[at], 0)
            if depth == 0:
                break
    while at and re.match(r"[\w.%]", text[at - 1]):
        at -= 1
    return at


@settings(max_examples=200)
@given(
    text=st.one_of(conditions(_LEAVES, [], spoken=True), numbers_over(_LEAVES, spoken=True)),
    numbers=st.tuples(values, values, values, values, values),
)
def test_no_sentence_says_something_else(text: str, numbers: tuple[Fraction | None, ...]) -> None:
    node = parse(text)
    sentence = to_chinese(node, _NAMES.__getitem__)
    again = parse(read_back(sentence))
    known = dict(zip(("a", "b", "c", "prior.a", "base.b"), numbers, strict=True))

    def lookup(name: object) -> Fraction | None:
        return known.get(str(name), Fraction(3))

    assert to_exact(again, lookup) == to_exact(node, lookup), sentence


def test_what_binds_differently_is_said_differently() -> None:
    pairs = [
        ("abs(a + b)", "a + abs(b)"),
        ("a > 1 且 (b > 1 或 c > 1)", "(a > 1 且 b > 1) 或 c > 1"),
        ("a / chain(b, c)", "a / (1 + b) * (1 + c)"),
    ]
    for one, other in pairs:
        said = [to_chinese(parse(t), _NAMES.__getitem__) for t in (one, other)]
        assert said[0] != said[1]


def test_states_are_compared_in_words() -> None:
    said = {"state": "清零情况", "reached": "“未清零”", "wanted": "“已清零”"}

    def sentence(text: str, *, states: bool = False) -> str:
        return to_chinese(parse(text), lambda name: said.get(name, name), states=states)

    assert sentence("reached >= wanted", states=True) == "“未清零”达到“已清零”"
    assert sentence('state == "已清零"') == "清零情况是“已清零”"
    assert sentence('state != "已清零"') == "清零情况不是“已清零”"
    assert sentence("state >= 1") == "清零情况不小于1"


def test_whether_a_target_is_met_is_no_number() -> None:
    met = Compare(">=", Name("met", "annual"), Number(D(1), "1"))
    sentence = to_chinese(met, {"met": "目标完成"}.__getitem__)
    assert sentence == "年度目标完成"
