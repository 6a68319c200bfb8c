"""Any spreadsheet in, cells at their true addresses out. Nothing is run, nothing is followed."""

import hashlib

from .. import kinds
from . import limits
from .book import Area, Book, Cell, Sheet, address, letters, parse_address, parse_area
from .columns import cells_of
from .refuse import refuse

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {
    b"%PDF": "PDF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "gzip 压缩包",
    b"{\\rtf": "RTF 文档",
}


def read_book(name: str, data: bytes) -> Book:
    """All cells of one file, whatever its kind; the content decides, not the name.

    Raises IntakeError with one Chinese message when it cannot be read safely.
    """
    if len(data) > limits.FILE_BYTES:
        raise refuse(kinds.TOO_BIG, name, what="文件字节数", limit=limits.FILE_BYTES)
    digest = hashlib.sha256(data).hexdigest()
    if not data.strip(b"\0\t\r\n \xef\xbb\xbf"):
        return Book(name, digest, "空文件", ())
    for start, what in _OTHERS.items():
        if data.startswith(start):
            raise refuse(kinds.UNKNOWN_FORMAT, name, detail=f"内容是{what}")
    if data.startswith(_ZIP):
        return _packed(name, digest, data)
    if data.startswith(_OLE):
        from . import xls

        return xls.read(name, digest, data)
    if _is_markup(data):
        from . import markup

        return markup.read(name, digest, data)
    from . import text

    return text.read(name, digest, data)


def _is_markup(data: bytes) -> bool:
    start = data[:600].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<?xml", b"<html", b"<!doctype", b"<table", b"<style", b"<meta"))


def _packed(name: str, digest: str, data: bytes) -> Book:
    from .package import Package

    package = Package(name, data)
    if "xl/workbook.bin" in package:
        from . import xlsb

        return xlsb.read(name, digest, data)
    if "content.xml" in package:
        from . import ods

        return ods.read(name, digest, data)
    if "word/document.xml" in package or "ppt/presentation.xml" in package:
        raise refuse(kinds.UNKNOWN_FORMAT, name, detail="内容是 Word 或演示文稿，不是表格")
    from . import xlsx

    return xlsx.read(xlsx.Packed(name, digest, package))


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
