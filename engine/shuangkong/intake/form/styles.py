"""The looks of a form."""

from typing import Any

_FONT = "宋体"
#: fills of cells to fill in, of known figures, and of figures that targets need
INPUT, _HISTORY, _NEEDED = "#FFFBE0", "#E9EFF7", "#FFE98A"


def formats(book: Any) -> dict[str, Any]:
    """All cell formats by name."""

    def made(**properties: Any) -> Any:
        base = {"font_name": _FONT, "font_size": 11, "valign": "vcenter"}
        return book.add_format({**base, **properties})

    boxed = {"border": 1, "border_color": "#8C8C8C"}
    found = {
        "title": made(font_name="黑体", font_size=16, align="center", bold=True),
        "hint": made(font_size=10, font_color="#555555", text_wrap=True, align="left"),
        "plain": made(),
        "right": made(align="right"),
        "choice": made(bg_color=INPUT, locked=False, align="center", **boxed),
        "header": made(
            font_name="黑体", bg_color="#DCE6F1", align="center", text_wrap=True, **boxed
        ),
        "serial": made(align="center", **boxed),
        "name": made(text_wrap=True, indent=1, **boxed),
        "unit": made(align="center", text_wrap=True, **boxed),
        "note": made(text_wrap=True, indent=1, font_size=10, font_color="#555555", **boxed),
        "remark": made(text_wrap=True, bg_color=INPUT, locked=False, **boxed),
        "none": made(align="center", font_color="#999999", bg_color="#EDEDED", **boxed),
        "result": made(align="center", **boxed),
        "list": made(text_wrap=True, font_size=10),
        "list_centre": made(align="center", font_size=10),
        "list_link": made(align="center", font_size=10, font_color="#0563C1", underline=1),
        "edge": book.add_format(boxed),
        "signed": made(locked=False, bottom=1, bottom_color="#8C8C8C", align="center"),
        "big": made(font_size=12, bold=True),
        "helper": made(font_color="#FFFFFF"),
        "bad": book.add_format({"bg_color": "#F8C9C4", "font_color": "#9C0006", "bold": True}),
        "doubt": book.add_format({"bg_color": "#FFE3B3", "font_color": "#7F4A00"}),
        "good": book.add_format({"font_color": "#1E6B34"}),
    }
    for digits in range(5):
        pattern = "0" if digits == 0 else "0." + "0" * digits
        shared = {"num_format": pattern, "align": "right", "shrink": True, "locked": False, **boxed}
        found[f"input_{digits}"] = made(bg_color=INPUT, **shared)
        found[f"needed_{digits}"] = made(bg_color=_NEEDED, **shared)
        found[f"history_{digits}"] = made(bg_color=_HISTORY, **shared)
    return found
