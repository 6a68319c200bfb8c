"""The reader of sheets' XML: many sheets at once, their cells in columns from the start.

It takes a sheet only when every cell of it has exactly the shape that spreadsheet programs
write; any other sheet is first brought into that shape (xlsx_rewrite.py).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from . import limits, xlsx_shape, xlsx_texts
from .book import Cell, letters
from .columns import frame_of, schema_of_cells
from .xlsx_marks import (
    BLANK_FORMULA,
    BOOL,
    COLUMNS,
    DATE,
    ERROR,
    NUMBER,
    TEXT,
    UsualSheet,
    marked,
    odd_numbers,
    of_sheet,
)

if TYPE_CHECKING:
    import polars as pl

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: what most sheets do not have, so that a step can be left out
_RARE = ("xml:space", "<v/>", "<v />", "<is>", "<f", "&", xlsx_texts.CODED, *xlsx_shape.HIDING)


def read(
    pages: Sequence[UsualSheet], texts: "pl.Series", longest: int = limits.CELL_TEXT
) -> "list[pl.DataFrame | None]":
    """Cells of each sheet with the columns of `Columns`; None when not all are as expected.

    `texts` are the shared texts of all workbooks, one behind the other; no cell may be written
    in more than `longest` bytes.
    """
    import polars as pl

    if not any(page.body.text for page in pages):
        return [_only_comments(page.comments, set()) for page in pages]
    seen = _seen([page.body.text for page in pages])
    written = _split([page.body.text for page in pages], seen, longest)
    frame = _typed(written, pages, texts).collect(engine="in-memory")
    frame = marked(odd_numbers(frame, pages), pages, seen)
    bad = set(frame["sheet"].filter(frame["bad"]).unique())
    kept = frame if frame["kept"].all() else frame.filter("kept")
    ends = kept["sheet"].search_sorted(pl.Series(range(len(pages) + 1))).to_list()
    cells = kept.select(*schema_of_cells())
    found: list[pl.DataFrame | None] = []
    for number, page in enumerate(pages):
        own = cells.slice(ends[number], ends[number + 1] - ends[number])
        if page.comments and number not in bad:
            there = frame.filter(pl.col("sheet") == number).select("row", "col").rows()
            more = _only_comments(page.comments, set(there))
            own = pl.concat([own, more]).sort("row", "col")
        found.append(None if number in bad else own)
    return found


def _only_comments(
    comments: Mapping[tuple[int, int], str], written: set[tuple[int, int]]
) -> "pl.DataFrame":
    """Cells that hold nothing but a comment and are not even written in the sheet."""
    others = sorted(at for at in comments if at not in written)
    return frame_of([Cell(*at, "blank", "", comment=comments[at]) for at in others])


def _seen(bodies: Sequence[str]) -> frozenset[str]:
    """Which of the rarer things stand anywhere in the sheets."""
    import polars as pl

    whole = pl.DataFrame({"piece": bodies}, schema={"piece": pl.String})
    found = whole.select(
        pl.col("piece").str.contains(what, literal=True).any().alias(what) for what in _RARE
    )
    return frozenset(what for what, there in found.row(0, named=True).items() if there)


def _split(bodies: Sequence[str], seen: frozenset[str], longest: int) -> "pl.LazyFrame":
    """Each cell's address, attributes, formula and value as they are written."""
    import polars as pl

    piece, one, two = pl.col("piece"), pl.col("one").struct, pl.col("two").struct
    filled = [(n, body) for n, body in enumerate(bodies) if body]
    whole = pl.LazyFrame(filled, schema={"sheet": pl.Int64, "piece": pl.String}, orient="row")
    pieces = whole.with_columns(piece.str.split(xlsx_shape.CELL_START)).explode("piece")
    usual = (piece.str.len_bytes() <= longest) & piece.str.contains(xlsx_shape.CELL)
    # nothing but the usual shape goes on: the steps below need no defences of their own
    frame = pieces.with_columns(pl.when(usual).then(piece))
    frame = frame.with_columns(one=piece.str.splitn(">", 2))
    frame = frame.with_columns(
        one=one[0].str.splitn('"', 2), two=one[1].str.splitn("<v", 2), rest=one[1]
    )
    frame = frame.select(
        "sheet",
        "piece",
        bad=piece.is_null(),
        address=one[0],
        attributes=one[1],
        value=_value(two[1], seen),
        formula=_formula(two[0], seen),
    )
    if "&" in seen:
        both = pl.col("value", "formula")
        frame = frame.with_columns(both.map_batches(xlsx_shape.unescaped, return_dtype=pl.String))
    if xlsx_texts.CODED in seen:
        value = pl.col("value").map_batches(xlsx_texts.decoded, return_dtype=pl.String)
        frame = frame.with_columns(value)
    return frame


def _value(written: "pl.Expr", seen: frozenset[str]) -> "pl.Expr":
    """The value as it is written: what stands in `<v>`, or as text in the cell itself."""
    import polars as pl

    if "xml:space" in seen:
        written = written.str.strip_prefix(' xml:space="preserve"')
    if "<v/>" in seen or "<v />" in seen:
        written = pl.when(written.str.starts_with(">")).then(written)
    value = written.str.strip_prefix(">").str.splitn("<", 2).struct[0]
    if "<is>" in seen:
        inside = pl.col("rest").str.extract(r"^<is><t[^>]*>([^<]*)</t>")
        value = pl.coalesce(value, inside)
    return value


def _formula(before: "pl.Expr", seen: frozenset[str]) -> "pl.Expr":
    """The formula as it is written; empty for a cell that shares another's."""
    import polars as pl

    if "<f" not in seen:
        return pl.lit(None, pl.String)
    inside = before.str.extract(r"^<f[^>]*>([^<]*)</f>").fill_null("")
    return pl.when(before.str.starts_with("<f")).then(inside)


def _typed(
    frame: "pl.LazyFrame", pages: Sequence[UsualSheet], texts: "pl.Series"
) -> "pl.LazyFrame":
    """Row, column, kind, number and text by the cell's type; number formats are not yet seen."""
    import polars as pl

    address, value, kind = map(pl.col, ("address", "value", "kind"))
    index, number = pl.col("index"), pl.col("number")
    ending = pl.col("attributes").str.ends_with
    shared, digits = ending(' t="s"'), address.str.strip_chars_start(_LETTERS)
    letters = address.str.strip_suffix(digits)
    sort = (
        pl.when(shared | ending(' t="str"') | ending(' t="inlineStr"'))
        .then(TEXT)
        .when(ending(' t="b"'))
        .then(BOOL)
        .when(ending(' t="e"'))
        .then(ERROR)
        .when(ending(' t="d"'))
        .then(DATE)
        .when(value != "")
        .then(NUMBER)
        .otherwise(BLANK_FORMULA)
    )
    frame = frame.with_columns(
        row=digits.cast(pl.Int32, strict=False),
        col=letters.cast(_column_names(), strict=False).to_physical().cast(pl.Int32) + 1,
        kind=sort.cast(pl.UInt8),
        index=pl.when(shared).then(value.cast(pl.Int64, strict=False)),
        number=value.cast(pl.Float64, strict=False),
    )
    is_number = kind == NUMBER
    inside = index < of_sheet([page.texts[1] for page in pages])
    frame = frame.with_columns(
        index=pl.when(inside).then(index + of_sheet([page.texts[0] for page in pages])),
        bad=pl.col("bad")
        | ~inside.fill_null(value=True)
        | (is_number & pl.col("number").is_null()),
        number=pl.when(is_number).then(number),
    )
    truth = pl.when(value == "1").then(pl.lit("TRUE")).otherwise(pl.lit("FALSE"))
    written = number.cast(pl.String).str.strip_suffix(".0")
    content = (value != "").fill_null(value=False) | pl.col("formula").is_not_null()
    return frame.with_columns(
        text=pl.when(is_number)
        .then(written)
        .when(index.is_not_null())
        .then(pl.lit(texts).gather(index) if len(texts) else pl.lit(""))
        .when(kind == BOOL)
        .then(truth)
        .otherwise(value.fill_null("")),
        content=content,
    )


@cache
def _column_names() -> "pl.Enum":
    import polars as pl

    return pl.Enum([letters(col) for col in range(1, COLUMNS + 1)])
