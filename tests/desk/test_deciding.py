"""Points by two assessors, decisions seen first and confirmed by another, approved figures."""

import html
import io
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shuangkong.ledger.entries import rulings, submissions
from shuangkong.ledger.seconds import seconds
from shuangkong.ledger.store import EntryKind, opened

from tests.desk.conftest import desk_with_forms, log_in

OURS = {"Sec-Fetch-Site": "same-origin"}
Login = Callable[[str], FlaskClient]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A desk whose ledger has two cities' forms and no points yet."""
    return desk_with_forms(tmp_path_factory.mktemp("deciding") / "2020考核")


@pytest.fixture
def login(app: Flask) -> Login:
    return lambda name: log_in(app, name)


def give(client: FlaskClient, points: str, evidence: str = "现场查验记录") -> int:
    page = client.get("/points/2020/130500").text
    (target, *_) = re.findall(r'name="points-([^"]+)"', page)
    data = {f"points-{target}": points, f"evidence-{target}": evidence}
    return client.post("/points/2020/130500", data=data, headers=OURS).status_code


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def test_two_assessors_differ_and_the_difference_is_settled(tmp_path: Path) -> None:
    app = desk_with_forms(tmp_path / "2020考核")  # its own: nobody has given points yet
    login = partial(log_in, app)
    first, second, official = login("assessor"), login("assessor2"), login("official")
    workspace = app.extensions["shuangkong"].workspace

    assert give(first, "999") == 409, "more than the part is worth"
    assert give(first, "abc") == 409
    assert give(first, "1") == 303
    assert give(first, "1") == 409, "nothing new"
    page = second.get("/points/2020/130500").text
    assert "某assessor " not in page, "nobody sees what the other gave before giving their own"
    assert give(second, "0.5") == 303
    page = second.get("/points/2020/130500").text
    assert "某assessor 1 分：现场查验记录" in page
    assert "不一致" in page

    overview = official.get("/points/2020").text
    (link,) = re.findall(r'href="(/decisions/new[^"]+)"', overview)
    assert 'value="points" selected' in official.get(html.unescape(link)).text
    (target,) = re.findall(r"target=([^&]+)&amp;", link)
    form = {
        "kind": "points", "target": target, "choice": "0.8", "entity": "130500", "year": "2020",
        "reason": "合议：一项材料不全",
    }  # fmt: skip
    shown = official.post("/decisions/preview", data=form, headers=OURS).text
    assert "结果的变化" in shown or "结果没有变化" in shown
    assert "登记即生效" not in shown, "nothing has effect before a second person"
    with opened(workspace) as ledger:
        assert not rulings(ledger), "a preview records nothing"
    done = official.post("/decisions", data=hidden(shown), headers=OURS)
    assert done.status_code == 303
    with opened(workspace) as ledger:
        (ruling,) = rulings(ledger)
    assert (ruling.decision.choice, ruling.decision.by) == ("0.8", "某official")
    trace = f"/explain/2020/130500/item/{target.partition('.')[0]}"
    assert "0.8" not in official.get(trace).text, "no effect before a second person"

    approver = login("approver")
    number = {"number": str(ruling.number)}
    assert official.post("/decisions/confirm", data=number, headers=OURS).status_code == 404
    assert "复核后的变化" in approver.get(f"/decisions/{ruling.number}").text
    done = approver.post("/decisions/confirm", data=number, headers=OURS)
    assert done.status_code == 303
    assert approver.post("/decisions/confirm", data=number, headers=OURS).status_code == 409
    with opened(workspace) as ledger:
        assert seconds(ledger).confirmed[ruling.number].by == "某approver"
    assert "0.8" in official.get(trace).text
    page = official.get("/decisions").text
    assert "有效" in page
    assert "建立本地区单位GDP能耗统计、监测、考核体系" in page, "by its name, not by its id alone"


def test_what_a_waiting_decision_changes_stands_under_its_own_number(
    app: Flask, login: Login
) -> None:
    official, approver = login("official"), login("approver")
    form = {
        "kind": "override", "target": "intensity", "choice": "not_met", "entity": "130500",
        "year": "2020", "reason": "核查发现数据有误",
    }  # fmt: skip
    shown = official.post("/decisions/preview", data=form, headers=OURS).text
    official.post("/decisions", data=hidden(shown), headers=OURS)
    with opened(app.extensions["shuangkong"].workspace) as ledger:
        number = max(one.number for one in rulings(ledger))

    waiting = approver.get(f"/decisions/{number}").text

    assert set(re.findall(r"新增裁定第(\d+)号", waiting)) == {str(number)}
    refused = {"number": str(number), "reason": "试验"}
    assert approver.post("/decisions/refuse", data=refused, headers=OURS).status_code == 303


def test_points_go_the_way_of_every_file(app: Flask, login: Login) -> None:
    assert give(login("assessor"), "1", "另一份记录") == 303

    with opened(app.extensions["shuangkong"].workspace) as ledger:
        last = submissions(ledger)[-1]
    assert last.by == "某assessor"
    assert last.measures
    data = {"points-organisation.organisation-1": "1"}
    answer = login("official").post("/points/2020/130500", data=data, headers=OURS)
    assert answer.status_code == 404


def test_evidence_of_a_part_is_kept_in_the_ledger(app: Flask, login: Login) -> None:
    client = login("assessor")
    here = "/points/2020/130500"
    (part, *_) = re.findall(r'<option value="([^"]+)">', client.get(here).text)
    data = {"part": part, "file": (io.BytesIO(b"%PDF-1.4 x"), "记录.pdf")}

    assert client.post(f"{here}/evidence", data=data, headers=OURS).status_code == 303
    (link,) = set(re.findall(rf'href="({here}/evidence/\d+)"', client.get(here).text))
    assert client.get(link).data == b"%PDF-1.4 x"
    assert client.get(link.replace("130500", "130100")).status_code == 404
    data = {"part": part, "file": (io.BytesIO(b"MZ"), "记录.pdf")}
    assert client.post(f"{here}/evidence", data=data, headers=OURS).status_code == 409
    with opened(app.extensions["shuangkong"].workspace) as ledger:
        kept = [one.content for one in ledger.entries(None, EntryKind.EVIDENCE)]
    assert [one["item"] for one in kept if one["item"]] == [f"130500.{part}"]


def test_what_was_seen_is_what_is_recorded(app: Flask, login: Login) -> None:
    official = login("official")
    form = {
        "kind": "override", "target": "intensity", "choice": "not_met", "entity": "130500",
        "year": "2020", "reason": "核查发现数据有误",
    }  # fmt: skip
    shown = official.post("/decisions/preview", data=form, headers=OURS).text
    assert "人工裁定" in shown
    assert give(login("assessor2"), "0.6", "台账在预览之后变了") == 303

    again = official.post("/decisions", data=hidden(shown), headers=OURS)

    assert again.status_code == 200
    assert "请重新看过再登记" in again.text
    done = official.post("/decisions", data=hidden(again.text), headers=OURS)
    assert done.status_code == 303


def test_a_refused_decision_goes_back_with_the_reason(app: Flask, login: Login) -> None:
    official, approver = login("official"), login("approver")
    form = {
        "kind": "override", "target": "intensity", "choice": "not_met", "entity": "130500",
        "year": "2020", "reason": "核查发现数据有误",
    }  # fmt: skip
    shown = official.post("/decisions/preview", data=form, headers=OURS).text
    assert official.post("/decisions", data=hidden(shown), headers=OURS).status_code == 303
    with opened(app.extensions["shuangkong"].workspace) as ledger:
        number = rulings(ledger)[-1].number
    assert "您的裁定被退回" not in official.get("/").text
    said = {"number": str(number), "reason": "批文没有附上"}

    assert official.post("/decisions/refuse", data=said, headers=OURS).status_code == 404
    empty = {**said, "reason": " "}
    assert approver.post("/decisions/refuse", data=empty, headers=OURS).status_code == 409
    assert approver.post("/decisions/refuse", data=said, headers=OURS).status_code == 303
    assert approver.post("/decisions/confirm", data=said, headers=OURS).status_code == 409

    first = official.get("/").text
    assert first.index("批文没有附上") < first.index("由人决定的事项"), "what waits stands on top"
    page = official.get(f"/decisions/{number}").text
    assert "某approver" in page
    assert "批文没有附上" in page
    assert "复核退回，未生效" in official.get("/decisions").text
    proof = {"file": (io.BytesIO(b"%PDF-1.4 x"), "批文.pdf")}
    there = f"/decisions/{number}/evidence"
    assert approver.post(there, data=dict(proof), headers=OURS).status_code == 404
    proof = {"file": (io.BytesIO(b"%PDF-1.4 x"), "批文.pdf")}
    assert official.post(there, data=proof, headers=OURS).status_code == 303
    assert "批文.pdf" in approver.get(f"/decisions/{number}").text
    again = official.post("/decisions/preview", data=form, headers=OURS).text
    assert official.post("/decisions", data=hidden(again), headers=OURS).status_code == 303
    assert "您的裁定被退回" not in official.get("/").text, "it was recorded anew"


@pytest.mark.parametrize(
    "wrong", [{"kind": "x"}, {"year": "x"}, {"target": ""}, {"choice": ""}, {"choice": "perhaps"},
              {"reason": ""}, {"entity": ""}]
)  # fmt: skip
def test_a_decision_that_says_too_little_is_refused(login: Login, wrong: dict[str, str]) -> None:
    form = {
        "kind": "override", "target": "intensity", "choice": "met", "entity": "130500",
        "year": "2020", "reason": "有依据", **wrong,
    }  # fmt: skip

    assert login("official").post("/decisions/preview", data=form, headers=OURS).status_code == 409


def test_a_wish_that_was_not_written_by_the_preview_is_refused(login: Login) -> None:
    for text in ("", "x", "[]", "[1]", '{"kind": "override"}'):
        answer = login("official").post("/decisions", data={"wishes": text}, headers=OURS)
        assert answer.status_code == 409, text


def test_an_approved_figure_stands_beside_the_reported_one(app: Flask, login: Login) -> None:
    official = login("official")
    page = official.get("/figures/2020?entity=130500").text
    (name, *_) = re.findall(r'name="figure-(energy_total[^"]*)"', page)
    data = {f"figure-{name}": "1234.5", "reason": "据核查报告核定"}

    shown = official.post("/figures/2020/130500/preview", data=data, headers=OURS).text
    assert "1234.5" in shown
    assert official.post("/decisions", data=hidden(shown), headers=OURS).status_code == 303
    with opened(app.extensions["shuangkong"].workspace) as ledger:
        number = rulings(ledger)[-1].number
    login("approver").post("/decisions/confirm", data={"number": str(number)}, headers=OURS)

    assert "1234.5" in official.get("/figures/2020?entity=130500").text
    trace = official.get(f"/figure/2020/130500/{name}").text
    assert f"第 {number} 号裁定" in trace
    assert "采用" in trace
    assert official.post("/figures/2020/130500/preview", data={"reason": "x"}, headers=OURS
                         ).status_code == 409  # fmt: skip


def test_a_city_sees_its_own_figures_traced_once_issued(login: Login) -> None:
    clerk = login("clerk")

    assert clerk.get("/figure/2020/130500/energy_total").status_code == 404, "not issued"
    assert clerk.get("/figure/2020/130100/energy_total").status_code == 404
    assert clerk.get("/explain/2020/130500/item/organisation").status_code == 404, "not issued"
    assert clerk.get("/decisions").status_code == 404
    assert clerk.get("/points/2020").status_code == 404


def test_a_city_opens_no_sheet_of_anothers_by_its_number(app: Flask, login: Login) -> None:
    with opened(app.extensions["shuangkong"].workspace) as ledger:
        numbers = {one.entity: one.number for one in submissions(ledger)}
    at = "?sheet=填报表&cell=I7"
    own, other = numbers["130500"], numbers["130100"]

    assert login("clerk").get(f"/cell/130500/{own}{at}").status_code == 200
    assert login("official").get(f"/cell/130100/{other}{at}").status_code == 200
    for entity in ("130500", "130100"):
        assert login("clerk").get(f"/cell/{entity}/{other}{at}").status_code == 404


def test_a_decision_is_written_in_words(login: Login) -> None:
    official = login("official")
    page = official.get("/decisions/new").text
    assert "not_met" not in page
    form = {
        "kind": "override", "target": "万元地区生产总值能耗下降", "choice": "未完成",
        "entity": "130500", "year": "2020", "reason": "核查发现数据有误",
    }  # fmt: skip

    shown = official.post("/decisions/preview", data=form, headers=OURS)

    (wish,) = json.loads(hidden(shown.text)["wishes"])
    assert (wish["target"], wish["choice"]) == ("intensity", "not_met")
    form = {**form, "kind": "falsified", "target": "等级"}
    graded = official.post("/decisions/preview", data=form, headers=OURS)
    (wish,) = json.loads(hidden(graded.text)["wishes"])
    assert wish["choice"] == "未完成", "a grade of that name"


def test_a_state_is_shown_and_approved_in_words_and_not_as_a_number(login: Login) -> None:
    page = login("official").get("/figures/2020?entity=130500").text

    rows = re.findall(r"<tr>(?:(?!</tr>).)*</tr>", page, re.S)
    (row,) = [one for one in rows if "本地节能专项规划" in one]
    assert "<input" not in row
    assert "<option>已制定</option>" in row
    assert not re.search(r'class="number">\d', row)


def test_what_is_decided_on_is_named_and_never_by_an_id(login: Login) -> None:
    official = login("official")
    plan = official.application.extensions["shuangkong"].declarations
    target = next(one for one in plan.targets.values() if one.readings)
    reading = target.readings[0]
    asked = {"entity": "130500", "year": "2020", "reason": "按原文理解"}
    by_names = (
        ({"kind": "figure", "target": "能源消费总量", "choice": "1970"}, ("energy_total", "1970")),
        ({"kind": "reading", "target": target.name, "choice": reading.says, "entity": "",
          "everyone": "yes"}, (target.id, reading.id)),
    )  # fmt: skip
    for said, meant in by_names:
        shown = official.post("/decisions/preview", data={**asked, **said}, headers=OURS)
        (wish,) = json.loads(hidden(shown.text)["wishes"])
        assert (wish["target"], wish["choice"]) == meant

    form = official.get("/decisions/new?kind=points&target=organisation.organisation-1").text
    assert 'value="建立本地区单位GDP能耗统计、监测、考核体系"' in form
    assert "代号" not in form
    assert f'<option value="{reading.says}">' in form
    again = official.get("/decisions/new?kind=override&target=intensity&choice=not_met").text
    assert 'value="未完成"' in again


@pytest.mark.parametrize(
    ("said", "mend"),
    [({"entity": ""}, "勾选“对全部对象生效”"), ({"kind": "points", "year": ""}, "选年度"),
     ({"kind": "figure", "target": "能源消费总量", "choice": "1970", "entity": ""}, "选考核对象")],
)  # fmt: skip
def test_a_refusal_says_what_to_do_on_the_page_and_not_at_a_terminal(
    login: Login, said: dict[str, str], mend: str
) -> None:
    form = {
        "kind": "override", "target": "intensity", "choice": "not_met", "entity": "130500",
        "year": "2020", "reason": "有依据", **said,
    }  # fmt: skip

    answer = login("official").post("/decisions/preview", data=form, headers=OURS)

    assert answer.status_code == 409
    assert mend in answer.text
    assert "加 --" not in answer.text


def test_an_outcome_has_the_sign_of_the_papers(app: Flask, login: Login) -> None:
    """What a person decided and what is not due stood with －, the sign of 不适用."""
    official = login("official")
    form = {
        "kind": "override", "target": "intensity", "choice": "met", "entity": "130500",
        "year": "2020", "reason": "核查认定",
    }  # fmt: skip
    shown = official.post("/decisions/preview", data=form, headers=OURS).text
    assert official.post("/decisions", data=hidden(shown), headers=OURS).status_code == 303
    with opened(app.extensions["shuangkong"].workspace) as ledger:
        number = rulings(ledger)[-1].number
    login("approver").post("/decisions/confirm", data={"number": str(number)}, headers=OURS)

    for page in ("/results/2020/130500", "/explain/2020/130500/intensity"):
        text = re.sub(r"<[^>]*>", "", official.get(page).text)
        assert "※ 人工裁定" in text
        assert "－ 人工裁定" not in text
