"""A figure that its font takes back is taken, and asked about."""

import struct

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from shuangkong.intake import read_submissions
from shuangkong.intake.form.layout import SHEET

from tests.intake.binary_files import number_cell, record, string_table, text_cell, xls
from tests.intake.sheets import workbook
from tests.intake.test_forms import form_of, sound

DARK = PatternFill("solid", fgColor="FF003366")


@pytest.mark.parametrize(
    ("font", "fill", "word"),
    [
        (Font(strike=True), None, "删除线"),
        (Font(color="FFFFFFFF"), PatternFill(), "白色"),
        (Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FFFFFFFF"), "白色"),
        (Font(color="FFFFFFFF"), DARK, ""),
        (Font(color="FFFF0000"), None, ""),
    ],
)
def test_of_a_form_and_of_a_table(hebei, tmp_path, font, fill, word):
    form = form_of(hebei, "130500", tmp_path / "邢台市.xlsx", sound())
    table = tmp_path / "表.xlsx"
    table.write_bytes(workbook({"2020": [["地区", "能源消费总量增速(%)"], ["石家庄市", 1.5]]}))
    for path, sheet, cell in ((form, SHEET, "I7"), (table, "2020", "B2")):
        book = openpyxl.load_workbook(path)
        book[sheet][cell].font = font
        if fill is not None:
            book[sheet][cell].fill = fill
        book.save(path)
        reading = read_submissions(hebei, path, 2020)
        found = [f for f in reading.findings if f.kind == "SK-I210"]
        assert [(f.place.cell, f.severity.chinese) for f in found] == (
            [(cell, "须说明")] if word else []
        )
        assert all(word in f.why for f in found)


HEAD = ("地区", "2020年能源消费总量增速(%)")
PLACES = ("石家庄市", "唐山市", "邯郸市", "邢台市")
EXPECTED = [("B2", "删除线"), ("B3", "白色")]


def as_xml2003() -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    looks = {
        "s": '<Font ss:StrikeThrough="1"/>',
        "w": '<Font ss:Color="#FFFFFF"/>',
        "d": '<Font ss:Color="#FFFFFF"/><Interior ss:Color="#003366" ss:Pattern="Solid"/>',
        "n": '<Font ss:Color="#FF0000"/>',
    }
    styles = "".join(f'<Style ss:ID="{name}">{look}</Style>' for name, look in looks.items())
    rows = "".join(f'<Cell><Data ss:Type="String">{head}</Data></Cell>' for head in HEAD)
    rows = f"<Row>{rows}</Row>"
    for place, style in zip(PLACES, looks, strict=True):
        rows += f'<Row><Cell><Data ss:Type="String">{place}</Data></Cell>'
        rows += f'<Cell ss:StyleID="{style}"><Data ss:Type="Number">1.5</Data></Cell></Row>'
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Styles>{styles}'
        f'</Styles><Worksheet ss:Name="2020"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def as_fods() -> bytes:
    names = ("office", "table", "style", "text")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    spaces += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    white = '<style:text-properties fo:color="#ffffff"/>'
    looks = {
        "s": '<style:text-properties style:text-line-through-style="solid"/>',
        "w": white,
        "d": f'<style:table-cell-properties fo:background-color="#003366"/>{white}',
        "n": '<style:text-properties fo:color="#ff0000"/>',
    }
    styles = "".join(
        f'<style:style style:name="{n}">{look}</style:style>' for n, look in looks.items()
    )

    def text(said: str) -> str:
        inside = f"<text:p>{said}</text:p>"
        return f'<table:table-cell office:value-type="string">{inside}</table:table-cell>'

    rows = f"<table:table-row>{''.join(map(text, HEAD))}</table:table-row>"
    for place, style in zip(PLACES, looks, strict=True):
        figure = f'<table:table-cell table:style-name="{style}" office:value-type="float"'
        figure += ' office:value="1.5"><text:p>1.5</text:p></table:table-cell>'
        rows += f"<table:table-row>{text(place)}{figure}</table:table-row>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces}><office:automatic-styles>'
        f"{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="2020">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document>"
    ).encode()


def as_xls() -> bytes:
    fonts = [(0x08, 0x7FFF), (0, 9), (0, 10)]
    extra = b"".join(
        record(0x31, struct.pack("<HHHHH", 200, options, color, 400, 0) + b"\0" * 6)
        for options, color in fonts
    )
    for font, pattern, behind in ((0, 0, 0), (1, 0, 0), (1, 1, 18), (2, 0, 0)):
        look = struct.pack("<HH", font, 0) + b"\0" * 10 + struct.pack("<IH", pattern << 26, behind)
        extra += record(0xE0, look)
    cells = text_cell(0, 0, 0) + text_cell(0, 1, 1)
    for row in range(1, 5):
        cells += text_cell(row, 0, row + 1) + number_cell(row, 1, 1.5, row)
    return xls(cells, strings=string_table([*HEAD, *PLACES]), formats=[0], extra=extra)


@pytest.mark.parametrize(
    ("name", "make"), [("表.xml", as_xml2003), ("表.fods", as_fods), ("表.xls", as_xls)]
)
def test_of_other_kinds_of_files(hebei, tmp_path, name, make):
    (tmp_path / name).write_bytes(make())
    reading = read_submissions(hebei, tmp_path / name, 2020)
    assert reading.observations.height == 4
    found = [(f.place.cell, f.why) for f in reading.findings if f.kind == "SK-I210"]
    assert [cell for cell, _ in found] == [cell for cell, _ in EXPECTED]
    assert all(word in why for (_, why), (_, word) in zip(found, EXPECTED, strict=True))
