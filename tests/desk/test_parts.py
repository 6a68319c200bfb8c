"""A round of a half-year gives out the form of the half-year, and takes no other."""

import io

import openpyxl
from flask import Flask
from shuangkong.declarations.load import load
from shuangkong.desk import events, versions
from shuangkong.desk.events import Happened
from shuangkong.desk.found import Found
from shuangkong.intake.form.layout import SHEET, layout_of
from shuangkong.resources import targets

from tests.desk.conftest import Login, work
from tests.desk.test_city import GOOD, put

CITY, HALF = "130500", "2020-H1"


def opened(app: Flask) -> None:
    content = {"year": 2020, "period": HALF, "deadline": "2099-12-31", "entities": [CITY]}
    with app.extensions["shuangkong"].store.writing() as connection:
        events.add(connection, Happened.ROUND_OPENED, 1, round_=HALF, content=content)


def newest(app: Flask) -> Found:
    with app.extensions["shuangkong"].store.reading() as connection:
        current = versions.dossier(connection, HALF, CITY).current
        assert current
        found = versions.found_of(connection, current)
    assert found
    return found


def test_the_form_of_a_half_year_goes_out_and_comes_back(app: Flask, login: Login) -> None:
    opened(app)
    clerk = login("clerk")
    plan = load(targets() / "hebei-13fyp")
    layout = layout_of(plan, plan.entities[CITY], 2020, "H1")

    given = clerk.get(f"/city/{CITY}/{HALF}/form")
    book = openpyxl.load_workbook(io.BytesIO(given.data))
    for one in layout.indicators:
        book[SHEET][layout.address(one.id, layout.own) or ""] = -1.5
    filled = io.BytesIO()
    book.save(filled)
    put(clerk, HALF, GOOD)
    work(app)
    of_the_year = [f.id for f in newest(app).hard]
    put(clerk, HALF, filled.getvalue())
    work(app)
    found = newest(app)

    assert "2020-H1.xlsx" in given.headers["Content-Disposition"]
    assert book[SHEET]["A1"].value == "邢台市2020年上半年规划目标完成情况填报表"
    assert of_the_year == ["SK-I380"]
    assert not found.hard
    assert {f.period for f in found.figures} == {"2020-H1"}
    assert found.term == "2020年上半年"
    assert len(found.figures) == len(layout.indicators) > 1
