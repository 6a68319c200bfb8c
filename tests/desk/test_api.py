"""The desk for programs: keys, the same rights as the pages, what is described is what there is."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shuangkong.desk import accounts, audit, guard, keys
from shuangkong.desk.acts.city import STATEMENT
from shuangkong.desk.pace import Pace
from shuangkong.desk.rights import OF_ENTITY, Role, Who, may
from shuangkong.errors import DeskError
from werkzeug.test import TestResponse

from tests.desk.conftest import Login, work
from tests.desk.test_city import GOOD, OTHER, OURS, SOFT, WRONG, dossier, round_id
from tests.desk.test_rights_by_request import addresses

__all__ = ["round_id"]

ROOT = Path(__file__).resolve().parents[2]
OFFICERS = {Role.SYSTEM, Role.SECURITY, Role.INSPECTOR}
Program = Callable[[str], "Caller"]


class Caller:
    """A program with somebody's key; every answer is held against the description."""

    def __init__(self, client: FlaskClient, key: str, description: Mapping[str, Any]) -> None:
        self.client, self.key, self.description = client, key, description

    def send(self, method: str, path: str, **more: Any) -> TestResponse:
        head = {"Authorization": f"Bearer {self.key}"}
        answer = self.client.open(f"/api/v1{path}", method=method, headers=head, **more)
        fits(answer, method, f"/api/v1{path.partition('?')[0]}", self.description)
        return answer

    def get(self, path: str) -> Any:
        answer = self.send("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json

    def post(self, path: str, expected: int = 200, **body: Any) -> Any:
        answer = self.send("POST", path, json=body) if body else self.send("POST", path)
        assert answer.status_code == expected, answer.text
        return answer.json


def operation(method: str, path: str, description: Mapping[str, Any]) -> Mapping[str, Any]:
    for template, item in description["paths"].items():
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path) and method.lower() in item:
            found: Mapping[str, Any] = item[method.lower()]
            return found
    raise AssertionError(f"{method} {path} is not described")


def fits(answer: TestResponse, method: str, path: str, description: Mapping[str, Any]) -> None:
    """An answer has a described status, type and shape."""
    described = operation(method, path, description)["responses"]
    told = resolved(
        described.get(str(answer.status_code)) or described["default"], description
    )  # fmt: skip
    content = told["content"][answer.content_type.partition(";")[0]]
    if answer.content_type.partition(";")[0].endswith("json"):
        shaped(answer.json, content["schema"], description, "answer")


def resolved(node: Mapping[str, Any], description: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node:
        found: Any = description
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
}


def shaped(value: Any, schema: Mapping[str, Any], description: Mapping[str, Any], at: str) -> None:
    """What the description uses of JSON Schema, and nothing else of it."""
    schema = resolved(schema, description)
    used = {"type", "required", "additionalProperties", "properties", "items", "enum", "format",
            "description"}  # fmt: skip
    assert set(schema) <= used, f"{at}: {set(schema) - used} is not looked at"
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    assert any(TYPES[t](value) for t in types), f"{at}: {value!r} is no {types}"
    if "enum" in schema:
        assert value in schema["enum"], at
    if isinstance(value, dict) and "properties" in schema:
        assert set(schema["required"]) == set(value) == set(schema["properties"]), at
        for name, one in value.items():
            shaped(one, schema["properties"][name], description, f"{at}.{name}")
    if isinstance(value, list):
        for one in value:
            shaped(one, schema["items"], description, f"{at}[]")


@pytest.fixture
def description(app: Flask) -> Mapping[str, Any]:
    found: Mapping[str, Any] = app.test_client().get("/api/v1/openapi.json").json
    return found


@pytest.fixture
def program(app: Flask, description: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch) -> Program:
    """A program with the key of an account, by login; nothing slows it down."""
    monkeypatch.setattr(app.extensions["shuangkong"], "pace", Pace(10_000))
    monkeypatch.setattr(app.extensions["shuangkong"], "guesses", Pace(10_000))
    return lambda login: Caller(app.test_client(), key_of(app, login), description)


def key_of(app: Flask, login: str) -> str:
    store = app.extensions["shuangkong"].store
    (account,) = [a for a in accounts.all_accounts(store) if a.login == login]
    with store.writing() as connection:
        return keys.make(connection, account, "试验程序")


def test_every_route_is_described_and_everything_described_is_a_route(
    app: Flask, description: Mapping[str, Any]
) -> None:
    routes = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(guard.API)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {
        (method.upper(), path)
        for path, item in description["paths"].items()
        for method in item
        if method != "parameters"
    }

    assert routes == described
    assert len(routes) > 20
    assert description["openapi"] == "3.1.0"


def test_the_description_names_the_parameters_of_each_address_and_no_operation_twice(
    description: Mapping[str, Any],
) -> None:
    names = []
    for path, item in description["paths"].items():
        given = [resolved(p, description) for p in item.get("parameters", [])]
        for method, one in item.items():
            if method == "parameters":
                continue
            names.append(one["operationId"])
            both = given + [resolved(p, description) for p in one.get("parameters", [])]
            inside = {p["name"] for p in both if p["in"] == "path"}
            assert inside == set(re.findall(r"{(\w+)}", path)), path

    assert len(names) == len(set(names))


def test_a_program_goes_from_the_form_to_the_receipt(
    app: Flask, program: Program, round_id: str
) -> None:
    clerk, signatory, official = program("clerk"), program("signatory"), program("official")
    here, there = f"/city/130500/rounds/{round_id}", f"/province/rounds/{round_id}/130500"
    assert clerk.get("/me")["entity_name"] == "邢台市"
    assert next(r["id"] for r in clerk.get("/city/130500/rounds")["rounds"]) == round_id
    assert clerk.send("GET", f"{here}/form").data[:2] == b"PK"
    sent = clerk.send("POST", f"{here}/versions?name=填报.xlsx", data=WRONG)
    assert (sent.status_code, sent.json["state"]) == (202, "waiting")
    work(app)
    assert clerk.get(f"/city/130500/jobs/{sent.json['id']}")["state"] == "done"
    wrong = clerk.get(f"{here}/versions/1")
    assert {f["needs"] for f in wrong["findings"]} >= {"correct"}
    assert "须更正" in clerk.post(f"{here}/hand-over", 409, sha256=wrong["sha256"])["detail"]

    clerk.send("POST", f"{here}/versions?name=填报.xlsx", data=SOFT)
    work(app)
    found = clerk.get(f"{here}/versions/2")
    soft = [f["key"] for f in found["findings"] if f["needs"] == "explain"]
    assert soft
    for key in soft:
        clerk.post(f"{here}/explanations", key=key, sentence="已核对原始记录")
    assert clerk.get(here)["blocked"] == ""
    late = clerk.post(f"{here}/hand-over", 409, sha256=wrong["sha256"])
    assert "不是最新一版" in late["detail"]
    seen = {"sha256": found["sha256"]}
    assert clerk.post(f"{here}/hand-over", **seen)["standing"]["code"] == "to_sign"
    assert official.get(there)["versions"] == [], "a draft is the city's own"

    declined = signatory.post(f"{here}/decline", reason="请再核一遍")
    assert declined["returned"]["by"] == "signatory"
    clerk.post(f"{here}/hand-over", **seen)
    said = {"sha256": found["sha256"], "statement": STATEMENT}
    assert "声明" in signatory.post(f"{here}/signature", 409, **{**said, "statement": ""})["detail"]
    assert clerk.send("POST", f"{here}/signature", json=said).status_code == 404
    assert signatory.post(f"{here}/signature", 202, **said)["kind"] == "sign"
    work(app)
    receipt = signatory.get(f"{here}/receipt")
    assert (receipt["sha256"], receipt["version"]) == (found["sha256"], 2)
    assert clerk.send("GET", f"{here}/receipt.pdf").data[:4] == b"%PDF"

    signed = official.get(there)
    assert [v["number"] for v in signed["versions"]] == [2]
    assert {f["explained"] for f in signed["findings"] if f["key"] in soft} == {"已核对原始记录"}
    assert official.send("GET", f"{there}/versions/2/file").data == SOFT
    assert official.send("GET", f"{there}/versions/1/file").status_code == 404
    assert official.post(f"{there}/accept")["standing"]["code"] == "accepted"
    back = official.post(f"{there}/return", reason="煤炭数与公报不符", deadline="2099-12-31")
    assert back["standing"]["code"] == "returned"
    assert clerk.get(here)["returned"]["reason"] == "煤炭数与公报不符"
    again = clerk.send("POST", f"{here}/versions?name=填报.xlsx", data=OTHER)
    assert (again.status_code, "更正" in again.json["detail"]) == (409, True)
    assert official.post(f"{there}/extension", until="2100-01-31", reason="汛情")
    assert official.post(f"{there}/reminder")
    board = official.get(f"/province/rounds/{round_id}")
    assert {r["name"]: r["standing"]["text"] for r in board["rows"]} == {
        "邢台市": "退回", "石家庄市": "未报",
    }  # fmt: skip
    assert round_id in [r["id"] for r in official.get("/province/rounds")["rounds"]]
    proof = clerk.send("POST", f"{here}/evidence?name=发票.pdf&about=购煤", data=b"%PDF-1.7 x")
    assert (proof.status_code, proof.json["kind"]) == (201, "PDF")


def test_what_is_done_with_a_key_is_audited_as_such(
    app: Flask, program: Program, round_id: str
) -> None:
    program("clerk").send("POST", f"/city/130500/rounds/{round_id}/versions?name=a.xlsx", data=GOOD)

    newest = audit.lines(app.extensions["shuangkong"].store)[0]
    assert (newest.act, newest.login) == ("upload", "clerk")
    assert "密钥“试验程序”" in newest.address


@pytest.mark.parametrize("role", sorted(set(Role) - OFFICERS))
def test_a_key_may_what_its_account_may_and_no_more(
    app: Flask, program: Program, role: Role
) -> None:
    caller = program(role.value)
    who = Who(role, "130500" if role in OF_ENTITY else None, "省工信厅")
    store = app.extensions["shuangkong"].store
    denied = 0
    for entity in ("130500", "130100"):
        for method, address, act, named in addresses(app, entity, api=True):
            allowed = may(who, act, entity if named else None)
            if allowed and method == "POST":
                continue
            answer = caller.send(method, address.removeprefix("/api/v1"))
            if allowed:
                assert answer.status_code in (200, 404), (role, method, address)
            else:
                denied += 1
                assert answer.status_code == 404, (role, method, address)

    refused = [x for x in audit.lines(store, most=10_000) if x.outcome.value == "refused"]
    assert len([x for x in refused if x.login == role.value]) >= denied > 0


def test_without_a_good_key_nothing_is_said(app: Flask, program: Program) -> None:
    caller = program("clerk")
    cookie = app.test_client()
    for key in ("", "sk_wrong", caller.key[:-1]):
        answer = Caller(cookie, key, caller.description).send("GET", "/me")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    answer = cookie.get("/api/v1/me", headers={"Authorization": f"Basic {caller.key}"})
    assert answer.status_code == 401
    assert cookie.get("/api/v1/nothing").json["status"] == 404


def test_a_session_is_no_key(login: Login) -> None:
    assert login("clerk").get("/api/v1/me").status_code == 401


def test_a_key_is_shown_once_kept_as_a_hash_and_taken_back(
    app: Flask, login: Login, program: Program
) -> None:
    admin, store = login("system"), app.extensions["shuangkong"].store
    (clerk,) = [a for a in accounts.all_accounts(store) if a.login == "clerk"]
    made = admin.post("/admin/keys/", data={"account": clerk.id, "name": "在线监测"}, headers=OURS)
    (key,) = re.findall(r"sk_[\w-]+", made.text)
    caller = program("clerk")
    caller.key = key

    assert caller.get("/me")["login"] == "clerk"
    assert key not in admin.get("/admin/keys/").text
    assert "在线监测" in login("clerk").get("/").text, "the owner sees that there is one"
    with store.reading() as connection:
        kept = [tuple(r) for r in connection.execute("SELECT * FROM key")]
        newest = keys.listed(connection, clerk.id)
    assert key not in str(kept)
    number = next(k.number for k in newest if k.name == "在线监测")
    assert admin.post(f"/admin/keys/{number}/end", headers=OURS).status_code == 303
    assert caller.send("GET", "/me").status_code == 401


def test_closing_an_account_ends_its_keys_for_good(app: Flask, program: Program) -> None:
    caller, store = program("clerk2"), app.extensions["shuangkong"].store
    (account,) = [a for a in accounts.all_accounts(store) if a.login == "clerk2"]
    assert caller.get("/me")

    for closed in (True, False):
        with store.writing() as connection:
            accounts.set_disabled(connection, account, closed)
        assert caller.send("GET", "/me").status_code == 401


@pytest.mark.parametrize("role", sorted(OFFICERS))
def test_officers_have_no_keys(app: Flask, role: Role) -> None:
    with pytest.raises(DeskError, match="不能有接口密钥"):
        key_of(app, role.value)


def test_a_key_waits_for_the_first_password(app: Flask, program: Program) -> None:
    caller, store = program("clerk2"), app.extensions["shuangkong"].store
    for value, expected in ((1, 409), (0, 200)):
        with store.writing() as connection:
            connection.execute(
                "UPDATE account SET must_change = ? WHERE login = 'clerk2'", (value,)
            )
        assert caller.send("GET", "/me").status_code == expected


def test_a_wrong_key_stands_in_the_audit_log(app: Flask, program: Program) -> None:
    caller, store = program("clerk"), app.extensions["shuangkong"].store
    caller.key = "sk_wrong"
    before = len(audit.lines(store, most=1_000_000))

    assert caller.send("GET", "/me").status_code == 401

    newest = audit.lines(store)[0]
    assert newest.number == before + 1
    assert (newest.act, newest.object, newest.login) == ("key", "/api/v1/me", None)
    assert newest.outcome is audit.AuditOutcome.REFUSED


def test_a_program_that_asks_too_often_is_slowed(
    app: Flask, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = program("clerk")
    monkeypatch.setattr(app.extensions["shuangkong"], "pace", Pace(3))

    codes = [caller.send("GET", "/me").status_code for _ in range(4)]

    assert codes == [200, 200, 200, 429]
    assert caller.send("GET", "/me").headers["Retry-After"] == "60"


def test_guessing_keys_is_slowed_by_address(
    app: Flask, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = program("clerk")
    monkeypatch.setattr(app.extensions["shuangkong"], "guesses", Pace(2))
    right, caller.key = caller.key, "sk_guess"

    assert [caller.send("GET", "/me").status_code for _ in range(3)] == [401, 401, 429]
    caller.key = right
    assert caller.send("GET", "/me").status_code == 429


def test_a_minute_later_the_pace_is_free_again() -> None:
    pace = Pace(2)

    assert [pace.allows("a", at) for at in (0, 1, 2, 60.5)] == [True, True, False, True]
    assert pace.allows("b", 2)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"key":"a"}', b'{"key":1,"sentence":"abcd"}',
     b'{"key":"a","sentence":"abcd","more":"x"}'],
)  # fmt: skip
def test_a_body_of_another_shape_is_told(program: Program, round_id: str, body: bytes) -> None:
    answer = program("clerk").send(
        "POST", f"/city/130500/rounds/{round_id}/explanations", data=body
    )

    assert answer.status_code == 400
    assert "怎么改" in answer.json["detail"]


def test_words_and_files_have_their_limits(program: Program, round_id: str) -> None:
    here = f"/city/130500/rounds/{round_id}"
    caller = program("clerk")
    long = json.dumps({"key": "a", "sentence": "长" * 70_000}).encode()

    assert caller.send("POST", f"{here}/explanations", data=long).status_code == 413
    assert caller.send("POST", f"{here}/versions", data=GOOD).status_code == 400, "no name"
    assert caller.send("POST", f"{here}/versions?name=a.xlsx", data=b"").status_code == 409
    big = b"\0" * (64 * 1024 * 1024 + 1)
    assert caller.send("POST", f"{here}/versions?name=a.xlsx", data=big).status_code == 413


def test_the_example_client_reports_a_form(
    app: Flask, program: Program, address: str, round_id: str, tmp_path: Path
) -> None:
    form, filled = tmp_path / "表.xlsx", tmp_path / "填报.xlsx"
    filled.write_bytes(SOFT)
    env = os.environ | {
        "SHUANGKONG_KEY": key_of(app, "clerk"),
        "SHUANGKONG_SIGN_KEY": key_of(app, "signatory"),
        "PYTHONUTF8": "1",
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "docs" / "examples" / "report_by_api.py")]
        return subprocess.run(
            [*command, address, round_id, *arguments],
            env=env, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip

    assert run(str(form), "--form").returncode == 0
    assert form.read_bytes()[:2] == b"PK"
    stopped = run(str(filled))
    assert "没有提交签发人：还有" in stopped.stderr
    filled.write_bytes(WRONG)
    assert "须更正" in run(str(filled)).stderr
    filled.write_bytes(SOFT + b"\n")
    done = run(str(filled), "--explain", "已核对原始记录")
    assert done.returncode == 0, done.stderr
    assert "已报送，回执 " in done.stdout
    assert dossier(app, round_id).standing.value == "signed"
    assert "现在是“已报送”" in run(str(filled)).stderr
