"""Lists to choose from: short ones in the cell's own rule, long ones on a sheet of their own."""

from collections.abc import Sequence
from typing import Any

from ..reading import address

SHEET = "可选值"
#: a rule of a cell holds no more, and parts its words by commas
_LONGEST = 255


class Choices:
    """The lists of one workbook; its sheet is made when the first long list comes."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._lists: dict[tuple[str, ...], str] = {}

    def validation(self, words: Sequence[str]) -> dict[str, Any]:
        """The rule that lets a cell hold one of some words."""
        if len(",".join(words)) <= _LONGEST and not any("," in word for word in words):
            return {"validate": "list", "source": list(words)}
        key = tuple(words)
        if key not in self._lists:
            col = len(self._lists) + 1
            first, last = address(1, col), address(len(words), col)
            fixed = ["$" + "$".join(_parted(at)) for at in (first, last)]
            self._lists[key] = f"='{SHEET}'!{fixed[0]}:{fixed[1]}"
        return {"validate": "list", "source": self._lists[key]}

    def close(self) -> None:
        """Write the lists that a sheet is needed for."""
        if not self._lists:
            return
        sheet = self._book.add_worksheet(SHEET)
        for col, words in enumerate(self._lists):
            for row, word in enumerate(words):
                sheet.write_string(row, col, word)
        sheet.protect()
        sheet.hide()


def _parted(at: str) -> tuple[str, str]:
    letters = at.rstrip("0123456789")
    return letters, at[len(letters) :]
