"""What one file may still take: counted before the memory is taken, and held against the clock.

Every reader counts what it is about to make; what a file holds is believed only as far as it
was counted. The clock is the last resort: the counts are such that they come first.
"""

import time
from collections.abc import Callable
from enum import StrEnum

from ... import messages
from ...errors import IntakeError
from . import limits
from .refuse import refuse

#: how many things are taken between two looks at the clock
_TICKS = 4096


class What(StrEnum):
    """What is counted in one file, by the word that its finding uses."""

    CELLS = "有内容的单元格数"
    WRITTEN = "单元格数（连同空的）"
    TEXT = "文字总量"
    TEXTS = "文字表的条数"
    RECORDS = "内部记录数"
    SHEETS = "工作表数"
    MERGES = "合并单元格数"
    HIDDEN_COLUMNS = "隐藏列的段数"
    COMMENTS = "批注数"
    FORMATS = "单元格格式数"


def _limit(what: What) -> int:
    """How much of it there may be: the limit of the same name."""
    return int(getattr(limits, what.name))


class Budget:
    """The budget of one file, `file` as it is called in messages. All raise IntakeError."""

    def __init__(self, file: str, clock: Callable[[], float] = time.thread_time) -> None:
        self.file = file
        self._left = {what: _limit(what) for what in What}
        self._clock = clock
        self._used = 0.0
        self._since: float | None = None
        self._ticks = _TICKS
        self._sources: set[object] = set()

    def take(self, what: What, count: int = 1) -> None:
        """Some more of something."""
        left = self._left[what] = self._left[what] - count
        if left < 0:
            raise self.over(what.value, _limit(what))
        self._ticks -= 1
        if self._ticks <= 0:
            self.look()

    def cell(self, row: int, col: int, *texts: str | None, times: int = 1) -> None:
        """A cell at a 1-based place that holds these texts, perhaps repeated."""
        self.place(row, col)
        self.take(What.CELLS, times)
        for text in texts:
            if text is not None:
                self.take(What.TEXT, self.text(text) * times)

    def place(self, row: int, col: int) -> None:
        """A 1-based place of a cell."""
        if not (1 <= row <= limits.ROWS and 1 <= col <= limits.COLUMNS):
            raise refuse(messages.BEYOND_SHEET, self.file, rows=limits.ROWS, cols=limits.COLUMNS)

    def text(self, text: str) -> int:
        """The length of one cell's text, which no program lets grow without end."""
        if len(text) > limits.CELL_TEXT:
            raise self.over("一个单元格的字数", limits.CELL_TEXT)
        return len(text)

    def format(self, code: str) -> str:
        """A number format, no longer than a spreadsheet program lets it be."""
        if len(code) > limits.FORMAT_TEXT:
            raise self.over("数字格式的长度", limits.FORMAT_TEXT)
        return code

    def source(self, where: object) -> None:
        """Where a sheet's content is; no two sheets of a file have the same."""
        if where in self._sources:
            raise refuse(messages.DAMAGED, self.file, detail="两个工作表指向同一内容")
        self._sources.add(where)

    def look(self) -> None:
        """Look at the clock of the thread that works on the file."""
        self._ticks = _TICKS
        now = self._clock()
        if self._since is not None:
            self._used += max(0.0, now - self._since)
        self._since = now
        if self._used > limits.SECONDS:
            raise refuse(messages.TOO_LONG, self.file, seconds=limits.SECONDS)

    def pause(self) -> None:
        """Work on the file goes on later, perhaps in another thread."""
        self._since = None

    def over(self, what: str, limit: int) -> IntakeError:
        """The error that says what there is too much of."""
        return refuse(messages.TOO_BIG, self.file, what=what, limit=limit)
