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
    for wrong in ({field: "x"}, {field: ""}, {field: figure.value}, {"cell-无!A1": "3"}):
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

    sha256 = hashlib.sha256(data.getvalue()).hexdigest()
    form = {"cell-{}!{}".format(*spot): figure.value, "sha256": sha256}
    done = clerk.post(f"/city/130500/{round_id}/mend", data=form, headers=OURS)

    assert done.status_code == 303
    work(app)
    assert spot in {(f.sheet, f.cell) for f in found(app, round_id).figures}


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
