"""Synthetic twins of real tables: every trait that makes those hard to read, and invented figures.

The real ones state no licence and are not in the repository. A figure says where it stands: 21.07
is row 2, column 1, year 07.
"""

import io

import openpyxl

from tests.intake.binary_files import number_cell, string_table, text_cell, xls

Rows = list[list[object]]


def _xls(rows: Rows) -> bytes:
    texts: list[str] = []
    cells = b""
    for row, line in enumerate(rows):
        for col, value in enumerate(line):
            if isinstance(value, str) and value:
                texts.append(value)
                cells += text_cell(row, col, len(texts) - 1)
            elif value not in (None, ""):
                cells += number_cell(row, col, float(str(value)))
    return xls(cells, strings=string_table(texts), formats=[0])


def _xlsx(sheets: dict[str, Rows]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for line in rows:
            sheet.append([None if value == "" else value for value in line])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _csv(rows: Rows, encoding: str, ending: str = "\n") -> bytes:
    lines = (",".join("" if v is None else str(v) for v in line) for line in rows)
    return (ending.join(lines) + ending).encode(encoding)


def sectors() -> bytes:
    """Two languages, letter-spaced words, hierarchy by spaces, a label that runs over two rows."""
    years = (1995, 2000, 2005, 2006, 2007)
    rows: Rows = [
        ["9-4  分 行 业 能 源 消 费 总 量（示例）"],
        ["CONSUMPTION OF ENERGY BY SECTOR (SYNTHETIC)"],
        [],
        ["单位：万吨标准煤", "", "", "", "", "", "(10 000 tce)"],
        ["行          业", "Sector", *years],
        [],
    ]
    for number, (name, other) in enumerate(
        [
            ("消 费 总 量               ", "Total Consumption"),
            ("农、林、牧、渔业            ", "Farming"),
            ("工业                        ", "Industry"),
            ("  采掘业                    ", "  Mining"),
            ("    黑色金属冶炼及压延加工业", "    Smelting and"),
        ],
        start=1,
    ):
        rows.append([name, other, *(number * 100 + year % 100 / 100 for year in years)])
    rows.append(["", "    Pressing"])
    return _xls(rows)


def export(years: list[int], encoding: str | None) -> bytes:
    """A statistics bureau's export: facts above, years falling, notes below; xls, or csv by GBK."""
    places = ["北京市", "天津市", "河北省", "内蒙古自治区"]
    rows: Rows = [
        ["数据库：分省年度数据（示例）"],
        ["指标：地区生产总值(亿元)"],
        [f"时间：最近{len(years)}年"],
        ["地区", *(f"{year}年" for year in years)],
        *([place, *(1000 * n + year % 100 / 10 for year in years)]
          for n, place in enumerate(places, start=1)),
        ["注：1.普查后对历史数据作了修订。"],
        ["　　　2.本表数字为虚构。"],
        ["数据来源：示例"],
    ]  # fmt: skip
    return _csv(rows, encoding, "\r\n") if encoding else _xls(rows)


def authorities() -> bytes:
    """A cover, notes, and a year in each sheet's name; units after a break within the header."""
    header = [
        "Code", "Country or region", "Local authority", "Notes",
        *(f"Number of meters\n(thousands):\n{kind}" for kind in ("Domestic", "All meters")),
        *(f"Total consumption\n(GWh):\n{kind}\n" for kind in ("Domestic", "All meters")),
    ]  # fmt: skip

    def year(number: int) -> Rows:
        rows: Rows = [[f"Gas by place (synthetic), {number}"], ["One table."], ["Rounded."], [], []]
        rows.append(list(header))
        for at, (region, place, note) in enumerate(
            [
                ("Great Britain", "All local authorities", ""),
                ("Yorkshire", "Leeds", "[note 1]"),
                ("Yorkshire", "Unallocated", ""),
            ],
            start=1,
        ):
            figures = [at + column / 10 + number % 100 / 1000 for column in range(4)]
            rows.append([f"E{at:08}", region, place, note, *figures])
        return rows

    cover: Rows = [["Gas by place (synthetic)"], ["Gas years are not calendar years."]]
    notes: Rows = [["Notes"], ["Note number", "Note text"], ["note 1", "Two parts."]]
    return _xlsx({"Cover Sheet": cover, "Notes": notes, "2015": year(2015), "2021": year(2021)})


def districts() -> bytes:
    """A header over two rows that splits words, hard spaces as indents, places that come and go."""

    def year(number: int, places: list[tuple[str, str]]) -> Rows:
        base = number % 100
        return [
            ["人口主要指标（示例）"],
            ["", f"({number}年)"],
            ["指标名称", "计量", "全\u3000市", f"比{number - 1}年", *(a for a, _ in places)],
            ["", "单位", "", "+、-%", *(b for _, b in places)],
            ["一、年末常住人口", "万人", 500 + base, 0.31, *(base + n for n in range(len(places)))],
            ["\xa0\xa0\xa0\xa0其中：城镇", "万人", 300 + base, "-", *(["-"] * len(places))],
        ]

    return _xlsx(
        {
            "2022": year(2022, [("榕城区", ""), ("普宁市", "")]),
            "2008": year(2008, [("榕城区", ""), ("空\xa0港", "经济区"), ("普宁市", "")]),
        }
    )


def series(names: list[str]) -> bytes:
    """Years down, an empty corner, empty years first, no entity and perhaps no unit at all."""
    rows: Rows = [["", *names], *([f"{y}年", *([""] * len(names))] for y in (1978, 1979))]
    for year in (2005, 2010):
        rows.append(
            [f"{year}年", *(column * 1000 + year % 100 for column in range(1, 1 + len(names)))]
        )
    rows.append(["2014年", *([""] * (len(names) - 1)), 4260])
    return _csv(rows, "utf-8")


def twins() -> dict[str, bytes]:
    """The seven by the names of their files."""
    return {
        "03_行业.xls": sectors(),
        "07_分省年度数据.xls": export([2019, 2018, 2017], None),
        "10_分省年度数据.csv": export(list(range(2024, 2004, -1)), "gb18030"),
        "26_authorities_2015-2021.xlsx": authorities(),
        "28_人口变动情况（2008-2022）.xlsx": districts(),
        "30_能源消费总量.csv": series(["天然气消费总量", "天然气消费量", "能源消费总量"]),
        "31_国内生产总值指数(1978年=100).csv": series(
            ["人均国内生产总值指数(1978年=100)", "国内生产总值指数(1978年=100)"]
        ),
    }
