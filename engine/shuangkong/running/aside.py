"""Texts set aside on the disk until they are wanted: those of thousands of entities at once would
fill the memory."""

import tempfile
from collections.abc import Iterator, Mapping
from typing import Self


class Aside(Mapping[str, str]):
    """Texts by key, in the order in which they came; a context manager, they are gone after it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="shuangkong-")  # noqa: SIM115 (closed by exit)
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, key: str, text: str) -> None:
        """Set a text aside."""
        content = text.encode("utf-8", "surrogatepass")
        self._file.seek(self._end)
        self._file.write(content)
        self._places[key] = (self._end, len(content))
        self._end += len(content)

    def __getitem__(self, key: str) -> str:
        begin, size = self._places[key]
        self._file.seek(begin)
        return self._file.read(size).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
