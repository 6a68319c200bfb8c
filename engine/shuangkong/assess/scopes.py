"""Which entities a target is for in a year, and whose attributes leave that open."""

from ..declarations.bundle import Declarations
from ..declarations.facts import ExactFacts
from ..formulas import parse, to_chinese
from ..vocabulary import Entity, Scope


class Scopes:
    """The entities of each scope; one that many targets share is looked through once."""

    def __init__(self, declarations: Declarations, year: int) -> None:
        self.declarations = declarations
        self.year = year
        self._found: dict[Scope, tuple[list[Entity], list[Entity]]] = {}

    def of(self, scope: Scope) -> tuple[list[Entity], list[Entity]]:
        """Entities a target is for, and those whose attributes leave it open."""
        if scope not in self._found:
            self._found[scope] = self._scope(scope)
        return self._found[scope]

    def _scope(self, scope: Scope) -> tuple[list[Entity], list[Entity]]:
        named = {self.declarations.names.get("".join(e.split()), e) for e in scope.entities}
        # entities to which the condition does not apply are no rows at all: there is no target
        inside = [
            e
            for e in self.declarations.entities.values()
            if e.valid_in(self.year) and (e.kind in scope.kinds or e.code in named)
        ]
        if scope.when is None or not inside:
            return inside, []
        language = self.declarations.language
        node = language.node(scope.when)
        holds = [ExactFacts(language, e.code, {}).holds(node, self.year) for e in inside]
        yes = [e for e, h in zip(inside, holds, strict=True) if h]
        return yes, [e for e, h in zip(inside, holds, strict=True) if h is None]


def condition(scope: Scope) -> str:
    """The condition of a scope as a sentence."""
    return to_chinese(parse(scope.when or "1 = 1"), str)
