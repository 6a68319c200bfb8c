"""What a file is by its content: for files whose name does not say that they hold a table."""

from collections.abc import Callable
from enum import StrEnum

from ...errors import IntakeError
from .package import Package

#: bytes at the beginning that tell most kinds
HEAD = 2048
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARQUET = b"PAR1"
#: how archives begin that are not opened, and how people call them
ARCHIVES = {
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "gzip 压缩包",
    b"BZh": "bzip2 压缩包",
    b"\xfd7zXZ": "xz 压缩包",
}
#: an archive of this kind says so behind the name of its first file
_TAR_AT, _TAR = 257, b"ustar"
#: what tables written as XML say near their beginning
_XML_TABLES = (b"office:spreadsheet", b"Excel.Sheet", b"opendocument.spreadsheet")
#: streams of old Office files: of letters and slides, which may hold a table besides, and of tables
_OLE_TEXTS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document"))
_OLE_TABLES = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book\0", "EncryptedPackage"))


class Kind(StrEnum):
    """What a file is, as far as its content says it."""

    TABLE = "table"
    #: a zip that is no document: files lie in it
    ZIP = "zip"
    #: an archive of a kind that is not opened
    ARCHIVE = "archive"
    OTHER = "other"


def archive_of(head: bytes) -> str | None:
    """How an archive that is not opened is called; None for any other file."""
    if head[_TAR_AT:].startswith(_TAR):
        return "tar 压缩包"
    return next((said for start, said in ARCHIVES.items() if head.startswith(start)), None)


def kind_of(head: bytes, whole: Callable[[], bytes | None]) -> Kind:
    """What a file is, by its beginning; `whole` is asked only where that does not tell.

    `whole` gives None where the file is too big, or cannot be unpacked, to be looked into.
    """
    if archive_of(head):
        return Kind.ARCHIVE
    if not head.startswith((*ZIP, OLE)):
        table = head.startswith(PARQUET) or any(said in head for said in _XML_TABLES)
        return Kind.TABLE if table else Kind.OTHER
    # what is packed without being squeezed shows the beginning of a file in it, not its own
    data = whole()
    if data is None:
        return Kind.OTHER
    return _old_office(data) if data.startswith(OLE) else _packed(data)


def _old_office(data: bytes) -> Kind:
    if any(name in data for name in _OLE_TEXTS):
        return Kind.OTHER
    return Kind.TABLE if any(name in data for name in _OLE_TABLES) else Kind.OTHER


def _packed(data: bytes) -> Kind:
    try:
        return kind_of_package(Package("", data))
    except IntakeError:
        return Kind.OTHER


def kind_of_package(package: Package) -> Kind:
    """What a packed file is, by its parts."""
    try:
        if "xl/workbook.xml" in package or "xl/workbook.bin" in package:
            return Kind.TABLE
        if "mimetype" in package:
            spreadsheet = b"opendocument.spreadsheet" in package.read("mimetype")
            return Kind.TABLE if spreadsheet else Kind.OTHER
        document = "[Content_Types].xml" in package or "OFD.xml" in package
        return Kind.OTHER if document else Kind.ZIP
    except IntakeError:
        return Kind.OTHER
