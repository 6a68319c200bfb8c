"""Between hand-over and signature: the clerk takes it back, and nothing changes behind a back."""

import io
import re

import openpyxl
from flask import Flask
from flask.testing import FlaskClient
from shuangkong.desk import audit, events, jobs, rounds
from shuangkong.desk.events import Happened, Standing

from tests.desk.conftest import Login, work
from tests.desk.test_api import Program, description, program
from tests.desk.test_city import GOOD, OURS, SAVED_AGAIN, WRONG, dossier, hand_over, put, round_id

__all__ = ["description", "program", "round_id"]


def handed_over(app: Flask, clerk: FlaskClient, round_: str, data: bytes = GOOD) -> dict[str, str]:
    """A version that waits for its signature; what the signatory sends to sign it."""
    put(clerk, round_, data)
    work(app)
    explained(clerk, round_)
    assert hand_over(app, clerk, round_) == 303
    current = dossier(app, round_).current
    assert current
    return {"sha256": current.sha256, "statement": "yes"}


def explained(clerk: FlaskClient, round_: str) -> None:
    here = f"/city/130500/{round_}"
    for key in re.findall(r'name="key" value="(\w+)"', clerk.get(here).text):
        clerk.post(f"{here}/confirm", data={"key": key, "sentence": "属实无误"}, headers=OURS)


def test_a_clerk_takes_back_what_is_not_signed(app: Flask, login: Login, round_id: str) -> None:
    clerk, signatory, official = login("clerk"), login("signatory"), login("official")
    here = f"/city/130500/{round_id}"
    assert "下一步　填报人：下载填报表" in clerk.get(here).text
    put(clerk, round_id, WRONG)
    work(app)
    assert "下一步　填报人：改正或说明" in clerk.get("/city/130500").text
    form = handed_over(app, clerk, round_id)
    assert "先撤回" in put(clerk, round_id, SAVED_AGAIN).text
    assert ">撤回</button>" in clerk.get(here).text
    assert ">撤回</button>" not in signatory.get(here).text
    assert signatory.post(f"{here}/take-back", headers=OURS).status_code == 404
    assert login("clerk2").post(f"{here}/take-back", headers=OURS).status_code == 404

    assert clerk.post(f"{here}/take-back", headers=OURS).status_code == 303

    assert dossier(app, round_id).standing is Standing.DRAFT
    assert "下一步　填报人：没有要改正或说明的了，提交签发人" in clerk.get(here).text
    line = audit.lines(app.extensions["shuangkong"].store)[0]
    assert (line.act, line.login) == ("take_back", "clerk")
    late = signatory.post(f"{here}/sign", data=form, headers=OURS)
    assert late.status_code == 409
    assert "现在是“草稿”" in late.text
    assert "填报人撤回" in signatory.get(here).text
    assert "填报人撤回" not in official.get(f"/province/{round_id}/130500").text, "a draft's way"
    assert put(clerk, round_id, SAVED_AGAIN).status_code == 303
    work(app)
    explained(clerk, round_id)
    assert hand_over(app, clerk, round_id) == 303
    form["sha256"] = dossier(app, round_id).current.sha256  # type: ignore[union-attr]
    assert signatory.post(f"{here}/sign", data=form, headers=OURS).status_code == 303
    assert "正在签发" in clerk.post(f"{here}/take-back", headers=OURS).text
    work(app)
    assert dossier(app, round_id).standing is Standing.SIGNED
    assert clerk.post(f"{here}/take-back", headers=OURS).status_code == 409
    assert dossier(app, round_id).standing is Standing.SIGNED
    line = audit.lines(app.extensions["shuangkong"].store)[0]
    assert (line.act, line.login, line.outcome.value) == ("take_back", "clerk", "failed")
    assert "现在是“已报送”" in line.object


def test_the_same_file_again_names_the_receipt_it_has(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk, here = login("clerk"), f"/city/130500/{round_id}"
    form = handed_over(app, clerk, round_id, GOOD + round_id.encode())
    login("signatory").post(f"{here}/sign", data=form, headers=OURS)
    work(app)
    signed = dossier(app, round_id).last(Happened.SIGNED)
    assert signed
    back = {"reason": "请再核", "deadline": "2099-01-01"}
    login("official").post(f"/province/{round_id}/130500/return", data=back, headers=OURS)

    again = put(clerk, round_id, GOOD + round_id.encode(), reason="更正")

    assert f"回执 {signed.content['receipt']}" in again.text


def test_a_program_takes_back_too(
    app: Flask, login: Login, round_id: str, program: Program
) -> None:
    handed_over(app, login("clerk"), round_id)

    found = program("clerk").post(f"/city/130500/rounds/{round_id}/take-back")

    assert found["standing"]["code"] == "draft"


def test_nothing_is_handed_over_while_a_file_is_being_checked(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk = login("clerk")
    put(clerk, round_id, GOOD)
    work(app)
    explained(clerk, round_id)
    put(clerk, round_id, SAVED_AGAIN)

    assert hand_over(app, clerk, round_id) == 409
    work(app)

    assert dossier(app, round_id).standing is Standing.DRAFT
    assert [e.kind for e in dossier(app, round_id).events][-1] is Happened.UPLOADED


def test_nobody_signs_what_they_handed_over(app: Flask, login: Login, round_id: str) -> None:
    store, signatory = app.extensions["shuangkong"].store, login("signatory")
    put(login("clerk"), round_id, GOOD)
    work(app)
    current = dossier(app, round_id).current
    assert current
    with store.writing() as connection:
        own = "SELECT id FROM account WHERE login = 'signatory'"
        (who,) = connection.execute(own).fetchone()
        content = {"version": 1, "sha256": current.sha256}
        events.add(connection, Happened.HANDED_OVER, who, round_=round_id, entity="130500",
                   content=content)  # fmt: skip

    form = {"sha256": current.sha256, "statement": "yes"}
    refused = signatory.post(f"/city/130500/{round_id}/sign", data=form, headers=OURS)

    assert refused.status_code == 409
    assert "填报人和签发人不能是同一人" in refused.text


def test_a_signature_waits_for_what_is_under_way(app: Flask, login: Login, round_id: str) -> None:
    clerk, signatory = login("clerk"), login("signatory")
    form = handed_over(app, clerk, round_id)
    content = {"round": round_id, "name": "x"}
    with app.extensions["shuangkong"].store.writing() as connection:
        job = jobs.ask(connection, "check", content, 1, "130500")

    refused = signatory.post(f"/city/130500/{round_id}/sign", data=form, headers=OURS)

    assert refused.status_code == 409
    assert "正在审核" in refused.text
    with app.extensions["shuangkong"].store.writing() as connection:
        connection.execute("DELETE FROM job WHERE id = ?", (job,))
    form["sha256"] = "0" * 64
    refused = signatory.post(f"/city/130500/{round_id}/sign", data=form, headers=OURS)
    assert "不是最新一版" in refused.text, "what was not looked at is not signed"


def test_in_a_closed_round_nothing_is_signed(app: Flask, login: Login, round_id: str) -> None:
    clerk, signatory = login("clerk"), login("signatory")
    here = f"/city/130500/{round_id}"
    form = handed_over(app, clerk, round_id)
    with app.extensions["shuangkong"].store.writing() as connection:
        rounds.close_round(connection, 1, round_id)

    page = signatory.get(here).text
    assert "不能签发" in page
    assert "签发并报送" not in page
    refused = signatory.post(f"{here}/sign", data=form, headers=OURS)

    assert "已经结束" in refused.text
    work(app)
    assert dossier(app, round_id).standing is Standing.TO_SIGN
    clerk.post(f"{here}/take-back", headers=OURS)
    page = clerk.get(here).text
    assert "现在不能提交：2020年度填报已经结束" in page
    for shown in (page, clerk.get("/city/130500").text):
        assert "下一步　2020年度填报已经结束，没有报送" in shown
    assert "已经结束" in put(clerk, round_id, SAVED_AGAIN).text
    proof = {"file": (io.BytesIO(b"%PDF-1.4 x"), "佐证.pdf")}
    assert "已经结束" in clerk.post(f"{here}/evidence", data=proof, headers=OURS).text


def test_a_form_downloaded_anew_holds_what_was_entered(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk, here = login("clerk"), f"/city/130500/{round_id}"
    empty = clerk.get(f"{here}/form").data
    put(clerk, round_id, GOOD)
    work(app)

    assert "第 1 版已填的数、备注都在里面" in clerk.get(here).text
    begun = clerk.get(f"{here}/form").data
    assert _coal(begun) == _coal(GOOD) is not None
    assert _coal(empty) is None
    assert _coal(login("official").get(f"{here}/form").data) is None, "a draft is the city's own"
    assert put(clerk, round_id, begun).status_code == 303
    work(app)
    assert "数据不同" not in clerk.get(here).text


def _coal(data: bytes) -> object:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["I15"].value
