"""Small damage of every sort, from a chance that is given, so that each case can be made again."""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from random import Random

Mutate = Callable[[bytes, Random], bytes]

NUMBERS = ("-1", "0", "1", "255", "65536", "1048577", "99999999999", "4294967295", "1e400",
           "-0", "NaN", "Infinity", "²", "①", "", " ", "0x10", "1,5", "9" * 400, "١")  # fmt: skip
TEXTS = ("", "'", '"', "<", "&amp;", "]]>", "=1+1", "\u202e", "\u2028", "\x85", "A1",
         "XFE1", "a" * 40_000, "长" * 300, "../../外", "{{ 7*7 }}", "%", "—",
         "_x0041_", "#REF!", "true", "2020")  # fmt: skip
NAMES = ("c", "row", "v", "t", "f", "is", "si", "col", "mergeCell", "sheet", "xf", "numFmt",
         "p", "s", "table", "table-row", "table-cell", "Cell", "Row", "Data", "Comment",
         "x:c")  # fmt: skip
BYTES = (
    b"\0",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\xff" * 4,
    b"\0" * 4,
    b"PK\3\4",
    b"<",
    b"]]>",
    b'"',
    b"\r",
)


def plainly(data: bytes, chance: Random) -> bytes:
    """Bytes changed, left out, put in, repeated, exchanged or cut off."""
    if not data:
        return chance.choice(BYTES)
    at, more = chance.randrange(len(data)), chance.randrange(1, 40)
    piece = data[at : at + more]
    return chance.choice(
        (
            lambda: data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :],
            lambda: data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :],
            lambda: data[:at] + data[at + more :],
            lambda: data[:at] + chance.choice(BYTES) + data[at:],
            lambda: data[:at] + piece * chance.randrange(2, 20) + data[at + more :],
            lambda: data[:at] + piece[::-1] + data[at + more :],
            lambda: data[:at],
            lambda: data[:at] + chance.choice(NUMBERS).encode() + data[at + more :],
        )
    )()


_VALUE = re.compile(r'="([^"]*)"')
_ELEMENT = re.compile(r"<(/?)([A-Za-z0-9:_]+)([^<>]*?)(/?)>")
_CONTENT = re.compile(r">([^<>]+)<")


def markup(data: bytes, chance: Random) -> bytes:
    """A value, name, text or element of XML or HTML made into something else."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return plainly(data, chance)
    pattern = chance.choice((_VALUE, _VALUE, _ELEMENT, _CONTENT))
    found = list(pattern.finditer(text))
    if not found:
        return plainly(data, chance)
    one = chance.choice(found)
    before, after = text[: one.start()], text[one.end() :]
    if pattern is _VALUE:
        made = f'="{chance.choice((*NUMBERS, *TEXTS))}"'
    elif pattern is _CONTENT:
        made = f">{chance.choice((*NUMBERS, *TEXTS))}<"
    else:
        other = chance.choice(found)[0]
        made = chance.choice(
            (
                "",
                one[0] * chance.randrange(2, 30),
                f"<{one[1]}{chance.choice(NAMES)}{one[3]}{one[4]}>",
                other + one[0],
                f"<!--{one[0]}-->",
                f"<![CDATA[{one[0]}]]>",
                one[0].replace("<", "<x:"),
            )
        )
    return (before + made + after).encode("utf-8", "surrogatepass")


def lines(data: bytes, chance: Random) -> bytes:
    """A field, separator, quote or line end of a text file made into something else."""
    for encoding in ("utf-8", "gb18030", "utf-16"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        return plainly(data, chance)
    pieces = re.split(r"([,\t\n])", text)
    at = chance.randrange(len(pieces))
    pieces[at] = chance.choice(
        (*NUMBERS, *TEXTS, ",", "\n", "\r", '"', "\t", ";", pieces[at] * 3, chance.choice(pieces))
    )
    target = chance.choice((encoding, encoding, "utf-8", "gb18030", "utf-16-le", "big5"))
    return "".join(pieces).encode(target, "replace")


def words(data: bytes, chance: Random) -> bytes:
    """Two or four bytes, at an even place, made into a number at the edge of something."""
    if len(data) < 8:
        return plainly(data, chance)
    size, form = chance.choice(((2, "<H"), (4, "<I")))
    at = chance.randrange(0, len(data) - size, 2)
    most = (1 << 8 * size) - 1
    here = struct.unpack_from(form, data, at)[0]
    number = chance.choice((0, 1, most, most >> 1, here + 1, here - 1, here * 2, 16_384, 0xFFFE))
    return data[:at] + struct.pack(form, number & most) + data[at + size :]


def records(data: bytes, chance: Random) -> bytes:
    """A record of an old workbook's stream doubled, left out, moved, or of another kind or size."""
    begin = data.find(b"\x09\x08\x10\x00")
    if begin < 0:
        return words(data, chance)
    places = []
    at = begin
    while at + 4 <= len(data) and len(places) < 400:
        places.append(at)
        at += 4 + struct.unpack_from("<H", data, at + 2)[0]
    at = chance.choice(places)
    size = 4 + struct.unpack_from("<H", data, at + 2)[0]
    before, one, rest = data[:at], data[at : at + size], data[at + size :]
    body = plainly(one[4:], chance)[: size - 4].ljust(size - 4, b"\0")
    length = struct.pack("<H", chance.randrange(65_536))
    kind = struct.pack("<H", chance.choice((0x09, 0x0A, 0x85, 0xFC, 0xE5, 0x7D, 0x203, 0x3C, 0xBD)))
    return chance.choice(
        (
            before + one * chance.randrange(2, 50) + rest,
            before + rest,
            before + kind + one[2:] + rest,
            before + one[:2] + length + one[4:] + rest,
            before + one[:4] + body + rest,
        )
    )


def parts(inside: Callable[[str], Mutate]) -> Mutate:
    """A packed file with one part changed, left out, doubled, renamed, or in another's place."""

    def mutate(data: bytes, chance: Random) -> bytes:
        if chance.random() < 0.15:
            return plainly(data, chance)
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            content = {name: old.read(name) for name in old.namelist()}
        name = chance.choice(list(content))
        other = chance.choice(list(content))
        deed = chance.random()
        pairs = []
        for one, held in content.items():
            if one == name and deed < 0.8:
                pairs.append((one, inside(one)(held, chance)))
            elif one == name and deed < 0.85:
                continue
            elif one == name and deed < 0.9:
                pairs += [(one, held), (one, inside(one)(held, chance))]
            elif one == name and deed < 0.95:
                pairs.append((one.upper() if chance.random() < 0.5 else one + "\\x", held))
            else:
                pairs.append((one, content[other] if one == name else held))
        return packed(pairs, chance)

    return mutate


def packed(pairs: list[tuple[str, bytes]], chance: Random) -> bytes:
    """A zip of these, some with what a zip says of them made wrong."""
    stream = io.BytesIO()
    kind = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with zipfile.ZipFile(stream, "w", kind) as new:
        for name, content in pairs:
            info = zipfile.ZipInfo(name)
            info.compress_type = kind
            new.writestr(info, content)
    data = stream.getvalue()
    if chance.random() < 0.1:
        at = data.find(b"PK\x01\x02", chance.randrange(len(data)))
        if at >= 0:
            field = at + chance.choice((8, 10, 16, 20, 24, 28, 30, 42, 46))
            data = data[:field] + chance.choice(BYTES) + data[field + 1 :]
    return data


def of_part(name: str) -> Mutate:
    """How a part of a workbook is mutated."""
    return words if name.endswith(".bin") else markup


def of_file(name: str) -> Mutate:
    """How a file inside a zip is mutated."""
    return MUTATORS["xlsx"] if name.endswith(".xlsx") else lines


MUTATORS: dict[str, Mutate] = {
    "xlsx": parts(of_part),
    "xlsb": parts(of_part),
    "ods": parts(of_part),
    "zip": parts(of_file),
    "xls": lambda data, chance: chance.choice((records, records, words, plainly))(data, chance),
    "csv": lines,
    "html": markup,
    "xml": markup,
    "parquet": lambda data, chance: chance.choice((plainly, words))(data, chance),
}
