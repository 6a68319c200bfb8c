import io
import struct
import zipfile

import pytest
import python_calamine
from shuangkong.errors import IntakeError
from shuangkong.intake.reading import Book, read_book

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


def at(book: Book, address: str):
    return next(cell for cell in book.sheets[0].cells if cell.address == address)


def old_workbook(extra: bytes = b"") -> bytes:
    cells = text_cell(0, 0, 0) + number_cell(1, 1, 1.5) + number_cell(2, 1, 0.0597, 1)
    cells += record(0x27E, struct.pack("<HHHI", 3, 1, 0, (250 << 2) | 3))
    cells += record(0xBD, struct.pack("<HHHIHIH", 4, 0, 0, (7 << 2) | 2, 0, (8 << 2) | 2, 1))
    cells += record(0x06, struct.pack("<HHHdHI", 5, 0, 0, 12.0, 0, 0) + b"\0\0")
    cells += record(0x06, struct.pack("<HHH", 6, 0, 0) + b"\2\0\x07\0\0\0\xff\xff" + b"\0" * 8)
    cells += record(0x208, struct.pack("<HHHHHHI", 1, 0, 2, 0, 0, 0, 0x20))
    cells += record(0x7D, struct.pack("<HHHHHH", 0, 0, 0, 0, 1, 0))
    cells += record(0xE5, struct.pack("<HHHHH", 1, 0, 0, 0, 3))
    return xls(cells, strings=string_table(["单位：万吨标准煤"]), formats=[0, 10], extra=extra)


def test_old_workbooks_with_their_evidence():
    book = read_book("旧.xls", old_workbook())
    assert (at(book, "A1").text, at(book, "A1").merged) == ("单位：万吨标准煤", True)
    assert (at(book, "B2").text, at(book, "B2").hidden) == ("1.5", True)
    assert at(book, "B3").text == "5.97%"
    assert at(book, "B4").text == "2.5"
    assert [at(book, f"{c}5").text for c in "AB"] == ["7", "8"]
    assert (at(book, "A6").text, at(book, "A6").formula) == ("12", "")
    assert (at(book, "A7").kind, at(book, "A7").text) == ("error", "#DIV/0!")
    assert at(book, "A6").hidden


def test_old_workbooks_agree_with_an_independent_reader():
    data = old_workbook()
    other = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = other.get_sheet_by_index(0).to_python(skip_empty_area=False)
    for cell in read_book("旧.xls", data).sheets[0].cells:
        if cell.kind in ("text", "number"):
            seen = rows[cell.row - 1][cell.col - 1]
            assert (cell.number if cell.kind == "number" else cell.text) == seen


def test_encrypted_old_workbooks_are_refused():
    with pytest.raises(IntakeError, match="密码"):
        read_book("密.xls", old_workbook(extra=record(0x2F, b"\0" * 6)))


@pytest.mark.parametrize("cut", [100, 600, 1500, 3000])
def test_truncated_old_workbooks_are_refused(cut):
    with pytest.raises(IntakeError):
        read_book("断.xls", old_workbook()[:cut])


def test_text_table_that_runs_over_record_borders():
    head = struct.pack("<II", 2, 2) + struct.pack("<HB", 4, 1) + "能耗".encode("utf-16-le")
    tail = b"\1" + "总量".encode("utf-16-le") + struct.pack("<HB", 2, 0) + b"ab"
    strings = record(0xFC, head) + record(0x3C, tail)
    data = xls(text_cell(0, 0, 0) + text_cell(0, 1, 1), strings=strings, formats=[0])
    assert [c.text for c in read_book("x.xls", data).sheets[0].cells] == ["能耗总量", "ab"]


def binary_workbook() -> bytes:
    head = brt(148, struct.pack("<IIII", 0, 2, 0, 4))
    head += brt(60, struct.pack("<IIIIH", 2, 2, 0, 0, 1) + b"\0" * 2)
    sheet = (
        brt_row(0) + brt_cell(7, 0, struct.pack("<I", 0)) + brt_cell(5, 1, struct.pack("<d", 1.5))
    )
    sheet += brt_row(1, hidden=True) + brt_cell(2, 0, struct.pack("<I", (42 << 2) | 2))
    sheet += brt_row(2) + brt_cell(5, 0, struct.pack("<d", 0.0597), 1)
    sheet += brt_cell(3, 1, b"\x07") + brt_cell(9, 2, struct.pack("<d", 3.0) + b"\0" * 10)
    sheet += brt_cell(6, 3, wide("文字")) + brt_cell(4, 4, b"\1")
    styles = (
        brt(617, struct.pack("<I", 2))
        + brt(47, struct.pack("<HH", 0, 0))
        + brt(47, struct.pack("<HH", 0, 10))
    )
    return xlsb(head, sheet, ["地区"], styles + brt(618, b""))


def test_binary_workbooks_with_their_evidence():
    book = read_book("二进制.xlsb", binary_workbook())
    assert [at(book, a).text for a in ("A1", "B1", "A2", "A3", "D3")] == [
        "地区", "1.5", "42", "5.97%", "文字",
    ]  # fmt: skip
    assert at(book, "A2").hidden
    assert at(book, "C3").hidden
    assert at(book, "C3").formula == ""
    assert at(book, "B3").kind == "error"


def test_binary_workbooks_agree_with_an_independent_reader():
    data = binary_workbook()
    other = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = other.get_sheet_by_index(0).to_python(skip_empty_area=False)
    for cell in read_book("x.xlsb", data).sheets[0].cells:
        if cell.kind in ("text", "number"):
            seen = rows[cell.row - 1][cell.col - 1]
            assert (cell.number if cell.kind == "number" else cell.text) == seen


def opendocument(table: str, styles: str = "") -> bytes:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{table}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return stream.getvalue()


def test_open_documents_with_repeats_and_evidence():
    table = (
        '<table:table table:name="数据"><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="string" '
        'table:number-columns-spanned="2"><text:p>地<text:s text:c="2"/>区'
        "</text:p></table:table-cell>"
        '<table:covered-table-cell/><table:table-cell office:value-type="percentage" '
        'office:value="-0.0597"><text:p>-5.97%</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell '
        'office:value-type="float" office:value="1.5" table:number-columns-repeated="2">'
        "<text:p>1.5</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    book = read_book("开放.ods", opendocument(table))
    assert (at(book, "A3").text, at(book, "A3").merged) == ("地  区", True)
    assert (at(book, "C3").text, at(book, "C3").hidden) == ("-5.97%", True)
    assert [at(book, a).text for a in ("A4", "B4", "A5", "B5")] == ["1.5"] * 4


def test_repeats_that_would_fill_the_memory_are_refused():
    table = (
        '<table:table table:name="数据"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell office:value-type="float" office:value="1" '
        'table:number-columns-repeated="16384"><text:p>1</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )
    with pytest.raises(IntakeError, match="单元格数"):
        read_book("炸弹.ods", opendocument(table))


# --- raised notes -------------------------------------------------------------------------------

#: fonts 0 to 5 by their numbers in old workbooks: 5 is the fifth, as there is no font 4
RAISED_FONT = 5


def rich(text: str, runs: list[tuple[int, int]]) -> bytes:
    return struct.pack("<HBH", len(text), 9, len(runs)) + text.encode("utf-16-le") + b"".join(
        struct.pack("<HH", first, font) for first, font in runs
    )  # fmt: skip


@pytest.mark.parametrize(
    ("runs", "seen"),
    [
        ([(5, RAISED_FONT)], "-5.97¹"),
        ([(5, 0)], "-5.971"),
        ([(0, 0), (5, RAISED_FONT), (6, 0)], "-5.97¹"),
        ([(0, RAISED_FONT), (1, 0)], "⁻5.971"),
    ],
)
def test_raised_characters_of_old_workbooks_join_no_figure(runs, seen):
    fonts = b"".join(
        record(0x31, struct.pack("<HHHHH", 200, 0, 0, 400, 1 if n == 4 else 0) + b"\0" * 5)
        for n in range(5)
    )
    strings = record(0xFC, struct.pack("<II", 2, 2) + rich("-5.971", runs) + rich("甲", []))
    made = xls(text_cell(0, 0, 0) + text_cell(0, 1, 1), strings=strings, formats=[0], extra=fonts)
    cells = read_book("上标.xls", made).sheets[0].cells
    assert [cell.text for cell in cells] == [seen, "甲"]


def test_raised_characters_of_binary_workbooks_join_no_figure():
    fonts = b"".join(
        brt(43, struct.pack("<HHHH", 200, 0, 400, kind) + b"\0" * 10) for kind in (0, 1, 2)
    )
    looks = fonts + brt(617, struct.pack("<I", 1)) + brt(47, struct.pack("<HH", 0, 0))
    sheet = brt_row(0) + b"".join(brt_cell(7, n, struct.pack("<I", n)) for n in range(2))
    made = xlsb(b"", sheet, ["-5.971", "32545.42"], looks + brt(618, b""))
    runs = struct.pack("<IHHHH", 2, 0, 0, 5, 1)
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "xl/sharedStrings.bin":
                body = brt(159, struct.pack("<II", 2, 2)) + brt(19, b"\1" + wide("-5.971") + runs)
                body += brt(19, b"\1" + wide("32545.42") + struct.pack("<IHH", 1, 7, 2))
                body += brt(160, b"")
            new.writestr(name, body)
    cells = read_book("上标.xlsb", whole.getvalue()).sheets[0].cells
    assert [cell.text for cell in cells] == ["-5.97¹", "32545.42"]  # what is lowered stays


def test_raised_characters_of_open_documents_join_no_figure():
    styles = (
        '<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/>'
        '</style:style><style:style style:name="T2"><style:text-properties '
        'style:text-position="sub 58%"/></style:style>'
    )
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in (
            '-5.97<text:span text:style-name="T1">1</text:span>',
            '<text:span text:style-name="T2">32545.42</text:span>',
            '<text:span text:style-name="T1"><text:span>2</text:span></text:span>甲',
        )
    )
    table = (
        f'<table:table table:name="数据"><table:table-row>{cells}</table:table-row></table:table>'
    )
    found = read_book("上标.ods", opendocument(table, styles)).sheets[0].cells
    assert [cell.text for cell in found] == ["-5.97¹", "32545.42", "²甲"]
