"""What no person types: it is refused or cleaned with words, and is no fault of the program."""

import io
import json

import pytest
from flask import Flask
from shuangkong.desk import accounts, keys

from tests.desk.conftest import PASSWORD, Login, log_in, work
from tests.desk.test_city import GOOD, OURS, dossier, hand_over, round_id

__all__ = ["round_id"]
MUCH = 10**30


def send(app: Flask, login: str, path: str, body: str) -> tuple[int, str]:
    """What a program of somebody's is told."""
    with app.extensions["shuangkong"].store.writing() as connection:
        row = connection.execute("SELECT * FROM account WHERE login = ?", (login,)).fetchone()
        key = keys.make(connection, accounts.account_of(row), "试验")
    head = {"Authorization": f"Bearer {key}"}
    answer = app.test_client().post(f"/api/v1{path}", data=body, headers=head)
    return answer.status_code, answer.get_json()["detail"]


@pytest.mark.parametrize(
    "body",
    ["[" * 60_000, '{"a":' * 12_000, '{"reason": "\\ud800", "deadline": "2099-12-31"}',
     '{"reason": "x", "deadline": "\\udc00"}'],
    ids=["deep list", "deep object", "half a character", "half a date"],
)  # fmt: skip
def test_a_body_that_cannot_be_kept_is_refused_with_words(
    app: Flask, round_id: str, body: str
) -> None:
    code, why = send(app, "official", f"/province/rounds/{round_id}/130500/return", body)

    assert code == 400
    assert "怎么改" in why


def test_a_number_that_nothing_can_have_leads_nowhere(app: Flask, login: Login) -> None:
    auditor = login("auditor")
    for path in (f"/ledger/{MUCH}", f"/entity/130500/{MUCH}", f"/results/{MUCH}"):
        assert auditor.get(path).status_code == 404
    code, why = send(app, "approver", "/decisions/refusal", json.dumps(
        {"numbers": [MUCH], "reason": "不行"}))  # fmt: skip
    assert (code, "字段不对" in why) == (400, True)
    code, _ = send(app, "approver", "/appeals", json.dumps(
        {"filed": MUCH, "deadline": "2099-12-31"}))  # fmt: skip
    assert code in (400, 404)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("..\\..\\x.xlsx", "x.xlsx"),
        ("CON.xlsx", "_CON.xlsx"),
        ("a\u202eb\x07.xlsx", "a_b_.xlsx"),
        ("/", "未命名"),
    ],
)
def test_names_of_files_are_such_as_every_disk_takes(
    app: Flask, login: Login, round_id: str, said: str, kept: str
) -> None:
    clerk = login("clerk")
    sent = clerk.post(f"/city/130500/{round_id}/upload", headers=OURS,
                      data={"file": (io.BytesIO(GOOD + said.encode()), said)})  # fmt: skip
    assert sent.status_code == 303
    work(app)

    assert [v.name for v in dossier(app, round_id).versions] == [kept]


def test_a_file_with_a_long_name_can_be_signed(app: Flask, login: Login, round_id: str) -> None:
    clerk, signatory = login("clerk"), login("signatory")
    data = {
        "file": (io.BytesIO(GOOD), "邢台市二〇二〇年度能耗双控目标完成情况填报表" * 6 + ".xlsx")
    }
    clerk.post(f"/city/130500/{round_id}/upload", data=data, headers=OURS)
    work(app)
    assert hand_over(app, clerk, round_id) == 303
    current = dossier(app, round_id).current
    assert current
    assert current.name.endswith(".xlsx")
    form = {"sha256": current.sha256, "statement": "yes"}
    signatory.post(f"/city/130500/{round_id}/sign", data=form, headers=OURS)
    work(app)

    assert dossier(app, round_id).standing.chinese == "已报送"


@pytest.mark.parametrize(("field", "value"), [("login", "a\x00b"), ("name", "某\u202e人")])
def test_accounts_have_names_that_can_be_read(login: Login, field: str, value: str) -> None:
    data = {"login": "reader", "name": "某人", "role": "official", field: value}
    refused = login("system").post("/admin/accounts", data=data, headers=OURS)

    assert refused.status_code == 409
    assert "看不见的字符" in refused.text


@pytest.mark.parametrize("number", ["9" * 40, "9" * 5000, "-1", "x", "\u0661"])
@pytest.mark.parametrize(
    ("who", "path", "field"),
    [
        ("approver", "/decisions/confirm", "number"),
        ("approver", "/decisions/refuse", "number"),
        ("official", "/appeals", "filed"),
        ("official", "/appeals", "year"),
        ("auditor", "/decisions/preview", "year"),
        ("auditor", "/samples", "seed"),
        ("system", "/admin/keys/", "account"),
        ("official", "/layouts/1", "row-"),
    ],
)
def test_a_number_in_a_form_that_nothing_can_have_is_no_fault(
    login: Login, who: str, path: str, field: str, number: str
) -> None:
    others = {"deadline": "2099-12-31", "reason": "x", "note": "x", "name": "x"}
    named = {field + number: "header"} if field.endswith("-") else {field: number}

    answer = login(who).post(path, data=others | named, headers=OURS)

    assert 400 <= answer.status_code < 500, answer.text


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("official", "/figures/2020?entity=x"),
        ("inspector", "/admin/audit?before="),
        ("official", "/letters?year="),
        ("official", "/results/2020/papers/all?n="),
    ],
)
def test_an_address_that_asks_for_what_is_not_there_is_no_fault(
    login: Login, who: str, path: str
) -> None:
    answer = login(who).get(path if path.endswith("x") else path + "9" * 40)

    assert answer.status_code == (404 if path.endswith("x") else answer.status_code)
    assert answer.status_code < 500


def test_a_login_that_nobody_could_log_in_by_is_refused(login: Login) -> None:
    data = {"login": "x" * 81, "name": "某人", "role": "official"}
    refused = login("system").post("/admin/accounts", data=data, headers=OURS)

    assert refused.status_code == 409
    assert "80" in refused.text


def test_a_password_is_refused_where_it_is_too_long_and_cut_nowhere(
    app: Flask, login: Login
) -> None:
    longest = "Qw3-" + "长短句子x9!" * 28
    assert len(longest) == 200
    for new, code in ((longest + "x", 400), (longest, 303)):
        form = {"old": PASSWORD, "new": new, "again": new}
        answer = login("assessor").post("/password", data=form, headers=OURS)
        assert answer.status_code == code
        assert ("最多 200 个字符" in answer.text) is (code == 400)
    again = {"login": "assessor", "password": longest}
    try:
        assert log_in(app, "assessor", longest)
        again["password"] += "x"
        assert app.test_client().post("/login", data=again, headers=OURS).status_code == 403
    finally:
        with app.extensions["shuangkong"].store.writing() as connection:
            kept = accounts.passwords.hashed(PASSWORD)
            connection.execute("UPDATE account SET password = ? WHERE login = 'assessor'", (kept,))
