"""A round of a half-year gives out the form of the half-year, and takes no other."""

import io
from dataclasses import replace

import openpyxl
import polars as pl
from flask import Flask
from flask.testing import FlaskClient
from shuangkong.declarations.load import load
from shuangkong.desk import events, versions
from shuangkong.desk.acceptance import unaccepted
from shuangkong.desk.acts import issuing
from shuangkong.desk.assessed import assessed
from shuangkong.desk.events import Happened
from shuangkong.desk.found import Found
from shuangkong.intake.form.layout import SHEET, layout_of
from shuangkong.resources import targets

from tests.desk.conftest import Login, log_in, work
from tests.desk.test_city import GOOD, OURS, put
from tests.desk.test_province import fresh, signed

__all__ = ["fresh"]

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


def filled(given: bytes) -> bytes:
    """The form of the half-year with a figure in every row."""
    plan = load(targets() / "hebei-13fyp")
    layout = layout_of(plan, plan.entities[CITY], 2020, "H1")
    book = openpyxl.load_workbook(io.BytesIO(given))
    for one in layout.indicators:
        book[SHEET][layout.address(one.id, layout.own) or ""] = -1.5
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_the_form_of_a_half_year_goes_out_and_comes_back(app: Flask, login: Login) -> None:
    opened(app)
    clerk = login("clerk")
    plan = load(targets() / "hebei-13fyp")
    layout = layout_of(plan, plan.entities[CITY], 2020, "H1")

    given = clerk.get(f"/city/{CITY}/{HALF}/form")
    book = openpyxl.load_workbook(io.BytesIO(given.data))
    put(clerk, HALF, GOOD)
    work(app)
    of_the_year = [f.id for f in newest(app).hard]
    put(clerk, HALF, filled(given.data))
    work(app)
    found = newest(app)

    assert "2020-H1.xlsx" in given.headers["Content-Disposition"]
    assert book[SHEET]["A1"].value == "邢台市2020年上半年规划目标完成情况填报表"
    assert of_the_year == ["SK-I380"]
    assert not found.hard
    assert {f.period for f in found.figures} == {"2020-H1"}
    assert found.term == "2020年上半年"
    assert len(found.figures) == len(layout.indicators) > 1


def test_a_returned_half_year_bars_an_issue_only_where_the_year_rests_on_it(fresh: Flask) -> None:
    def login(name: str) -> FlaskClient:
        return log_in(fresh, name)

    opened(fresh)
    official = login("official")
    signed(fresh, login, HALF, filled(login("clerk").get(f"/city/{CITY}/{HALF}/form").data))
    signed(fresh, login, "2020")
    back = {"reason": "口径不对", "deadline": "2099-12-31"}
    official.post(f"/province/{HALF}/{CITY}/return", data=back, headers=OURS)
    official.post(f"/province/2020/{CITY}/accept", headers=OURS)
    assert "不能签发" not in official.get("/results/2020").text
    here = fresh.extensions["shuangkong"]
    made, held = assessed(here.workspace, 2020).assessment, issuing.held(here, 2020)
    (half,) = [one for one in held.used if one.part]
    resting = pl.lit(half.name).alias("file")
    changed = replace(made, observations=made.observations.with_columns(resting))
    with here.store.reading() as connection:
        assert unaccepted(connection, held, changed) == {CITY: "已退回"}

    assert official.post("/results/2020/propose", headers=OURS).status_code == 303

    official.post(f"/province/2020/{CITY}/return", data=back, headers=OURS)
    assert official.post("/results/2020/propose", headers=OURS).status_code == 409
