"""Departments' verdicts: given with a basis, beside the figures, settled by a person."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shuangkong.desk import accounts
from shuangkong.desk.app import make_app
from shuangkong.desk.rights import Role
from shuangkong.ledger.begin import init
from shuangkong.ledger.entries import submissions
from shuangkong.ledger.judging import owned
from shuangkong.ledger.store import opened
from shuangkong.vocabulary import VerdictBy

from tests.desk.conftest import PASSWORD, log_in
from tests.desk.test_city import OURS

HERE = "/verdicts/主管部门/2026"
Login = Callable[[str], FlaskClient]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    workspace: Path = tmp_path_factory.mktemp("verdicts") / "2026评价"
    init(workspace, "national-15fyp-carbon", "王建账")
    app = make_app(workspace)
    people = [("owner", "主管部门"), ("other", "省水利厅")]
    with app.extensions["shuangkong"].store.writing() as connection:
        for login, department in people:
            accounts.create(connection, login, f"某{login}", Role.DEPARTMENT, department=department)
        accounts.create(connection, "official", "某经办", Role.OFFICIAL)
        hashed = accounts.passwords.hashed(PASSWORD)
        connection.execute("UPDATE account SET password = ?, must_change = 0", (hashed,))
    return app


@pytest.fixture
def login(app: Flask) -> Login:
    return lambda name: log_in(app, name)


def test_a_department_judges_what_it_owns_and_nothing_else(app: Flask, login: Login) -> None:
    workspace = app.extensions["shuangkong"].workspace
    client = login("owner")
    assert "2026 年" in client.get("/verdicts/主管部门").text
    page = client.get(HERE).text
    (key, second, *_) = re.findall(r'name="met-([^"]+)" value="yes"', page)

    assert client.post(HERE, data={f"met-{key}": "yes"}, headers=OURS).status_code == 409
    bad = {f"met-{key}": "perhaps", f"basis-{key}": "统计年报"}
    assert client.post(HERE, data=bad, headers=OURS).status_code == 400
    good = {
        f"met-{key}": "no", f"basis-{key}": "统计年报", f"advice-{key}": "加快项目建设",
        f"met-{second}": "yes", f"basis-{second}": "现场核查",
    }  # fmt: skip
    assert client.post(HERE, data=good, headers=OURS).status_code == 303
    assert client.post(HERE, data=good, headers=OURS).status_code == 409, "nothing new"

    rows = owned(workspace, 2026, VerdictBy.DEPARTMENT, "主管部门")
    given = {f"{r.entity.code}-{r.target.id}": r.given for r in rows if r.given}
    assert {k: v.met for k, v in given.items()} == {key: False, second: True}
    assert given[key].advice == "加快项目建设"
    assert given[key].author == "某owner"
    with opened(workspace) as ledger:
        assert submissions(ledger)[-1].verdicts

    assert client.post(HERE, data={**good, f"met-{key}": "yes"}, headers=OURS).status_code == 303
    rows = owned(workspace, 2026, VerdictBy.DEPARTMENT, "主管部门")
    assert sum(r.given is not None for r in rows) == 2, "the last word counts"


def test_nobody_speaks_for_another_department(login: Login) -> None:
    other = login("other")

    assert other.get(HERE).status_code == 404
    assert other.post(HERE, data={}, headers=OURS).status_code == 404
    assert "没有归" in other.get("/verdicts/省水利厅").text
    assert "没有归" in other.get("/verdicts/省水利厅/2026").text
    assert login("official").get(HERE).status_code == 404
    assert other.get("/verdicts/省水利厅/1999").status_code == 404


def test_the_sides_stand_beside_each_other(login: Login) -> None:
    client = login("owner")
    (key, *_) = re.findall(r'name="met-([^"]+)" value="yes"', client.get(HERE).text)
    data = {f"met-{key}": "yes", f"basis-{key}": "另一份统计年报"}
    assert client.post(HERE, data=data, headers=OURS).status_code == 303

    page = login("official").get("/verdicts/sides/2026").text

    assert "另一份统计年报" in page
    assert "部门评价" in page
    assert client.get("/verdicts/sides/2026").status_code == 404


def test_a_long_list_is_judged_entity_by_entity(login: Login) -> None:
    client = login("owner")
    page = client.get(HERE).text
    own = set(re.findall(r'name="met-(\d+)-', page))
    assert len(own) == 1
    (other, *_) = re.findall(r'href="[^"]*entity=(\d+)"(?! aria-current)', page)
    shown = client.get(HERE, query_string={"entity": other}).text
    assert set(re.findall(r'name="met-(\d+)-', shown)) == {other}
    assert client.get(HERE, query_string={"entity": "x"}).status_code == 404
