import datetime
import io
import zipfile

import openpyxl
import pytest
import python_calamine
from openpyxl.comments import Comment
from shuangkong.errors import IntakeError
from shuangkong.intake.reading import Book, cells_of, limits, read_book
from shuangkong.intake.reading.columns import held
from shuangkong.vocabulary.frames import CELLS

from tests.intake.sheets import workbook


def evidence() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "数据"
    page.merge_cells("A1:D1")
    page["A1"] = "标题"
    page["B3"] = 0.0597
    page["B3"].number_format = "0.00%"
    page["B4"] = "=1/0"
    page["D5"] = "藏"
    page.row_dimensions[5].hidden = True
    page["E6"] = 5
    page.column_dimensions["E"].hidden = True
    page["F7"] = 7
    page["F7"].comment = Comment("请核对", "甲")
    page["G8"] = True
    page["H9"] = datetime.date(2019, 12, 31)
    page["I10"] = 2015
    page["I10"].number_format = '0"年"'
    page["J11"] = "007"
    page["K12"] = 1e-7
    hidden = book.create_sheet("隐藏")
    hidden["A1"] = 1
    hidden.sheet_state = "veryHidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def at(book: Book, address: str, sheet: int = 0):
    return next(cell for cell in book.sheets[sheet].cells if cell.address == address)


def test_every_cell_keeps_its_address_and_its_evidence():
    book = read_book("证据.xlsx", evidence())
    assert at(book, "A1").merged
    assert book.sheets[0].merges[0] == (1, 1, 1, 4)
    assert (at(book, "B3").text, at(book, "B3").number) == ("5.97%", 0.0597)
    assert (at(book, "B4").kind, at(book, "B4").formula) == ("blank_formula", "1/0")
    assert at(book, "D5").hidden
    assert at(book, "E6").hidden
    assert at(book, "F7").comment == "请核对"
    assert at(book, "G8").text == "TRUE"
    assert (at(book, "H9").kind, at(book, "H9").text) == ("date", "2019-12-31")
    assert at(book, "I10").kind == "number"
    assert at(book, "J11").text == "007"
    assert at(book, "K12").text == "0.0000001"
    assert book.sheets[1].state == "very_hidden"


def test_cells_frame_has_the_columns_of_the_contract():
    frame = cells_of([read_book("证据.xlsx", evidence())])
    assert dict(frame.schema) == dict(CELLS)
    assert frame.filter(hidden=True).height == 2


def test_a_sheet_that_is_put_off_is_read_when_somebody_asks_for_its_cells():
    data = evidence()
    whole, later = read_book("证据.xlsx", data), read_book("证据.xlsx", data, frozenset(("数据",)))
    put_off = later.sheets[0]

    assert held(put_off.cells) == 0
    assert put_off.merges == whole.sheets[0].merges
    assert tuple(put_off.cells) == tuple(whole.sheets[0].cells)
    assert held(put_off.cells) == held(whole.sheets[0].cells) > 0
    assert cells_of([later]).equals(cells_of([whole]))


def test_errors_and_cached_values_of_formulas():
    stream = io.BytesIO()
    import xlsxwriter

    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet()
    page.write_formula("A1", "=1/0", None, "#DIV/0!")
    page.write_formula("A2", "=1+1", None, 2)
    page.write_formula("A3", '="甲"', None, "甲")
    book.close()
    cells = read_book("公式.xlsx", stream.getvalue()).sheets[0].cells
    assert [(c.kind, c.text) for c in cells] == [
        ("error", "#DIV/0!"),
        ("number", "2"),
        ("text", "甲"),
    ]
    assert all(cell.formula is not None for cell in cells)


def test_values_agree_with_an_independent_reader():
    data = workbook({"甲": [["地区", "能耗"], ["北京", 1.5], ["天津", -2]], "乙": [[None, 3.25]]})
    ours = read_book("x.xlsx", data)
    other = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for sheet in ours.sheets:
        rows = other.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        for cell in sheet.cells:
            seen = rows[cell.row - 1][cell.col - 1]
            assert (cell.number if cell.kind == "number" else cell.text) == seen


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("gb18030", b""), ("gbk", b""),
     ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-16-le", b"")],
)  # fmt: skip
def test_text_files_in_every_encoding(encoding, mark):
    text = "地区,2019年\r\n石家庄市,1.5\r\n邢台市,2\r\n"
    book = read_book("数据.csv", mark + text.encode(encoding))
    assert [cell.text for cell in book.sheets[0].cells] == [
        "地区", "2019年", "石家庄市", "1.5", "邢台市", "2",
    ]  # fmt: skip


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_separators_and_ragged_lines(separator):
    lines = ["指标：GDP(亿元)", separator.join(["地区", "2019年", "2018年"]),
             separator.join(["北京市", "1.5", "2.5"])]  # fmt: skip
    book = read_book("x.csv", "\n".join(lines).encode())
    assert [cell.address for cell in book.sheets[0].cells] == [
        "A1",
        "A2",
        "B2",
        "C2",
        "A3",
        "B3",
        "C3",
    ]


def test_html_and_spreadsheet_xml_called_xls():
    html = (
        "<html><table><tr><th>地区</th><th>能耗</th></tr><tr><td>北京</td><td>1.5</td></tr></table>"
    )
    book = read_book("导出.xls", html.encode("gb18030"))
    assert [(c.address, c.text) for c in book.sheets[0].cells][-1] == ("B2", "1.5")
    xml = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table>'
        '<Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="Number">2.5</Data></Cell></Row>'
        "</Table></Worksheet></Workbook>"
    )
    assert at(read_book("导出.xls", xml.encode()), "B3").number == 2.5


def hostile_cases() -> dict[str, bytes]:
    good = workbook({"甲": [["地区", "能耗"], ["北京", 1.5]]})
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxx">]><worksheet>&x;</worksheet>'
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (i, i) for i in range(1, 9))
    return {
        "截断": good[: len(good) // 2],
        "空压缩包": b"PK\x05\x06" + b"\0" * 18,
        "实体": replaced(good, "xl/worksheets/sheet1.xml", entity),
        "坏XML": replaced(good, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + rows),
        "解压炸弹": replaced(good, "xl/worksheets/sheet1.xml", b" " * 60_000_000),
        "缺工作表": without(good, "xl/worksheets/sheet1.xml"),
        "PDF": b"%PDF-1.7 ...",
        "图片": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        "坏OLE": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600,
        "乱码": bytes(range(1, 256)) * 10,
        "Word": replaced(without(good, "xl/workbook.xml"), "word/document.xml", b"<a/>"),
        "百万合并": replaced(good, "xl/worksheets/sheet1.xml", merges(limits.MERGES + 1)),
    }


def merges(count: int) -> bytes:
    inner = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (i, i) for i in range(1, count + 1))
    return b"<worksheet><sheetData/><mergeCells>" + inner + b"</mergeCells></worksheet>"


def replaced(data: bytes, part: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return stream.getvalue()


def without(data: bytes, part: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    return stream.getvalue()


@pytest.mark.parametrize("name", sorted(hostile_cases()))
def test_hostile_and_damaged_files_are_refused_in_chinese(name):
    with pytest.raises(IntakeError) as caught:
        read_book(f"{name}.xlsx", hostile_cases()[name])
    (finding,) = caught.value.findings
    assert finding.severity.value == "blocker"
    assert "怎么改" in str(caught.value)


def test_a_cell_far_away_costs_nothing():
    content = (
        b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>'
    )
    data = replaced(workbook({"甲": [[1]]}), "xl/worksheets/sheet1.xml", content)
    assert [c.address for c in read_book("远.xlsx", data).sheets[0].cells] == ["A1", "XFD1048576"]


def test_prefixes_missing_references_and_inline_texts():
    content = (
        '<x:worksheet xmlns:x="a"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>甲</x:t></x:is>'
        "</x:c><x:c><x:v>1.5</x:v></x:c></x:row><x:row><x:c><x:v>2</x:v></x:c></x:row>"
        "</x:sheetData></x:worksheet>"
    ).encode()
    data = replaced(workbook({"甲": [[1]]}), "xl/worksheets/sheet1.xml", content)
    found = [(c.address, c.text) for c in read_book("x.xlsx", data).sheets[0].cells]
    assert found == [("A1", "甲"), ("B1", "1.5"), ("A2", "2")]


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "CELLS", 3)
    with pytest.raises(IntakeError, match="单元格数"):
        read_book("x.csv", b"1,2\n3,4\n")


def test_empty_files_have_no_cells():
    assert read_book("空.csv", b"").sheets == ()
    assert read_book("空.csv", b"\xef\xbb\xbf\r\n").sheets == ()
