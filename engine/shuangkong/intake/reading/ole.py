"""Compound files (the container of .xls): streams by name, every chain bounded."""

import struct
import sys
from array import array

from ... import messages
from .refuse import refuse

_HEADER = 512
_END = 0xFFFFFFFA  # this and above: end of chain or not a sector
_MINI_BELOW = 4096


class CompoundFile:
    """The streams of a compound file.

    Raises IntakeError when the structure is damaged; chains that loop are damage.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._data = data
        try:
            self._open()
        except (struct.error, IndexError, ValueError, OverflowError) as error:
            raise refuse(messages.DAMAGED, name, detail="文件不完整或结构损坏") from error

    def _open(self) -> None:
        shift, mini_shift = struct.unpack_from("<HH", self._data, 30)
        if shift not in (9, 12) or mini_shift > shift:
            raise ValueError("sector size")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, _, _, mini_fat = struct.unpack_from("<IIII", self._data, 48)
        table = list(struct.unpack_from("<109I", self._data, 76))
        following, count = struct.unpack_from("<II", self._data, 68)
        seen, sectors = 0, len(self._data) // self._size
        while following < _END and seen <= min(count, sectors):
            block = struct.unpack(f"<{self._size // 4}I", self._sector(following))
            table += block[:-1]
            following, seen = block[-1], seen + 1
        used = [sector for sector in table if sector < _END]
        if len(used) > sectors:
            raise ValueError("more tables than sectors")
        self._fat = _numbers(b"".join(map(self._sector, used)))
        self._entries = self._directory(self._chain(directory))
        packed = self._chain(mini_fat) if mini_fat < _END else b""
        self._mini_fat = _numbers(packed)
        root = self._entries.get("", (0, 0))
        self._mini = self._chain(root[0])[: root[1]] if root[0] < _END else b""

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size if self._size > _HEADER else _HEADER + number * self._size
        found = self._data[start : start + self._size]
        return found.ljust(self._size, b"\0") if found else _missing()

    def _chain(self, first: int) -> bytes:
        parts: list[bytes] = []
        sector = first
        while sector < _END:
            if len(parts) > len(self._fat) or sector >= len(self._fat):
                raise ValueError("loop")
            parts.append(self._sector(sector))
            sector = self._fat[sector]
        return b"".join(parts)

    def _directory(self, listing: bytes) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for start in range(0, len(listing) - 127, 128):
            length = struct.unpack_from("<H", listing, start + 64)[0]
            kind = listing[start + 66]
            name = listing[start : start + max(0, min(length, 64) - 2)].decode(
                "utf-16-le", "replace"
            )
            first, size = struct.unpack_from("<II", listing, start + 116)
            if kind == 5:
                found[""] = (first, size)
            elif kind == 2:
                found.setdefault(name.casefold(), (first, size))
        return found

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._entries

    def stream(self, name: str) -> bytes:
        """The content of a stream."""
        try:
            first, size = self._entries[name.casefold()]
            if size >= _MINI_BELOW:
                return self._chain(first)[:size]
            return self._mini_chain(first)[:size]
        except (KeyError, struct.error, IndexError, ValueError) as error:
            raise refuse(messages.DAMAGED, self.name, detail="文件不完整或结构损坏") from error

    def _mini_chain(self, first: int) -> bytes:
        parts: list[bytes] = []
        sector = first
        while sector < _END:
            if len(parts) > len(self._mini_fat):
                raise ValueError("loop")
            start = sector * self._mini_size
            parts.append(self._mini[start : start + self._mini_size])
            sector = self._mini_fat[sector]
        return b"".join(parts)


def _numbers(packed: bytes) -> "array[int]":
    """The numbers of a table, held in the four bytes that each of them takes."""
    found = array("I", packed[: len(packed) // 4 * 4])
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _missing() -> bytes:
    raise ValueError("sector beyond the end of the file")
