"""Packed files (xlsx, ods, zip) opened with care: bounded in size, no paths are ever followed."""

import io
import re
import struct
import zipfile
import zlib

from ... import messages
from ...errors import IntakeError
from ...records import dataclass
from . import limits
from .budget import Budget
from .refuse import refuse

#: before a part: lengths of its name and of what else is said of it
_HEAD = struct.Struct("<26xHH")
#: characters for drawing boxes, and those of Chinese
_DRAWN, _CHINESE = re.compile("[\u2500-\u257f]"), re.compile("[\u4e00-\u9fff]")
_UTF8 = 0x800
#: what each entry of a directory begins with
_DIRECTORY = b"PK\x01\x02"
#: how strongly it is packed, whether its size stands behind it, how its name is written
_USUAL_FLAGS = 0x2 | 0x4 | 0x8 | _UTF8


class Package:
    """The parts of a packed file, unpacked one at a time and never onto the disk.

    A workbook's parts are found by `part_name`; `entries` are what stands in the file, exactly.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.budget = Budget(name)
        self._left = limits.UNPACKED_BYTES
        if data.count(_DIRECTORY) > limits.DIRECTORY:
            raise refuse(messages.TOO_BIG, name, what="内部文件数", limit=limits.PARTS)
        try:
            self._data = data
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise refuse(messages.DAMAGED, name, detail="压缩结构损坏或不完整") from error
        if len(entries) > limits.PARTS:
            raise refuse(messages.TOO_BIG, name, what="内部文件数", limit=limits.PARTS)
        self.entries = tuple(PackageEntry(_written(info), info) for info in entries if _holds(info))
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self.entries:
            self._entries.setdefault(part_name(entry.name), entry.info)

    @property
    def data(self) -> bytes:
        """The whole file."""
        return self._data

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all parts, in the order of the file."""
        return tuple(entry.name for entry in self.entries)

    def __contains__(self, part: str) -> bool:
        return part_name(part) in self._entries

    def read(self, part: str) -> bytes:
        """A part's content. Raises IntakeError when absent, damaged, encrypted or too big."""
        entry = self._entries.get(part_name(part))
        if entry is None:
            raise refuse(messages.DAMAGED, self.name, detail=f"缺少内部文件 {part}")
        return self.content(entry)

    def content(self, entry: zipfile.ZipInfo) -> bytes:
        """What an entry holds. Raises IntakeError when damaged, encrypted or too big."""
        if entry.flag_bits & 1:
            raise refuse(messages.ENCRYPTED, self.name)
        size, packed = entry.file_size, max(entry.compress_size, 1)
        unpacked = limits.UNPACKED_BYTES - self._left + size
        thin = unpacked > limits.RATIO_FROM and unpacked > limits.ALL_RATIO * len(self._data)
        if thin or (size > limits.RATIO_FROM and size / packed > limits.RATIO):
            raise refuse(messages.BOMB, self.name)
        if size > min(limits.PART_BYTES, self._left):
            raise refuse(messages.BOMB, self.name)
        return self._unpack(entry)

    def peek(self, entry: zipfile.ZipInfo, most: int | None = None) -> bytes | None:
        """What an entry holds, or its first bytes, only to see what it is: nothing is kept of it,
        and so nothing is counted. None where it is not to be had."""
        if most is not None:
            try:
                with self._zip.open(entry) as stream:
                    return stream.read(most)
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
                return None
        left = self._left
        try:
            return self.content(entry)
        except IntakeError:
            return None
        finally:
            self._left = left

    def measure(self) -> None:
        """Unpack everything once, for whoever opens the file otherwise."""
        for entry in self.entries:
            self.content(entry.info)

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        self.budget.look()
        quick = self._inflated(entry)
        if quick is not None:
            self._left -= len(quick)
            return quick
        most = min(limits.PART_BYTES, self._left)
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(most + 1)
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
                messages.DAMAGED, self.name, detail=f"内部文件 {entry.filename} 损坏"
            ) from error
        if len(content) > most:
            raise refuse(messages.BOMB, self.name)
        self._left -= len(content)
        return content

    def _inflated(self, entry: zipfile.ZipInfo) -> bytes | None:
        """A part that is packed in the usual way and whole; None leaves it to `zipfile`."""
        if entry.compress_type != zipfile.ZIP_DEFLATED or entry.flag_bits & ~_USUAL_FLAGS:
            return None
        head = self._data[entry.header_offset : entry.header_offset + _HEAD.size]
        if len(head) < _HEAD.size or head[:4] != b"PK\x03\x04":
            return None
        named, extra = _HEAD.unpack(head)
        start = entry.header_offset + _HEAD.size + named + extra
        encoding = "utf-8" if entry.flag_bits & _UTF8 else "cp437"
        name = self._data[start - extra - named : start - extra].decode(encoding, "replace")
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        packed = memoryview(self._data)[start : start + entry.compress_size]
        try:
            content = stream.decompress(packed, entry.file_size + 1)
        except zlib.error:
            return None
        whole = stream.eof and len(content) == entry.file_size and name == entry.orig_filename
        return content if whole and zlib.crc32(content) == entry.CRC else None


@dataclass(frozen=True, slots=True)
class PackageEntry:
    """One file in a packed file; `name` is exactly as it was given, in the encoding it is in."""

    name: str
    info: zipfile.ZipInfo


def _holds(info: zipfile.ZipInfo) -> bool:
    """Whether an entry is a file: a folder has a slash behind its name, and no content."""
    return not info.orig_filename.endswith("/") or info.file_size > 0


def _written(info: zipfile.ZipInfo) -> str:
    """The name of an entry: UTF-8 where it says so or is, else the GBK of Windows.

    A program that took GBK for the letters of DOS and packed anew wrote those, as UTF-8: names of
    lines and corners (╩»╝╥╫»), which nobody gives to a file. They are turned back.
    """
    if info.flag_bits & _UTF8:
        return _turned_back(info.orig_filename)
    raw = info.orig_filename.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _turned_back(name: str) -> str:
    """A name that was GBK taken for the letters of DOS, as it was; any other as it is."""
    if not _DRAWN.search(name):
        return name
    try:
        found = name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name
    return found if _CHINESE.search(found) and not _DRAWN.search(found) else name


@dataclass(frozen=True)
class Packed:
    """A workbook that is not read yet; `name` is how it is called in messages."""

    name: str
    sha256: str
    package: Package


def part_name(name: str) -> str:
    """A part's name as it is looked up: forward slashes, no leading slash, lower case."""
    return name.replace("\\", "/").lstrip("/").casefold()
