"""Makes the shipped tables, tables/*.xlsx, which an office may edit in WPS or Excel:

python templates/make_tables.py
"""

import datetime
import io
import re
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "engine"))

from shuangkong.running.zips import in_order, packed

FOLDER = Path(__file__).resolve().parent / "tables"
_LINE = Side(style="thin")
#: height of a row of a table, in points: rows of one line are as high as each other
_ROW = 20.5
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def sheet_of(book: Workbook, title: str, heading: str, widths: Sequence[float]) -> Worksheet:
    """A landscape A4 sheet with its title, banner and a line for who fills it in."""
    sheet = book.create_sheet(title)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    last = get_column_letter(len(widths))
    for row, text, font, height in (
        (1, heading, Font(name="方正小标宋简体", size=18), 34),
        (2, "{{ 横幅 }}", Font(name="楷体_GB2312", size=10, color="C00000"), 16),
    ):
        sheet.merge_cells(f"A{row}:{last}{row}")
        sheet[f"A{row}"] = text
        sheet[f"A{row}"].font = font
        sheet[f"A{row}"].alignment = Alignment(horizontal="center", vertical="center")
        sheet.row_dimensions[row].height = height
    setup(sheet)
    return sheet


def setup(sheet: Worksheet) -> None:
    """How it prints: A4 across, one page wide, its number below."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter.center.text = "— &P —"


def line(sheet: Worksheet, row: int, texts: Sequence[object], *, head: bool = False) -> None:
    """A row with a box around every cell."""
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(row, column, text)
        cell.font = Font(name="黑体" if head else "仿宋_GB2312", size=11)
        cell.border = _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if head:
            cell.fill = PatternFill("solid", fgColor="E7ECF5")


def plain(sheet: Worksheet, row: int, text: str, last: str, across: str = "left") -> None:
    """A line of text across the sheet."""
    sheet.merge_cells(f"A{row}:{last}{row}")
    sheet[f"A{row}"] = text
    sheet[f"A{row}"].font = Font(name="仿宋_GB2312", size=11)
    sheet[f"A{row}"].alignment = Alignment(horizontal=across, vertical="center")
    sheet.row_dimensions[row].height = 22


def repeat(
    sheet: Worksheet, row: int, head: Sequence[str], loops: Sequence[str], cells: Sequence[object]
) -> int:
    """A head, and a row repeated by one loop or by loops in each other; the row after them."""
    line(sheet, row, head, head=True)
    sheet.row_dimensions[row].height = 34
    sheet.print_title_rows = f"{row}:{row}"
    sheet.freeze_panes = f"A{row + 1}"
    for number, loop in enumerate(loops, start=row + 1):
        sheet.cell(number, 1, f"{{%tr for {loop} %}}")
    at = row + 1 + len(loops)
    line(sheet, at, cells)
    sheet.row_dimensions[at].height = _ROW
    for number in range(at + 1, at + 1 + len(loops)):
        sheet.cell(number, 1, "{%tr endfor %}")
    return at + 1 + len(loops)


_SIGNED = (
    "编制：＿＿＿＿＿＿　　审核：＿＿＿＿＿＿　　批准：＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日"
)
_ISSUE = "签发编号：{{ 签发编号 }}　　回执码：{{ 回执码 }}"
_HEAD = ("目标", "时段", "单位", "应达到", "实际", "差距\n（负为未达到）", "完成情况")
_TARGET = ("名称", "时段", "单位", "应达到数", "实际数", "差距数", "完成情况")


def report() -> Workbook:
    """汇总上报表: results of all entities, and their targets one by one."""
    book = Workbook()
    book.remove(book.active)
    heading = "{{ 规划 }}{{ 年度 }}年度"
    name = f"{heading}{{{{ 考核名称 }}}}结果汇总上报表"
    sheet = sheet_of(book, "考核结果", name, (8, 12, 26, 16, 14, 56))
    plain(sheet, 3, "填报单位：{{ 发文机关 }}（盖章）", "F")
    head = ("名次", "代码", "考核对象", "总分", "等级", "备注")
    cells = [f"{{{{ 行.{name} }}}}" for name in ("名次", "代码", "对象", "总分", "等级", "备注")]
    after = repeat(sheet, 4, head, ["行 in 结果表"], cells)
    plain(sheet, after, _SIGNED, "F", "center")
    plain(sheet, after + 1, _ISSUE, "F", "center")
    widths = (24, 42, 20, 14, 13, 13, 14, 18)
    sheet = sheet_of(book, "目标完成情况", f"{heading}{{{{ 目标统称 }}}}完成情况汇总表", widths)
    plain(sheet, 3, "填报单位：{{ 发文机关 }}（盖章）", "H")
    head = (
        "考核对象",
        "目标",
        "时段",
        "单位",
        "应达到",
        "实际",
        "差距\n（负为未达到）",
        "完成情况",
    )
    cells = ["{{ 行.对象 }}", *(f"{{{{ 标.{name} }}}}" for name in _TARGET)]
    after = repeat(sheet, 4, head, ["行 in 结果表", "标 in 行.目标"], cells)
    plain(sheet, after, _SIGNED, "H", "center")
    plain(sheet, after + 1, _ISSUE, "H", "center")
    return book


def self_assessed() -> Workbook:
    """自评表: an entity's targets as its figures give them, and measures for it to score."""
    book = Workbook()
    book.remove(book.active)
    heading = "{{ 对象 }}{{ 年度 }}年度"
    who = "填报单位：{{ 对象 }}（盖章）　　　　填报日期：＿＿＿＿年＿＿月＿＿日"
    who_signs = ("填报人", "审核人", "单位负责人", "联系电话")
    signed = "　　".join(f"{role}：＿＿＿＿＿＿" for role in who_signs)
    widths = (7, 46, 20, 14, 13, 13, 14, 18)
    sheet = sheet_of(book, "目标自评", f"{heading}{{{{ 目标统称 }}}}完成情况自评表", widths)
    plain(sheet, 3, who, "H")
    head = ("序号", *_HEAD)
    cells = ["{{ loop.index }}", *(f"{{{{ 行.{name} }}}}" for name in _TARGET)]
    after = repeat(sheet, 4, head, ["行 in 目标表"], cells)
    plain(sheet, after, signed, "H", "center")
    widths = (7, 20, 30, 58, 9, 11, 40)
    sheet = sheet_of(book, "措施自评", f"{heading}{{{{ 工作 }}}}措施落实情况自评表", widths)
    plain(sheet, 3, who, "G")
    head = ("序号", "大类", "考核项目", "考核内容", "分值", "自评得分", "佐证材料")
    names = ("大类", "计分项", "内容", "分值")
    cells = ["{{ loop.index }}", *(f"{{{{ 行.{n} }}}}" for n in names), None, "{{ 行.佐证 }}"]
    after = repeat(sheet, 4, head, ["行 in 措施表"], cells)
    entered = sheet.cell(6, 6)
    entered.fill = PatternFill("solid", fgColor="FFF8DC")
    rule = DataValidation(
        type="decimal", operator="between", formula1="0", formula2="$E6", allow_blank=True
    )
    rule.error, rule.errorTitle = "自评得分在0和分值之间", "自评得分"
    rule.showErrorMessage = True
    rule.add("F6")
    sheet.add_data_validation(rule)
    line(
        sheet,
        after,
        ("合计", "", "", "", "=SUM(E5:E7)", '=IF(COUNT(F5:F7)=0,"",SUM(F5:F7))', ""),
        head=True,
    )
    sheet.row_dimensions[after].height = _ROW
    plain(sheet, after + 1, signed, "G", "center")
    return book


def main() -> None:
    """Write both tables, with nothing of the time in them."""
    FOLDER.mkdir(exist_ok=True)
    for name, book in (("report", report()), ("self", self_assessed())):
        book.properties.creator = "双控 shuangkong"
        book.properties.created = datetime.datetime(2026, 1, 1)
        buffer = io.BytesIO()
        book.save(buffer)
        with zipfile.ZipFile(buffer) as archive:
            parts = {n: archive.read(n) for n in in_order(archive.namelist())}
        core = parts["docProps/core.xml"]
        parts["docProps/core.xml"] = re.sub(
            rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-01-01T00:00:00Z", core
        )
        (FOLDER / f"{name}.xlsx").write_bytes(packed(parts))


if __name__ == "__main__":
    main()
