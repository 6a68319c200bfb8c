"""Files read by several processes, each its share: their cells stay there.

What comes back of a file is what an earlier run would have left of it: all that was taken, and
what its own checks found. So the cells of a country's forms are never in one place.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..running.crew import Crew
from .checks.own import Own
from .files import Reader
from .recall import KeptFile
from .sources import SourceFile

if TYPE_CHECKING:
    from .recall import Elsewhere

#: files at a time: enough to share the fixed cost of reading in columns
_SHARE = 16


def by(crew: Crew) -> "Elsewhere":
    """Reading by a crew, each of them a share."""

    def read(reader: Reader, files: Sequence[SourceFile]) -> Iterator[bytes | None] | None:
        alone = crew.works_alone(files)
        return None if alone else crew.shares(_read_share, reader, files, _SHARE)

    return read


def _read_share(reader: Reader, share: Sequence[SourceFile]) -> list[bytes | None]:
    """What is to be kept of each file; None for one that has to be read where it is wanted,
    because it has no cells or its checks fail."""
    assert reader.declarations is not None
    files = list(reader.all_received(share))
    own = Own.of(reader.declarations, files).by_file
    return [
        KeptFile.content_of(file, own[file.name])
        if file.book is not None and file.name in own
        else None
        for file in files
    ]
