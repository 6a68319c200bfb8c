"""A page of headings, paragraphs, lists and tables, printed for a terminal or as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...text import table, width

_RULES = {1: "═", 2: "─"}


@dataclass
class PlanPage:
    """Lines of a page as they are added; `markdown` says how they are printed."""

    markdown: bool
    lines: list[str] = field(default_factory=list)

    def heading(self, level: int, text: str) -> None:
        """A heading; level 1 is the page's title."""
        self._gap()
        if self.markdown:
            self.lines.append(f"{'#' * level} {_plain(text)}")
        else:
            self.lines.append(f"【{text}】" if level > 2 else text)
            if level in _RULES:
                self.lines.append(_RULES[level] * width(text))
        if self.markdown:
            self.lines.append("")

    def text(self, text: str) -> None:
        """A paragraph."""
        self._gap()
        self.lines.append(_plain(text) if self.markdown else text)

    def items(self, items: Sequence[str], level: int = 0) -> None:
        """A list; `level` is how deep it is indented below another one."""
        if not level:
            self._gap()
        indent = "  " * level
        sign = "-" if self.markdown else ("·" if not level else "–")
        self.lines.extend(f"{indent}{sign} {_plain(i) if self.markdown else i}" for i in items)

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()
    ) -> None:
        """A table; `right` are the numbers of columns aligned to the right."""
        self._gap()
        if not self.markdown:
            self.lines.extend(table(head, rows, right).split("\n"))
            return
        ends = ["--:" if i in right else "---" for i in range(len(head))]
        for line in (head, ends, *rows):
            cells = line if line is ends else [_plain(c).replace("|", "\\|") for c in line]
            self.lines.append(f"| {' | '.join(cells)} |")

    def __str__(self) -> str:
        return "\n".join(self.lines).strip("\n")

    def _gap(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")


def _plain(text: str) -> str:
    """Text in which nothing is taken for Markdown."""
    made = text.replace("\\", "\\\\")
    for sign in "*_`<>[]#":
        made = made.replace(sign, "\\" + sign)
    return " ".join(made.split("\n"))
