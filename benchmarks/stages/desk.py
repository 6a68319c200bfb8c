"""The desk under load: many uploads at once, a board of every county, readers beside writers.

The server runs in a process of its own and the workers beside it, as `shuangkong desk` runs them;
clients are threads that ask over the loopback with keys, so that nobody's password is hashed.
"""

import atexit
import contextlib
import itertools
import json
import math
import multiprocessing
import socket
import time
import urllib.request
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from ..stage import Stage
from ..timing import Work

PLAN, YEAR = "hebei-13fyp", "2020"
BURST = 50
#: of a burst, whose checks are waited for; the rest is done when the clock has stopped
SHARE = 0.95
MOST = f"{SHARE:.0%} of {BURST} at once"
READERS, WRITERS, EACH = 100, 10, 3
NEEDS = ("flask", "cheroot", "argon2")


class Running:
    """A desk with a round for all cities, a clerk's key for each, and an official's."""

    def __init__(self, workspace: Path, checking: bool) -> None:
        from shuangkong.desk import accounts, keys, rounds
        from shuangkong.desk.app import make_app
        from shuangkong.desk.rights import Role
        from shuangkong.ledger.begin import init

        init(workspace, PLAN, "示例建账人")
        self.app = make_app(workspace)
        self.desk = self.app.extensions["shuangkong"]
        self.cities = [e.code for e in self.desk.declarations.assessed(int(YEAR)) if
                       e.kind == "city"]  # fmt: skip
        self.keys: dict[str, str] = {}
        with self.desk.store.writing() as connection:
            rounds.open_round(connection, 0, YEAR, rounds.today(), self.cities)
            people = [(code, Role.CLERK, code) for code in self.cities]
            for login, role, entity in (("province", Role.OFFICIAL, None), *people):
                accounts.create(connection, login, "示例", role, entity=entity)
                row = connection.execute(
                    "SELECT * FROM account WHERE login = ?", (login,)
                ).fetchone()
                self.keys[login] = keys.make(connection, accounts.account_of(row), "bench")
            connection.execute("UPDATE account SET must_change = 0")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=serving, args=(workspace, port, checking))
        process.start()
        atexit.register(process.kill)  # its workers end when they find it gone
        self.address = f"http://127.0.0.1:{port}/api/v1"
        while process.is_alive():
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            time.sleep(0.1)
        self.form = form()
        self.numbers = itertools.count()

    def send(self, whose: str, path: str, body: bytes | None = None) -> Any:
        """One request; any refusal is an error."""
        head = {"Authorization": f"Bearer {self.keys[whose]}"}
        request = urllib.request.Request(self.address + path, body, head)
        with urllib.request.urlopen(request, timeout=600) as answer:
            return json.load(answer)

    def upload(self, number: int) -> tuple[str, str]:
        """Hand in a file that nobody handed in before; the city and the job."""
        city = self.cities[number % len(self.cities)]
        data = self.form + str(next(self.numbers)).encode()
        job = self.send(city, f"/city/{city}/rounds/{YEAR}/versions?name=a.xlsx", data)
        return city, job["id"]

    def checked(self, asked: Sequence[tuple[str, str]], share: float = 1.0) -> Callable[[], object]:
        """Wait until a share of the checks is over; gives what waits for the others."""
        waiting = deque(asked)
        others = len(waiting) - math.ceil(share * len(waiting))
        while len(waiting) > others:
            city, job = waiting.popleft()
            if not self.send(city, f"/city/{city}/jobs/{job}")["over"]:
                waiting.append((city, job))
                time.sleep(0.02)
        return lambda: bool(waiting and self.checked(waiting))


def serving(workspace: Path, port: int, checking: bool) -> None:
    """A server that slows nobody down, with its workers where it is to check."""
    from cheroot.wsgi import Server
    from shuangkong.desk import workers
    from shuangkong.desk.app import make_app
    from shuangkong.desk.pace import Pace
    from shuangkong.desk.serve import THREADS

    app = make_app(workspace)
    app.extensions["shuangkong"].pace = Pace(10**9)
    if checking:
        workers.Workers(workspace, app.extensions["shuangkong"].store).start()
    with app.extensions["shuangkong"].store.kept_open():
        Server(("127.0.0.1", port), app, numthreads=THREADS, request_queue_size=128).start()


def form() -> bytes:
    """A city's filled form as it is shipped."""
    from shuangkong import resources

    (path,) = (resources.samples() / PLAN).glob("130500_*.xlsx")
    return path.read_bytes()


def together(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """All at once, each in a thread of its own; the first error is an error."""
    with ThreadPoolExecutor(len(works)) as pool:
        return [one.result() for one in [pool.submit(work) for work in works]]


_RUNNING: dict[tuple[Path, bool], Running] = {}


def running(folder: Path, *, checking: bool = True) -> Running:
    """The desk of a folder, started once; where it checks, workers have imported all they need."""
    key = (folder, checking)
    if key not in _RUNNING:
        one = _RUNNING[key] = Running(folder / ("checking" if checking else "taking"), checking)
        if checking:
            one.checked([one.upload(n) for n in range(4)])
    return _RUNNING[key]


def _answered(folder: Path, size: int) -> Mapping[str, Work]:
    desk = running(folder, checking=False)
    return {
        "one upload": lambda: desk.upload(0),
        f"{size} at once": lambda: together([partial(desk.upload, n) for n in range(size)]),
    }


def _checked(folder: Path, size: int) -> Mapping[str, Work]:
    desk = running(folder)
    return {
        "one upload": lambda: desk.checked([desk.upload(0)]),
        MOST: lambda: desk.checked(together([partial(desk.upload, n) for n in range(size)]), SHARE),
    }


def _board(folder: Path, size: int) -> Mapping[str, Work]:
    """The page of the board beside the plainest table of the same cells."""
    from jinja2 import Template
    from shuangkong.desk import events
    from shuangkong.desk.events import Happened

    desk = running(folder, checking=False)
    codes = [f"c{n:05d}" for n in range(size)]
    name, found = f"board-{size}", {"name": "a.xlsx", "sha256": "0", "hard": 1, "soft": 2}
    content = {"year": 2020, "period": YEAR, "deadline": "2020-01-01", "entities": codes}
    with desk.desk.store.writing() as connection:
        events.add(connection, Happened.ROUND_OPENED, 0, round_=name, content=content)
        for number, code in enumerate(codes):
            for kind in (Happened.UPLOADED, Happened.HANDED_OVER, Happened.SIGNED)[: number % 4]:
                events.add(connection, kind, 0, round_=name, entity=code, content=found)
    client = logged_in(desk)
    row = ("石家庄市", "已报送", "省级经办人", "还有 3 天", "1", "2", "2021-01-01 09:00")
    plain = Template(
        "<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell|e }}</td>{% endfor %}"
        "</tr>{% endfor %}</table>"
    )

    def page() -> None:
        answer = client.get(f"/province/{name}")
        assert answer.status_code == 200
        assert answer.text.count("<tr") > size

    return {
        "plain Jinja2 table of the same cells": lambda: plain.render(rows=[row] * size),
        "the board, from its events to the page": page,
    }


def logged_in(desk: Running) -> Any:
    """A browser of the official's."""
    from shuangkong.desk import guard, sessions

    client = desk.app.test_client()
    with desk.desk.store.writing() as connection:
        (who,) = connection.execute(
            "SELECT id FROM account WHERE role = 'official' ORDER BY id DESC LIMIT 1"
        ).fetchone()
        token = sessions.began(connection, who, "bench", time.time())
    client.set_cookie(guard.COOKIE, token)
    return client


def _readers(folder: Path, size: int) -> Mapping[str, Work]:
    """Boards read by many, alone and while others hand in; a refused request is an error."""
    desk = running(folder, checking=False)

    def read() -> None:
        for _ in range(EACH):
            desk.send("province", f"/province/rounds/{YEAR}")

    def write(number: int) -> None:
        for _ in range(EACH):
            desk.upload(number)

    reading = [read] * size
    return {
        f"{size} readers alone": lambda: together(reading),
        f"{size} readers beside {WRITERS} writers": lambda: together(
            [*reading, *(partial(write, n) for n in range(WRITERS))]
        ),
    }


STAGES = (
    Stage(
        id="desk-answered",
        title="Desk: uploads at once, each answered with its place in the queue",
        prepare=_answered,
        goals={f"{BURST} at once": 50},
        unit="uploads",
        size=BURST,
        quick=BURST,
        needs=NEEDS,
    ),
    Stage(
        id="desk-checked",
        title="Desk: uploads at once, 95 % of them checked",
        prepare=_checked,
        goals={MOST: 20},
        unit="uploads",
        size=BURST,
        quick=BURST,
        rounds=3,
        needs=NEEDS,
    ),
    Stage(
        id="desk-board",
        title="Desk: the board of a round",
        prepare=_board,
        goals={"the board, from its events to the page": 25},
        unit="entities",
        size=2843,
        quick=2843,
        needs=NEEDS,
    ),
    Stage(
        id="desk-readers",
        title="Desk: readers of a board beside writers",
        prepare=_readers,
        goals={f"{READERS} readers beside {WRITERS} writers": 2},
        unit="readers",
        size=READERS,
        quick=READERS,
        needs=NEEDS,
    ),
)
