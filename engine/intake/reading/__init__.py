"""Any spreadsheet in, cells at their true addresses out. Nothing is run, nothing is followed."""

import hashlib

from .. import kinds
from . import limits
from .book import Area, Book, Cell, Sheet, address, cells_of, letters, parse_address, parse_area
from .refuse import refuse

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_book(name: str, data: bytes) -> Book:
    """All cells of one file, whatever its kind; the content decides, not the name.

    Raises IntakeError with one Chinese message when it cannot be read safely.
    """
    if len(data) > limits.FILE_BYTES:
        raise refuse(kinds.TOO_BIG, name, what="文件字节数", limit=limits.FILE_BYTES)
    digest = hashlib.sha256(data).hexdigest()
    if not data.strip():
        return Book(name, digest, "空文件", ())
    if data.startswith(_ZIP):
        return _packed(name, digest, data)
    if data.startswith(_OLE):
        from . import xls

        return xls.read(name, digest, data)
    from . import text

    return text.read(name, digest, data)


def _packed(name: str, digest: str, data: bytes) -> Book:
    from .package import Package

    package = Package(name, data)
    if "xl/workbook.bin" in package:
        from . import xlsb

        return xlsb.read(name, digest, data)
    if "content.xml" in package:
        from . import ods

        return ods.read(name, digest, data)
    from . import xlsx

    return xlsx.read(name, digest, data)


__all__ = [
    "Area",
    "Book",
    "Cell",
    "Sheet",
    "address",
    "cells_of",
    "letters",
    "parse_address",
    "parse_area",
    "read_book",
]
