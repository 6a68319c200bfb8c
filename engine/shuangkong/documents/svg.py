"""Small charts as inline SVG: they need no script, no network, and print sharply."""

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup, escape

from ..records import dataclass
from ..text import NO_BREAK

_BLUE, _GREY, _INK = "#2f5597", "#a6a6a6", "#333"


@dataclass(frozen=True, slots=True)
class Dot:
    """One year of a line: its value, and the value as printed."""

    year: int
    value: Decimal | None
    text: str = ""


def bar(share: Decimal, text: str) -> Markup:
    """A horizontal bar with its figure; `share` is between 0 and 1 of the full width."""
    width = float(max(Decimal(0), min(Decimal(1), share))) * 120
    return Markup(
        '<svg class="bar" width="215" height="16" role="img" aria-label="{text}">'
        '<rect x="0.5" y="2.5" width="120" height="11" fill="none" stroke="#bbb"/>'
        '<rect x="0.5" y="2.5" width="{width:.1f}" height="11" fill="{blue}"/>'
        '<text x="126" y="12" font-size="11" fill="{ink}">{text}</text></svg>'
    ).format(width=width, text=text, blue=_BLUE, ink=_INK)


def lines(required: Sequence[Dot], actual: Sequence[Dot], title: str) -> Markup:
    """Required path (dashed, squares) against actual (solid, circles), year by year.

    The unit of the figures stands in the title once, not beside each point.
    """
    unit = next((u for d in (*required, *actual) if (u := d.text.partition(NO_BREAK)[2])), "")
    title = f"{title}（{unit}）" if unit else title
    values = [d.value for d in (*required, *actual) if d.value is not None]
    years = sorted({d.year for d in (*required, *actual)})
    if not values or len(years) < 2:
        return Markup("")
    frame = _Frame(years[0], years[-1], float(min(*values, values[0])), float(max(values)))
    parts = [
        Markup(
            '<svg width="420" height="190" viewBox="0 0 420 190" role="img" aria-label="{}">'
        ).format(title),
        Markup('<text x="210" y="14" font-size="12" text-anchor="middle">{}</text>').format(title),
        frame.axes(years),
        frame.line(required, _GREY, dashed=True),
        frame.line(actual, _BLUE, dashed=False),
        _legend(),
        Markup("</svg>"),
    ]
    return Markup("").join(parts)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Years and values to places in the picture."""

    first: int
    last: int
    low: float
    high: float

    def x(self, year: int) -> float:
        return 40 + 360 * (year - self.first) / (self.last - self.first)

    def y(self, value: float) -> float:
        span = self.high - self.low or 1.0
        return 145 - 110 * (value - self.low) / span

    def axes(self, years: Sequence[int]) -> Markup:
        ticks = Markup("").join(
            Markup('<text x="{:.1f}" y="162" font-size="11" text-anchor="middle">{}</text>').format(
                self.x(year), year
            )
            for year in years
        )
        return Markup('<path d="M40 25V150H405" fill="none" stroke="#999"/>') + ticks

    def line(self, dots: Sequence[Dot], colour: str, *, dashed: bool) -> Markup:
        known = [
            (self.x(d.year), self.y(float(d.value)), d.text) for d in dots if d.value is not None
        ]
        if not known:
            return Markup("")
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in known)
        style = ' stroke-dasharray="5 3"' if dashed else ""
        drawn = Markup(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"{style}/>')
        return drawn + Markup("").join(_mark(x, y, colour, text, dashed) for x, y, text in known)


def _mark(x: float, y: float, colour: str, text: str, square: bool) -> Markup:
    shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"'
    if square:
        shape = f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6" fill="{colour}"'
    name = "circle" if not square else "rect"
    label = "" if square else _label(x, y, text.partition(NO_BREAK)[0])
    return Markup(f"{shape}><title>{escape(text)}</title></{name}>{label}")


def _label(x: float, y: float, text: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y - 6:.1f}" font-size="11" text-anchor="middle" '
        f'fill="{_BLUE}">{escape(text)}</text>'
    )


def _legend() -> Markup:
    return Markup(
        f'<path d="M130 180h24" stroke="{_GREY}" stroke-width="2" stroke-dasharray="5 3"/>'
        '<text x="158" y="184" font-size="11">进度要求</text>'
        f'<path d="M230 180h24" stroke="{_BLUE}" stroke-width="2"/>'
        '<text x="258" y="184" font-size="11">实际</text>'
    )
