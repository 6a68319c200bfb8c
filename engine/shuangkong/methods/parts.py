"""Duties of each half-year, quarter or month: the part of the year that does worst decides.

A duty of every quarter is met in a year when all four quarters reach its value; in the year in
which it ends, when those up to its end do. So what is judged is the least of them (of a limit, the
most), under a name of its own in the method's formulas. A part without a figure leaves the year
open: nothing missing counts as met.
"""

from collections.abc import Sequence
from functools import cache

from ..formulas import Call, Name, Node
from ..vocabulary import Form
from ..vocabulary.deadline import parts_of
from .method import Method, MethodStep

_WORDS = {2: ("halves", "半年"), 4: ("quarters", "季度"), 12: ("months", "月")}
#: names of methods: which function, into how many parts the year is divided, and how many of
#: these, from the first on, it is over: `least_of_quarters`, `least_of_2_quarters`
NAMES = {
    f"{least}_of_{word if due == count else f'{due}_{word}'}": (function, count, due)
    for count, (word, _) in _WORDS.items()
    for due in range(1, count + 1)
    for least, function in (("least", "min"), ("most", "max"))
}
_NAMED = {meaning: name for name, meaning in NAMES.items()}


@cache
def each_part(form: Form, parts: int, due: int, issued: bool) -> Method:
    """The method of a duty that falls due in each part of a year, or in the first `due` of them;
    `issued`: by the year's value."""
    limit = form is Form.AT_MOST
    name = _NAMED["max" if limit else "min", parts, due]
    required = "Y" if issued else "T"
    return Method(
        (
            MethodStep("achieved", _label(parts, due, limit), name, percent=False),
            MethodStep(
                "required", "下达的年度目标" if issued else "目标值", required, percent=False
            ),
        ),
        "achieved",
        "required",
        f"achieved {'<=' if limit else '>' if form is Form.MORE_THAN else '>='} {required}",
        not limit,
    )


def _label(parts: int, due: int, limit: bool) -> str:
    """What is judged: 各季度中最低的, 一季度至二季度中最低的; 上半年的, where it is one part."""
    year = 2000
    first, *others = (one.named.removeprefix(f"{year}年") for one in parts_of(year, parts)[:due])
    if not others:
        return f"{first}的"
    over = f"各{_WORDS[parts][1]}" if due == parts else f"{first}至{others[-1]}"
    return f"{over}中{'最高' if limit else '最低'}的"


def numbers(name: str, year: int) -> Sequence[int]:
    """The moments, in digits, whose figures a name of a method rests on."""
    _, count, due = NAMES[name]
    return [moment.number for moment in parts_of(year, count)[:due]]


def worst(name: str, figures: Sequence[Node]) -> Node:
    """What a name of a method is reckoned from the figures of the parts: the least, or the most."""
    return Call(NAMES[name][0], tuple(figures)) if len(figures) > 1 else figures[0]


def spelled_out(name: str, level: str, year: int) -> Node:
    """What a name stands for: the least or most of a level's figures of the parts of a year."""
    return worst(name, [Name(f"{level}_{number}") for number in numbers(name, year)])
