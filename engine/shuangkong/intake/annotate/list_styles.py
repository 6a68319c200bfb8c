"""Cell styles of the list of findings, added to a workbook's own."""

from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from .marks import COLOURS
from .parts import MAIN, PackageParts

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_PLAIN = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="1"><xf xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def with_styles(parts: PackageParts, workbook: str) -> str:
    """The part that holds a workbook's styles; made where it has none, as some programs write."""
    found = parts.target(workbook, kind="styles")
    if found is None or found not in parts:
        found = "xl/styles.xml"
        parts.add(found, _PLAIN.encode("utf-8"), _STYLES_TYPE)
        parts.relate(workbook, "styles", found)
    return found


class ListStyles:
    """Cell styles of the list, added to the workbook's own."""

    def __init__(self, parts: PackageParts, workbook: str) -> None:
        self._root = parts.tree(parts.target(workbook, kind="styles") or "xl/styles.xml")
        self._space = etree.QName(self._root).namespace
        self._box: int | None = None
        plain = self._font({"sz": "10"})
        self.text = self._format(plain, 0, self._border(), wrap=True)
        self.head = self._format(
            self._font({"sz": "10", "b": None}),
            self._fill("DCE6F1"),
            self._border(),
            wrap=True,
            centre=True,
        )
        self.title = self._format(self._font({"sz": "16", "b": None}), 0, 0)
        self.link = self._format(
            self._font({"sz": "10", "u": None, "color": "FF0563C1"}), 0, self._border(), wrap=True
        )
        self.graves = {
            severity: self._format(plain, self._fill(colour), self._border(), centre=True)
            for severity, colour in COLOURS.items()
        }

    def _add(self, collection: str, element: Any) -> int:
        parent = self._root.find(f"{{{self._space}}}{collection}")
        parent.append(element)
        same = parent.findall(element.tag)
        parent.set("count", str(len(same)))
        return len(same) - 1

    def _new(self, name: str, **attributes: str) -> Any:
        return etree.Element(f"{{{self._space}}}{name}", attributes)

    def _font(self, given: dict[str, str | None]) -> int:
        font = self._new("font")
        for name in ("b", "u", "sz", "color"):
            if name in given:
                key = "rgb" if name == "color" else "val"
                value = given[name]
                font.append(self._new(name, **({key: value} if value else {})))
        font.append(self._new("name", val="宋体"))
        return self._add("fonts", font)

    def _fill(self, colour: str) -> int:
        fill = self._new("fill")
        pattern = self._new("patternFill", patternType="solid")
        pattern.append(self._new("fgColor", rgb=f"FF{colour}"))
        fill.append(pattern)
        return self._add("fills", fill)

    def _border(self) -> int:
        if self._box is None:
            self._box = self._thin_border()
        return self._box

    def _thin_border(self) -> int:
        border = self._new("border")
        for side in ("left", "right", "top", "bottom"):
            edge = self._new(side, style="thin")
            edge.append(self._new("color", rgb="FF9A9A9A"))
            border.append(edge)
        return self._add("borders", border)

    def _format(
        self, font: int, fill: int, border: int, *, wrap: bool = False, centre: bool = False
    ) -> int:
        made = self._new(
            "xf",
            numFmtId="0",
            fontId=str(font),
            fillId=str(fill),
            borderId=str(border),
            xfId="0",
            applyFont="1",
            applyFill="1",
            applyBorder="1",
            applyAlignment="1",
        )
        alignment = {"vertical": "center"}
        if wrap:
            alignment["wrapText"] = "1"
        if centre:
            alignment["horizontal"] = "center"
        elif wrap:
            alignment |= {"horizontal": "left", "indent": "1"}
        made.append(self._new("alignment", **alignment))
        return self._add("cellXfs", made)
