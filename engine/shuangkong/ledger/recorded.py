"""The submissions so far: what a new one is a version of, and what took whose place."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from ..intake.files import FileRole
from .entries import Submission


def key_of(
    role: FileRole, entity: str | None, year: int, file: str, part: str | None = None
) -> tuple[object, ...]:
    """What a submission is a version of: the later usable one with the same key counts.

    A form is an entity's word for a year, or for a `part` of it. Anything else is known by its
    name and year; measure scores and verdicts replace each other row by row (`evidence`), never
    as files.
    """
    if role is FileRole.FORM and entity is not None:
        return role, year, entity, part
    return "file", year, unicodedata.normalize("NFC", file).casefold()


class Recorded:
    """The submissions so far: what is there already, and what took whose place."""

    def __init__(self, earlier: Sequence[Submission]) -> None:
        self.found: dict[tuple[object, ...], Submission] = {}
        self.replaced_by: dict[int, int] = {}
        self._last: dict[tuple[object, ...], Submission] = {}
        for one in earlier:
            self.add(one)

    def add(self, one: Submission) -> None:
        """A further submission."""
        said = (one.figures_sha256, one.measures, one.verdicts, one.findings, one.replaces)
        self.found[one.sha256, one.year, *said] = one
        if not one.usable:
            return
        gone = set(one.replaces)
        if not one.role.by_row:
            key = key_of(one.role, one.entity, one.year, one.file, one.part)
            gone |= {self._last[key].number} if key in self._last else set()
            self._last[key] = one
        self.replaced_by |= dict.fromkeys(gone, one.number)

    def same(self, content: Mapping[str, Any]) -> Submission | None:
        """The submission that says exactly the same, if there is one."""
        figures = content["observations"]["sha256"]
        read = (content["measures"], content.get("verdicts"), content["findings"])
        said = (figures, *read, tuple(content["replaces"]))
        known = self.found.get((content["sha256"], content["year"], *said))
        told = content.get("explanations")
        # who says nothing of the doubts takes nothing back that was said of them
        return known if known is None or told in (None, known.explanations) else None
