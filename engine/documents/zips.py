"""Zip files that depend on their content only: fixed dates, fixed order, fixed attributes."""

import io
import zipfile
from collections.abc import Mapping

_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = 0o100644 << 16


def packed(members: Mapping[str, bytes]) -> bytes:
    """A zip of named members, in the order given; the same members give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = _MODE
            archive.writestr(info, content)
    return buffer.getvalue()


def normalised(content: bytes) -> bytes:
    """The same zip (docx, xlsx) without the traces of when and where it was written.

    Office programs expect `[Content_Types].xml` first; the rest is sorted by name.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = sorted(archive.namelist(), key=lambda n: (n != "[Content_Types].xml", n))
        return packed({name: archive.read(name) for name in names})
