"""The province's way: board, submission, return, accept, assess, trace, issue."""

import datetime
import io
import json
import re
import time
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from shuangkong.desk import accounts, events, rounds
from shuangkong.desk.events import Happened, Standing
from shuangkong.desk.rights import Role
from shuangkong.ledger.begin import init
from shuangkong.ledger.store import opened

from tests.desk.conftest import Login, log_in, made_app, work
from tests.desk.test_city import GOOD, OURS, SAVED_AGAIN, SOFT, dossier, hand_over, put, round_id

__all__ = ["round_id"]


@pytest.fixture
def fresh(tmp_path: Path) -> Flask:
    """A desk of its own, with a round in which 邢台 reports."""
    workspace = tmp_path / "2020考核"
    init(workspace, "hebei-13fyp", "王建账")
    app = made_app(workspace)
    with app.extensions["shuangkong"].store.writing() as connection:
        rounds.open_round(connection, 1, "2020", datetime.date(2099, 12, 31), ["130500"])
    return app


def signed(app: Flask, login: Login, round_: str, data: bytes = GOOD) -> None:
    """Bring 邢台's form as far as the signature."""
    clerk, signatory = login("clerk"), login("signatory")
    here = f"/city/130500/{round_}"
    put(clerk, round_, data, reason="更正")
    work(app)
    for key in re.findall(r'name="key" value="(\w+)"', clerk.get(here).text):
        clerk.post(f"{here}/confirm", data={"key": key, "sentence": "属实无误"}, headers=OURS)
    hand_over(app, clerk, round_)
    current = dossier(app, round_).current
    assert current
    form = {"sha256": current.sha256, "statement": "yes"}
    assert signatory.post(f"{here}/sign", data=form, headers=OURS).status_code == 303
    work(app)


def test_the_round_that_is_offered_is_of_this_year(
    app: Flask, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "today", lambda: datetime.date(2018, 3, 1))

    page = login("official").get("/province/").text

    assert re.findall(r"<option selected>(\d+)</option>", page) == ["2018"]


def test_a_deadline_that_has_passed_is_not_given(fresh: Flask) -> None:
    official = log_in(fresh, "official")
    form = {"year": "2019", "part": "", "deadline": "2019-12-31"}

    refused = official.post("/province/rounds", data=form, headers=OURS)

    assert refused.status_code == 409
    assert "2019-12-31 已经过去" in refused.text
    assert official.get("/province/2019").status_code == 404

    with fresh.extensions["shuangkong"].store.writing() as connection:
        rounds.open_round(connection, 1, "2018", datetime.date(2018, 6, 30), ["130500"])
    late = {"until": "2018-12-31", "reason": "系统故障"}
    refused = official.post("/province/2018/130500/extend", data=late, headers=OURS)
    assert refused.status_code == 409
    assert "2018-12-31 已经过去" in refused.text


def test_a_draft_is_nobody_elses(app: Flask, login: Login, round_id: str) -> None:
    put(login("clerk"), round_id, SOFT)
    work(app)

    rows = login("official").get(f"/province/{round_id}/board.json").json
    assert {(r["须更正"], r["已说明"]) for r in rows} == {(0, 0)}
    page = login("official").get(f"/province/{round_id}/130500").text

    assert "还没有报送" in page
    assert "填报.xlsx" not in page
    assert "上传" not in page.partition("<h2>经过</h2>")[2]
    original = login("official").get(f"/province/{round_id}/130500/v/1/file")
    assert original.status_code == 404


def test_return_and_accept(app: Flask, login: Login, round_id: str) -> None:
    signed(app, login, round_id)
    official = login("official")
    here = f"/province/{round_id}/130500"
    assert "填报.xlsx" in official.get(here).text

    empty = {"reason": " ", "deadline": "2099-12-31"}
    assert official.post(f"{here}/return", data=empty, headers=OURS).status_code == 409
    done = official.post(
        f"{here}/return", data={"reason": "煤炭数与公报不符", "deadline": "2099-12-31"},
        headers=OURS,
    )  # fmt: skip
    assert done.status_code == 303
    assert dossier(app, round_id).standing is Standing.RETURNED
    assert "煤炭数与公报不符" in login("clerk").get(f"/city/130500/{round_id}").text
    assert "煤炭数与公报不符" in official.get(f"{here}/letter/return").text
    assert official.post(f"{here}/accept", headers=OURS).status_code == 409
    assert "写明理由" in put(login("clerk"), round_id, SAVED_AGAIN).text
    again = {"reason": "再退一次", "deadline": "2099-12-31"}
    assert official.post(f"{here}/return", data=again, headers=OURS).status_code == 409

    board = official.get(f"/province/{round_id}").text
    assert "退回" in board


def test_the_board_is_exported_in_three_formats(app: Flask, login: Login, round_id: str) -> None:
    official = login("official")

    found = json.loads(official.get(f"/province/{round_id}/board.json").data)
    assert {row["考核对象"]: row["状态"] for row in found} == {"邢台市": "未报", "石家庄市": "未报"}
    lines = official.get(f"/province/{round_id}/board.csv").data.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    data = official.get(f"/province/{round_id}/board.xlsx").data
    assert data == official.get(f"/province/{round_id}/board.xlsx").data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [c.value for c in sheet["B"]][1:] == ["邢台市", "石家庄市"]


def test_an_extension_needs_a_reason_and_a_later_day(
    app: Flask, login: Login, round_id: str
) -> None:
    official = login("official")
    here = f"/province/{round_id}/130500/extend"

    assert official.post(here, data={"until": "2098-01-01", "reason": "x"}, headers=OURS
                         ).status_code == 409  # fmt: skip
    assert official.post(here, data={"until": "2100-01-31"}, headers=OURS).status_code == 409
    done = official.post(here, data={"until": "2100-01-31", "reason": "汛情"}, headers=OURS)
    assert done.status_code == 303
    with app.extensions["shuangkong"].store.reading() as connection:
        found = rounds.round_of(connection, round_id)
    assert found
    assert found.due("130500").year == 2100
    assert found.due("130100").year == 2099


def test_assess_trace_and_issue_by_two_persons(fresh: Flask) -> None:
    def login(name: str) -> FlaskClient:
        return log_in(fresh, name)

    app, here = fresh, "/province/2020/130500"
    signed(app, login, "2020")
    official, approver = login("official"), login("approver")
    page = official.get("/results/2020").text
    assert "不能签发：邢台市（尚未受理）" in page
    assert "（数据尚未受理）" in page
    assert "所用数据尚未受理" in official.get("/results/2020/130500").text
    refused = official.post("/results/2020/propose", headers=OURS)
    assert refused.status_code == 409
    assert "邢台市（尚未受理）" in refused.text
    official.post(f"{here}/accept", headers=OURS)

    page = official.get("/results/2020").text
    assert "邢台市" in page
    assert "受理" not in page
    page = official.get("/results/2020/130500").text
    assert "万元地区生产总值能耗下降" in page
    trace = official.get("/explain/2020/130500/intensity").text
    (link, *_) = re.findall(r'href="(/cell/130500/\d+\?[^"]+)"', trace)
    assert 'class="mark info"' in official.get(link.replace("&amp;", "&")).text
    assert login("clerk").get("/explain/2020/130500/intensity").status_code == 404, "not issued"
    assert login("clerk2").get("/explain/2020/130500/intensity").status_code == 404

    assert approver.post("/results/2020/issue", headers=OURS).status_code == 409, "not proposed"
    assert official.post("/results/2020/propose", headers=OURS).status_code == 303
    assert official.post("/results/2020/issue", headers=OURS).status_code == 404
    data = {"reason": "再核", "deadline": "2099-12-31"}
    official.post(f"{here}/return", data=data, headers=OURS)
    late = approver.post("/results/2020/issue", headers=OURS)
    assert late.status_code == 409
    assert "邢台市（已退回）" in late.text
    signed(app, login, "2020", SAVED_AGAIN)
    official.post(f"{here}/accept", headers=OURS)
    assert official.post("/results/2020/propose", headers=OURS).status_code == 303
    assert approver.post("/results/2020/issue", headers=OURS).status_code == 303
    work(app)

    with app.extensions["shuangkong"].store.reading() as connection:
        (issued,) = events.events(connection, subject="issue-2020", kinds=(Happened.ISSUED,))
    with opened(app.extensions["shuangkong"].workspace) as ledger:
        assert ledger.head
        assert ledger.head.code == issued.content["receipt"]
    assert login("clerk").get("/explain/2020/130500/intensity").status_code == 200
    number = issued.content["receipt"].split(":")[0]
    assert approver.get(f"/results/2020/issued/{number}.zip").data[:2] == b"PK"
    assert "台账完整" in login("auditor").post("/ledger/verify", headers=OURS).text


def test_a_board_of_all_counties_is_folded_in_one_pass(app: Flask, login: Login) -> None:
    store = app.extensions["shuangkong"].store
    codes = [f"c{n:05d}" for n in range(2843)]
    name = f"2019-Q{time.time_ns() % 4 + 1}"
    with store.writing() as connection:
        content = {"year": 2019, "period": name, "deadline": "2020-01-01", "entities": codes}
        events.add(connection, Happened.ROUND_OPENED, 1, round_=name, content=content)

    page = login("official").get(f"/province/{name}").text

    assert "共 2843 个对象" in page
    assert page.count("超期") >= 2843


@pytest.mark.parametrize("period", ["2020-Q5", "20", "x"])
def test_a_round_needs_a_known_period(login: Login, period: str) -> None:
    data = {"year": period, "part": "", "deadline": "2099-01-01"}

    assert login("official").post("/province/rounds", data=data, headers=OURS).status_code == 409


def test_the_proposer_cannot_issue_even_as_approver(app: Flask) -> None:
    store = app.extensions["shuangkong"].store
    with store.writing() as connection:
        name = f"ap{time.time_ns()}"
        accounts.create(connection, name, "兼任", Role.APPROVER)
        connection.execute(
            "UPDATE account SET must_change = 0, password = "
            "(SELECT password FROM account WHERE login = 'clerk') WHERE login = ?", (name,)
        )  # fmt: skip
        who = connection.execute("SELECT id FROM account WHERE login = ?", (name,)).fetchone()[0]
        content = {"year": 2018, "head": "x", "note": ""}
        events.add(connection, Happened.ISSUE_PROPOSED, who, subject="issue-2018", content=content)

    answer = log_in(app, name).post("/results/2018/issue", headers=OURS)

    assert answer.status_code == 409
    assert "不能是同一人" in answer.text
    late = log_in(app, "approver").post("/results/2018/issue", headers=OURS)
    assert "台账有了新的记录" in late.text, "what was proposed is not what would be issued"


def _reminders(app: Flask, round_: str) -> list[str]:
    with app.extensions["shuangkong"].store.reading() as connection:
        found = events.events(connection, round_=round_, kinds=(Happened.REMINDED,))
    return [str(e.entity) for e in found]


def test_all_who_owe_something_are_reminded_at_once(
    app: Flask, login: Login, round_id: str
) -> None:
    signed(app, login, round_id)
    official, here = login("official"), f"/province/{round_id}"
    assert "全部催报" in official.get(here).text

    letters = official.post(f"{here}/reminders", headers=OURS, follow_redirects=True).text

    assert _reminders(app, round_id) == ["130100"]
    assert "石家庄市人民政府：" in letters
    assert "邢台市" not in letters
    assert "2099年12月31日前报送" in letters
    assert {"〔发文机关待定〕", "〔成文日期待定〕"} <= set(re.findall(r"〔\w+〕", letters))
    day = rounds.today()
    assert f"截至{day.year}年{day.month}月{day.day}日" in letters
    assert "省级已于" in login("clerk2").get(f"/city/130100/{round_id}").text
    assert "省级已于" in login("clerk2").get("/city/130100").text
    assert "省级已于" not in login("clerk").get("/city/130500").text


def test_a_second_reminder_on_one_day_is_asked_about(
    app: Flask, login: Login, round_id: str
) -> None:
    official, here = login("official"), f"/province/{round_id}"
    assert "已经催报过" not in official.get(f"{here}/130100").text
    official.post(f"{here}/130100/remind", headers=OURS)
    assert "已经催报过" in official.get(f"{here}/130100").text
    assert "其中 1 个今天已经催报过" in official.get(here).text

    refused = official.post(f"{here}/130100/remind", headers=OURS)
    assert refused.status_code == 409
    assert "已经催报过" in refused.text
    official.post(f"{here}/reminders", headers=OURS)
    assert _reminders(app, round_id) == ["130100", "130500"]
    assert official.post(f"{here}/reminders", headers=OURS).status_code == 409

    official.post(f"{here}/130100/remind", data={"again": "yes"}, headers=OURS)
    official.post(f"{here}/reminders", data={"again": "yes"}, headers=OURS)
    assert _reminders(app, round_id) == ["130100", "130500", "130100", "130500", "130100"]


def test_a_reminder_of_an_earlier_day_or_matter_stops_no_other(
    app: Flask, login: Login, round_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    official, here = login("official"), f"/province/{round_id}"
    official.post(f"{here}/130500/remind", headers=OURS)
    tomorrow = rounds.today() + datetime.timedelta(days=1)
    with monkeypatch.context() as patched:
        patched.setattr(rounds, "today", lambda: tomorrow)
        assert official.post(f"{here}/130500/remind", headers=OURS).status_code == 303
    signed(app, login, round_id)
    back = {"reason": "煤炭数与公报不符", "deadline": "2099-12-31"}
    official.post(f"{here}/130500/return", data=back, headers=OURS)

    assert "省级已于" not in login("clerk").get(f"/city/130500/{round_id}").text
    assert official.post(f"{here}/130500/remind", headers=OURS).status_code == 303
    official.post(f"{here}/close", headers=OURS)
    assert official.post(f"{here}/130100/remind", headers=OURS).status_code == 409
    assert official.post(f"{here}/reminders", headers=OURS).status_code == 409


def test_the_board_says_what_was_explained_and_nothing_else_is_to_be(
    app: Flask, login: Login, round_id: str
) -> None:
    signed(app, login, round_id, SOFT)
    official = login("official")

    found = json.loads(official.get(f"/province/{round_id}/board.json").data)
    page = official.get(f"/province/{round_id}").text

    assert {row["考核对象"]: row["已说明"] for row in found} == {"邢台市": 1, "石家庄市": 0}
    assert "须说明" not in page
    assert '1<span class="hidden"> 条已说明：邢台市' in page


def test_a_round_is_closed_only_after_who_has_not_reported_was_named(
    app: Flask, login: Login, round_id: str
) -> None:
    signed(app, login, round_id)
    official, here = login("official"), f"/province/{round_id}"
    board = official.get(here).text
    assert f'action="{here}/close"' not in board
    assert f'href="{here}/close"' in board

    asked = official.get(f"{here}/close").text

    owing, _, waiting = asked.partition("还没有受理的 1 个")
    assert "未报</b>（1 个）" in owing
    assert "石家庄市" in owing
    assert "邢台市" not in owing
    assert "邢台市" in waiting
    assert "还没有到期" in asked
    assert "（已结束）" not in official.get(here).text, "to ask closes nothing"
    assert official.post(f"{here}/close", headers=OURS).status_code == 303
    assert "（已结束）" in official.get(here).text
    assert "确认结束" not in official.get(f"{here}/close").text
    assert login("approver").get(f"{here}/close").status_code == 404
