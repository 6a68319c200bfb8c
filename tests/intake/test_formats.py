"""What the reader of a sheet sees is what is read; what is no figure where one belongs is said."""

import io
from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from shuangkong.api import forms
from shuangkong.intake import Reading, read_submissions
from shuangkong.intake.reading import read_book
from shuangkong.intake.reading.number_formats import as_displayed, is_plain
from shuangkong.intake.reading.styles import meaning, shown
from shuangkong.intake.values import CellSort, parse

from tests.intake.test_binary_reading import opendocument
from tests.intake.test_xlsx_reading import SHEET, STYLED, replaced, sheet

HEAD = ["地区", "能源消费总量增速(%)", "能源消费总量（等价值，万吨标准煤）"]
LONG = ["考核对象", "指标", "期间", "数值", "单位"]
Paint = Callable[[xlsxwriter.Workbook, dict[str, "xlsxwriter.worksheet.Worksheet"]], None]


def made(sheets: dict[str, list[list[object]]], paint: Paint | None = None, **options) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    pages = {}
    for name, rows in sheets.items():
        page = pages[name] = book.add_worksheet(name)
        for row, values in enumerate(rows):
            page.write_row(row, 0, values)
    if paint is not None:
        paint(book, pages)
    book.close()
    return stream.getvalue()


def table(*rows: list[object]) -> list[list[object]]:
    return [["2019年各地区节能情况"], list(HEAD), *rows]


@pytest.fixture
def taken(national, tmp_path):
    def take(data: bytes, name: str = "甲.xlsx") -> Reading:
        path = tmp_path / name
        path.write_bytes(data)
        return read_submissions(national, [path], 2019)

    return take


def figures(intake: Reading) -> dict[str, float]:
    rows = intake.observations.select("cell", "value").iter_rows()
    return {cell: round(value, 9) for cell, value in rows}


def said(intake: Reading, *but: str) -> list[tuple[str, str | None]]:
    return [
        (f.kind, f.place.cell if f.place else None) for f in intake.findings if f.kind not in but
    ]


# --- number formats -----------------------------------------------------------------------

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
SHOWN = [
    ("0.00", -2, "number", "-2"),
    ("0.00%", -0.0597, "number", "-5.97%"),
    ('"下降"0.00;"上升"0.00', 4.53, "number", "下降4.53"),
    ('"下降"0.00;"上升"0.00', -4.53, "number", "上升4.53"),
    ('"增长"0.0%;"下降"0.0%', -0.015, "number", "下降1.5%"),
    ("0.00\\%", -4.53, "number", "-4.53%"),
    ("0,,", 32545.4e6, "number", "32545.4"),
    ("0!.0,", 325454000, "number", "32545.4"),
    ('0.00,"千"', 12000, "number", "12000"),
    ('0!.0,"万"', 12345, "number", "12345"),
    ('0,"万"', 12345, "unclear", "12.345万"),
    ('0.0"亿吨"', 1.25, "number", "1.25亿吨"),
    ('0.00;-0.00;"-"', 0, "unclear", "-"),
    (ACCOUNTING, 0, "unclear", "-"),
    (ACCOUNTING, -3, "number", "-3"),
    ("0;-0;;@", 0, "unclear", ""),
    (";;;", 5, "unclear", ""),
    ("#,###", 0, "unclear", ""),
    ("0.00;0.00", -2, "unclear", "2"),
    ("0.00;[Red]0.00", -2, "number", "-2"),
    ("0.00_);[红色](0.00)", -2, "number", "-2"),
    ('"¥"#,##0;"¥"\\-#,##0', -5, "number", "-5"),
    ('G/通用格式"元"', 3, "number", "3元"),
    ("[>=10000]0;0.00", 5, "number", "5"),
    ("000-0000", 1234567, "unclear", "1234567"),
    ('yyyy"年"', 43830, "date", "2019"),
    ('yyyy"年"m"月"', 43830, "date", "2019-12"),
    ("yyyy/m/d", 43830, "date", "2019-12-31"),
    ('0"年"', 2019, "number", "2019年"),
]


@pytest.mark.parametrize(("code", "number", "kind", "text"), SHOWN)
def test_a_number_is_what_its_format_shows_with_all_digits(code, number, kind, text):
    assert shown(number, meaning(164, code), epoch_1904=False)[:2] == (kind, text)


def test_the_built_in_accounting_formats_show_zero_as_a_dash():
    assert shown(0, meaning(43, None), False)[0] == "unclear"
    assert shown(-5, meaning(43, None), False)[:2] == ("number", "-5")


@given(
    st.floats(-1e12, 1e12, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-9),
    st.sampled_from([code for code, *_ in SHOWN if not code.startswith(("y", "0,,"))]),
)
def test_no_format_changes_a_number_without_saying_so(number, code):
    kind, text, kept = shown(number, meaning(164, code), False)
    if kind != "number":
        return
    value = parse(text)
    assert kept == number
    assert value.sort is CellSort.NUMBER
    assert value.number is not None
    scale = 100 if text.endswith("%") and "\\%" not in code else 1
    scale = 1e-4 if code == "0!.0," else scale
    words = {"上升": 1, "增长": 1, "下降": -1}.get(text[:2])
    expected = abs(number) * words if words else number
    assert float(value.number) == pytest.approx(expected * scale)


def test_plain_formats_need_no_second_look():
    assert all(is_plain(code) for code in ("General", "0.00", "#,##0.0_ ", "0.00;-0.00;0.00"))
    assert not any(is_plain(code) for code in (ACCOUNTING, "0,", "0\\%", "#"))


@pytest.mark.parametrize(
    ("number", "display", "expected"),
    [
        (-5.97, "-5.97", ("number", "-5.97")),
        (5.974, "下降5.97", ("number", "下降5.974")),
        (0.0, "—", ("unclear", "—")),
        (32545400.0, "32545", ("unclear", "32545")),
        (-5.97, "5.97", ("unclear", "5.97")),
        (1234.5, "1,234.50", ("number", "1234.5")),
    ],
)
def test_a_number_whose_file_says_how_it_is_shown(number, display, expected):
    assert as_displayed(number, f"{number:.10g}", display, percent=False) == expected


def test_formats_in_a_table(taken):
    def paint(book, pages):
        page = pages["表"]
        page.write_number("B3", 1.5, book.add_format({"num_format": '"下降"0.0'}))
        page.write_number("C3", 325454000, book.add_format({"num_format": "0!.0,"}))
        page.write_number("B4", 0, book.add_format({"num_format": '0.0;-0.0;"-"'}))

    intake = taken(made({"表": table(["北京"], ["天津", None, 8240.7])}, paint))
    assert figures(intake) == {"B3": -1.5, "C3": 32545.4, "C4": 8240.7}
    assert said(intake) == [("SK-I300", "B4")]


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_years_shown_by_a_date_format(taken, epoch_1904):
    def paint(book, pages):
        year = book.add_format({"num_format": 'yyyy"年"'})
        for col, serial in enumerate((43100, 43465, 43830), start=1):
            pages["表"].write_number(2, col, serial - 1462 * epoch_1904, year)

    rows = [
        ["能源消费总量（等价值）"],
        ["单位：万吨标准煤"],
        ["地区"],
        ["北京", 7133, 7270, 7360.3],
    ]
    intake = taken(made({"表": rows}, paint, date_1904=epoch_1904))
    assert intake.observations["period"].to_list() == ["2017", "2018", "2019"]
    assert said(intake) == []


def test_years_typed_into_a_date_format_are_named(taken):
    def paint(book, pages):
        for col in (1, 2):
            pages["表"].write_number(
                2, col, 2017 + col, book.add_format({"num_format": "yyyy/m/d"})
            )

    rows = [["能源消费总量（等价值）"], ["单位：万吨标准煤"], ["地区"], ["北京", 7270, 7360.3]]
    intake = taken(made({"表": rows}, paint))
    assert figures(intake) == {}
    assert ("SK-I304", "B3") in said(intake)


# --- what stands where a figure belongs -----------------------------------------------------


def test_what_is_no_figure_is_said_at_its_cell(taken):
    def paint(book, pages):
        date = book.add_format({"num_format": "m月d日"})
        pages["表"].write_number("C6", 43922, date)
        pages["表"].merge_range("C7:C8", 20859.2)
        pages["表"].write_formula("B8", "=E1+E2", None, 0)

    rows = table(
        ["北京", "负1.46", 7360.3], ["天津", 3.2, "三万二千"], ["河北", "同比增长4.1%", 32545.4],
        ["山西", 4.1], ["内蒙古", 1], ["辽宁"], ["吉林", 2.2, 5400],
    )  # fmt: skip
    intake = taken(made({"表": rows}, paint))
    assert figures(intake) == {
        "C3": 7360.3, "B4": 3.2, "C5": 32545.4, "B6": 4.1, "B7": 1, "B9": 2.2, "C9": 5400,
    }  # fmt: skip
    assert set(said(intake)) == {
        ("SK-I025", "B3"), ("SK-I025", "C4"), ("SK-I025", "B5"), ("SK-I025", "C6"),
        ("SK-I303", "C7"), ("SK-I301", "B8"),
    }  # fmt: skip


def test_a_zero_over_filled_cells_is_a_zero(taken):
    def paint(_, pages):
        pages["表"].write_formula("B3", "=C3-C4", None, 0)

    intake = taken(made({"表": table(["北京", None, 5], ["天津", 1, 5])}, paint))
    assert figures(intake) == {"B3": 0, "C3": 5, "B4": 1, "C4": 5}


def test_a_unit_in_the_cell_is_set_against_the_column(taken):
    rows = table(
        ["北京", "15‰", "0.73603亿吨标准煤"], ["天津", "4．1个百分点", "8,240.7万"],
        ["河北", 1.4, "3.25454亿"], ["山西", "4.1万吨", 1],
    )  # fmt: skip
    intake = taken(made({"表": rows}))
    assert figures(intake) == {
        "B3": 1.5, "C3": 7360.3, "C4": 8240.7, "B5": 1.4, "C5": 32545.4, "C6": 1,
    }  # fmt: skip
    assert said(intake) == [("SK-I302", "B4"), ("SK-I302", "B6")]


def test_a_hidden_sheet_that_contradicts_is_a_question(taken):
    sheets = {"表": table(["北京", 1.5, 7360.3]), "底稿": table(["北京", 1.6, 7360.3])}
    intake = taken(made(sheets, lambda _, pages: pages["底稿"].hide()))
    assert set(figures(intake)) == {"C3"}
    assert ("SK-I029", "B3") in said(intake)


# --- long tables ----------------------------------------------------------------------------


def growth(entity: str, value: object, unit: str = "%", period: str = "2019") -> list[object]:
    return [entity, "能源消费总量增速", period, value, unit]


def test_every_sheet_of_a_workbook_with_long_tables_is_read(taken):
    sheets = {
        "甲": [list(LONG), growth("北京", 1.1, period="2018")],
        "乙": [list(LONG), growth("天津", 3.2)],
        "公报": table(["河北", 1.4, 32545.4]),
    }
    intake = taken(made(sheets))
    assert sorted(intake.observations["value"]) == [1.1, 1.4, 3.2, 32545.4]
    assert said(intake) == []


def test_long_tables_say_what_they_leave_out(taken):
    def paint(_, pages):
        page = pages["表"]
        page.write_formula("D3", "=A9/0", None, "#DIV/0!")
        page.set_row(3, None, None, {"hidden": True})
        page.write_formula("D6", "=G1", None, 0)
        page.merge_range("D7:D8", 5)
        for row in (9, 10):
            for col in range(5):
                page.write_formula(row, col, '=" "', None, " ")

    rows = [
        list(LONG), growth("北京", 1.5), growth("天津", None), growth("河北", 9.9),
        growth("山西", "3.2个百分点"), growth("内蒙古", None), growth("辽宁", None),
        growth("吉林", None), growth("黑龙江", "下降15‰"),
    ]  # fmt: skip
    intake = taken(made({"表": rows}, paint))
    assert figures(intake) == {"D2": 1.5, "D4": 9.9, "D9": -1.5}
    assert said(intake) == [
        ("SK-I026", "D3"), ("SK-I033", "D4"), ("SK-I302", "D5"), ("SK-I301", "D6"),
        ("SK-I303", "D7"),
    ]  # fmt: skip


def test_a_formula_that_was_never_calculated(taken):
    cells = "".join(
        f'<row r="{row}">'
        + "".join(
            f'<c r="{"ABCDE"[n]}{row}" t="str"><v>{text}</v></c>' for n, text in enumerate(texts)
        ).replace('D2" t="str"><v>', 'D2"><f>G1*2</f><v>')
        + "</row>"
        for row, texts in ((1, LONG), (2, growth("北京", "")))
    )
    intake = taken(replaced(STYLED, SHEET, sheet(cells)))
    assert said(intake) == [("SK-I027", "D2")]


def test_labels_merged_over_rows_hold_for_each(taken):
    def paint(_, pages):
        pages["表"].merge_range("A2:A3", "北京")

    rows = [list(LONG), growth("", 1.5), ["", "能源消费总量", "2019", 7360.3, "万吨标准煤"]]
    assert figures(taken(made({"表": rows}, paint))) == {"D2": 1.5, "D3": 7360.3}


def test_four_byte_floats_keep_their_own_decimals(taken):
    frame = pl.DataFrame(
        {"entity": ["北京"], "indicator": ["能源消费总量增速"], "period": ["2019"],
         "value": pl.Series([4.1], dtype=pl.Float32), "unit": ["%"]}
    )  # fmt: skip
    stream = io.BytesIO()
    frame.write_parquet(stream)
    assert taken(stream.getvalue(), "甲.parquet").observations["raw"].to_list() == ["4.1"]


# --- texts and other formats ------------------------------------------------------------------

LINES = (
    "考核对象,指标,期间,数值,单位\n北京,能源消费总量增速,2019,1.5,%\n"
    '天津,能源消费总量,2019,"8,240.7",万吨标准煤\n'
)


@pytest.mark.parametrize(
    "data",
    [
        LINES.encode("utf-16"),
        LINES.encode("utf-16-le"),
        LINES.encode("utf-16-be"),
        LINES.replace(",", "\t").replace('"8\t240.7"', "8240.7").encode("utf-16"),
        ("sep=,\n" + LINES).encode(),
        LINES.replace("北京", '="北京"').replace(",1.5", ',="1.5"').encode("gb18030"),
    ],
)
def test_texts_as_offices_export_them(taken, data):
    assert sorted(figures(taken(data, "甲.txt")).values()) == [1.5, 8240.7]


def test_decimal_commas_are_read_where_nothing_else_is_meant(taken):
    rows = [
        "sep=;", ";".join(LONG), "北京;能源消费总量增速;2019;1,5;%",
        "天津;能源消费总量;2019;8.240,7;万吨标准煤", "河北;能源消费总量;2019;32,545;万吨标准煤",
    ]  # fmt: skip
    intake = taken("\n".join(rows).encode(), "甲.csv")
    assert figures(intake) == {"D3": 1.5, "D4": 8240.7}
    assert said(intake) == [("SK-I025", "D5")]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("地區,能源消費總量\n北京,1.5\n臺灣,2", "big5"), ("地区,能源消费总量\n北京,1.5\n", "gb18030")],
)
def test_encodings_are_told_apart_by_what_is_usual_in_them(text, encoding):
    book = read_book("甲.csv", text.encode(encoding))
    assert book.format == f"csv（{encoding}）"
    assert book.sheets[0].text(1, 1) == text[:2]


def test_open_documents_leave_text_boxes_and_readings_aside():
    inside = (
        '<draw:frame xmlns:draw="urn:d"><draw:text-box><text:p>请核对</text:p></draw:text-box>'
        "</draw:frame><text:p>北京</text:p>"
    )
    ruby = (
        "<text:p><text:ruby><text:ruby-base>天津</text:ruby-base><text:ruby-text>tiānjīn"
        "</text:ruby-text></text:ruby></text:p>"
    )
    cells = "".join(
        f'<table:table-cell office:value-type="string"{more}>{text}</table:table-cell>'
        for text, more in ((inside, ""), (ruby, ""), ("", ' office:string-value="-3.12"'))
    )
    dates = (
        '<table:table-cell office:value-type="date" office:date-value="2019-12-31">'
        "<text:p>2019年</text:p></table:table-cell>"
    )
    data = opendocument(
        f'<table:table table:name="表"><table:table-row>{cells}{dates}</table:table-row>'
        "</table:table>"
    )
    texts = [cell.text for cell in read_book("甲.ods", data).sheets[0].cells]
    assert texts == ["北京", "天津", "-3.12", "2019"]


def test_years_written_with_a_letter_for_zero(taken):
    rows = [["地区", "二Ｏ一八年", "二〇一九年"], ["北京", 1.1, 1.5]]
    data = made({"表": [["能源消费总量增速(%)"], *rows]})
    assert taken(data).observations["period"].to_list() == ["2018", "2019"]


def test_a_form_of_an_entity_whose_name_has_a_slash_is_one_file(hebei, tmp_path):
    entity = replace(hebei.entities["130100"], name="石家庄/辛集")
    path = forms._form(forms._Forms(hebei, 2019, None, tmp_path, {}), entity)
    assert path.name == "130100_石家庄_辛集_2019.xlsx"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_raised_notes_and_powers_join_nothing(taken):
    rows = table(["北京", 1.5, 7360.3])
    rows[1][2] = "能源消费总量（等价值，10⁴吨标准煤）"
    assert figures(taken(made({"表": rows}))) == {"B3": 1.5, "C3": 7360.3}
    page = "".join(
        "<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>"
        for row in [*table(["北京", "1.5<sup>2</sup>", "7360.3"])]
    )
    intake = taken(f"<html><table>{page}</table></html>".encode(), "甲.xls")
    assert figures(intake) == {"B3": 1.5, "C3": 7360.3}
    assert intake.observations["note"].to_list()[0] == "²"
