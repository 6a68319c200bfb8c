"""A sheet read as it is written and the same sheet rewritten first: same cells, or same refusal."""

import datetime
import io
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from polars.testing import assert_frame_equal
from shuangkong.errors import IntakeError
from shuangkong.intake.reading import (
    Book,
    cells_of,
    limits,
    read_book,
    read_books,
    xlsx,
    xlsx_cells,
)

from tests.intake.sheets import workbook
from tests.intake.test_reading import evidence, replaced
from tests.intake.twins import twins

ROOT = Path(__file__).resolve().parents[2]
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
SIMPLE = settings(max_examples=60)


@dataclass(frozen=True)
class Both:
    """What the two ways give: a book or the text of a refusal; sheets taken as they are written."""

    quick: Book | str
    careful: Book | str
    taken: int


def outcome(data: bytes) -> Book | str:
    try:
        return read_book("甲.xlsx", data)
    except IntakeError as error:
        return str(error)


def both(data: bytes) -> Both:
    found: list[pl.DataFrame | None] = []
    with pytest.MonkeyPatch.context() as patch:
        real = xlsx_cells.read

        def watched(pages, texts, *longest):
            cells = real(pages, texts, *longest)
            found.extend([] if longest else cells)
            return cells

        patch.setattr(xlsx_cells, "read", watched)
        quick = outcome(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xlsx, "body_of", lambda sheet: None)
        careful = outcome(data)
    return Both(quick, careful, sum(one is not None for one in found))


def assert_equal(data: bytes, taken: int | None = None) -> Both:
    """Both ways agree in every cell, to the bit; `taken` sheets were of the usual shape."""
    two = both(data)
    if isinstance(two.quick, str) or isinstance(two.careful, str):
        assert two.quick == two.careful
        return two
    assert [(s.name, s.merges, s.state) for s in two.quick.sheets] == [
        (s.name, s.merges, s.state) for s in two.careful.sheets
    ]
    for ours, theirs in zip(two.quick.sheets, two.careful.sheets, strict=True):
        for one, other in zip(ours.cells, theirs.cells, strict=True):
            assert repr(one) == repr(other)
    assert_frame_equal(cells_of([two.quick]), cells_of([two.careful]))
    if taken is not None:
        assert two.taken == taken
    return two


def sheet(cells: str, before: str = "", after: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet>'
        f"{before}<sheetData>{cells}</sheetData>{after}</worksheet>"
    ).encode()


def rich_workbook() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    percent, date = (book.add_format({"num_format": f}) for f in ("0.00%", "yyyy-mm-dd"))
    moment, bold = book.add_format({"num_format": "yyyy/m/d h:mm"}), book.add_format({"bold": True})
    page = book.add_worksheet("能耗")
    page.merge_range("A1:D1", "表一 <能耗> & “强度”", bold)
    page.write_row("A2", ["地区", " 前后空格 ", "a]]>b", "多\n行", ""])
    page.write_row("A3", [1, -0.5, 1e300, 5e-324, 123456789012345678, 0.1 + 0.2, -0.0, 1e15])
    page.write_number("A4", -0.0597, percent)
    page.write_datetime("B4", datetime.datetime(2019, 12, 31), date)
    page.write_datetime("C4", datetime.datetime(2019, 12, 31, 8, 30), moment)
    page.write_boolean("D4", True)
    page.write_blank("E4", None, bold)
    page.write_formula("A5", '=IF(A3>0,"是","<否>")', None, "是")
    page.write_formula("B5", "=1/0", None, "#DIV/0!")
    page.write_formula("C5", "=A3>0", None, "TRUE")
    page.write_formula("D5", "=A4", percent, -0.0597)
    page.write_array_formula("E5:E6", "{=A3:A4*2}", None, 2)
    page.set_row(5, None, None, {"hidden": True})
    page.write_row("A6", ["藏", 6])
    page.write_row("A7", ["见", 7])
    page.set_column("C:D", None, None, {"hidden": True})
    page.write_comment("A3", "请核对")
    page.write_comment("H9", "空白处的批注")
    page.write_comment("E4", "空单元格的批注")
    page.write_rich_string("A8", "富", bold, "文本")
    book.add_worksheet("空表")
    other = book.add_worksheet("乙")
    other.write_row("AB30", ["远", 2.5])
    other.hide()
    book.close()
    return stream.getvalue()


def test_a_workbook_of_xlsxwriter():
    two = assert_equal(rich_workbook(), taken=2)  # the empty sheet has nothing to take
    assert isinstance(two.quick, Book)
    first = two.quick.sheets[0]
    assert first.at[3, 1].comment == "请核对"
    assert first.at[5, 2][2:6] == ("error", "#DIV/0!", None, "1/0")
    assert first.at[4, 5].kind == first.at[9, 8].kind == "blank"
    assert first.at[6, 1].hidden
    assert first.at[4, 3].hidden
    assert not first.at[7, 1].hidden


def test_a_workbook_of_openpyxl():
    assert_equal(evidence(), taken=2)
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("数据")
    for number in range(40):
        page.append([f"第{number}项 & <其他>", number / 7, number % 2 == 0, "=A1", None, ""])
    stream = io.BytesIO()
    book.save(stream)
    assert_equal(stream.getvalue(), taken=1)
    again = openpyxl.load_workbook(io.BytesIO(rich_workbook()))
    again["能耗"]["B7"].comment = Comment("又一条", "乙")
    stream = io.BytesIO()
    again.save(stream)
    assert_equal(stream.getvalue(), taken=3)


def test_a_workbook_of_libreoffice(tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    made = tmp_path / "in" / "甲.xlsx"
    made.parent.mkdir()
    made.write_bytes(rich_workbook())
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path, made],
        check=True,
        capture_output=True,
        timeout=100,
    )
    assert_equal((tmp_path / "甲.xlsx").read_bytes(), taken=2)


def test_our_own_samples():
    files = sorted((ROOT / "samples").rglob("*.xlsx"))
    assert files
    for path in files[:6]:
        two = assert_equal(path.read_bytes())
        assert isinstance(two.quick, Book)
        assert two.taken == len(two.quick.sheets)


def test_tables_as_they_are_published():
    books = [data for name, data in twins().items() if name.endswith(".xlsx")]
    assert sum(assert_equal(data).taken for data in books) > 0


# --- sheets made by rule ------------------------------------------------------------------

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r&<>\"'] "),
    max_size=8,
)
numbers = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
    st.integers(-(10**18), 10**18).map(str),
    st.sampled_from(["1.10", "007", "-0", "0.0", "1E+3", "12e-2", "1e400", "45000", "0.0597"]),
)


def escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")
    return text.replace("\r", "&#13;").replace('"', "&quot;")


formulas = st.none() | st.one_of(
    texts.map(lambda t: f"<f>{escaped(t)}</f>"),
    st.sampled_from(
        ['<f t="shared" si="0"/>', '<f t="shared" ref="A1:A9" si="0">B1</f>', "<f/>",
         '<f aca="false">SUM(A1:A2)</f>']
    ),
)  # fmt: skip
styles = st.sampled_from(["", ' s="0"', ' s="1"', ' s="2"', ' s="3"', ' s="4"', ' s="99"'])


@st.composite
def cells(draw: st.DrawFn) -> str:
    """A cell from its style on."""
    style, formula = draw(styles), draw(formulas) or ""
    kind = draw(st.sampled_from(("n", "n", "s", "str", "b", "e", "inlineStr", "none", "empty")))
    space = draw(st.sampled_from(("", ' xml:space="preserve"')))
    text = escaped(draw(texts))
    if kind == "n":
        named = draw(st.sampled_from(("", ' t="n"')))
        return f"{style}{named}>{formula}<v>{draw(numbers)}</v></c>"
    if kind == "s":
        return f'{style} t="s"><v>{draw(st.integers(0, 4))}</v></c>'
    if kind == "str":
        return f'{style} t="str">{formula}<v{space}>{text}</v></c>'
    if kind == "b":
        return f'{style} t="b">{formula}<v>{draw(st.sampled_from("01"))}</v></c>'
    if kind == "e":
        return f'{style} t="e">{formula}<v>#DIV/0!</v></c>'
    if kind == "inlineStr":
        return f'{style} t="inlineStr"><is><t{space}>{text}</t></is></c>'
    if kind == "none":
        return f"{style}>{formula}{draw(st.sampled_from(('', '<v/>', '<v></v>')))}</c>"
    return f"{style}/>"


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    rows = []
    for row in sorted(draw(st.sets(st.integers(1, 30), max_size=6))):
        look = draw(st.sampled_from(("", ' hidden="1"', ' ht="0"', ' spans="1:9" ht="15"')))
        columns = sorted(draw(st.sets(st.sampled_from("ABCDEF"), max_size=4)))
        inside = "".join(f'<c r="{c}{row}"{draw(cells())}' for c in columns)
        rows.append(f'<row r="{row}"{look}>{inside}</row>')
    before = draw(st.sampled_from(("", '<cols><col min="2" max="3" hidden="1"/></cols>')))
    merges = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C3:C9"/></mergeCells>'
    return sheet("".join(rows), before, draw(st.sampled_from(("", merges))))


def styled() -> bytes:
    """A workbook with texts 0 to 4 and the cell styles 0 to 4: plain, percent, dates."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet()
    page.write_column("A1", ["地区", "能耗 & <强度>", " 空格 ", "万吨", "合计"])
    for row, code in enumerate(("0.00%", "yyyy-mm-dd", "0.00", 'yyyy"年"m"月"')):
        page.write_number(row, 1, 0.5, book.add_format({"num_format": code}))
    book.close()
    return stream.getvalue()


STYLED = styled()


@SIMPLE
@given(sheets())
def test_sheets_of_the_usual_form_are_taken_and_equal(content):
    assert_equal(replaced(STYLED, SHEET, content), taken=1)


@SIMPLE
@given(st.lists(numbers, min_size=1, max_size=60))
def test_numbers_keep_their_exact_decimals(written):
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{v}</v></c></row>' for n, v in enumerate(written, 1)
    )
    assert_equal(replaced(STYLED, SHEET, sheet(rows)), taken=1)


TOKENS = (
    "<row r=\"3\">", "</row>", "<c r=\"A1\">", "</c>", "<v>", "</v>", "<f>", "</f>", "<v/>", "<c/>",
    "<is>", "</is>", "<t>", "</t>", " t=\"s\"", " t=\"str\"", " s=\"1\"", " hidden=\"1\"",
    "<!-- -->", "<![CDATA[1]]>", "]]>", "&amp;", "&#10;", "&#x41;", "&#55296;", "&#0;",
    "&#999999999;",
    "&nbsp;", "-", "9" * 30, "&", "<", ">",
    "\"", " ", "\n", "\r\n", "\x01", "\ufffe", "1e5", "nan", "inf", "1_0", "<?a b?>",
    "<col min=\"1\"/>",
)  # fmt: skip


@settings(SIMPLE, max_examples=300)
@given(sheets(), st.data())
def test_sheets_that_somebody_broke_are_read_or_refused_alike(content, data):
    text = content.decode()
    start = data.draw(st.integers(text.index("<sheetData>"), len(text)))
    length = data.draw(st.sampled_from((0, 0, 0, 1, 2, 5, 12)))
    token = data.draw(st.sampled_from(("", *TOKENS)))
    broken = text[:start] + token + text[start + length :]
    assert_equal(replaced(STYLED, SHEET, broken.encode()))


UNUSUAL = {
    "前缀": '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>',
    "无地址": '<row r="2"><c><v>1</v></c><c><v>2</v></c></row>',
    "无行号": '<row><c r="A1"><v>1</v></c></row>',
    "逆序": '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row>',
    "重复": '<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>',
    "小写": '<row r="1"><c r="a1"><v>1</v></c></row>',
    "换行": '<row r="1">\n <c r="A1">\n <v>1</v>\n</c>\n</row>',
    "属性顺序": '<row r="1"><c t="str" r="A1"><v>甲</v></c></row>',
    "单引号": "<row r='1'><c r='A1'><v>1</v></c></row>",
    "CDATA": '<row r="1"><c r="A1" t="str"><v><![CDATA[甲<]]></v></c></row>',
    "注释": '<row r="1"><!-- <c r="A1"> --><c r="B1"><v>1</v></c></row>',
    "富文本": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>甲</t></r></is></c></row>',
    "越界文字": '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
    "公式的文字": '<row r="1"><c r="A1" t="s"><f>B1</f><v>0</v></c></row>',
    "空文字号": '<row r="1"><c r="A1" t="s"><f>A2</f></c></row>',
    "不是数": '<row r="1"><c r="A1"><v>甲</v></c></row>',
    "无穷": '<row r="1"><c r="A1"><v>inf</v></c><c r="B1"><v>NaN</v></c></row>',
    "长文字": f'<row r="1"><c r="A1" t="str"><v>{"长" * 40_000}</v></c></row>',
    "许多空行": "".join(f'<row r="{n}"/>' for n in range(1, 3000))
    + '<row r="3000"><c r="A3000"><v>1</v></c></row>',
    "属性两次": '<row r="1" ht="0" ht="0"><c r="A1"><v>1</v></c></row>',
    "ISO日期": '<row r="1"><c r="A1" t="d"><v>2019-12-31T00:00:00</v></c></row>',
    "注音": '<row r="1"><c r="A1" t="inlineStr"><is><t>北京</t><rPh sb="0" eb="2"><t>běijīng</t>'
    "</rPh></is></c></row>",
    "上标": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>-5.97</t></r><r><rPr>'
    '<vertAlign val="superscript"/></rPr><t>1)</t></r></is></c></row>',
    "第零行": '<row r="0"><c r="A0"><v>1</v></c></row>',
    "行闭合两次": '<row r="1"><c r="A1"><v>1</v></c></row><c r="B1"><v>2</v></c></row>',
    "未闭合": '<row r="1"><c r="A1"><v>1</v></c>',
    "两个值": '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
    "十六进制": '<row r="1"><c r="A1" t="str"><v>&#x7532;</v></c></row>',
    "高位字符": '<row r="1"><c r="A1" t="str"><v>&#128512;</v></c></row>',
    "隔开的重复": '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>5</v></c><c r="A2"><v>2</v></c>'
    "</row>",
    "绝对地址": '<row r="7"><c r="$I$7"><v>1</v></c></row>',
    "四个字母": '<row r="7"><c r="A7"><v>1</v></c><c r="AAAA7"><v>2</v></c></row>',
    "行外": '<row r="7"><c r="XFE9999999999"><v>1</v></c></row>',
    "空地址": '<row r="7"><c r=""><v>1</v></c></row>',
}

#: what each holds, as `address=text`; others are refused
HOLDS = {
    "前缀": "A1=1",
    "无地址": "A2=1 B2=2",
    "无行号": "A1=1",
    "逆序": "A2=2 B2=1",
    "小写": "A1=1",
    "换行": "A1=1",
    "属性顺序": "A1=甲",
    "单引号": "A1=1",
    "CDATA": "A1=甲<",
    "注释": "B1=1",
    "富文本": "A1=甲",
    "公式的文字": "A1=地区",
    "空文字号": "A1=",
    "无穷": "A1=#NUM! B1=#NUM!",
    "许多空行": "A3000=1",
    "ISO日期": "A1=2019-12-31",
    "注音": "A1=北京",
    "上标": "A1=-5.97¹⁾",
    "两个值": "A1=12",
    "十六进制": "A1=甲",
    "高位字符": "A1=😀",
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_cells_of_unusual_form_are_rewritten_first(name):
    two = assert_equal(replaced(STYLED, SHEET, sheet(UNUSUAL[name])))
    assert two.taken == 0
    if name in HOLDS:
        assert isinstance(two.quick, Book)
        cells = two.quick.sheets[0].cells
        assert " ".join(f"{cell.address}={cell.text}" for cell in cells) == HOLDS[name]
    else:
        assert isinstance(two.quick, str)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("重复", "单元格 A2 写了两次"),
        ("隔开的重复", "单元格 A2 写了两次"),
        ("绝对地址", "单元格的地址“$I$7”不成立"),
        ("四个字母", "单元格的地址“AAAA7”不成立"),
        ("行外", "单元格的地址“XFE9999999999”不成立"),
        ("空地址", "单元格的地址“”不成立"),
    ],
)
def test_a_figure_of_which_nobody_knows_where_it_belongs_is_refused(name, says):
    assert says in str(outcome(replaced(STYLED, SHEET, sheet(UNUSUAL[name]))))


@pytest.mark.parametrize("rewritten", [False, True])
def test_far_columns_dates_and_coded_characters(rewritten, monkeypatch):
    row = (
        '<row r="1"><c r="A1" t="str"><v>_x005F_x000D_|能耗_x000D_|_x4E2D_|_xD83D__xDE00_|_x0007_|'
        '_x00</v></c><c r="B1" t="d"><v>2019-12-31</v></c><c r="AAA1"><v>1</v></c>'
        '<c r="XFD1"><v>2</v></c></row>'
    )
    if rewritten:
        monkeypatch.setattr(xlsx, "body_of", lambda sheet: None)
    book = read_book("甲.xlsx", replaced(STYLED, SHEET, sheet(row)))
    assert [tuple(cell)[:4] for cell in book.sheets[0].cells] == [
        (1, 1, "text", "_x000D_|能耗\r|中|😀||_x00"),
        (1, 2, "date", "2019-12-31"),
        (1, 703, "number", "1"),
        (1, 16384, "number", "2"),
    ]


def test_other_encodings_and_columns_behind_the_cells_are_rewritten_first():
    row = '<row r="1"><c r="A1" t="str"><v>é</v></c></row>'
    latin = sheet(row).decode().replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert assert_equal(replaced(STYLED, SHEET, latin)).taken == 0
    after = '<cols><col min="1" max="1" hidden="1"/></cols>'
    assert assert_equal(replaced(STYLED, SHEET, sheet(row, after=after))).taken == 0


@pytest.mark.parametrize(
    "items",
    [
        "<si><t>甲</t></si><si><t/></si><si><t xml:space='preserve'> 乙 </t></si>",
        '<si><t>北京</t><rPh sb="0" eb="2"><t>ペキン</t></rPh><phoneticPr fontId="1"/></si>',
        "<si><r><t>富</t></r><r><rPr><b/></rPr><t>文本</t></r></si><si><t>乙</t></si>",
        "<si><t>a &amp; b&#10;c</t></si><si><t>&lt;&amp;lt;&gt;</t></si>\n<si><t>丙</t></si>",
        "<si><t><![CDATA[甲]]></t></si>",
        "<si><t>甲</si>",
        "<si><t>能耗_x000D_</t></si><si><t>乙</t></si>",
        "<si><r><t>产值</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>2</t></r></si><si/>",
    ],
)
def test_shared_texts_are_read_alike(items, monkeypatch):
    rows = "".join(f'<row r="{n + 1}"><c r="A{n + 1}" t="s"><v>{n}</v></c></row>' for n in range(2))
    table = f'<sst xmlns="a" count="2" uniqueCount="2">{items}</sst>'.encode()
    data = replaced(replaced(STYLED, SHEET, sheet(rows)), TEXTS, table)
    quick = outcome(data)
    monkeypatch.setattr(xlsx.xlsx_texts, "read", lambda parts: [None for _ in parts])
    careful = outcome(data)
    if isinstance(quick, Book) and isinstance(careful, Book):
        assert tuple(quick.sheets[0].cells) == tuple(careful.sheets[0].cells)
    else:
        assert quick == careful


def test_too_many_cells_are_refused_either_way(monkeypatch):
    monkeypatch.setattr(limits, "CELLS", 5)
    two = assert_equal(workbook({"甲": [[1, 2, 3], [4, 5, 6]]}))
    assert "单元格数" in str(two.quick)


def test_many_files_give_what_each_gives_alone():
    good = [workbook({"表": [["地区", n], ["北京", n / 3]]}) for n in range(70)]
    files = [(f"{n}.xlsx", data) for n, data in enumerate(good)]
    files[3:3] = [("坏.xlsx", good[0][:200]), ("数据.csv", "地区,能耗\n北京,1\n".encode())]
    files.append(("证据.xlsx", evidence()))
    files.append(("坏表.xlsx", replaced(good[0], SHEET, sheet(UNUSUAL["越界文字"]))))
    found = list(read_books(iter(files)))
    assert [str(one) for one in found if isinstance(one, IntakeError)] == [
        outcome_named(name, data) for name, data in files if name.startswith("坏")
    ]
    books = [one for one in found if isinstance(one, Book)]
    alone = [read_book(name, data) for name, data in files if not name.startswith("坏")]
    assert [book.name for book in books] == [book.name for book in alone]
    assert_frame_equal(cells_of(books), cells_of(alone))


def outcome_named(name: str, data: bytes) -> str:
    with pytest.raises(IntakeError) as caught:
        read_book(name, data)
    return str(caught.value)


def test_reading_ahead_stops_when_nobody_wants_more():
    asked = []

    def files():
        for number in range(10_000):
            asked.append(number)
            yield f"{number}.csv", b"1,2\n"

    books = read_books(files())
    next(books)
    books.close()
    assert len(asked) < 1000
