"""Text for a terminal: tables that line up with Chinese, and findings gravest first."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # tables are printed by commands that need no records
    from .vocabulary import Finding, Severity


#: what steers a terminal or turns the direction of writing, and halves of characters
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_IN_NAMES = re.compile("[\t\n]")
#: the width of a text that is shortened
_SHORT = 60
#: what no XML holds, and so no workbook and no letter
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
#: keeps a figure and its unit on one line
NO_BREAK = "\u00a0"


def in_xml(text: str) -> str:
    """Text that a workbook or a letter can hold: what no XML holds is taken out."""
    return _NO_XML.sub("", text)


def inert(text: str) -> str:
    """Text that can be shown anywhere: nothing in it steers a terminal or hides its direction.

    What is taken out leaves a � behind, so that it is seen that something stood there.
    """
    return _STEERING.sub("�", text)


def inert_name(text: str) -> str:
    """The same for a name, which also has no line ends."""
    return _IN_NAMES.sub("�", inert(text))


#: what a spreadsheet takes for the beginning of a formula, in a Chinese one also these
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")


def no_formula(text: str) -> str:
    """Text for a CSV file that a spreadsheet cannot take for a formula."""
    begins = text.startswith(_FORMULA) and not _NUMBER.match(text)
    return "'" + text if begins else text


def inert_json(written: str) -> str:
    """JSON in which what steers a terminal stands as its number, so that nothing is lost."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def width(text: str) -> int:
    """Columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Lines with aligned columns; `right` are the numbers of columns aligned to the right."""
    lines = [head, *rows]
    widths = [max(width(line[i]) for line in lines) for i in range(len(head))]

    def cell(text: str, index: int) -> str:
        pad = " " * (widths[index] - width(text))
        return pad + text if index in right else text + pad

    made = ["  ".join(cell(t, i) for i, t in enumerate(line)).rstrip() for line in lines]
    made.insert(1, "  ".join("─" * w for w in widths))
    return "\n".join(made)


def html_table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as notebooks show it; all text is escaped."""
    from html import escape  # its table of names is dear, and few runs need it

    def line(tag: str, cells: Sequence[str]) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    body = "\n".join(line("td", row) for row in rows)
    return (
        f"<table>\n<caption>{escape(caption)}</caption>\n"
        f"<thead>{line('th', head)}</thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )


def shortened(text: str) -> str:
    """The beginning of a text that would be too wide."""
    made = ""
    for character in text:
        if width(made) + width(character) > _SHORT:
            return made + "…"
        made += character
    return made


def findings(found: "Sequence[Finding]", most: int = 20, down_to: "Severity | None" = None) -> str:
    """Findings for the terminal, gravest first; the same words at several places stand once.

    Those less grave than `down_to` are only counted.
    """
    from .vocabulary import Severity

    groups: dict[tuple[str, str, str], list[Finding]] = {}
    lowest = (down_to or Severity.INFO).rank
    shown = [f for f in found if f.severity.rank <= lowest]
    for finding in sorted(shown, key=lambda f: f.severity.rank):
        groups.setdefault((finding.kind, finding.why, finding.mend), []).append(finding)
    lines = [_group(members) for members in list(groups.values())[:most]]
    if len(groups) > most:
        lines.append(f"…… 另有 {len(groups) - most} 种，见评分卡的“审核意见”或 results.json")
    counts = counted([f.severity for f in found])
    return "\n".join([*lines, f"审核意见共 {len(found)} 条：{counts}" if found else "没有审核意见"])


def counted(severities: "Sequence[Severity]") -> str:
    """How many findings there are of each gravity, by its word: 不可用 1 条，须更正 2 条."""
    tally = Counter(sorted(severities, key=lambda one: one.rank))
    return "，".join(f"{severity.chinese} {n} 条" for severity, n in tally.items())


def _group(members: "Sequence[Finding]") -> str:
    said = str(members[0])
    if len(members) == 1:
        return said
    places = "、".join(str(f.place) for f in members[1:3] if f.place)
    more = f"等 {len(members)} 处" if len(members) > 3 else f"，共 {len(members)} 处"
    return f"{said}\n    同样的还有：{places}{more}" if places else said


def grave(found: "Iterable[Finding]") -> bool:
    """Whether anything must be corrected before the results can stand."""
    from .vocabulary import Severity

    return any(f.severity in (Severity.BLOCKER, Severity.ERROR) for f in found)


def joined(digits: str, unit: str) -> str:
    """Digits and their unit, kept together."""
    return digits + unit if unit in ("", "%", "‰", "个百分点") else f"{digits}{NO_BREAK}{unit}"


def plain(value: Decimal) -> str:
    """A number without needless zeros: 40, 2.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
