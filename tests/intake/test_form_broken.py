"""What people do to a form, one way at a time: it is read right, or a finding names the cell.

Each time the form's own 自查 is recomputed by an independent engine and compared with `check`, in
every word; where only the file shows what was done, `check` alone can say it.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from shuangkong.intake import read_submissions
from shuangkong.intake.annotate.cells import SheetCells
from shuangkong.intake.annotate.parts import PackageParts
from shuangkong.intake.checks.report import check
from shuangkong.intake.form.layout import SHEET, layout_of

from tests.intake.hostile import ods
from tests.intake.recheck import Line, Recalculated, of_check
from tests.intake.test_forms import form_of, sound

CODE = "130300"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: formats that Excel has without being told: 0.00% and a date
PERCENT, DATE = "10", "14"
Figures = dict[tuple[str, int], object]


@dataclass(frozen=True)
class Put:
    """What a cell gets: a number, a text, an error or a formula with its result, or nothing."""

    value: object = None
    kind: str | None = None
    formula: str = ""
    format: str = ""


def edited(path: Path, cells: dict[str, Put]) -> None:
    """Change cells of the form's first sheet as a program saves them, all else untouched."""
    parts = PackageParts(path.name, path.read_bytes())
    sheet = SheetCells(parts.tree("xl/worksheets/sheet1.xml"))
    styles = parts.tree("xl/styles.xml").find(f"{MAIN}cellXfs")
    for address, put in cells.items():
        cell = sheet.cell(address)
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if put.format:
            twin = etree.fromstring(etree.tostring(styles[int(cell.get("s", "0"))]))
            twin.set("numFmtId", put.format)
            styles.append(twin)
            cell.set("s", str(len(styles) - 1))
        if put.kind:
            cell.set("t", put.kind)
        if put.formula:
            etree.SubElement(cell, f"{MAIN}f").text = put.formula
        if put.value is not None:
            etree.SubElement(cell, f"{MAIN}v").text = str(put.value)
    path.write_bytes(parts.saved())


def typed(text: str) -> Put:
    return Put(text, "str")


def number(value: object, format_: str = "") -> Put:
    return Put(value, format=format_)


BLANK = Put()


@dataclass(frozen=True)
class Way:
    """One way: what is done, and the findings (kind, cell) that must be there; none: read right."""

    cells: Callable[[Callable[[str], Decimal]], dict[str, Put]] = lambda _: {}
    finds: tuple[tuple[str, str], ...] = ()
    says: str = ""
    #: done to the whole workbook
    book: Callable[[Path], Path] | None = None
    #: only the file shows it, no formula can
    unseen: bool = False
    #: the file shows what the cell looks like, a formula its number
    formatted: bool = False


def on(
    cell: str,
    make: Callable[[Decimal], Put],
    *finds: str,
    says: str = "",
    formatted: bool = False,
) -> Way:
    """One cell is changed, and it is there that something is found."""
    places = tuple((kind, cell) for kind in finds)
    return Way(lambda old: {cell: make(old(cell))}, places, says, formatted=formatted)


def with_book(change: Callable[[openpyxl.Workbook], None]) -> Callable[[Path], Path]:
    def done(path: Path) -> Path:
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
        return path

    return done


def unshown(book: openpyxl.Workbook) -> None:
    book[SHEET]["I7"].number_format = ";;;"


def hide(book: openpyxl.Workbook) -> None:
    book[SHEET].row_dimensions[7].hidden = True


def as_csv(path: Path) -> Path:
    page = openpyxl.load_workbook(path, data_only=True)[SHEET]
    rows = [",".join("" if v is None else str(v) for v in row) for row in page.values]
    copy = path.with_suffix(".csv")
    copy.write_text("\n".join(rows), encoding="gb18030")
    path.unlink()
    return copy


def as_ods(path: Path) -> Path:
    page = openpyxl.load_workbook(path, data_only=True)[SHEET]
    rows = "".join(
        "<table:table-row>" + "".join(
            '<table:table-cell office:value-type="string"><text:p>'
            f"{'' if v is None else v}</text:p></table:table-cell>" for v in row
        ) + "</table:table-row>"
        for row in page.values
    )  # fmt: skip
    copy = path.with_suffix(".ods")
    copy.write_bytes(ods(f'<table:table table:name="{SHEET}">{rows}</table:table>'))
    path.unlink()
    return copy


def renamed(path: Path) -> Path:
    return path.rename(path.with_name("唐山市.xlsx"))


def still(old: Callable[[str], Decimal]) -> dict[str, Put]:
    """A year in which energy grew a hundredth of what it did before, in levels and rates alike."""
    small = round(old("H10") / 100, 2)
    intensity = ((1 + small / 100) / (1 + old("I11") / 100) - 1) * 100
    level = round(old("H7") * (1 + small / 100), 2)
    return {"I7": number(level), "I9": number(round(intensity, 2)), "I10": number(small)}


def titled(book: openpyxl.Workbook) -> None:
    book[SHEET].title = "Sheet1"


def kinds(*found: str) -> tuple[tuple[str, str], ...]:
    return tuple((kind, "") for kind in found)


SHAPE = kinds("SK-I054")

WAYS: dict[str, Way] = {
    # read right
    "什么也不改": Way(),
    "全角数字": on("I7", lambda v: typed(str(v).translate({48 + n: 65296 + n for n in range(10)}))),
    "千分位的文本": on("I7", lambda v: typed(f"{v:,}")),
    "文本后面带单位": on("I7", lambda v: typed(f"{v}万吨标准煤")),
    "带十的几次方倍的单位": on("I7", lambda v: typed(f"{v * 10000:,}吨标准煤")),
    "带千分号": on("I9", lambda v: typed(f"{v * 10}‰")),
    "文本前后有空格": on("I8", lambda v: typed(f"　{v} ")),
    "百分比格式": on("I9", lambda v: number(v / 100, PERCENT)),
    "文本百分数": on("I9", lambda v: typed(f"{v}%")),
    "全角负号": on("I9", lambda v: typed(f"－{abs(v)}")),
    "公式": on("I7", lambda v: Put(v, formula=f"H7+{v}-H7")),
    "备注里写字": Way(lambda _: {"K7": typed("企业停产")}),
    "签字": Way(lambda _: {"C24": typed("张三"), "E24": typed("李四"), "K24": number(5551234)}),
    "从列表选": Way(lambda _: {"I14": typed("已制定"), "C4": typed("快报")}),
    "没有数的填暂缺": Way(
        lambda _: {
            "I18": typed("暂缺"), "K18": typed("尚未统计"),
            "I19": typed("—"), "K19": typed("口径3变"),
        }
    ),
    "没有数也没有原因": Way(
        lambda _: {
            "I18": typed(" 无 "), "I19": typed("—"), "K19": typed("无"),
            "I14": typed("暂缺"), "K14": typed("-3."),
        },
        (("SK-C104", "I18"), ("SK-C104", "I19"), ("SK-C104", "I14")), "没有写明原因",
    ),
    "几年没有数只说一次": Way(
        lambda _: {f"{c}8": typed("——") for c in "EFG"}, (("SK-C104", "E8"),), "“——”"
    ),
    "变化率留空": Way(lambda _: {"I9": BLANK, "I10": BLANK}),
    "加一张表": Way(book=with_book(lambda book: book.create_sheet("草稿"))),
    # not a number
    "约数": on("I7", lambda v: typed(f"约{v}"), "SK-I058"),
    "中文句号": on("I8", lambda v: typed(str(v).replace(".", "。")), "SK-I058", says="若是"),
    "逗号当小数点": on("I7", lambda v: typed(str(v).replace(".", ",")[:6]), "SK-I058", says="若是"),
    "带着说明": on("I12", lambda v: typed(f"{v}（快报1）"), "SK-I058", says="没有取“(快报1)”"),
    "别的行的单位": on("I7", lambda v: typed(f"{v:,}亿元"), "SK-I058", says="没有取“亿元”"),
    "本行单位在括号里": on("I8", lambda v: typed(f"{v}(亿元)"), "SK-I058", says="没有取“(亿元)”"),
    "降字当负号": on("I9", lambda v: typed(f"同比下降 {abs(v)}%"), "SK-I058", says="是否想填 -"),
    "负号在后": on("I9", lambda v: typed(f"{abs(v)}-"), "SK-I058", says="是否想填 -"),
    "负号在单位后": on("I9", lambda v: typed(f"{abs(v)}%-"), "SK-I058", says="是否想填 -"),
    "括号当负号": on("I9", lambda v: typed(f"（{abs(v)}）"), "SK-I058", says="是否想填 -"),
    "个百分点": on("I11", lambda v: typed(f"{v}个百分点"), "SK-I058", says="没有取“个百分点”"),
    "日期样的文本": on("I12", lambda _: typed("2020.12.31"), "SK-I058"),
    "不像本行的数": on("I7", lambda _: typed("3.2亿"), "SK-I058"),
    "没有旁证又带别的单位": Way(
        lambda _: {f"{c}12": BLANK for c in "DEFGH"} | {"I12": typed("500万吨"), "I13": BLANK},
        (("SK-I058", "I12"),),
    ),
    "字母O": on("I8", lambda v: typed(f"{v}O"), "SK-I058", says="是否想填"),
    "字母l": on("I7", lambda v: typed(f"{v:.0f}.l5"), "SK-I058", says=".15 万吨标准煤？"),
    "数按本单位而单位写错": on("I7", lambda v: typed(f"{v}吨标准煤"), "SK-C103", says="应为"),
    "单位换算不了": on("I7", lambda v: typed(f"{v}万吨"), "SK-I058", says="没有取“万吨”"),
    "两种读法都不像": on("I8", lambda _: typed("3元"), "SK-C103", says="0.00000003 亿元"),
    "总量填成负数": on("I15", lambda _: number(-5), "SK-C002", says="填的是负数"),
    "问号": on("I12", lambda _: typed("?"), "SK-I058"),
    "错误值": on("I7", lambda _: Put("#N/A", "e"), "SK-I026"),
    "公式出错": on("I12", lambda _: Put("#DIV/0!", "e", "1/0"), "SK-I026"),
    "真假值": on("I8", lambda _: Put(1, "b"), "SK-I025"),
    "变成日期": on("I7", lambda _: number(44000, DATE), "SK-I025", formatted=True),
    "变成百分比格式": on("I12", lambda v: number(v, PERCENT), "SK-I058", formatted=True),
    "状态自己写": Way(lambda _: {"I14": typed("已制订")}, (("SK-I241", "I14"),)),
    "状态填数": Way(lambda _: {"I14": number(1)}, (("SK-I241", "I14"),)),
    "状态填真假": Way(lambda _: {"I14": Put(1, "b")}, (("SK-I241", "I14"),), "不在可选项中"),
    "格式不显示": Way(book=with_book(unshown), finds=(("SK-I300", "I7"),), unseen=True),
    "合并两行": Way(book=with_book(lambda b: b[SHEET].merge_cells("I7:I8")),
               finds=(("SK-I303", "I7"),), says="I7:I8", unseen=True),
    "合并两列": Way(book=with_book(lambda b: b[SHEET].merge_cells("H7:I7")),
               finds=(("SK-I303", "H7"),), says="H7:I7", unseen=True),
    "隐藏一行": Way(book=with_book(hide), finds=tuple(("SK-I033", f"{c}7") for c in "DEFGHI"),
               unseen=True),
    "三角当正号": on("I12", lambda v: typed(f"▲{v}"), "SK-I058"),
    "数后换行": on("I7", lambda v: typed(f"{v}\n"), "SK-I058", says="是否想填"),
    "一格两个数": on("I7", lambda v: typed(f"{v}\n3900"), "SK-I058"),
    "版本自己写": Way(lambda _: {"C4": typed("随便")}, (("SK-I240", "C4"),)),
    "版本清空": Way(lambda _: {"C4": BLANK}, (("SK-I240", "C4"),)),
    # a number, and not the right one
    "百分数填成小数": on("I9", lambda v: number(v / 100), "SK-C103", says="百分数填成了小数"),
    "正负号反": on("I9", lambda v: number(-v), "SK-C103", says="应为 -"),
    "一格填成吨": on("I7", lambda v: number(v * 10_000), "SK-C103", says="“吨标准煤”的数"),
    "一格多一位": on("I8", lambda v: number(v * 10), "SK-C103", says="应为"),
    "一年的百分数都填成小数": Way(
        lambda old: {f"I{r}": number(old(f"I{r}") / 100) for r in (9, 10, 11)},
        tuple(("SK-C103", f"I{r}") for r in (9, 10, 11)),
        "百分数填成了小数",
    ),
    "百分数全填成小数": Way(
        lambda old: {f"{c}{r}": number(old(f"{c}{r}") / 100) for c in "EFGHI" for r in (9, 10, 11)},
        tuple(("SK-C103", f"{c}{r}") for c in "EFGHI" for r in (9, 10, 11)),
        "百分数填成了小数",
    ),
    "小数点点错": on("G7", lambda v: number(v / 100), "SK-C103", says="应为"),
    "整行填成吨": Way(
        lambda old: {f"{c}7": number(old(f"{c}7") * 10_000) for c in "DEFGHI"},
        (("SK-C101", "I7"),), "都大了1万倍",
    ),
    "整行填成亿吨": Way(
        lambda old: {f"{c}7": number(old(f"{c}7") / 10_000) for c in "DEFGHI"},
        (("SK-C101", "I7"),), "都小了1万倍，是把“亿吨标准煤”的数",
    ),
    "没有旁证的百分数多一位": Way(lambda _: {"I17": number(Decimal("-59.7"))},
                       (("SK-C001", "I17"),), "小数点点错了位？若是，应为 -5.97%"),
    "存疑的说明了": Way(
        lambda _: {"I17": number(Decimal("-59.7")), "K17": typed("口径调整，已报省统计局")},
        (("SK-C001", "I17"),), "超出合理范围",
    ),
    "存疑的说明在别的行": Way(
        lambda _: {"I17": number(Decimal("-59.7")), "K16": typed("口径调整")},
        (("SK-C001", "I17"),), "超出合理范围",
    ),
    "存疑的备注是无": Way(
        lambda _: {"I17": number(Decimal("-59.7")), "K17": typed("无")},
        (("SK-C001", "I17"),), "超出合理范围",
    ),
    "用电照抄而说明了": Way(
        lambda old: {"I12": number(old("H12")), "I13": BLANK, "K12": typed("两年相同，已核")},
        (("SK-C:electricity-copied", "I12"),), "一字不差",
    ),
    "须更正的说明了": Way(
        lambda old: {"I7": number(old("H7")), "K7": typed("确实如此")}, (("SK-C103", "I7"),),
        "照抄了上年",
    ),
    "没有旁证的百分数填成小数": Way(
        lambda _: {"G17": number(-4), "H17": number(Decimal("-0.05")), "I17": number(-5)},
        (("SK-C150", "H17"),), "而2018年是 -4%，可能把百分数填成了小数",
    ),
    "小的百分数由水平证实": Way(
        lambda old: still(old) | {"I17": number(Decimal("-59.7"))}, (("SK-C001", "I17"),)
    ),
    "小的百分数说明了": Way(
        lambda _: {
            "G17": number(-4), "H17": number(-5), "I17": number(Decimal("-0.05")),
            "K17": typed("行业停产"),
        },
        (("SK-C150", "I17"),), "而2019年是 -5%",
    ),
    "增速填成增减量": on("I10", lambda _: number(45.2), "SK-C103"),
    "照抄上年": Way(lambda old: {"I7": number(old("H7"))}, (("SK-C103", "I7"),), "照抄了上年"),
    "两行填反": Way(
        lambda old: {"I7": number(old("I8")), "I8": number(old("I7"))},
        (("SK-C103", "I7"), ("SK-C103", "I8")),
    ),
    "当年价": on("I8", lambda v: number(v * Decimal("1.137")), "SK-C103"),
    "零": on("I7", lambda _: number(0), "SK-C103"),
    # left blank
    "缺本年": on("I7", lambda _: BLANK, "SK-C100"),
    "缺往年": Way(lambda _: {f"{c}8": BLANK for c in "DEF"}, (("SK-C100", "D8"),), "2015"),
    "只填本年": Way(
        lambda _: {f"{c}{r}": BLANK for c in "DEFGH" for r in range(7, 16)},
        (("SK-C100", "D7"),),
    ),
    "剪切粘贴": Way(
        lambda old: {"H7": number(old("I7")), "I7": BLANK}, (("SK-C100", "I7"), ("SK-C103", "H7"))
    ),
    "清空": Way(
        lambda _: {f"{c}{r}": BLANK for c in "DEFGHI" for r in range(7, 23)}, kinds("SK-I249")
    ),
    # structure
    "贴到不用填的格": Way(lambda _: {"D9": number(-6)}, (("SK-I248", "D9"),)),
    "改表头": Way(lambda _: {"I6": typed("2021年")}, (("SK-I054", "I6"),)),
    "改指标名": Way(lambda _: {"B7": typed("能源总量")}, (("SK-I054", "B7"),)),
    "改表头又填错": Way(
        lambda _: {"I6": typed("2021年"), "I12": typed("约五百"), "I14": typed("已制订")},
        (("SK-I054", "I6"), ("SK-I058", "I12"), ("SK-I241", "I14")),
    ),
    "改指标名又填错": Way(
        lambda _: {"B7": typed("能源总量"), "H7": typed("约三千"), "I7": Put("#N/A", "e")},
        (("SK-I054", "B7"), ("SK-I058", "H7"), ("SK-I026", "I7")),
    ),
    "改单位": Way(lambda _: {"C7": typed("吨标准煤")}, (("SK-I054", "C7"),)),
    "改标题": Way(lambda _: {"A1": typed("我的表")}, (("SK-I055", "A1"),)),
    "改考核对象": Way(lambda _: {"B3": typed("考核对象：保定市    考核年度：2020年")},
                 (("SK-I055", "B3"),), "考核对象：秦皇岛市"),
    "改填报要求": Way(lambda _: {"A2": typed("随便填")}, (("SK-I055", "A2"),)),
    "改表号": Way(lambda _: {"J4": typed("表号：1")}, (("SK-I055", "J4"),)),
    "改填报说明": Way(lambda _: {"J9": typed("本市口径")}, (("SK-I055", "J9"),)),
    "写在横线上": Way(lambda _: {"D9": typed("没有")}, (("SK-I055", "D9"),), "原为“—”"),
    "写在自查的公式上": Way(lambda _: {"N9": typed("口径调整")}, (("SK-I055", "N9"),),
                    "原为“自查的公式”", unseen=True),
    "写在自查列上": Way(lambda _: {"L9": typed("口径调整")}, (("SK-I055", "L9"),), unseen=True),
    "插一列": Way(book=with_book(lambda b: b[SHEET].insert_cols(6)), finds=SHAPE),
    "删一列": Way(book=with_book(lambda b: b[SHEET].delete_cols(4)), finds=SHAPE),
    "插一行": Way(book=with_book(lambda b: b[SHEET].insert_rows(9)), finds=SHAPE),
    "删两行": Way(book=with_book(lambda b: b[SHEET].delete_rows(12, 2)), finds=SHAPE),
    "改表名": Way(book=with_book(titled), finds=SHAPE, unseen=True),
    "删自查表": Way(book=with_book(lambda b: b.remove(b["自查"])), finds=SHAPE, unseen=True),
    "删计算表": Way(book=with_book(lambda b: b.remove(b["计算"])), finds=SHAPE, unseen=True),
    "删隐藏表": Way(
        book=with_book(lambda b: b.remove(b["shuangkong"])), finds=kinds("SK-I247"), unseen=True
    ),
    "改文件名": Way(book=renamed, finds=kinds("SK-I244"), unseen=True),
    "另存为csv": Way(book=as_csv, finds=kinds("SK-I246"), unseen=True),
    "另存为ods": Way(book=as_ods, finds=kinds("SK-I246"), unseen=True),
}  # fmt: skip


def drawn(seed: int) -> Figures:
    """A sound city, its size and pace drawn."""
    draw = random.Random(seed)
    size = Decimal(draw.randrange(70, 130)) / 100
    found: Figures = {}
    for (indicator, year), value in sound().items():
        level = indicator in ("energy_total", "gdp", "electricity", "coal_total")
        exact = Decimal(str(value))
        found[indicator, year] = (exact * size).quantize(Decimal("0.01")) if level else exact
    return found


@pytest.fixture(scope="module")
def live(hebei, tmp_path_factory) -> Recalculated:
    return Recalculated(form_of(hebei, CODE, tmp_path_factory.mktemp("空") / "空.xlsx", {}))


@pytest.fixture(scope="module")
def empty(hebei, tmp_path_factory) -> bytes:
    """A form on which nothing is known before."""
    return form_of(hebei, CODE, tmp_path_factory.mktemp("空") / "空.xlsx", {}).read_bytes()


@pytest.mark.parametrize("name", WAYS)
def test_right_or_a_finding_at_the_cell(hebei, live, empty, tmp_path, name):
    way, figures = WAYS[name], drawn(sum(map(ord, name)))
    path = tmp_path / "秦皇岛市.xlsx"
    path.write_bytes(empty)
    page = {address(hebei, cell): Decimal(str(value)) for cell, value in figures.items()}
    edited(path, {at: number(value) for at, value in page.items()})
    before = values(hebei, path)
    cells = way.cells(page.__getitem__)
    if cells:
        edited(path, cells)
    if way.book is not None:
        path = way.book(path)

    said = of_check(hebei, path)

    for kind, cell in way.finds:
        assert any(k == kind and cell in ("", c) for k, c in checked(hebei, path)), said
    assert not way.says or any(way.says in line.why for line in said), said
    grave = [line for line in said if line.severity != "提示"]
    if not way.finds:
        assert not grave
        now = values(hebei, path)
        assert {cell: before.get(cell, value) for cell, value in now.items()} == now
    else:
        assert len(grave) <= len(way.finds), grave
    if way.unseen:
        return
    own = live.findings(path)
    if way.finds == SHAPE:
        assert any("结构被改动" in line.why for line in own)
    else:
        assert plainly(own, way) == plainly(said, way)


def test_another_places_figures_over_known_ones_are_one_finding(hebei, tmp_path):
    known = {cell: value for cell, value in drawn(1).items() if cell[1] < 2020}
    path = form_of(hebei, CODE, tmp_path / "x.xlsx", known)
    live = Recalculated(path)
    others = {address(hebei, cell): number(value) for cell, value in drawn(2).items()}

    edited(path, {"H7": number(Decimal(str(known["energy_total", 2019])) + 1)})
    one = of_check(hebei, path)
    assert [line.cell for line in one if "上次报送" in line.why] == ["H7"]
    assert plainly(live.findings(path), Way()) == plainly(one, Way())

    edited(path, others)
    said = of_check(hebei, path)
    (grave,) = [line for line in said if line.severity != "提示"]
    assert (grave.cell, "别的地方" in grave.why) == ("D7", True)
    assert plainly(live.findings(path), Way()) == plainly(said, Way())


def test_a_row_of_known_figures_in_another_unit_is_said_once(hebei, tmp_path):
    known = {cell: value for cell, value in drawn(1).items() if cell[1] < 2020}
    path = form_of(hebei, CODE, tmp_path / "x.xlsx", known)
    live = Recalculated(path)
    edited(
        path, {address(hebei, cell): number(v) for cell, v in drawn(1).items() if cell[1] > 2019}
    )
    row = {c: v for c, v in drawn(1).items() if c[0] == "energy_total"}
    edited(path, {address(hebei, cell): number(v * 10_000) for cell, v in row.items()})

    said = of_check(hebei, path)

    (grave,) = [line for line in said if line.severity != "提示"]
    assert (grave.cell, "整行" in grave.why) == ("I7", True)
    assert plainly(live.findings(path), Way()) == plainly(said, Way())


def values(plan, path: Path) -> dict[tuple[str, str], float]:
    rows = read_submissions(plan, path, 2020).observations.iter_rows(named=True)
    return {(row["indicator"], row["period"]): row["value"] for row in rows}


def address(plan, cell: tuple[str, int]) -> str:
    return layout_of(plan, plan.entities[CODE], 2020).address(*cell) or ""


def checked(plan, path: Path) -> list[tuple[str, str]]:
    """Kinds and cells of what `check` finds."""
    found = check(plan, read_submissions(plan, path, 2020), 2020).findings
    return [(f.kind, (f.place and f.place.cell) or "") for f in found]


def plainly(lines: list[Line], way: Way) -> list[tuple[str, str, str, str]]:
    """Order is not compared."""
    whys = [line.why for line in lines]
    if way.formatted:
        whys = [re.sub("：“.*”|内容“.*”不", "", why) for why in whys]
    return sorted((x.severity, x.cell, why, x.mend) for x, why in zip(lines, whys, strict=True))
