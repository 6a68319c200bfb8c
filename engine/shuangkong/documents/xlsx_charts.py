"""Charts of workbook records by XlsxWriter."""

from typing import Any

from . import book as b


def chart_of(workbook: Any, plan: b.Chart) -> Any:
    """A chart of a workbook, for a sheet to place."""
    chart = workbook.add_chart({"type": plan.kind})
    for series in plan.series:
        chart.add_series(
            {
                "name": series.name,
                "categories": "=" + b.span(series.sheet, series.categories),
                "values": "=" + b.span(series.sheet, series.values),
                **_drawn(plan.kind, series),
            }
        )
    face = {"name": "宋体", "size": 10}
    chart.set_title({"name": plan.title, "name_font": {**face, "size": 12, "bold": True}})
    values = {
        "name": plan.axis,
        "name_font": {**face, "bold": False},
        "num_font": face,
        "num_format": plan.number,
        "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        **({"min": 0} if plan.from_zero else {}),
    }
    # in a bar chart the first row would stand at the bottom
    names = {"num_font": face, "reverse": plan.kind == "bar", "label_position": "low"}
    if plan.kind == "bar":
        chart.set_x_axis(values)
        chart.set_y_axis(names)
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(values)
    quiet = [n for n, series in enumerate(plan.series) if series.quiet]
    chart.set_legend({"position": "bottom", "font": face, "delete_series": quiet})
    chart.show_blanks_as("gap")
    chart.set_size({"width": plan.width, "height": plan.height})
    return chart


def _drawn(kind: str, series: b.Series) -> dict[str, object]:
    colour = f"#{series.colour}"
    if kind != "line":
        return {"fill": {"color": colour}, "border": {"color": "#404040"}, "gap": 60}
    if series.quiet:
        return {"line": {"color": colour, "width": 1}, "marker": {"type": "none"}}
    line = {"color": colour, "width": 2.25, "dash_type": "dash" if series.dash else "solid"}
    shape = "diamond" if series.dash else "circle"
    return {
        "line": line,
        "marker": {"type": shape, "size": 7, "fill": {"color": colour}},
    }
