"""The functions of the formula language: how many arguments, and what they mean.

`prior`, `base`, `yoy`, `at` and `sum` take an indicator's name; the parser turns them into
qualified names and arithmetic, so that no reading has to know them.
"""

from collections.abc import Mapping

from ..records import dataclass


@dataclass(frozen=True, slots=True)
class Function:
    """A function: fewest and most arguments (None = any number), and its meaning."""

    least: int
    most: int | None
    zh: str
    en: str


FUNCTIONS: Mapping[str, Function] = {
    "abs": Function(1, 1, "绝对值", "absolute value"),
    "min": Function(2, None, "最小者", "smallest"),
    "max": Function(2, None, "最大者", "largest"),
    "round": Function(2, 2, "四舍五入到若干位小数", "half-up rounding to n digits"),
    "floor": Function(1, 1, "取整（舍去小数）", "whole part, exact to 10 digits"),
    "ln": Function(1, 1, "自然对数", "natural logarithm"),
    "root": Function(2, 2, "开 n 次方", "n-th root"),
    "if": Function(3, 3, "如果…则…否则…", "if, then, else"),
    "near": Function(3, 3, "两数之差不超过", "difference at most"),
    "missing": Function(1, 1, "是否缺失", "whether missing"),
    "chain": Function(1, None, "各年（1＋变化率）连乘", "product of (1 + rate)"),
    "steps": Function(3, None, "分档取值", "step table: x, threshold, points, …, else"),
}

#: Functions over a name that the parser rewrites.
SUGAR: Mapping[str, Function] = {
    "prior": Function(1, 1, "上年", "last year's value"),
    "base": Function(1, 1, "基期", "the base year's value"),
    "yoy": Function(1, 1, "同比变化率", "change on last year, as a ratio"),
    "at": Function(2, 2, "某年的数值", "the value of a given year: at(x, 2020)"),
    "sum": Function(1, 1, "下级合计", "sum over the entities below: sum(cities.x)"),
}

#: What may stand before the dot of a name, and what it stands for.
QUALIFIERS: Mapping[str, str] = {
    "province": "parent",
    "parent": "parent",
    "cities": "children",
    "counties": "children",
    "children": "children",
    "prior": "prior",
    "base": "base",
}
