"""Texts of Excel workbooks: shared by many cells, in runs, with characters by number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import limits, xlsx_shape
from .budget import Budget, What
from .styles import raised
from .xml import walk

if TYPE_CHECKING:
    import polars as pl

#: how Excel writes a character that XML does not allow, or the beginning of such a group itself
_CODED = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")
CODED = "_x"


def read(parts: Sequence[bytes]) -> "list[pl.Series | None]":
    """The shared texts of each workbook; None when not all have the shape that programs write."""
    import polars as pl

    bodies = [xlsx_shape.shared_of(part) if part else "" for part in parts]
    piece = pl.col("piece")
    usual = (piece.str.len_bytes() <= limits.CELL_TEXT) & piece.str.contains(xlsx_shape.SHARED)
    frame = (
        pl.LazyFrame({"piece": bodies}, schema={"piece": pl.String})
        .with_columns(book=pl.int_range(pl.len()))
        .filter(piece != "")
        .with_columns(piece.str.split("<si>"))
        .explode("piece")
        .with_columns(pl.when(usual).then(piece))
        .with_columns(text=piece.str.splitn(">", 2).struct[1].str.splitn("<", 2).struct[0])
        .collect(engine="in-memory")
    )
    texts = decoded(xlsx_shape.unescaped(frame["text"]))
    bad = set(frame["book"].filter(frame["piece"].is_null()).unique())
    ends = frame["book"].search_sorted(pl.Series(range(len(parts) + 1))).to_list()
    return [
        None if body is None or n in bad else texts.slice(ends[n], ends[n + 1] - ends[n])
        for n, body in enumerate(bodies)
    ]


def read_unusual(budget: Budget, part: bytes) -> "pl.Series":
    """The shared texts of a workbook in whatever shape they are written, runs among them."""
    import polars as pl

    found: list[str] = []
    runs = Runs()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            budget.take(What.TEXTS)
            runs.clear()
        runs.start(name, attributes)

    def end(name: str) -> None:
        runs.end(name)
        if name == "si":
            found.append(runs.text())
            budget.take(What.TEXT, budget.text(found[-1]))

    if part:
        walk(budget, part, start, end, runs.data)
    return decoded(pl.Series(found, dtype=pl.String))


@dataclass
class Runs:
    """Handlers for one text: its runs joined, without the readings over Chinese characters.

    A raised run is written in raised characters, so that a note never joins a figure.
    """

    _pieces: list[str] = field(default_factory=list)
    _into: list[str] | None = None
    _phonetic: bool = False
    _raised: bool = False

    def clear(self) -> None:
        """Begin another text."""
        self._pieces, self._into = [], None
        self._phonetic = self._raised = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("t", "v"):
            self._into = None if self._phonetic else []
        elif name == "rPh":
            self._phonetic = True
        elif name == "r":
            self._raised = False
        elif name == "vertAlign":
            self._raised = attributes.get("val") == "superscript"

    def data(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def end(self, name: str) -> None:
        if name in ("t", "v") and self._into is not None:
            text, self._into = "".join(self._into), None
            self._pieces.append(raised(text) if self._raised else text)
        elif name == "rPh":
            self._phonetic = False
        elif name == "r":
            self._raised = False

    def text(self) -> str:
        """What was read."""
        return "".join(self._pieces)


def decoded(texts: "pl.Series") -> "pl.Series":
    """Texts with the characters for which Excel wrote `_xHHHH_`; controls among them are none."""
    if not texts.str.contains(CODED, literal=True).any():
        return texts
    import polars as pl

    return pl.Series(
        texts.name,
        [one if one is None else _CODED.sub(_characters, one) for one in texts.to_list()],
        dtype=pl.String,
    )


def decoded_text(text: str) -> str:
    """`decoded` for one text."""
    return _CODED.sub(_characters, text) if CODED in text else text


def _characters(group: re.Match[str]) -> str:
    units = b"".join(
        int(code, 16).to_bytes(2, "little") for code in re.findall(r"_x(.{4})_", group[0])
    )
    text = units.decode("utf-16-le", "ignore")
    return "".join(one for one in text if one >= " " or one in "\t\n\r")
