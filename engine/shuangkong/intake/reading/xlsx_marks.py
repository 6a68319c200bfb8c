"""What the rest of a workbook says of its cells: formats, hiding, merges, comments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import xlsx_shape
from .book import Area
from .stretches import Stretches
from .styles import shown
from .xlsx_shape import Body

if TYPE_CHECKING:
    import polars as pl

#: kinds of cells by the number they have until `odd_numbers`
KINDS = ("number", "blank_formula", "text", "bool", "error", "date")
NUMBER, BLANK_FORMULA, TEXT, BOOL, ERROR, DATE = range(6)
#: columns A to ZZZ, more than any program has
COLUMNS = 18_278
#: numbers outside are written with an exponent by Polars or by Python
_SMALLEST, _LARGEST = 1e-4, 1e15


@dataclass(frozen=True)
class UsualSheet:
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


def odd_numbers(frame: "pl.DataFrame", pages: Sequence[UsualSheet]) -> "pl.DataFrame":
    """Percentages, dates and very large or small numbers, as they are shown."""
    import polars as pl

    number = pl.col("number")
    size = number.abs()
    odd = (size >= _LARGEST) | ((size < _SMALLEST) & (size > 0))
    if any(any(page.formats) for page in pages):
        frame = frame.with_columns(meaning=_meaning(pages))
        odd = odd | (pl.col("meaning").is_not_null() & (pl.col("kind") == NUMBER))
    else:
        frame = frame.with_columns(meaning=pl.lit(None, pl.String))
    frame = frame.with_columns(
        odd=odd.fill_null(value=False) & number.is_not_null(),
        kind=pl.lit(pl.Series(KINDS)).gather(pl.col("kind")),
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


def _meaning(pages: Sequence[UsualSheet]) -> "pl.Expr":
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
    last = of_sheet([len(page.formats) for page in pages])
    style = pl.col("attributes").str.splitn('"', 3).struct
    number = pl.when(style[0] == " s=").then(style[1].cast(pl.Int64, strict=False)).fill_null(0)
    at = of_sheet(begins) + pl.min_horizontal(number, last)
    return pl.lit(pl.Series(formats, dtype=pl.String)).gather(at)


def marked(
    frame: "pl.DataFrame", pages: Sequence[UsualSheet], seen: frozenset[str]
) -> "pl.DataFrame":
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
        bad=pl.col("bad") | (at.diff() <= 0).fill_null(value=False) | _astray(pages, seen),
        kept=pl.col("content") | said.fill_null(value=False) if comments else "content",
        hidden=_in_hidden_row(pages, seen) | _in_hidden_col(pages),
        merged=at.is_in(anchors) if anchors else pl.lit(value=False),
        comment=comment,
    )


def _place(sheet: int, row: int, col: int) -> int:
    """One number for a place, in reading order."""
    return (sheet << 40) + (row << 16) + col


def _in_hidden_row(pages: Sequence[UsualSheet], seen: frozenset[str]) -> "pl.Expr":
    """What the tag of a row says, for the cells that come after it."""
    import polars as pl

    if not _hides(pages, seen):
        return pl.lit(value=False)
    first = [page.body.first_row_hidden for page in pages]
    row = pl.col("piece").str.extract(r"(<row [^<>]*>)$")
    return _since(first, row.str.contains(xlsx_shape.HIDDEN_ROW))


def _astray(pages: Sequence[UsualSheet], seen: frozenset[str]) -> "pl.Expr":
    """Whether a cell is of another row than it stands in, where that decides what is hidden."""
    import polars as pl

    if not _hides(pages, seen):
        return pl.lit(value=False)
    number = pl.col("piece").str.extract(r'<row r="([0-9]+)"[^<>]*>$').cast(pl.Int64)
    said = _since([page.body.first_row for page in pages], number)
    return (pl.col("row").cast(pl.Int64) != said).fill_null(value=False)


def _hides(pages: Sequence[UsualSheet], seen: frozenset[str]) -> bool:
    first = any(page.body.first_row_hidden for page in pages)
    return first or not seen.isdisjoint(xlsx_shape.HIDING)


def _since(first: Sequence[int | bool], later: "pl.Expr") -> "pl.Expr":
    """What the tag of a row says, for the cells after it: of a sheet's first row, of later ones."""
    import polars as pl

    begins = pl.col("sheet").diff().fill_null(1) > 0
    return pl.when(begins).then(of_sheet(first)).otherwise(later.shift(1)).forward_fill()


def _in_hidden_col(pages: Sequence[UsualSheet]) -> "pl.Expr":
    import polars as pl

    hidden = Stretches(
        (_place(n, 0, max(first, 1)), _place(n, 0, min(last, COLUMNS)))
        for n, page in enumerate(pages)
        for first, last in page.hidden_cols
    )
    if not hidden:
        return pl.lit(value=False)
    at = pl.col("sheet") * _place(1, 0, 0) + pl.col("col")
    return at.map_batches(hidden.series, return_dtype=pl.Boolean)


def of_sheet(values: Sequence[int | bool]) -> "pl.Expr":
    """A value of each sheet, beside each of its cells."""
    import polars as pl

    return pl.lit(pl.Series(values)).gather(pl.col("sheet"))
