"""One finding that a form may have, as live values: whether it has it, where, in which words."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...vocabulary import Message, Severity
from ..consistency.rules import Cell
from .live import NO, NOTHING, Live, filled, text, when


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
    #: whether a remark gives the reason that is asked for
    settled: Live = NO

    @property
    def degree(self) -> Live:
        """How grave it is, in the office's word."""
        return when(self.settled, text(Severity.INFO.chinese), text(self.severity.chinese))


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
