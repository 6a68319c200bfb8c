"""Documents seen before they are issued, appeals and their letters, samples, the ledger."""

import dataclasses
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shuangkong import resources
from shuangkong.declarations.load import load
from shuangkong.desk import files
from shuangkong.ledger.appeals import appeals
from shuangkong.ledger.confirm import confirm
from shuangkong.ledger.decide import Wish, decide
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.store import EntryKind, opened
from shuangkong.ledger.submit import submit
from shuangkong.vocabulary import DecisionKind

from tests.desk.conftest import SAMPLES, desk_with_forms, log_in
from tests.desk.test_city import OURS, work
from tests.ledger.conftest import World

Login = Callable[[str], FlaskClient]


def issued_desk(workspace: Path) -> Flask:
    """A desk on which 2020 was issued."""
    app = desk_with_forms(workspace)
    log_in(app, "official").post("/results/2020/propose", headers=OURS)
    log_in(app, "approver").post("/results/2020/issue", headers=OURS)
    work(app)
    return app


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The same for all tests that change nothing."""
    return issued_desk(tmp_path_factory.mktemp("papers") / "2020考核")


@pytest.fixture
def login(app: Flask) -> Login:
    return lambda name: log_in(app, name)


def issue_number(app: Flask) -> int:
    with opened(app.extensions["shuangkong"].workspace) as ledger:
        return ledger.entries(None, EntryKind.ISSUE)[0].number


def test_every_document_is_a_page_before_it_is_issued(login: Login) -> None:
    official = login("official")
    assert "邢台市" in official.get("/results/2020/papers").text
    page = official.get("/results/2020/130500/papers").text
    assert "评分卡/06_邢台市.xlsx" in page
    assert "<caption>工作表：" in page
    links = re.findall(r'href="(/results/2020/130500/papers\?n=\d+)"', page)
    letters = [official.get(link).text for link in links[1:]]
    assert any("<article" in text and "邢台市人民政府" in text for text in letters)
    assert official.get("/results/2020/130500/papers?n=99").status_code == 404
    data = official.get("/results/2020/130500/papers/0/file").data
    assert data[:2] == b"PK"
    with zipfile.ZipFile(io.BytesIO(official.get("/results/2020/130500/documents.zip").data)) as z:
        assert z.read("评分卡/06_邢台市.xlsx") == data


def test_papers_and_tables_of_all_are_pages_before_anything_is_issued(login: Login) -> None:
    official = login("official")
    page = official.get("/results/2020/papers").text
    named = dict(re.findall(r'href="(/results/2020/papers/common/\d+)">([^<]+)<', page))
    assert set(named.values()) == {"通报（草稿）.docx", "表/汇总上报表.xlsx"}
    at = {name: link for link, name in named.items()}
    assert "考核结果通报如下" in official.get(at["通报（草稿）.docx"]).text
    table = official.get(at["表/汇总上报表.xlsx"])
    assert "<caption>工作表：" in table.text
    assert "邢台市" in table.text
    assert official.get(f"{at['表/汇总上报表.xlsx']}/file").data[:2] == b"PK"
    assert official.get("/results/2020/papers/common/9").status_code == 404


def test_all_documents_come_in_one_zip(app: Flask, login: Login) -> None:
    official = login("official")
    done = official.post("/results/2020/papers/all", headers=OURS)
    assert done.status_code == 303
    work(app)

    page = official.get(done.location).text

    (link,) = re.findall(r'href="([^"]+\.zip)"', page)
    with zipfile.ZipFile(io.BytesIO(official.get(link).data)) as archive:
        names = archive.namelist()
    assert "results.json" in names
    assert any(n.startswith("函/") for n in names)
    assert official.get(link.replace("2020", "2019", 1)).status_code == 404
    (circular,) = re.findall(r'href="([^"]+)">[^<]*通报[^<]*docx</a>', page)
    assert "<article" in official.get(circular).text
    assert official.get(circular.rpartition("/")[0] + "/999").status_code == 404
    assert official.get("/results/2020/papers/all/x").status_code == 404


def test_what_came_after_an_issue_is_compared_with_it(app: Flask, login: Login) -> None:
    official = login("official")
    assert "结果没有变化" in official.get("/results/2020/compare").text
    assert "还没有签发过" in official.get("/results/2019/compare").text


def test_a_city_gets_its_own_papers_and_no_others(app: Flask, login: Login) -> None:
    clerk = login("clerk")
    page = clerk.get("/city/130500/results").text
    files = re.findall(r'href="(/city/130500/results/\d+/\w+/file)"', page)
    assert files
    assert "石家庄" not in page
    assert clerk.get(files[0]).data[:2] == b"PK"
    assert clerk.get(files[0].removesuffix("/file")).status_code == 200
    assert clerk.get("/city/130100/results").status_code == 404
    other = login("official").get("/city/130100/results").text
    (foreign, *_) = re.findall(r'href="(/city/130100/results/\d+/\w+/file)"', other)
    assert clerk.get(foreign.replace("130100", "130500")).status_code == 404, "by its hash"
    assert clerk.get(f"/ledger/{issue_number(app)}").status_code == 404


def corrected(app: Flask) -> int:
    """The number of a decision on 邢台市 that two persons made."""
    workspace = app.extensions["shuangkong"].workspace
    asked = ("energy_total", "2400", "李统计", "扣除原料用能")
    wish = Wish(DecisionKind.FIGURE, *asked, entity="130500", year=2020)
    (done,) = decide(workspace, wish)
    confirm(workspace, (done.ruling.number,), "周复核")
    return done.ruling.number


def test_of_two_with_one_name_each_gets_its_own_papers(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.change(
        "entities.csv",
        "990200,示例乙市,city,990000,乙市,,,",
        "990200,示例甲市,city,990000,,,2019,\n990300,示例甲市,city,990000,,2020,,",
    )
    world.change("entities.csv", "示例甲市,city,990000,甲市", "示例丁市,city,990000,")
    world.begin()
    for year, code in ((2019, "990200"), (2020, "990300")):
        world.submit(world.form(code, {("energy_total", year): 110}, year=year), year=year)
        out = world.out(f"签发{year}")
        assess_workspace(world.workspace, year, out, issue=True, by="王处长", clock=world.clock)
    entities = load(world.plan).entities

    before = {one.name: one for one in files.own(world.workspace, "990200", entities)}
    after = {one.name: one for one in files.own(world.workspace, "990300", entities)}

    assert "评分卡/02_示例甲市.xlsx" in before
    assert "评分卡/02_示例甲市.xlsx" in after
    assert {one.entry.content["year"] for one in before.values()} == {2019}
    assert {one.entry.content["year"] for one in after.values()} == {2020}


def test_papers_of_a_name_that_two_have_in_one_year_are_shown_to_neither(
    app: Flask, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = app.extensions["shuangkong"].workspace
    alone = load(resources.targets() / "hebei-13fyp").entities
    # a plan's names differ, but those of files need not
    twin = dataclasses.replace(alone["130500"], code="139900", name=" 邢台市")
    twins = {**alone, "139900": twin}

    assert files.own(workspace, "130500", alone)
    assert not files.own(workspace, "130500", twins)
    assert not files.own(workspace, "139900", twins)

    clerk = login("clerk")
    assert "规划中另有名为" not in clerk.get("/city/130500/results").text
    monkeypatch.setattr(files, "shares_name", lambda *_: True)
    page = clerk.get("/city/130500/results").text
    assert "规划中另有名为“邢台市”的考核对象" in page
    assert "还没有签发" not in page


def test_an_appeal_from_the_city_to_the_letter(tmp_path: Path) -> None:
    # what is decided here would change what the others see
    app = issued_desk(tmp_path / "2020考核")

    def login(name: str) -> FlaskClient:
        return log_in(app, name)

    signatory, approver = login("signatory"), login("approver")
    here = "/city/130500/appeals"
    said = "2020年能源消费总量应扣除原料用能"
    assert login("clerk").post(here, data={"year": 2020, "said": said}, headers=OURS
                               ).status_code == 404  # fmt: skip
    assert signatory.post(here, data={"year": 2019, "said": said}, headers=OURS).status_code == 409
    bad = {"year": 2020, "said": said, "file": (io.BytesIO(b"MZ"), "x.exe")}
    assert signatory.post(here, data=bad, headers=OURS).status_code == 409
    good = {"year": 2020, "said": said, "file": (io.BytesIO(b"%PDF-1.4"), "证明.pdf")}
    assert signatory.post(here, data=good, headers=OURS).status_code == 303
    assert "待省级登记" in signatory.get("/city/130500/results").text
    assert signatory.post(here, data={"year": 2020, "said": said}, headers=OURS).status_code == 409

    page = approver.get("/appeals").text
    assert said in page
    (number,) = re.findall(r'name="filed" value="(\d+)"', page)
    assert "filed" not in re.findall(r'name="(\w+)"', login("official").get("/appeals").text)
    past = {"filed": number, "deadline": "2020-01-01"}
    assert approver.post("/appeals", data=past, headers=OURS).status_code == 409
    soon = {"filed": number, "deadline": "2099-12-31"}
    assert login("official").post("/appeals", data=soon, headers=OURS).status_code == 404
    assert approver.post("/appeals", data=soon, headers=OURS).status_code == 303
    assert approver.post("/appeals", data=soon, headers=OURS).status_code == 409, "once"
    appeal = appeals(app.extensions["shuangkong"].workspace)[-1]
    assert (appeal.entity, appeal.said, appeal.issue) == ("130500", said, issue_number(app))

    # whoever proposes or issues once more is told before what that replaces and corrects
    before = approver.get("/results/2020").text
    assert "签发（签发编号：2020年度第1次）的考核结果" in before
    assert "各对象的结果与已签发的相同，没有更正函" in before
    assert f"尚有 1 件申诉没有答复：第 {appeal.number} 号（邢台市）" in before
    assert "再次签发会怎样" not in approver.get("/results/2019").text

    rule = {"outcome": "partly", "found": "原料用能部分属实"}
    there = f"/appeals/{appeal.number}"
    assert approver.post(there, data={**rule, "outcome": "x"}, headers=OURS).status_code == 409
    refused = approver.post(there, data=rule, headers=OURS)
    assert (refused.status_code, "SK-L160" in refused.text) == (409, True)
    rule["decisions"] = f"第 {corrected(app)} 号"
    assert approver.post(there, data=rule, headers=OURS).status_code == 303
    assert approver.post(there, data=rule, headers=OURS).status_code == 409, "answered once"
    after = approver.get("/results/2020").text
    assert "结果有变的 1 个：邢台市" in after
    assert re.search("发(更正|撤回)函：邢台市（[^）]+函", after)
    assert "没有答复" not in after
    page = signatory.get("/city/130500/results").text
    assert "申诉部分成立" in page
    (letter,) = re.findall(r'href="([^"]+)">打开<span class="hidden">：[^<]*复核决定书', page)
    answered = signatory.get(letter).text
    assert "原料用能部分属实" in answered
    assert "你市对" in answered
    assert "你单位" not in answered
    assert "复核决定书" not in login("official").get("/city/130100/results").text
    assert "复核决定书" in approver.get("/letters").text


def test_an_appeal_on_paper_is_registered_too(app: Flask, login: Login) -> None:
    data = {
        "entity": "130100", "year": "2020", "said": "书面来函", "deadline": "2099-12-31",
        "file": [(io.BytesIO(b"%PDF-1.4"), "函.pdf"), (io.BytesIO(b"%PDF-1.4 b"), "函.pdf")],
    }  # fmt: skip
    approver = login("approver")
    assert "同名" in approver.post("/appeals", data=data, headers=OURS).text
    data["file"] = (io.BytesIO(b"%PDF-1.4"), "函.pdf")

    assert approver.post("/appeals", data=data, headers=OURS).status_code == 303

    assert appeals(app.extensions["shuangkong"].workspace)[-1].entity == "130100"


def test_what_one_city_attached_is_not_anothers_for_its_name(app: Flask, login: Login) -> None:
    data = {
        "entity": "130100", "year": "2020", "said": "与邻市不一致", "deadline": "2099-12-31",
        "file": (io.BytesIO(b"%PDF-1.4 x"), "说明_邢台市.pdf"),
    }  # fmt: skip
    assert login("approver").post("/appeals", data=data, headers=OURS).status_code == 303

    assert "说明_邢台市" not in login("clerk").get("/city/130500/results").text


def test_letters_are_registered_and_opened(app: Flask, login: Login) -> None:
    auditor = login("auditor")
    page = auditor.get("/letters").text
    assert "考核结果函" in page
    (link, *_) = re.findall(r'href="(/ledger/\d+/\w{64})"', page)
    assert "article" in auditor.get(link).text
    assert auditor.get(f"{link}/file").data[:2] == b"PK"
    assert auditor.get(link[:-64] + "0" * 64).status_code == 404
    assert auditor.get("/letters.xlsx").data[:2] == b"PK"
    assert auditor.get("/letters?year=2019").status_code == 200


def test_a_sample_can_be_repeated(app: Flask, login: Login) -> None:
    auditor = login("auditor")
    data = {"year": "2020", "risky": "1", "at_random": "1", "seed": "7"}

    for _ in range(2):
        assert auditor.post("/samples", data=data, headers=OURS).status_code == 303
    for wrong in ({"seed": "x"}, {"risky": "-1"}, {"at_random": "99"}):
        assert auditor.post("/samples", data={**data, **wrong}, headers=OURS).status_code == 409

    with opened(app.extensions["shuangkong"].workspace) as ledger:
        one, two = (e.content["drawn"] for e in ledger.entries(None, EntryKind.SAMPLE))
    assert one == two
    assert "种子 7" in auditor.get("/samples").text
    assert login("approver").get("/samples").status_code == 404


def test_the_ledger_is_read_entry_by_entry(app: Flask, login: Login) -> None:
    official = login("official")
    number = issue_number(app)
    shown = official.get(f"/ledger/{number}").text
    assert "results.json" in shown
    assert "所依据的裁定（台账号） decisions" in shown, "a field by its name, beside the one kept"
    assert official.get("/ledger/9999").status_code == 404
    assert "考核结果函" not in official.get("/ledger?kind=submission").text
    begun = official.get("/ledger?kind=init").text
    assert "河北省节能“十三五”规划" in begun, "the plan by its title, and not by its id"
    assert "hebei-13fyp" not in begun
    with opened(app.extensions["shuangkong"].workspace) as ledger:
        entry = ledger.entry(number)
    assert entry
    data = {"receipts": entry.receipt.code}
    assert "台账完整" in official.post("/ledger/verify", data=data, headers=OURS).text
    data = {"receipts": f"{number}:000000000000"}
    assert "处不符" in official.post("/ledger/verify", data=data, headers=OURS).text


def test_a_late_file_waits_and_is_told_by_the_comparison(app: Flask, login: Login) -> None:
    workspace = app.extensions["shuangkong"].workspace
    done = submit(workspace, [SAMPLES / "130200_唐山市_2020_示例.xlsx"], 2020, "某经办")
    official = login("official")
    assert "结果没有变化" in official.get("/results/2020/compare").text, "it waits for a person"
    number = done.taken[0].submission.number
    assert f"kind=revision&amp;target={number}" in official.get("/results/2020").text
    form = {"kind": "revision", "target": str(number), "choice": "accept", "reason": "补报"}
    shown = official.post("/decisions/preview", data=form, headers=OURS).text
    assert "唐山市" in shown


def test_numbers_of_a_card_are_shown_as_in_the_workbook(login: Login) -> None:
    page = login("official").get("/results/2020/130500/papers").text

    assert "22.69%" in page, "as the scorecard's format shows it"
    assert "22.693" not in page


def test_a_proposal_to_issue_is_refused_with_the_reason(tmp_path: Path) -> None:
    app = desk_with_forms(tmp_path / "2020考核")
    official, approver = log_in(app, "official"), log_in(app, "approver")
    here = "/results/2020"
    why = {"reason": "石家庄市的汇总数没有核对"}
    assert approver.post(f"{here}/decline", data=why, headers=OURS).status_code == 409
    official.post(f"{here}/propose", data={"note": ""}, headers=OURS)

    assert official.post(f"{here}/decline", data=why, headers=OURS).status_code == 404
    unsaid = approver.post(f"{here}/decline", data={"reason": " "}, headers=OURS)
    assert "没有写退回的理由" in unsaid.text
    assert approver.post(f"{here}/decline", data=why, headers=OURS).status_code == 303

    assert why["reason"] in official.get("/").text
    assert why["reason"] in official.get(here).text
    assert why["reason"] not in approver.get("/").text
    assert approver.post(f"{here}/issue", headers=OURS).status_code == 409
    official.post(f"{here}/propose", data={"note": ""}, headers=OURS)
    assert why["reason"] not in official.get("/").text
    assert "退回提请" in approver.get(here).text


def test_an_issue_that_a_second_person_refuses_stands_nowhere(tmp_path: Path) -> None:
    app = desk_with_forms(tmp_path / "2020考核")
    workspace = app.extensions["shuangkong"].workspace
    assess_workspace(workspace, 2020, tmp_path / "文书", issue=True, by="某甲", second=True)
    approver, clerk = log_in(app, "approver"), log_in(app, "clerk")
    assert "待复核" in approver.get("/results").text
    page = approver.get("/results/2020").text
    (number,) = set(re.findall(r'name="number" value="(\d+)"', page))
    assert "待复核" in page
    assert clerk.get("/figure/2020/130500/energy_total").status_code == 404

    data = {"number": number, "reason": "附件不全"}
    assert approver.post("/decisions/refuse", data=data, headers=OURS).status_code == 303

    for place in ("/results", "/results/2020"):
        assert "某approver退回：附件不全" in approver.get(place).text
    assert "比较" not in approver.get("/results/2020").text
    assert "比较" not in approver.get("/results/2020/papers").text
    assert clerk.get("/figure/2020/130500/energy_total").status_code == 404
    assert "还没有签发" in clerk.get("/city/130500/results").text
