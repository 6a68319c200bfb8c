"""Which cells of a file are marked, how gravely, and what is said at each."""

from collections.abc import Iterable
from itertools import islice

from ...records import dataclass
from ...text import in_xml
from ...vocabulary import Finding, Place, Severity

COLOURS = {
    Severity.BLOCKER: "F8C9C4",
    Severity.ERROR: "F8C9C4",
    Severity.WARNING: "FFE3B3",
    Severity.INFO: "DCEBFA",
}
#: characters of a comment, and cells that carry one
_LONGEST, _MOST = 1500, 5_000


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked cell."""

    sheet: str
    cell: str
    severity: Severity
    text: str


def marks_in(file: str, findings: Iterable[Finding]) -> list[Mark]:
    """The marked cells of one file, each once, with everything said about it; at most so many
    as a program can open."""
    said: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        places = dict.fromkeys((*finding.marks, *((finding.place,) if finding.place else ())))
        for place in places:
            if place.file == file and place.sheet and place.cell:
                said.setdefault((place.sheet, place.cell), []).append(finding)
    return [
        Mark(
            sheet,
            cell,
            min((f.severity for f in about), key=lambda severity: severity.rank),
            "\n".join(dict.fromkeys(words(f) for f in about))[:_LONGEST],
        )
        for (sheet, cell), about in islice(said.items(), _MOST)
    ]


def words(finding: Finding) -> str:
    """What a comment says of one finding."""
    return f"【{finding.severity.chinese}】{finding.why}\n怎样改正：{finding.mend}"


def first_place(file: str, finding: Finding) -> Place | None:
    """Where in a file a finding is shown."""
    places = (*((finding.place,) if finding.place else ()), *finding.marks)
    return next((p for p in places if p.file == file and p.sheet and p.cell), None)


def printable(text: str) -> str:
    """A text as a cell holds it: no control characters, and not longer than a cell."""
    return in_xml(text)[:32_000]
