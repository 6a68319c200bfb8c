"""Documents of an earlier run that still hold: taken over byte for byte, not made again.

The documents of an entity follow from its result (`assess.follows`), its place and rank among
all, the copies that its figures link to, and what the office decided about its letters. Where all
of that is as it was, the earlier files are what would be made now. They are taken from the earlier
folder, each only when it still has the bytes that were written then.
"""

import os
import pickle
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from .. import resources
from ..assess.follows import KIND as RESULT
from ..assess.net import with_deductions
from ..assess.packed import packed, unpacked
from ..assess.result import Assessment, EntityResult, RestsOn
from ..running.kept import Kept, engine, hashed
from .entity import Common, Drafted, stem
from .hashes import Hashed, digest

KIND = "documents"


class Again:
    """What an earlier run wrote for entities, and what this one leaves for the next."""

    def __init__(self, assessment: Assessment, kept: Kept, common: Common) -> None:
        self._assessment = assessment
        self._kept = kept
        self._links = common.links
        self._corrected = common.corrected
        drafting, ranks = common.drafting, assessment.ranks
        said = (
            assessment.year,
            assessment.verification,
            assessment.scheme.id if assessment.scheme else None,
            assessment.measures.is_empty(),
            ranks.total(),
            drafting.letterhead,
            common.tables,
            [(past.year, past.given) for past in common.history],
        )
        given = _stamp(drafting.templates) if drafting.templates else b""
        self._common = hashed(engine(), _stamp(resources.templates()), given, _bytes(said))

    @classmethod
    def of(cls, assessment: Assessment, common: Common) -> "Again | None":
        """None where the assessment does not tell what it follows from."""
        plan = assessment.declarations
        same = all(with_deductions(p.grounds.declarations) == plan for p in common.history)
        if assessment.kept is None or not same:
            return None
        return cls(assessment, assessment.kept, common)

    def key(self, order: int, result: EntityResult) -> str | None:
        """What an entity's documents follow from; None where that is not known."""
        basis = self._basis(result)
        if basis is None:
            return None
        said = (
            *(order, stem(order, result), result.rank, result.honours),
            *(result.decimals, result.unsettled),
            stem(order, result) in self._corrected,
            self._assessment.ranks[result.rank] if result.rank is not None else 0,
            [(file, self._links.get(file)) for file in basis.files],
            [one for one in self._assessment.exhibits if one.entity == result.entity.code],
        )
        return hashed(self._common.encode("ascii"), basis.key.encode("ascii"), _bytes(said))

    def holds(self, key: str | None) -> bool:
        """Whether an earlier run wrote documents that follow from the same."""
        return key is not None and self._kept.get(KIND, key) is not None

    def taken(self, key: str) -> Drafted | None:
        """The earlier documents; None when one of them is not there any more as it was."""
        content = self._kept.get(KIND, key)
        if content is None:
            return None
        hashes, drafted = unpacked(self._assessment.declarations, content)
        files = {name: _unchanged(self._kept.folder / name, was) for name, was in hashes.items()}
        found = {name: file for name, file in files.items() if file is not None}
        return replace(drafted, files=found) if len(found) == len(hashes) else None

    def leave(self, key: str | None, result: EntityResult, drafted: Drafted) -> None:
        """Keep what was made now for the next run."""
        basis = self._basis(result)
        if key is None or basis is None:
            return
        hashes = {name: file.sha256 for name, file in drafted.files.items()}
        slim = replace(drafted, files={}, result=None)
        self._kept.put(KIND, key, packed(self._assessment.declarations, (hashes, slim)))
        if drafted.result is not None:
            entry = (basis.rows, basis.points, drafted.result)
            self._kept.put(RESULT, basis.key, pickle.dumps(entry, pickle.HIGHEST_PROTOCOL))

    def _basis(self, result: EntityResult) -> RestsOn | None:
        basis = self._assessment.bases.get(result.entity.code)
        return basis if basis is not None and basis.made(result) else None


def _unchanged(path: Path, was: str) -> Hashed | None:
    try:
        found = Hashed.of(path.read_bytes())
    except OSError:
        return None
    return found if found.sha256 == was else None


def _stamp(folder: Path) -> bytes:
    """The files of a folder, with their bytes."""
    found: Mapping[str, str] = {
        path.relative_to(folder).as_posix(): digest(path.read_bytes())
        for path in sorted(Path(top) / name for top, _, names in os.walk(folder) for name in names)
    }
    return _bytes(found)


def _bytes(said: object) -> bytes:
    return repr(said).encode("utf-8", "surrogatepass")
