"""What titles and notes say in words, where it can be checked against itself."""

import re
from collections.abc import Sequence

from ... import messages
from ...vocabulary import Finding, Place
from ..files import FileReading, FileRole
from ..reading import address
from ..tables.reading import LABEL
from ..words import plain

_WHOLE = re.compile(r"(?P<total>[0-9]{1,3})个(?:地区|省区市|省份|省|市州|市|城市|县区|县|单位)")
_PART = re.compile(
    r"(?:为负|为正|为零|持平|上升|下降|增长|提高|降低|完成|未完成|超额完成|基本完成)(?:的|地区|有|分别有|:)*"
    r"(?P<count>[0-9]{1,3})个"
)


def check(files: Sequence[FileReading]) -> list[Finding]:
    """Findings about sentences whose counts do not add up."""
    findings: list[Finding] = []
    for file in files:
        if file.role not in (FileRole.TABLE, FileRole.UNRECOGNISED):
            continue
        for reading in file.sheets:
            at = reading.sheet.at
            for place, why in reading.left.items():
                if why == LABEL:
                    continue
                said = mismatch(at[place].text)
                if said is not None:
                    sentence, total, parts = said
                    where = Place(file.name, sheet=reading.sheet.name, cell=address(*place))
                    findings.append(
                        Finding.of(
                            messages.COUNTS_IN_TEXT, where, seen=sentence, total=total, parts=parts
                        )
                    )
    return findings


def mismatch(text: str) -> tuple[str, int, int] | None:
    """A sentence, its total and the sum of its parts, where they differ; at least two parts."""
    for sentence in re.split(r"[。;；\n]", plain(text)):
        whole = _WHOLE.search(sentence)
        if whole is None:
            continue
        parts = [int(match["count"]) for match in _PART.finditer(sentence, whole.end())]
        total = int(whole["total"])
        if len(parts) >= 2 and sum(parts) != total:
            return sentence[:80], total, sum(parts)
    return None
