"""Any spreadsheet in, cells at their true addresses out. Nothing is run, nothing is followed."""

import hashlib
import os
from collections import deque
from collections.abc import Iterable, Iterator, Set
from functools import partial
from itertools import chain, islice

from ... import messages
from ...errors import IntakeError
from . import limits
from .barrier import guarded
from .book import Area, Book, Cell, Sheet, address, letters, parse_address, parse_area
from .columns import cells_of
from .kinds import HEAD, OLE, PARQUET, ZIP, Kind, archive_of, kind_of_package
from .number_formats import UNCLEAR
from .package import Package, Packed
from .refuse import refuse

#: files read together: enough to share the fixed cost, not enough to fill the memory
_BATCH_FILES, _BATCH_BYTES = 32, 4_000_000
_WORKERS = 4
_OTHERS = {
    b"%PDF": "PDF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"{\\rtf": "RTF 文档",
}


def read_book(name: str, data: bytes, later: Set[str] = frozenset()) -> Book:
    """All cells of one file, whatever its kind; the content decides, not the name.

    Cells of Excel's sheets of the names `later` may be read only when somebody asks for them.
    Raises IntakeError with one Chinese message when it cannot be read safely.
    """
    (found,) = _read(later, (name, data))
    if isinstance(found, IntakeError):
        raise found
    return found


def read_books(
    files: Iterable[tuple[str, bytes]],
    workers: int | None = None,
    later: Set[str] = frozenset(),
) -> Iterator[Book | IntakeError]:
    """`read_book` for many named files, in their order, some at a time.

    A file that cannot be read safely gives the error instead of its cells. `workers` are the
    threads that read ahead, by default as many as there are cores.
    """
    from concurrent.futures import Future, ThreadPoolExecutor

    workers = workers or min(os.cpu_count() or 1, _WORKERS)
    batches = _batches(files)
    begun = list(islice(batches, 2))
    if len(begun) < 2:  # nothing to read ahead of: a thread would only cost
        for some in begun:
            yield from _read(later, *some)
        return
    waiting: deque[Future[list[Book | IntakeError]]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for some in chain(begun, batches):
                waiting.append(pool.submit(_read, later, *some))
                if len(waiting) > workers:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _batches(files: Iterable[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    batch: list[tuple[str, bytes]] = []
    size = 0
    for name, data in files:
        if batch and (size + len(data) > _BATCH_BYTES or len(batch) == _BATCH_FILES):
            yield batch
            batch, size = [], 0
        batch.append((name, data))
        size += len(data)
    if batch:
        yield batch


def _read(later: Set[str], *files: tuple[str, bytes]) -> list[Book | IntakeError]:
    """Each file's cells or why it is not read; Excel workbooks go all together."""
    found = [guarded(name, partial(_of_any_kind, name, data)) for name, data in files]
    excel = [one for one in found if isinstance(one, Packed)]
    if not excel:
        return [one for one in found if not isinstance(one, Packed)]
    books = iter(_workbooks(excel, later))
    return [next(books) if isinstance(one, Packed) else one for one in found]


def _workbooks(excel: list[Packed], later: Set[str]) -> list[Book | IntakeError]:
    """Excel workbooks together; one by one where one of them stops all."""
    from . import xlsx

    found = guarded(excel[0].name, lambda: xlsx.read_all(excel, later))
    if not isinstance(found, IntakeError):
        return found
    if len(excel) == 1:
        return [found]
    return [one for workbook in excel for one in _workbooks([workbook], later)]


def _of_any_kind(name: str, data: bytes) -> Book | Packed:
    """A file's cells, or an Excel workbook that is not read yet."""
    if len(data) > limits.FILE_BYTES:
        raise refuse(messages.TOO_BIG, name, what="文件字节数", limit=limits.FILE_BYTES)
    digest = hashlib.sha256(data).hexdigest()
    if not data.strip(b"\0\t\r\n \xef\xbb\xbf"):
        return Book(name, digest, "空文件", ())
    if data.startswith(PARQUET) or name.casefold().endswith(".parquet"):
        from . import parquet

        return parquet.read(name, digest, data)
    if archive := archive_of(data[:HEAD]):
        raise refuse(messages.CLOSED_ARCHIVE, name, seen=archive)
    for start, what in _OTHERS.items():
        if data.startswith(start):
            raise refuse(messages.UNKNOWN_FORMAT, name, detail=f"内容是{what}")
    if data.startswith(ZIP):
        return _packed(name, digest, data)
    if data.startswith(OLE):
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


def _packed(name: str, digest: str, data: bytes) -> Book | Packed:
    package = Package(name, data)
    if "xl/workbook.bin" in package:
        from . import xlsb

        return xlsb.read(name, digest, data)
    if "content.xml" in package:
        from . import ods

        return ods.read(name, digest, data)
    if "word/document.xml" in package or "ppt/presentation.xml" in package:
        raise refuse(messages.UNKNOWN_FORMAT, name, detail="内容是 Word 或演示文稿，不是表格")
    if kind_of_package(package) is Kind.ZIP:
        raise refuse(messages.CLOSED_ARCHIVE, name, seen="压缩包里的压缩包")
    return Packed(name, digest, package)


__all__ = [
    "UNCLEAR",
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
    "read_books",
]
