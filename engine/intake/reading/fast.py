"""The quick way through sheets' XML: many sheets at once, their cells in columns from the start.

It takes a sheet only when every cell of it has exactly the shape that spreadsheet programs
write; anything else goes the careful way (xlsx_sheet.py), which gives the same cells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from . import fast_shape, limits
from .book import Area, Cell, letters
from .columns import frame_of, schema_of_cells
from .fast_shape import Body
from .xlsx_sheet import shown

if TYPE_CHECKING:
    import polars as pl

_KINDS = ("number", "blank_formula", "text", "bool", "error")
_NUMBER, _BLANK_FORMULA, _TEXT, _BOOL, _ERROR = range(5)
#: numbers outside are written with an exponent by Polars or by Python
_SMALLEST, _LARGEST = 1e-4, 1e15
#: columns A to ZZ; a sheet with more goes the careful way
_COLUMNS = 702
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: what most sheets do not have, so that a step can be left out
_RARE = ("xml:space", "<v/>", "<v />", "<is>", "<f", "&", *fast_shape.HIDING)


@dataclass(frozen=True)
class Page:
    """A sheet of the usual form, and what its other parts say of its cells."""

    body: Body
    #: meanings of the workbook's cell styles
    formats: Sequence[str | None]
    epoch_1904: bool
    #: where the workbook's texts begin among all texts, and how many they are
    texts: tuple[int, int]
    merges: Sequence[Area]
    hidden_cols: Sequence[tuple[int, int]]
    comments: Mapping[tuple[int, int], str]


def read(pages: Sequence[Page], texts: "pl.Series") -> "list[pl.DataFrame | None]":
    """Cells of each sheet with the columns of `Columns`; None when not all are as expected.

    `texts` are the shared texts of all workbooks, one behind the other.
    """
    import polars as pl

    if not any(page.body.text for page in pages):
        return [_only_comments(page.comments, set()) for page in pages]
    seen = _seen([page.body.text for page in pages])
    written = _split([page.body.text for page in pages], seen)
    frame = _typed(written, pages, texts).collect(engine="in-memory")
    frame = _marked(_odd_numbers(frame, pages), pages, seen)
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


def _split(bodies: Sequence[str], seen: frozenset[str]) -> "pl.LazyFrame":
    """Each cell's address, attributes, formula and value as they are written."""
    import polars as pl

    piece, one, two = pl.col("piece"), pl.col("one").struct, pl.col("two").struct
    filled = [(n, body) for n, body in enumerate(bodies) if body]
    whole = pl.LazyFrame(filled, schema={"sheet": pl.Int64, "piece": pl.String}, orient="row")
    pieces = whole.with_columns(piece.str.split(fast_shape.CELL_START)).explode("piece")
    usual = (piece.str.len_bytes() <= limits.CELL_TEXT) & piece.str.contains(fast_shape.CELL)
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
        frame = frame.with_columns(both.map_batches(fast_shape.unescaped, return_dtype=pl.String))
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


def _typed(frame: "pl.LazyFrame", pages: Sequence[Page], texts: "pl.Series") -> "pl.LazyFrame":
    """Row, column, kind, number and text by the cell's type; number formats are not yet seen."""
    import polars as pl

    address, value, kind = map(pl.col, ("address", "value", "kind"))
    index, number = pl.col("index"), pl.col("number")
    ending = pl.col("attributes").str.ends_with
    shared, digits = ending(' t="s"'), address.str.strip_chars_start(_LETTERS)
    letters = address.str.strip_suffix(digits)
    sort = (
        pl.when(shared | ending(' t="str"') | ending(' t="inlineStr"'))
        .then(_TEXT)
        .when(ending(' t="b"'))
        .then(_BOOL)
        .when(ending(' t="e"'))
        .then(_ERROR)
        .when(value != "")
        .then(_NUMBER)
        .otherwise(_BLANK_FORMULA)
    )
    frame = frame.with_columns(
        row=digits.cast(pl.Int32, strict=False),
        col=letters.cast(_column_names(), strict=False).to_physical().cast(pl.Int32) + 1,
        kind=sort.cast(pl.UInt8),
        index=pl.when(shared).then(value.cast(pl.Int64, strict=False)),
        number=value.cast(pl.Float64, strict=False),
    )
    is_number = kind == _NUMBER
    inside = index < _of_sheet([page.texts[1] for page in pages])
    frame = frame.with_columns(
        index=pl.when(inside).then(index + _of_sheet([page.texts[0] for page in pages])),
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
        .when(kind == _BOOL)
        .then(truth)
        .otherwise(value.fill_null("")),
        content=content,
    )


def _of_sheet(values: Sequence[int | bool]) -> "pl.Expr":
    """A value of each sheet, beside each of its cells."""
    import polars as pl

    return pl.lit(pl.Series(values)).gather(pl.col("sheet"))


@cache
def _column_names() -> "pl.Enum":
    import polars as pl

    return pl.Enum([letters(col) for col in range(1, _COLUMNS + 1)])


def _odd_numbers(frame: "pl.DataFrame", pages: Sequence[Page]) -> "pl.DataFrame":
    """Percentages, dates and very large or small numbers, as the careful way shows them."""
    import polars as pl

    number = pl.col("number")
    size = number.abs()
    odd = (size >= _LARGEST) | ((size < _SMALLEST) & (size > 0))
    if any(any(page.formats) for page in pages):
        frame = frame.with_columns(meaning=_meaning(pages))
        odd = odd | (pl.col("meaning").is_not_null() & (pl.col("kind") == _NUMBER))
    else:
        frame = frame.with_columns(meaning=pl.lit(None, pl.String))
    frame = frame.with_columns(
        odd=odd.fill_null(value=False) & number.is_not_null(),
        kind=pl.lit(pl.Series(_KINDS)).gather(pl.col("kind")),
    )
    found = frame.filter("odd").select("sheet", "number", "meaning").rows()
    if not found:
        return frame
    made = [shown(n, meaning, pages[s].epoch_1904) for s, n, meaning in found]
    at = pl.when("odd").then(pl.col("odd").cum_sum() - 1)
    schema = {"kind": pl.String, "text": pl.String, "number": pl.Float64}
    better = pl.DataFrame(made, schema=schema, orient="row")
    return frame.with_columns(
        pl.when("odd").then(pl.lit(better[name]).gather(at)).otherwise(pl.col(name)).alias(name)
        for name in schema
    )


def _meaning(pages: Sequence[Page]) -> "pl.Expr":
    """What the number format of a cell's style means; null for a plain number."""
    import polars as pl

    known: dict[int, int] = {}
    formats: list[str | None] = []
    begins = []
    for page in pages:
        if id(page.formats) not in known:
            known[id(page.formats)] = len(formats)
            formats += [*page.formats, None]
        begins.append(known[id(page.formats)])
    last = _of_sheet([len(page.formats) for page in pages])
    style = pl.col("attributes").str.splitn('"', 3).struct
    number = pl.when(style[0] == " s=").then(style[1].cast(pl.Int64, strict=False)).fill_null(0)
    at = _of_sheet(begins) + pl.min_horizontal(number, last)
    return pl.lit(pl.Series(formats, dtype=pl.String)).gather(at)


def _marked(frame: "pl.DataFrame", pages: Sequence[Page], seen: frozenset[str]) -> "pl.DataFrame":
    """Whether a cell is hidden or carries a merged area, and its comment; order is checked."""
    import polars as pl

    at = pl.col("at")
    place = pl.col("sheet") * _place(1, 0, 0) + pl.col("row").cast(pl.Int64) * _place(0, 1, 0)
    frame = frame.with_columns(at=place + pl.col("col"))
    anchors = [_place(n, a.top, a.left) for n, page in enumerate(pages) for a in page.merges]
    comments = {
        _place(n, *where): text
        for n, page in enumerate(pages)
        for where, text in page.comments.items()
    }
    comment = pl.lit(None, pl.String)
    if comments:
        comment = at.replace_strict(comments, default=None, return_dtype=pl.String)
    said = comment.str.len_bytes() > 0
    return frame.select(
        "sheet",
        "row",
        "col",
        pl.when("content").then("kind").otherwise(pl.lit("blank")) if comments else "kind",
        "text",
        "number",
        "formula",
        "address",
        bad=pl.col("bad") | (at.diff() <= 0).fill_null(value=False),
        kept=pl.col("content") | said.fill_null(value=False) if comments else "content",
        hidden=_in_hidden_row(pages, seen) | _in_hidden_col(pages),
        merged=at.is_in(anchors) if anchors else pl.lit(value=False),
        comment=comment,
    )


def _place(sheet: int, row: int, col: int) -> int:
    """One number for a place, in reading order."""
    return (sheet << 40) + (row << 16) + col


def _in_hidden_row(pages: Sequence[Page], seen: frozenset[str]) -> "pl.Expr":
    """What the tag of a row says, for the cells that come after it."""
    import polars as pl

    first = [page.body.first_row_hidden for page in pages]
    if not any(first) and seen.isdisjoint(fast_shape.HIDING):
        return pl.lit(value=False)
    row = pl.col("piece").str.extract(r"(<row [^<>]*>)$")
    begins = pl.col("sheet").diff().fill_null(1) > 0
    before = row.str.contains(fast_shape.HIDDEN_ROW).shift(1)
    return pl.when(begins).then(_of_sheet(first)).otherwise(before).forward_fill()


def _in_hidden_col(pages: Sequence[Page]) -> "pl.Expr":
    import polars as pl

    hidden = {
        _place(n, 0, col)
        for n, page in enumerate(pages)
        for first, last in page.hidden_cols
        for col in range(first, min(last, _COLUMNS) + 1)
    }
    if not hidden:
        return pl.lit(value=False)
    return (pl.col("sheet") * _place(1, 0, 0) + pl.col("col")).is_in(sorted(hidden))
