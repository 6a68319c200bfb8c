"""Duties of each half-year, quarter or month: the part of the year that does worst decides.

A duty of every quarter is met in a year when all four quarters reach its value. So what is judged
is the least of them (of a limit, the most), under a name of its own in the method's formulas. A
part without a figure leaves the year open: nothing missing counts as met.
"""

from collections.abc import Sequence
from functools import cache

from ..formulas import Call, Name, Node
from ..vocabulary import Form
from ..vocabulary.deadline import parts_of
from .method import Method, MethodStep

_WORDS = {2: ("halves", "半年"), 4: ("quarters", "季度"), 12: ("months", "月")}
#: names of methods: which function, over how many parts of the year
NAMES = {
    f"{least}_of_{word}": (function, count)
    for count, (word, _) in _WORDS.items()
    for least, function in (("least", "min"), ("most", "max"))
}


@cache
def each_part(form: Form, parts: int, issued: bool) -> Method:
    """The method of a duty that falls due in each part of a year; `issued`: by the year's value."""
    word, chinese = _WORDS[parts]
    limit = form is Form.AT_MOST
    name, label = (f"most_of_{word}", "最高") if limit else (f"least_of_{word}", "最低")
    required = "Y" if issued else "T"
    return Method(
        (
            MethodStep("achieved", f"各{chinese}中{label}的", name, percent=False),
            MethodStep(
                "required", "下达的年度目标" if issued else "目标值", required, percent=False
            ),
        ),
        "achieved",
        "required",
        f"achieved {'<=' if limit else '>' if form is Form.MORE_THAN else '>='} {required}",
        not limit,
    )


def numbers(name: str, year: int) -> Sequence[int]:
    """The moments, in digits, whose figures a name of a method rests on."""
    return [moment.number for moment in parts_of(year, NAMES[name][1])]


def spelled_out(name: str, level: str, year: int) -> Node:
    """What a name stands for: the least or most of a level's figures of the parts of a year."""
    figures = tuple(Name(f"{level}_{number}") for number in numbers(name, year))
    return Call(NAMES[name][0], figures)
