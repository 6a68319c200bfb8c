"""Small binary workbooks made by hand (.xls in its container, .xlsb): no writer needed."""

import io
import struct
import zipfile

Record = tuple[int, bytes]


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with streams of at least 4096 bytes each."""
    sectors: list[bytes] = []
    chains: list[int] = []

    def store(content: bytes) -> int:
        start = len(sectors)
        blocks = [content[i : i + 512].ljust(512, b"\0") for i in range(0, len(content), 512)]
        for number, block in enumerate(blocks):
            sectors.append(block)
            chains.append(start + number + 1 if number + 1 < len(blocks) else 0xFFFFFFFE)
        return start

    entries = [entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in streams.items():
        padded = content.ljust(4096, b"\0")
        entries.append(entry(name, 2, store(padded), len(padded)))
    directory = store(b"".join(entries).ljust(512, b"\0"))
    fat_at = len(sectors)
    chains.append(0xFFFFFFFD)
    fat = struct.pack(f"<{len(chains)}I", *chains).ljust(512, b"\xff")
    sectors.append(fat)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", fat_at) + b"\xff" * 4 * 108
    return header.ljust(512, b"\0") + b"".join(sectors)


def entry(name: str, kind: int, first: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    made = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1)
    made += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF) + b"\0" * 36
    return made + struct.pack("<III", first, size, 0)


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def string_table(strings: list[str]) -> bytes:
    shared = struct.pack("<II", len(strings), len(strings))
    for text in strings:
        shared += struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
    return record(0xFC, shared)


def xls(cells: bytes, *, strings: bytes, formats: list[int], extra: bytes = b"") -> bytes:
    """A BIFF8 workbook of one sheet; `strings` is its table of texts."""
    bof = struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)
    middle = b"".join(record(0xE0, struct.pack("<HH", 0, f) + b"\0" * 16) for f in formats) + extra
    title = "数据".encode("utf-16-le")
    listing_size = 4 + 8 + len(title)
    before = len(record(0x809, bof)) + len(middle) + listing_size
    after = strings + record(0x0A, b"")
    offset = before + len(after)
    listing = record(0x85, struct.pack("<IBBBB", offset, 0, 0, 2, 1) + title)
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    stream = record(0x809, bof) + middle + listing + after + sheet + cells + record(0x0A, b"")
    return compound({"Workbook": stream})


def number_cell(row: int, col: int, value: float, style: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, col, style, value))


def text_cell(row: int, col: int, index: int) -> bytes:
    return record(0xFD, struct.pack("<HHHI", row, col, 0, index))


def xlsb(head: bytes, sheet: bytes, strings: list[str], styles: bytes) -> bytes:
    """An .xlsb workbook of one sheet."""
    main = brt(131, b"") + brt(143, b"")
    main += brt(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("数据"))
    main += brt(144, b"") + brt(132, b"")
    shared = brt(159, struct.pack("<II", len(strings), len(strings)))
    shared += b"".join(brt(19, b"\0" + wide(text)) for text in strings) + brt(160, b"")
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{relation}/worksheet" Target="worksheets/sheet1.bin"/>'
        f'<Relationship Id="rId2" Type="{relation}/sharedStrings" Target="sharedStrings.bin"/>'
        f'<Relationship Id="rId3" Type="{relation}/styles" Target="styles.bin"/></Relationships>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("xl/workbook.bin", main)
        package.writestr("xl/_rels/workbook.bin.rels", rels)
        package.writestr("xl/sharedStrings.bin", shared)
        package.writestr("xl/styles.bin", styles)
        body = brt(129, b"") + head + brt(145, b"") + sheet + brt(146, b"") + brt(130, b"")
        package.writestr("xl/worksheets/sheet1.bin", body)
    return stream.getvalue()


def brt(kind: int, body: bytes) -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([(kind & 0x7F) | 0x80, kind >> 7])
    size, rest = b"", len(body)
    while True:
        size += bytes([(rest & 0x7F) | (0x80 if rest > 127 else 0)])
        rest >>= 7
        if not rest:
            return head + size + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def brt_row(row: int, *, hidden: bool = False) -> bytes:
    flags = 0x10 if hidden else 0
    return brt(0, struct.pack("<IIHBBB", row, 0, 300, 0, flags, 0) + struct.pack("<I", 0))


def brt_cell(kind: int, col: int, value: bytes, style: int = 0) -> bytes:
    return brt(kind, struct.pack("<II", col, style) + value)
