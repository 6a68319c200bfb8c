"""A method's formulas spelled out for a span of years, once for all entities judged by it."""

from collections.abc import Sequence
from functools import lru_cache, reduce

from ..formulas import Binary, Call, Name, Node, rewrite
from ..formulas.as_exact import Exact, as_exact
from ..methods import parts
from ..methods.method import Method
from ..records import dataclass
from ..vocabulary.deadline import year_of

#: the name under which a method's verdict stands among its steps
VERDICT = "verdict"
#: the edge of a band that a verdict is not told by, and the verdict by it: the easier one, or
#: the stricter where both were missed
EASIER, EASIER_VERDICT = "easier", "easier_verdict"
STRICTER, STRICTER_VERDICT = "stricter", "stricter_verdict"


@dataclass(frozen=True, slots=True)
class Spelled:
    """A method's steps and verdict by name.

    `exact` gives their values from those of the fixed names, `chain(rates)` spelled out with one
    name per year; in `real` every fixed name is the indicator and year it stands for: x_t is
    `intensity_2020`.
    """

    exact: dict[str, Exact]
    real: dict[str, Node]


@lru_cache(maxsize=4096)
def spelled(used: Method, level: str, rate: str, t: int, base: int, since: int) -> Spelled:
    """The formulas of a method for a level and a rate, from a base year to the year judged."""
    nodes = {name: step.node for name, step in used.by_name.items()} | {VERDICT: used.verdict_node}
    own = {name: _chained(node, range(base + 1, year_of(t) + 1)) for name, node in nodes.items()}
    figures: dict[str, Node] = {
        "x_t": Name(f"{level}_{t}"),
        "x_p": Name(f"{level}_{t - 1}"),
        "x_0": Name(f"{level}_{base}"),
        "r_t": Name(f"{rate}_{t}"),
        "total": _sum([Name(f"{level}_{year}") for year in range(since, year_of(t) + 1)]),
    }

    worst = [name for name in used.needs if name in parts.NAMES]
    figures |= {name: parts.spelled_out(name, level, t) for name in worst}

    def change(part: Node) -> Node | None:
        if isinstance(part, Name) and part.name.startswith("rate_"):
            return Name(f"{rate}_{part.name.removeprefix('rate_')}")
        return figures.get(part.name) if isinstance(part, Name) else None

    exact = {name: as_exact(node) for name, node in own.items()}
    return Spelled(exact, {name: rewrite(node, change) for name, node in own.items()})


def _chained(node: Node, years: Sequence[int]) -> Node:
    """`chain(rates)` with one name per year."""

    def change(part: Node) -> Node | None:
        if isinstance(part, Call) and part.args == (Name("rates"),):
            return Call(part.function, tuple(Name(f"rate_{year}") for year in years))
        return None

    return rewrite(node, change)


def _sum(parts: Sequence[Node]) -> Node:
    """The sum of some figures; a span without years has none."""
    return reduce(lambda total, part: Binary("+", total, part), parts) if parts else Name("total")
