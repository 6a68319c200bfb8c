"""Formulas that stay true whatever stands in 填报数据: what is no number gives no verdict.

An empty cell is not 0, a text is no number, and an error spreads no further: a result that rests
on one of them is `UNKNOWN`, as the engine would find nothing.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ...assess.judgement import Judgement, Outcome
from ...assess.result import UNGRADED as WITHHELD
from ...formulas import Binary, Call, Lookup, Name, Node, walk
from .. import looks
from ..book import LiveFormula

#: what stands where nothing can be computed
UNKNOWN = "—"
HOLDS, FAILS = "成立", "不成立"
NO_GRADE = WITHHELD
CHANGED = "已改动，与签发结果不符"
#: a text within a formula may be so long, and a formula
_PIECE, _LONGEST = 240, 8000
_FRAGILE = frozenset(("ln", "root"))


class Ref(NamedTuple):
    """A name in a formula: the text that stands for it, and the cell it rests on.

    `truth` says that the cell holds `HOLDS` or `FAILS`; without a cell it is a constant.
    """

    text: str
    cell: str = ""
    truth: bool = False


def number_ref(cell: str, text: str = "") -> Ref:
    """A cell that holds a number; `text` is the number in the formula's scale."""
    return Ref(text or cell, cell)


def truth_ref(cell: str) -> Ref:
    """A cell that holds whether something holds."""
    return Ref(f'({cell}="{HOLDS}")', cell, True)


def met_ref(cell: str) -> Ref:
    """1 where something holds, else 0."""
    return Ref(f'IF({cell}="{HOLDS}",1,0)', cell, True)


def guarded(formula: str, refs: Sequence[Ref], *, base: str = "", fragile: bool = False) -> str:
    """A formula that gives `UNKNOWN` unless all that it rests on is there, and `base` above 0."""
    numbers = list(dict.fromkeys(r.cell for r in refs if r.cell and not r.truth))
    asked = [f"COUNT({','.join(numbers)})={len(numbers)}"] if numbers else []
    asked += [f'{c}<>"{UNKNOWN}"' for c in dict.fromkeys(r.cell for r in refs if r.truth)]
    found = f'IF({base}>0,{formula},"{UNKNOWN}")' if base else formula
    if asked:
        condition = asked[0] if len(asked) == 1 else f"AND({','.join(asked)})"
        found = f'IF({condition},{found},"{UNKNOWN}")'
    return f'IFERROR({found},"{UNKNOWN}")' if fragile else found


def may_fail(node: Node) -> bool:
    """Whether a formula may have no value though all it rests on is there."""
    return any(
        (isinstance(n, Binary) and n.op in ("/", "**"))
        or (isinstance(n, Call) and n.function in _FRAGILE)
        or isinstance(n, Lookup)
        for n in walk(node)
    )


def base_of(node: Node) -> str | None:
    """The first of the names that a formula divides by as they stand."""
    divisors = (n.right for n in walk(node) if isinstance(n, Binary) and n.op == "/")
    return next((str(d) for d in divisors if isinstance(d, Name)), None)


def said(text: str) -> str:
    """A text as it stands in a formula."""
    lines = []
    for line in text.split("\n"):
        pieces = [line[i : i + _PIECE] for i in range(0, len(line), _PIECE)] or [""]
        lines.append("&".join(quoted(piece) for piece in pieces))
    return "&CHAR(10)&".join(lines)


def quoted(text: str) -> str:
    """A short text in quotation marks."""
    return '"' + text.replace('"', '""') + '"'


def issued(text: str, changed: str, otherwise: str = CHANGED) -> LiveFormula | str:
    """A text that was issued, which stands as long as nothing has been changed."""
    if text in ("", otherwise):
        return text
    formula = f"IF({changed}=0,{said(text)},{quoted(otherwise)})"
    return LiveFormula(formula, text) if len(formula) < _LONGEST else text


class LiveVerdict(NamedTuple):
    """What a verdict says while somebody tries figures, as tests within a formula.

    One that a person decided holds, whatever the figures are, as long as they are there; one
    decided within a band, as long as they are in the band. `stands` says when a person's holds.
    """

    holds: str
    fails: str
    unknown: str
    stands: str = "FALSE"

    @classmethod
    def compared(cls, cell: str) -> "LiveVerdict":
        """That of a comparison, whose cell says `HOLDS`, `FAILS` or `UNKNOWN`."""
        return cls(f'{cell}="{HOLDS}"', f'{cell}="{FAILS}"', f'{cell}="{UNKNOWN}"')

    @classmethod
    def decided(cls, cell: str, *, met: bool) -> "LiveVerdict":
        """That of a person, about the figure in a cell."""
        there = f"COUNT({cell})=1"
        sides = (there, "FALSE") if met else ("FALSE", there)
        return cls(*sides, f"COUNT({cell})=0", there)

    @classmethod
    def within(cls, strict: str, easier: str, *, met: bool | None) -> "LiveVerdict":
        """That on a band, by the comparisons with its two edges, and what a person decided of it.

        Both are the same cell where the band has no outer edge.
        """
        missed, unknown = f'{strict}="{FAILS}"', f'{strict}="{UNKNOWN}"'
        between = missed if easier == strict else f'AND({missed},{easier}="{HOLDS}")'
        holds = f'{strict}="{HOLDS}"'
        fails = "FALSE" if easier == strict else f'AND({missed},{easier}="{FAILS}")'
        match met:
            case True:
                return cls(f"OR({holds},{between})", fails, unknown, between)
            case False:
                return cls(holds, missed, unknown, between)
        return cls(holds, fails, f"OR({unknown},{between})")

    def choose(self, met: str, missed: str, unknown: str) -> str:
        """One of three, by what it says."""
        return f"IF({self.holds},{met},IF({self.fails},{missed},{unknown}))"


def outcome_of(live: LiveVerdict, j: Judgement) -> LiveFormula:
    """The outcome in words, as it follows what the verdict says."""
    found = (Outcome.MET, Outcome.NOT_MET, Outcome.NOT_ASSESSABLE)
    formula = live.choose(*(quoted(looks.verdict_text(j, o)) for o in found))
    if live.stands != "FALSE":
        decided = quoted(looks.verdict_text(j, Outcome.OVERRIDDEN))
        formula = f"IF({live.stands},{decided},{formula})"
    return LiveFormula(formula, looks.verdict_text(j))
