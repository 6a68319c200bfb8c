"""The sheet 审核意见: every finding of a file, each with a link to its cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ...vocabulary import Finding, Severity
from .marks import COLOURS, first_place, printable
from .parts import MAIN, Parts

NAME = "审核意见"
HEADS = ("序号", "程度", "位置", "问题", "所见", "怎样改正", "依据", "规则")
WIDTHS = (6, 9, 20, 52, 22, 46, 30, 14)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list; `link` is a place inside the workbook."""

    cells: tuple[str, ...]
    severity: Severity
    link: str | None


def lines(file: str, findings: Sequence[Finding]) -> list[Line]:
    """The rows for one file."""
    found = []
    for number, finding in enumerate(findings, start=1):
        place = first_place(file, finding)
        link = None
        shown = (finding.place.sheet or "") if finding.place and finding.place.file == file else ""
        if place is not None and place.sheet is not None:
            quoted = place.sheet.replace("'", "''")
            link, shown = f"'{quoted}'!{place.cell}", f"{place.sheet}!{place.cell}"
        found.append(
            Line(
                (
                    str(number),
                    finding.severity.chinese,
                    shown or "整个文件",
                    finding.why,
                    finding.seen or "",
                    finding.mend,
                    finding.basis or "",
                    finding.kind,
                ),
                finding.severity,
                link,
            )
        )
    return found


def summary(findings: Sequence[Finding], rules: str) -> str:
    """The line under the title."""
    counts = "，".join(
        f"{severity.chinese} {sum(f.severity is severity for f in findings)} 项"
        for severity in Severity
    )
    version = f"；审核规则版本 {rules}" if rules else ""
    return f"{counts}{version}。点“位置”可跳到单元格，单元格批注中也有说明。"


def add_sheet(
    parts: Parts, workbook: str, file: str, findings: Sequence[Finding], rules: str
) -> None:
    """Append the sheet to a workbook and open the workbook on it."""
    root = parts.tree(workbook)
    space = etree.QName(root).namespace
    sheets = root.find(f"{{{space}}}sheets")
    name = _free_title(sheets)
    part = parts.free_name("xl/worksheets/sheetSk{}.xml")
    styles = _Styles(parts, workbook)
    content = _xml(file, findings, rules, styles)
    parts.add(part, content, _SHEET_TYPE)
    identity = parts.relate(workbook, "worksheet", part)
    number = 1 + max(int(s.get("sheetId", "0")) for s in sheets)
    added = etree.SubElement(sheets, f"{{{space}}}sheet", {"name": name, "sheetId": str(number)})
    relation_space = next(
        (etree.QName(key).namespace for key in sheets[0].attrib if key.endswith("}id")), None
    )
    added.set(f"{{{relation_space}}}id", identity)
    _open_on(parts, workbook, root, space, len(sheets) - 1)


def _free_title(sheets: Any) -> str:
    taken = {one.get("name", "").casefold() for one in sheets}
    number, name = 1, NAME
    while name.casefold() in taken:
        number += 1
        name = f"{NAME}{number}"
    return name


def _open_on(parts: Parts, workbook: str, root: Any, space: str, index: int) -> None:
    """Make the new sheet the one that is seen first; no two sheets stay selected together."""
    for one in root.find(f"{{{space}}}sheets")[:-1]:
        identity = next((v for k, v in one.attrib.items() if k.endswith("}id")), None)
        part = parts.target(workbook, identity=identity)
        if part is not None and part in parts and "worksheets" in part:
            sheet = parts.tree(part)
            for view in sheet.iter(f"{{{etree.QName(sheet).namespace}}}sheetView"):
                view.attrib.pop("tabSelected", None)
    view = root.find(f"{{{space}}}bookViews/{{{space}}}workbookView")
    if view is not None:
        view.set("activeTab", str(index))


class _Styles:
    """Cell styles of the list, added to the workbook's own."""

    def __init__(self, parts: Parts, workbook: str) -> None:
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


def _xml(file: str, findings: Sequence[Finding], rules: str, styles: _Styles) -> bytes:
    root = etree.Element(f"{{{MAIN}}}worksheet", nsmap={None: MAIN})

    def sub(parent: Any, name: str, **attributes: str) -> Any:
        return etree.SubElement(parent, f"{{{MAIN}}}{name}", attributes)

    properties = sub(root, "sheetPr")
    sub(properties, "tabColor", rgb="FFC00000")
    sub(properties, "pageSetUpPr", fitToPage="1")
    view = sub(
        sub(root, "sheetViews"), "sheetView", showGridLines="0", tabSelected="1", workbookViewId="0"
    )
    sub(view, "pane", ySplit="3", topLeftCell="A4", activePane="bottomLeft", state="frozen")
    columns = sub(root, "cols")
    for number, width in enumerate(WIDTHS, start=1):
        sub(columns, "col", min=str(number), max=str(number), width=str(width), customWidth="1")
    data = sub(root, "sheetData")

    def write(row: Any, number: int, index: int, text: str, style: int) -> None:
        cell = sub(row, "c", r=f"{chr(65 + index)}{number}", s=str(style), t="inlineStr")
        part = sub(sub(cell, "is"), "t")
        part.text = printable(text)
        part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    write(sub(data, "row", r="1", ht="26", customHeight="1"), 1, 0, f"{NAME}：{file}", styles.title)
    write(sub(data, "row", r="2"), 2, 0, summary(findings, rules), 0)
    head = sub(data, "row", r="3", ht="20", customHeight="1")
    for index, text in enumerate(HEADS):
        write(head, 3, index, text, styles.head)
    links = []
    for number, line in enumerate(lines(file, findings), start=4):
        row = sub(data, "row", r=str(number), ht=str(height(line)), customHeight="1")
        for index, text in enumerate(line.cells):
            style = {1: styles.graves[line.severity], 2: styles.link if line.link else styles.text}
            write(row, number, index, text, style.get(index, styles.text))
        if line.link:
            links.append((f"C{number}", line.link))
    if links:
        listing = sub(root, "hyperlinks")
        for reference, place in links:
            sub(listing, "hyperlink", ref=reference, location=place, display=place)
    sub(
        root,
        "pageMargins",
        left="0.5",
        right="0.5",
        top="0.6",
        bottom="0.6",
        header="0.3",
        footer="0.3",
    )
    sub(root, "pageSetup", paperSize="9", orientation="landscape", fitToHeight="0")
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


def height(line: Line) -> int:
    """Row height that shows all of a line's texts."""
    most = max(
        -(-len(text) * 2 // max(width - 2, 4))
        for text, width in zip(line.cells[2:], WIDTHS[2:], strict=True)
    )
    return 15 * max(1, min(most, 12)) + 4
