"""Files that ask for more than any file should: small ones, made here, one of each kind."""

import io
import struct
import zipfile
from collections.abc import Iterator

from tests.intake.sheets import workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/{}/2006/relationships"
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
TABLE = '<table:table table:name="s">'
ENDS = "</table:table-cell></table:table-row></table:table>"
ODS = (
    f'xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0" '
    f'xmlns:text="{OFFICE}:text:1.0"'
)


def packed(parts: dict[str, bytes | str], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind, compresslevel=6) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def excel(*sheets: str, styles: str = "", shared: str = "", more: dict | None = None) -> bytes:
    """A workbook of sheets as they are written; one after another from sheet1 on."""
    with zipfile.ZipFile(io.BytesIO(workbook({f"s{n}": [[1]] for n in range(len(sheets))}))) as old:
        parts: dict = {name: old.read(name) for name in old.namelist()}
    for number, sheet in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet
    if styles:
        parts["xl/styles.xml"] = styles
    if shared:
        parts["xl/sharedStrings.xml"] = shared
        name = "xl/_rels/workbook.xml.rels"
        if b"sharedStrings" not in parts[name]:
            parts[name] = parts[name].replace(
                b"</Relationships>",
                b'<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/'
                b'2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            )
    return packed(parts | (more or {}))


def sheet(cells: str, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{cells}</sheetData>{after}</worksheet>'


def cells(count: int, written: str, width: int = 100) -> str:
    rows = []
    for row in range(1, count // width + 1):
        inside = "".join(
            written.format(at=f"{chr(65 + c // 26 - 1) if c > 25 else ''}{chr(65 + c % 26)}{row}")
            for c in range(width)
        )
        rows.append(f'<row r="{row}">{inside}</row>')
    return "".join(rows)


def xlsb(sheets: int, content: bytes) -> bytes:
    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    listing = b"".join(
        b"\x9c\x01" + bytes([len(body)]) + body
        for n in range(sheets)
        for body in [struct.pack("<II", 0, n + 1) + wide("rId1") + wide(f"s{n}")]
    )
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.bin"/>'
        "</Relationships>"
    )
    return packed(
        {
            "xl/workbook.bin": listing,
            "xl/_rels/workbook.bin.rels": relation,
            "xl/worksheets/sheet1.bin": content,
        }
    )


def ods(table: str) -> bytes:
    content = (
        f"<office:document-content {ODS}><office:body><office:spreadsheet>"
        f"{table}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                   "content.xml": content})  # fmt: skip


def excel_2003(rows: str) -> bytes:
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}">'
        f'<Worksheet ss:Name="s"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def parquet(rows: int, **columns: object) -> bytes:
    import polars as pl

    stream = io.BytesIO()
    frame = pl.select(pl.repeat(0, rows, eager=False).alias("n")) if not columns else None
    frame = frame if frame is not None else pl.DataFrame(columns)
    frame.write_parquet(stream, compression="zstd")
    return stream.getvalue()


def all_kinds() -> Iterator[tuple[str, bytes]]:
    """Each kind by the name of its file; all of them are to be refused."""
    empty = sheet(cells(200_000, '<c r="{at}"/>'))
    yield "满是空格.xlsx", excel(*[empty] * 6)
    number = sheet(cells(260_000, '<c r="{at}"><v>1</v></c>'))
    yield "过多单元格.xlsx", excel(number)
    yield "超高压缩.xlsx", excel(sheet("", after=" " * 60_000_000))
    yield "压缩包.zip", packed({f"{n}.xlsx": excel(*[empty] * 6, sheet(f"<!--{n}-->"))
                               for n in range(5)})  # fmt: skip
    long = f"<sst xmlns='{MAIN}'><si><t>{'长' * 30_000}</t></si></sst>"
    yield "重复引用长文字.xlsx", excel(sheet(cells(2_000, '<c r="{at}" t="s"><v>0</v></c>')),
                                shared=long)  # fmt: skip
    yield "文字表.xlsx", excel(sheet(""), shared=f"<sst xmlns='{MAIN}'>{'<si><t/></si>' * 600_000}"
                             "</sst>")  # fmt: skip
    hidden = "".join(f'<col min="1" max="16384" hidden="1" width="{n}"/>' for n in range(60_000))
    yield (
        "隐藏列.xlsx",
        excel(sheet('<row r="1"><c r="A1"><v>1</v></c></row>', f"<cols>{hidden}</cols>")),
    )
    code = "[" * 300_000
    yield (
        "数字格式.xlsx",
        excel(
            sheet('<row r="1"><c r="A1" s="1"><v>1</v></c></row>'),
            styles=f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="170" '
            f'formatCode="{code}"/></numFmts><cellXfs count="1"><xf numFmtId="170"/></cellXfs>'
            "</styleSheet>",
        ),
    )
    yield "远处.xlsx", excel(sheet('<row r="99999999999"><c r="A9999999"><v>1</v></c></row>'))
    yield "远列.xlsx", excel(sheet('<row r="1"><c r="XFE1"><v>1</v></c></row>'))
    rows = '<row r="1"/>' * 2_000
    yield "许多空行.xlsx", excel(sheet(rows + "<row r='2'>x<c r='A2'><v>1</v></c></row>" * 2_000
                              + "<x/>" * 1_300_000))  # fmt: skip
    yield "同一内容.xlsb", xlsb(40, b"\x00\x00" * 1_000_000)
    yield "记录.xlsb", xlsb(1, b"\x7f\x00" * 1_300_000)
    spaces = '<text:s text:c="1000"/>' * 100_000
    yield (
        "空格.ods",
        ods(f"{TABLE}<table:table-row><table:table-cell><text:p>{spaces}</text:p>{ENDS}"),
    )
    far = '<table:table-cell table:number-columns-repeated="16000"><text:p>长</text:p>'
    many = '<table:table-row table:number-rows-repeated="1000000">'
    yield "重复.ods", ods(f"{TABLE}{many}{far}{ENDS}")
    yield "一行.csv", b"a," * 5_000_000
    yield "引号.csv", b',"\n"' * 3_000_000
    yield "空行.csv", b"a\n" + b"\n" * 1_300_000 + b"b\n"
    yield "未完.xls", b"<html><table><tr><td>1" + b"<a " * 300_000
    yield "注释.xls", b"<html><table><tr><td>1" + b"<!--" * 300_000
    yield "引号.xls", b"<html><table><tr><td>1" + b"<a b='" * 300_000
    span = b"<tr>" + b"<td rowspan=1000 colspan=1000>1</td>" * 40 + b"</tr>"
    yield "合并.xls", b"<html><table>" + span + b"</table>"
    merge = '<Row><Cell ss:MergeAcross="1"><Data ss:Type="Number">1</Data></Cell></Row>'
    yield "合并.xml", excel_2003(merge * 40_000)
    yield "元素.xml", excel_2003("<Row><Cell/></Row>" * 650_000)
    yield "许多行.parquet", parquet(20_000_000)
    yield "长文字.parquet", parquet(2, a=["长" * 40_000_000, "b"])
    note = "".join(f'<comment ref="A{n}"><text><t>x</t></text></comment>' for n in range(60_000))
    relation = (
        f'<Relationships xmlns="{RELATIONS.format("package")}"><Relationship Id="r" '
        f'Type="{RELATIONS.format("officeDocument")}/comments" Target="../comments1.xml"/>'
        "</Relationships>"
    )
    yield (
        "批注.xlsx",
        excel(
            sheet('<row r="1"><c r="A1"><v>1</v></c></row>'),
            more={
                "xl/comments1.xml": f'<comments xmlns="{MAIN}"><commentList>{note}</commentList>'
                "</comments>",
                "xl/worksheets/_rels/sheet1.xml.rels": relation,
            },
        ),
    )
