"""The records of a method: steps in the formula language, and what follows from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ..formulas import Binary, Name, Node, names, parse


@dataclass(frozen=True)
class MethodStep:
    """A line of a method. `percent` steps are shown ×100 with %, others in the indicator's unit.

    A `difference` of two shares is shown in percentage points, never with %.
    """

    name: str
    label: str
    formula: str
    percent: bool = True
    difference: bool = False

    @cached_property
    def node(self) -> Node:
        """The parsed formula."""
        return parse(self.formula)


@dataclass(frozen=True)
class Method:
    """Steps, the names of the step that was reached and the one required, and the verdict.

    The verdict's formula is free of logarithms and roots, so that fractions decide it exactly.
    `higher` tells whether more is better, which orients the margin.
    """

    steps: tuple[MethodStep, ...]
    actual: str
    required: str
    verdict: str
    higher: bool = True
    progress: str | None = None
    required_progress: str | None = None

    @cached_property
    def verdict_node(self) -> Node:
        """The parsed verdict."""
        return parse(self.verdict)

    @cached_property
    def base(self) -> str | None:
        """The level that a relative change starts from, which must be above zero."""
        divided = [n for step in self.steps for n in _divisors(step.node)]
        return next((n for n in ("x_0", "x_p") if n in divided), None)

    @cached_property
    def goal(self) -> str:
        """The name of the declared value to reach: the year's, where one was issued."""
        return "Y" if "Y" in self.needs else "T"

    @cached_property
    def by_name(self) -> dict[str, MethodStep]:
        """The steps by name."""
        return {step.name: step for step in self.steps}

    @cached_property
    def needs(self) -> frozenset[str]:
        """The fixed names (x_t, x_0, rates …) that the steps and the verdict rest on."""
        return self._fixed([*(step.node for step in self.steps), self.verdict_node])

    @cached_property
    def compared(self) -> tuple[MethodStep, ...]:
        """The steps that what was reached and what was required rest on, themselves included."""
        found: set[str] = set()
        waiting = [self.actual, self.required]
        while waiting:
            name = waiting.pop()
            if name in self.by_name and name not in found:
                found.add(name)
                waiting += [n.name for n in names(self.by_name[name].node)]
        return tuple(step for step in self.steps if step.name in found)

    @cached_property
    def compared_needs(self) -> frozenset[str]:
        """The fixed names that only these steps rest on."""
        return self._fixed([step.node for step in self.compared])

    def _fixed(self, nodes: Iterable[Node]) -> frozenset[str]:
        return frozenset(n.name for node in nodes for n in names(node)) - self.by_name.keys()


def _divisors(node: Node) -> tuple[str, ...]:
    """The names that a formula divides by as they stand."""
    match node:
        case Binary("/", _, Name(name)):
            return (name,)
        case Binary(_, left, right):
            return (*_divisors(left), *_divisors(right))
    return ()
