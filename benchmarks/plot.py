"""How cost grows, as an SVG: both axes logarithmic, one line per stage, linear cost dashed."""

import math
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT = 760, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 230, 30, 50
_COLOURS = ("#1f5a9e", "#c0504d", "#4f8a3c", "#8064a2", "#d98a1f", "#2a9d9d", "#7f7f7f", "#a83279")


def svg(lines: Mapping[str, Sequence[tuple[float, float]]], title: str) -> str:
    """Each line is (size, seconds); both are drawn relative to the line's first point."""
    scaled = {
        name: [(size / points[0][0], cost / points[0][1]) for size, cost in points]
        for name, points in lines.items()
        if len(points) > 1
    }
    most = max((x for line in scaled.values() for x, _ in line), default=8.0)
    top = max((y for line in scaled.values() for _, y in line), default=8.0)
    decades = math.log2(max(most, 2)), math.log2(max(top, most, 2))

    def at(x: float, y: float) -> tuple[float, float]:
        across = math.log2(max(x, 1)) / decades[0] * (_WIDTH - _LEFT - _RIGHT)
        up = max(math.log2(max(y, 0.25)), -2) / decades[1] * (_HEIGHT - _TOP - _BOTTOM)
        return round(_LEFT + across, 1), round(_HEIGHT - _BOTTOM - up, 1)

    made = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="18" font-size="14">{escape(title)}</text>',
    ]
    made += _axes(at, decades)
    made.append(_path([at(1, 1), at(most, most)], "#999999", dashed=True))
    for number, (name, points) in enumerate(scaled.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        placed = [at(x, y) for x, y in points]
        made.append(_path(placed, colour))
        made += [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in placed]
        key, row = _WIDTH - _RIGHT + 16, _TOP + 18 * number + 10
        made.append(
            f'<rect x="{key}" y="{row - 9}" width="10" height="10" fill="{colour}"/>'
            f'<text x="{key + 16}" y="{row}">{escape(name)}</text>'
        )
    made.append("</svg>\n")
    return "\n".join(made)


def _axes(
    place: Callable[[float, float], tuple[float, float]], decades: tuple[float, float]
) -> list[str]:
    made = []
    for step in range(math.floor(decades[0]) + 1):
        x, y = place(2**step, 1)
        made.append(f'<line x1="{x}" y1="{_TOP}" x2="{x}" y2="{y}" stroke="#e5e5e5"/>')
        made.append(f'<text x="{x}" y="{y + 18}" text-anchor="middle">×{2**step}</text>')
    for step in range(math.floor(decades[1]) + 1):
        x, y = place(1, 2**step)
        right = _WIDTH - _RIGHT
        made.append(f'<line x1="{x}" y1="{y}" x2="{right}" y2="{y}" stroke="#e5e5e5"/>')
        made.append(f'<text x="{x - 8}" y="{y + 4}" text-anchor="end">×{2**step}</text>')
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    made.append(f'<text x="{middle}" y="{_HEIGHT - 8}" text-anchor="middle">size</text>')
    made.append(f'<text x="16" y="{_HEIGHT / 2}">time</text>')
    return made


def _path(points: Sequence[tuple[float, float]], colour: str, *, dashed: bool = False) -> str:
    joined = " ".join(f"{x},{y}" for x, y in points)
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'
