"""Single figures mended in the page: a copy of the form, read and checked as any upload."""

import hashlib
import html
import io
import re

import openpyxl
import pytest
from flask import Flask
from shuangkong.desk import versions
from shuangkong.desk.found import Found
from shuangkong.intake.mending import NotMendable, mended
from shuangkong.intake.reading import read_book

from tests.desk.conftest import Login
from tests.desk.test_city import GOOD, OURS, WRONG, dossier, put, round_id, work

__all__ = ["round_id"]


def found(app: Flask, round_: str) -> Found:
    with app.extensions["shuangkong"].store.reading() as connection:
        current = dossier(app, round_).current
        assert current
        read = versions.found_of(connection, current)
    assert read
    return read


def test_a_figure_is_mended_in_its_cell_and_nothing_else_changes(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk = login("clerk")
    here = f"/city/130500/{round_id}/mend"
    assert clerk.get(here).status_code == 409, "nothing was uploaded"
    put(clerk, round_id, GOOD)
    work(app)
    figure = next(f for f in found(app, round_id).figures if f.indicator == "energy_total")
    field = f"cell-{figure.sheet}!{figure.cell}"
    assert field in html.unescape(clerk.get(here).text)

    seen = re.findall(r'name="sha256" value="(\w+)"', clerk.get(here).text)
    form = {"sha256": seen[0]}
    for wrong in ({field: "待核"}, {field: ""}, {field: figure.value}, {"cell-无!A1": "3"}):
        assert clerk.post(here, data=form | wrong, headers=OURS).status_code == 409, wrong
    number = f"{float(figure.value) + 1:.2f}"
    done = clerk.post(here, data=form | {field: number}, headers=OURS)
    assert done.status_code == 303
    work(app)

    now = found(app, round_id)
    after = next(f for f in now.figures if (f.sheet, f.cell) == (figure.sheet, figure.cell))
    assert float(after.value) == float(number)
    current = dossier(app, round_id).current
    assert current
    assert (current.number, current.name) == (2, "填报_页面更正.xlsx")
    page = clerk.get(f"/city/130500/{round_id}").text
    assert "1 个数据不同" in page
    made = clerk.get(f"/city/130500/{round_id}/v/2/file").data
    before, later = (openpyxl.load_workbook(io.BytesIO(d)) for d in (GOOD, made))
    differing = [
        (sheet.title, cell.coordinate)
        for sheet in before
        for row in sheet.iter_rows()
        for cell in row
        if cell.value != later[sheet.title][cell.coordinate].value
        or cell.number_format != later[sheet.title][cell.coordinate].number_format
    ]
    assert differing == [(figure.sheet, figure.cell)]
    assert later[figure.sheet].protection.sheet == before[figure.sheet].protection.sheet
    assert login("clerk2").post(here, data={field: "1"}, headers=OURS).status_code == 404


def test_cells_with_findings_come_first_and_can_be_mended(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk = login("clerk")
    put(clerk, round_id, WRONG)
    work(app)

    page = clerk.get(f"/city/130500/{round_id}/mend").text

    first = re.findall(r"<tr><td>.*?</tr>", page, re.S)[0]
    assert 'class="sev' in first


def test_a_word_in_the_place_of_a_figure_can_be_mended(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk = login("clerk")
    put(clerk, round_id, GOOD)
    work(app)
    figure = next(f for f in found(app, round_id).figures if f.indicator == "energy_total")
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    book[figure.sheet][figure.cell] = "待核"
    data = io.BytesIO()
    book.save(data)
    put(clerk, round_id, data.getvalue())
    work(app)
    spot = (figure.sheet, figure.cell)
    read = found(app, round_id)
    assert spot not in {(f.sheet, f.cell) for f in read.figures}
    assert spot in {s for f in read.findings for s in f.cells}
    page = html.unescape(clerk.get(f"/city/130500/{round_id}/mend").text)
    (row,) = [r for r in re.findall(r"<tr>.*?</tr>", page, re.S) if "!".join(spot) in r]
    for known in (figure.name, figure.period, figure.unit):
        assert f"<td>{known}</td>" in row, "what nothing was read from has a name and a unit"

    sha256 = hashlib.sha256(data.getvalue()).hexdigest()
    form = {"cell-{}!{}".format(*spot): figure.value, "sha256": sha256}
    done = clerk.post(f"/city/130500/{round_id}/mend", data=form, headers=OURS)

    assert done.status_code == 303
    work(app)
    assert spot in {(f.sheet, f.cell) for f in found(app, round_id).figures}


def test_what_is_refused_is_shown_as_it_was_typed_with_the_fault_at_its_cell(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk = login("clerk")
    here = f"/city/130500/{round_id}/mend"
    put(clerk, round_id, GOOD)
    work(app)
    one, other = [f for f in found(app, round_id).figures if f.unit == "万吨标准煤"][:2]
    fields = [f"cell-{f.sheet}!{f.cell}" for f in (one, other)]
    seen = re.findall(r'name="sha256" value="(\w+)"', clerk.get(here).text)[0]
    form = {"sha256": seen, fields[0]: "1042.36 亿立方米", fields[1]: "77.5", "reason": "核对"}

    refused = clerk.post(here, data=form, headers=OURS)

    assert refused.status_code == 409
    page = html.unescape(refused.text)
    for name, value in form.items():
        assert f'name="{name}" value="{value}"' in page
    (row,) = re.findall(r"<tr>(?:(?!</tr>).)*aria-invalid.*?</tr>", page, re.S)
    assert fields[0] in row
    assert "不是以“万吨标准煤”为单位的数" in row

    old = clerk.post(here, data=form | {"sha256": "0" * 64, fields[0]: "3"}, headers=OURS)
    assert old.status_code == 409
    assert "不是最新一版" in old.text
    assert 'value="77.5"' in old.text


def test_what_may_be_typed_into_the_form_may_be_typed_in_the_page(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk = login("clerk")
    put(clerk, round_id, GOOD)
    work(app)
    figures = found(app, round_id).figures
    total = next(f for f in figures if f.indicator == "energy_total")
    rate = next(f for f in figures if f.unit == "%")
    gone = next(f for f in figures if f.unit == "万吨标准煤" and f != total)
    typed = {total: "１,234.5 万吨标准煤", rate: "-3.2%", gone: "暂缺"}
    page = clerk.get(f"/city/130500/{round_id}/mend").text
    form = {"sha256": re.findall(r'name="sha256" value="(\w+)"', page)[0]}
    form |= {f"cell-{f.sheet}!{f.cell}": text for f, text in typed.items()}

    done = clerk.post(f"/city/130500/{round_id}/mend", data=form, headers=OURS)

    assert done.status_code == 303
    work(app)
    now = {(f.sheet, f.cell): f.value for f in found(app, round_id).figures}
    assert now[total.sheet, total.cell] == "1234.5"
    assert now[rate.sheet, rate.cell] == "-3.2"
    assert (gone.sheet, gone.cell) not in now


def test_formulas_and_other_formats_are_not_mended() -> None:
    from decimal import Decimal

    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["A3"] = 1, "=A1+1", 0.05
    sheet["A3"].number_format = "0.0%"
    data = io.BytesIO()
    book.save(data)
    read = read_book("x.xlsx", data.getvalue())
    with pytest.raises(NotMendable, match="公式"):
        mended(data.getvalue(), read, {("Sheet", "A2"): Decimal(3)})
    with pytest.raises(NotMendable, match="工作表"):
        mended(data.getvalue(), read, {("别的", "A1"): Decimal(3)})
    made = mended(
        data.getvalue(), read, {("Sheet", "A3"): Decimal("7.5"), ("Sheet", "C9"): Decimal(2)}
    )
    later = read_book("x.xlsx", made).sheet("Sheet")
    assert later
    assert {c.address: c.text for c in later.cells if c.formula is None} == {
        "A1": "1", "A3": "7.5%", "C9": "2",
    }  # fmt: skip
    text = b"a,b\n1,2\n"
    read = read_book("x.csv", text)
    with pytest.raises(NotMendable, match="xlsx"):
        mended(text, read, {("x", "A1"): Decimal(1)})
