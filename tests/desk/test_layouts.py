"""An unknown table, laid out by clicking: seen first, kept with the plan, tried first after."""

import io
import re

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from shuangkong.desk.checking import plan_of
from shuangkong.ledger.store import EntryKind, opened
from shuangkong.ledger.submit import submit

from tests.desk.conftest import desk_with_forms, log_in
from tests.desk.test_city import OURS

ROWS = [["乡情一览", None, None], ["地方", "去年用能", "今年用能"], ["邢台", 2000, 2100],
        ["鹿泉老城", 3000, 3100]]  # fmt: skip
SAYS = {
    "file": "乡情*", "unit": "万吨标准煤", "name": "乡情表", "col-A": "entity", "row-2": "period",
    "header-0-says": "去年用能", "header-0-indicator": "energy_total", "header-0-period": "2019",
    "header-1-says": "今年用能", "header-1-indicator": "energy_total", "header-1-period": "2020",
    "conversion": "等价值", "label-0-says": "鹿泉老城",
    "label-0-entity": "130100",
}  # fmt: skip


def table(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return desk_with_forms(tmp_path_factory.mktemp("layouts") / "2020考核")


@pytest.fixture
def official(app: Flask) -> FlaskClient:
    return log_in(app, "official")


def begin(client: FlaskClient, name: str = "乡情2020.xlsx", data: bytes = b"") -> str:
    form = {"file": (io.BytesIO(data or table(ROWS)), name)}
    done = client.post("/layouts/", data=form, headers=OURS)
    assert done.status_code == 303, done.text
    return str(done.location)


def recognised(page: str) -> int:
    return int(re.findall(r"其中 (\d+) 个是规划的数据", page)[0])


def test_a_table_is_laid_out_previewed_kept_and_read(
    app: Flask, official: FlaskClient, tmp_path
) -> None:
    workspace = app.extensions["shuangkong"].workspace
    here = begin(official)
    page = official.get(here).text
    assert recognised(page) == 0, "nobody could know what this table holds"
    assert 'name="col-A"' in page
    assert 'name="row-2"' in page

    page = official.post(here, data=SAYS, headers=OURS).text
    assert recognised(page) == 4
    assert '<option value="entity" selected>' in page, "what was said stays said"
    assert page.count('class="mark info"') == 4
    assert not plan_of(workspace).layouts, "a preview keeps nothing"

    assert official.post(f"{here}/keep", data={**SAYS, "name": ""}, headers=OURS).status_code == 409
    done = official.post(f"{here}/keep", data=SAYS, headers=OURS)
    assert done.status_code == 303
    assert official.post(f"{here}/keep", data=SAYS, headers=OURS).status_code == 409, "once"
    assert list(plan_of(workspace).layouts) == ["layouts/乡情表.layout.yaml"]
    assert "乡情表" in official.get("/layouts/").text
    with opened(workspace) as ledger:
        assert ledger.entries(None, EntryKind.DECLARATIONS)[-1].content["by"] == "某official"

    again = begin(official, "乡情2021.xlsx")
    assert recognised(official.get(again).text) == 4, "the next file of the kind is read at once"
    path = tmp_path / "乡情2022.xlsx"
    path.write_bytes(table(ROWS))
    assert submit(workspace, path, 2020, "某经办").taken[0].submission.figures == 4


def test_a_layout_with_a_fault_says_where(official: FlaskClient) -> None:
    here = begin(official, "别的.xlsx")

    for path in (here, f"{here}/keep"):
        page = official.post(path, data={**SAYS, "period": "去年"}, headers=OURS).text
        assert "不是一个期间" in page
        assert "鹿泉老城" in page


def test_a_layout_that_reads_nothing_is_not_kept(app: Flask, official: FlaskClient) -> None:
    here = begin(official, "无关.xlsx", table([["甲", "乙"], ["丙", 1]]))
    form = {"of": "Sheet", "file": "无关*", "name": "无关"}

    head = {**OURS, "Referer": f"http://localhost{here}"}
    refused = official.post(f"{here}/keep", data=form, headers=head)
    assert refused.status_code == 409
    assert 'name="name" maxlength="60" value="无关"' in refused.text, "it comes back filled in"

    assert not any("无关" in n for n in plan_of(app.extensions["shuangkong"].workspace).layouts)


def test_what_is_no_table_is_refused_with_the_reason(official: FlaskClient) -> None:
    form = {"file": (io.BytesIO(b"%PDF-1.4"), "x.pdf")}

    assert official.post("/layouts/", data=form, headers=OURS).status_code == 409
    assert official.get("/layouts/999999").status_code == 404


def test_layouts_are_the_officials(app: Flask) -> None:
    for login in ("clerk", "approver", "auditor"):
        assert log_in(app, login).get("/layouts/").status_code == 404
