"""What goes wrong is told in words, and nothing is lost by it: session, job, disk, clock, line."""

import datetime
import html
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shuangkong.desk import audit, events, jobs, sessions, workers
from shuangkong.desk.clock import doubted
from shuangkong.desk.events import Happened, Standing
from shuangkong.desk.store import Store
from shuangkong.desk.tasks import TASKS
from shuangkong.errors import DeskError, LedgerError
from shuangkong.ledger import moments
from shuangkong.ledger.begin import init
from shuangkong.ledger.entries import submissions
from shuangkong.ledger.store import opened

from tests.desk.conftest import PASSWORD, Login, log_in, made_app, work
from tests.desk.test_city import GOOD, OURS, SOFT, WRONG, dossier, hand_over, put, round_id

__all__ = ["round_id"]
# a request that breaks off leaves its spool of the upload to the collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def store_of(app: Flask) -> Store:
    found: Store = app.extensions["shuangkong"].store
    return found


def idle(app: Flask, login: str) -> None:
    """Somebody has not touched their page for longer than a session lasts."""
    with store_of(app).writing() as connection:
        connection.execute(
            "UPDATE session SET seen = seen - ? WHERE account = "
            "(SELECT id FROM account WHERE login = ?)",
            (sessions.IDLE + 1, login),
        )


def fields(page: str) -> dict[str, str]:
    """What a form would send."""
    found = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def soft_draft(app: Flask, clerk: FlaskClient, round_: str) -> str:
    """A draft with one finding that needs a sentence; its key."""
    put(clerk, round_, SOFT)
    work(app)
    (key,) = re.findall(r'name="key" value="(\w+)"', clerk.get(f"/city/130500/{round_}").text)
    return str(key)


def test_what_was_typed_outlives_the_session(app: Flask, login: Login, round_id: str) -> None:
    clerk = login("clerk")
    key = soft_draft(app, clerk, round_id)
    idle(app, "clerk")
    said = {"key": key, "sentence": "2020年关停一座“老”电厂 <1.2 万千瓦>"}

    refused = clerk.post(f"/city/130500/{round_id}/confirm", data=said, headers=OURS)
    assert refused.status_code == 403
    assert "文字没有丢失" in refused.text
    wrong = clerk.post("/login", data={**fields(refused.text), "password": "no"}, headers=OURS)
    again = {**fields(wrong.text), "password": PASSWORD}
    assert again["login"] == "clerk"
    resumed = clerk.post("/login", data=again, headers=OURS)
    assert html.escape(said["sentence"], quote=False)[:12] in resumed.text
    place = re.findall(r'method="post" action="(/city[^"]+)"', resumed.text)
    assert place == [f"/city/130500/{round_id}/confirm"]
    done = clerk.post(place[0], data=fields(resumed.text), headers=OURS)

    assert done.status_code == 303
    assert dossier(app, round_id).confirmed == {key: said["sentence"]}


def test_nobody_sends_what_another_had_typed(app: Flask, login: Login, round_id: str) -> None:
    signatory = login("signatory")
    idle(app, "signatory")
    refused = signatory.post(
        f"/city/130500/{round_id}/decline", data={"reason": "请再核"}, headers=OURS
    )
    form = fields(refused.text)

    resumed = signatory.post(
        "/login", data={**form, "login": "clerk", "password": PASSWORD}, headers=OURS
    )

    assert "不是同一人" in resumed.text
    assert "kept-" not in resumed.text
    assert 'action="/city' not in resumed.text


def test_passwords_and_files_are_not_carried(app: Flask, login: Login, round_id: str) -> None:
    clerk = login("clerk")
    idle(app, "clerk")
    sent = {"old": PASSWORD, "new": "Other-words-1", "again": "Other-words-1"}
    assert "words" not in clerk.post("/password", data=sent, headers=OURS).text

    page = put(app.test_client(), round_id, GOOD, reason="汛情后更正").text
    assert "文件要重新选择" in page
    assert fields(page)["kept-reason"] == "汛情后更正"


def test_every_page_says_when_the_session_ends(login: Login) -> None:
    page = login("clerk").get("/").text

    assert re.search(r'id="ending" data-minutes="(29|30)"', page)
    assert "已填的文字不会丢失" in page


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_the_round_says_what_is_on_its_way(
    app: Flask, login: Login, round_id: str, state: str
) -> None:
    """A browser that went away after an upload finds it again."""
    clerk = login("clerk")
    place = put(clerk, round_id, GOOD).headers["Location"]
    if state == "running":
        jobs.take(store_of(app), 1)

    page = login("clerk").get(f"/city/130500/{round_id}").text

    assert jobs.JobState(state).chinese in page
    assert place in page
    with store_of(app).writing() as connection:
        mine = place.rsplit("/", 1)[1]
        connection.execute("UPDATE job SET state = 'waiting' WHERE id = ?", (mine,))
    work(app)
    assert place not in login("clerk").get(f"/city/130500/{round_id}").text


def test_a_job_that_dies_or_takes_too_long_is_told(app: Flask, login: Login, round_id: str) -> None:
    clerk, store = login("clerk"), store_of(app)
    watched = workers.Workers(app.extensions["shuangkong"].workspace, store)
    place = put(clerk, round_id, WRONG).headers["Location"]
    assert jobs.take(store, 77)
    watched._lost(77)
    for page in (place, f"/city/130500/{round_id}"):
        assert "处理进程意外终止" in clerk.get(page).text

    place = put(clerk, round_id, GOOD).headers["Location"]
    (taken,) = jobs.take(store, 78)
    watched._expire()
    with store.reading() as connection:
        assert jobs.job(connection, taken.id).state is jobs.JobState.RUNNING  # type: ignore[union-attr]
    watched._running[taken.id] -= workers.LIMIT + 1
    with store.writing() as connection:  # whatever the clock was set to
        connection.execute("UPDATE job SET began = began + 1e6 WHERE id = ?", (taken.id,))
    watched._expire()
    assert "超过时限，已中止" in clerk.get(place).text
    put(clerk, round_id, GOOD)
    work(app)
    assert "超过时限" not in clerk.get(f"/city/130500/{round_id}").text, "no longer news"


def test_a_signature_is_finished_by_the_next_worker_and_once(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk, signatory, store = login("clerk"), login("signatory"), store_of(app)
    desk, here = app.extensions["shuangkong"], f"/city/130500/{round_id}"
    key = soft_draft(app, clerk, round_id)
    clerk.post(f"{here}/confirm", data={"key": key, "sentence": "属实无误"}, headers=OURS)
    hand_over(app, clerk, round_id)
    current = dossier(app, round_id).current
    assert current
    form = {"sha256": current.sha256, "statement": "yes"}
    with opened(desk.workspace) as ledger:
        before = len(submissions(ledger))
    signatory.post(f"{here}/sign", data=form, headers=OURS)
    (taken,) = jobs.take(store, 79)
    TASKS["sign"](desk.workspace, taken)  # in the ledger, and then the worker dies
    for act, data in (("decline", {"reason": "不签了"}), ("sign", form)):
        refused = signatory.post(f"{here}/{act}", data=data, headers=OURS)
        assert "正在签发" in refused.text
    workers.Workers(desk.workspace, store)._lost(79)
    work(app)

    assert dossier(app, round_id).standing is Standing.SIGNED
    with opened(desk.workspace) as ledger:
        # the same form may be there already, signed with other sentences in another round
        assert len(submissions(ledger)) - before <= 1
        assert [s for s in submissions(ledger) if s.sha256 == current.sha256]


def test_a_job_is_not_tried_for_ever(app: Flask) -> None:
    store = store_of(app)
    with store.writing() as connection:
        id_ = jobs.ask(connection, "sign", {"round": "x", "name": "x"}, 1)
    for _ in range(jobs.TRIES):
        with store.writing() as connection:
            connection.execute("UPDATE job SET state = 'running' WHERE id = ?", (id_,))
        jobs.give_up(store, id_, "不行")

    with store.reading() as connection:
        found = jobs.job(connection, id_)
    assert found
    assert (found.state, found.result) == (jobs.JobState.FAILED, {"why": "不行"})


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database can grow no further."""
    connected = Store._connected

    @contextmanager
    def bounded(self: Store) -> Iterator[object]:
        with connected(self) as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
            yield connection

    with monkeypatch.context() as patch:
        patch.setattr(Store, "_connected", bounded)
        yield


def test_a_full_disk_is_told_and_nothing_is_half_done(
    app: Flask, login: Login, round_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = login("clerk")
    large = SOFT + b"\0" * 300_000  # less than the client keeps in a file
    with full_disk(monkeypatch):
        answer = put(clerk, round_id, large)
        assert answer.status_code == 409
        assert "服务器的磁盘已满" in answer.text
        assert "怎么改" in answer.text
        assert clerk.get(f"/city/130500/{round_id}").status_code == 200, "one can still read"
    with store_of(app).reading() as connection:
        assert jobs.unfinished(connection, round_id, "130500") is None
    assert dossier(app, round_id).events == ()

    assert put(clerk, round_id, GOOD).status_code == 303
    work(app)
    assert dossier(app, round_id).standing is Standing.DRAFT


def test_a_worker_waits_for_room_to_say_how_a_job_ended(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, end, tries = store_of(app), jobs.end, []
    with store.writing() as connection:
        id_ = jobs.ask(connection, "check", {"round": "x"}, 1)
        connection.execute("UPDATE job SET state = 'running' WHERE id = ?", (id_,))

    def refused_twice(*arguments: object) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise DeskError("full")
        end(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "end", refused_twice)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    workers._end(store, id_, jobs.JobState.DONE, jobs.Done({}))

    with store.reading() as connection:
        found = jobs.job(connection, id_)
    assert found
    assert found.state is jobs.JobState.DONE


def test_a_clock_that_was_set_back_is_told_and_dates_nothing_earlier(tmp_path: Path) -> None:
    init(tmp_path / "w", "hebei-13fyp", "王建账")
    app = made_app(tmp_path / "w")
    store, late = store_of(app), moments.now() + datetime.timedelta(days=2)
    page = log_in(app, "official").get("/").text
    assert "早于" not in page
    with store.writing() as connection:
        audit.note(connection, "x", clock=lambda: late)
        first = events.add(connection, Happened.REMINDED, 1, clock=lambda: late)
        second = events.add(connection, Happened.REMINDED, 1)

    assert second.at == first.at
    assert audit.broken_at(store) is None
    page = log_in(app, "official").get("/").text
    assert "计算机的时钟" in page
    assert "核对计算机的日期和时间" in page
    assert audit.lines(store)[0].at >= moments.written(late)


def test_under_an_impossible_date_nothing_is_recorded(app: Flask) -> None:
    def dead() -> datetime.datetime:
        return datetime.datetime(1970, 1, 1, tzinfo=moments.BEIJING)

    with pytest.raises(LedgerError, match="1970"), store_of(app).writing() as connection:
        events.add(connection, Happened.REMINDED, 1, clock=dead)
    found = doubted(store_of(app), dead)
    assert found
    assert "没有登记任何内容" in found.why


def test_what_came_to_nothing_is_told_where_it_cannot_be_kept(
    app: Flask, login: Login, round_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = login("clerk")

    def gone(*_: object, **__: object) -> None:
        raise LedgerError("时钟不对")

    monkeypatch.setattr(audit, "note", gone)
    refused = clerk.post(f"/city/130500/{round_id}/take-back", headers=OURS)

    assert refused.status_code == 409
    assert "现在是“未报”" in refused.text


def test_a_session_does_not_live_on_by_a_clock_set_back(app: Flask) -> None:
    store, now = store_of(app), time.time()
    tokens = sessions.log_in(store, "clerk", PASSWORD, "a", now)
    assert tokens

    assert sessions.session(store, tokens.session, now - 60)
    assert not sessions.session(store, tokens.session, now - sessions.IDLE - 60)


def test_a_browser_that_goes_away_in_the_middle_leaves_nothing(
    app: Flask, address: str, login: Login, round_id: str
) -> None:
    clerk = login("clerk")
    cookie = clerk.get_cookie("shuangkong")
    assert cookie
    host, port = address.removeprefix("http://").split(":")
    head = (
        f"POST /city/130500/{round_id}/upload HTTP/1.1\r\nHost: {host}:{port}\r\n"
        f"Cookie: shuangkong={cookie.value}\r\nSec-Fetch-Site: same-origin\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n\r\n"
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    )
    for part in (head[:200], head, head + "a" * 100_000):
        with socket.create_connection((host, int(port))) as line:
            line.sendall(part.encode())
    # the server is as before
    answered = put(clerk, round_id, GOOD)
    assert answered.status_code == 303
    while (found := _job(app, answered.headers["Location"])) and not found.state.over:
        time.sleep(0.05)

    assert [v.name for v in dossier(app, round_id).versions] == ["填报.xlsx"]


def _job(app: Flask, place: str) -> jobs.Job | None:
    with store_of(app).reading() as connection:
        return jobs.job(connection, place.rpartition("/")[2])


def test_what_is_refused_is_not_lost(app: Flask, login: Login, round_id: str) -> None:
    official = login("official")
    page = f"/province/{round_id}/130500"
    form = {"reason": "煤炭数与公报不符", "deadline": "2099年1月1日"}
    sent = OURS | {"Referer": f"http://localhost{page}"}

    refused = official.post(f"{page}/return", data=form, headers=sent)

    assert refused.status_code == 400
    assert all(f">{value}</li>" in refused.text for value in form.values())
    assert f'<a href="{page}">回到原来的页面' in refused.text
    elsewhere = OURS | {"Referer": "http://elsewhere.invalid/x"}
    refused = official.post(f"{page}/return", data=form, headers=elsewhere)
    assert "elsewhere" not in refused.text
    assert "回到原来的页面" not in refused.text


def test_no_password_is_shown_where_one_is_refused(app: Flask, login: Login) -> None:
    admin = login("system")
    form = {
        "login": "clerk",
        "name": "某人",
        "role": "official",
        "old": "Secret-1",
        "new": "Secret-2",
    }

    refused = admin.post("/admin/accounts", data=form, headers=OURS)

    assert refused.status_code == 409
    assert "某人" in refused.text
    assert "Secret" not in refused.text
