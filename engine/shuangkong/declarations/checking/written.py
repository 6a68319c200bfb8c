"""A formula under review: its text, where it stands, and findings at its characters."""

import re
from dataclasses import dataclass
from typing import Any

from ... import messages
from ...formulas import FormulaError, Node, parse
from ...formulas.places import Stand
from ...vocabulary import Message
from .review import Path, Review


@dataclass(frozen=True)
class WrittenFormula:
    """A formula and where it stands: a record and the path to its text."""

    review: Review
    text: str
    record: Any
    path: Path
    stand: Stand

    def report(self, kind: Message, position: int | None = None, **words: Any) -> None:
        """A finding about the whole formula, or at one of its characters."""
        if position is None:
            self.review.report(kind, self.record, *self.path, text=self.text, **words)
        else:
            place = self.review.sources.within(self.record.place, self.path, position)
            self.review.report(kind, place, text=self.text, **words)

    def where(self, name: str) -> int:
        """Position of the first use of a name."""
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self.text)
        return found.start() if found else 0

    def parsed(self) -> Node | None:
        """The formula; None, and told, when it cannot be read."""
        try:
            return parse(self.text)
        except FormulaError as error:
            self.report(
                messages.FORMULA_BROKEN,
                error.position,
                at=error.position + 1,
                reason=error.why,
                mend=error.mend,
            )
            return None
