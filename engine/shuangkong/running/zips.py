"""Zip files that depend on their content only: fixed dates, fixed order, fixed attributes."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from ..records import dataclass

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s2B5H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_DEFLATED = 8
_UTF8_NAME = 0x800
#: 1980-01-01 00:00 as time and date of an archive
_DATE = (0, 0x21)
_UNIX = 3
_MODE = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Deflated:
    """A member's content as it stands in an archive, to be packed again without work."""

    content: bytes
    size: int
    checksum: int
    #: how it was packed; 0 is not at all
    method: int = _DEFLATED


def deflated(content: bytes, level: int = zlib.Z_DEFAULT_COMPRESSION) -> Deflated:
    """A content made ready for any number of archives; `level` weighs time against size, 1 to 9."""
    work = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed_content = work.compress(content) + work.flush()
    return Deflated(packed_content, len(content), zlib.crc32(content))


def packed(members: Mapping[str, bytes | Deflated]) -> bytes:
    """A zip of named members, in the order given; the same members give the same bytes."""
    bodies: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, content in members.items():
        member = content if isinstance(content, Deflated) else deflated(content)
        known = name.encode("utf-8")
        flags = 0 if name.isascii() else _UTF8_NAME
        about = (flags, member.method, *_DATE, member.checksum, len(member.content), member.size)
        local = _LOCAL.pack(b"PK\3\4", _VERSION, *about, len(known), 0)
        central = (b"PK\1\2", _VERSION, _UNIX, _VERSION, *about, len(known), 0, 0, 0, 0, _MODE)
        bodies += (local, known, member.content)
        directory += (_CENTRAL.pack(*central, offset), known)
        offset += len(local) + len(known) + len(member.content)
    listing = b"".join(directory)
    count = len(members)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listing), offset, 0)
    return b"".join((*bodies, listing, end))


def normalised(content: bytes) -> bytes:
    """The same zip (docx, xlsx) without the traces of when and where it was written.

    Office programs expect `[Content_Types].xml` first; the rest is sorted by name.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return packed({name: archive.read(name) for name in in_order(archive.namelist())})


def repacked(content: bytes) -> bytes:
    """The same zip, its members in the order they have, without the traces of when and where."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()})


def in_order(names: list[str]) -> list[str]:
    """Names of members in the order that office programs expect."""
    return sorted(names, key=lambda n: (n != "[Content_Types].xml", n))
