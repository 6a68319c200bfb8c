"""Live values: a formula of a sheet beside the value that it has when the sheet is written.

Both are made by one step each, so that a program that does not calculate shows what one that
does would come to.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from string import Formatter

from ...records import dataclass

Scalar = bool | Decimal | str

#: More than this many characters no workbook takes for a formula.
LONGEST = 8000
_PIECE = 200
_ABREAST = 200


@dataclass(frozen=True, slots=True)
class Live:
    """A formula without its `=`, and its value; a text "" stands for nothing."""

    formula: str
    value: Scalar

    @property
    def true(self) -> bool:
        """Whether a condition holds as the sheet is written."""
        return self.value is True


NO, YES = Live("FALSE", value=False), Live("TRUE", value=True)
NOTHING = Live('""', "")


def quoted(text: str) -> str:
    """A text inside a formula, in pieces that stay below Excel's 255 characters."""
    pieces = [text[i : i + _PIECE] for i in range(0, len(text), _PIECE)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


@lru_cache(maxsize=4096)
def text(content: str) -> Live:
    """A text that is what it is."""
    return Live(quoted(content), content)


def number(content: Decimal) -> Live:
    """A number that is what it is."""
    return Live(f"{content:f}", content)


def either(*parts: Live) -> Live:
    """Whether one of some conditions holds."""
    open_ = [one for one in parts if one is not NO]
    if len(open_) < 2:
        return open_[0] if open_ else NO
    return Live(_nested("OR", [p.formula for p in open_]), any(p.true for p in open_))


def every(*parts: Live) -> Live:
    """Whether all of some conditions hold."""
    if any(one is NO for one in parts):
        return NO
    open_ = [one for one in parts if one is not YES]
    if len(open_) < 2:
        return open_[0] if open_ else YES
    return Live(_nested("AND", [p.formula for p in open_]), all(p.true for p in open_))


def _nested(function: str, parts: Sequence[str]) -> str:
    """A function of any number of parts, of which a sheet takes 255 at a time."""
    if len(parts) > _ABREAST:
        groups = (parts[i : i + _ABREAST] for i in range(0, len(parts), _ABREAST))
        parts = [_nested(function, group) for group in groups]
    return f"{function}({','.join(parts)})"


def denied(one: Live) -> Live:
    """The opposite of a condition."""
    if one is NO or one is YES:
        return YES if one is NO else NO
    return Live(f"NOT({one.formula})", not one.true)


def same(one: Live, other: Live) -> Live:
    """Whether two values are the same."""
    return Live(f"{one.formula}={other.formula}", one.value == other.value)


def when(condition: Live, then: Live, otherwise: Live) -> Live:
    """One value or another."""
    if condition is NO or condition is YES:
        return then if condition is YES else otherwise
    made = f"IF({condition.formula},{then.formula},{otherwise.formula})"
    return Live(made, then.value if condition.true else otherwise.value)


def counted(parts: Sequence[Live]) -> Live:
    """How many of some conditions hold."""
    terms = [f"IF({one.formula},1,0)" for one in parts if one is not NO]
    return Live("+".join(terms) or "0", Decimal(sum(one.true for one in parts)))


def shown(one: Live) -> str:
    """A value as a sheet prints it inside a text."""
    return f"{one.value:f}" if isinstance(one.value, Decimal) else str(one.value)


def joined(*parts: Live | str) -> Live:
    """Texts and values one after the other."""
    lives = [text(part) if isinstance(part, str) else part for part in parts if part != ""]
    if not lives:
        return NOTHING
    return Live("&".join(one.formula for one in lives), "".join(shown(one) for one in lives))


def filled(template: str, words: Mapping[str, Live | str]) -> Live:
    """A template of the catalogue of messages with its words."""
    parts: list[Live | str] = []
    for fixed, name, _, _ in Formatter().parse(template):
        parts += [fixed, words[name]] if name is not None else [fixed]
    return joined(*_merged(parts))


def _merged(parts: Sequence[Live | str]) -> list[Live | str]:
    """Fixed texts that stand side by side as one."""
    found: list[Live | str] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    return found
