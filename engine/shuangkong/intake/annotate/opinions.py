"""The sheet 审核意见: every finding of a file, each with a link to its cell."""

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ...records import dataclass
from ...vocabulary import Finding, Severity
from ..form.metadata import OPINIONS
from ..reading.xml import whole
from .list_styles import ListStyles
from .marks import first_place, printable
from .parts import MAIN, PackageParts

NAME = OPINIONS
_CELLS, _SELECTED = b"sheetData", re.compile(rb'\stabSelected="(?:1|true)"')
#: findings that are listed: a list that nobody reads to its end
_MOST = 5_000
#: first of three hidden columns: sheet and cell of each mark, and the fill under it
RECORD_COL = 11
HEADS = ("序号", "程度", "位置", "问题", "所见", "怎样改正", "依据", "规则")
WIDTHS = (6, 9, 20, 52, 22, 46, 30, 14)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """One row of the list; `link` is a place inside the workbook."""

    cells: tuple[str, ...]
    severity: Severity
    link: str | None


def lines(file: str, findings: Sequence[Finding]) -> list[OpinionLine]:
    """The rows for one file."""
    found = []
    for number, finding in enumerate(findings[:_MOST], start=1):
        place = first_place(file, finding)
        link = None
        shown = (finding.place.sheet or "") if finding.place and finding.place.file == file else ""
        if place is not None and place.sheet is not None:
            quoted = place.sheet.replace("'", "''")
            link, shown = f"'{quoted}'!{place.cell}", f"{place.sheet}!{place.cell}"
        found.append(
            OpinionLine(
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
    more = f"；这里列出前 {_MOST} 项" if len(findings) > _MOST else ""
    return f"{counts}{version}{more}。点“位置”可跳到单元格，单元格批注中也有说明。"


Record = Sequence[tuple[str, str, str]]


def add_sheet(
    parts: PackageParts,
    workbook: str,
    file: str,
    findings: Sequence[Finding],
    rules: str,
    record: Record,
) -> None:
    """Append the sheet to a workbook and open the workbook on it.

    `record` has sheet, cell and earlier fill of each mark, so that it can be taken away again.
    """
    root = parts.tree(workbook)
    space = etree.QName(root).namespace
    sheets = root.find(f"{{{space}}}sheets")
    name = _free_title(sheets)
    part = parts.free_name("xl/worksheets/sheetSk{}.xml")
    styles = ListStyles(parts, workbook)
    content = _xml(file, findings, rules, styles, record)
    parts.add(part, content, _SHEET_TYPE)
    identity = parts.relate(workbook, "worksheet", part)
    number = 1 + max((whole(s.get("sheetId"), 0) for s in sheets), default=0)
    added = etree.SubElement(sheets, f"{{{space}}}sheet", {"name": name, "sheetId": str(number)})
    relation_space = next(
        (etree.QName(key).namespace for key in sheets[0].attrib if key.endswith("}id")), None
    )
    added.set(f"{{{relation_space}}}id", identity)
    view = root.find(f"{{{space}}}bookViews/{{{space}}}workbookView")
    if view is not None:
        view.set("activeTab", str(len(sheets) - 1))


def _free_title(sheets: Any) -> str:
    taken = {one.get("name", "").casefold() for one in sheets}
    number, name = 1, NAME
    while name.casefold() in taken:
        number += 1
        name = f"{NAME}{number}"
    return name


def unselect(parts: PackageParts, sheet: str) -> None:
    """Let a sheet not be selected, so that no two are edited together when the list is seen."""
    head, cells, rest = parts.content(sheet).partition(_CELLS)
    plain = _SELECTED.sub(b"", head)
    if plain != head:
        parts.put(sheet, plain + cells + rest)


def _sub(parent: Any, name: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{MAIN}}}{name}", attributes)


def _write(row: Any, index: int, text: str, style: int) -> None:
    cell = _sub(row, "c", r=f"{chr(65 + index)}{row.get('r')}", s=str(style), t="inlineStr")
    part = _sub(_sub(cell, "is"), "t")
    part.text = printable(text)
    part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _xml(
    file: str, findings: Sequence[Finding], rules: str, styles: ListStyles, record: Record
) -> bytes:
    root = etree.Element(f"{{{MAIN}}}worksheet", nsmap={None: MAIN})
    properties = _sub(root, "sheetPr")
    _sub(properties, "tabColor", rgb="FFC00000")
    _sub(properties, "pageSetUpPr", fitToPage="1")
    views = _sub(root, "sheetViews")
    view = _sub(views, "sheetView", showGridLines="0", tabSelected="1", workbookViewId="0")
    _sub(view, "pane", ySplit="3", topLeftCell="A4", activePane="bottomLeft", state="frozen")
    columns = _sub(root, "cols")
    for number, width in enumerate(WIDTHS, start=1):
        _sub(columns, "col", min=str(number), max=str(number), width=str(width), customWidth="1")
    hidden = {"min": str(RECORD_COL), "max": str(RECORD_COL + 2), "width": "9", "hidden": "1"}
    _sub(columns, "col", **hidden)
    data = _sub(root, "sheetData")
    _write(_sub(data, "row", r="1", ht="26", customHeight="1"), 0, f"{NAME}：{file}", styles.title)
    _write(_sub(data, "row", r="2"), 0, summary(findings, rules), 0)
    head = _sub(data, "row", r="3", ht="20", customHeight="1")
    for index, text in enumerate(HEADS):
        _write(head, index, text, styles.head)
    links = _body(data, lines(file, findings), styles)
    _record(data, record)
    if links:
        listing = _sub(root, "hyperlinks")
        for reference, place in links:
            _sub(listing, "hyperlink", ref=reference, location=place, display=place)
    sides = {"left": "0.5", "right": "0.5", "top": "0.6", "bottom": "0.6"}
    _sub(root, "pageMargins", **sides, header="0.3", footer="0.3")
    _sub(root, "pageSetup", paperSize="9", orientation="landscape", fitToHeight="0")
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


def _body(data: Any, body: Sequence[OpinionLine], styles: ListStyles) -> list[tuple[str, str]]:
    """One row for each line; where its place leads to."""
    links: list[tuple[str, str]] = []
    for number, line in enumerate(body, start=4):
        row = _sub(data, "row", r=str(number), ht=str(height(line)), customHeight="1")
        special = {1: styles.graves[line.severity], 2: styles.link if line.link else styles.text}
        for index, text in enumerate(line.cells):
            _write(row, index, text, special.get(index, styles.text))
        if line.link:
            links.append((f"C{number}", line.link))
    return links


def _record(data: Any, record: Record) -> None:
    rows = {row.get("r"): row for row in data}
    for number, texts in enumerate(record, start=4):
        row = rows.get(str(number))
        if row is None:
            row = _sub(data, "row", r=str(number), hidden="1")
        for index, text in enumerate(texts):
            _write(row, RECORD_COL - 1 + index, text, 0)


def height(line: OpinionLine) -> int:
    """Row height that shows all of a line's texts."""
    most = max(
        -(-len(text) * 2 // max(width - 2, 4))
        for text, width in zip(line.cells[2:], WIDTHS[2:], strict=True)
    )
    return 15 * max(1, min(most, 12)) + 4
