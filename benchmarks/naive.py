"""The job as scripts do it: openpyxl reads, pandas computes, openpyxl and docxtpl write.

Written for the comparison: as plain as such scripts are, and much less careful than the engine
(no checks, no traces, no exactness, no missing years).

Usage: python -m benchmarks.naive <folder with forms> <output folder>
"""

import sys
from pathlib import Path

import openpyxl
import pandas as pd
from docxtpl import DocxTemplate
from openpyxl.chart import LineChart, Reference
from openpyxl.styles import Border, Font, Side

from .plan import BASE, LAST

_LETTER = "letter_template.docx"


def read_forms(folder: Path) -> pd.DataFrame:
    """The figures of all forms: label in column B, unit in C, years from D on."""
    rows = []
    for path in sorted(folder.glob("*.xlsx")):
        page = openpyxl.load_workbook(path, data_only=True).worksheets[0]
        years: dict[int, int] = {}
        for row in page.iter_rows():
            texts = {c.column: str(c.value) for c in row if c.value is not None}
            found = {k: int(v[:4]) for k, v in texts.items() if v[:4].isdigit() and "年" in v}
            if len(found) > 2:
                years = found
                continue
            for cell in row:
                if cell.column in years and isinstance(cell.value, int | float):
                    rows.append((path.stem, texts.get(2), years[cell.column], float(cell.value)))
    return pd.DataFrame(rows, columns=["entity", "indicator", "year", "value"])


def judge(figures: pd.DataFrame) -> pd.DataFrame:
    """Reduction over the base year, progress and met or not, for every entity and indicator."""
    import numpy as np

    wide = figures.pivot_table(
        index=["entity", "indicator"], columns="year", values="value", aggfunc="first"
    ).reset_index()
    wide["reached"] = 1 - wide[LAST] / wide[BASE]
    wide["target"] = 0.14
    wide["progress"] = np.log(1 - wide["reached"]) / np.log(1 - wide["target"])
    wide["met"] = wide["reached"] >= wide["target"]
    return wide


def write_card(path: Path, entity: str, rows: pd.DataFrame) -> None:
    """Scores, progress with a chart, calculation with formulas, data."""
    book = openpyxl.Workbook()
    thin = Side(style="thin")
    bold, box = Font(name="宋体", bold=True), Border(left=thin, right=thin, top=thin, bottom=thin)
    names = ("评分卡", "指标进度", "计算过程", "填报数据", "审核意见", "依据")
    pages = [book.active, *(book.create_sheet() for _ in names[1:])]
    years = list(range(BASE, LAST + 1))
    for page, name in zip(pages, names, strict=True):
        page.title = name
        page["A1"] = f"{entity} {name}"
        page["A1"].font = bold
        page.append(["指标", *years, "降低率", "目标", "进度", "结果"])
        for number, row in enumerate(rows.to_dict("records"), start=3):
            formula = f"=1-{chr(65 + len(years))}{number}/B{number}"
            met = "完成" if row["met"] else "未完成"
            page.append(
                [
                    row["indicator"],
                    *(row.get(y) for y in years),
                    formula,
                    row["target"],
                    row["progress"],
                    met,
                ]
            )
        for line in page.iter_rows(min_row=2):
            for cell in line:
                cell.border = box
        page.freeze_panes = "B3"
    chart = LineChart()
    data = Reference(pages[1], min_col=2, max_col=1 + len(years), min_row=3, max_row=4)
    chart.add_data(data, from_rows=True)
    pages[1].add_chart(chart, "A20")
    book.save(path)


def write_template(path: Path) -> None:
    """A letter of about a page with a table."""
    from docx import Document

    document = Document()
    document.add_heading("关于{{ entity }}节能目标考核结果的函", level=1)
    for _ in range(8):
        document.add_paragraph("经考核，{{ entity }}共有{{ count }}项目标，完成{{ met }}项。" * 2)
    table = document.add_table(rows=4, cols=3)
    table.rows[0].cells[0].text = "指标"
    table.rows[1].cells[0].text = "{%tr for r in rows %}"
    table.rows[2].cells[0].text = "{{ r.indicator }}"
    table.rows[2].cells[1].text = "{{ r.reached }}"
    table.rows[2].cells[2].text = "{{ r.met }}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    document.save(str(path))


def main(forms: Path, output: Path) -> None:
    """Read all forms, judge them, write a scorecard and a letter for each, and a summary."""
    output.mkdir(parents=True, exist_ok=True)
    write_template(output / _LETTER)
    judged = judge(read_forms(forms))
    for entity, rows in judged.groupby("entity"):
        write_card(output / f"{entity}.xlsx", str(entity), rows)
        letter = DocxTemplate(output / _LETTER)
        letter.render(
            {
                "entity": entity,
                "count": len(rows),
                "met": int(rows["met"].sum()),
                "rows": rows[["indicator", "reached", "met"]].to_dict("records"),
            }
        )
        letter.save(output / f"{entity}.docx")
    judged.groupby("entity")["met"].sum().to_frame().to_excel(output / "汇总.xlsx")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
