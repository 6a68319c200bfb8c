"""Charts: their looks from XlsxWriter, once for each; ranges and shown values for each book."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

from ...records import dataclass
from .. import looks
from ..book import Box, Chart, Content, Filled, LiveFormula, PrintedBook, PrintedSheet, Series, span
from ..xlsx import cached, write_book
from .cells import number
from .markup import Unfit, spelled, text
from .memory import Memory
from .rows import LaidSheet

_SHEET, _TITLE = "样", "\ue001题\ue001"
_RANGES = re.compile("<c:cat>.*?</c:cat>|<c:val>.*?</c:val>")
#: XlsxWriter numbers the axes after their chart, counted from here
_AXIS, _FIRST = re.compile('(?<=val=")5001(?=000[0-9]")'), 5001
_AXIS_MARK = "\ue001轴\ue001"
_Point = str | float | None
#: more looks than most runs have
_MOST = 200


@dataclass(frozen=True, slots=True)
class _Range:
    """A range and what it holds, None where there is no cell."""

    ref: str
    points: Sequence[_Point]

    @property
    def textual(self) -> bool:
        """Whether XlsxWriter takes it for texts: if anything in it reads as no number."""
        return any(p is not None and (not _reads(p) or _spaced(p)) for p in self.points)

    def xml(self, textual: bool) -> str:
        """The reference with what it holds; in numbers, anything else counts as 0."""
        found = [
            f'<c:pt idx="{n}"><c:v>{spelled(str(p if textual or _reads(p) else 0))}</c:v></c:pt>'
            for n, p in enumerate(self.points)
            if p is not None
        ]
        kind = "str" if textual else "num"
        form = "" if textual else "<c:formatCode>General</c:formatCode>"
        return (
            f"<c:{kind}Ref><c:f>{text(self.ref)}</c:f><c:{kind}Cache>{form}"
            f'<c:ptCount val="{len(self.points)}"/>{"".join(found)}'
            f"</c:{kind}Cache></c:{kind}Ref>"
        )


def _reads(point: str | float) -> bool:
    try:
        float(point)
    except ValueError:
        return False
    return True


def _spaced(point: str | float) -> bool:
    return isinstance(point, str) and ("_" in point or " " in point)


class Charts:
    """Writes charts, remembering the looks seen before."""

    def __init__(self) -> None:
        self._looks: Memory[list[str]] = Memory(_MOST)

    def xml(self, chart: Chart, order: int, sheets: Mapping[str, LaidSheet]) -> str:
        """The part of a chart, the `order`th of its workbook, over the cells of its sheets."""
        if not chart.title or chart.title.startswith("="):
            raise Unfit("a chart without a title, or with a formula for one")
        known: dict[tuple[str, Box], _Range] = {}
        for series in chart.series:
            for box in (series.categories, series.values):
                # the series of a chart mostly share their categories
                if (series.sheet, box) not in known:
                    known[series.sheet, box] = _range(series.sheet, box, sheets)
        across = [known[s.sheet, s.categories] for s in chart.series]
        textual = tuple(r.textual for r in across)
        pieces = self._pieces(chart, textual)
        slots = []
        for series, names, is_text in zip(chart.series, across, textual, strict=True):
            slots.append(f"<c:cat>{names.xml(is_text)}</c:cat>")
            slots.append(f"<c:val>{known[series.sheet, series.values].xml(False)}</c:val>")
        found = "".join([p + s for p, s in zip(pieces, [*slots, ""], strict=True)])
        return found.replace(_TITLE, spelled(chart.title)).replace(_AXIS_MARK, str(_FIRST + order))

    def _pieces(self, chart: Chart, textual: tuple[bool, ...]) -> list[str]:
        """The chart's XML around its ranges."""
        drawn = tuple((s.name, s.colour, s.dash, s.quiet) for s in chart.series)
        key = (chart.kind, chart.axis, chart.number, chart.from_zero, drawn, textual)
        return self._looks.get(key, lambda: _drawn(chart, textual))


def _drawn(chart: Chart, textual: tuple[bool, ...]) -> list[str]:
    """What XlsxWriter makes of a chart with these looks, cut at its ranges."""
    if any(name.startswith("=") for name in (chart.axis, *(s.name for s in chart.series))):
        raise Unfit("a name that would be a formula")
    names: list[Content] = ["文" if is_text else 1 for is_text in textual]
    series = tuple(
        Series(s.name, _SHEET, Box(n, 0, n, 0), Box(n, 1, n, 1), s.colour, s.dash, s.quiet)
        for n, s in enumerate(chart.series)
    )
    sample = Chart(
        *(chart.kind, _TITLE, 0, 0, series),
        axis=chart.axis,
        number=chart.number,
        from_zero=chart.from_zero,
    )
    cells = tuple(Filled(n, 0, name, looks.TEXT) for n, name in enumerate(names))
    book = PrintedBook(_SHEET, _SHEET, 2000, (PrintedSheet(_SHEET, cells, charts=(sample,)),))
    with zipfile.ZipFile(io.BytesIO(write_book(book))) as archive:
        drawn = archive.read("xl/charts/chart1.xml").decode("utf-8")
    pieces = _RANGES.split(_AXIS.sub(_AXIS_MARK, drawn))
    if len(pieces) != 2 * len(series) + 1:
        raise Unfit("a chart of another form")
    return pieces


def _range(sheet: str, box: Box, sheets: Mapping[str, LaidSheet]) -> _Range:
    if sheet not in sheets or "'" in sheet:
        raise Unfit("a sheet that is not known by that name")
    if box.row != box.last_row and box.col != box.last_col:
        raise Unfit("a range that is no single row or column")
    laid, points = sheets[sheet], list[_Point]()
    ground = laid.ground
    for at in range(box.row, box.last_row + 1):
        if at not in ground.rows:
            # XlsxWriter counts an empty row once, however many of its cells are meant
            points.append(None)
            continue
        for col in range(box.col, box.last_col + 1):
            there = (at, col) in ground.places
            points.append(_point(laid.content(at, col)) if there else None)
    return _Range(span(sheet, box), points)


def _point(content: Content) -> str | float:
    value = cached(content.value) if isinstance(content, LiveFormula) else content
    if isinstance(value, bool):
        raise Unfit("a chart of truths")
    if isinstance(content, LiveFormula):
        return cached(content.value)
    if content is None or isinstance(content, str):
        return content or ""
    return number(content).lower()
