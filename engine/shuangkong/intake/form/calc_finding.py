"""One finding that a form may have, as live values: whether it has it, where, in which words."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...vocabulary import Message, Severity
from ..consistency.rules import Cell
from .live import NOTHING, Live, filled


@dataclass(frozen=True)
class FormFinding:
    """A finding that a form may have: whether it has it, where, and in which words."""

    kind: str
    severity: Severity
    raised: Live
    place: Live
    why: Live
    mend: Live
    basis: Live = NOTHING
    marks: tuple[tuple[Cell, Live], ...] = ()


def said_of(
    message: Message,
    raised: Live,
    place: Live,
    marks: Sequence[tuple[Cell, Live]] = (),
    basis: Live = NOTHING,
    /,
    **words: Live | str,
) -> FormFinding:
    """A finding of the catalogue; `words` fill what its message leaves open."""
    why, mend = filled(message.zh, words), filled(message.mend, words)
    return FormFinding(message.id, message.severity, raised, place, why, mend, basis, tuple(marks))
