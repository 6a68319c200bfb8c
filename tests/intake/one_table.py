"""One small table, written in every format that is read: what a cell must be is the same in all.

A1 地区 (over B1 too), C1 日期. Row 2: 北京 with a comment, −5.97 %, 2019-12-31. Row 3 is hidden:
12.5 and twice that by a formula, and a formula in error. Column D is hidden and holds 7.
"""

import datetime
import io
import struct
import zipfile

import xlsxwriter

from tests.intake.binary_files import (
    brt,
    brt_cell,
    brt_row,
    number_cell,
    record,
    string_table,
    text_cell,
    wide,
    xls,
    xlsb,
)

DAY = datetime.date(2019, 12, 31)
SERIAL = (DAY - datetime.date(1899, 12, 30)).days


def as_xlsx() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet("数据")
    percent, date = (book.add_format({"num_format": code}) for code in ("0.00%", "yyyy-mm-dd"))
    page.merge_range("A1:B1", "地区")
    page.write("C1", "日期")
    page.write("A2", "北京")
    page.write_comment("A2", "请核对")
    page.write_number("B2", -0.0597, percent)
    page.write_datetime("C2", datetime.datetime.combine(DAY, datetime.time()), date)
    page.write_number("A3", 12.5)
    page.write_formula("B3", "=A3*2", None, 25)
    page.write_formula("C3", "=1/0", None, "#DIV/0!")
    page.write_number("D2", 7)
    page.set_row(2, None, None, {"hidden": True})
    page.set_column("D:D", None, None, {"hidden": True})
    book.close()
    return stream.getvalue()


def as_xls() -> bytes:
    note = record(0x5D, struct.pack("<HHHHHIII", 0x15, 18, 0x19, 1, 0, 0, 0, 0) + b"\0" * 4)
    said = "请核对".encode("utf-16-le")
    note += record(0x1B6, b"\0" * 10 + struct.pack("<HHI", 3, 16, 0)) + record(0x3C, b"\1" + said)
    note += record(0x3C, b"\0" * 16) + record(0x1C, struct.pack("<HHHH", 1, 0, 0, 1) + b"\0" * 4)
    cells = text_cell(0, 0, 0) + text_cell(0, 2, 1) + text_cell(1, 0, 2)
    cells += number_cell(1, 1, -0.0597, 1) + number_cell(1, 2, SERIAL, 2) + number_cell(1, 3, 7)
    cells += number_cell(2, 0, 12.5)
    cells += record(0x06, struct.pack("<HHHdHI", 2, 1, 0, 25.0, 0, 0) + b"\0\0")
    cells += record(0x06, struct.pack("<HHH", 2, 2, 0) + b"\2\0\x07\0\0\0\xff\xff" + b"\0" * 8)
    cells += record(0x208, struct.pack("<HHHHHHI", 2, 0, 4, 0, 0, 0, 0x20))
    cells += record(0x7D, struct.pack("<HHHHHH", 3, 3, 0, 0, 1, 0))
    cells += record(0xE5, struct.pack("<HHHHH", 1, 0, 0, 0, 1)) + note
    return xls(cells, strings=string_table(["地区", "日期", "北京"]), formats=[0, 10, 14])


def as_xlsb() -> bytes:
    head = brt(60, struct.pack("<IIIIH", 3, 3, 0, 0, 1) + b"\0" * 2)
    text = [struct.pack("<I", n) for n in range(3)]
    sheet = brt_row(0) + brt_cell(7, 0, text[0]) + brt_cell(7, 2, text[1])
    sheet += brt_row(1) + brt_cell(7, 0, text[2]) + brt_cell(5, 1, struct.pack("<d", -0.0597), 1)
    sheet += brt_cell(5, 2, struct.pack("<d", SERIAL), 2) + brt_cell(5, 3, struct.pack("<d", 7))
    sheet += brt_row(2, hidden=True) + brt_cell(5, 0, struct.pack("<d", 12.5))
    sheet += brt_cell(9, 1, struct.pack("<d", 25.0) + b"\0" * 10)
    sheet += brt_cell(11, 2, b"\x07" + b"\0" * 10)
    sheet += brt(146, b"") + brt(177, struct.pack("<I", 1))
    sheet += brt(176, struct.pack("<IIII", 0, 0, 0, 1))
    looks = b"".join(brt(47, struct.pack("<HH", 0, number)) for number in (0, 10, 14))
    styles = brt(617, struct.pack("<I", 3)) + looks + brt(618, b"")
    made = xlsb(head, sheet, ["地区", "日期", "北京"], styles)
    stream = io.BytesIO(made)
    with zipfile.ZipFile(stream, "a") as package:
        said = brt(635, struct.pack("<IIIII", 0, 1, 1, 0, 0) + b"\0" * 16)
        said += brt(637, b"\0" + wide("请核对")) + brt(636, b"")
        package.writestr("xl/comments1.bin", brt(628, b"") + said + brt(629, b""))
        package.writestr(
            "xl/worksheets/_rels/sheet1.bin.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            'relationships/comments" Target="../comments1.bin"/></Relationships>',
        )
    return stream.getvalue()


_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "style", "text")
)


def _cell(kind: str, shown: str, **more: str) -> str:
    value = "".join(
        f' {"table" if key in ("formula", "number-columns-spanned") else "office"}:{key}="{text}"'
        for key, text in more.items()
        if key != "inside"
    )
    inside = more.get("inside", "")
    return (
        f'<table:table-cell office:value-type="{kind}"{value}>{inside}<text:p>{shown}</text:p>'
        "</table:table-cell>"
    )


def _open_document(kind: str) -> str:
    note = "<office:annotation><text:p>请核对</text:p></office:annotation>"
    first = _cell("string", "地区", **{"number-columns-spanned": "2"})
    first += "<table:covered-table-cell/>" + _cell("string", "日期")
    second = _cell("string", "北京", inside=note)
    second += _cell("percentage", "-5.97%", value="-0.0597")
    second += _cell("date", "2019-12-31", **{"date-value": str(DAY)}) + _cell(
        "float", "7", value="7"
    )
    third = _cell("float", "12.5", value="12.5")
    third += _cell("float", "25", value="25", formula="of:=[.A3]*2")
    third += _cell("string", "#DIV/0!", formula="of:=1/0")
    rows = f"<table:table-row>{first}</table:table-row><table:table-row>{second}</table:table-row>"
    rows += f'<table:table-row table:visibility="collapse">{third}</table:table-row>'
    columns = '<table:table-column table:number-columns-repeated="3"/>'
    columns += '<table:table-column table:visibility="collapse"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:{kind} {_SPACES}><office:body>'
        f'<office:spreadsheet><table:table table:name="数据">{columns}{rows}</table:table>'
        f"</office:spreadsheet></office:body></office:{kind}>"
    )


def as_ods() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", _open_document("document-content"))
    return stream.getvalue()


def as_fods() -> bytes:
    return _open_document("document").encode()


def as_xml2003() -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"

    def cell(kind: str, text: str, **more: str) -> str:
        said = more.pop("said", "")
        named = "".join(f' ss:{key}="{value}"' for key, value in more.items())
        note = f"<Comment><ss:Data><Font>{said}</Font></ss:Data></Comment>" if said else ""
        return f'<Cell{named}><Data ss:Type="{kind}">{text}</Data>{note}</Cell>'

    rows = f"<Row>{cell('String', '地区', MergeAcross='1')}{cell('String', '日期')}</Row>"
    rows += f"<Row>{cell('String', '北京', said='请核对')}"
    rows += cell("Number", "-0.0597", StyleID="p") + cell(
        "DateTime", f"{DAY}T00:00:00.000", StyleID="d"
    )
    rows += f"{cell('Number', '7')}</Row>"
    rows += f'<Row ss:Hidden="1">{cell("Number", "12.5")}'
    rows += cell("Number", "25", Formula="=RC[-1]*2") + cell("Error", "#DIV/0!", Formula="=1/0")
    rows += "</Row>"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Styles>'
        '<Style ss:ID="q"><NumberFormat ss:Format="Percent"/></Style>'
        '<Style ss:ID="p" ss:Parent="q"/>'
        '<Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style></Styles>'
        '<Worksheet ss:Name="数据"><Table><Column ss:Index="4" ss:Hidden="1"/>'
        f"{rows}</Table></Worksheet></Workbook>"
    ).encode()


def as_html() -> bytes:
    return (
        '<html><body><table><tr><td colspan="2">地区</td><td>日期</td></tr><tr><td>北京</td>'
        "<td>-5.97%</td><td>2019-12-31</td><td>7</td></tr>"
        "<tr><td>12.5</td><td>25</td><td>#DIV/0!</td></tr></table></body></html>"
    ).encode()


def as_csv() -> bytes:
    return "地区,,日期\n北京,-5.97%,2019-12-31,7\n12.5,25,#DIV/0!\n".encode()
