"""The job as scripts do it: openpyxl reads, pandas computes, openpyxl and docxtpl write.

Written for the comparison: the same forms in, documents of the same kinds and about the same
size out (a scorecard's six sheets with formulas and charts, a letter with its table), as plain as
such scripts are, and much less careful than the engine: no checks, no traces to cells, no exact
verdicts, no missing years, and no cached values in the workbooks.

Usage: python -m benchmarks.naive <folder with forms> <output folder>
"""

import math
import sys
from pathlib import Path

import openpyxl
import pandas as pd
from docxtpl import DocxTemplate
from openpyxl.chart import LineChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from .plan import BASE, LAST

_LETTER = "letter_template.docx"
_TARGET = 0.14
_THIN = Side(style="thin", color="8C8C8C")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FONT, _BOLD = Font(name="宋体", size=11), Font(name="宋体", size=11, bold=True)
_HEAD = PatternFill("solid", fgColor="D9E2F3")
_WRAP = Alignment(vertical="center", wrap_text=True)
_CALC, _DATA = "计算过程", "填报数据"


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
                    where = (path.name, page.title, cell.coordinate)
                    year = years[cell.column]
                    rows.append((path.stem, texts.get(2), year, float(cell.value), *where))
    columns = ["entity", "indicator", "year", "value", "file", "sheet", "cell"]
    return pd.DataFrame(rows, columns=columns)


def judge(figures: pd.DataFrame) -> pd.DataFrame:
    """Progress of every entity and indicator in every year, met or not."""
    base = figures[figures["year"] == BASE].set_index(["entity", "indicator"])["value"]
    judged = figures[figures["year"] > BASE].copy()
    judged["base"] = base.reindex(pd.MultiIndex.from_frame(judged[["entity", "indicator"]])).values
    judged["reached"] = 1 - judged["value"] / judged["base"]
    pace = (judged["year"] - BASE) / (LAST - BASE)
    judged["required"] = 1 - (1 - _TARGET) ** pace
    judged["progress"] = judged["reached"].map(lambda r: math.log(1 - r) / math.log(1 - _TARGET))
    judged["met"] = judged["reached"] >= judged["required"]
    return judged


def _line(page: object, row: int, values: list[object], *, head: bool = False) -> None:
    """One line of styled cells."""
    for column, value in enumerate(values, start=1):
        cell = page.cell(row, column, value)  # type: ignore[attr-defined]
        cell.font, cell.border, cell.alignment = _BOLD if head else _FONT, _BOX, _WRAP
        if head:
            cell.fill = _HEAD


def _data_sheet(page: object, figures: pd.DataFrame) -> dict[tuple[str, int], str]:
    """Every figure with its source; gives its address by indicator and year."""
    _line(page, 3, ["序号", "名称", "期间", "数值", "单位", "版本", "来源", "核对"], head=True)
    at = {}
    for row, one in enumerate(figures.to_dict("records"), start=4):
        place = [one["file"], one["sheet"], one["cell"], one["value"], ""]
        name, year = one["indicator"], one["year"]
        figure = [row - 3, name, year, one["value"], "万吨标准煤", "最终核实", "自报", "示例"]
        _line(page, row, [*figure, *place])
        at[name, year] = f"{_DATA}!$D${row}"
    return at


def _calc_sheet(page: object, judged: pd.DataFrame, at: dict[tuple[str, int], str]) -> None:
    """Every verdict step by step as formulas: three clocks of the last year, one of the others."""
    last = judged[judged["year"] == LAST]
    before = judged[judged["year"] < LAST]
    row = 4
    for verdict in pd.concat([last, last, last, before]).to_dict("records"):
        name, year = verdict["indicator"], verdict["year"]
        now, base = at[name, year], at.get((name, BASE), "0")
        _line(page, row, [f"{name} {year}年"], head=True)
        pace = f"({year}-{BASE})/({LAST}-{BASE})"
        steps = [
            ("累计降低率", f"1－{year}年{name}÷{BASE}年{name}", f"=1-{now}/{base}", "%"),
            ("进度要求", "1－（1－目标值）的时间进度次方", f"=1-(1-0.14)^({pace})", "%"),
            ("时间进度", "已过年数÷规划期年数", f"={pace}", "%"),
            ("完成进度", "ln（1－降低率）÷ln（1－目标值）", f"=LN(1-D{row + 1})/LN(1-0.14)", "%"),
            ("尚需降低", "1－（1－目标值）÷（1－降低率）", f"=MAX(1-0.86/(1-D{row + 1}),0)", "%"),
            ("是否达到", "累计降低率不低于进度要求", f"=D{row + 1}>=D{row + 2}", ""),
        ]
        steps = steps if year == LAST else steps[:2]
        for offset, (label, text, formula, unit) in enumerate(steps, start=1):
            _line(page, row + offset, [offset, label, text, formula, unit, ""])
        row += len(steps) + 1


def _progress_sheet(page: object, judged: pd.DataFrame) -> None:
    """A table and a chart of the years of each target."""
    row = 3
    for name, years in judged.groupby("indicator"):
        _line(page, row, [str(name), "时间进度", "要求", "实际", "结果"], head=True)
        for offset, one in enumerate(years.to_dict("records"), start=1):
            pace = f"=({one['year']}-{BASE})/({LAST}-{BASE})"
            result = "完成" if one["met"] else "未完成"
            _line(page, row + offset, [one["year"], pace, one["required"], one["reached"], result])
        chart = LineChart()
        chart.title = str(name)
        ends = {"min_row": row, "max_row": row + len(years)}
        chart.add_data(Reference(page, min_col=3, max_col=4, **ends), titles_from_data=True)
        chart.set_categories(Reference(page, min_col=1, min_row=row + 1, max_row=row + len(years)))
        page.add_chart(chart, f"G{row}")  # type: ignore[attr-defined]
        row += 18


def write_card(path: Path, entity: str, figures: pd.DataFrame, judged: pd.DataFrame) -> None:
    """The six sheets of a scorecard."""
    book = openpyxl.Workbook()
    names = ("评分卡", "指标进度", _CALC, _DATA, "审核意见", "依据")
    pages = [book.active, *(book.create_sheet() for _ in names[1:])]
    for page, name in zip(pages, names, strict=True):
        page.title = name
        page["A1"] = f"{entity} {LAST}年度{name}"
        page["A1"].font = _BOLD
        page.freeze_panes = "A4"
        page.page_setup.orientation = "landscape"
        for letter in "ABCDEFGHIJKL":
            page.column_dimensions[letter].width = 16
    card, progress, calc, data, checks, basis = pages
    at = _data_sheet(data, figures)
    _calc_sheet(calc, judged, at)
    _progress_sheet(progress, judged)
    last = judged[judged["year"] == LAST].to_dict("records")
    heading = [
        "目标",
        "时段",
        "单位",
        "应达到",
        "实际",
        "余量",
        "完成进度",
        "应达进度",
        "结果",
        "说明",
    ]
    _line(card, 3, heading, head=True)
    for row, (one, clock) in enumerate(
        [(one, clock) for one in last for clock in ("年度", "累计", "期末")], start=4
    ):
        step = 5 + (row - 4) % len(last) * 7
        reached, required = f"{_CALC}!D{step}", f"{_CALC}!D{step + 1}"
        cells = [f"={required}", f"={reached}", f"={reached}-{required}"]
        paces = [f"={_CALC}!D{step + 3}", f"={_CALC}!D{step + 2}"]
        result = "完成" if one["met"] else "未完成"
        why = f"累计降低率{one['reached']:.2%}，目标值{_TARGET:.0%}，{result}"
        _line(card, row, [one["indicator"], clock, "%", *cells, *paces, result, why])
    _line(
        checks,
        3,
        ["序号", "级别", "审核意见", "所见", "怎样更正", "位置", "依据", "编号"],
        head=True,
    )
    _line(basis, 3, ["代号", "目标", "类别", "要求", "目标值", "基期", "期限", "出处"], head=True)
    for row, one in enumerate(last, start=4):
        kept = [
            row - 3,
            one["indicator"],
            "约束性",
            "比基期下降",
            _TARGET,
            BASE,
            LAST,
            "《示例规划》一",
        ]
        _line(basis, row, kept)
    book.save(path)


def write_template(path: Path) -> None:
    """A letter of about a page with a table."""
    from docx import Document

    document = Document()
    document.add_heading("关于{{ entity }}节能目标考核结果的函", level=1)
    for _ in range(8):
        document.add_paragraph("经考核，{{ entity }}共有{{ count }}项目标，完成{{ met }}项。" * 2)
    table = document.add_table(rows=4, cols=4)
    table.rows[0].cells[0].text = "指标"
    table.rows[1].cells[0].text = "{%tr for r in rows %}"
    table.rows[2].cells[0].text = "{{ r.indicator }}"
    table.rows[2].cells[1].text = "{{ r.reached }}"
    table.rows[2].cells[2].text = "{{ r.required }}"
    table.rows[2].cells[3].text = "{{ r.met }}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    document.save(str(path))


def main(forms: Path, output: Path) -> None:
    """Read all forms, judge them, write a scorecard and a letter for each, and a summary."""
    output.mkdir(parents=True, exist_ok=True)
    write_template(output / _LETTER)
    figures = read_forms(forms)
    judged = judge(figures)
    by_entity = dict(iter(figures.groupby("entity")))
    for entity, rows in judged.groupby("entity"):
        write_card(output / f"{entity}.xlsx", str(entity), by_entity[entity], rows)
        last = rows[rows["year"] == LAST]
        letter = DocxTemplate(output / _LETTER)
        letter.render(
            {
                "entity": entity,
                "count": len(last),
                "met": int(last["met"].sum()),
                "rows": last[["indicator", "reached", "required", "met"]].to_dict("records"),
            }
        )
        letter.save(output / f"{entity}.docx")
    summary = judged[judged["year"] == LAST].groupby("entity")["met"].sum().to_frame()
    summary.to_excel(output / "汇总.xlsx")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
