"""The province's later acts by program: points, verdicts, decisions, issue, appeals."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from shuangkong.desk.pace import Pace
from shuangkong.ledger.entries import issues, submissions
from shuangkong.ledger.store import opened

from tests.desk.conftest import desk_with_forms, served, work
from tests.desk.test_api import ROOT, Caller, key_of
from tests.desk.test_counted import desk_of_a_count

WISH = {
    "kind": "override", "target": "intensity", "choice": "not_met", "reason": "核查发现数据有误",
    "entity": "130500", "everyone": False, "year": 2020, "view": None,
}  # fmt: skip


def caller(app: Flask, login: str) -> Caller:
    app.extensions["shuangkong"].pace = Pace(10_000)
    description = app.test_client().get("/api/v1/openapi.json").json
    return Caller(app.test_client(), key_of(app, login), description)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return desk_with_forms(tmp_path_factory.mktemp("by-program") / "2020考核")


def test_points_are_given_and_seen_as_on_the_pages(app: Flask) -> None:
    first, second = caller(app, "assessor"), caller(app, "assessor2")
    here = "/points/2020/130500"
    part = first.get(here)["parts"][0]
    given = {"item": part["item"], "part": part["part"], "points": "1", "evidence": "查验记录"}

    assert "SK-L" in first.post(here, 409, points=[{**given, "points": "999"}])["detail"]
    assert first.post(here, 400, points=[{**given, "points": 1}])["title"]
    (own, *_) = first.post(here, points=[given])["parts"]
    assert own["given"] == [{"assessor": "某assessor", "points": "1", "evidence": "查验记录"}]
    assert "没有新填写" in first.post(here, 409, points=[given])["detail"]
    assert second.get(here)["parts"][0]["given"] == [], "before giving their own"
    assert caller(app, "official").get(here)["parts"][0]["given"]
    with opened(app.extensions["shuangkong"].workspace) as ledger:
        assert submissions(ledger)[-1].measures


def test_a_decision_is_previewed_recorded_refused_and_confirmed(app: Flask) -> None:
    official, approver = caller(app, "official"), caller(app, "approver")
    before = official.get("/decisions")
    seen = official.post("/decisions/preview", decisions=[WISH])
    assert set(seen) == {"head", "same", "figures", "changes"}
    assert official.get("/decisions") == before, "a preview records nothing"
    first, second = (
        official.post("/decisions", 201, head=seen["head"], decisions=[WISH])["decisions"],
        official.post("/decisions", 409, head=seen["head"], decisions=[WISH]),
    )
    assert "重新预览" in second["detail"]
    number = first[0]["number"]
    assert first[0]["waits"]

    official.post("/decisions/refusal", 404, numbers=[number], reason="不行")
    approver.post("/decisions/refusal", 409, numbers=[number], reason="")
    (refused,) = approver.post("/decisions/refusal", numbers=[number], reason="批文没有附上")[
        "decisions"
    ]
    assert (refused["refused_by"], refused["refused_because"]) == ("某approver", "批文没有附上")
    assert official.get("/decisions")["decisions"][0]["text"] == "复核退回，未生效"

    seen = official.post("/decisions/preview", decisions=[WISH])
    again = official.post("/decisions", 201, head=seen["head"], decisions=[WISH])["decisions"]
    approver.post("/decisions/confirmation", 409, numbers=[], note="")
    done = approver.post("/decisions/confirmation", numbers=[again[0]["number"]], note="")
    assert (done["decisions"][0]["text"], done["decisions"][0]["waits"]) == ("有效", False)
    assert approver.post("/decisions/confirmation", 400, numbers=["1"], note="")["title"]


def test_the_example_client_refuses_a_decision(app: Flask) -> None:
    official = caller(app, "official")
    seen = official.post("/decisions/preview", decisions=[WISH])
    made = official.post("/decisions", 201, head=seen["head"], decisions=[WISH])["decisions"]
    env = os.environ | {"SHUANGKONG_KEY": key_of(app, "approver"), "PYTHONUTF8": "1"}
    number = str(made[0]["number"])

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "docs" / "examples" / "second_by_api.py"), address]
        return subprocess.run([*command, *arguments], env=env, capture_output=True,
                              encoding="utf-8", check=False)  # fmt: skip

    with served(app) as address:
        assert f"第 {number} 号" in run().stdout
        assert "退回的理由" in run("--refuse", number).stderr
        done = run("--refuse", number, "--reason", "批文没有附上")
    assert (
        f"第 {number} 号　某official　intensity → not_met　复核退回，未生效：批文没有附上"
        in done.stdout
    )


def test_one_proposes_another_issues_and_the_city_appeals(tmp_path: Path) -> None:
    app = desk_with_forms(tmp_path / "2020考核")  # its own: what comes after an issue waits
    official, approver = caller(app, "official"), caller(app, "approver")
    signatory, clerk = caller(app, "signatory"), caller(app, "clerk")
    assert "没有人提请" in approver.post("/results/2020/issue", 409)["detail"]
    assert official.post("/results/2020/proposal", note="")["proposed"]
    assert official.post("/results/2020/issue", 404)["status"] == 404
    job = approver.post("/results/2020/issue", 202)
    assert approver.get(f"/results/2020/jobs/{job['id']}")["state"] == "waiting"
    assert approver.send("GET", f"/results/2019/jobs/{job['id']}").status_code == 404
    work(app)
    assert approver.get(f"/results/2020/jobs/{job['id']}")["state"] == "done"
    found = official.get("/results/2020")
    assert [i["by"] for i in found["issued"]] == ["某approver"]
    assert found["proposed"] is None
    assert "邢台市" in {e["name"] for e in found["entities"]}

    here = "/city/130500/appeals"
    proof = {"name": "台账.pdf", "content": base64.b64encode(b"%PDF-1.4 x").decode()}
    said = {"year": 2020, "said": "煤炭消费总量请复核", "files": [proof]}
    clerk.post(here, 404, **said)
    bad = {**proof, "content": "不是"}
    assert "base64" in signatory.post(here, 400, **{**said, "files": [bad]})["detail"]
    (filed,) = signatory.post(here, 201, **said)["filed"]
    assert filed["files"] == ["台账.pdf"]
    registered = approver.post("/appeals", 201, filed=filed["number"], deadline="2099-01-31")
    assert registered["filed"] == []
    (one,) = registered["appeals"]
    paper = {**said, "entity": "130100", "deadline": "2099-01-31"}
    assert len(approver.post("/appeals/paper", 201, **paper)["appeals"]) == 2
    there = f"/appeals/{one['number']}/answer"
    approver.post(there, 409, outcome="perhaps", found="属实", decisions=[])
    approver.post(there, 400, outcome="upheld", found="属实", decisions=["1"])
    refused = approver.post(there, 409, outcome="upheld", found="属实", decisions=[1])
    assert "SK-L160" in refused["detail"]
    approver.post(there, outcome="rejected", found="不属实", decisions=[])
    assert [a["answer"] for a in clerk.get(here)["appeals"]] == ["rejected"]
    assert len(official.get("/appeals")["appeals"]) == 2


def test_rounds_are_opened_and_closed(app: Flask) -> None:
    official = caller(app, "official")

    made = official.post("/province/rounds", 201, period="2020-Q3", deadline="2099-12-31")
    assert made["title"] == "2020年第三季度填报"
    assert "不在规划期内" in official.post(
        "/province/rounds", 409, period="1999", deadline="2099-12-31"
    )["detail"]  # fmt: skip
    assert official.post("/province/rounds/2020-Q3/close")["closed"]
    assert official.post("/province/rounds/2020-Q1/close", 404)["status"] == 404


def test_verdicts_are_given_by_whoever_may(tmp_path: Path) -> None:
    app = desk_of_a_count(tmp_path / "2026评价")
    signatory, official = caller(app, "signatory"), caller(app, "official")
    here = "/city/970100/verdicts/2026"
    (row, *_) = signatory.get(here)["verdicts"]
    assert (row["met"], row["author"]) == (None, None)
    said = {"entity": row["entity"], "target": row["target"], "met": False, "basis": "年报",
            "advice": "加快建设"}  # fmt: skip

    caller(app, "clerk").post(here, 404, verdicts=[said])
    assert "评价依据" in signatory.post(here, 409, verdicts=[{**said, "basis": ""}])["detail"]
    assert "SK-L151" in signatory.post(here, 409, verdicts=[{**said, "entity": "970200"}])["detail"]
    told = signatory.post(here, verdicts=[said])["verdicts"]
    assert [r["met"] for r in told if r["target"] == row["target"]] == [False]
    assert told[0]["author"] == "某signatory"
    official.post(here, 404, verdicts=[said])
    own = official.get("/province/verdicts/2026")["verdicts"][0]
    said = {**said, "entity": own["entity"], "target": own["target"], "met": True}
    official.post("/province/verdicts/2026", verdicts=[said])
    with opened(app.extensions["shuangkong"].workspace) as ledger:
        assert len(submissions(ledger)) == 2
        assert not issues(ledger, 2026)
