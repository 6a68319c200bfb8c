"""Files that an earlier run read: what came of them, without reading their cells again.

What a file gave follows from its bytes and name, the plan, the year and the layouts. What its
own checks found follows from the same, and is kept with it.
"""

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from .. import messages
from ..declarations.fingerprint import as_bytes
from ..running.kept import Kept, engine, hashed
from ..vocabulary import Finding
from .file_reading import FileReading, SheetReading
from .reading import Book
from .reading.columns import held
from .reading.refuse import refuse
from .sources import most_cells

if TYPE_CHECKING:
    from .files import Reader
    from .sources import SourceFile

    #: reads files in other processes and gives what is to be kept of each, None for one that has
    #: to be read here; None where that is not worth while
    Elsewhere = Callable[[Reader, Sequence[SourceFile]], Iterator[bytes | None] | None]

KIND = "reading"
#: what is read again only when somebody looks at it
_CELLS = ("book", "sheets", "path", "data", "within")


class KeptFile(FileReading):
    """A file read by an earlier run. Its cells are read when somebody asks for them.

    `own` is what its own checks found, `count` how many cells it has.
    """

    own: tuple[Finding, ...]
    count: int
    again: Callable[[], FileReading]

    @classmethod
    def of(cls, content: Mapping[str, Any], source: "SourceFile", reader: "Reader") -> "KeptFile":
        """A file with what was kept of it."""
        made = object.__new__(cls)
        data, within = (source.data, source.within) if source.path is None else (None, None)
        # what lies on disk is read there again: nobody may ever ask
        bare = source if source.path is None else replace(source, data=b"")
        again = partial(_read_again, reader, bare)
        made.__dict__.update(content, path=source.path, data=data, within=within, again=again)
        return made

    @staticmethod
    def content_of(file: FileReading, own: Sequence[Finding]) -> bytes:
        """What is kept of a file that was read: all but its cells, and what its checks found."""
        content = {k: v for k, v in vars(file).items() if k in _FIELDS}
        content |= {"own": tuple(own), "count": count_of(file)}
        return pickle.dumps(content, pickle.HIGHEST_PROTOCOL)

    @cached_property
    def book(self) -> Book | None:
        """Its cells."""
        return self.again().book

    @cached_property
    def sheets(self) -> tuple[SheetReading, ...]:
        """Its sheets, with what was taken from which cell."""
        return self.again().sheets


def _read_again(reader: "Reader", source: "SourceFile") -> FileReading:
    """A file as it is now. Raises IntakeError when it is not there any more."""
    if source.path is None:
        return reader.received(source)
    try:
        data = source.path.read_bytes()
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise refuse(messages.FILE_UNREADABLE, source.name, detail=detail) from error
    return reader.received(replace(source, data=data))


class Recall:
    """What an earlier run left of files, for one reader; `elsewhere` reads what it did not."""

    def __init__(self, kept: Kept, reader: "Reader", elsewhere: "Elsewhere | None" = None) -> None:
        self._kept = kept
        self._reader = reader
        self._elsewhere = elsewhere
        plan = b"" if reader.declarations is None else as_bytes(reader.declarations)
        said = repr((reader.year, reader.layouts)).encode("utf-8", "surrogatepass")
        self._common = hashed(engine(), plan, said).encode("ascii")

    def all_received(self, sources: "Sequence[SourceFile]") -> Iterator[FileReading]:
        """`Reader.all_received`, except for what is known already."""
        known = {one.name: found for one in sources if (found := self._taken(one)) is not None}
        fresh = [one for one in sources if one.name not in known]
        made = list(self._read(fresh))
        cells = sum(map(count_of, (*known.values(), *made)))
        if cells > most_cells(sources) or any(map(_too_big, made)):
            # which files are too many depends on all of them
            yield from self._reader.all_received(sources)
            return
        new = iter(made)
        for source in sources:
            yield known.get(source.name) or next(new)

    def _read(self, fresh: "Sequence[SourceFile]") -> Iterator[FileReading]:
        """Files that nothing is known of; the cells of those read elsewhere stay there."""
        contents = self._elsewhere(self._reader, fresh) if self._elsewhere else None
        if contents is None:
            yield from self._reader.all_received(fresh)
            return
        for source, content in zip(fresh, contents, strict=True):
            if content is None:
                yield self._reader.received(source)
                continue
            self._kept.put(KIND, self._key(source.name, source.sha256), content)
            yield KeptFile.of(pickle.loads(content), source, self._reader)

    def leave(self, files: Sequence[FileReading], own: Mapping[str, Sequence[Finding]]) -> None:
        """Keep files that were read now, with what their own checks found, by name."""
        for file in files:
            if isinstance(file, KeptFile) or file.book is None or file.name not in own:
                continue
            key = self._key(file.name, file.sha256)
            self._kept.put(KIND, key, KeptFile.content_of(file, own[file.name]))

    def _taken(self, source: "SourceFile") -> KeptFile | None:
        content = self._kept.get(KIND, self._key(source.name, source.sha256))
        if content is None:
            return None
        return KeptFile.of(pickle.loads(content), source, self._reader)

    def _key(self, name: str, sha256: str) -> str:
        return hashed(self._common, name.encode("utf-8", "surrogatepass"), sha256.encode("ascii"))


_FIELDS = frozenset(FileReading.__dataclass_fields__) - set(_CELLS)


def count_of(file: FileReading) -> int:
    """How many cells of a file were read."""
    if isinstance(file, KeptFile):
        return file.count
    return sum(held(sheet.cells) for sheet in file.book.sheets) if file.book else 0


def _too_big(file: FileReading) -> bool:
    return any(one.kind == messages.ALL_TOO_BIG.id for one in file.findings)
