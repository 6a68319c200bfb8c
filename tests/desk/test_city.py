"""A city's way from upload to receipt, and what nobody gets by guessing."""

import io
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from shuangkong import messages
from shuangkong.desk import events, exchange, jobs, rounds, versions, workers
from shuangkong.desk.app import make_app
from shuangkong.desk.events import Happened, Standing
from shuangkong.desk.found import Found, ShownFinding
from shuangkong.intake.form import metadata
from shuangkong.ledger.attach import attached
from shuangkong.ledger.begin import init
from shuangkong.ledger.entries import submissions
from shuangkong.ledger.store import opened
from shuangkong.vocabulary import Finding, Place, Severity

from tests.desk.conftest import Login, work

OURS = {"Sec-Fetch-Site": "same-origin"}
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
GOOD = (SAMPLES / "hebei-13fyp" / "130500_邢台市_2020_示例.xlsx").read_bytes()
WRONG = (SAMPLES / "hebei-13fyp-mistakes" / "130500_邢台市_2020_示例.xlsx").read_bytes()
OTHER = (SAMPLES / "hebei-13fyp" / "130100_石家庄市_2020_示例.xlsx").read_bytes()


def _with_a_fall_in_coal() -> bytes:
    """A form that is right but for a figure that needs a sentence."""
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    book.worksheets[0]["I15"] = 545.77
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


SOFT = _with_a_fall_in_coal()


def _saved_again() -> bytes:
    """The same form, saved by another program."""
    made = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(GOOD)).save(made)
    return made.getvalue()


SAVED_AGAIN = _saved_again()


def put(client: FlaskClient, round_: str, data: bytes, entity: str = "130500", **more: str):  # type: ignore[no-untyped-def]
    return client.post(
        f"/city/{entity}/{round_}/upload",
        data={"file": (io.BytesIO(data), "填报.xlsx"), **more},
        headers=OURS,
    )


def hand_over(app: Flask, client: FlaskClient, round_: str, entity: str = "130500") -> int:
    """Hand the newest version over, as its page does; the answer's status."""
    with app.extensions["shuangkong"].store.reading() as connection:
        current = versions.dossier(connection, round_, entity).current
    assert current
    data = {"sha256": current.sha256}
    return client.post(f"/city/{entity}/{round_}/hand-over", data=data, headers=OURS).status_code


@pytest.fixture
def round_id(app: Flask) -> str:
    """A round of its own for each test."""
    store = app.extensions["shuangkong"].store
    with store.writing() as connection:
        known = rounds.rounds(connection)
        for one in known:
            if one.closed is None:
                rounds.close_round(connection, 1, one.id)
        id_ = f"2020-{len(known)}" if known else "2020"
        content = {
            "year": 2020, "period": "2020", "deadline": "2099-12-31",
            "entities": ["130500", "130100"],
        }  # fmt: skip
        events.add(connection, Happened.ROUND_OPENED, 1, round_=id_, content=content)
    return id_


def dossier(app: Flask, round_: str) -> versions.Dossier:
    with app.extensions["shuangkong"].store.reading() as connection:
        return versions.dossier(connection, round_, "130500")


def test_from_upload_to_receipt(app: Flask, login: Login, round_id: str) -> None:
    clerk, signatory = login("clerk"), login("signatory")
    here = f"/city/130500/{round_id}"

    assert put(clerk, round_id, WRONG).status_code == 303
    work(app)
    page = clerk.get(here).text
    assert "须更正" in page
    assert re.search(r'href="#c-1-[A-Z]+\d+"', page), "a finding leads to its cell"
    assert re.search(r'id="c-1-[A-Z]+\d+"><a href="#f-', page), "and the cell to its finding"
    assert hand_over(app, clerk, round_id) == 409

    put(clerk, round_id, GOOD)
    work(app)
    page = clerk.get(here).text
    assert "与上一版的差别" in page
    for key in re.findall(r'name="key" value="(\w+)"', page):
        done = clerk.post(
            f"{here}/confirm", data={"key": key, "sentence": "已核对原始记录"}, headers=OURS
        )
        assert done.status_code == 303
    assert hand_over(app, clerk, round_id) == 303
    assert dossier(app, round_id).standing is Standing.TO_SIGN
    assert re.search(r"还有 \d+ 天", clerk.get(here).text)
    assert put(clerk, round_id, WRONG).status_code == 409, "the state comes first"

    current = dossier(app, round_id).current
    assert current
    form = {"sha256": current.sha256}
    assert signatory.post(f"{here}/sign", data=form, headers=OURS).status_code == 409
    form["statement"] = "yes"
    assert clerk.post(f"{here}/sign", data=form, headers=OURS).status_code == 404
    assert signatory.post(f"{here}/sign", data=form, headers=OURS).status_code == 303
    work(app)

    assert dossier(app, round_id).standing is Standing.SIGNED
    signed = dossier(app, round_id).last(Happened.SIGNED)
    assert signed
    with opened(app.extensions["shuangkong"].workspace) as ledger:
        recorded = {one.number: one.sha256 for one in submissions(ledger)}
    assert recorded[signed.content["submission"]] == current.sha256
    receipt = signed.content["receipt"]
    assert receipt in signatory.get(f"{here}/receipt").text
    pdf = signatory.get(f"{here}/receipt.pdf").data
    assert pdf == clerk.get(f"{here}/receipt.pdf").data
    assert receipt in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    for seen in (clerk.get(here), login("official").get(f"/province/{round_id}/130500")):
        assert not re.search(r"还有 \d+ 天", seen.text), "nothing is due any more"
    assert f"{here}/receipt" in clerk.get(here).text
    assert f"{here}/receipt" not in clerk.get(f"{here}/v/1").text, "it has none"


def test_the_same_file_again_is_refused_with_its_version(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk = login("clerk")
    put(clerk, round_id, WRONG)
    work(app)

    again = put(clerk, round_id, WRONG)

    assert again.status_code == 409
    assert "第 1 版" in again.text


def test_what_was_not_looked_at_is_not_handed_over(app: Flask, login: Login, round_id: str) -> None:
    clerk = login("clerk")
    here = f"/city/130500/{round_id}"
    put(clerk, round_id, GOOD)
    work(app)
    seen = re.search(r'hand-over">\s*<input type="hidden" name="sha256" value="(\w+)"',
                     clerk.get(here).text)  # fmt: skip
    assert seen
    put(clerk, round_id, SAVED_AGAIN)
    work(app)

    late = clerk.post(f"{here}/hand-over", data={"sha256": seen[1]}, headers=OURS)

    assert late.status_code == 409
    assert "不是最新一版" in late.text
    assert clerk.post(f"{here}/hand-over", headers=OURS).status_code == 409, "says no version"
    mended = clerk.post(f"{here}/mend", data={"sha256": seen[1]}, headers=OURS)
    assert "不是最新一版" in mended.text
    assert dossier(app, round_id).standing is Standing.DRAFT
    old = clerk.get(f"{here}/v/1").text
    assert "打开最新的第 2 版" in old
    assert "hand-over" not in old
    assert f"{here}/mend" not in old
    assert f"{here}/mend" in clerk.get(here).text
    assert hand_over(app, clerk, round_id) == 303
    handed = dossier(app, round_id).last(Happened.HANDED_OVER)
    assert handed
    assert handed.content["version"] == 2


def test_an_earlier_version_comes_back_until_its_correction_is_signed(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk, signatory, official = login("clerk"), login("signatory"), login("official")
    here = f"/city/130500/{round_id}"
    give_back = {"reason": "请再核", "deadline": "2099-01-01"}

    def reported(data: bytes) -> None:
        assert put(clerk, round_id, data, reason="更正").status_code == 303
        work(app)
        assert hand_over(app, clerk, round_id) == 303
        current = dossier(app, round_id).current
        assert current
        form = {"sha256": current.sha256, "statement": "yes"}
        signatory.post(f"{here}/sign", data=form, headers=OURS)
        work(app)
        assert dossier(app, round_id).standing is Standing.SIGNED
        official.post(f"/province/{round_id}/130500/return", data=give_back, headers=OURS)
        assert dossier(app, round_id).standing is Standing.RETURNED

    for data in (GOOD, WRONG):
        put(clerk, round_id, data)
        work(app)
    reported(GOOD)

    shas = [v.sha256 for v in dossier(app, round_id).versions]
    assert len(shas) == 3
    assert shas[0] == shas[2]
    reported(SAVED_AGAIN)
    again = put(clerk, round_id, GOOD, reason="恢复")
    assert again.status_code == 409
    assert "已由第 4 版更正" in again.text


def _drawn(page: str) -> list[str]:
    """The columns of the first sheet that is drawn."""
    head = page[page.index('class="scroll sheet"') :]
    return re.findall(r'<th scope="col">([A-Z]+)</th>', head[: head.index("</thead>")])


def test_what_a_form_hides_is_not_drawn_but_where_figures_stand_is(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk = login("clerk")
    put(clerk, round_id, GOOD)
    work(app)
    assert _drawn(clerk.get(f"/city/130500/{round_id}").text) == list("ABCDEFGHIJKL")

    table = openpyxl.Workbook()
    sheet = table.worksheets[0]
    sheet.append(["能源消费总量（万吨标准煤）", "", ""])
    sheet.append(["城市", "2019年", "2020年"])
    sheet.append(["邢台市", 1800, 1790])
    sheet.column_dimensions["C"].hidden = True
    made = io.BytesIO()
    table.save(made)
    put(clerk, round_id, made.getvalue())
    work(app)
    found = dossier(app, round_id).current
    assert found
    assert found.figures, "figures are read from the hidden column"
    assert _drawn(clerk.get(f"/city/130500/{round_id}").text) == list("ABC")


def test_a_file_of_another_city_is_an_error(app: Flask, login: Login, round_id: str) -> None:
    clerk = login("clerk")
    put(clerk, round_id, OTHER)
    work(app)

    page = clerk.get(f"/city/130500/{round_id}").text

    assert "这是石家庄市的数据，而您的账号属于邢台市" in page


def test_what_is_no_table_blocks_and_is_kept(app: Flask, login: Login, round_id: str) -> None:
    clerk = login("clerk")
    put(clerk, round_id, b"no table at all \x00\x01")
    work(app)

    assert dossier(app, round_id).current
    assert hand_over(app, clerk, round_id) == 409


def test_nothing_of_another_city_is_had_by_guessing(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk = login("clerk")
    place = put(clerk, round_id, GOOD).headers["Location"]
    work(app)
    clerk.post(
        f"/city/130500/{round_id}/evidence",
        data={"file": (io.BytesIO(b"%PDF-1.4 x"), "佐证.pdf"), "about": "发票"},
        headers=OURS,
    )
    proof = dossier(app, round_id).last(Happened.EVIDENCE_ADDED)
    assert proof
    here = f"/city/130500/{round_id}"
    pages = ["", "/v/1", "/v/1/file", "/v/1/marked", "/receipt", "/receipt.pdf", "/form",
             f"/evidence/{proof.subject}"]  # fmt: skip
    other = login("clerk2")

    assert other.get("/city/130500").status_code == 404
    assert other.get(place).status_code == 404
    assert other.get(place.replace("130500", "130100")).status_code == 404
    for page in pages:
        assert other.get(here + page).status_code == 404, page
        changed = (here + page).replace("130500", "130100")
        if page not in ("", "/form"):
            assert other.get(changed).status_code == 404, changed
    assert put(other, round_id, GOOD).status_code == 404
    assert clerk.get(here + "/v/1/file").data == GOOD


CARBON = (SAMPLES / "carbon-15fyp" / "data" / "970100_甲城市_2026_示例.xlsx").read_bytes()


def test_one_fault_is_one_finding_and_its_mend_is_at_the_desk(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk = login("clerk")
    here = f"/city/130500/{round_id}"
    for data in (GOOD, GOOD[: len(GOOD) // 2]):
        put(clerk, round_id, data)
        work(app)

    damaged = clerk.get(here).text

    assert "✖ 不可用 1 条。" in damaged, "the word that the finding and the terminal have"
    assert "还有不可用 1 条没有改" in damaged
    assert "须更正" not in damaged
    assert "SK-I001" in damaged
    assert "没有读到任何数据" not in damaged
    assert "的差别</h2>" not in damaged, "nothing was read, so nothing differs"

    put(clerk, round_id, CARBON)
    work(app)
    other = clerk.get(here).text
    assert "SK-I050" in other
    assert "shuangkong form" not in other
    assert "点“下载填报表”" in other

    put(clerk, round_id, WRONG)
    work(app)
    page = clerk.get(here).text
    assert "与第 1 版的差别" in page
    (count,) = re.findall(r"(\d+) 个数据不同", page)
    assert 0 < int(count) < 20


def test_evidence_is_typed_by_its_content(app: Flask, login: Login, round_id: str) -> None:
    clerk = login("clerk")

    def add(name: str, data: bytes) -> int:
        return clerk.post(
            f"/city/130500/{round_id}/evidence",
            data={"file": (io.BytesIO(data), name)},
            headers=OURS,
        ).status_code

    assert add("a.pdf", b"%PDF-1.7 ...") == 303
    assert add("a.pdf", b"MZ\x90\x00") == 409
    assert add("a.html", b"<script>alert(1)</script>") == 409


def test_evidence_goes_into_the_ledger_with_what_it_proves(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk, signatory = login("clerk"), login("signatory")
    workspace = app.extensions["shuangkong"].workspace
    here = f"/city/130500/{round_id}"

    def add(text: str) -> None:
        data = {"file": (io.BytesIO(b"%PDF-1.7 " + text.encode()), f"{text}.pdf"), "about": "关停"}
        assert clerk.post(f"{here}/evidence", data=data, headers=OURS).status_code == 303

    def kept() -> list[tuple[str, int | None, str]]:
        known = attached(workspace)
        return [(a.file, a.entry, a.by) for a in known if a.file.startswith(round_id)]

    put(clerk, round_id, GOOD + round_id.encode())
    work(app)
    for key in re.findall(r'name="key" value="(\w+)"', clerk.get(here).text):
        clerk.post(f"{here}/confirm", data={"key": key, "sentence": "属实无误"}, headers=OURS)
    add(f"{round_id}先")
    assert kept() == [], "a draft is not in the ledger"
    hand_over(app, clerk, round_id)
    current = dossier(app, round_id).current
    assert current
    said = {"statement": "yes", "sha256": current.sha256}
    assert signatory.post(f"{here}/sign", data=said, headers=OURS).status_code == 303
    work(app)
    signed = dossier(app, round_id).last(Happened.SIGNED)
    assert signed
    number = signed.content["submission"]
    assert kept() == [(f"{round_id}先.pdf", number, "某clerk")]
    add(f"{round_id}后")
    assert [entry for _, entry, _ in kept()] == [number, number]
    add(f"{round_id}后")
    assert len(kept()) == 2, "the same file proves it once"


def test_of_many_findings_of_a_rule_some_are_listed_and_all_are_counted() -> None:
    def said(number: int, severity: Severity) -> ShownFinding:
        place = Place("填报.xlsx", sheet="填报表", cell=f"C{number}")
        found = ShownFinding.of(Finding.of(messages.DESK_NOTHING, place))
        return replace(found, key=f"k{severity.value}{number}", severity=severity)

    every = [said(n, severity) for severity in (Severity.ERROR, Severity.WARNING) for n in
             range(1, 31)]  # fmt: skip
    found = Found("", None, None, tuple(every), (), ())

    assert len([f for f in found.listed if f.hard]) == 20
    assert len([f for f in found.listed if f.soft]) == 30, "each needs its sentence"
    assert found.left == ((every[0].id, 10),)
    assert len(found.hard) == 30


def test_a_declined_version_goes_back_with_the_reason(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk, signatory = login("clerk"), login("signatory")
    here = f"/city/130500/{round_id}"
    put(clerk, round_id, GOOD)
    work(app)
    for key in re.findall(r'name="key" value="(\w+)"', clerk.get(here).text):
        clerk.post(f"{here}/confirm", data={"key": key, "sentence": "属实无误"}, headers=OURS)
    hand_over(app, clerk, round_id)

    for nothing in ({}, {"reason": ""}, {"reason": " \n"}):
        unsaid = signatory.post(f"{here}/decline", data=nothing, headers=OURS)
        assert unsaid.status_code == 409
        assert "没有写退回的理由" in unsaid.text
    assert dossier(app, round_id).standing is Standing.TO_SIGN
    signatory.post(f"{here}/decline", data={"reason": "煤炭数请再核"}, headers=OURS)

    assert dossier(app, round_id).standing is Standing.DRAFT
    assert "煤炭数请再核" in clerk.get(here).text
    assert "下一步　填报人：按签发人退回的理由改正" in clerk.get(here).text


def test_a_self_check_needs_no_account_and_keeps_nothing(app: Flask) -> None:
    browser, store = app.test_client(), app.extensions["shuangkong"].store
    work(app)  # what others left waiting
    with store.reading() as connection:
        before = connection.execute("SELECT COUNT(*) FROM passing").fetchone()[0]
    answer = browser.post("/self-check", data={"file": (io.BytesIO(WRONG), "x.xlsx")}, headers=OURS)
    place = answer.headers["Location"]
    work(app)

    page = browser.get(place)

    assert "须更正" in page.text
    assert "读到 50 个数据，邢台市，2020年。" in page.text, "whose figures were taken, and of when"
    with store.reading() as connection:
        assert connection.execute("SELECT COUNT(*) FROM passing").fetchone()[0] == before


def test_a_self_check_shows_nobody_the_job_of_a_city(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk = login("clerk")
    job = put(clerk, round_id, GOOD).headers["Location"].rpartition("/")[2]

    def codes() -> set[int]:
        return {who.get(f"/self-check/{job}").status_code for who in (app.test_client(), clerk)}

    assert codes() == {404}, "while it waits, its page would name the file"
    work(app)
    assert codes() == {404}


def test_a_self_check_knows_the_plan_of_its_desk(tmp_path: Path) -> None:
    init(tmp_path / "本省", str(SAMPLES / "carbon-15fyp"), "王建账")
    app = make_app(tmp_path / "本省")
    app.config["TESTING"] = True
    browser = app.test_client()
    assert "碳达峰" in browser.get("/self-check").text
    answer = browser.post(
        "/self-check", data={"file": (io.BytesIO(CARBON), "x.xlsx")}, headers=OURS
    )
    work(app)

    page = browser.get(answer.headers["Location"])

    assert "没有审核意见" in page.text or "审核通过" in page.text, page.text
    assert re.search("读到 \\d+ 个数据，.城市，2026年。", page.text), "read by the desk's own plan"


def test_a_self_check_opens_no_folder_that_a_file_names(app: Flask, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    hidden = book[metadata.SHEET]
    (cell,) = (c for row in hidden.iter_rows() for c in row if c.value == "hebei-13fyp")
    cell.value = str(tmp_path)
    made = io.BytesIO()
    book.save(made)
    named = made.getvalue()
    browser = app.test_client()
    answer = browser.post("/self-check", data={"file": (io.BytesIO(named), "x.xlsx")}, headers=OURS)
    work(app)

    page = browser.get(answer.headers["Location"])

    assert "本工作台没有文件中写明的规划" in page.text
    assert "是不是" not in page.text


def test_of_a_sheet_rows_that_show_nothing_are_not_drawn(
    app: Flask, login: Login, round_id: str
) -> None:
    put(login("clerk"), round_id, GOOD)
    work(app)
    with app.extensions["shuangkong"].store.reading() as connection:
        found = versions.newest_found(connection, dossier(app, round_id))
    assert found

    form, check = (sheet for sheet in found.grid if sheet["name"] in ("填报表", "自查"))
    last = max(int(re.sub(r"\D", "", address)) for address in check["cells"])
    assert check["rows"] == last
    assert form["rows"] >= 19, "empty cells that something was found about are"


def test_what_a_worker_leaves_is_told(app: Flask, login: Login, round_id: str) -> None:
    clerk = login("clerk")
    place = put(clerk, round_id, GOOD).headers["Location"]
    desk = app.extensions["shuangkong"]
    assert jobs.take(desk.store, 99)

    workers.Workers(desk.workspace, desk.store)._lost(99)

    assert "意外终止" in clerk.get(place).text


def test_only_the_page_of_the_next_file_waits_for_its_end(
    app: Flask, login: Login, round_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(app)
    clerk, content = login("clerk"), {"round": round_id, "name": "a.xlsx", "sha256": "x"}
    with app.extensions["shuangkong"].store.writing() as connection:
        first, second = (
            jobs.ask(connection, "none", content, 1, city) for city in ("130500", "130100")
        )
    slept: list[float] = []
    monkeypatch.setattr(exchange.time, "sleep", slept.append)
    monkeypatch.setattr(exchange, "PATIENCE", 0.2)

    assert "前面还有 1 件" in login("clerk2").get(f"/city/130100/job/{second}").text
    assert clerk.get(f"/city/130500/job/{second}").status_code == 404
    assert not slept
    assert "前面还有 0 件" in clerk.get(f"/city/130500/job/{first}").text
    assert slept
    with app.extensions["shuangkong"].store.writing() as connection:
        connection.execute("UPDATE job SET state = 'failed' WHERE kind = 'none'")
