"""Texts inside old Excel records, and the shared table that runs over several records."""

import struct
from collections.abc import Collection

from .budget import Budget, What
from .styles import with_raised


def text_of(body: bytes, at: int, *, wide: bool, encoding: str, length_size: int = 1) -> str:
    """A text with its length before it; `wide` texts have a flag byte saying how they are coded."""
    count = body[at] if length_size == 1 else struct.unpack_from("<H", body, at)[0]
    at += length_size
    if not wide:
        return body[at : at + count].decode(encoding, "replace")
    flags = body[at]
    at += 1
    if flags & 8:
        at += 2
    if flags & 4:
        at += 4
    if flags & 1:
        return body[at : at + 2 * count].decode("utf-16-le", "replace")
    return body[at : at + count].decode("latin-1")


class SharedStrings:
    """The table of texts; a text may be cut anywhere and go on, recoded, in the next record."""

    def __init__(self, first: bytes) -> None:
        self._blocks = [first]

    def more(self, block: bytes) -> None:
        """A record that continues the table."""
        self._blocks.append(block)

    def texts(self, budget: Budget, fonts: Collection[int] = ()) -> list[str]:
        """All texts, as far as the table goes; what is in one of some raised fonts is raised."""
        self._fonts = fonts
        count = struct.unpack_from("<I", self._blocks[0], 4)[0]
        self._block, self._at = 0, 8
        found: list[str] = []
        while len(found) < count and self._block < len(self._blocks):
            budget.take(What.TEXTS)
            try:
                found.append(self._one())
            except (struct.error, IndexError):
                break
        return found

    def _take(self, size: int) -> bytes:
        """Bytes across record borders."""
        parts = b""
        while len(parts) < size:
            block = self._blocks[self._block]
            part = block[self._at : self._at + size - len(parts)]
            parts += part
            self._at += len(part)
            if len(parts) < size:
                self._next()
        return parts

    def _next(self) -> None:
        self._block += 1
        self._at = 0
        if self._block >= len(self._blocks):
            raise IndexError("end of the table")

    def _one(self) -> str:
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        text = self._characters(length, flags & 1)
        if not runs or not self._fonts:
            self._skip(4 * runs + extra)
            return text
        places = struct.unpack(f"<{2 * runs}H", self._take(4 * runs))
        self._skip(extra)
        return with_raised(text, list(zip(places[::2], places[1::2], strict=True)), self._fonts)

    def _characters(self, length: int, wide: int) -> str:
        parts: list[str] = []
        while length > 0:
            block = self._blocks[self._block]
            width = 2 if wide else 1
            here = min(length, (len(block) - self._at) // width)
            piece = block[self._at : self._at + here * width]
            parts.append(piece.decode("utf-16-le" if wide else "latin-1", "replace"))
            self._at += here * width
            length -= here
            if length > 0:
                self._next()
                wide = self._blocks[self._block][0] & 1
                self._at = 1
        return "".join(parts)

    def _skip(self, size: int) -> None:
        while size > 0:
            here = len(self._blocks[self._block]) - self._at
            if size <= here:
                self._at += size
                return
            size -= here
            self._next()
