"""One way to write each thing down, so that a hash of it means something."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ..vocabulary import Finding, Place, Severity

#: what the first entry is chained to
NOTHING = "0" * 64


def canonical(content: object) -> str:
    """Content as JSON: keys sorted, no spaces, numbers in their shortest form."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest(data: bytes) -> str:
    """sha256 in hex."""
    return hashlib.sha256(data).hexdigest()


def chained(previous: str, number: int, kind: str, at: str, content: str) -> str:
    """The hash of an entry: over the hash before it and every byte of its own."""
    envelope = canonical([previous, number, kind, at, content])
    return digest(envelope.encode("utf-8"))


def clean(text: str) -> str:
    """A text that can be written as UTF-8; half characters from a file name become '?'."""
    return text.encode("utf-8", "replace").decode("utf-8")


def cleaned(text: str | None) -> str | None:
    """The same where nothing may stand."""
    return None if text is None else clean(text)


def finding_content(finding: Finding) -> dict[str, Any]:
    """A finding as JSON content; what is empty is left out."""
    found = {
        "kind": finding.kind,
        "severity": finding.severity.value,
        "why": clean(finding.why),
        "mend": clean(finding.mend),
        "place": _place_content(finding.place),
        "seen": cleaned(finding.seen),
        "basis": cleaned(finding.basis),
        "entity": finding.entity,
        "indicator": finding.indicator,
        "year": finding.year,
        "marks": [_place_content(mark) for mark in finding.marks],
    }
    return {key: value for key, value in found.items() if value not in (None, [])}


def finding_of(content: Mapping[str, Any], names: Mapping[str, str]) -> Finding:
    """A finding from its JSON content; files are renamed as `names` says."""
    return Finding(
        kind=content["kind"],
        severity=Severity(content["severity"]),
        why=content["why"],
        mend=content["mend"],
        place=_place(content.get("place"), names),
        seen=content.get("seen"),
        basis=content.get("basis"),
        entity=content.get("entity"),
        indicator=content.get("indicator"),
        year=content.get("year"),
        marks=tuple(p for m in content.get("marks", ()) if (p := _place(m, names)) is not None),
    )


def _place_content(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    found = {
        "file": clean(place.file),
        "line": place.line,
        "column": place.column,
        "sheet": cleaned(place.sheet),
        "cell": place.cell,
    }
    return {key: value for key, value in found.items() if value is not None}


def _place(content: Mapping[str, Any] | None, names: Mapping[str, str]) -> Place | None:
    if content is None:
        return None
    file = names.get(content["file"], content["file"])
    return Place(**{**content, "file": file})
