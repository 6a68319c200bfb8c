"""Packed files (xlsx, ods, zip) opened with care: bounded in size, no paths are ever followed."""

import io
import zipfile
import zlib

from ...errors import IntakeError
from .. import kinds
from . import limits
from .refuse import refuse


class Package:
    """The parts of a packed file, unpacked one at a time and never onto the disk."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._left = limits.UNPACKED_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise refuse(kinds.DAMAGED, name, detail="压缩结构损坏或不完整") from error
        if len(entries) > limits.PARTS:
            raise refuse(kinds.TOO_BIG, name, what="内部文件数", limit=limits.PARTS)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            if not entry.is_dir():
                self._entries.setdefault(part_name(entry.filename), entry)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all parts, in the order of the file."""
        return tuple(entry.filename for entry in self._entries.values())

    def __contains__(self, part: str) -> bool:
        return part_name(part) in self._entries

    def read(self, part: str) -> bytes:
        """A part's content. Raises IntakeError when absent, damaged, encrypted or too big."""
        entry = self._entries.get(part_name(part))
        if entry is None:
            raise refuse(kinds.DAMAGED, self.name, detail=f"缺少内部文件 {part}")
        if entry.flag_bits & 1:
            raise refuse(kinds.ENCRYPTED, self.name)
        packed = max(entry.compress_size, 1)
        if entry.file_size > limits.RATIO_FROM and entry.file_size / packed > limits.RATIO:
            raise refuse(kinds.BOMB, self.name)
        return self._unpack(entry)

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(self._left + 1)
        except IntakeError:
            raise
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise refuse(
                kinds.DAMAGED, self.name, detail=f"内部文件 {entry.filename} 损坏"
            ) from error
        if len(content) > self._left:
            raise refuse(kinds.BOMB, self.name)
        self._left -= len(content)
        return content


def part_name(name: str) -> str:
    """A part's name as it is looked up: forward slashes, no leading slash, lower case."""
    return name.replace("\\", "/").lstrip("/").casefold()
