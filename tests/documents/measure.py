"""What stands where on a PDF page, in millimetres from the left and top edge."""

import io
from collections.abc import Iterator
from typing import NamedTuple

from pypdf import PageObject, PdfReader

_MM = 25.4 / 72
_HEIGHT = 297.0


class Ink(NamedTuple):
    """A piece of text on its baseline, or a line with its thickness."""

    x: float
    y: float
    text: str = ""
    size: float = 0.0
    width: float = 0.0
    height: float = 0.0


def pages(content: bytes) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(content)).pages)


def texts(page: PageObject) -> list[Ink]:
    """Text pieces; `y` is the baseline."""
    found: list[Ink] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            points = abs(size * tm[3] * cm[3])
            found.append(Ink(x * _MM, _HEIGHT - y * _MM, text.strip("\n"), points))

    page.extract_text(visitor_text=visit)
    return found


def rows(page: PageObject) -> dict[float, str]:
    """Lines of text by their baseline."""
    found: dict[float, str] = {}
    for ink in texts(page):
        y = next((known for known in found if abs(known - ink.y) < 0.7), ink.y)
        found[y] = found.get(y, "") + ink.text
    return dict(sorted(found.items()))


def rules(page: PageObject) -> Iterator[Ink]:
    """Filled rectangles and strokes that run across the page."""
    found: list[Ink] = []
    state: dict[str, object] = {"path": [], "width": 1.0}

    def visit(operator: bytes, args: list[object], cm: list[float], _tm: object) -> None:
        path: list[tuple[float, float]] = state["path"]  # type: ignore[assignment]
        numbers = [float(a) for a in args if isinstance(a, int | float) or hasattr(a, "as_numeric")]
        if operator == b"w":
            state["width"] = numbers[0] * abs(cm[3])
        elif operator in (b"m", b"l"):
            path.append(_place(numbers, cm))
        elif operator == b"re":
            x, y, w, h = numbers
            path += [_place([x, y], cm), _place([x + w, y + h], cm)]
        elif operator in (b"S", b"s", b"f", b"f*", b"B", b"B*", b"n"):
            if path and operator != b"n":
                found.append(_box(path, float(str(state["width"])), operator in (b"S", b"s")))
            state["path"] = []

    page.extract_text(visitor_operand_before=visit)
    yield from (ink for ink in found if ink.width > 50 and ink.height < 3)


def _place(numbers: list[float], cm: list[float]) -> tuple[float, float]:
    x, y = numbers[0], numbers[1]
    return (cm[0] * x + cm[2] * y + cm[4], cm[1] * x + cm[3] * y + cm[5])


def _box(path: list[tuple[float, float]], pen: float, stroked: bool) -> Ink:
    xs, ys = [p[0] for p in path], [p[1] for p in path]
    height = max(ys) - min(ys)
    height = max(height, pen) if stroked else height
    return Ink(
        x=min(xs) * _MM,
        y=_HEIGHT - (max(ys) + min(ys)) / 2 * _MM,
        width=(max(xs) - min(xs)) * _MM,
        height=height * _MM,
    )
