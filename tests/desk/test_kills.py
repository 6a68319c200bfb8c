"""Server and workers killed in the middle of uploads, signatures and issues.

Nothing that was confirmed is lost, nothing is half done, no job hangs without saying so.
SHUANGKONG_KILLS=200 sets the number of kills of each kind; without it there is one of each of
server and worker, for every run of the tests. SHUANGKONG_KILLS_SEED=… chooses other moments.
"""

import contextlib
import hashlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shuangkong.desk import accounts, audit, events, jobs, keys, versions
from shuangkong.desk.acts.city import STATEMENT
from shuangkong.desk.events import Happened, Standing
from shuangkong.desk.rights import Role
from shuangkong.desk.store import Store
from shuangkong.ledger.begin import init
from shuangkong.ledger.entries import submissions
from shuangkong.ledger.store import EntryKind, opened
from shuangkong.ledger.verify import verify

from tests.desk.conftest import PASSWORD, made_app
from tests.desk.test_city import GOOD

ROOT = Path(__file__).parents[2]
#: seconds within which one is killed, from the act
WITHIN = {"upload": 2.0, "sign": 2.0, "issue": 8.0}
CITY, YEAR = "130500", 2020
#: seconds after which a test gives up waiting for what must come
LONG = 300

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="workers are found by /proc"
)


class Away(Exception):
    """The server did not answer: it was killed."""


class Desk:
    """A desk in a process of its own, and programs that act on it."""

    def __init__(self, workspace: Path) -> None:
        init(workspace, "hebei-13fyp", "王建账")
        made_app(workspace)
        self.workspace, self.store = workspace, Store.beside(workspace)
        with self.store.writing() as connection:
            rows = connection.execute("SELECT * FROM account").fetchall()
            people = [accounts.account_of(row) for row in rows]
            self.keys = {
                a.role: keys.make(connection, a, "试验")
                for a in people
                if keys.may_have(a) and a.login == a.role.value
            }
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = (sys.executable, "-m", "shuangkong", "desk", str(self.workspace), "--bind",
                   f"127.0.0.1:{self.port}")  # fmt: skip
        env = {**os.environ, "PYTHONPATH": str(ROOT / "engine"), "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, cwd=ROOT)  # fmt: skip
        until = time.monotonic() + LONG
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            time.sleep(0.1)
        raise AssertionError("the desk does not start")

    def kill(self, victim: str) -> None:
        """Kill the server, or one of its workers."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):
            if victim == "server":
                self.process.kill()
                self.process.wait()
            elif found := workers_of(self.process.pid):
                os.kill(random.Random(0).choice(found), signal.SIGKILL)

    def up(self) -> None:
        """Start it again where it was killed."""
        if self.process is None or self.process.poll() is not None:
            self.start()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    def act(self, role: Role, path: str, data: Any = None, **query: str) -> Any:
        """One request of a program."""
        body = data if isinstance(data, bytes) else json.dumps(data).encode() if data else b""
        url = f"http://127.0.0.1:{self.port}/api/v1{path}?{urllib.parse.urlencode(query)}"
        head = {"Authorization": f"Bearer {self.keys[role]}"}
        return json.loads(self._send(urllib.request.Request(url, body, head, method="POST")))

    def page(self, login: str, path: str) -> None:
        """What a person does with a button."""
        jar = urllib.request.HTTPCookieProcessor()
        opener = urllib.request.build_opener(jar)
        for place, form in (("/login", {"login": login, "password": PASSWORD}), (path, {})):
            url = f"http://127.0.0.1:{self.port}{place}"
            body = urllib.parse.urlencode(form).encode()
            head = {"Sec-Fetch-Site": "same-origin"}
            self._send(urllib.request.Request(url, body, head), opener)

    def _send(self, request: urllib.request.Request, opener: Any = urllib.request) -> bytes:
        send = opener.open if opener is not urllib.request else urllib.request.urlopen
        try:
            with send(request, timeout=LONG) as answer:
                data: bytes = answer.read()
                return data
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(error.read().decode()) from error
        except (OSError, http.client.HTTPException) as error:
            raise Away from error

    def settled(self) -> None:
        """Wait until no job waits or runs; none may do so for ever."""
        until = time.monotonic() + LONG
        while time.monotonic() < until:
            with self.store.reading() as connection:
                rows = connection.execute("SELECT state FROM job").fetchall()
            if all(jobs.JobState(row["state"]).over for row in rows):
                return
            time.sleep(0.1)
        raise AssertionError("a job hangs without saying so")

    def dossier(self, round_: str) -> versions.Dossier:
        with self.store.reading() as connection:
            return versions.dossier(connection, round_, CITY)


def workers_of(pid: int) -> list[int]:
    """The worker processes of a server, without what keeps the semaphores."""
    children = Path(f"/proc/{pid}/task").glob("*/children")
    found = [int(p) for file in children for p in file.read_text(encoding="utf-8").split()]
    return [
        p for p in found if b"spawn_main" in Path(f"/proc/{p}/cmdline").read_bytes()
    ]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    found = Desk(tmp_path_factory.mktemp("kills") / "2020考核")
    found.start()
    yield found
    found.stop()


def opened_round_in(store: Store, name: str) -> str:
    """A round of one city's, opened; its name."""
    content = {"year": YEAR, "period": str(YEAR), "deadline": "2099-12-31", "entities": [CITY]}
    with store.writing() as connection:
        events.add(connection, Happened.ROUND_OPENED, 1, round_=name, content=content)
    return name


def ready(desk: Desk, mode: str, round_: str, data: bytes) -> None:
    """Bring a submission as far as the act that is interrupted."""
    here = f"/city/{CITY}/rounds/{round_}"
    if mode == "upload":
        return
    desk.act(Role.CLERK, f"{here}/versions", data, name="填报.xlsx")
    desk.settled()
    seen = {"sha256": hashlib.sha256(data).hexdigest()}
    desk.act(Role.CLERK, f"{here}/hand-over", seen)
    if mode == "sign":
        return
    interrupted(desk, "sign", round_, data)
    desk.settled()
    desk.act(Role.OFFICIAL, f"/province/rounds/{round_}/{CITY}/accept")
    desk.page("official", f"/results/{YEAR}/propose")


def interrupted(desk: Desk, mode: str, round_: str, data: bytes) -> None:
    """The act itself."""
    here = f"/city/{CITY}/rounds/{round_}"
    if mode == "upload":
        desk.act(Role.CLERK, f"{here}/versions", data, name="填报.xlsx")
    elif mode == "sign":
        sha = hashlib.sha256(data).hexdigest()
        desk.act(Role.SIGNATORY, f"{here}/signature", {"sha256": sha, "statement": STATEMENT})
    else:
        desk.page("approver", f"/results/{YEAR}/issue")


@pytest.mark.parametrize("mode", WITHIN)
def test_kills_lose_nothing_and_leave_nothing_half(desk: Desk, mode: str) -> None:
    chosen = random.Random(mode + os.environ.get("SHUANGKONG_KILLS_SEED", ""))
    for number in range(int(os.environ.get("SHUANGKONG_KILLS", "2"))):
        victim = ("server", "worker")[number % 2]
        round_ = opened_round_in(desk.store, f"{mode}-{number}")
        data = GOOD + f"\n{mode} {number}".encode()
        ready(desk, mode, round_, data)
        timer = threading.Timer(chosen.uniform(0, WITHIN[mode]), desk.kill, [victim])
        timer.start()
        confirmed = False
        with contextlib.suppress(Away):
            interrupted(desk, mode, round_, data)
            confirmed = True
        timer.join()
        desk.up()
        desk.settled()
        check(desk)
        finished(desk, mode, round_, data, confirmed)


def check(desk: Desk) -> None:
    """What the ledger has and what the desk says are the same, and both are whole."""
    assert verify(desk.workspace).findings == ()
    assert audit.broken_at(desk.store) is None
    with desk.store.reading() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        signed = events.events(connection, kinds=(Happened.SIGNED,))
        issued = events.events(connection, subject=f"issue-{YEAR}", kinds=(Happened.ISSUED,))
        why = [json.loads(r["result"]) for r in
               connection.execute("SELECT result FROM job WHERE state != 'done'")]  # fmt: skip
    with opened(desk.workspace) as ledger:
        taken = [s.sha256 for s in submissions(ledger)]
        issues = [e.receipt.code for e in ledger.entries(None, EntryKind.ISSUE)]
    assert [e.content["sha256"] for e in signed] == taken
    assert [e.content["receipt"] for e in issued] == issues
    assert all(one["why"] for one in why)


def finished(desk: Desk, mode: str, round_: str, data: bytes, confirmed: bool) -> None:
    """What was confirmed was done or says why not; what was not can be done again."""
    dossier, wanted = desk.dossier(round_), hashlib.sha256(data).hexdigest()
    with desk.store.reading() as connection:
        failed = jobs.unfinished(connection, round_, CITY)
    done = {
        "upload": bool(dossier.current and dossier.current.sha256 == wanted),
        "sign": dossier.standing is Standing.SIGNED,
        "issue": dossier.standing is Standing.ADOPTED,
    }[mode]
    assert done or not confirmed or (mode == "upload" and failed is not None)
    if not done:
        interrupted(desk, mode, round_, data)
        desk.settled()
        check(desk)
