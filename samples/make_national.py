"""Makes the five sample workbooks of `samples/national-13fyp/` from their table of facts.

Run it from anywhere: ``python samples/make_national.py [OUTPUT_FOLDER]``. The same table gives
the same bytes. Every figure is in ``sources/national-13fyp/bulletins.csv`` with its source; what
is blank there is blank in the workbook. The table lies outside the sample, which is submitted
as a whole folder.
"""

import csv
import datetime
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

HERE = Path(__file__).resolve().parent
SAMPLE = HERE / "national-13fyp"
FACTS = HERE / "sources" / "national-13fyp" / "bulletins.csv"
COLUMNS = (
    ("energy_intensity_change", "万元地区生产总值能耗\n上升或下降(±%)", "0.00"),
    ("energy_total_growth", "能源消费总量增速\n(%)", "0.0"),
    ("electricity_intensity_change", "万元地区生产总值电耗\n上升或下降(±%)", "0.00"),
)
# fmt: off
REGIONS = (
    "全国", "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏",
    "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南",
    "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆",
)
# fmt: on
#: Stands for the date of making, which would differ from run to run.
CREATED = datetime.datetime(2021, 8, 23)


@dataclass(frozen=True)
class Sheet:
    """The facts of one year by region, the whole year's verification and its sources."""

    year: int
    figures: dict[str, dict[str, str]]
    verification: str
    sources: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """Footnotes; their wording tells a reader, and the tool, how far the sheet is checked."""
        if self.verification == "verified":
            return (
                "注：1.地区生产总值按照2015年价格计算。",
                "    2.西藏自治区数据暂缺。",
                "资料来源：国家统计局、国家发展和改革委员会、国家能源局公报，2021年8月23日。",
            )
        listed = "；".join(self.sources)
        return (
            "注：1.本表数据据转载，未见原公报。",
            "    2.西藏自治区数据暂缺；其他空格为没有查到，不是零。",
            f"资料来源：{listed}。",
        )


def read(table: Path) -> list[Sheet]:
    """The sheets to make, by year.

    Raises:
        ValueError: a year mixes verifications, or a region is unknown or listed twice.
    """
    years: dict[int, list[dict[str, str]]] = {}
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            years.setdefault(int(row["year"]), []).append(row)
    return [_sheet(year, rows) for year, rows in sorted(years.items())]


def _sheet(year: int, rows: Sequence[dict[str, str]]) -> Sheet:
    verifications = {row["verification"] for row in rows}
    figures = {row["region"]: row for row in rows}
    if len(verifications) != 1 or len(figures) != len(rows) or not set(figures) <= set(REGIONS):
        raise ValueError(f"{year}: one verification, known regions and one row for each are needed")
    sources = dict.fromkeys(part for row in rows for part in row["source"].split("；"))
    return Sheet(year, figures, verifications.pop(), tuple(sources))


def spaced(name: str) -> str:
    """A region as bulletins print it: names of two characters are set apart (北 京)."""
    return " ".join(name) if len(name) == 2 else name


def write(sheet: Sheet, path: Path) -> None:
    """One workbook, laid out like the state bulletin."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": CREATED, "title": f"{sheet.year}年分省公报数据"})
    styles = _styles(book)
    page = book.add_worksheet(str(sheet.year))
    _lay_out(page)
    title = f"{sheet.year}年分省（区、市）万元地区生产总值能耗降低率等指标"
    page.merge_range(0, 0, 0, len(COLUMNS), title, styles["title"])
    page.write_string(1, 0, "地 区", styles["head"])
    for column, (_, header, _) in enumerate(COLUMNS, start=1):
        page.write_string(1, column, header, styles["head"])
    for row, region in enumerate(REGIONS, start=2):
        _write_region(page, row, region, sheet.figures.get(region, {}), styles)
    for offset, note in enumerate(sheet.notes):
        row = len(REGIONS) + 2 + offset
        page.merge_range(row, 0, row, len(COLUMNS), note, styles["note"])
        page.set_row(row, 30 if len(note) > 45 else 16)
    book.close()


def _lay_out(page: Any) -> None:
    page.set_column(0, 0, 16)
    page.set_column(1, len(COLUMNS), 26)
    page.set_row(0, 30)
    page.set_row(1, 34)
    for row in range(2, len(REGIONS) + 2):
        page.set_row(row, 18)
    page.freeze_panes(2, 1)
    page.set_paper(9)
    page.fit_to_pages(1, 1)
    page.center_horizontally()


def _styles(book: Any) -> dict[str, Any]:
    base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    cell = base | {"border": 1}
    styles = {
        "title": base | {"font_size": 14, "bold": True, "align": "center"},
        "head": cell | {"bold": True, "align": "center", "text_wrap": True},
        "name": cell | {"align": "center"},
        "note": base | {"font_size": 10, "text_wrap": True},
    }
    styles |= {form: cell | {"align": "right", "num_format": form} for form in ("0.0", "0.00")}
    return {name: book.add_format(style) for name, style in styles.items()}


def _write_region(
    page: Any, row: int, region: str, figures: dict[str, str], styles: dict[str, Any]
) -> None:
    page.write_string(row, 0, spaced(region), styles["name"])
    for column, (name, _, form) in enumerate(COLUMNS, start=1):
        text = figures.get(name, "")
        if text:
            page.write_number(row, column, float(text), styles[_printed(text, form, region)])
        else:
            page.write_blank(row, column, None, styles[form])


def _printed(text: str, form: str, region: str) -> str:
    """As many digits as were printed: the column's, one for the nation, more where given."""
    if region == "全国":
        return "0.0"
    return "0.00" if len(text.partition(".")[2]) > 1 else form


def main(output: Path = SAMPLE) -> None:
    """Write one workbook a year into the output folder."""
    output.mkdir(parents=True, exist_ok=True)
    for sheet in read(FACTS):
        write(sheet, output / f"{sheet.year}.xlsx")


if __name__ == "__main__":
    main(*(Path(folder) for folder in sys.argv[1:2]))
