"""Charts of years as inline SVG: no script, no style attribute, each with a table beside it.

Colour never says anything alone: what is required is dashed, and what was reached is solid.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup

from ..records import dataclass

_BLUE, _GREY, _RED, _GREEN = "#2f5597", "#767676", "#a61b1b", "#1e6b34"
_WIDE, _HIGH = 200, 90
_LEFT, _TOP, _FOOT = 8, 8, 72


@dataclass(frozen=True, slots=True)
class EntityPoint:
    """One year of a path: what was reached and required, as numbers and as printed."""

    year: int
    actual: Decimal | None
    required: Decimal | None
    shown: str
    shown_required: str


@dataclass(frozen=True, slots=True)
class EntityPath:
    """An entity's way to one target."""

    code: str
    name: str
    points: tuple[EntityPoint, ...]

    @property
    def known(self) -> bool:
        """Whether there is anything to draw."""
        return any(p.actual is not None for p in self.points)


def span(paths: Sequence[EntityPath]) -> tuple[float, float]:
    """The lowest and highest value of all paths: small charts side by side share one scale."""
    values = [
        float(v) for path in paths for p in path.points for v in (p.actual, p.required)
        if v is not None
    ]  # fmt: skip
    return (min(values), max(values)) if values else (0.0, 1.0)


def small(path: EntityPath, scale: tuple[float, float]) -> Markup:
    """One small chart of a row of them: the path required, dashed, and the one gone, solid."""
    years = [p.year for p in path.points]
    low, high = scale

    def x(year: int) -> float:
        return _LEFT + (_WIDE - 2 * _LEFT) * (year - years[0]) / ((years[-1] - years[0]) or 1)

    def y(value: Decimal) -> float:
        return _FOOT - (_FOOT - _TOP) * (float(value) - low) / ((high - low) or 1.0)

    asked = [(x(p.year), y(p.required)) for p in path.points if p.required is not None]
    gone = [(x(p.year), y(p.actual)) for p in path.points if p.actual is not None]
    last = next((p for p in reversed(path.points) if p.actual is not None), None)
    said = (
        f"{path.name}：{last.year}年{last.shown}，要求{last.shown_required}" if last else path.name
    )
    return Markup("").join(
        [
            Markup('<svg viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">')
            .format(_WIDE, _HIGH, _WIDE, _HIGH, said),
            Markup('<path d="M{} {}H{}" fill="none" stroke="#bbb"/>')
            .format(_LEFT, _FOOT, _WIDE - _LEFT),
            _line(asked, _GREY, dashed=True),
            _line(gone, _BLUE, dashed=False),
            _year(years[0], x(years[0]), "start"),
            _year(years[-1], x(years[-1]), "end"),
            Markup("</svg>"),
        ]
    )  # fmt: skip


def _line(dots: Sequence[tuple[float, float]], colour: str, *, dashed: bool) -> Markup:
    if not dots:
        return Markup("")
    path = "L".join(f"{a:.1f} {b:.1f}" for a, b in dots)
    dash = Markup(' stroke-dasharray="4 3"') if dashed else Markup("")
    drawn = Markup('<path d="M{}" fill="none" stroke="{}" stroke-width="2"{}/>').format(
        path, colour, dash
    )
    end = "" if dashed else Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3" fill="{}"/>').format(
        *dots[-1], colour
    )  # fmt: skip
    return drawn + end


def _year(year: int, at: float, anchor: str) -> Markup:
    return Markup('<text x="{:.1f}" y="86" font-size="11" text-anchor="{}">{}</text>').format(
        at, anchor, year
    )


def ladder(
    years: Sequence[int], grades: Sequence[str], rows: Sequence[tuple[str, Mapping[int, str]]]
) -> Markup:
    """Grades as rungs, the best on top, and every entity's line from year to year.

    `grades` are all rungs; `rows` are entities with their grade by year. Lines that go up are
    green with ▲, those that go down red with ▼ at their end. Who had a grade once is not drawn.
    """
    rows = [(n, g) for n, g in rows if sum(g.get(year) in grades for year in years) > 1]
    if not rows:
        return Markup("")
    room = max(14 * len(rows), 40)
    height, left, right = room * len(grades) + 40, 110, 760
    parts = [
        Markup('<svg viewBox="0 0 900 {}" width="900" height="{}" role="img" aria-label="{}">')
        .format(height, height, "各对象历年等级的变动")
    ]  # fmt: skip
    for number, grade in enumerate(grades):
        parts.append(
            Markup('<path d="M{} {}H{}" stroke="#ccc"/><text x="4" y="{}" font-size="13">{}</text>')
            .format(left, 20 + room * number, right, 20 + room * number + room / 2, grade)
        )  # fmt: skip
    at = {year: left + (right - left) * n / (len(years) - 1) for n, year in enumerate(years)}
    parts += [
        Markup('<text x="{:.0f}" y="{}" font-size="12" text-anchor="middle">{}</text>').format(
            x, height - 6, year
        )
        for year, x in at.items()
    ]
    for number, (name, by_year) in enumerate(rows):
        known = [(y, by_year[y]) for y in years if by_year.get(y) in grades]
        places = [
            (at[y], 20 + room * grades.index(g) + (number + 0.7) * room / max(len(rows), 1))
            for y, g in known
        ]
        if places:
            parts.append(_way(name, places))
    return Markup("").join([*parts, Markup("</svg>")])


def _way(name: str, places: Sequence[tuple[float, float]]) -> Markup:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    rise = places[0][1] - places[-1][1] if len(places) > 1 else 0.0
    moved = abs(rise) > 1
    colour = (_GREEN if rise > 0 else _RED) if moved else _GREY
    sign = ("▲ " if rise > 0 else "▼ ") if moved else ""
    x, y = places[-1]
    return Markup(
        '<path d="M{}" fill="none" stroke="{}" stroke-width="{}"/>'
        '<text x="{:.1f}" y="{:.1f}" font-size="11" fill="{}">{}{}</text>'
    ).format(path, colour, 2 if moved else 1, x + 6, y + 4, colour, sign, name)
